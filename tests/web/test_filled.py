"""Texts that lack values, calls or an end without errors: each is answered with a picture."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from tests.support import waiting
from tests.support.links import link

LAYERS = (
    "x = np.random.randn(3, 1)\n"
    "h = np.tanh(np.dot(W1, x) + b1)\n"
    "out = np.dot(W2, h) + b2\n"
    "loss = np.sum(out ** 2)"
)
DEFINED = "def first(a, b):\n    return a * b\n\ndef second(a):\n    return a + 1"
LOOP = "f = w\nfor i in range(3):\n    f = f * w"
TRAINING = (
    "w = 2.0\nfor step in range(50):\n"
    "    loss = (w * x - 3) ** 2\n    w -= 0.1 * 2 * (w * x - 3) * x"
)


def traced(client: FlaskClient, status: int = 200, **body: Any) -> Any:
    answer = client.post("/api/trace", json={"fill": True, **body})
    assert answer.status_code == status
    return answer.get_json()


def page_data(client: FlaskClient, path: str = "/", **fields: Any) -> Any:
    """What a page holds for its scripts."""
    text = client.get(link(path, **fields)).text
    return json.loads(text.partition('id="payload"')[2].partition(">")[2].partition("</script>")[0])


def test_without_fill_names_without_a_value_are_an_error(client: FlaskClient) -> None:
    error = traced(client, 400, program=LAYERS, fill=False)["error"]
    assert error["missing"] == ["W1", "b1", "W2", "b2"]
    assert client.post("/api/trace", json={"program": LAYERS}).status_code == 400


def test_filled_inputs_are_listed_and_have_their_notes(client: FlaskClient) -> None:
    payload = traced(client, program=LAYERS)
    assert payload["filled"] == ["W1", "b1", "W2", "b2"]
    (note,) = payload["notes"]
    assert (note["kind"], note["names"]) == ("filled", ["W1", "b1", "W2", "b2"])
    assert "choices" not in note
    given = traced(client, program=LAYERS, inputs={"b2": [[1.0], [2.0]]})
    assert given["filled"] == ["W1", "b1", "W2"]


def test_a_near_name_is_a_choice(client: FlaskClient) -> None:
    payload = traced(client, program="hidden = x * x\nf = hiden + 1")
    (near,) = [note for note in payload["notes"] if "choices" in note]
    assert near["choices"] == ["hiden", "hidden"]


def test_every_way_to_ask_gives_the_same_values(client: FlaskClient) -> None:
    payload = traced(client, program=LAYERS)
    seed = payload["seed"]
    again = traced(client, program=LAYERS, seed=seed)
    assert again["inputs"] == payload["inputs"]
    assert page_data(client, program=LAYERS, seed=seed)["payload"]["inputs"] == payload["inputs"]
    fields = {"program": LAYERS, "seed": seed}
    part = client.get(link("/api/trace/part", **fields, open="all")).get_json()
    assert part["values"] == payload["values"]
    node = payload["input_details"]["W1"]["node"]
    body = {**fields, "fill": True, "node": node}
    assert client.post("/api/array", json=body).get_json()["value"] == payload["inputs"]["W1"]
    changed = traced(client, program=LAYERS, seed=seed, inputs={"b2": [[9.0]] * 4})
    assert changed["inputs"]["W1"] == payload["inputs"]["W1"]


def test_a_seed_is_told_where_only_filled_arrays_are_random(client: FlaskClient) -> None:
    assert traced(client, program="f = a * b")["seed"] is None
    payload = traced(client, program="f = sum(W @ x)")
    assert payload["seed"] == 0
    other = traced(client, program="f = sum(W @ x)", seed=5)
    assert other["seed"] == 5
    assert other["inputs"]["W"] != payload["inputs"]["W"]


def test_another_definition_is_called(client: FlaskClient) -> None:
    payload = traced(client, program=DEFINED)
    (note,) = [note for note in payload["notes"] if note["kind"] == "called"]
    assert note["choices"] == ["first"]
    assert traced(client, program=DEFINED, call="first")["filled"] == ["a", "b"]
    assert page_data(client, program=DEFINED, call="first")["payload"]["filled"] == ["a", "b"]


def test_a_loop_is_drawn_once_or_whole(client: FlaskClient) -> None:
    whole = traced(client, program=LOOP)
    once = traced(client, program=LOOP, loops={"2": "once"})
    assert (whole["stats"]["gates"], once["stats"]["gates"]) == (3, 1)
    (note,) = [note for note in once["notes"] if note["kind"] == "loop"]
    assert (note["line"], note["choices"]) == (2, ["every"])
    assert traced(client, program=LOOP, loops={"2": "all"})["stats"]["gates"] == 3
    svg = client.get(link("/graph.svg", program=LOOP, loops=json.dumps({"2": "once"}))).text
    assert svg.count('aria-label="mul gate') == 1


def test_training_is_told(client: FlaskClient) -> None:
    training = traced(client, program=TRAINING)["training"]
    assert (training["line"], training["iterations"]) == (2, 50)
    assert (training["parameters"], training["loss"]) == (["w"], "loss")
    assert traced(client, program=LOOP)["training"] is None


@pytest.mark.parametrize("path", ["/", "/embed"])
def test_a_page_fills_whatever_its_link_says(client: FlaskClient, path: str) -> None:
    found = page_data(client, path, program=LAYERS)
    assert found["error"] is None
    assert found["payload"]["filled"] == ["W1", "b1", "W2", "b2"]


# Errors with what came before them

WRONG = {
    "shapes": ("a = np.ones((3, 4))\nb = exp(a)\nc = b @ np.ones(5)", 3),
    "shapes of filled inputs": ("h = np.tanh(W @ x)\nk = np.ones((2, 7)) @ np.ones(9)", 2),
    "an unknown function": ("h = a * b\nk = foo(h)", 2),
    "an unknown attribute": ("h = a * b\nk = h.foo", 2),
    "a value outside": ("h = a * b\nk = np.zeros(3)[7] + h", 2),
    "an exception": ("h = a * b\nraise ValueError(3)", 2),
    "a singular matrix": ("A = np.zeros((2, 2))\nh = A @ A\nk = inv(h)", 3),
    "too much": ("h = a * b\nk = np.ones((9000, 9000)) * h", 2),
}


@pytest.mark.parametrize("name", WRONG)
def test_an_error_brings_the_circuit_before_it(client: FlaskClient, name: str) -> None:
    program, line = WRONG[name]
    status = 413 if name == "too much" else 400
    answer = traced(client, status, program=program)
    assert answer["error"]["line"] == line
    assert answer["program"] == program
    assert answer["svg"].startswith("<svg")
    assert answer["steps"]
    assert {step["phase"] for step in answer["steps"]} == {"forward"}
    assert len(answer["frames"]) == len(answer["steps"])
    assert set(answer["filled"]) <= set(answer["inputs"])


def test_filled_values_are_the_same_before_and_after_a_mend(client: FlaskClient) -> None:
    text = "h = np.tanh(W @ x)\nf = {}(h)"
    before = traced(client, 400, program=text.format("summ"))
    after = traced(client, program=text.format("sum"))
    assert before["filled"] == after["filled"] == ["W", "x"]
    assert before["inputs"] == after["inputs"]


def test_an_error_without_a_circuit_stands_alone(client: FlaskClient) -> None:
    for program in ("f = (x", "f = foo(x)"):
        assert set(traced(client, 400, program=program)) == {"error"}


def test_a_partial_circuit_has_parts_and_arrays(client: FlaskClient) -> None:
    program = "def g(u):\n    return u * u + u\na = g(x) * g(y)\nb = np.ones(3) * a\nc = foo(b)"
    answer = traced(client, 400, program=program, open=[])
    closed = [each["id"] for each in answer["parts"] if not each["open"]]
    part = client.get(link("/api/trace/part", program=program, open=",".join(closed)))
    assert part.status_code == 200
    assert all(each["open"] for each in part.get_json()["parts"])
    node = next(node["id"] for node in answer["nodes"] if node["name"] == "b")
    array = client.post("/api/array", json={"program": program, "fill": True, "node": node})
    assert np.shape(array.get_json()["value"]) == (3,)


def test_a_page_draws_the_circuit_before_an_error(client: FlaskClient) -> None:
    program = WRONG["an unknown function"][0]
    answer = client.get(link("/", program=program))
    assert answer.status_code == 400
    assert "<b>Line 2:</b> foo is not a function here." in answer.text
    assert 'aria-label="mul gate: h"' in answer.text
    found = page_data(client, program=program)
    assert found["error"]["line"] == 2
    assert found["payload"]["steps"]


# Training


def test_a_text_that_lacks_values_is_trained_from_those_that_are_shown(client: FlaskClient) -> None:
    shown = traced(client, program=LAYERS, seed=3)
    body = {"program": LAYERS, "fill": True}
    plan = client.post("/api/train/plan", json={**body, "seed": 3}).get_json()
    assert plan["parameters"] == ["W1", "b1", "W2", "b2"]
    train = {"iterations": 2, "settings": {"lr": 0.01}, "seed": 3}
    started = client.post("/api/train", json={**body, "train": train}).get_json()
    assert started["inputs"] == {}  # what was posted
    waiting.until(lambda: client.get(f"/api/train/{started['id']}").get_json()["state"] == "done")
    first, second = (
        traced(client, program=LAYERS, seed=3, run={"id": started["id"], "iteration": iteration})
        for iteration in (0, 1)
    )
    assert first["inputs"] == shown["inputs"]
    moved = np.subtract(second["inputs"]["W2"], first["inputs"]["W2"])
    slope = first["grads"][first["input_details"]["W2"]["node"]]
    assert moved == pytest.approx(-0.01 * np.array(slope))


OUTSIDE = "X = np.loadtxt('a.csv')\nw = np.array([1.0, 2.0])\nloss = np.mean((X @ w) ** 2)"


def test_data_from_outside_is_offered_and_generated(client: FlaskClient) -> None:
    assert traced(client, 400, program=OUTSIDE)["error"]["outside"] == "X"
    payload = traced(client, program=OUTSIDE, generate=True, seed=3)
    assert payload["filled"] == ["X"]
    opened = page_data(client, program=OUTSIDE, generate="true", seed=3)
    assert opened["payload"]["inputs"] == payload["inputs"]
    assert opened["state"]["generate"] is True
    checked = client.post("/api/check", json={"program": f"{OUTSIDE}\ndw = w", "generate": True})
    assert checked.get_json()["first_wrong"]["name"] == "dw"


def test_data_that_is_generated_is_trained_with(client: FlaskClient) -> None:
    body = {"program": OUTSIDE, "fill": True, "generate": True, "seed": 3}
    plan = client.post("/api/train/plan", json=body).get_json()
    assert plan["parameters"] == ["w"]
    train = {"optimizer": "sgd", "settings": {"lr": 0.1}, "iterations": 2, "batch": None}
    run = client.post("/api/train", json={**body, "train": train})
    assert run.status_code == 200, run.get_json()


def test_verdicts_are_drawn_with_the_seed_of_the_request(client: FlaskClient) -> None:
    program = "x = np.random.randn()\nf = x * x\ndx = x\n"
    asked = {"program": program, "seed": 7}
    (verdict,) = client.post("/api/check", json=asked).get_json()["verdicts"]
    drawn = client.post("/api/trace", json=asked).get_json()
    assert verdict["value"] == drawn["values"][drawn["names"]["x"]]
    assert verdict["fix"] == {"line": 3, "text": "dx = 2 * x"}
