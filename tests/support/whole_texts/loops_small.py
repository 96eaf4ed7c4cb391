"""Small loops that train by plain updates."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

SCALAR = """# simple linear regression, no libraries
xs = [1.0, 2.0, 3.0, 4.0, 5.0]
ys = [3.1, 4.9, 7.2, 9.1, 10.8]
m = 0.0
c = 0.0
L = 0.01
epochs = 100
n = float(len(xs))
for i in range(epochs):
    y_pred = [m * x + c for x in xs]
    loss = sum((y - p) ** 2 for y, p in zip(ys, y_pred)) / n
    D_m = (-2 / n) * sum(x * (y - p) for x, y, p in zip(xs, ys, y_pred))
    D_c = (-2 / n) * sum(y - p for y, p in zip(ys, y_pred))
    m = m - L * D_m
    c = c - L * D_c
print(m, c)
"""

TOY = """import numpy as np

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

X = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
y = np.array([[0], [1], [1], [0]])

np.random.seed(1)
syn0 = 2 * np.random.random((3, 4)) - 1
syn1 = 2 * np.random.random((4, 1)) - 1

for j in range(2000):
    l1 = sigmoid(np.dot(X, syn0))
    l2 = sigmoid(np.dot(l1, syn1))
    l2_error = y - l2
    loss = 0.5 * np.sum(l2_error ** 2)
    if (j % 100) == 0:
        print("Error:" + str(np.mean(np.abs(l2_error))))
    l2_delta = l2_error * (l2 * (1 - l2))
    l1_error = l2_delta.dot(syn1.T)
    l1_delta = l1_error * (l1 * (1 - l1))
    syn1 += l1.T.dot(l2_delta)
    syn0 += X.T.dot(l1_delta)
"""

OUT = """import numpy as np

rng = np.random.default_rng(12)
A = rng.normal(size=(30, 4))
target = A @ np.array([1.0, -1.0, 0.5, 2.0]) + 0.1 * rng.normal(size=30)
theta = np.zeros(4)
for it in range(120):
    r = A @ theta - target
    loss = r @ r / len(r)
    grad = 2 / len(r) * A.T @ r
    np.subtract(theta, 0.05 * grad, out=theta)
print(theta.round(3))
"""

IN_PLACE = """import numpy as np
np.random.seed(21)
X = np.random.rand(50, 2)
Y = (3 * X[:, :1] - 2 * X[:, 1:] + 0.5)
W = np.random.randn(2, 1)
B = np.zeros(1)
LEARNING_RATE = 0.1
for _ in range(150):
    P = X @ W + B
    E = P - Y
    MSE = (E ** 2).mean()
    W[:] = W - LEARNING_RATE * 2 * X.T @ E / 50
    B[...] -= LEARNING_RATE * 2 * E.mean(axis=0)
"""

ONE_NEURON = """import numpy as np
x, y = 0.5, 1.0
w, b = 0.2, 0.1
for k in range(10):
    o = 1 / (1 + np.exp(-(w * x + b)))
    E = 0.5 * (y - o) ** 2
    w -= 0.5 * (o - y) * o * (1 - o) * x
    b -= 0.5 * (o - y) * o * (1 - o)
"""

SQUARE_L = """w = 0.0
lr = 0.1
for k in range(10):
    L = (w - 3) ** 2
    w = w - lr * 2 * (w - 3)
"""

TWO_SQUARES = """x, y = 4.0, -2.0
for k in range(10):
    f = (x - 1) ** 2 + (y + 2) ** 2
    x, y = x - 0.1 * 2 * (x - 1), y - 0.1 * 2 * (y + 2)
"""

TEXTS = (
    training(
        "one neuron of numbers with an E",
        ONE_NEURON,
        "E = 0.5 * (y - o) ** 2",
        "E",
        iterations=10,
        parameters=("b", "w"),
    ),
    training(
        "a square called L",
        SQUARE_L,
        "L = (w - 3) ** 2",
        "L",
        iterations=10,
        parameters=("w",),
    ),
    training(
        "squares of two numbers",
        TWO_SQUARES,
        "f = (x - 1) ** 2 + (y + 2) ** 2",
        "f",
        iterations=10,
        parameters=("x", "y"),
    ),
    training(
        "linear regression over plain lists",
        SCALAR,
        "loss = sum((y - p) ** 2 for y, p in zip(ys, y_pred)) / n",
        iterations=100,
        parameters=("m", "c"),
    ),
    training(
        "two layers over four examples, with += of deltas",
        TOY,
        "loss = 0.5 * np.sum(l2_error ** 2)",
        iterations=2000,
        parameters=("syn0", "syn1"),
    ),
    training(
        "least squares with np.subtract and out",
        OUT,
        "loss = r @ r / len(r)",
        iterations=120,
        parameters=("theta",),
    ),
    training(
        "updates through slices of the whole array",
        IN_PLACE,
        "MSE = (E ** 2).mean()",
        "MSE",
        iterations=150,
        parameters=("W", "B"),
    ),
)
