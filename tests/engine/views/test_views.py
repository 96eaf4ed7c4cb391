"""Views as data: every one of every gallery entry, their errors, the page's requests, the CLI."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

import graphs
from app import create_app
from graphs.__main__ import main
from graphs.autodiff.forward import forward
from graphs.views import VIEWS, view, views_of
from graphs.views.circuits import backward_circuit
from web.gallery import EXAMPLES

LECTURE = {"program": "q = x + y\nf = q * z", "inputs": {"x": -2, "y": 5, "z": -4}}
WORDS = ["q = x + y\nf = q * z", "x=-2", "y=5", "z=-4"]
ENTRIES = pytest.mark.parametrize("entry", EXAMPLES, ids=lambda entry: entry["id"])


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    return create_app({"workers": 0}).test_client()


@ENTRIES
def test_every_view_of_the_gallery_is_safe_for_json(entry: dict[str, Any]) -> None:
    traced = graphs.trace(entry["program"], entry["inputs"])
    made = views_of(traced.evaluation, {name: {} for name in VIEWS})
    assert {name for name, view in made.items() if "error" in view} <= {"formula"}
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
    assert len(data["frames"]) in (0, len(data["steps"]))
    joint = backward_circuit(traced.evaluation.model)
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
    assert [step["sentence"] for step in data["steps"]][-1] == "mul gate: 1 * (-4) = -4"


def test_forward_mode_draws_derivatives_that_point_ahead() -> None:
    data = view(graphs.trace(**LECTURE).evaluation, "forward_mode", {"of": "z"})
    assert data["marks"]["n2-grad"] == ("earlier", "1")
    (frame,) = data["frames"]
    assert frame["write"]["n4-grad"] == ("earlier", "3")
    assert [step["sentence"] for step in data["steps"]] == ["mul gate: ∂f/∂z = 3 × 1 = 3"]


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("nothing", {}, "no view nothing"),
        ("code", {"language": "cobol"}, "cobol"),
        ("code", {"colour": "red"}, "no such option"),
        ("code", {"language": 3}, "no such option"),
        ("paths", {"from": "nothing"}, "no nothing"),
        ("paths", {"from": "f", "to": "x"}, "No path"),
        ("paths", {"from": "n99999999999"}, "no n999"),
        ("forward_mode", {"of": "q"}, "not an input"),
        ("forward_mode", {"of": "x", "element": 1}, "no element 1"),
        ("hessian", {"of": ["x", "nothing"]}, "not an input"),
    ],
)
def test_what_cannot_be_made_is_an_error_in_its_place(
    client: FlaskClient, name: str, options: dict[str, Any], told: str
) -> None:
    response = client.post("/api/trace", json=LECTURE | {"views": {name: options, "formula": {}}})
    assert response.status_code == 200
    views = response.get_json()["views"]
    assert told in views[name]["error"]["message"]
    assert views["formula"]["formulas"][0]["text"] == "z"


@pytest.mark.parametrize(
    "fields",
    [
        {"views": []},
        {"views": {"code": 3}},
        {"views": {"code": {"language": {"a": 1}}}},
        {"views": {"code": {"language": "x" * 5_000}}},
        {"views": {str(k): {} for k in range(99)}},
        {"fold": "p0"},
        {"fold": [3]},
        {"fold": ["not a name"]},
        {"options": []},
        {"loss": 3},
    ],
)
def test_requests_of_the_wrong_shape(client: FlaskClient, fields: dict[str, Any]) -> None:
    response = client.post("/api/trace", json=LECTURE | fields)
    assert response.status_code == 422
    assert response.get_json()["error"]["message"]


def test_views_are_sent_only_where_they_are_asked_for(client: FlaskClient) -> None:
    payload = client.post("/api/trace", json=LECTURE).get_json()
    assert (payload["views"], payload["patterns"]) == ({}, [])


def test_a_folded_pattern_over_http(client: FlaskClient) -> None:
    state = {"program": "f = 1 / (1 + exp(-x))", "inputs": {"x": 1}}
    plain = client.post("/api/trace", json=state).get_json()
    folded = client.post("/api/trace", json=state | {"fold": ["p0", "p7"]}).get_json()
    assert [len(it["nodes"]) for it in (plain, folded)] == [7, 2]
    assert folded["nodes"][1]["op"] == "sigmoid"
    assert folded["patterns"][0]["folded"]
    assert client.post("/api/trace", json=state).get_json() == plain
    page = client.get("/?program=f+%3D+1+%2F+(1+%2B+exp(-x))&inputs=%7B%22x%22%3A1%7D&fold=p0")
    assert "sigmoid gate: f" in page.text
    assert client.get("/graph.svg?program=f=1/(1%2Bexp(-x))&inputs={%22x%22:1}&fold=p0").data


def test_a_program_too_large_to_draw_still_has_its_views() -> None:
    text = "f = x\nfor t in range(150):\n    f = tanh(w*f + x) * 0.9 + sin(f)"
    traced = graphs.trace(text, {"x": 0.1, "w": 0.5})
    for name in ("backward", "forward_mode"):
        data = view(traced.evaluation, name, {})
        assert "can be laid out" in data["too_large"]
        assert "<svg" in data["svg"]
        assert data["steps"]


CLI = {
    ("--code", "numpy"): "dx = ",
    ("--backward-graph",): "dq = dx = dy",
    ("--forward-mode", "x"): "3 inputs against 1 output",
    ("--paths", "x", "f"): "x → q → f",
    ("--formula",): "df/dz = x + y",
    ("--gradient-check",): "right",
    ("--hessian", "x,z"): "eigenvalues: -1, 1",
}


@pytest.mark.parametrize(("options", "told"), CLI.items(), ids=lambda it: str(it))
def test_views_on_the_command_line(
    options: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*WORDS, *options]) == 0
    out, error = capsys.readouterr()
    assert told in out
    assert error == ""


def test_patterns_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["f = 1 / (1 + exp(-x))", "x=1", "--patterns", "--fold", "p0"]) == 0
    assert "is a sigmoid: its local gradient is (1 - σ) σ = 0.197" in capsys.readouterr().out


def test_a_view_that_cannot_be_made_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*WORDS, "--paths", "f", "x"]) == 1
    assert "No path" in capsys.readouterr().err


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
        assert made.get("error", {"message": "none"})["message"]
