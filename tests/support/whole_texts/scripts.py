"""Scripts with main guards, plots, progress bars, clocks and reports."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import WholeText, training

KIND = "scripts"

GUARDED = '''"""Train a small network on a toy problem."""
import time

import numpy as np
import matplotlib.pyplot as plt


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


def make_data(n, rng):
    X = rng.randn(n, 2)
    y = (X[:, 0] * X[:, 1] > 0).astype(float).reshape(-1, 1)
    return X, y


def init(rng, hidden=6):
    return {
        "W1": rng.randn(2, hidden),
        "b1": np.zeros((1, hidden)),
        "W2": rng.randn(hidden, 1),
        "b2": np.zeros((1, 1)),
    }


def forward(p, X):
    h = np.tanh(X @ p["W1"] + p["b1"])
    return h, sigmoid(h @ p["W2"] + p["b2"])


def bce(y, y_hat):
    return float(-np.mean(y * np.log(y_hat) + (1 - y) * np.log(1 - y_hat)))


def backward(p, X, y, h, y_hat):
    dz = (y_hat - y) / len(X)
    dh = dz @ p["W2"].T * (1 - h**2)
    return {
        "W1": X.T @ dh,
        "b1": dh.sum(axis=0, keepdims=True),
        "W2": h.T @ dz,
        "b2": dz.sum(axis=0, keepdims=True),
    }


def main():
    rng = np.random.RandomState(0)
    X, y = make_data(60, rng)
    p = init(rng)
    losses = []
    start = time.time()
    for epoch in range(2000):
        h, y_hat = forward(p, X)
        loss = bce(y, y_hat)
        losses.append(loss)
        grads = backward(p, X, y, h, y_hat)
        for name in p:
            p[name] -= 0.5 * grads[name]
        if epoch % 500 == 0:
            print(f"epoch {epoch:4d}  loss {loss:.4f}")
    print(f"trained in {time.time() - start:.2f} s")
    plt.plot(losses)
    plt.savefig("loss.png")


if __name__ == "__main__":
    main()
'''

GUARDED_LOOP = """import numpy as np

def model(x, w):
    return w[0] + w[1] * x

if __name__ == '__main__':
    np.random.seed(1)
    x = np.random.rand(30)
    y = 1.0 + 2.0 * x
    w = np.array([0.0, 0.0])
    for i in range(100):
        e = model(x, w) - y
        cost = np.dot(e, e) / len(x)
        g = np.array([e.mean(), (e * x).mean()]) * 2
        w = w - 0.3 * g
    print('intercept and slope', w)
"""

FORWARD = """#!/usr/bin/env python3
import numpy as np

def relu(x):
    return np.maximum(x, 0)

def main():
    np.random.seed(4)
    x = np.random.randn(3, 5)
    W = np.random.randn(5, 2)
    out = relu(x @ W)
    print("mean activation:", out.mean())
    return out.mean()

if __name__ == "__main__":
    main()
"""

TEXTS = (
    training(
        "a script with a main function, a clock and a saved plot",
        GUARDED,
        "loss = bce(y, y_hat)",
        iterations=2000,
        parameters=("p['W1']", "p['b1']", "p['W2']", "p['b2']"),
        kind=KIND,
    ),
    training(
        "a loop under a main guard",
        GUARDED_LOOP,
        "cost = np.dot(e, e) / len(x)",
        "cost",
        iterations=100,
        parameters=("w",),
        kind=KIND,
    ),
    WholeText(
        "a main function that only computes",
        KIND,
        FORWARD,
        FORWARD + "\nanswer = main()\n",
    ),
)
