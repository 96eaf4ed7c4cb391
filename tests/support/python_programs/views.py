"""Views of arrays: what is written through one is seen under every other name."""

from __future__ import annotations

PROGRAMS = {
    "h is x": """
import numpy as np

x = np.array([1.0, 2.0, 3.0])
h = x * 1.0
g = h
g += 1
loss = np.sum(h ** 2)
""",
    "a sum after a change under another name": """
import numpy as np

w = np.array([0.5, 1.5])
x = w * 2
h = x
h += 1
print(x is h)
loss = np.sum(x ** 2) + np.sum(h)
""",
    "a corner of a transposed view": """
import numpy as np

a = np.array([[1.0, 2.0], [3.0, 4.0]])
x = a * 0.5
x.T.reshape(-1)[0] = 9
v = x.T
v[0, 1] = 7.0
loss = np.sum(x ** 2)
""",
    "parameters changed in a loop over pairs": """
import numpy as np

W = np.array([[0.5, -0.5], [1.0, 0.2]])
b = np.array([0.1, 0.2])
params = [W * 1.0, b * 1.0]
grads = [np.ones((2, 2)), np.ones(2)]
lr = 0.1
for p, g in zip(params, grads):
    p -= lr * g
loss = np.sum(params[0] ** 2) + np.sum(params[1] ** 3)
""",
    "clip into itself": """
import numpy as np

w = np.array([1.0, -8.0, 7.0, 2.0])
d = w * 1.0
np.clip(d, -5, 5, out=d)
loss = np.sum(d ** 2)
""",
    "clip of several in a loop": """
import numpy as np

w = np.array([2.0, -9.0])
a, b = w * 3, w * 0.5
for d in [a, b]:
    np.clip(d, -5, 5, out=d)
loss = np.sum(a ** 2) + np.sum(b ** 2)
""",
    "a slice written through": """
import numpy as np

w = np.array([0.5, 1.0, 1.5, 2.0])
x = w * 1.0
first = x[:2]
first *= 3
x[1:3] += 0.5
loss = np.sum(first ** 2) + np.sum(x)
""",
    "rows of a matrix": """
import numpy as np

A = np.array([[1.0, 2.0], [3.0, 4.0], [0.5, 0.1]])
M = A * 1.0
for i, row in enumerate(M):
    row *= i + 1
row0 = M[0]
row0[:] = 0.5
loss = np.sum(M ** 2)
""",
    "rows made whole": """
import numpy as np

A = np.array([[1.0, 3.0], [2.0, 2.0]])
P = A * 1.0
for row in P:
    row /= row.sum()
loss = -np.sum(np.log(P))
""",
    "a copy stands alone": """
import numpy as np

w = np.array([1.0, 2.0])
x = w * 2
y = x.copy()
z = np.array(x)
x[0] = 100.0
y += 1
loss = np.sum(x) * 0.01 + np.sum(y ** 2) + np.sum(z)
""",
    "reshape is a view": """
import numpy as np

w = np.array([1.0, 2.0, 3.0, 4.0])
x = w * 1.0
m = x.reshape(2, 2)
m[0] += 10
flat = m.ravel()
flat[-1] = 0.25
c = m.flatten()
c[0] = 1000.0
loss = np.sum(x ** 2) / 100
""",
    "a view of a view": """
import numpy as np

w = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
x = w * 1.0
v = x[:, 1:][1]
v[0] = 0.5
v *= 2
back = x[::-1]
back[0, 0] = -1.0
loss = np.sum(x ** 2)
""",
}
