"""The gallery's numbers: the lecture's as printed, and central differences for every entry."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest

import graphs
from graphs import Limits
from graphs.format.arrays import mark_content
from graphs.gates import GATES
from web.gallery import CHECKS, ENTRIES, EXAMPLES, GROUPS, STARTERS, reference

EACH = pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])
MOST_GATES = 25  # past it a picture is no longer taken in at a glance
MOST_BYTES = 1_500_000
ABOUT_A_WARNING = {"tie"}

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
    "division": ({"f": 3}, {"x": 0.5, "y": -1.5}),
    "softplus": ({"f": 0.9740770}, {"x": 0.6224593}),  # log(1 + e**0.5) and 1 / (1 + e**-0.5)
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


def test_the_vector_entry_shows_the_lecture_digit_for_digit() -> None:
    entry = BY_ID["squared-norm"]
    trace = graphs.trace(entry["program"], entry["inputs"])
    nodes = {node["name"]: node for node in trace.to_dict()["nodes"] if node["name"]}
    assert nodes["q"]["text"]["cells"] == [["0.22", "0.26"]]
    assert mark_content(trace.value) == "0.116"
    totals = {s["to"]: s["text"]["total"] for s in trace.steps if s["phase"] == "backward"}
    assert totals[nodes["q"]["id"]]["cells"] == [["0.44", "0.52"]]
    assert totals[nodes["W"]["id"]]["cells"] == [["0.088", "0.176"], ["0.104", "0.208"]]
    assert totals[nodes["x"]["id"]]["cells"] == [["-0.112", "0.636"]]


def slopes(trace: graphs.Trace, name: str) -> Iterator[float]:
    """Five-point differences, element by element."""
    value = np.array(trace.inputs[name], dtype=np.float64)
    step = 1e-3

    def at(place: tuple[int, ...], change: float) -> float:
        moved = value.copy()
        moved[place] += change
        return float(np.sum(trace.with_inputs({name: moved}).value))

    for place in np.ndindex(value.shape):
        near, far = (at(place, k * step) - at(place, -k * step) for k in (1, 2))
        yield (8 * near - far) / (12 * step)


@pytest.mark.parametrize("entry", [e for e in EXAMPLES if e["id"] != "tie"], ids=lambda e: e["id"])
def test_gradients_agree_with_central_differences(entry: dict[str, Any]) -> None:
    trace = graphs.trace(entry["program"], entry["inputs"])
    checked = 0
    for name, detail in trace.to_dict()["input_details"].items():
        if detail["data"] or detail["structural"]:
            continue
        slope = np.reshape(list(slopes(trace, name)), detail["shape"])
        grad = trace.grads[detail["node"]]
        np.testing.assert_allclose(grad, slope, rtol=1e-6, atol=1e-7, err_msg=name)
        checked += 1
    assert checked


@EACH
def test_every_entry_is_drawn_small_and_quiet(entry: dict[str, Any]) -> None:
    trace = graphs.trace(entry["program"], entry["inputs"], limits=Limits())
    payload = trace.to_dict()
    assert payload["too_large"] is None
    assert payload["stats"]["gates"] <= MOST_GATES
    assert len(json.dumps(payload)) < MOST_BYTES
    assert bool(payload["warnings"]) == (entry["id"] in ABOUT_A_WARNING)
    assert payload["seed"] is None  # the same numbers for everybody


@EACH
def test_the_link_holds_the_program_and_its_inputs(entry: dict[str, Any]) -> None:
    query = parse_qs(urlsplit(entry["href"]).query)
    assert query["program"] == [entry["program"]]
    assert json.loads(query.get("inputs", ["{}"])[0]) == entry["inputs"]


def test_entries_have_their_own_ids_and_titles_and_a_group() -> None:
    for word in ("id", "title", "note"):
        assert len({entry[word] for entry in EXAMPLES}) == len(EXAMPLES)
    for entry in EXAMPLES:
        assert entry["note"].endswith(".")
    assert sorted(entry["id"] for entry in ENTRIES) == sorted(
        entry["id"] for group in GROUPS.values() for entry in group
    )
    assert [entry["id"] for entry in ENTRIES[: len(STARTERS)]] == list(STARTERS)


def test_the_reference_lists_every_gate() -> None:
    assert [row["label"] for row in reference()] == [gate.name for gate in GATES if not gate.hidden]
    for row in reference():
        assert row["detail"]
        assert row["info"]
        assert "{" not in row["detail"]


@pytest.mark.parametrize("entry", CHECKS, ids=lambda entry: entry["id"])
def test_a_backward_pass_has_a_slip_where_its_group_says_so(entry: dict[str, Any]) -> None:
    found = graphs.check(entry["program"])
    assert found["verdicts"]
    assert (found["first_wrong"] is not None) == (entry["group"] == "With a slip inside")
    assert parse_qs(urlsplit(entry["href"]).query)["mode"] == ["check"]
