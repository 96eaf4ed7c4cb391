"""Scripts with plots, progress bars and reports."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import training

KIND = "scripts"

BAR = """import numpy as np
from tqdm import trange

np.random.seed(11)
X = np.random.randn(40, 5)
Y = np.random.randn(40, 2)
W = np.random.randn(5, 2)
with_bar = trange(80)
for it in with_bar:
    R = X @ W - Y
    loss = np.sum(R * R) / 40
    W = W - 0.05 * 2 * X.T @ R / 40
    with_bar.set_description(f'loss {loss:.3f}')
"""

PLOTTED = """import numpy as np
import matplotlib.pyplot as plt

# Daten erzeugen
np.random.seed(8)
x = np.linspace(0, 1, 20)
y = 1.5 * x - 0.3 + np.random.normal(scale=0.1, size=20)

m, n = 0.0, 0.0
verluste = []
plt.figure(figsize=(8, 6))
plt.scatter(x, y, label='Daten')
for schritt in range(120):
    vorhersage = m * x + n
    verlust = ((vorhersage - y) ** 2).mean()
    verluste.append(verlust)
    m -= 0.2 * (2 * (vorhersage - y) * x).mean()
    n -= 0.2 * (2 * (vorhersage - y)).mean()
    if schritt % 40 == 0:
        plt.plot(x, vorhersage, alpha=0.4)
        print(f'Schritt {schritt}: Verlust = {verlust:.5f}')
plt.legend()
plt.show()
print('Steigung:', round(m, 3), 'Achsenabschnitt:', round(n, 3))
"""

REPORT = """import numpy as np
import sys
import os

LEARNING_RATE = 0.01
MOMENTUM = 0.5

np.random.seed(99)
features = np.random.randn(24, 3)
targets = features.sum(axis=1, keepdims=True)
weights = np.random.randn(3, 1)
velocity = np.zeros_like(weights)
log = {'epoch': [], 'loss': []}

print('=' * 40)
print('Training with', features.shape[0], 'examples')
print('=' * 40)
for epoch in range(1, 101):
    predictions = features @ weights
    loss = float(np.mean((predictions - targets) ** 2))
    gradient = 2 * features.T @ (predictions - targets) / len(features)
    velocity = MOMENTUM * velocity - LEARNING_RATE * gradient
    weights = weights + velocity
    log['epoch'].append(epoch)
    log['loss'].append(loss)
    if epoch % 25 == 0 or epoch == 1:
        print('Epoch {:>3}/{} - loss: {:.6f}'.format(epoch, 100, loss))
        sys.stdout.flush()
print('Final loss: %.6f' % log['loss'][-1])
"""

PROGRESS = """import numpy as np, time
rng = np.random.RandomState(17)
X = rng.randn(200, 50)
y = X @ rng.randn(50)
w = np.zeros(50)
t0 = time.perf_counter()
for step in range(150):
    residual = X @ w - y
    loss = 0.5 * np.mean(residual ** 2)
    w -= 0.3 * X.T @ residual / 200
    print(f"\\r[{step:3d}] {loss:.6f}", end="", flush=True)
print()
print("seconds:", time.perf_counter() - t0)
"""

SPLIT = """import numpy as np

np.random.seed(13)
data = np.random.randn(100, 3)
labels = (data @ np.array([1.0, -2.0, 0.5]) > 0).astype(int)

# train / test split
split = int(0.8 * len(data))
X_train, X_test = data[:split], data[split:]
y_train, y_test = labels[:split], labels[split:]

# standardize
mean, std = X_train.mean(axis=0), X_train.std(axis=0)
X_train = (X_train - mean) / std
X_test = (X_test - mean) / std

w = np.zeros(3)
for epoch in range(100):
    p = 1 / (1 + np.exp(-X_train @ w))
    loss = -np.mean(y_train * np.log(p) + (1 - y_train) * np.log(1 - p))
    w -= 0.5 * X_train.T @ (p - y_train) / len(y_train)

accuracy = np.mean((X_test @ w > 0) == y_test)
print(f"test accuracy: {accuracy:.1%}")
"""

TEXTS = (
    training(
        "a progress bar with a description",
        BAR,
        "loss = np.sum(R * R) / 40",
        iterations=80,
        parameters=("W",),
        kind=KIND,
    ),
    training(
        "plots inside the loop, in German",
        PLOTTED,
        "verlust = ((vorhersage - y) ** 2).mean()",
        "verlust",
        iterations=120,
        parameters=("m", "n"),
        kind=KIND,
    ),
    training(
        "a report with lines and a log in a dictionary",
        REPORT,
        "loss = float(np.mean((predictions - targets) ** 2))",
        iterations=100,
        parameters=("weights",),
        kind=KIND,
    ),
    training(
        "200 examples of 50 numbers with a line that is written over",
        PROGRESS,
        "loss = 0.5 * np.mean(residual ** 2)",
        iterations=150,
        parameters=("w",),
        kind=KIND,
    ),
    training(
        "a split, standardized data and an accuracy",
        SPLIT,
        "loss = -np.mean(y_train * np.log(p) + (1 - y_train) * np.log(1 - p))",
        iterations=100,
        parameters=("w",),
        kind=KIND,
    ),
)
