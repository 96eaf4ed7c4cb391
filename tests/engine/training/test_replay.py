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


def test_most_passes_that_are_alike_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    assert replayed(monkeypatch, TEXTS["a counter that only prints"]) > 60


@pytest.mark.parametrize(
    "name",
    [
        "a counter that is computed with",
        "a sample drawn in each pass",
        "a rate out of an iterator",
    ],
)
def test_passes_that_may_differ_are_read(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert replayed(monkeypatch, TEXTS[name]) == 0
