"""The upstream gradient in requests and links."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from graphs.draw.kinds import KINDS
from tests.support.links import link, packed

ARRAY: dict[str, Any] = {"program": "y = x * x", "inputs": {"x": [1.0, 2.0]}}
GIVEN = "the upstream gradient of y is given"


def traced(client: FlaskClient, status: int = 200, **fields: Any) -> dict[str, Any]:
    response = client.post("/api/trace", json=ARRAY | fields)
    assert response.status_code == status, response.text[:300]
    data: dict[str, Any] = response.get_json()
    return data


def test_a_trace(client: FlaskClient) -> None:
    assert traced(client)["grads"]["n0"] == [2.0, 4.0]
    given = traced(client, upstream=[3, -1])
    assert (given["grads"]["n0"], given["upstream"]) == ([6.0, -4.0], [3.0, -1.0])
    assert given["warnings"] == []
    assert traced(client, upstream=[0.5, 0])["grads"]["n0"] == [1.0, 0.0]
    moved = traced(client, upstream=[3, -1], inputs={"x": [5.0, 6.0]})
    assert moved["grads"]["n0"] == [30.0, -12.0]
    number = client.post(
        "/api/trace", json={"program": "f = 3 * x", "inputs": {"x": 1}, "upstream": 2}
    )
    assert number.get_json()["grads"]["n0"] == 6.0


def test_what_is_not_finite(client: FlaskClient) -> None:
    given = traced(client, upstream=["NaN", "-Infinity"])
    assert given["grads"]["n0"] == ["NaN", "-Infinity"]


@pytest.mark.parametrize(
    "upstream", ["2", {"generate": "ones", "shape": [2]}, [[None]], ["x"], 10**400, [{}]]
)
def test_wrong_json_is_refused(client: FlaskClient, upstream: Any) -> None:
    error = traced(client, 422, upstream=upstream)["error"]
    assert error["message"].startswith("upstream ")


def test_too_many_axes_are_refused(client: FlaskClient) -> None:
    deep: Any = 1.0
    for _ in range(9):
        deep = [deep]
    assert "must be a number" in traced(client, 422, upstream=deep)["error"]["message"]


@pytest.mark.parametrize(
    ("upstream", "shape"), [([1, 2, 3], "(3,)"), (1, "()"), ([[1], [2]], "(2, 1)"), ([], "(0,)")]
)
def test_another_shape_is_named(client: FlaskClient, upstream: Any, shape: str) -> None:
    error = traced(client, 400, upstream=upstream)["error"]
    assert f"has shape {shape}, the output y has shape (2,)" in error["message"]
    assert error["hint"]


def test_rows_of_different_lengths(client: FlaskClient) -> None:
    assert "equally long rows" in traced(client, 400, upstream=[[1], [1, 2]])["error"]["message"]


@pytest.mark.parametrize("page", ["/", "/embed"])
def test_pages_keep_it(client: FlaskClient, page: str) -> None:
    fields = {"program": ARRAY["program"], "inputs": ARRAY["inputs"], "upstream": "[3,-1]"}
    last = client.get(link(page, **fields, step=1))
    assert last.status_code == 200
    assert GIVEN in last.text
    assert "upstream=%5B3,-1%5D" in last.text  # in the page's own links
    assert GIVEN in client.get(link(page, z=packed(ARRAY | {"upstream": [3, -1], "step": 1}))).text
    wrong = client.get(link(page, **fields | {"upstream": "[3]"}))
    assert "has shape (1,), the output y has shape (2,)" in wrong.text


def test_drawings_have_it(client: FlaskClient) -> None:
    fields = {"program": ARRAY["program"], "inputs": ARRAY["inputs"]}
    for kind in KINDS:
        assert client.get(link(f"/graph.{kind}", **fields, upstream="[3,-1]")).status_code == 200
    with_it = client.get(link("/graph.svg", **fields, upstream="[3,-1]", step=1)).text
    assert GIVEN in with_it
    assert GIVEN not in client.get(link("/graph.svg", **fields, step=1)).text
    assert client.get(link("/graph.svg", **fields, upstream="[3,")).status_code == 422


def test_parts_and_arrays_have_it(client: FlaskClient) -> None:
    array = client.post("/api/array", json=ARRAY | {"upstream": [3, -1], "node": "n0"})
    assert array.get_json()["grad"] == [6.0, -4.0]
    fields = {"program": ARRAY["program"], "inputs": ARRAY["inputs"], "upstream": "[3,-1]"}
    part = client.get(link("/api/trace/part", **fields))
    assert part.get_json()["grads"]["n0"] == [6.0, -4.0]
