"""The routes of training and of its data."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any, cast

from flask import Flask, Response, request

import graphs
from graphs.errors import TooLarge
from graphs.payload.encode import encode
from graphs.training.activations import curves
from graphs.training.csv_table import read_table
from graphs.training.data import GENERATORS, generate, written
from settings import Settings
from web.http.errors import Refused
from web.http.query import Query, from_json
from web.http.rates import Rates
from web.http.responses import send
from web.training.fields import (
    ACTIONS,
    boundary_fields,
    known_fields,
    number,
    surface_fields,
    text,
    train_fields,
    whole,
)
from web.training.jobs import WHOLE
from web.training.runs import Action, Runs
from web.training.series import as_csv
from web.work.engine import Engine
from web.work.jobs import Kind

LIGHT = ("run_status", "run_act", "run_update", "run_log", "data", "activations")  # endpoints
MOST_CSV = 200_000  # characters
A_DAY = 86_400


def add_training(
    app: Flask, settings: Settings, engine: Engine, rates: Rates, query: Callable[[], Query]
) -> Runs:
    """Adds the routes; the runs, so that they can be stopped."""
    runs = Runs(settings, engine.spool)

    def job(kind: Kind, train: dict[str, Any]) -> Response:
        return send(engine.answer(kind, replace(query(), train=train)))

    @app.post("/api/train")
    @rates.limit_runs
    def run_start() -> Response:
        asked = query()
        started = replace(asked, train=train_fields(asked.train, settings), run=None)
        answer = engine.answer("start", started)
        if answer.status != 200:
            return send(answer)
        plan = {
            "program": asked.program,
            "inputs": dict(asked.inputs),
            "posted": asked.state()["inputs"],
            "output": asked.output,
            "seed": asked.seed,
            "train": json.loads(answer.body),
        }
        return _json(runs.status(runs.start(plan, _argument("until", 0) or None).id))

    @app.get("/api/train/<run>")
    @rates.limit
    def run_status(run: str) -> Response:
        after = _argument("after", -1)
        if "wait" in request.args:
            runs.wait(run, after, _seconds())
        return _json(runs.status(run, after))

    @app.post("/api/train/<run>")
    @rates.limit
    def run_act(run: str) -> Response:
        fields = known_fields(from_json(request.get_data()), ("action",), "the request")
        action = fields.get("action")
        if action not in ACTIONS:
            raise Refused(422, f"action must be one of: {', '.join(ACTIONS)}.")
        runs.act(run, cast(Action, action))
        return _json(runs.status(run))

    @app.get("/api/train/<run>/update")
    @rates.limit
    def run_update(run: str) -> Response:
        iteration = _argument("iteration", 0)
        asked = Query(runs.files(run).read("plan")["program"], run=(run, iteration))
        return send(engine.answer("update", asked))

    @app.get("/api/train/<run>/log.csv")
    @rates.limit
    def run_log(run: str) -> Response:
        response = Response(as_csv(runs.logs.of(runs.files(run))), mimetype="text/csv")
        response.headers["Content-Disposition"] = 'attachment; filename="training.csv"'
        return response

    @app.post("/api/train/plan")
    @rates.limit
    def train_plan() -> Response:
        return job("plan", {})

    @app.post("/api/train/surface")
    @rates.limit
    def train_surface() -> Response:
        return job("surface", surface_fields(query().train))

    @app.post("/api/train/boundary")
    @rates.limit
    def train_boundary() -> Response:
        return job("boundary", boundary_fields(query().train))

    @app.get("/api/data")
    @rates.limit
    def generators() -> Response:
        rows = [
            {
                "name": row.name,
                "title": row.title,
                "rows": row.rows,
                "noise": row.noise,
                "noisy": row.noisy,
                "sizes": dict(row.sizes),
                "classes": row.classes,
                "remark": row.remark,
                "source": row.source,
            }
            for row in GENERATORS.values()
        ]
        return _json({"generators": rows})

    @app.post("/api/data")
    @rates.limit
    def data() -> Response:
        fields = from_json(request.get_data())
        try:
            return _json(_data(fields))
        except TooLarge as error:
            raise Refused(413, **error.to_dict()) from None
        except graphs.GraphError as error:
            raise Refused(400, **error.to_dict()) from None

    @app.get("/api/activations")
    @rates.limit
    def activations() -> Response:
        response = Response(_activations(), mimetype="application/json")
        response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
        response.add_etag()
        response.make_conditional(request)
        return response

    return runs


def _data(fields: Any) -> dict[str, Any]:
    """Data from a generator or from a table's text."""
    if isinstance(fields, dict) and "csv" in fields:
        fields = known_fields(fields, ("csv", "header", "labels"), "the request")
        header, labels = fields.get("header"), fields.get("labels")
        if not all(flag is None or isinstance(flag, bool) for flag in (header, labels)):
            raise Refused(422, "header and labels must be true, false or null.")
        if not isinstance(fields["csv"], str):
            raise Refused(422, "csv must be text.")
        if len(fields["csv"]) > MOST_CSV:
            raise Refused(413, f"The text is longer than {MOST_CSV:,} characters.")
        table = read_table(fields["csv"], header, labels is not False)
        x, y, columns, classes = table.x, table.y, list(table.columns), list(table.classes)
    else:
        sizes = tuple(dict.fromkeys(word for row in GENERATORS.values() for word in row.sizes))
        known = ("generator", "rows", "noise", "seed", *sizes)
        fields = known_fields(fields, known, "the request")
        name = text(fields, "generator")
        if name is None:
            raise Refused(422, 'Send {"generator": "two_moons"} or {"csv": "1,2\\n3,4"}.')
        given = {word: whole(fields, word, -(2**53), 2**53) for word in sizes if word in fields}
        x, y, columns = generate(
            name,
            whole(fields, "rows", -(2**53), 2**53),
            None if fields.get("noise") is None else number(fields, "noise"),
            whole(fields, "seed", -(2**53), 2**53) or 0,
            **{word: value for word, value in given.items() if value is not None},
        )
        classes = []
    return {
        "columns": columns,
        "X": encode(x, WHOLE),
        "y": None if y is None else encode(y, WHOLE),
        "classes": classes,
        "text": written(x, y),
    }


@lru_cache(maxsize=1)
def _activations() -> bytes:
    return json.dumps({"activations": curves()}, allow_nan=False).encode()


def _json(data: dict[str, Any]) -> Response:
    body = json.dumps(data, allow_nan=False, separators=(",", ":"))
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def _argument(name: str, default: int) -> int:
    """A whole number in the address."""
    try:
        return int(request.args.get(name, default=str(default))[:16])
    except ValueError:
        raise Refused(422, f"{name} must be a whole number.") from None


def _seconds() -> float:
    try:
        return min(max(float(request.args["wait"][:16]), 0.0), 1.0)
    except ValueError:
        raise Refused(422, "wait must be a number of seconds.") from None
