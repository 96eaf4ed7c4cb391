"""Sigmoid and friends: found in what was typed, folded into one gate, the same gradients."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import graphs
from web.gallery import EXAMPLES

X = {"x": [[0.5, -1.0, 2.0], [1.5, 0.2, -0.3]]}
V = {"x": [0.5, -1.0, 2.0]}
Y = {"y": [[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]}
FOUND: dict[str, tuple[str, str, dict[str, Any]]] = {
    "sigmoid": ("f = 1 / (1 + exp(-x))", "sigmoid", {"x": 1.0}),
    "sigmoid, the other way round": ("f = 1 / (exp(-x) + 1)", "sigmoid", {"x": 1.0}),
    "sigmoid of an array": ("f = 1.0/(1.0 + np.exp(-x))", "sigmoid", X),
    "sigmoid with exp above": ("f = exp(x) / (1 + exp(x))", "sigmoid", {"x": 1.0}),
    "softmax": ("e = np.exp(x)\nf = e / e.sum()", "softmax", V),
    "softmax, shifted": (
        "e = np.exp(x - np.max(x, axis=1, keepdims=True))\n"
        "f = e / np.sum(e, axis=1, keepdims=True)",
        "softmax",
        X,
    ),
    "softmax of columns": (
        "e = np.exp(x)\nf = e / np.sum(e, axis=0, keepdims=True)",
        "softmax",
        X,
    ),
    "log-sum-exp": ("f = log(sum(exp(x)))", "log-sum-exp", V),
    "log-sum-exp, shifted": (
        "m = np.max(x)\nf = m + np.log(np.sum(np.exp(x - m)))",
        "log-sum-exp",
        V,
    ),
    "log-sum-exp of rows": ("f = np.log(np.sum(np.exp(x), axis=1))", "log-sum-exp", X),
    "unit vector": ("f = x / np.linalg.norm(x)", "x / ‖x‖", V),
    "unit vector by hand": ("f = x / np.sqrt(np.sum(x**2))", "x / ‖x‖", V),
    "unit rows": ("f = x / np.linalg.norm(x, axis=1, keepdims=True)", "x / ‖x‖", X),
    "cross-entropy by labels": (
        "e = np.exp(x)\np = e / e.sum(axis=1, keepdims=True)\n"
        "loss = -np.log(p[np.arange(2), [1, 0]]).mean()",
        "softmax + cross-entropy",
        X,
    ),
    "cross-entropy of one example": ("loss = -np.log(softmax(x)[2])", "softmax + cross-entropy", V),
    "cross-entropy by targets": (
        "loss = -np.sum(y * np.log(softmax(x)))",
        "softmax + cross-entropy",
        X | Y,
    ),
    "cross-entropy, mean of rows": (
        "loss = np.mean(-np.sum(y * log_softmax(x), axis=1))",
        "softmax + cross-entropy",
        X | Y,
    ),
    "log loss": (
        "p = 1 / (1 + exp(-s))\nloss = -(y*log(p) + (1 - y)*log(1 - p))",
        "sigmoid + cross-entropy",
        {"s": 0.5, "y": 1.0},
    ),
}


def same(one: graphs.Trace, other: graphs.Trace) -> None:
    np.testing.assert_allclose(one.value, other.value, rtol=1e-10, atol=1e-14)
    for name, entry in one.evaluation.model.inputs.items():
        if entry.node in one.evaluation.gradients:
            mine = other.evaluation.gradients[other.evaluation.model.inputs[name].node]
            np.testing.assert_allclose(
                mine, one.evaluation.gradients[entry.node], rtol=1e-9, atol=1e-13
            )


@pytest.mark.parametrize(("text", "title", "inputs"), FOUND.values(), ids=FOUND.keys())
def test_a_pattern_is_found_and_folds(text: str, title: str, inputs: dict[str, Any]) -> None:
    traced = graphs.trace(text, inputs)
    found = [one for one in traced.patterns if one["title"] == title]
    assert len(found) == 1, [one["title"] for one in traced.patterns]
    (one,) = found
    assert one["equal"]
    assert not one["folded"]
    folded = traced.with_fold([one["id"]])
    same(traced, folded)
    gates = sum(node.kind == "gate" for node in folded.evaluation.model.nodes)
    before = sum(node.kind == "gate" for node in traced.evaluation.model.nodes)
    assert gates == before - len(one["nodes"]) + 1
    (again,) = [it for it in folded.patterns if it["id"] == one["id"]]
    assert again["folded"]
    assert again["nodes"] == [again["output"]]
    same(traced, folded.with_fold([]))
    json.dumps(folded.to_dict(), allow_nan=False)


NOT = {
    "another constant": "f = 1 / (2 + exp(-x))",
    "a value inside is used elsewhere": "e = exp(-x)\nf = 1 / (1 + e) + e",
    "no minus": "f = 1 / (1 + exp(x))",
    "another sum": "f = np.exp(v) / np.sum(np.exp(w))",
    "a sum along the wrong way": "e = np.exp(A)\nf = e / e.sum(axis=1)",
    "not the norm of itself": "f = v / np.linalg.norm(w)",
    "another norm": "f = v / np.linalg.norm(v, ord=1)",
    "plus the log": "f = np.log(softmax(v)[0])",
}


@pytest.mark.parametrize("text", NOT.values(), ids=NOT.keys())
def test_what_only_looks_like_one(text: str) -> None:
    values = {"x": 1.0, "v": [1.0, 2.0], "w": [0.5, 1.0], "A": [[1.0, 2.0], [0.5, 1.0]]}
    used = {name: value for name, value in values.items() if name in text.replace("exp", "")}
    assert graphs.trace(text, used).patterns == []


def test_the_neuron_of_the_lecture() -> None:
    entry = next(entry for entry in EXAMPLES if entry["id"] == "neuron")
    traced = graphs.trace(entry["program"], entry["inputs"], numbers="2 decimals", fold=["p0"])
    (one,) = traced.patterns
    assert one["local"] == {"neat": "0.20", "inside": "0.20"}
    (step,) = [step for step in traced.steps if step.get("slot") == 0 and step["node"] == "n9"]
    assert step["local"] == pytest.approx(0.1966119332414818525)


def test_p_minus_y() -> None:
    text = "loss = -np.log(softmax(s)[1])"
    traced = graphs.trace(text, {"s": [1.0, 2.0, 0.5]}, fold=["p0"])
    p = np.exp([1.0, 2.0, 0.5]) / np.sum(np.exp([1.0, 2.0, 0.5]))
    np.testing.assert_allclose(traced.grads["s"], p - np.array([0.0, 1.0, 0.0]))


def test_folding_stays_when_values_change() -> None:
    traced = graphs.trace("f = 1 / (1 + exp(-x))", {"x": 0.0}, fold=["p0"])
    moved = traced.with_inputs({"x": 2.0})
    assert [one["folded"] for one in moved.patterns] == [True]
    assert moved.value == pytest.approx(1 / (1 + np.exp(-2.0)))
    shaped = traced.with_inputs({"x": [0.0, 1.0]})
    assert [node.op for node in shaped.evaluation.model.nodes] == ["input", "sigmoid"]


def test_the_larger_pattern_wins_and_unknown_ids_do_nothing() -> None:
    entry = next(entry for entry in EXAMPLES if entry["id"] == "softmax-loss")
    traced = graphs.trace(entry["program"], entry["inputs"])
    everything = traced.with_fold([one["id"] for one in traced.patterns] + ["p99"])
    same(traced, everything)
    inner, outer = everything.patterns
    assert inner["output"] is None
    assert outer["output"] is not None
