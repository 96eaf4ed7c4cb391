"""The backward lines of a script: as in a textbook where that holds, else in the form that does."""

from __future__ import annotations

from typing import Any

import pytest

import graphs

PLAIN: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("f = sigmoid(x)", {"x": 1.0}, "dx = df * (f * (1 - f))"),
    ("f = tanh(x)", {"x": 1.0}, "dx = df * (1 - f * f)"),
    ("f = x / y", {"x": 1.0, "y": 2.0}, "dy = -(df * (x / (y * y)))"),
    ("f = x**n", {"x": 2.0, "n": 3.0}, "dx = df * (n * x**(n - 1))"),
    ("f = x**n", {"x": 2.0, "n": 3.0}, "dn = df * (f * np.log(x))"),
    ("f = arcsin(x)", {"x": 0.5}, "dx = df / np.sqrt(1 - x * x)"),
    ("f = np.std(x)", {"x": [1.0, 2.0]}, "f = np.std(x)"),
    ("f = np.std(x)", {"x": [1.0, 2.0]}, "x - np.mean(x"),
    ("f = np.linalg.norm(x)", {"x": [3.0, 4.0]}, "f = np.linalg.norm(x)"),
    ("f = logsumexp(x)", {"x": [3.0, 4.0]}, "np.exp(x - f)"),
)
AT_AN_EDGE: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("f = sigmoid(x)", {"x": 40.0}, "dx = df * sigmoid_slope(x)"),
    ("f = tanh(x)", {"x": 40.0}, "dx = df * tanh_slope(x)"),
    ("f = x / y", {"x": 1e200, "y": 1e200}, "dy = -(df * (f / y))"),
    ("f = x**n", {"x": 0.0, "n": 0.0}, "np.where("),
    ("f = np.std(x)", {"x": [0.1, 0.1, 0.1]}, "f = std(x)"),
    ("f = np.std(x)", {"x": [0.1, 0.1, 0.1]}, "centred(x)"),
    ("f = np.linalg.norm(x)", {"x": [3e200, 4e200]}, "f = norm(x)"),
)


@pytest.mark.parametrize(("text", "inputs", "line"), [*PLAIN, *AT_AN_EDGE])
def test_the_form_of_a_rule(text: str, inputs: dict[str, Any], line: str) -> None:
    assert line in graphs.trace(text, inputs).code("numpy")


@pytest.mark.parametrize(("text", "inputs", "line"), PLAIN)
def test_no_helper_where_the_textbook_holds(text: str, inputs: dict[str, Any], line: str) -> None:
    code = graphs.trace(text, inputs).code("numpy")
    assert "_slope" not in code
    assert "centred" not in code


@pytest.mark.parametrize("library", ["pytorch", "jax"])
@pytest.mark.parametrize(
    ("text", "inputs"),
    [
        ("f = np.clip(x, -1, 1)", {"x": 1.0}),
        ("f = leaky_relu(x)", {"x": 0.0}),
        ("f = np.where(x > 0, x, 0)", {"x": 0.0}),
        ("f = x / y", {"x": 1e-200, "y": 1e-200}),
        ("f = np.max(x)", {"x": [float("nan"), 1.0]}),
    ],
)
def test_where_libraries_differ_a_comment_says_so(
    library: str, text: str, inputs: dict[str, Any]
) -> None:
    code = graphs.trace(text, inputs).code(library)
    assert "# (at kinks, and where numbers are huge, tiny or not finite, libraries differ)" in code
    assert "assert " not in code
