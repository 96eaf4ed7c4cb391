"""Views as data: every one of every gallery entry, and of odd programs."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

import graphs
from graphs.autodiff.forward import forward
from graphs.views import VIEWS, view, views_of
from graphs.views.backward_graph import backward_circuit
from web.gallery import EXAMPLES

LECTURE = {"program": "q = x + y\nf = q * z", "inputs": {"x": -2, "y": 5, "z": -4}}
ENTRIES = pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])


@ENTRIES
def test_every_view_of_the_gallery_is_safe_for_json(entry: dict[str, Any]) -> None:
    traced = graphs.trace(entry["program"], entry["inputs"])
    made = views_of(traced.evaluation, {name: {} for name in VIEWS})
    assert [name for name, view in made.items() if "error" in view] == []
    json.dumps(made, allow_nan=False)
    code, steps = made["code"], traced.steps
    assert len(code["lines"]) == len(steps)
    assert len(code["text"].splitlines()) >= max(line for line in code["lines"] if line)


@ENTRIES
def test_the_backward_graph_steps_through_both_passes(entry: dict[str, Any]) -> None:
    traced = graphs.trace(entry["program"], entry["inputs"])
    data = view(traced.evaluation, "backward", {})
    assert len(data["steps_of"]) == len(traced.steps)
    assert all(0 <= step < len(data["steps"]) for step in data["steps_of"])
    kinds = [bool(step.get("backward")) for step in data["steps"]]
    assert kinds == [False] * data["count"] + [True] * (len(kinds) - data["count"])
    assert len(data["frames"]) == len(data["steps"])
    joint = backward_circuit(traced.evaluation)
    values, _ = forward(joint.graph, traced.evaluation.input_values)
    for target, total in joint.gradient.items():
        np.testing.assert_allclose(
            values[total], traced.evaluation.gradients[target], rtol=1e-9, atol=1e-12
        )


def test_the_backward_graph_is_drawn_with_its_gradients_marked() -> None:
    data = view(graphs.trace(**LECTURE).evaluation, "backward", {})
    assert data["svg"].count('class="gate"') == 5
    assert data["svg"].count('data-backward=""') == 6  # three gates and their values
    by_id = {node["id"]: node for node in data["nodes"]}
    named = {node["name"]: data["values"][id] for id, node in by_id.items() if node["name"]}
    assert named["dz"] == 3.0
    assert [step["sentence"] for step in data["steps"]][-1] == "dq is df times z: 1 · (-4) = -4."


def test_forward_mode_draws_derivatives_that_point_ahead() -> None:
    data = view(graphs.trace(**LECTURE).evaluation, "forward_mode", {"of": "z"})
    assert data["marks"]["n2-grad"] == ("earlier", "1")
    (frame,) = data["frames"]
    assert frame["write"]["n4-grad"] == ("earlier", "3")
    assert [step["sentence"] for step in data["steps"]] == ["mul gate: ∂f/∂z = 3 × 1 = 3"]


def test_a_program_too_large_to_draw_still_has_its_views() -> None:
    text = "f = x\nfor t in range(150):\n    f = tanh(w*f + x) * 0.9 + sin(f)"
    traced = graphs.trace(text, {"x": 0.1, "w": 0.5})
    for name in ("backward", "forward_mode"):
        data = view(traced.evaluation, name, {})
        assert "can be laid out" in data["too_large"]
        assert "<svg" in data["svg"]
        assert data["steps"]


ODD: dict[str, dict[str, Any]] = {
    "3": {},
    "f = x": {"x": [1, 2]},
    "f = 2 * 3": {},
    "f = x > 1": {"x": 2},
    "f = x / 0": {"x": 1},
    "f = log(x)": {"x": -1},
    "f = x * 1e308 * 10": {"x": 1},
    "f = x**y": {"x": 0, "y": 0},
    "f = x - x": {"x": float("nan")},
    "f = x * 2": {"x": np.zeros((0, 2))},
    "f = np.zeros((0, 3)).sum() + x": {"x": 1},
    "dx = x * 2\nf = dx * dx": {"x": 1, "unused": 4},
    "np = 3\nf = np * lam\nlam = f": {"lam": 2},
    "名 = x * 2\nf = 名 * é": {"x": 1, "é": 2},
    "f = np.argmax(v) + 0 * x": {"v": [1, 2, 3], "x": 1},
    "f = v[i] * 2": {"v": [1, 2, 3], "i": 1},
    "f = where(c, x, 2)": {"c": True, "x": 1},
    "f = np.linalg.det(A)": {"A": np.zeros((2, 2))},
    "Z = X * 1.0\nZ[[0, 0], [1, 1]] = y\nf = Z.sum()": {"X": np.ones((2, 2)), "y": [1.0, 2.0]},
}
ASKED = [
    *((name, {}) for name in VIEWS),
    ("code", {"level": "minimal"}),
    ("code", {"language": "pytorch"}),
    ("code", {"language": "jax"}),
]


@pytest.mark.parametrize(("text", "inputs"), ODD.items())
def test_odd_programs_have_views_or_errors(text: str, inputs: dict[str, Any]) -> None:
    traced = graphs.trace(text, inputs)
    for name, options in ASKED:
        made = views_of(traced.evaluation, {name: options})[name]
        assert json.dumps(made, allow_nan=False)
        if "error" in made:
            assert made["error"].keys() >= {"message", "hint"}
            assert made["error"]["message"]
