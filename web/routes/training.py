"""Runs of training: plan, start, command, status, and the plots of a loss and its decisions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, cast

from flask import Blueprint, Response, request

from web.http.decode import from_json
from web.http.errors import Refused
from web.http.query import Query
from web.http.readers import RunIteration
from web.http.responses import send, send_fresh
from web.routes.current import engine, query, runs, settings
from web.training.fields import (
    ACTIONS,
    boundary_fields,
    change_fields,
    known_fields,
    surface_fields,
    train_fields,
)
from web.training.runs import Action
from web.training.series import as_csv

routes = Blueprint("training", __name__, url_prefix="/api/train")


@routes.post("")
def start_run() -> Response:
    """A new run; with ``?until=k`` it pauses at that iteration. Its status."""
    train = train_fields(query().train or {}, settings())
    answer = engine().answer("start", replace(query(), train=train, run=None))
    if answer.status != 200:
        return send(answer)
    complete = json.loads(answer.body)
    plan = {
        "program": query().program,
        "inputs": {**complete.pop("filled"), **query().inputs},
        "posted": query().state()["inputs"],
        "output": query().output,
        "seed": query().seed,
        "train": complete,
    }
    run = runs().start(plan, _whole_argument("until", 0) or None)
    return send_fresh(runs().status(run.id))


@routes.get("/<run>")
def run_status(run: str) -> Response:
    """A run's status, with what is new after ``?after=k``; with ``?wait=1`` once there is news."""
    after = _whole_argument("after", -1)
    if "wait" in request.args:
        runs().wait(run, after, _seconds_to_wait())
    return send_fresh(runs().status(run, after))


@routes.post("/<run>")
def command_run(run: str) -> Response:
    """Pause, resume, step or cancel."""
    fields = known_fields(from_json(request.get_data()), ("action",), "the request")
    action = fields.get("action")
    if action not in ACTIONS:
        raise Refused(422, f"action must be one of: {', '.join(ACTIONS)}.")
    runs().act(run, cast(Action, action))
    return send_fresh(runs().status(run))


@routes.post("/<run>/settings")
def change_run(run: str) -> Response:
    """Another optimizer, other settings or another batch, from the next iteration on."""
    fields = change_fields(from_json(request.get_data()))
    iteration = runs().status(run)["iteration"]
    program = runs().files(run).read("plan")["program"]
    asked = Query(program, run=RunIteration(run, iteration), train=fields)
    answer = engine().answer("change", asked)
    if answer.status != 200:
        return send(answer)
    runs().change(run, json.loads(answer.body))
    engine().answers.forget(run)  # the iteration it stands at may have another batch and update
    return send_fresh(runs().status(run))


@routes.get("/<run>/update")
def run_update(run: str) -> Response:
    """The optimizer's rule with the numbers of the update after ``?iteration=k``."""
    iteration = _whole_argument("iteration", 0)
    program = runs().files(run).read("plan")["program"]
    return send(engine().answer("update", Query(program, run=RunIteration(run, iteration))))


@routes.get("/<run>/log.csv")
def run_log(run: str) -> Response:
    """The losses and statistics as a table."""
    response = Response(as_csv(runs().logs.of(runs().files(run))), mimetype="text/csv")
    response.headers["Content-Disposition"] = 'attachment; filename="training.csv"'
    return response


@routes.post("/plan")
def plan() -> Response:
    """What the inputs of a program seem to be, and every optimizer."""
    return _job("plan", {})


@routes.post("/surface")
def surface() -> Response:
    """The loss over two numbers."""
    return _job("surface", surface_fields(query().train or {}))


@routes.post("/boundary")
def boundary() -> Response:
    """What the program says of each point of the plane."""
    return _job("boundary", boundary_fields(query().train or {}))


def _job(kind: str, train: dict[str, Any]) -> Response:
    return send(engine().answer(kind, replace(query(), train=train)))


def _whole_argument(name: str, default: int) -> int:
    """A whole number in the address."""
    try:
        return int(request.args.get(name, default=str(default))[:16])
    except ValueError:
        raise Refused(422, f"{name} must be a whole number.") from None


def _seconds_to_wait() -> float:
    try:
        return min(max(float(request.args["wait"][:16]), 0.0), 1.0)
    except ValueError:
        raise Refused(422, "wait must be a number of seconds.") from None
