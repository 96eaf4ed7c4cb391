"""Arrays in whole small models: shapes, broadcasting, reductions, the habits of blogs."""

from __future__ import annotations

PROGRAMS = {
    "a two-layer network": """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

np.random.seed(0)
X = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 0.0, 1.0], [1.0, 1.0, 1.0]])
y = np.array([[0.0], [1.0], [1.0], [0.0]])
W1 = 2 * np.random.random((3, 4)) - 1
W2 = 2 * np.random.random((4, 1)) - 1
l1 = sigmoid(np.dot(X, W1))
l2 = sigmoid(np.dot(l1, W2))
loss = np.mean((y - l2) ** 2)
""",
    "an lstm step in a function": """
import numpy as np

def sigmoid(z):
    return 1 / (1 + np.exp(-z))

def lstm_step(x, h, c, W, b):
    H = h.shape[0]
    z = np.concatenate([x, h]) @ W + b
    i, f, o = sigmoid(z[:H]), sigmoid(z[H:2*H]), sigmoid(z[2*H:3*H])
    g = np.tanh(z[3*H:])
    c = f * c + i * g
    return o * np.tanh(c), c

np.random.seed(2)
W = np.random.randn(4, 8) * 0.4
b = np.zeros(8)
h, c = np.zeros(2), np.zeros(2)
xs = np.array([[0.5, -1.0], [0.3, 0.8]])
for x in xs:
    h, c = lstm_step(x, h, c, W, b)
loss = np.sum(h ** 2) + np.sum(c)
""",
    "attention": """
import numpy as np

def softmax(s):
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)

Q = np.array([[0.1, 0.5], [0.4, -0.2]])
K = np.array([[0.3, 0.2], [-0.5, 0.6]])
V = np.array([[1.0, 0.0], [0.5, 2.0]])
A = softmax(Q @ K.T / np.sqrt(K.shape[-1]))
out = A @ V
loss = (out ** 2).mean()
""",
    "shapes moved about": """
import numpy as np

x = np.arange(6.0).reshape(2, 3)
w = np.array([0.5, 1.0, 1.5])
y = (x * w).T
z = np.stack([y[:, 0], y[:, 1]], axis=1)
v = np.concatenate([z, np.ones((1, 2))], axis=0)
u = np.vstack([v, v[:1]])
s = np.hstack([u[:, :1], u[:, 1:] * 2])
print(z.shape, v.shape, s.shape, len(s))
loss = s.sum() + np.einsum('ij,ij->', s, s) * 0.1
""",
    "reductions": """
import numpy as np

x = np.array([[1.0, 2.0, 4.0], [0.5, -1.0, 3.0]])
a = x.mean(axis=0) + x.max(axis=0)
b = x.std(axis=1) * x.sum(axis=1)
c = np.var(x) + np.prod(x[0]) + np.min(x[1]) + np.linalg.norm(x)
d = np.cumsum(x[0])[-1] + np.argmax(x[0])
loss = a.sum() + b.sum() + c + d
""",
    "where, maximum and relu": """
import numpy as np

z = np.array([-1.5, 0.4, 2.0])
relu = np.maximum(0, z)
leaky = np.where(z > 0, z, 0.01 * z)
gate = (z > 0) * z
low = np.minimum(z, 1.0)
loss = np.sum(relu ** 2 + leaky * low) + np.abs(z).sum() + gate.sum()
""",
    "one-hot rows and cross entropy": """
import numpy as np

y = np.array([2, 0, 1])
onehot = np.eye(3)[y]
logits = np.array([[0.2, 0.1, 1.5], [2.0, -1.0, 0.3], [0.0, 0.7, 0.4]])
shifted = logits - np.max(logits, axis=1, keepdims=True)
logp = shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))
loss = -np.sum(onehot * logp) / len(y)
acc = np.mean(np.argmax(logits, axis=1) == y)
print('accuracy', acc)
loss = loss * 1.0
""",
    "batch normalisation": """
import numpy as np

def batchnorm(x, gamma, beta, eps=1e-5):
    mu = x.mean(axis=0)
    var = x.var(axis=0)
    xhat = (x - mu) / np.sqrt(var + eps)
    return gamma * xhat + beta

x = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.7]])
gamma = np.array([1.5, 0.5])
beta = np.array([0.1, -0.1])
out = batchnorm(x, gamma, beta)
loss = np.sum(np.sin(out))
""",
    "a convolution in loops": """
import numpy as np

x = np.array([[1.0, 2.0, 0.5, -1.0], [0.3, -0.7, 1.2, 0.8], [0.1, 0.9, -0.4, 1.1]])
k = np.array([[0.5, -1.0], [0.25, 0.75]])
H, W = x.shape[0] - 1, x.shape[1] - 1
out = np.zeros((H, W))
for i in range(H):
    for j in range(W):
        out[i, j] = np.sum(x[i:i+2, j:j+2] * k)
loss = np.sum(np.tanh(out))
""",
    "euler steps": """
x, v = 1.0, 0.0
k = 2.0
dt = 0.1
for _ in range(5):
    a = -k * x
    x, v = x + dt * v, v + dt * a
loss = x ** 2 + v ** 2
""",
    "power iteration": """
import numpy as np

A = np.array([[2.0, 0.5], [0.5, 1.0]])
v = np.array([1.0, 0.3])
for _ in range(5):
    v = A @ v
    v = v / np.linalg.norm(v)
loss = v @ A @ v
""",
    "linear algebra": """
import numpy as np

A = np.array([[3.0, 1.0], [0.5, 2.0]])
b = np.array([1.0, -0.5])
x = np.linalg.solve(A, b)
Ainv = np.linalg.inv(A)
loss = x @ x + np.trace(Ainv) + np.linalg.det(A) + np.outer(x, b).sum()
""",
    "newaxis and broadcasting": """
import numpy as np

a = np.array([1.0, 2.0, 3.0])
b = np.array([0.5, -0.5])
d = (a[:, None] - b[None, :]) ** 2
e = np.broadcast_to(b, (3, 2)) + a.reshape(-1, 1)
n = np.linspace(0, 1, 3)
loss = np.sum(np.exp(-d) * e) + n @ a
""",
    "a word embedding averaged": """
import numpy as np

vocab = {w: i for i, w in enumerate('the cat sat'.split())}
E = np.array([[0.1, 0.2], [0.5, -0.3], [0.4, 0.9]])
sentence = 'the cat the'
ids = [vocab[w] for w in sentence.split()]
h = E[ids].mean(axis=0)
scores = E @ h
loss = -scores[vocab['sat']] + np.log(np.sum(np.exp(scores)))
""",
    "a numpy loop by hand": """
import numpy as np

W = np.array([[0.2, -0.1], [0.4, 0.3]])
x = np.array([1.0, 0.5])
y = np.zeros(2)
for i in range(W.shape[0]):
    for j in range(W.shape[1]):
        y[i] += W[i, j] * x[j]
loss = float(np.sum(y ** 2))
""",
    "items and shapes taken as numbers": """
import numpy as np

x = np.array([1.5, 2.5])
n = x.size
s = x.sum().item()
first = float(x[0])
as_list = x.tolist()
print(n, x.shape[0], x.dtype, len(as_list))
loss = s * first / n + as_list[1] ** 2
""",
}
