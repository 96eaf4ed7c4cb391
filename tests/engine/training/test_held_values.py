"""Values of what a text's own loop trains: under a second name, in a function, behind a view."""

from __future__ import annotations

import pytest

from graphs.training.as_written import WrittenTraining
from tests.support.against_python import agree
from tests.support.whole_texts.whole_text import run

HELD = {
    "under a second name": ("""xs, ys = [[1, 2.0], [1, 3.0], [1, 5.0]], [1.0, 2.0, 4.0]
theta = [0.0, 0.0]
def predict(x):
    return sum(t * xi for t, xi in zip(theta, x))
for k in range(10):
    J = sum((predict(x) - y) ** 2 for x, y in zip(xs, ys)) / 6
    new = []
    for j in range(2):
        new.append(theta[j] - 0.05 * sum((predict(x) - y) * x[j] for x, y in zip(xs, ys)) / 3)
    theta = new
""", "theta"),
    "in a function, by a name of the top": ("""X = np.array([[1.0, 2.0], [0.5, -1.0]])
data = [(X[0], 1.0), (X[1], 0.0)]
def epoch(w, total=0):
    for x, y in data:
        p = w @ x
        total += (p - y) ** 2
        w = w - 0.2 * (p - y) * x
    return w
w = np.zeros(2)
for k in range(3):
    w = epoch(w)
""", "w"),
    "by a view": ("""W = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
V = W.T
for k in range(4):
    loss = np.sum((V @ np.array([1.0, 2.0]) - 1.0) ** 2)
    V -= 0.02 * np.outer(V @ np.array([1.0, 2.0]) - 1.0, np.array([1.0, 2.0]))
""", "W"),
}  # fmt: skip


@pytest.mark.parametrize("name", HELD)
def test_values_are_those_of_what_is_trained(name: str) -> None:
    text, path = HELD[name]
    trained = WrittenTraining(text)
    assert trained.parameters == (path,)
    agree(trained.values_at(trained.iteration)[path], run(text, {})[path], name)
