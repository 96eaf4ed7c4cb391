"""Every route of ours is behind the rate limits that its blueprint says, and no other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from tests.support.links import link
from web.http.rates import COOKIE
from web.routes import LIMITED, RUN_STARTS, UNLIMITED
from web.routes.current import LIGHT

STRUCTURES, VALUES, RUNS, NONE = {"structures"}, {"values"}, {"structures", "runs"}, set[str]()
LIMITS = ("structures", "values", "runs")

# What a request on a new program counts against.
COUNTED: Mapping[str, tuple[str, set[str]]] = {
    "pages.index": ("GET /", STRUCTURES),
    "pages.embed": ("GET /embed", STRUCTURES),
    "api.trace": ("POST /api/trace", STRUCTURES),
    "api.part": ("GET /api/trace/part", STRUCTURES),
    "api.array": ("POST /api/array", STRUCTURES),
    "api.check": ("POST /api/check", STRUCTURES),
    "drawings.drawing": ("GET /graph.svg", STRUCTURES),
    "training.start_run": ("POST /api/train", RUNS),
    "training.run_status": ("GET /api/train/none", VALUES),
    "training.command_run": ("POST /api/train/none", VALUES),
    "training.change_run": ("POST /api/train/none/settings", VALUES),
    "training.run_update": ("GET /api/train/none/update", VALUES),
    "training.run_log": ("GET /api/train/none/log.csv", VALUES),
    "training.plan": ("POST /api/train/plan", STRUCTURES),
    "training.surface": ("POST /api/train/surface", STRUCTURES),
    "training.boundary": ("POST /api/train/boundary", STRUCTURES),
    "data.generators": ("GET /api/data", STRUCTURES),
    "data.make_data": ("POST /api/data", VALUES),
    "data.activations": ("GET /api/activations", VALUES),
    "examples.page": ("GET /examples", NONE),
    "examples.list_alone": ("GET /examples/list", NONE),
    "examples.gates": ("GET /api/gates", NONE),
    "health.healthz": ("GET /healthz", NONE),
}


def public(folder: Path, limit: str) -> FlaskClient:
    """A client that may do two things a day under one of the limits, and all it likes otherwise."""
    rates = {f"{name}_session": "2/day" if name == limit else "1000/second" for name in LIMITS}
    settings = {"workers": 0, "public": True, "train_folder": str(folder), **rates}
    client = create_app(settings).test_client()
    client.set_cookie(COOKIE, "one browser")
    return client


def status(client: FlaskClient, request: str, number: int) -> int:
    """The status of a request on the program of that number."""
    method, path = request.split()
    program = {"program": f"f = x * {number}"}
    body = {**program, "inputs": {"x": 1}} if method == "POST" else None
    address = path if body else link(path, **program, inputs={"x": 1})
    with client.open(address, method=method, json=body) as response:
        return response.status_code


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("endpoint", COUNTED)
def test_what_a_request_counts_against(tmp_path: Path, endpoint: str, limit: str) -> None:
    request, expected = COUNTED[endpoint]
    client = public(tmp_path, limit)
    refused = [status(client, request, number) == 429 for number in range(3)]
    assert refused == [False, False, limit in expected]


@pytest.mark.parametrize("kind", ["svg", "png", "pdf"])
def test_a_drawing_of_changed_values_counts_once(tmp_path: Path, kind: str) -> None:
    client = public(tmp_path, "values")
    codes = [status(client, f"GET /graph.{kind}", 1) for _ in range(4)]
    assert codes == [200, 200, 200, 429]  # the first one is a new program


def test_the_list_of_routes_is_complete(app: Flask) -> None:
    assert set(COUNTED) == set(app.view_functions)
    assert {*LIGHT, *RUN_STARTS} <= set(app.view_functions)
    names = {blueprint.name for blueprint in (*LIMITED, *UNLIMITED)}
    assert names == set(app.blueprints)
