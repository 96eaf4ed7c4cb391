"""The links that the server writes: back to the same query, with every row of the state."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import parse_qs, parse_qsl

import pytest
from flask.testing import FlaskClient

from settings import Settings
from tests.support.links import link
from web.http.fields import STATE
from web.http.link import link_of
from web.http.query import Query, from_fields, from_link

SETTINGS = Settings()
EVERY_ROW: dict[str, Any] = {
    "mode": "train",
    "program": "# a&b=c?\nθ = 2 % x~y * é",
    "inputs": {"x": [1.0, "NaN", -0.0, 0.25], "w": -2.0, "r": {"generate": "randn", "shape": [2]}},
    "output": "f",
    "call": "net",
    "loops": {"3": "every"},
    "generate": True,
    "upstream": [[1.0, "NaN"], [-0.0, 0.25]],
    "loss": "f",
    "step": 0,
    "seed": 7,
    "numbers": "full",
    "view": "code",
    "options": {"language": "jax", "word": "\ud800"},
    "fold": ["p0", "p1"],
    "open": ["g0", "g1"],
    "train": {"optimizer": "adam", "settings": {"rate": 0.1}, "batch": None},
    "run": {"id": "abc", "iteration": 4},
}
SIGMOIDS = {
    "program": "r = np.random.randn(2)\nf = sum(1 / (1 + exp(-x * r)))",
    "inputs": {"x": 1},
    "fold": "p0",
    "open": "",
    "numbers": "full",
    "step": 1,
}


def read(text: str) -> Query:
    """The query that a link means."""
    return from_link(dict(parse_qsl(text, keep_blank_values=True)), Query(), SETTINGS)


def test_a_link_reads_back_as_the_same_query() -> None:
    assert list(EVERY_ROW) == list(STATE)
    query = from_fields({**EVERY_ROW, "fill": True}, SETTINGS)  # which every link asks for
    text = link_of(query.state())
    assert [name for name, _ in parse_qsl(text)] == list(STATE)
    assert repr(read(text)) == repr(query)  # NaN does not equal itself


@pytest.mark.parametrize("name", [name for name in EVERY_ROW if name != "program"])
def test_a_link_has_a_row_only_where_it_is_not_as_usual(name: str) -> None:
    query = from_fields({"program": "f", name: EVERY_ROW[name], "fill": True}, SETTINGS)
    text = link_of(query.state())
    assert [row for row, _ in parse_qsl(text)] == sorted(("program", name), key=STATE.index)
    assert repr(read(text)) == repr(query)


def test_a_link_is_spelled_as_the_page_spells_it() -> None:
    assert link_of(Query().state()) == "program="
    assert link_of(Query("f", open="auto").state()) == "program=f"
    assert link_of(Query("f", open=()).state()) == "program=f&open="
    state = Query("f = x*y~", {"x": 2.0, "y": [0.5, -0.0]}, fold=("p0", "p1")).state()
    assert link_of(state, step=3) == (
        "program=f+=+x%2Ay%7E&inputs=%7B%22x%22:2,%22y%22:%5B0.5,-0.0%5D%7D&step=3&fold=p0,p1"
    )


@pytest.mark.parametrize("page", ["/", "/embed"])
def test_links_without_scripts_keep_the_state(client: FlaskClient, page: str) -> None:
    text = client.get(link(page, **SIGMOIDS)).text
    links = [
        html.unescape(found) for found in re.findall(r'href="(/[^"]*[?][^"]*fold=[^"]*)"', text)
    ]
    targets = [address.partition("?")[0] for address in links]
    others = ["/"] if page == "/embed" else []  # Open full
    assert sorted(targets) == sorted([page, page, *others])
    for address in links:
        fields = parse_qs(address.partition("?")[2], keep_blank_values=True)
        step = fields.pop("step")
        assert step in (["0"], ["1"], ["2"])
        assert fields.pop("seed")[0].isdecimal()  # of what was drawn at random
        assert fields == {
            "program": [SIGMOIDS["program"]],
            "inputs": ['{"x":1}'],
            "numbers": ["full"],
            "fold": ["p0"],
            "open": [""],
        }
