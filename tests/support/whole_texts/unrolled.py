"""Loops that do not train: over time, over layers, of numerical methods."""

from __future__ import annotations

from tests.support.whole_texts.whole_text import WholeText

KIND = "loops that do not train"


def unrolled(name: str, text: str, output: str) -> WholeText:
    return WholeText(name, KIND, text, f"{text}\nanswer = {output}\n")


TEXTS = (
    unrolled(
        "a recurrent network over time",
        """import numpy as np

np.random.seed(0)
T, D, H = 6, 3, 4
xs = np.random.randn(T, D)
Wx = np.random.randn(D, H) * 0.5
Wh = np.random.randn(H, H) * 0.5
b = np.zeros(H)
h = np.zeros(H)
for t in range(T):
    h = np.tanh(xs[t] @ Wx + h @ Wh + b)
loss = np.sum(h ** 2)
""",
        "loss",
    ),
    unrolled(
        "a loss summed over time",
        """import numpy as np

np.random.seed(3)
xs = np.random.randn(5, 2)
ys = np.random.randn(5)
U, V, w = np.random.randn(3, 2), np.random.randn(3, 3), np.random.randn(3)
s = np.zeros(3)
total = 0
for x, y in zip(xs, ys):
    s = np.tanh(U @ x + V @ s)
    o = w @ s
    total += 0.5 * (o - y) ** 2
print('Gesamtfehler', total)
""",
        "total",
    ),
    unrolled(
        "Euler's method for a pendulum",
        """import numpy as np

theta, omega = 0.5, 0.0
g, L, dt = 9.81, 1.0, 0.05
for step in range(20):
    omega = omega - dt * g / L * np.sin(theta)
    theta = theta + dt * omega
energy = 0.5 * (L * omega) ** 2 + g * L * (1 - np.cos(theta))
""",
        "energy",
    ),
    unrolled(
        "power iteration",
        """import numpy as np

A = np.array([[2.0, 0.5, 0.1], [0.5, 1.0, 0.3], [0.1, 0.3, 1.5]])
v = np.array([1.0, 1.0, 1.0])
for _ in range(15):
    v = A @ v
    v = v / np.sqrt(v @ v)
eigenvalue = v @ A @ v
""",
        "eigenvalue",
    ),
    unrolled(
        "Newton's method for a square root",
        """a = 2.0
x = 1.0
for i in range(6):
    x = x - (x * x - a) / (2 * x)
print(x)
""",
        "x",
    ),
    unrolled(
        "a forward pass over a list of layers",
        """import numpy as np

rng = np.random.RandomState(1)
layers = [(rng.randn(4, 6) * 0.5, np.zeros(6)), (rng.randn(6, 5) * 0.5, np.zeros(5)),
          (rng.randn(5, 2) * 0.5, np.zeros(2))]
a = rng.randn(3, 4)
for W, b in layers:
    a = np.maximum(0, a @ W + b)
score = a.sum()
""",
        "score",
    ),
    unrolled(
        "an average of losses over samples",
        """import numpy as np

X = np.array([[1.0, 2.0], [0.5, -1.0], [2.0, 0.3]])
Y = [1.0, 0.0, 1.0]
w = np.array([0.3, -0.2])
loss = 0.0
for i in range(len(X)):
    p = 1 / (1 + np.exp(-w @ X[i]))
    loss += -(Y[i] * np.log(p) + (1 - Y[i]) * np.log(1 - p))
loss = loss / len(X)
""",
        "loss",
    ),
    unrolled(
        "an exponential moving average",
        """import numpy as np

prices = np.array([1.0, 1.2, 0.9, 1.4, 1.3, 1.7])
alpha = 0.3
ema = prices[0]
for p in prices[1:]:
    ema = alpha * p + (1 - alpha) * ema
print(f"EMA: {ema:.4f}")
""",
        "ema",
    ),
    unrolled(
        "a power series until its terms are small",
        """x = 0.7
term = 1.0
total = 1.0
n = 1
while abs(term) > 1e-6:
    term = term * x / n
    n = n + 1
    total = total + term
""",
        "total",
    ),
    unrolled(
        "an accumulated gradient that updates nothing",
        """import numpy as np

np.random.seed(2)
X = np.random.randn(4, 3)
t = np.random.randn(4)
w = np.random.randn(3)
dw = np.zeros(3)
loss = 0.0
for x, target in zip(X, t):
    e = w @ x - target
    loss += 0.5 * e ** 2
    dw += e * x
print(loss, dw)
""",
        "loss",
    ),
)
