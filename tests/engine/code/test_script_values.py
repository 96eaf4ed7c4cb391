"""Inputs and values of all kinds in exported scripts: written out, drawn again, not finite."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs.code import SCRIPTS, export
from tests.support.scripts import agrees, run

EACH_LEVEL = pytest.mark.parametrize("level", SCRIPTS)

VALUES: dict[str, tuple[str, dict[str, Any]]] = {
    "an input that is not used": ("f = x*x", {"x": 2.0, "y": [1.0, 2.0]}),
    "the output is an array": ("y = x*x", {"x": [1.0, 2.0, 3.0]}),
    "the output is an input": ("x", {"x": 2.0}),
    "the output is an array that is an input": ("x", {"x": [1.0, 2.0]}),
    "constants only": ("3 + 4", {}),
    "a constant": ("f = 3", {}),
    "no gradient": ("f = x > 2", {"x": 3.0}),
    "a mask": ("f = sum(mask * x)", {"mask": [True, False], "x": [1.0, 2.0]}),
    "truth in arithmetic": (
        "f = sum(-(m*1.0) + m + exp(m) + m*m - m) * x",
        {"m": [True, False], "x": 1.0},
    ),
    "a truth value": ("f = b * x + b", {"b": True, "x": 2.0}),
    "no elements": ("f = sum(x*2)", {"x": np.zeros((0, 3))}),
    "many elements": ("f = sum(x**2)", {"x": np.arange(1200).reshape(30, 40) / 7}),
    "many indices": ("f = sum(x[i]**2)", {"x": np.arange(1200) / 7, "i": np.arange(1100)[::-1]}),
    "many truth values": ("f = sum(x[i]**2)", {"x": np.arange(1200) / 7, "i": [True] * 1200}),
    "labels": ("f = sum(x[y]*2)", {"x": [1.0, 5.0, 2.0], "y": [1, 2, 1]}),
    "labels that are computed": ("f = sum(x[y+0]*2)", {"x": [1.0, 5.0], "y": [1, 0, 1]}),
    "an index that is a number": ("i = argmax(x)\nf = x[i]*2", {"x": [1.0, 5.0, 2.0]}),
    "items are written": ("y = x.copy()\ny[0] = 5\nf = sum(y*x)", {"x": [1.0, 5.0, 2.0]}),
    "one number shared": (
        "h = relu(x)\na = h + y\nb = a*a\nf = a + b + h",
        {"x": 1.0, "y": 2.0},
    ),
    "a number that is an array": (
        "f = where(x > 0, x, y)\ng = f*f + f\nh = f + g",
        {"x": 1.0, "y": 2.0},
    ),
    "one array shared": ("q = x + y\nf = sum(q*q + q + x)", {"x": [1.0, 2.0], "y": [3.0, 4.0]}),
    "a view shared": (
        "q = x.T\nf = sum(q) + sum(q*q) + sum(x*x.T)",
        {"x": [[1.0, 2.0], [3.0, 4.0]]},
    ),
    "signs": ("f = -x**2 + (-x)**3 - (-x) - (y - x)", {"x": 1.5, "y": 2.0}),
    "kinks": ("f = clip(x, 0, 1) + clip(y, 0, 1) + abs(0*x)", {"x": 1.5, "y": 0.5}),
    "large numbers": ("f = x * 1e6 * y", {"x": 1.5e300, "y": 1e-290}),
    "a tie": ("f = sum(max(x, y))", {"x": [1.0, 2.0], "y": [1.0, 0.0]}),
}
NOT_FINITE: dict[str, tuple[str, dict[str, Any]]] = {
    "a division by 0": ("f = 1/x", {"x": 0.0}),
    "a root of a negative number": ("f = x**0.5", {"x": -8.0}),
    "0 to a negative power": ("f = x**y", {"x": 0.0, "y": -1.0}),
    "an overflow": ("f = exp(x)", {"x": 1000.0}),
    "an overflow on the way": ("f = sigmoid(x)", {"x": -1000.0}),
    "a power that overflows": ("f = (x**2 * y)", {"x": 1e200, "y": 1.0}),
    "the log of 0": ("f = log(x)*y", {"x": 0.0, "y": 2.0}),
    "infinity": ("f = a*x", {"x": 1.5, "a": float("inf")}),
    "nan": ("f = x*y", {"x": 1.5, "y": float("nan")}),
    "no elements": ("f = mean(x)", {"x": np.zeros((0, 3))}),
    "constants": ("f = x + 1/0", {"x": 1.0}),
}


@EACH_LEVEL
@pytest.mark.parametrize("case", VALUES)
def test_values_of_all_kinds(case: str, level: str) -> None:
    trace = graphs.trace(*VALUES[case]).evaluation
    agrees(run(export(trace, level=level)), trace)


@EACH_LEVEL
@pytest.mark.parametrize("case", NOT_FINITE)
def test_what_is_not_finite_stays_so_in_silence(case: str, level: str) -> None:
    trace = graphs.trace(*NOT_FINITE[case]).evaluation
    agrees(run(export(trace, level=level)), trace)


@pytest.mark.parametrize("level", SCRIPTS)
def test_only_the_gradients_that_are_asked_for(level: str) -> None:
    trace = graphs.trace("f = x * y", {"x": 2.0, "y": 3.0}, wrt=["y"]).evaluation
    made = run(export(trace, level=level))
    assert made["dy"] == 2.0
    assert "dx" not in made


def test_inputs_keep_every_digit() -> None:
    value = np.random.default_rng(0).normal(size=(3, 4))
    made = run(export(graphs.trace("f = sum(x * y)", {"x": value, "y": 0.1 + 0.2}).evaluation))
    assert np.array_equal(made["x"], value)
    assert made["y"] == 0.1 + 0.2


LECTURE = """np.random.seed(0)
N, D_in, H, D_out = 64, 1000, 100, 10
x, y = np.random.randn(N, D_in), np.random.randn(N, D_out)
w1, w2 = np.random.randn(D_in, H), np.random.randn(H, D_out)
h = 1 / (1 + np.exp(-x.dot(w1)))
y_pred = h.dot(w2)
loss = np.square(y_pred - y).sum()"""


@pytest.mark.parametrize("level", ["readable", "minimal"])
@pytest.mark.parametrize("seeded", [True, False])
def test_large_random_inputs_are_drawn_again(level: str, seeded: bool) -> None:
    text = LECTURE if seeded else LECTURE.partition("\n")[2]
    traced = graphs.trace(text, seed=7)
    script = traced.code("numpy", level)
    assert "w1, w2 = np.random.randn(D_in, H), np.random.randn(H, D_out)" in script
    assert len(script) < 3_000
    words: dict[str, Any] = {}
    exec(script, words)  # our own code
    for name in ("x", "w1", "w2"):
        np.testing.assert_allclose(words[f"d{name}"], traced.grads[name], rtol=1e-9, atol=1e-9)


def test_a_large_random_input_that_was_changed_is_written_out() -> None:
    traced = graphs.trace("x = np.random.randn(1100)\nf = np.sum(x * x)", seed=3)
    assert "np.random.seed(3)" in traced.code()
    moved = traced.with_inputs({"x": np.arange(1100.0) + 0.5})
    assert "base64" in moved.code()
    assert "base64" in traced.code("jax")
