"""Ten forms of one update: the same small network on the same data, 2,000 iterations of each.

``FORMS`` holds the texts by form; ``reference_losses`` computes the losses of all of them in one
run of plain NumPy.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

ITERATIONS = 2_000
RATE = 0.05

DATA = """import numpy as np

np.random.seed(0)
X = np.random.randn(32, 3)
y = np.sin(X[:, :1]) + 0.5 * X[:, 1:2] * X[:, 2:]
"""

WEIGHTS = """W1 = np.random.randn(3, 8) * 0.5
b1 = np.zeros((1, 8))
W2 = np.random.randn(8, 1) * 0.5
b2 = np.zeros((1, 1))
lr = 0.05
"""

PASS = """    h = np.tanh(X @ W1 + b1)
    out = h @ W2 + b2
    loss = np.mean((out - y) ** 2)
    dout = 2 * (out - y) / len(X)
    dW2 = h.T @ dout
    db2 = dout.sum(axis=0, keepdims=True)
    dz = dout @ W2.T * (1 - h ** 2)
    dW1 = X.T @ dz
    db1 = dz.sum(axis=0, keepdims=True)
"""

LOOP = f"for i in range({ITERATIONS}):\n"

# The network over a dictionary p, as functions.
FUNCTIONS = """
def forward(p):
    h = np.tanh(X @ p['W1'] + p['b1'])
    return h, h @ p['W2'] + p['b2']

def gradients(p, h, out):
    dout = 2 * (out - y) / len(X)
    dz = dout @ p['W2'].T * (1 - h ** 2)
    return {
        'W1': X.T @ dz,
        'b1': dz.sum(axis=0, keepdims=True),
        'W2': h.T @ dout,
        'b2': dout.sum(axis=0, keepdims=True),
    }
"""

DICTIONARY = """p = {
    'W1': np.random.randn(3, 8) * 0.5,
    'b1': np.zeros((1, 8)),
    'W2': np.random.randn(8, 1) * 0.5,
    'b2': np.zeros((1, 1)),
}
lr = 0.05
"""

DICTIONARY_PASS = """    h, out = forward(p)
    loss = np.mean((out - y) ** 2)
    grads = gradients(p, h, out)
"""

CLASS = f"""
class Net:
    def __init__(self):
        self.W1 = np.random.randn(3, 8) * 0.5
        self.b1 = np.zeros((1, 8))
        self.W2 = np.random.randn(8, 1) * 0.5
        self.b2 = np.zeros((1, 1))

    def forward(self, X):
        self.h = np.tanh(X @ self.W1 + self.b1)
        return self.h @ self.W2 + self.b2

    def backward(self, X, dout):
        dz = dout @ self.W2.T * (1 - self.h ** 2)
        self.dW2 = self.h.T @ dout
        self.db2 = dout.sum(axis=0, keepdims=True)
        self.dW1 = X.T @ dz
        self.db1 = dz.sum(axis=0, keepdims=True)

    def update(self, lr):
        self.W1 -= lr * self.dW1
        self.b1 -= lr * self.db1
        self.W2 -= lr * self.dW2
        self.b2 -= lr * self.db2

net = Net()
{LOOP}    out = net.forward(X)
    loss = np.mean((out - y) ** 2)
    net.backward(X, 2 * (out - y) / len(X))
    net.update(0.05)
"""

MOMENTUM = f"""mu = 0.0
vW1, vb1 = np.zeros_like(W1), np.zeros_like(b1)
vW2, vb2 = np.zeros_like(W2), np.zeros_like(b2)
{LOOP}{PASS}    vW1 = mu * vW1 - lr * dW1
    vb1 = mu * vb1 - lr * db1
    vW2 = mu * vW2 - lr * dW2
    vb2 = mu * vb2 - lr * db2
    W1 += vW1
    b1 += vb1
    W2 += vW2
    b2 += vb2
"""

RETURNED = """
def update(W1, b1, W2, b2, dW1, db1, dW2, db2, lr):
    return W1 - lr * dW1, b1 - lr * db1, W2 - lr * dW2, b2 - lr * db2

"""

CHANGED = """
def update(p, grads, lr):
    for name in p:
        p[name] -= lr * grads[name]

"""

EACH = ("W1", "b1", "W2", "b2")


def lines(form: str, indent: str = "    ") -> str:
    """A line a parameter: ``NAME`` is its name."""
    return "".join(f"{indent}{form}\n".replace("NAME", name) for name in EACH)


START = DATA + WEIGHTS

FORMS: dict[str, tuple[str, tuple[str, ...]]] = {
    "minus and equals": (f"{START}{LOOP}{PASS}{lines('NAME -= lr * dNAME')}", EACH),
    "assigned anew": (f"{START}{LOOP}{PASS}{lines('NAME = NAME - lr * dNAME')}", EACH),
    "a dictionary": (
        f"{DATA}{DICTIONARY}{FUNCTIONS}\n{LOOP}{DICTIONARY_PASS}"
        "    for k in p:\n        p[k] = p[k] - lr * grads[k]\n",
        tuple(f"p['{name}']" for name in EACH),
    ),
    "lists zipped": (
        f"{START}{LOOP}{PASS}"
        "    for param, grad in zip([W1, b1, W2, b2], [dW1, db1, dW2, db2]):\n"
        "        param -= lr * grad\n",
        EACH,
    ),
    "a function that returns a tuple": (
        f"{START}{RETURNED}{LOOP}{PASS}"
        "    W1, b1, W2, b2 = update(W1, b1, W2, b2, dW1, db1, dW2, db2, lr)\n",
        EACH,
    ),
    "a function that changes a dictionary": (
        f"{DATA}{DICTIONARY}{FUNCTIONS}{CHANGED}{LOOP}{DICTIONARY_PASS}    update(p, grads, lr)\n",
        tuple(f"p['{name}']" for name in EACH),
    ),
    "a class": (f"{DATA}{CLASS}", tuple(f"net.{name}" for name in EACH)),
    "momentum of zero": (f"{START}{MOMENTUM}", EACH),
    "subtract with out": (
        f"{START}{LOOP}{PASS}{lines('np.subtract(NAME, lr * dNAME, out=NAME)')}",
        EACH,
    ),
    "while with a counter": (
        f"{START}i = 0\nwhile i < {ITERATIONS}:\n{PASS}{lines('NAME -= lr * dNAME')}    i += 1\n",
        EACH,
    ),
}


@lru_cache(maxsize=1)
def reference_losses() -> tuple[float, ...]:
    """The losses of every form: the network by hand, apart from the texts."""
    draw = np.random.RandomState(0)
    X: Any = draw.randn(32, 3)
    y = np.sin(X[:, :1]) + 0.5 * X[:, 1:2] * X[:, 2:]
    W1, b1 = draw.randn(3, 8) * 0.5, np.zeros((1, 8))
    W2, b2 = draw.randn(8, 1) * 0.5, np.zeros((1, 1))
    losses: list[float] = []
    for _ in range(ITERATIONS):
        h = np.tanh(X @ W1 + b1)
        out = h @ W2 + b2
        losses.append(float(np.mean((out - y) ** 2)))
        dout = 2 * (out - y) / len(X)
        dz = dout @ W2.T * (1 - h**2)
        steps = X.T @ dz, dz.sum(0, keepdims=True), h.T @ dout, dout.sum(0, keepdims=True)
        W1, b1, W2, b2 = (
            value - RATE * step for value, step in zip((W1, b1, W2, b2), steps, strict=True)
        )
    return tuple(losses)
