"""Views in answers: sent where they are asked for, an error in its place, bad requests."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

LECTURE = {"program": "q = x + y\nf = q * z", "inputs": {"x": -2, "y": 5, "z": -4}}


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
