"""Inputs without a value are offered at the shape that the program gives them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import graphs
from graphs import GraphError

SHAPES: dict[str, tuple[dict[str, Any], dict[str, tuple[int, ...] | None]]] = {
    "f = (x + y) * z": ({}, {"x": None, "y": None, "z": None}),
    "h = X @ W + b": ({"X": (4, 3), "b": (5,)}, {"W": (3, 5)}),
    "h = np.tanh(X.dot(W) + b)": ({"W": (3, 5)}, {"X": (4, 3), "b": (5,)}),
    "f = W @ x": ({"x": (3,)}, {"W": (4, 3)}),
    "loss = np.square(y_pred - y).sum()": ({"y": (4, 3)}, {"y_pred": (4, 3)}),
    "h = 1 / (1 + np.exp(-x.dot(w1)))\ny_pred = h.dot(w2)\nloss = np.square(y_pred - y).sum()": (
        {"x": (6, 3), "y": (6, 2)},
        {"w1": (3, 4), "w2": (4, 2)},
    ),
    "h = np.maximum(0, X @ W1 + b1)\nscores = h @ W2 + b2": (
        {"X": (6, 3), "b1": (7,), "b2": (2,)},
        {"W1": (3, 7), "W2": (7, 2)},
    ),
    "h = np.tanh(Wxh @ x + Whh @ h0 + bh)\ny = Why @ h + by": (
        {"x": (2, 1), "h0": (5, 1), "bh": (5, 1), "by": (3, 1)},
        {"Wxh": (5, 2), "Whh": (5, 5), "Why": (3, 5)},
    ),
    "N, D = X.shape\nf = X.sum() / N": ({}, {"X": (4, 3)}),
    "p = softmax(X @ W)\nf = -np.log(p[np.arange(4), y]).mean()": (
        {"X": (4, 3)},
        {"W": (3, 4), "y": (4,)},
    ),
    "C = np.einsum('ij,jk->ik', A, B)": ({"A": (2, 3)}, {"B": (3, 4)}),
}


@pytest.mark.parametrize(("text", "case"), SHAPES.items(), ids=SHAPES)
def test_shapes_follow_from_the_program(text: str, case: tuple[Any, Any]) -> None:
    shapes, wanted = case
    given: dict[str, Any] = {name: np.ones(shape) for name, shape in shapes.items()}
    with pytest.raises(graphs.GraphError) as caught:
        graphs.trace(text, given)
    error = caught.value
    assert error.missing == tuple(wanted)
    assert dict(error.shapes) == wanted
    assert all(name in error.message for name in wanted)
    listed = {name: None if shape is None else list(shape) for name, shape in wanted.items()}
    assert error.to_dict()["shapes"] == listed
    given |= {name: np.zeros(shape or ()) for name, shape in wanted.items()}
    assert graphs.trace(text, given).value is not None


def test_an_input_of_which_only_the_shape_is_used_is_missed() -> None:
    with pytest.raises(GraphError) as caught:
        graphs.trace("a = np.zeros(3)\nb = np.ones_like(w * 2)\nf = a.sum()")
    assert caught.value.missing == ("w",)
    assert caught.value.line == 2


def test_sizes_that_chain_are_followed_without_recursion() -> None:
    lines = [f"a{i} = x{i} + x{i + 1}" for i in range(1500)]
    with pytest.raises(GraphError) as caught:
        graphs.trace("\n".join([*lines, "f = a0 + np.ones((2, 3)) @ x0"]))
    assert len(caught.value.missing) == 1501
