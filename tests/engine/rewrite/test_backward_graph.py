"""The backward pass as a graph gives the gradients, simplified or not; each identity holds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs.autodiff.forward import forward
from graphs.gates.identities import ALWAYS, FORMULA, REPEATS
from graphs.rewrite.backward_graph import backward_graph
from graphs.rewrite.match import RANKS, Pattern
from graphs.rewrite.simplify import simplify
from tests.support.parts import in_parts
from tests.support.tensor_programs import Writer
from web.gallery import EXAMPLES

ENTRIES = pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])


def hold(traced: graphs.Trace) -> None:
    """Every gradient that the walk gives on numbers, the graphs give too."""
    gradients_of = [entry.node for entry in traced.evaluation.model.inputs.values()]
    raw = backward_graph(traced.evaluation.model)
    few = simplify(raw, ALWAYS + REPEATS, merge=True, gradients_of=gradients_of)
    for joint, nodes in ((raw, raw.gradient), (simplify(raw), raw.gradient), (few, gradients_of)):
        values, _ = forward(joint.graph, traced.evaluation.input_values)
        for node in nodes:
            if node in joint.gradient:
                mine = values[joint.gradient[node]]
                assert np.shape(mine) == np.shape(traced.evaluation.node_values[node])
                np.testing.assert_allclose(
                    mine, traced.evaluation.gradients[node], rtol=1e-9, atol=1e-11 * _size(traced)
                )
    assert len(few.graph.nodes) <= len(raw.graph.nodes)


def _size(traced: graphs.Trace) -> float:
    return max(
        1.0, *(float(np.max(np.abs(g), initial=0.0)) for g in traced.evaluation.gradients.values())
    )


@ENTRIES
def test_the_graph_of_the_backward_pass_gives_the_gradients(entry: dict[str, Any]) -> None:
    hold(graphs.trace(entry["program"], entry["inputs"]))


@in_parts(3)
def test_random_programs_of_arrays(part: int) -> None:
    for number in range(part, 150, 3):
        writer = Writer(f"adjoint {number}")
        text = writer.program()
        hold(graphs.trace(text, writer.inputs))


@pytest.mark.parametrize("identity", ALWAYS + REPEATS + FORMULA, ids=lambda it: it.left)
def test_both_sides_of_an_identity_are_equal(identity: Any) -> None:
    """Random values of every shape that both sides take; at least one does."""
    random, held = np.random.default_rng(3), 0
    for shape in ((), (3,), (1,), (3, 3), (3, 1), (1, 3), (2, 3, 3)):
        values = {
            name: random.uniform(0.5, 2.0, {0: (), 1: (3,)}.get(RANKS.get(name, -1), shape))
            for name in Pattern(identity.left).graph.inputs
        }
        try:
            left, right = (
                graphs.trace(text, values)
                for text in (identity.left.replace(", 1)", f", {shape or 1})"), identity.right)
            )
        except graphs.GraphError:
            continue
        if np.shape(left.value) == np.shape(right.value):
            held += 1
            np.testing.assert_allclose(left.value, right.value, rtol=1e-12)
    assert held


@pytest.mark.parametrize(
    "text",
    [
        "g = np.sum(x, axis=1)\nf = np.sum(g**2 * g)",
        "f = np.sum(np.mean(x, axis=1) * x[0] * np.sum(x * x.T))",
        "f = np.sum(x.sum(axis=1) * x.sum(axis=0))",
    ],
)
def test_a_vector_that_is_lifted_is_no_number(text: str) -> None:
    """reshape(g, (3, 1)) * x is not g * x, though both have the shape (3, 3)."""
    hold(graphs.trace(text, {"x": np.arange(9.0).reshape(3, 3) / 7}))


def test_the_seed_of_a_drawn_backward_pass_follows_the_output() -> None:
    traced = graphs.trace("q = x + y\nf = q * z", {"x": -2, "y": 5, "z": -4})
    seen = traced.backward
    names = {data["name"]: node for node, data in seen.nodes(data=True)}
    assert seen.has_edge(names["f"], names["df"])
    by_id = dict(seen.nodes(data=True))
    assert by_id[names["dz"]]["of"] == ["n2"]
    assert by_id[names["dq = dx = dy"]]["backward"]
    assert not by_id[names["f"]]["backward"]
