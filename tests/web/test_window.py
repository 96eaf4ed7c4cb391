"""The room for the picture: from a request, from a page's cookie, into the drawing."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from graphs.draw.window import Window
from graphs.limits import UNLIMITED
from tests.support.links import link
from tests.support.page_data import embedded
from web.http.query import Query
from web.http.window import COOKIE, ON_A_PHONE, USUAL
from web.work.traces import recent_trace

NEURON = {"program": "f = tanh(w*x + b)", "inputs": {"w": 1, "x": 2, "b": 3}}


def test_a_trace_is_drawn_for_its_window_without_being_read_again() -> None:
    wide, narrow = Window(1168, 576), Window(448, 400)
    first = recent_trace(Query("f = u * v", {"u": 1.0, "v": 2.0}, window=wide), UNLIMITED)
    second = recent_trace(Query("f = u * v", {"u": 1.0, "v": 3.0}, window=narrow), UNLIMITED)
    assert first.evaluation.display.window == wide
    assert second.evaluation.display.window == narrow
    assert second.evaluation.structure is first.evaluation.structure
    assert second.value == 3
    again = recent_trace(Query("f = u * v", {"u": 1.0, "v": 2.0}), UNLIMITED)
    assert again.evaluation.display.window is None


def test_a_window_is_no_new_program() -> None:
    """Whoever resizes a page does not use up what there is for new programs."""
    query = Query("f = x", {"x": 1.0})
    assert Query("f = x", {"x": 1.0}, window=USUAL).structure == query.structure


@pytest.mark.parametrize("path", ["/", "/embed"])
def test_a_page_is_drawn_for_the_window_in_its_cookie(client: FlaskClient, path: str) -> None:
    assert embedded(client.get(link(path, **NEURON)).text)["state"]["window"] == [1208, 576]
    client.set_cookie(COOKIE, "448x400")
    response = client.get(link(path, **NEURON))
    client.delete_cookie(COOKIE)
    assert embedded(response.text)["state"]["window"] == [448, 400]
    assert "Cookie" in response.headers["Vary"]
    assert response.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    "cookie", ["", "448", "448x", "448x99", "448x20001", "-448x400", "4e2x400", "٤٤٨x400", "1x1;x"]
)
def test_a_cookie_that_cannot_be_read_is_none(client: FlaskClient, cookie: str) -> None:
    client.set_cookie(COOKIE, cookie)
    response = client.get(link("/", **NEURON))
    client.delete_cookie(COOKIE)
    assert response.status_code == 200
    assert embedded(response.text)["state"]["window"] == [USUAL.width, USUAL.height]


def test_a_first_visit_on_a_phone_is_drawn_for_one(client: FlaskClient) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"
    response = client.get(link("/", **NEURON), headers={"User-Agent": agent})
    assert embedded(response.text)["state"]["window"] == [ON_A_PHONE.width, ON_A_PHONE.height]


def test_a_part_and_a_file_may_have_a_window(client: FlaskClient) -> None:
    for path in ("/api/trace/part", "/graph.svg"):
        assert client.get(link(path, **NEURON, window="448x400")).status_code == 200
        refused = client.get(link(path, **NEURON, window="448"))
        assert refused.status_code == 422
        assert "1168x576" in refused.get_json()["error"]["message"]
