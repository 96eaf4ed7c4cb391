"""A gated cell, attention and its backward pass, a transformer block."""

from __future__ import annotations

from tests.support.course_programs.program import Program

PROGRAMS = {
    "a gru cell": Program(
        """import numpy as np

class GRUCell:
    def __init__(self, n_in, n_h):
        rng = np.random.RandomState(7)
        make = lambda: rng.randn(n_in + n_h, n_h) * 0.3
        self.Wz, self.Wr, self.Wh = make(), make(), make()

    def sigmoid(self, x):
        return 1 / (1 + np.exp(-x))

    def __call__(self, x, h):
        xh = np.concatenate([x, h])
        z = self.sigmoid(xh @ self.Wz)
        r = self.sigmoid(xh @ self.Wr)
        cand = np.tanh(np.concatenate([x, r * h]) @ self.Wh)
        return (1 - z) * h + z * cand

cell = GRUCell(2, 3)
h = np.zeros(3)
for x in [np.array([1.0, -0.5]), np.array([0.2, 0.7]), np.array([-1.0, 0.1])]:
    h = cell(x, h)
loss = np.sum(h ** 2)
"""
    ),
    "attention and its backward": Program(
        """import numpy as np

def softmax(x):
    e = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)

np.random.seed(10)
T, D = 3, 4
X = np.random.randn(T, D)
Wq = np.random.randn(D, D) * 0.4
Wk = np.random.randn(D, D) * 0.4
Wv = np.random.randn(D, D) * 0.4
target = np.random.randn(T, D)

Q, K, V = X @ Wq, X @ Wk, X @ Wv
scale = 1 / np.sqrt(D)
S = Q @ K.T * scale
A = softmax(S)
out = A @ V
loss = 0.5 * np.sum((out - target) ** 2)

dout = out - target
dA = dout @ V.T
dV = A.T @ dout
dS = A * (dA - np.sum(dA * A, axis=-1, keepdims=True))
dQ = dS @ K * scale
dK = dS.T @ Q * scale
dWq = X.T @ dQ
dWk = X.T @ dK
dWv = X.T @ dV
dX = dQ @ Wq.T + dK @ Wk.T + dV @ Wv.T
""",
        gradients={"dWq": "Wq", "dWk": "Wk", "dWv": "Wv", "dX": "X"},
    ),
    "a causal head with a mask": Program(
        """import numpy as np

class Head:
    def __init__(self, d, seed):
        rng = np.random.RandomState(seed)
        self.q, self.k, self.v = (rng.randn(d, d) * 0.5 for _ in range(3))

    def __call__(self, x):
        T, d = x.shape
        scores = (x @ self.q) @ (x @ self.k).T / d ** 0.5
        mask = np.tril(np.ones((T, T))) == 0
        scores = np.where(mask, -1e9, scores)
        w = np.exp(scores - scores.max(axis=1, keepdims=True))
        w = w / w.sum(axis=1, keepdims=True)
        return w @ (x @ self.v)

x = np.array([[0.5, -0.3], [1.0, 0.2], [-0.7, 0.9]])
heads = [Head(2, 1), Head(2, 2)]
out = np.concatenate([head(x) for head in heads], axis=1)
loss = np.mean(out ** 2)
print(out.shape)
"""
    ),
    "a transformer block, forward": Program(
        """import numpy as np

def layer_norm(x, g, b, eps=1e-5):
    mean = np.mean(x, axis=-1, keepdims=True)
    variance = np.var(x, axis=-1, keepdims=True)
    return g * (x - mean) / np.sqrt(variance + eps) + b

def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x ** 3)))

def linear(x, w, b):
    return x @ w + b

def ffn(x, c_fc, c_proj):
    return linear(gelu(linear(x, **c_fc)), **c_proj)

np.random.seed(12)
x = np.random.randn(3, 4)
block = {
    'mlp': {
        'c_fc': {'w': np.random.randn(4, 6) * 0.3, 'b': np.zeros(6)},
        'c_proj': {'w': np.random.randn(6, 4) * 0.3, 'b': np.zeros(4)},
    },
    'ln': {'g': np.ones(4), 'b': np.zeros(4)},
}
y = x + ffn(layer_norm(x, **block['ln']), **block['mlp'])
loss = np.mean(y ** 2)
print([k for k in block], y.shape)
"""
    ),
}
