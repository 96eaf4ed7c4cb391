"""Loops that train arrays in lists and values in tuples."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

ZIPPED = """import numpy as np

np.random.seed(4)
X = np.random.randn(32, 5)
y = np.random.randn(32, 1)
W1, b1 = np.random.randn(5, 7) * 0.4, np.zeros(7)
W2, b2 = np.random.randn(7, 1) * 0.4, np.zeros(1)
params = [W1, b1, W2, b2]

for step in range(2000):
    a = np.maximum(X @ W1 + b1, 0)
    pred = a @ W2 + b2
    loss = ((pred - y) ** 2).mean()
    dpred = 2 * (pred - y) / y.size
    dW2, db2 = a.T @ dpred, dpred.sum(0)
    da = dpred @ W2.T
    da[a <= 0] = 0
    dW1, db1 = X.T @ da, da.sum(0)
    for p, g in zip(params, [dW1, db1, dW2, db2]):
        p -= 0.05 * g
"""

LISTS = """import numpy as np

np.random.seed(0)
sizes = [2, 5, 3, 1]
weights = [np.random.randn(n, m) * 0.6 for n, m in zip(sizes[:-1], sizes[1:])]
biases = [np.zeros((1, m)) for m in sizes[1:]]
X = np.random.rand(24, 2)
y = np.sin(3 * X[:, :1]) * X[:, 1:]

for epoch in range(120):
    # vorwärts
    activations = [X]
    for W, b in zip(weights, biases):
        activations.append(np.tanh(activations[-1] @ W + b))
    loss = 0.5 * np.mean((activations[-1] - y) ** 2)
    # rückwärts
    delta = (activations[-1] - y) / len(X) * (1 - activations[-1] ** 2)
    for i in range(len(weights) - 1, -1, -1):
        grad_W = activations[i].T @ delta
        grad_b = delta.sum(axis=0, keepdims=True)
        if i > 0:
            delta = delta @ weights[i].T * (1 - activations[i] ** 2)
        weights[i] -= 0.3 * grad_W
        biases[i] -= 0.3 * grad_b
"""

TUPLE = """import numpy as np

rng = np.random.RandomState(15)
X = rng.uniform(-1, 1, (25, 2))
y = X @ np.array([2.0, -3.0]) + 1.0

def mse(w, b):
    return np.mean((X @ w + b - y) ** 2)

def step(w, b, lr=0.1):
    e = X @ w + b - y
    return w - lr * 2 * X.T @ e / len(y), b - lr * 2 * e.mean()

w, b = np.zeros(2), 0.0
for i in range(100):
    loss = mse(w, b)
    w, b = step(w, b)
print(w, b)
"""

COMPREHENSION = """import numpy as np
rng = np.random.default_rng(5)
X, Y = rng.normal(size=(30, 4)), rng.normal(size=(30, 2))
weights = [rng.normal(size=(4, 6)) * 0.3, rng.normal(size=(6, 2)) * 0.3]
for it in range(90):
    hidden = np.tanh(X @ weights[0])
    err = hidden @ weights[1] - Y
    loss = np.sum(err ** 2) / len(X)
    d = 2 * err / len(X)
    grads = [X.T @ (d @ weights[1].T * (1 - hidden ** 2)), hidden.T @ d]
    weights = [w - 0.1 * g for w, g in zip(weights, grads)]
"""

TEXTS = (
    training(
        "arrays zipped with their gradients",
        ZIPPED,
        "loss = ((pred - y) ** 2).mean()",
        iterations=2000,
        parameters=("W1", "b1", "W2", "b2"),
    ),
    training(
        "lists of weights updated on the way back",
        LISTS,
        "loss = 0.5 * np.mean((activations[-1] - y) ** 2)",
        iterations=120,
        parameters=tuple(f"{name}[{i}]" for i in range(3) for name in ("weights", "biases")),
    ),
    training(
        "a step that returns a tuple",
        TUPLE,
        "loss = mse(w, b)",
        iterations=100,
        parameters=("w", "b"),
    ),
    training(
        "a list of weights made anew in each pass",
        COMPREHENSION,
        "loss = np.sum(err ** 2) / len(X)",
        iterations=90,
        parameters=("weights[0]", "weights[1]"),
    ),
)
