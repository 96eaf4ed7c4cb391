"""Gradients without names: what an update moves a parameter by, the items of a list."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from graphs.check import check

DATA = """import numpy as np
X = np.array([[0.3, -1.2], [0.8, 0.5], [-0.7, 1.1], [1.4, 0.2]])
y = np.array([0.5, -0.3, 0.9, 0.1])
"""
TRAINS = f"""{DATA}
w, b = np.array([0.4, -0.6]), 0.1
for i in range(20):
    e = X @ w + b - y
    loss = 0.5 * np.mean(e ** 2)
    w -= 0.05 * X.T @ e / 4
    b -= 0.05 * e.mean()
"""


def slopes() -> tuple[Any, Any]:
    """The gradients of w and b by central differences."""
    held: dict[str, Any] = {}
    exec(DATA, held)
    X, y = held["X"], held["y"]

    def loss(point: Any) -> float:
        return float(0.5 * np.mean((X @ point[:2] + point[2] - y) ** 2))

    start, near = np.array([0.4, -0.6, 0.1]), 1e-5
    found = [(loss(start + near * d) - loss(start - near * d)) / (2 * near) for d in np.eye(3)]
    return np.array(found[:2]), found[2]


def told(text: str) -> dict[str, Any]:
    return {one["name"]: one for one in check(text)["verdicts"]}


def test_a_step_is_a_gradient_up_to_the_learning_rate():
    found = told(TRAINS)
    assert {name: one["of"] for name, one in found.items()} == {
        "the step of w": "w",
        "the step of b": "b",
    }
    assert {one["status"] for one in found.values()} <= {"right", "scaled"}
    of_w, of_b = slopes()
    assert np.allclose(found["the step of w"]["expected"], of_w)
    assert np.allclose(found["the step of b"]["expected"], of_b)


@pytest.mark.parametrize(
    ("right", "other"),
    [
        ("w -= 0.05 * X.T @ e / 4", "w += -0.05 * X.T @ e / 4"),
        ("w -= 0.05 * X.T @ e / 4", "w = w - 0.2 * (X.T @ e / 4)"),
        ("w -= 0.05 * X.T @ e / 4", "w -= 0.05 * (X.T @ e / 4 + 0.01 * w)"),
    ],
)
def test_a_step_may_be_written_in_other_ways(right: str, other: str):
    found = check(TRAINS.replace(right, other))
    assert found["first_wrong"] is None
    assert "w" in {one["of"] for one in found["verdicts"]}


@pytest.mark.parametrize(
    ("right", "slip", "name"),
    [
        ("X.T @ e", "X.T @ y", "the step of w"),
        ("X.T @ e", "-X.T @ e", "the step of w"),
        ("e.mean()", "e.mean() * b", "the step of b"),
    ],
)
def test_a_wrong_step_is_told(right: str, slip: str, name: str):
    text = TRAINS.replace(right, slip)
    first = check(text)["first_wrong"]
    assert first["name"] == name
    assert slip in text.split("\n")[first["line"] - 1]


def test_a_parameter_that_moves_by_something_else_is_listed():
    text = TRAINS.replace("e.mean()", "(e.mean() * 0.1 + 0.2 * np.sign(b))")
    text = text.replace("b -= ", "v = 0.05 * ").replace(
        "np.sign(b))\n", "np.sign(b))\n    b -= v\n"
    )
    found = check(text)
    assert found["first_wrong"] is None
    assert ("b", "It is moved") in [(one["name"], one["reason"][:11]) for one in found["unjudged"]]


LISTS = f"""{DATA}
Ws = [np.array([[0.2, -0.5], [0.7, 0.1]]), np.array([[0.6], [-0.3]])]
h = [X]
for W in Ws:
    h.append(np.tanh(h[-1] @ W))
loss = 0.5 * np.sum((h[-1][:, 0] - y) ** 2)
d = (h[-1][:, 0] - y)[:, None]
grads = []
for i in (1, 0):
    d = d * (1 - h[i + 1] ** 2)
    grads.append(h[i].T @ d)
    d = d @ Ws[i].T
"""


@pytest.mark.parametrize("put", ["append(", "insert(0, "])
def test_items_of_a_list_of_gradients_are_judged(put: str):
    text = LISTS.replace("append(h[i].T", f"{put}h[i].T")
    found = {name: one for name, one in told(text).items() if name.startswith("grads")}
    assert {one["of"] for one in found.values()} == {"Ws[0]", "Ws[1]"}
    assert {one["status"] for one in found.values()} == {"right"}
    first = check(text.replace("h[i].T @ d", "2 * h[i].T @ d"))["first_wrong"]
    assert (first["name"][:5], first["cause"]) == ("grads", "scale")


METHODS = [
    "w -= 0.1 * np.sign(X.T @ e)",
    "w -= np.linalg.solve(X.T @ X, X.T @ e)",
    "w -= 0.1 * X.T @ e / np.linalg.norm(X.T @ e)",
    "w -= 0.1 * X[i % 4] * e[i % 4]",
    "step = 0.1 * dw / (np.sqrt(dw ** 2) + 1e-8)\n    w -= step",
    "grad = np.sign(dw)\n    w -= 0.1 * grad",
]


@pytest.mark.parametrize("step", METHODS)
def test_a_step_of_another_method_is_not_wrong(step: str):
    text = TRAINS.replace("w -= 0.05 * X.T @ e / 4", f"dw = X.T @ e / 4\n    {step}")
    assert check(text)["first_wrong"] is None
    alone = check(TRAINS.replace("w -= 0.05 * X.T @ e / 4", step.replace("dw", "(X.T @ e / 4)")))
    assert alone["first_wrong"] is None


def test_what_gradients_come_to_is_that_of_the_only_input_left():
    text = f"""{DATA}
W = np.array([[0.2, -0.5], [0.7, 0.1]])
h = np.tanh(X @ W)
score = np.sum(h ** 2)
dh = 2 * h
dz = dh * (1 - h ** 2)
dW = X.T @ dz
picture = dz @ W.T
"""
    assert check(text)["first_wrong"] is None
    first = check(text.replace("dz @ W.T", "dz @ W"))["first_wrong"]
    assert (first["name"], first["cause"]) == ("picture", "transpose")


def test_a_gradient_of_the_last_pass_is_judged():
    text = "x = 2.3\nfor i in range(9):\n    f = x ** 4 - x\n    g = 4 * x ** 3 - 1\n"
    text += "    h = 12 * x ** 2\n    x = x - g / h\n"
    assert told(text)["g"]["status"] == "right"
    first = check(text.replace("4 * x ** 3 - 1", "4 * x ** 3 + 1"))["first_wrong"]
    assert (first["name"], first["line"], first["cause"]) == ("g", 4, "sign")
