"""Programs to train: each opens in the training mode with its settings."""

import numpy as np

from graphs.training.data import generate
from web.gallery.entry import Entry, example

SHORT = 2  # decimals of data that travel in a link


def _data(name: str, rows: int, noise: float, seed: int = 0) -> dict[str, object]:
    """A generator's points and labels, short enough for a link."""
    points, labels, _ = generate(name, rows, noise, seed)
    return {"X": np.round(points, SHORT).tolist(), "y": np.round(labels, SHORT).tolist()}


def _line() -> dict[str, object]:
    points, targets, _ = generate("linear", 20, 0.3, 1)
    x, y = (np.round(one, SHORT).tolist() for one in (points[:, 0], targets))
    return {"x": x, "y": y, "w": 0, "b": 0}


def _bits(rows: int, steps: int) -> list[list[float]]:
    """Rows of -1 and 1."""
    drawn: list[list[float]] = (
        2.0 * np.random.RandomState(0).randint(2, size=(rows, steps)) - 1.0
    ).tolist()
    return drawn


PRESETS: tuple[Entry, ...] = (
    example(
        "train-linear",
        "Linear regression",
        "Two numbers to learn: the loss is a bowl over w and b, and the path runs down into it.",
        """
pred = w * x + b
error = pred - y
loss = np.mean(error**2)
""",
        _line(),
        train={
            "parameters": ["w", "b"],
            "data": ["x", "y"],
            "settings": {"lr": 0.1},
            "iterations": 100,
        },
        words="least squares, gradient descent, regression, fit a line, 线性回归 梯度下降",
    ),
    example(
        "train-logistic",
        "Logistic regression",
        "One neuron draws one straight line: moons that reach into each other stay partly wrong.",
        """
w, b = np.zeros(2), 0.0
p = sigmoid(X @ w + b)
loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
""",
        _data("two_moons", 60, 0.15),
        train={
            "parameters": ["w", "b"],
            "data": ["X", "y"],
            "settings": {"lr": 1.0},
            "iterations": 200,
        },
        words="binary classifier, two moons, logistic, sigmoid, 逻辑回归",
    ),
    example(
        "train-xor",
        "XOR with a hidden layer",
        "No line parts XOR's corners; three hidden units bend the plane until one does.",
        """
np.random.seed(1)
X = np.array([[0., 0.], [0., 1.], [1., 0.], [1., 1.]])
y = np.array([0., 1., 1., 0.])
W1, b1 = np.random.randn(2, 3), np.zeros(3)
W2, b2 = np.random.randn(3), 0.0

h = np.tanh(X @ W1 + b1)
p = sigmoid(h @ W2 + b2)
loss = -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
""",
        train={
            "parameters": ["W1", "b1", "W2", "b2"],
            "data": ["X", "y"],
            "optimizer": "momentum",
            "settings": {"lr": 0.2, "mu": 0.9},
            "iterations": 200,
        },
        words="exclusive or, not linearly separable, hidden units, 异或",
    ),
    example(
        "train-two-layer",
        "The lecture's two-layer network",
        "Random numbers learn random numbers: 64 rows, 1,000 inputs, 100 hidden units, 10 outputs.",
        """
import numpy as np
from numpy.random import randn

np.random.seed(0)
N, D_in, H, D_out = 64, 1000, 100, 10
x, y = randn(N, D_in), randn(N, D_out)
w1, w2 = randn(D_in, H), randn(H, D_out)

h = 1 / (1 + np.exp(-x.dot(w1)))
y_pred = h.dot(w2)
loss = np.square(y_pred - y).sum()
""",
        train={
            "parameters": ["w1", "w2"],
            "data": ["x", "y"],
            "settings": {"lr": 1e-4},
            "iterations": 2_000,
        },
        words="train a neural network, gradient descent, twenty lines of NumPy, "
        "lecture notes, 训练 神经网络",
    ),
    example(
        "train-spiral",
        "Train on three spirals",
        "Three arms, two layers: watch the boundary curl until each arm has its own region.",
        """
np.random.seed(0)
N, H = X.shape[0], 32
W1 = 0.5 * np.random.randn(2, H)
b1 = 0.1 * np.random.rand(H)
W2 = 0.5 * np.random.randn(H, 3)
b2 = np.zeros(3)

h = relu(X @ W1 + b1)
scores = h @ W2 + b2
logp = log_softmax(scores, axis=1)
loss = -np.mean(logp[np.arange(N), y])
""",
        _data("spirals", 150, 0.1),
        train={
            "parameters": ["W1", "b1", "W2", "b2"],
            "data": ["X", "y"],
            "optimizer": "adam",
            "settings": {"lr": 0.02},
            "iterations": 500,
        },
        words="spiral, decision boundary, toy data, classifier, neural network case study, "
        "螺旋 决策边界",
    ),
    example(
        "train-echo",
        "An RNN that learns to echo",
        "After four steps it has to say what it heard at the first: Wh must learn to keep it.",
        """
np.random.seed(0)
N, H = X.shape[0], 4
Wx = np.random.randn(1, H)
Wh = 0.4 * np.random.randn(H, H)
Wy = 0.4 * np.random.randn(H, 1)

h = np.zeros((N, H))
for t in range(4):
    h = np.tanh(X[:, t:t+1] @ Wx + h @ Wh)
echo = h @ Wy
loss = np.mean((echo - X[:, 0:1])**2)
""",
        {"X": _bits(16, 4)},
        train={
            "parameters": ["Wx", "Wh", "Wy"],
            "data": ["X"],
            "optimizer": "adam",
            "settings": {"lr": 0.02},
            "iterations": 400,
        },
        words="recurrent neural network, memory, backpropagation through time, 循环神经网络",
    ),
    example(
        "train-vanishing",
        "A deep chain of sigmoids",
        "Ten layers, and the gradient shrinks at each: the first ones hardly learn at all.",
        """
np.random.seed(0)
X = np.random.randn(16, 6)
y = np.random.rand(16, 6)
W = 0.6 * np.random.randn(10, 6, 6)

h = X
for k in range(10):
    h = sigmoid(h @ W[k])
loss = np.mean((h - y)**2)
""",
        train={
            "parameters": ["W"],
            "data": ["X", "y"],
            "settings": {"lr": 1.0},
            "iterations": 200,
        },
        words="vanishing gradients, saturated, initialization, deep network, 梯度消失",
    ),
    example(
        "train-adam",
        "Adam against momentum",
        "A narrow valley: momentum must go slowly not to swing across it, Adam strides along it.",
        """
X = np.array([[1., 20.], [-1., 12.], [0.5, -16.], [-0.5, -18.], [1.5, 4.], [-1.5, -2.]])
y = np.array([5., 2., -2., -5., 2.5, -2.])
w = np.array([-2.0, 1.0])

pred = X @ w
loss = np.mean((pred - y)**2)
""",
        train={
            "parameters": ["w"],
            "data": ["X", "y"],
            "optimizer": "adam",
            "settings": {"lr": 0.1},
            "iterations": 200,
        },
        words="optimizer, optimiser, SGD, RMSProp, learning rate, ill-conditioned, loss surface, "
        "优化器 动量 学习率",
    ),
)
