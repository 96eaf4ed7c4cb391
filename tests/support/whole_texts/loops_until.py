"""Loops that train until something is met."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

TOLERANCE = """import numpy as np

np.random.seed(20)
X = np.c_[np.ones(30), np.random.rand(30)]
y = 4 + 3 * X[:, 1]
theta = np.zeros(2)
previous = np.inf
change = 1.0
steps = 0
while change > 1e-4:
    residual = X @ theta - y
    cost = residual @ residual / (2 * len(y))
    theta = theta - 0.3 * X.T @ residual / len(y)
    change = abs(previous - cost)
    previous = cost
    steps += 1
print(steps, theta)
"""

EARLY = """import numpy as np

np.random.seed(30)
X = np.random.randn(40, 3)
y = X @ np.array([0.5, -1.0, 2.0])
w = np.random.randn(3)
max_iter = 1000
for i in range(max_iter):
    pred = X @ w
    loss = np.mean((pred - y) ** 2)
    if loss < 1e-3:
        print('converged after', i, 'iterations')
        break
    w -= 0.05 * 2 * X.T @ (pred - y) / len(y)
"""

PATIENCE = """import numpy as np

rng = np.random.RandomState(44)
X, Xv = rng.randn(20, 6), rng.randn(20, 6)
y = X[:, 0] + 0.5 * rng.randn(20)
yv = Xv[:, 0] + 0.5 * rng.randn(20)
w = np.zeros(6)
best, bad, patience = float('inf'), 0, 5
for epoch in range(200):
    err = X @ w - y
    loss = np.mean(err ** 2)
    w = w - 0.1 * 2 * X.T @ err / len(y)
    val_loss = np.mean((Xv @ w - yv) ** 2)
    if val_loss < best:
        best, bad = val_loss, 0
        best_w = w.copy()
    else:
        bad += 1
        if bad >= patience:
            print(f"early stopping at epoch {epoch}, best {best:.4f}")
            break
"""

COUNTER = """import numpy as np
np.random.seed(50)
data = np.random.randn(15, 2)
goal = data.sum(axis=1)
weights = np.zeros(2)
i = 0
while i < 50:
    guess = data.dot(weights)
    loss = ((guess - goal) ** 2).sum()
    weights -= 0.01 * 2 * data.T.dot(guess - goal)
    i += 1
"""

FOREVER = """import numpy as np
x = np.array([0.5, 1.5, 2.5, 3.5])
y = np.array([1.2, 2.9, 5.1, 7.0])
slope, intercept = 0.0, 0.0
n = 0
while True:
    err = slope * x + intercept - y
    loss = np.mean(err ** 2)
    n += 1
    if n >= 80 or loss < 1e-6:
        break
    slope -= 0.05 * 2 * np.mean(err * x)
    intercept -= 0.05 * 2 * np.mean(err)
"""

TEXTS = (
    training(
        "while the cost still changes",
        TOLERANCE,
        "cost = residual @ residual / (2 * len(y))",
        "cost",
        iterations=None,
        parameters=("theta",),
    ),
    training(
        "a break at a small loss",
        EARLY,
        "loss = np.mean((pred - y) ** 2)",
        iterations=None,
        parameters=("w",),
    ),
    training(
        "early stopping with patience",
        PATIENCE,
        "loss = np.mean(err ** 2)",
        iterations=None,
        parameters=("w",),
    ),
    training(
        "a while loop with a counter",
        COUNTER,
        "loss = ((guess - goal) ** 2).sum()",
        iterations=None,
        parameters=("weights",),
    ),
    training(
        "while True with a break",
        FOREVER,
        "loss = np.mean(err ** 2)",
        iterations=None,
        parameters=("slope", "intercept"),
    ),
)
