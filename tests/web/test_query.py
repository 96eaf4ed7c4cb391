"""The table of fields: the server's readers beside the page's own rows, and both ways in."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any
from urllib.parse import parse_qsl

import pytest
from werkzeug.datastructures import MultiDict

from settings import Settings
from tests.support.links import packed
from web.http.errors import Refused
from web.http.fields import FIELDS, IN_LINKS, STATE, STATE_ROWS
from web.http.link import link_of
from web.http.query import Query, from_body, from_link
from web.http.readers import RunIteration

SETTINGS = Settings()
LOOKS = {"theme", "scale", "transparent", "controls", "limit"}  # of a file or an embed
REQUEST_ONLY = {"fill", "wrt", "node", "views", "find", "tags", *LOOKS}

# One value of every field: as JSON, and as a link writes it (None: a link does not carry it).
EXAMPLES: dict[str, tuple[Any, str | None]] = {
    "mode": ("train", "train"),
    "program": ("f = x * w", "f = x * w"),
    "inputs": ({"x": [1.0, "NaN"], "w": -2.0}, '{"x": [1.0, "NaN"], "w": -2.0}'),
    "output": ("f", "f"),
    "fill": (True, None),
    "call": ("net", "net"),
    "loops": ({"3": "every"}, '{"3": "every"}'),
    "generate": (True, "true"),
    "upstream": ([[1.0, "NaN"]], '[[1.0, "NaN"]]'),
    "loss": ("f", "f"),
    "step": (3, "3"),
    "seed": (7, "7"),
    "numbers": ("full", "full"),
    "view": ("code", "code"),
    "options": ({"language": "jax"}, '{"language": "jax"}'),
    "fold": (["p0", "p1"], "p0,p1"),
    "open": (["g0", "g1"], "g0,g1"),
    "train": ({"optimizer": "adam"}, '{"optimizer": "adam"}'),
    "run": ({"id": "abc", "iteration": 4}, '{"id": "abc", "iteration": 4}'),
    "window": ([1168, 576], "1168x576"),
    "wrt": (["x"], None),
    "node": ("n0", None),
    "views": ({"code": {}}, None),
    "find": ("x", "x"),
    "tags": ("0123abcd+9", None),
    "theme": ("dark", "dark"),
    "scale": (4, "4"),
    "transparent": (True, "true"),
    "controls": ("steps", "steps"),
    "limit": (["views", "edit"], "views,edit"),
}


def test_every_row_of_the_state_has_a_reader() -> None:
    for row in STATE_ROWS:
        if row["link"] or row["request"]:
            assert row["name"] in FIELDS
        if row["link"]:
            assert row["name"] in IN_LINKS


def test_every_reader_belongs_to_a_row_or_to_requests_alone() -> None:
    rows = {row["name"] for row in STATE_ROWS if row["link"] or row["request"]}
    assert set(FIELDS) == rows | REQUEST_ONLY
    assert not rows & REQUEST_ONLY
    assert set(FIELDS) == {field.name for field in fields(Query)}


def test_the_defaults_of_page_and_server_agree() -> None:
    defaults = {row["name"]: row["default"] for row in STATE_ROWS if row["link"]}
    state = Query().state()
    assert json.loads(json.dumps(state)) == defaults
    assert list(state) == list(defaults) == list(STATE)


def test_a_body_a_packed_link_and_a_plain_one_mean_the_same() -> None:
    assert set(EXAMPLES) == set(FIELDS)
    body = {name: value for name, (value, _) in EXAMPLES.items()}
    from_json = from_body(json.dumps(body).encode(), SETTINGS)
    assert repr(from_link({"z": packed(body)}, Query(), SETTINGS)) == repr(from_json)
    linked = {name: text for name, (_, text) in EXAMPLES.items() if text is not None}
    assert set(linked) == set(IN_LINKS)
    plain = from_link(MultiDict(linked), Query(), SETTINGS)
    in_body = {name: body[name] for name in linked} | {"fill": True}
    assert repr(plain) == repr(from_body(json.dumps(in_body).encode(), SETTINGS))


def test_a_plain_parameter_beside_a_packed_link_wins() -> None:
    packed_link = packed({"program": "f = x", "step": 3, "numbers": "full"})
    query = from_link({"z": packed_link, "step": "1", "theme": "dark"}, Query(), SETTINGS)
    assert query == Query("f = x", step=1, numbers="full", theme="dark", fill=True)


@pytest.mark.parametrize(
    "asked",
    ["theme=pink", "scale=0", "scale=5", "scale=2.5", "transparent=yes", "controls=all", "limit=x"],
)
def test_looks_are_checked(asked: str) -> None:
    name, _, value = asked.partition("=")
    with pytest.raises(Refused) as refused:
        from_link({"program": "f = x", name: value}, Query(), SETTINGS)
    assert refused.value.status == 422
    assert name in refused.value.error["message"]


def test_a_truth_may_be_a_digit() -> None:
    for text, truth in {"1": True, "true": True, "0": False, "false": False}.items():
        assert from_link({"transparent": text}, Query(), SETTINGS).transparent is truth


def test_a_state_comes_back_from_its_link() -> None:
    body = {name: value for name, (value, _) in EXAMPLES.items()}
    state = from_body(json.dumps(body).encode(), SETTINGS).state()
    assert json.loads(json.dumps(state)) == {name: body[name] for name in STATE}


@pytest.mark.parametrize("name", [name for name in EXAMPLES if name != "program"])
def test_null_and_an_empty_text_say_nothing(name: str) -> None:
    body = json.dumps({"program": "f = x", name: None}).encode()
    assert from_body(body, SETTINGS) == Query("f = x")
    if name in IN_LINKS and name not in ("open", "fold"):
        linked = from_link({"program": "f = x", name: ""}, Query(), SETTINGS)
        assert linked == Query("f = x", fill=True)


def test_an_empty_open_closes_every_group() -> None:
    assert from_link({"program": "f = x", "open": ""}, Query(), SETTINGS).open == ()
    assert from_link({"program": "f = x"}, Query(), SETTINGS).open is None
    assert from_link({"program": "f = x", "open": "all"}, Query(), SETTINGS).open == "all"


def test_a_link_without_a_program_means_the_default_one() -> None:
    default = Query("f = x", {"x": 2.0})
    assert from_link({"step": "1"}, default, SETTINGS) == replace(default, step=1, fill=True)
    assert from_link({"inputs": '{"x": 3}'}, default, SETTINGS).inputs == {"x": 3.0}
    assert from_link({"program": ""}, default, SETTINGS) == Query("", fill=True)


def test_what_changes_an_answer_changes_its_key() -> None:
    query = Query("f = x", {"a": 1.0, "b": 2.0})
    for name, (value, _) in EXAMPLES.items():
        changed = FIELDS[name].read(value, name)
        # the open tab and what an embed shows around the picture, which the page does by itself
        same = name in ("view", "options", "controls", "limit")
        assert (Query(**{**vars(query), name: changed}).key == query.key) == same, name
    assert Query("f = x", {"b": 2.0, "a": 1.0}).key == query.key


def test_a_run_is_named_with_its_iteration() -> None:
    query = Query("f = x", run=RunIteration("abc", 4))
    assert query.state()["run"] == {"id": "abc", "iteration": 4}


def test_names_may_be_paths_in_bodies_and_links() -> None:
    inputs = {"params['W1']": 2.0, "net.layers[0].w": [1.0]}
    fields = {"program": "f = x", "inputs": inputs, "output": 'p["a b"]', "wrt": ["net.w"]}
    query = from_body(json.dumps(fields).encode(), SETTINGS)
    assert dict(query.inputs) == inputs
    assert (query.output, query.wrt) == ("p['a b']", ("net.w",))
    state = query.state()
    again = from_link(MultiDict(parse_qsl(link_of(state))), Query(), SETTINGS)
    assert again == replace(query, wrt=None, fill=True)
    for name in ("x y", "f(x)", "p[x]", "p['a", "__import__('os')", "x" * 1_001, "p['" + "a" * 999):
        body = json.dumps({"program": "f = x", "inputs": {name: 1}}).encode()
        with pytest.raises(Refused):
            from_body(body, SETTINGS)


@pytest.mark.parametrize(
    "fields",
    [
        *({"fill": wrong} for wrong in (1, "yes", [])),
        *({"call": wrong} for wrong in (1, ["f"], "f(x)", "")),
        *({"loops": wrong} for wrong in ("all", [3], {"3": "twice"}, {"three": "all"})),
        *({"loops": wrong} for wrong in ({"-3": "all"}, {"3": ["all"]}, {"²": "all"})),
        {"loops": {str(line): "all" for line in range(1_000)}},
    ],
)
def test_what_may_be_assumed_is_checked(fields: dict[str, Any]) -> None:
    with pytest.raises(Refused) as refused:
        from_body(json.dumps({"program": "f = x", **fields}).encode(), SETTINGS)
    assert refused.value.status == 422
    assert next(iter(fields)) in refused.value.error["message"]
