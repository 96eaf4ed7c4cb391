"""One mechanism: the rules run on graph expressions give the backward pass as a graph of its own.

Backpropagation through that graph is the second derivative.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from autograd import elementwise_grad, grad

import graphs
from graphs.autodiff.backward import backpropagate, backward, gradients
from graphs.autodiff.forward import forward
from graphs.model import Graph, Input
from graphs.model.builder import Builder
from graphs.model.expressions import Expression
from tests.support.reference import ARRAYS, as_function, without_changes

H = 1e-5


def backward_graph(graph: Graph, name: str) -> Graph:
    """The gradient of an input as a graph: each rule of the walk applied to expressions."""
    builder = Builder()
    made: list[Expression] = []
    for node in graph.nodes:
        if node.gate is not None:
            inside = [made[index] for index in node.args]
            made.append(made[0].apply_gate(node.gate, inside, node.settings))
        elif node.kind == "input":
            place = builder.input(node.name or "", shape=node.shape)
            made.append(Expression(builder, place))
        else:
            made.append(Expression(builder, builder.constant(node.constant)))
    one = np.ones(graph.nodes[graph.output].shape or ())[()]
    seed = Expression(builder, builder.constant(one))
    totals = {node.args[slot]: total for node, slot, _, total in backpropagate(graph, made, seed)}
    total = totals[graph.inputs[name].node]
    inputs = {
        key: Input(made[entry.node].index, entry.default) for key, entry in graph.inputs.items()
    }
    return builder.finish(graph.program, {}, inputs, total.index, None)


def run(graph: Graph, inputs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    values, _ = forward(graph, inputs)
    steps, _ = backward(graph, values)
    slopes = gradients(graph, steps)
    return values[graph.output], {
        name: slopes.get(entry.node) for name, entry in graph.inputs.items()
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
    first, second = run(backward_graph(traced.evaluation.model, "x"), inputs)
    assert first == pytest.approx(traced.grads["x"], rel=1e-12)

    above, below = (traced.with_inputs({"x": inputs["x"] + h}).grads["x"] for h in (H, -H))
    assert second["x"] == pytest.approx((above - below) / (2 * H), rel=1e-6, abs=1e-7)

    program = as_function(text, tuple(inputs), "f")
    with np.errstate(all="ignore"):
        for slot, name in enumerate(inputs):
            expected = grad(grad(program, 0), slot)(*inputs.values())
            assert second[name] == pytest.approx(float(expected), rel=1e-9, abs=1e-12)


def test_a_third_derivative_takes_one_more_turn() -> None:
    graph = graphs.trace("f = x**4", {"x": 2.0}).evaluation.model
    assert run(backward_graph(backward_graph(graph, "x"), "x"), {"x": 2.0}) == (48.0, {"x": 48.0})


X = np.random.default_rng(1).uniform(0.4, 1.6, (3, 3))
Y = np.random.default_rng(2).uniform(-1.0, 1.0, (2, 3))
V = np.random.default_rng(3).uniform(-1.0, 1.0, 3)
XV = {"X": X, "V": V}
# Programs of arrays: the gradient of the sum of the gradient, which is the Hessian times ones.
ARRAY_PROGRAMS = {
    "squared norm of a product": "q = X @ V\nf = np.sum(q**2)",
    "products of every rank": "f = (Y @ X @ V).sum() * (V @ X @ V) + (V @ X).prod()",
    "a batch": "B = np.stack([X, X.T])\nf = np.sum((B @ X) ** 2) + (B @ V).prod()",
    "broadcasting": "f = ((X + V) * V[:, None] / (X + 1)).prod()",
    "softmax loss": "p = softmax(Y @ X)\nf = -np.log(p[np.arange(2), [2, 0]]).mean()",
    "log softmax": "f = -log_softmax(X)[[0, 1, 1], [2, 0, 0]].sum() + logsumexp(X**2, axis=0) @ V",
    "batch norm": "z = (X - X.mean(axis=0)) / np.sqrt(X.var(axis=0) + 1e-3)\nf = (z**3).sum()",
    "spread": "f = X.std(axis=1, ddof=1) @ V + X.var() * X.std()",
    "norms": "f = np.linalg.norm(X) ** 3 + norm(X, axis=0) @ norm(X, ord=3, axis=1)",
    "extremes": "f = (X**2).max(axis=1) @ X.min(axis=0) + np.max(X) ** 2",
    "products of elements": "f = X.prod() + X.prod(axis=1, keepdims=True).sum() ** 2",
    "running sums": "f = (np.cumsum(X**2) ** 2).sum() + np.cumsum(X, axis=1)[:, 1].prod()",
    "einsum": "f = np.einsum('ij,jk,k->i', X, X, V) @ V + np.einsum('ij,ij->', X, X) ** 2",
    "tensordot and outer": "f = np.sum(np.tensordot(X, X, 1) ** 2) + (np.outer(V, X) ** 2).sum()",
    "matrices": "A = X + 3 * np.eye(3)\nf = np.linalg.inv(A).sum() ** 2 + np.linalg.det(A)",
    "systems": "A = X + 3 * np.eye(3)\nf = np.sum(np.linalg.solve(A, X) ** 2) + solve(A, V) @ V",
    "trace": "f = np.trace(X @ X) ** 2 + np.trace(X.T @ X)",
    "shapes": "f = (X.reshape(9) ** 2)[::-2].sum() * X.T.ravel()[:3].prod() * X[None].squeeze()[0]",
    "joining": "f = np.prod(np.concatenate([X, X**2], axis=1)[:, 1:5], axis=1) @ V",
    "repeating": "f = np.prod(np.tile(V, (2, 1)) + np.repeat(X[:2], 1, axis=0)) * X.sum()",
    "padding and corners": "f = np.sum(np.pad(X, 1)[1:] ** 3) + np.tril(X**2).sum() ** 2",
    "diagonals": "f = np.sum(np.diag(X**2, 1)) ** 2 * np.sum(np.diag(V) ** 3)",
    "blocks": "f = np.sum(np.kron(X, np.diag(V)) ** 3)",
    "items": "f = (X[[0, 0, 2], [1, 1, 0]] ** 3).sum() + X[1] @ X[:, -1] + (X[X > 1] ** 2).prod()",
    "items assigned": "Z = X**2\nZ[0] = V * X[1]\nZ[[1, 1], [0, 0]] = X[2, :2]\nf = (Z**4).sum()",
    "a mask assigned": "Z = X**2\nZ[X > 1] = 0\nf = (Z * X).sum() ** 2",
    "where and maximum": "f = np.where(X > 1, X**3, X * V).prod() + np.maximum(X, 1).sum() ** 2",
    "an RNN": "h = np.zeros(3)\nfor t in range(2):\n    h = np.tanh(X @ h + Y[t])\nf = h @ V",
    "attention": "a = softmax(Y @ X / np.sqrt(3))\nf = ((a @ X) ** 2).sum()",
}


def both(text: str, inputs: dict[str, Any], name: str) -> None:
    """The second derivative of the text's last name by the graph, by differences, by autograd."""
    output = text.rpartition("\n")[2].split(" ")[0]
    traced = graphs.trace(text, inputs)
    first, second = run(backward_graph(traced.evaluation.model, name), inputs)
    mine = traced.evaluation.gradients[traced.evaluation.model.inputs[name].node]
    np.testing.assert_allclose(first, mine, rtol=1e-11, atol=1e-12)

    program = as_function(without_changes(text), tuple(inputs), output, ARRAYS)
    place = tuple(inputs).index(name)
    slope = elementwise_grad(program, place)
    for slot, other in enumerate(inputs):
        assert np.shape(second[other]) == np.shape(inputs[other])
        expected = elementwise_grad(slope, slot)(*inputs.values())
        np.testing.assert_allclose(second[other], expected, rtol=1e-8, atol=1e-9)
        at = tuple(np.array(np.shape(inputs[other])) // 2)
        totals = []
        for h in (H, -H):
            near = np.array(inputs[other])
            near[at] += h
            again = graphs.trace(text, {**inputs, other: near})
            totals.append(
                np.sum(again.evaluation.gradients[again.evaluation.model.inputs[name].node])
            )
        difference = (totals[0] - totals[1]) / (2 * H)
        assert np.asarray(second[other])[at] == pytest.approx(difference, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("text", ARRAY_PROGRAMS.values(), ids=ARRAY_PROGRAMS.keys())
def test_second_derivative_of_arrays(text: str) -> None:
    inputs = {name: it for name, it in {"X": X, "Y": Y, "V": V}.items() if name in text}
    both(text, inputs, "X")


def test_a_letter_that_stands_twice_in_einsum() -> None:
    traced = graphs.trace("f = np.einsum('ii', X) ** 3 + np.einsum('ii,i->i', X, V).prod()", XV)
    first, second = run(backward_graph(traced.evaluation.model, "X"), XV)
    np.testing.assert_allclose(first, traced.grads["X"], rtol=1e-12)
    expected = np.zeros((3, 3))
    for place in np.ndindex(3, 3):
        above, below = (
            traced.with_inputs(
                {"X": X + h * (np.arange(9).reshape(3, 3) == place[0] * 3 + place[1])}
            )
            for h in (H, -H)
        )
        expected[place] = np.sum(above.grads["X"] - below.grads["X"]) / (2 * H)
    np.testing.assert_allclose(second["X"], expected, rtol=1e-6, atol=1e-6)
