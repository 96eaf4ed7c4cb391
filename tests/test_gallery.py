"""The gallery's numbers: the lecture's as printed, and central differences for every entry."""

from __future__ import annotations

from typing import Any

import pytest

import graphs
from graphs.gates import GATES
from web.gallery import EXAMPLES, reference

BY_ID = {entry["id"]: entry for entry in EXAMPLES}

# From the CS231n notes (optimization-2) and, for "paths", Olah's "Calculus on Computational
# Graphs"; where they print two decimals, more were computed from the formula by hand.
PRINTED: dict[str, tuple[dict[str, float], dict[str, float]]] = {
    "multiply": ({"f": -12}, {"x": -3, "y": 4}),
    "add-multiply": ({"q": 3, "f": -12}, {"f": 1, "q": -4, "z": 3, "x": -4, "y": -4}),
    "neuron": (
        {"f": 0.7310586},
        {"w0": -0.1966119, "x0": 0.3932239, "w1": -0.3932239, "x1": -0.5898358, "w2": 0.1966119},
    ),
    "patterns": ({"f": -20}, {"x": -8, "y": 6, "z": 2, "w": 0}),
    "staged": (
        {"sigy": 0.0179862100, "sigx": 0.9525741268, "invden": 0.5121444488, "f": 1.5456448841},
        {"num": 0.5121444488, "den": -0.7915934473, "xpy": 1.5831868945, "x": 2.0595697956}
        | {"invden": 3.0179862100, "sigy": 0.5121444488, "y": 1.5922327515},
    ),
    "paths": ({"c": 3, "d": 2, "e": 6}, {"a": 2, "b": 5}),
    "square": ({"f": 9}, {"x": 6}),
    "tie": ({"f": 4}, {"x": 2, "y": 0}),
    "dead-relu": ({"h": -1.5, "a": 0, "loss": 1}, {"w": 0, "x": 0, "b": 0, "a": -2, "h": 0}),
}


@pytest.mark.parametrize("id", PRINTED)
def test_numbers_in_print(id: str) -> None:
    trace = graphs.trace(BY_ID[id]["program"], BY_ID[id]["inputs"])
    values, grads = PRINTED[id]
    assert {name: trace.values[name] for name in values} == pytest.approx(values, abs=5e-8)
    assert {name: trace.grads[name] for name in grads} == pytest.approx(grads, abs=5e-8)


def test_the_neuron_shows_the_values_the_lecture_prints() -> None:
    entry = BY_ID["neuron"]
    steps = graphs.trace(entry["program"], entry["inputs"]).steps
    forward = [step["value"] for step in steps if step["phase"] == "forward"]
    assert [f"{value:.2f}" for value in forward] == (
        ["-2.00", "6.00", "4.00", "1.00", "-1.00", "0.37", "1.37", "0.73"]
    )


@pytest.mark.parametrize("entry", [e for e in EXAMPLES if e["id"] != "tie"], ids=lambda e: e["id"])
def test_gradients_agree_with_central_differences(entry: dict[str, Any]) -> None:
    trace = graphs.trace(entry["program"], entry["inputs"])
    details = trace.to_dict()["input_details"]
    for name, value in trace.inputs.items():
        step = 1e-6 * max(1.0, abs(value))
        above, below = (trace.with_inputs({name: value + change}).value for change in (step, -step))
        slope = (above - below) / (2 * step)
        assert trace.grads[details[name]["node"]] == pytest.approx(slope, rel=1e-6, abs=1e-7)


def test_the_reference_lists_every_gate() -> None:
    assert [row["label"] for row in reference()] == [gate.name for gate in GATES if not gate.hidden]
    for row in reference():
        assert row["detail"]
        assert row["info"]
        assert "{" not in row["detail"]
