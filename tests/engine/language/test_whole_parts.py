"""Remainders and whole parts of inputs are gates; of numbers that count they are Python's own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs

# f of x and y: Python itself computes the values that are compared.
TEXTS = ("x % y", "np.mod(x, y)", "np.remainder(x, y)", "divmod(x, y)[1]")
POINTS = ((7.5, 2.0), (-7.5, 2.0), (7.5, -2.0), (-7.5, -2.0), (0.25, 3.0))


@pytest.mark.parametrize(("x", "y"), POINTS)
@pytest.mark.parametrize("text", TEXTS)
def test_a_remainder_has_a_gradient(text: str, x: float, y: float) -> None:
    trace = graphs.trace(f"f = {text}", {"x": x, "y": y})
    assert trace.value == x % y
    assert trace.grads["x"] == 1.0
    assert trace.grads["y"] == -(x // y)


@pytest.mark.parametrize(("x", "y"), POINTS)
def test_a_whole_quotient_is_flat(x: float, y: float) -> None:
    trace = graphs.trace("f = x // y", {"x": x, "y": y})
    assert trace.value == x // y
    assert (trace.grads["x"], trace.grads["y"]) == (0.0, 0.0)
    assert any("a step is flat" in step["sentence"] for step in trace.steps)


def test_arrays_have_remainders() -> None:
    trace = graphs.trace("f = np.sum((x % 2)**2)", {"x": [0.5, 3.75, -0.5]})
    assert trace.value == 0.25 + 1.75**2 + 1.5**2
    assert np.array_equal(trace.grads["x"], [1.0, 3.5, 3.0])


def test_scripts_and_compiled_code_have_them() -> None:
    text, inputs = "f = (x % y) * (x // y) + np.floor(x) * np.ceil(y)", {"x": 7.5, "y": 2.25}
    wanted = 7.5 // 2.25, -((7.5 // 2.25) ** 2)  # 7.5 % 2.25 is 7.5 - 3 * 2.25
    assert graphs.compile(text)(**inputs)[1] == {"x": wanted[0], "y": wanted[1]}
    made: dict[str, Any] = {}
    exec(graphs.trace(text, inputs).code("numpy"), made)  # our own code
    assert (made["dx"], made["dy"]) == wanted
    assert "torch.remainder(x, y)" in graphs.trace("f = x % y", inputs).code("pytorch") or (
        "x % y" in graphs.trace("f = x % y", inputs).code("pytorch")
    )


def test_a_whole_number_that_is_an_input_is_not_folded() -> None:
    trace = graphs.trace("x = 7\nf = x % 2 * x")  # (x % 2) x, so x % 2 + x
    assert (trace.value, trace.grads["x"]) == (7.0, 8.0)


def test_numbers_that_count_stay_pythons() -> None:
    text = "n = 7\nx = 2.0\nfor i in range(n // 2):\n    x = x * 2 if i % 2 == 0 else x\nf = x"
    trace = graphs.trace(text)
    assert trace.value == 8.0
    assert [node.op for node in trace.evaluation.model.nodes if node.gate] == ["mul", "mul"]
    assert graphs.trace("x = 2.0\nprint(7 // 2, 7 % 4)\nf = x").printed == {2: "3 3"}


def test_division_of_known_numbers_by_0_is_an_error() -> None:
    for text in ("x = 1.0\nf = x + 5 % 0", "x = 1.0\nf = x + 5 // 0"):
        with pytest.raises(graphs.GraphError, match="divides by 0"):
            graphs.trace(text)


@pytest.mark.parametrize("name", ["floor", "ceil", "trunc"])
def test_whole_numbers_of_an_input_are_drawn(name: str) -> None:
    for prefix in ("math.", "np."):
        trace = graphs.trace(f"f = {prefix}{name}(x) * x", {"x": 2.5})
        whole = float({"floor": np.floor, "ceil": np.ceil, "trunc": np.trunc}[name](2.5))
        assert (trace.value, trace.grads["x"]) == (whole * 2.5, whole)
        assert name in [node.op for node in trace.evaluation.model.nodes if node.gate]


@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("f = math.gamma(x) * 2", {"x": 2.5}),
        ("f = np.pad(x, 1, constant_values=c).sum()", {"x": [1.0, 2.0], "c": 0.5}),
        ("f = np.linspace(0, x, 5).sum()", {"x": 2.5}),
        ("f = norm(x, ord=p)", {"x": [1.0, 2.0], "p": 2.5}),
    ],
)
def test_what_is_taken_as_known_is_said(text: str, inputs: dict[str, Any]) -> None:
    notes = [note.message for note in graphs.trace(text, inputs).notes]
    assert [note for note in notes if "at its present value: no gradient goes back" in note]


def test_what_only_counts_is_not_said() -> None:
    text = "n = 3\nx = np.ones((n, 2))\nf = np.sum(x.reshape(2, n)[:, n // 2] * 1.5)"
    assert list(graphs.trace(text).notes) == []
