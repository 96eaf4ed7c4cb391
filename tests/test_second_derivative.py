"""One mechanism: the rules run on graph expressions give the backward pass as a graph of its own.

Backpropagation through that graph is the second derivative.
"""

from __future__ import annotations

import numpy as np
import pytest
from autograd import grad

import graphs
from graphs.backward import backward, gradients, walk
from graphs.build import Builder, Expression
from graphs.forward import forward
from graphs.model import Graph, Input
from tests.reference import as_function

H = 1e-5


def backward_graph(graph: Graph, name: str) -> Graph:
    """The gradient of an input as a graph: each rule of the walk applied to expressions."""
    builder = Builder()
    made: list[Expression] = []
    for node in graph.nodes:
        if node.gate is not None:
            made.append(made[0].apply_gate(node.gate, [made[index] for index in node.args]))
        elif node.kind == "input":
            made.append(Expression(builder, builder.input(node.name or "")))
        else:
            made.append(Expression(builder, builder.constant(node.constant)))
    seed = Expression(builder, builder.constant(1.0))
    totals = {node.args[slot]: total for node, slot, _, total in walk(graph, made, seed)}
    total = totals[graph.inputs[name].node]
    inputs = {
        key: Input(made[entry.node].index, entry.default) for key, entry in graph.inputs.items()
    }
    return builder.finish(graph.program, {}, inputs, total.index, None)


def run(graph: Graph, inputs: dict[str, float]) -> tuple[float, dict[str, float]]:
    values, _ = forward(graph, inputs)
    steps, _ = backward(graph, values)
    slopes = gradients(graph, steps)
    return float(values[graph.output]), {
        name: float(slopes[entry.node]) for name, entry in graph.inputs.items()
    }


PROGRAMS = {
    "the lecture's product": ("f = (x + y) * x", {"x": -2.0, "y": 5.0}),
    "a fork": ("a = x * x\nf = a * a - x / a + x", {"x": 1.5}),
    "constant power": ("f = x**3 + x**-2 + x**0.5", {"x": 1.3}),
    "general power": ("f = x**y + y**x", {"x": 1.3, "y": 0.7}),
    "sigmoid": ("f = sigmoid(x * y)**2", {"x": 0.4, "y": -1.2}),
    "sigmoid, gate by gate": ("f = 1 / (1 + exp(-(x * y)))", {"x": 0.4, "y": -1.2}),
    "max": ("f = max(x * x, y, x) * x * y", {"x": 1.7, "y": 0.2}),
    "where": ("f = where(x > y, sin(x), x**3) * x * y", {"x": 1.1, "y": 0.3}),
    "clip": ("f = clip(x * x, -1.0, 3.0) * exp(x)", {"x": 1.1}),
    "relu": ("f = relu(x)**2 + leaky_relu(-x, 0.1) * x", {"x": 0.8}),
    "elu": ("f = elu(-x, 0.7) * x", {"x": 0.8}),
    "softplus and gelu": ("f = softplus(x) * gelu(x) + tanh(x)", {"x": -0.6}),
    "logarithms": ("f = log(x) * log2(x) + log10(x) + log1p(x)", {"x": 2.1}),
    "roots": ("f = sqrt(x) * square(x) + reciprocal(x)", {"x": 0.9}),
    "angles": ("f = tan(x) + arcsin(x) * arccos(x) + arctan(x)", {"x": 0.4}),
    "hyperbolic": ("f = sinh(x) * cosh(x) + expm1(x)", {"x": 0.3}),
    "absolute value": ("f = abs(x)**3 * sign(x)", {"x": -1.4}),
    "a loop": ("f = x\nfor t in range(3):\n    f = f * x + sin(f) / (t + 1)", {"x": 0.9}),
    "a function": (
        "def g(u, k=2.0):\n    return u**k\nf = g(x) * g(x + y, 3.0)",
        {"x": 1.1, "y": 0.4},
    ),
}


@pytest.mark.parametrize(("text", "inputs"), PROGRAMS.values(), ids=PROGRAMS.keys())
def test_second_derivative_is_backpropagation_through_the_backward_graph(
    text: str, inputs: dict[str, float]
) -> None:
    traced = graphs.trace(text, inputs)
    first, second = run(backward_graph(traced.model, "x"), inputs)
    assert first == pytest.approx(traced.grads["x"], rel=1e-12)

    above, below = (traced.with_inputs({"x": inputs["x"] + h}).grads["x"] for h in (H, -H))
    assert second["x"] == pytest.approx((above - below) / (2 * H), rel=1e-6, abs=1e-7)

    program = as_function(text, tuple(inputs), "f")
    with np.errstate(all="ignore"):
        for slot, name in enumerate(inputs):
            expected = grad(grad(program, 0), slot)(*inputs.values())
            assert second[name] == pytest.approx(float(expected), rel=1e-9, abs=1e-12)


def test_a_third_derivative_takes_one_more_turn() -> None:
    graph = graphs.trace("f = x**4", {"x": 2.0}).model
    assert run(backward_graph(backward_graph(graph, "x"), "x"), {"x": 2.0}) == (48.0, {"x": 48.0})
