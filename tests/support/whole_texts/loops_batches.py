"""Loops that train by minibatches and sample by sample."""

from __future__ import annotations

from tests.support.whole_texts.unrolled import unrolled
from tests.support.whole_texts.whole_text import training

CHOICE = """import numpy as np

np.random.seed(0)
X_train = np.random.randn(200, 10)
t_train = np.random.randint(0, 4, 200)
W = 0.01 * np.random.randn(10, 4)
b = np.zeros(4)

iters_num = 2000
train_size = X_train.shape[0]
batch_size = 20
train_loss_list = []

for i in range(iters_num):
    # mini batch
    batch_mask = np.random.choice(train_size, batch_size)
    x_batch = X_train[batch_mask]
    t_batch = t_train[batch_mask]

    a = x_batch @ W + b
    a = a - a.max(axis=1, keepdims=True)
    y = np.exp(a) / np.exp(a).sum(axis=1, keepdims=True)
    loss = -np.sum(np.log(y[np.arange(batch_size), t_batch] + 1e-7)) / batch_size
    train_loss_list.append(loss)

    dy = y.copy()
    dy[np.arange(batch_size), t_batch] -= 1
    dy /= batch_size
    W -= 0.1 * x_batch.T @ dy
    b -= 0.1 * dy.sum(axis=0)
"""

PERMUTATION = """import numpy as np

np.random.seed(33)
X = np.random.randn(60, 4)
y = X.dot(np.array([[1.], [2.], [-1.], [0.5]])) + 0.05 * np.random.randn(60, 1)
w = np.zeros((4, 1))
n_epochs = 10
batch_size = 12
eta = 0.05

for epoch in range(n_epochs):
    shuffled = np.random.permutation(len(X))
    X_shuffled = X[shuffled]
    y_shuffled = y[shuffled]
    for i in range(0, len(X), batch_size):
        xi = X_shuffled[i:i + batch_size]
        yi = y_shuffled[i:i + batch_size]
        error = xi.dot(w) - yi
        loss = np.mean(error ** 2)
        gradients = 2 / batch_size * xi.T.dot(error)
        w = w - eta * gradients
    print(f'epoch {epoch + 1}/{n_epochs} loss {loss:.4f}')
"""

GENERATOR = """import numpy as np

rng = np.random.default_rng(42)

def batches(X, y, size):
    order = rng.permutation(len(X))
    for start in range(0, len(X), size):
        picked = order[start:start + size]
        yield X[picked], y[picked]

X = rng.normal(size=(48, 3))
y = (X[:, 0] + X[:, 1] > 0).astype(float)
w, b = np.zeros(3), 0.0
for epoch in range(8):
    for xb, yb in batches(X, y, 16):
        p = 1 / (1 + np.exp(-(xb @ w + b)))
        loss = -np.mean(yb * np.log(p) + (1 - yb) * np.log(1 - p))
        w -= 0.5 * xb.T @ (p - yb) / len(xb)
        b -= 0.5 * np.mean(p - yb)
"""

SAMPLES = """import numpy as np

# Stochastischer Gradientenabstieg: ein Beispiel nach dem anderen
np.random.seed(6)
X = np.random.randn(20, 2)
Y = 2 * X[:, 0] - X[:, 1] + 0.3
w = np.zeros(2)
b = 0.0
lernrate = 0.05
for epoche in range(5):
    for i in range(len(X)):
        vorhersage = w @ X[i] + b
        fehler = vorhersage - Y[i]
        verlust = 0.5 * fehler ** 2
        w = w - lernrate * fehler * X[i]
        b = b - lernrate * fehler
"""

PAIRS = """import numpy as np

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
T = np.array([0.0, 1.0, 1.0, 1.0])
rng = np.random.RandomState(2)
w = rng.randn(2)
b = 0.0
for epoch in range(40):
    for x, t in zip(X, T):
        o = 1.0 / (1.0 + np.exp(-(np.dot(w, x) + b)))
        loss = 0.5 * (t - o) ** 2
        delta = (o - t) * o * (1 - o)
        w -= 2.0 * delta * x
        b -= 2.0 * delta
"""

PERCEPTRON = """import numpy as np

np.random.seed(16)
X = np.random.randn(30, 2)
d = np.where(X[:, 0] - 0.5 * X[:, 1] > 0.1, 1, -1)
w = np.zeros(2)
bias = 0.0
for epoch in range(6):
    errors = 0
    for xi, target in zip(X, d):
        activation = np.dot(xi, w) + bias
        loss = max(0.0, -target * activation)
        if target * activation <= 0:
            w += 0.1 * target * xi
            bias += 0.1 * target
            errors += 1
    print("epoch", epoch, "errors", errors)
"""

RANDOM_SAMPLE = """import numpy as np
from random import choice, seed

seed(3)
training_data = [
    (np.array([0, 0, 1]), 0),
    (np.array([0, 1, 1]), 1),
    (np.array([1, 0, 1]), 1),
    (np.array([1, 1, 1]), 1),
]
w = np.array([0.2, -0.1, 0.4])
eta = 0.2
for i in range(100):
    x, expected = choice(training_data)
    result = np.dot(w, x)
    error = expected - result
    loss = error ** 2
    w = w + eta * error * x
"""

TEXTS = (
    training(
        "minibatches by np.random.choice",
        CHOICE,
        "loss = -np.sum(np.log(y[np.arange(batch_size), t_batch] + 1e-7)) / batch_size",
        iterations=2000,
        parameters=("W", "b"),
    ),
    training(
        "epochs of slices after a permutation",
        PERMUTATION,
        "loss = np.mean(error ** 2)",
        iterations=50,
        parameters=("w",),
    ),
    training(
        "minibatches out of a generator",
        GENERATOR,
        "loss = -np.mean(yb * np.log(p) + (1 - yb) * np.log(1 - p))",
        iterations=24,
        parameters=("w", "b"),
    ),
    training(
        "sample by sample with an index, in German",
        SAMPLES,
        "verlust = 0.5 * fehler ** 2",
        "verlust",
        iterations=100,
        parameters=("w", "b"),
    ),
    training(
        "sample by sample over zipped rows",
        PAIRS,
        "loss = 0.5 * (t - o) ** 2",
        iterations=160,
        parameters=("w", "b"),
    ),
    # Its update reads no number on the way to the loss: it is unrolled.
    unrolled("a perceptron that learns from its mistakes", PERCEPTRON, "loss"),
    training(
        "a sample drawn from a list in each pass",
        RANDOM_SAMPLE,
        "loss = error ** 2",
        iterations=100,
        parameters=("w",),
    ),
)
