"""Writes to parts of arrays: by masks, lists, columns; copies that stand alone."""

from __future__ import annotations

PROGRAMS = {
    "an indexed copy is no view": """
import numpy as np

w = np.array([1.0, 2.0, 3.0])
x = w * 1.0
picked = x[[0, 2]]
picked += 10
masked = x[x > 1.5]
masked *= 0
loss = np.sum(x ** 2) + np.sum(picked)
""",
    "places written by a list": """
import numpy as np

w = np.array([1.0, 2.0, 3.0])
x = w * 1.0
x[[0, 2]] += 5
x[x > 7] = 0.5
loss = np.sum(x ** 2)
""",
    "a mask written": """
import numpy as np

z = np.array([-1.0, 0.5, 2.0])
h = z * 1.0
h[h < 0] = 0
h[z > 1] *= 2
loss = np.sum(h ** 2)
""",
    "the diagonal and a column": """
import numpy as np

w = np.array([[1.0, 0.2], [0.3, 2.0]])
A = w * 1.0
A[range(2), range(2)] -= 1
A[:, 1] = A[:, 0] * 2
A[0, :] += w[1]
loss = np.sum(A ** 2)
""",
    "the hinge loss's counting of margins": """
import numpy as np

scores = np.array([[3.2, 5.1, -1.7], [1.3, 4.9, 2.0]])
y = np.array([0, 1])
margins = np.maximum(0, scores - scores[np.arange(2), y][:, np.newaxis] + 1)
margins[np.arange(2), y] = 0
loss = np.sum(margins) / 2
""",
    "softmax with a gradient in place": """
import numpy as np

scores = np.array([[0.5, 1.5, -0.3], [2.0, 0.1, 0.4]])
y = [2, 0]
probs = np.exp(scores)
probs /= probs.sum(axis=1, keepdims=True)
loss = -np.log(probs[range(2), y]).mean()
dscores = probs.copy()
dscores[range(2), y] -= 1
dscores /= 2
check = np.sum(dscores ** 2)
loss = loss + 0 * check
""",
    "a buffer filled step by step": """
import numpy as np

T = 4
h = np.zeros((T + 1, 2))
W = np.array([[0.5, -0.3], [0.2, 0.4]])
x = np.array([0.1, 0.2])
for t in range(T):
    h[t + 1] = np.tanh(W @ h[t] + x)
loss = np.sum(h[1:] ** 2)
""",
    "empty, zeros_like and full": """
import numpy as np

w = np.array([1.0, 2.0, 3.0])
out = np.empty(3)
for i in range(3):
    out[i] = w[i] ** 2
acc = np.zeros_like(w)
acc += out
acc[1:] -= np.full(2, 0.5)
ones = np.ones_like(acc)
loss = np.dot(acc, ones)
""",
    "add at repeated places": """
import numpy as np

E = np.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]])
idx = np.array([0, 2, 0])
dE = np.zeros_like(E)
np.add.at(dE, idx, E[idx] * 2)
loss = np.sum(dE ** 2)
""",
    "a view kept in an instance": """
import numpy as np

class Net:
    def __init__(self, flat):
        self.flat = flat
        self.W = flat[:4].reshape(2, 2)
        self.b = flat[4:]

w = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
net = Net(w * 1.0)
net.flat += 1
net.b[0] = 0.0
x = np.array([1.0, -1.0])
loss = np.sum((net.W @ x + net.b) ** 2) + net.flat[4]
""",
    "a function that changes its argument": """
import numpy as np

def center(a):
    a -= a.mean()
def rebound(a):
    a = a * 100
    return a

w = np.array([1.0, 2.0, 6.0])
x = w * 1.0
center(x)
rebound(x)
loss = np.sum(x ** 2)
""",
    "swapped by a view": """
import numpy as np

w = np.array([1.0, 2.0, 3.0])
x = w * 1.0
x[0], x[2] = x[2] * 2, x[0]
t = x[::-1].copy()
x[:] = t
loss = np.sum(x * np.array([1.0, 10.0, 100.0])) / 50
""",
    "squeezed, expanded and swapped axes": """
import numpy as np

w = np.array([[1.0, 2.0], [3.0, 4.0]])
x = w * 1.0
x[None][0, 0, 0] = 5.0
x.swapaxes(0, 1)[0, 1] = 6.0
np.squeeze(x[:, :1])[1] += 1
np.expand_dims(x, 2)[1, 1, 0] *= 2
loss = np.sum(x ** 2)
""",
}
