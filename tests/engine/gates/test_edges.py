"""Gradients at the edges, in every way of computing them.

The numbers are derived by hand or with 40 digits (Python's ``decimal``), none with the engine.
"""

from __future__ import annotations

import warnings
from decimal import Decimal, localcontext
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.autodiff.jvp import basis_vector, jvp
from graphs.code import SCRIPTS

inf, nan = np.inf, np.nan


def exact_sigmoid_slope(x: float) -> float:
    with localcontext(prec=40):
        power = (-Decimal(x)).exp()
        return float(power / (1 + power) ** 2)


def exact_tanh_slope(x: float) -> float:
    return 4 * exact_sigmoid_slope(2 * x)


# A program of f, inputs, and the gradient of each.
EDGES: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("f = x / y", {"x": 1e200, "y": 1e200}, {"x": 1e-200, "y": -1e-200}),
    ("f = x / y", {"x": 1e-200, "y": 1e-200}, {"x": 1e200, "y": -1e200}),
    ("f = x / y", {"x": -3e-180, "y": 1e-180}, {"x": 1e180, "y": 3e180}),
    ("f = x / y", {"x": 1e170, "y": 1e170}, {"x": 1e-170, "y": -1e-170}),
    ("f = sum(x / y)", {"x": [1e200, 3.0], "y": [1e200, 2.0]}, {"y": [-1e-200, -0.75]}),
    ("f = 1 / x", {"x": 1e-100}, {"x": -1e200}),
    ("f = reciprocal(x)", {"x": 1e-140}, {"x": -1e280}),
    ("f = sigmoid(x)", {"x": 40.0}, {"x": exact_sigmoid_slope(40.0)}),
    ("f = sigmoid(x)", {"x": -40.0}, {"x": exact_sigmoid_slope(40.0)}),
    ("f = sigmoid(x)", {"x": 700.0}, {"x": exact_sigmoid_slope(700.0)}),
    ("f = sum(sigmoid(x))", {"x": [inf, -inf, 0.0]}, {"x": [0.0, 0.0, 0.25]}),
    ("f = tanh(x)", {"x": 20.0}, {"x": exact_tanh_slope(20.0)}),
    ("f = tanh(x)", {"x": -350.0}, {"x": exact_tanh_slope(350.0)}),
    ("f = sum(tanh(x))", {"x": [30.0, 0.0]}, {"x": [exact_tanh_slope(30.0), 1.0]}),
    ("f = expm1(x)", {"x": -40.0}, {"x": float(Decimal(-40).exp())}),
    # 1 / √(1 - x²) at 1 - 2⁻⁴⁰, where 1 - x² is 2⁻³⁹ - 2⁻⁸⁰.
    ("f = arcsin(x)", {"x": 1 - 2.0**-40}, {"x": (2.0**-39 - 2.0**-80) ** -0.5}),
    ("f = arccos(x)", {"x": 1 - 2.0**-40}, {"x": -((2.0**-39 - 2.0**-80) ** -0.5)}),
    ("f = x**0", {"x": inf}, {"x": 0.0}),
    ("f = x**0", {"x": nan}, {"x": 0.0}),
    ("f = x**0", {"x": 0.0}, {"x": 0.0}),
    ("f = sum(x**n)", {"x": [inf, 0.0, nan, 2.0], "n": 0.0}, {"x": [0.0, 0.0, 0.0, 0.0]}),
    ("f = x**n", {"x": 0.0, "n": 2.0}, {"x": 0.0, "n": 0.0}),
    ("f = x**n", {"x": 0.0, "n": 0.0}, {"x": 0.0, "n": 0.0}),
    ("f = x**n", {"x": inf, "n": -1.0}, {"x": -0.0, "n": 0.0}),
    ("f = x**n", {"x": inf, "n": 1.0}, {"x": 1.0}),
    ("f = logsumexp(x)", {"x": [-inf, -inf]}, {"x": [0.0, 0.0]}),
    ("f = logsumexp(x)", {"x": [-inf, 0.0, 0.0]}, {"x": [0.0, 0.5, 0.5]}),
    ("f = logsumexp(x)", {"x": [1e300, 0.0]}, {"x": [1.0, 0.0]}),
    ("f = sum(logsumexp(x, axis=1))", {"x": [[-inf, -inf], [0.0, -inf]]}, {"x": [[0, 0], [1, 0]]}),
    ("f = max(x)", {"x": [1.0, nan, 2.0, nan]}, {"x": [0.0, 1.0, 0.0, 0.0]}),
    ("f = min(x)", {"x": [nan, 1.0]}, {"x": [1.0, 0.0]}),
    ("f = sum(max(x, axis=0))", {"x": [[nan, 1.0], [3.0, 2.0]]}, {"x": [[1.0, 0.0], [0.0, 1.0]]}),
    ("f = max(x)", {"x": [inf, inf, 1.0]}, {"x": [1.0, 0.0, 0.0]}),
    ("f = std(x)", {"x": [0.1, 0.1, 0.1]}, {"x": [0.0, 0.0, 0.0]}),
    ("f = var(x)", {"x": [0.1, 0.1, 0.1]}, {"x": [0.0, 0.0, 0.0]}),
    ("f = std(x, ddof=1)", {"x": [0.7] * 7}, {"x": [0.0] * 7}),
    ("f = std(x)", {"x": [1e15 + 1, 1e15, 1e15 - 1]}, {"x": [6**-0.5, 0.0, -(6**-0.5)]}),
    ("f = norm(x)", {"x": [3e200, 4e200]}, {"x": [0.6, 0.8]}),
    ("f = norm(x)", {"x": [3e-200, 4e-200]}, {"x": [0.6, 0.8]}),
    ("f = norm(x)", {"x": [0.0, 0.0]}, {"x": [0.0, 0.0]}),
    ("f = norm(x, ord=0.5)", {"x": [0.0, 4.0]}, {"x": [0.0, 1.0]}),
    ("f = log1p(x)", {"x": -1 + 2.0**-50}, {"x": 2.0**50}),
    ("f = arctan(x)", {"x": 1e100}, {"x": 1e-200}),
    ("f = sum(softplus(x))", {"x": [-50.0, 800.0]}, {"x": [float(Decimal(-50).exp()), 1.0]}),
    ("f = x % y", {"x": 7.5, "y": 2.0}, {"x": 1.0, "y": -3.0}),
    ("f = x % y", {"x": -7.5, "y": 2.0}, {"x": 1.0, "y": 4.0}),
    ("f = x // y + floor(x) + ceil(y)", {"x": 7.5, "y": 2.2}, {"x": 0.0, "y": 0.0}),
)
NAMES = [f"{text} {list(inputs.values())}" for text, inputs, _ in EDGES]
EACH = pytest.mark.parametrize(("text", "inputs", "wanted"), EDGES, ids=NAMES)


def same(found: Any, wanted: Any) -> None:
    np.testing.assert_allclose(found, wanted, rtol=1e-11, atol=0.0)


@EACH
def test_backward_and_forward(text: str, inputs: dict[str, Any], wanted: dict[str, Any]) -> None:
    trace = graphs.trace(text, inputs)
    graph, values = trace.evaluation.model, trace.evaluation.node_values
    for name, gradient in wanted.items():
        same(trace.grads[name], gradient)
        start = graph.inputs[name].node
        if not np.all(np.isfinite(values[start])):
            continue  # 0 times infinity, in a direction that does not move it
        directions = (basis_vector(values[start], at) for at in range(np.size(gradient)))
        tangents = [jvp(graph, values, start, it)[graph.output] for it in directions]
        np.testing.assert_allclose(tangents, np.ravel(gradient), rtol=1e-11, atol=1e-300)


@EACH
def test_compiled(text: str, inputs: dict[str, Any], wanted: dict[str, Any]) -> None:
    given = {name: np.array(it) if isinstance(it, list) else it for name, it in inputs.items()}
    _, grads = graphs.compile(text)(**given)
    for name, gradient in wanted.items():
        same(grads[name], gradient)


@pytest.mark.parametrize("level", SCRIPTS)
@EACH
def test_scripts(text: str, inputs: dict[str, Any], wanted: dict[str, Any], level: str) -> None:
    made: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        exec(graphs.trace(text, inputs).code("numpy", level), made)  # our own code
    for name, gradient in wanted.items():
        same(made[f"d{name}"], gradient)


def test_gelu_keeps_its_digits_far_out() -> None:
    # x Φ(x) and its slope Φ(x) + x φ(x) at -10, with Φ(-10) of a table (NIST DLMF 7.2, erfc).
    phi, density = 7.61985302416052606597e-24, 7.69459862670641993463e-23
    trace = graphs.trace("f = gelu(x)", {"x": -10.0})
    same(trace.value, -10 * phi)
    same(trace.grads["x"], phi - 10 * density)


def test_gradients_of_a_spread_sum_to_0() -> None:
    column = [[0.1, 1.0], [0.1, 2.0], [0.1, 3.0]]
    dx = graphs.trace("s = np.std(x, axis=0)\nf = np.sum(x / (s + 1e-5))", {"x": column}).grads["x"]
    root = (2 / 3) ** 0.5
    spread = -6 / (root + 1e-5) ** 2 * np.array([-1.0, 0.0, 1.0]) / (3 * root)
    np.testing.assert_allclose(dx[:, 0], 1e5, rtol=1e-12)
    np.testing.assert_allclose(dx[:, 1], 1 / (root + 1e-5) + spread, rtol=1e-12)


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("f = max(x, axis=1)", (3, 0)),
        ("f = min(x)", (0,)),
        ("f = argmax(x, axis=1)", (2, 0)),
        ("f = norm(x, ord=np.inf, axis=1)", (3, 0)),
        ("f = logsumexp(x)", (0,)),
        ("f = softmax(x)", (3, 0)),
        ("f = inv(x)", (2, 3)),
    ],
)
def test_an_error_names_the_gate_its_line_and_the_shape(text: str, shape: tuple[int, ...]) -> None:
    with pytest.raises(graphs.GraphError, match=rf"{text[4:7]}.*{shape[0]}") as raised:
        graphs.trace(f"# a comment\n{text}", {"x": np.zeros(shape)})
    assert raised.value.line == 2
    assert str(shape) in raised.value.message


@pytest.mark.parametrize(
    ("text", "shape", "value"),
    [
        ("f = max(x, axis=1)", (0, 3), np.zeros(0)),
        ("f = norm(x, ord=np.inf, axis=1)", (0, 3), np.zeros(0)),
        ("f = softmax(x)", (0, 3), np.zeros((0, 3))),
        ("f = np.sum(x)", (0, 3), 0.0),
        ("f = prod(x)", (0,), 1.0),
        ("f = det(x)", (0, 0), 1.0),
        ("f = inv(x)", (0, 0), np.zeros((0, 0))),
        ("f = norm(x)", (0,), 0.0),
    ],
)
def test_no_elements_give_what_numpy_gives(text: str, shape: tuple[int, ...], value: Any) -> None:
    trace = graphs.trace(text, {"x": np.zeros(shape)})
    assert np.array_equal(trace.value, value)
    assert np.shape(trace.value) == np.shape(value)
    assert np.array_equal(trace.grads["x"], np.zeros(shape))


def test_what_stands_still_adds_nothing_in_forward_mode() -> None:
    trace = graphs.trace("f = sum(sqrt(x))", {"x": [0.0, 4.0]})
    assert np.array_equal(trace.grads["x"], [inf, 0.25])
    assert np.array_equal(trace.forward_mode("x")["f"], [inf, 0.25])
