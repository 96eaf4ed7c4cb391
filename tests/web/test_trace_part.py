"""What is not shown is fetched when it is opened: ``GET /api/trace/part``."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

import graphs
from tests.support.large import CHAIN, CLASSIFIER
from tests.support.links import link

CALLS = {"program": "def f(u):\n    return u * u + u\ny = f(x) + f(2 * x)", "inputs": {"x": 0.5}}


def part(client: FlaskClient, **fields: Any) -> Any:
    return client.get(link("/api/trace/part", **fields))


def test_a_large_program_comes_folded_and_small(client: FlaskClient) -> None:
    answer = client.post("/api/trace", json={"program": CLASSIFIER.format(rows=30), "open": "auto"})
    payload = answer.get_json()
    assert payload["stats"]["gates"] > 10_000
    assert len(payload["nodes"]) < 60
    assert len(answer.data) < 300_000
    assert set(payload["values"]) == {node["id"] for node in payload["nodes"]}


def test_opening_a_part_gives_what_the_trace_would(client: FlaskClient) -> None:
    text = CHAIN.format(passes=500)
    whole = client.post("/api/trace", json={"program": text, "open": ["g37"]}).get_json()
    found = part(client, program=text, open="g37").get_json()
    assert found == {key: whole[key] for key in found}
    assert {"nodes", "values", "grads", "steps", "svg", "frames", "parts"} < set(found)
    opened = {each["id"] for each in found["parts"] if each["open"]}
    assert "g37" in opened
    assert len(opened) > 1  # and what is around it


def test_the_contributions_of_an_opened_part_are_those_of_the_whole(client: FlaskClient) -> None:
    text = CHAIN.format(passes=60)
    whole = graphs.trace(text)
    found = part(client, program=text, open="g37").get_json()
    ids = {node["id"] for node in found["nodes"]} & whole.grads.keys()
    inside = [node["id"] for node in found["nodes"] if node["group"] == "g37"]
    assert len(inside) == 3
    for id in ids:
        assert found["grads"][id] == pytest.approx(whole.grads[id], rel=1e-9), id


def test_nothing_open_and_everything_open(client: FlaskClient) -> None:
    closed = part(client, **CALLS, open="").get_json()
    assert [each["open"] for each in closed["parts"]] == [False, False]
    assert {"g0", "g1"} < {node["id"] for node in closed["nodes"]}
    opened = part(client, **CALLS, open="all").get_json()
    assert opened["whole_steps"] is None
    plain = client.post("/api/trace", json=CALLS).get_json()
    assert opened["steps"] == plain["steps"]


def test_a_search_answers_with_what_to_open(client: FlaskClient) -> None:
    text = CHAIN.format(passes=500)
    answer = part(client, program=text, find="h t = 37").get_json()
    assert answer["count"] == 1
    (place,) = answer["found"]
    shown = part(client, program=text, open=",".join(place["open"])).get_json()
    assert place["node"] in {node["id"] for node in shown["nodes"]}


def test_the_page_and_its_picture_show_the_same(client: FlaskClient) -> None:
    text = CHAIN.format(passes=500)
    svg = client.get(link("/graph.svg", program=text)).text
    assert 'aria-label="t = 0 … 99 × 100, a closed group of 300 gates"' in svg
    opened = client.get(link("/graph.svg", program=text, open="")).text
    assert 'aria-label="for t × 500, a closed group of 1,500 gates"' in opened


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"program": "f = x +", "open": "g0"}, 400),
        ({"program": "f = x + y[", "find": "y"}, 400),
        ({"program": "f = x", "open": "g0"}, 200),  # x has no value, and gets one
        ({**CALLS, "open": "no such, <part>"}, 422),
        ({**CALLS, "open": "zebra"}, 200),
        ({**CALLS, "find": "x" * 10_000}, 200),
    ],
)
def test_bad_requests_are_answered(client: FlaskClient, fields: Any, status: int) -> None:
    answer = part(client, **fields)
    assert answer.status_code == status
    assert ("error" in answer.get_json()) == (status != 200)


def test_the_array_that_leaves_a_closed_group_is_shown_whole(client: FlaskClient) -> None:
    program = "def f(u):\n    return u * u + u\nx = [1, 2, 3]\ny = sum(f(x))"
    asked = {"program": program, "node": "g0"}
    found = client.post("/api/array", json={**asked, "open": []}).get_json()
    assert found["value"] == [2.0, 6.0, 12.0]
    assert found["grad"] == [1.0, 1.0, 1.0]
    assert client.post("/api/array", json={**asked, "open": ["g0"]}).status_code == 400
