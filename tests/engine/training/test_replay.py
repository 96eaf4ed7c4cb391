"""Passes that are alike are run without being read: with the numbers of real Python, and only as
long as they are alike."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs.training import replay
from tests.support.whole_texts.whole_text import run

DATA = "np.random.seed(4)\nX = np.random.randn(12, 2)\ny = X @ np.array([1.0, -2.0]) + 0.3\n"

TEXTS = {
    "a decision that turns out otherwise on the way": DATA
    + """w, rate, losses, before = np.zeros(2), 0.3, [], 1e9
for i in range(120):
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    if loss > 0.5:
        w = w - 0.1 * rate * X.T @ e
    else:
        w = w - 0.02 * rate * X.T @ e
""",
    "a counter that only prints": DATA
    + """w, losses = np.zeros(2), []
for i in range(80):
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    w -= 0.05 * X.T @ e
    if i % 10 == 0:
        print(i, loss)
""",
    "a counter that is computed with": DATA
    + """w, losses = np.zeros(2), []
for i in range(60):
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - 0.05 / (1 + 0.1 * i) * X.T @ e
""",
    "the value of two passes before": DATA
    + """w, old, older, losses = np.zeros(2), np.zeros(2), np.zeros(2), []
for i in range(50):
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    older = old
    old = w
    w = w - 0.03 * X.T @ e + 0.2 * (old - older)
""",
    "a view that is written into": DATA
    + """W, losses = np.zeros((2, 2)), []
row = W[0]
for i in range(50):
    e = X @ W[0] - y
    loss = np.mean(e**2)
    losses.append(loss)
    row -= 0.03 * X.T @ e
""",
    "a sample drawn in each pass": DATA
    + """w, losses = np.zeros(2), []
for i in range(60):
    k = np.random.randint(12)
    e = X[k] @ w - y[k]
    loss = e**2
    losses.append(loss)
    w = w - 0.1 * e * X[k]
""",
    "a rate out of an iterator": DATA
    + """w, losses = np.zeros(2), []
rates = iter([0.05] * 5 + [0.01] * 95)
for i in range(40):
    rate = next(rates)
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - rate * X.T @ e
""",
    "while with a counter and a tolerance": DATA
    + """w, losses, count, loss = np.zeros(2), [], 0, 1.0
while loss > 0.2 and count < 500:
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - 0.002 * X.T @ e
    count += 1
""",
    "Adam with a counter that begins at 1": DATA
    + """w, m, v, losses = np.zeros(2), np.zeros(2), np.zeros(2), []
for t in range(1, 80):
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    g = 2 * X.T @ e / len(X)
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    w = w - 0.05 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
""",
    "batches drawn in the loop": DATA
    + """w, losses = np.zeros(2), []
for i in range(90):
    chosen = np.random.choice(12, 4, replace=False)
    Xb, yb = X[chosen], y[chosen]
    e = Xb @ w - yb
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - 0.05 * Xb.T @ e
    if i % 20 == 0:
        print(i, loss)
""",
    "epochs of shuffled slices, the last one smaller": DATA
    + """w, losses = np.zeros(2), []
for epoch in range(12):
    order = np.random.permutation(12)
    for k in range(0, 12, 5):
        batch = order[k:k + 5]
        e = X[batch] @ w - y[batch]
        loss = np.mean(e**2)
        losses.append(loss)
        w -= 0.02 * X[batch].T @ e
""",
    "slices in turn by a counter": DATA
    + """w, losses = np.zeros(2), []
for i in range(60):
    k = (i * 4) % 12
    Xb, yb = X[k:k + 4], y[k:k + 4]
    e = Xb @ w - yb
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - 0.05 * Xb.T @ e
""",
    "a place that is state": DATA
    + """w, losses, k = np.zeros(2), [], 0
for i in range(60):
    e = X[k] @ w - y[k]
    loss = e**2
    losses.append(loss)
    w = w - 0.1 * e * X[k]
    k = (k + 1) % 12
""",
    "a rate from a list, by the counter": DATA
    + """w, losses = np.zeros(2), []
rates = [0.05] * 20 + [0.01] * 20
for i in range(40):
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - rates[i] * X.T @ e
""",
    "a rate from a list, by a number that is carried on": DATA
    + """w, losses, k = np.zeros(2), [], 0
rates = [0.05] * 20 + [0.01] * 20
for i in range(40):
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - rates[k] * X.T @ e
    k = k + 1
""",
    "a decision by a random number": DATA
    + """w, losses = np.zeros(2), []
for i in range(80):
    scale = 1.0
    noise = np.random.randn(2)
    if np.random.rand() < 0.2:
        scale = 0.5
    e = X @ (w + 0.01 * noise) - y
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - 0.02 * scale * X.T @ e
""",
    "a generator's dropout and noise": DATA
    + """rng = np.random.default_rng(3)
w, losses = np.zeros(2), []
for i in range(50):
    mask = (rng.random(12) < 0.8) / 0.8
    e = (X @ w) * mask - y
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - 0.02 * X.T @ (e * mask)
""",
    "Python's random numbers": """import random
random.seed(5)
w, losses = 0.0, []
for i in range(60):
    x = random.uniform(-1, 1)
    e = w * x - 2 * x
    loss = e**2
    losses.append(loss)
    w = w - 0.3 * e * x
""",
    "a seed in each pass": DATA
    + """w, losses = np.zeros(2), []
for i in range(30):
    np.random.seed(i % 3)
    noise = 0.1 * np.random.randn(12)
    e = X @ w + noise - y
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - 0.02 * X.T @ e
""",
    "a list that grows every ten passes": DATA
    + """w, losses, seen = np.zeros(2), [], []
for i in range(75):
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    if i % 10 == 0:
        seen.append(w.copy())
    w = w - 0.02 * X.T @ e
""",
    "a rate that falls after ten losses": DATA
    + """w, losses, rate = np.zeros(2), [], 0.05
for i in range(40):
    e = X @ w - y
    loss = np.mean(e**2)
    if len(losses) == 20:
        rate = 0.005
    losses.append(loss)
    w = w - rate * X.T @ e
""",
    "an end that a log decides": DATA
    + """w, losses = np.zeros(2), []
for i in range(200):
    e = X @ w - y
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - 0.05 * X.T @ e
    if len(losses) > 5 and abs(losses[-1] - losses[-5]) < 1e-6:
        break
""",
    "the newest first": DATA
    + """w, seen, losses = np.zeros(2), [], []
for i in range(30):
    e = X @ w - y
    loss = np.mean(e**2)
    seen.insert(0, loss)
    w = w - 0.05 * X.T @ e
losses = seen[::-1]
""",
    "a dictionary of logs": DATA
    + """w, history = np.zeros(2), {"loss": [], "norm": []}
for i in range(60):
    e = X @ w - y
    loss = np.mean(e**2)
    history["loss"].append(loss)
    history["norm"].append(np.sum(w**2))
    w = w - 0.05 * X.T @ e
losses = history["loss"]
""",
    "a log that is an array": DATA
    + """w, losses = np.zeros(2), np.zeros(50)
for i in range(50):
    e = X @ w - y
    losses[i] = np.mean(e**2)
    w = w - 0.02 / (1 + i // 10) * X.T @ e
""",
    "steps of two kinds, in turn": DATA
    + """w, b, losses = np.zeros(2), 0.0, []
for i in range(60):
    e = X @ w + b - y
    loss = np.mean(e**2)
    losses.append(loss)
    if i % 2:
        w = w - 0.05 * X.T @ e
    else:
        b = b - 0.05 * np.sum(e)
""",
    "a batch that is changed in place": DATA
    + """w, losses = np.zeros(2), []
for i in range(36):
    k = (i % 3) * 4
    Xb = X[k:k + 4]
    Xb *= 0.99
    e = Xb @ w - y[k:k + 4]
    loss = np.mean(e**2)
    losses.append(loss)
    w = w - 0.05 * Xb.T @ e
""",
}


@pytest.mark.parametrize("name", TEXTS)
def test_the_losses_and_values_of_real_python(name: str) -> None:
    real = run(TEXTS[name], {})
    trained = graphs.train(TEXTS[name])
    np.testing.assert_allclose(trained.losses, np.array(real["losses"], float), rtol=1e-12)
    at_the_end = trained.values_at(trained.iteration)
    for path, value in at_the_end.items():
        np.testing.assert_allclose(value, real[path], rtol=1e-12)


def replayed(monkeypatch: pytest.MonkeyPatch, text: str) -> int:
    """How many passes of a text are not read."""
    made: list[Any] = []
    step = replay.Replay.step

    def counted(self: replay.Replay) -> bool:
        found = step(self)
        made.extend([self] * found)
        return found

    monkeypatch.setattr(replay.Replay, "step", counted)
    graphs.train(text)
    return len(made)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("a counter that only prints", 70),
        ("a counter that is computed with", 50),
        ("Adam with a counter that begins at 1", 70),
        ("a sample drawn in each pass", 50),
        ("batches drawn in the loop", 75),
        ("epochs of shuffled slices, the last one smaller", 8),
        ("slices in turn by a counter", 50),
        ("a place that is state", 50),
        ("a decision by a random number", 60),
        ("a generator's dropout and noise", 40),
        ("Python's random numbers", 50),
        ("a log that is an array", 40),
        ("a dictionary of logs", 50),
        ("a list that grows every ten passes", 55),
        ("steps of two kinds, in turn", 50),
        ("a batch that is changed in place", 25),
    ],
)
def test_most_passes_are_not_read(name: str, least: int, monkeypatch: pytest.MonkeyPatch) -> None:
    assert replayed(monkeypatch, TEXTS[name]) >= least


@pytest.mark.parametrize("name", ["a rate out of an iterator", "a seed in each pass"])
def test_passes_that_may_differ_are_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert replayed(monkeypatch, TEXTS[name]) == 0
