"""Data to train on, from a generator or a table's text, and the curves of activations."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from flask import Blueprint, Response, request

import graphs
from graphs.errors import TooLarge
from graphs.payload.encode import encode
from graphs.training.activations import curves
from graphs.training.csv_table import read_table
from graphs.training.data import GENERATORS, data_lines, generate
from web.http.decode import from_json
from web.http.errors import Refused
from web.http.responses import send_fresh, send_kept
from web.training.fields import known_fields, number, text, whole
from web.training.jobs import WHOLE

MOST_CSV = 200_000  # characters
ANY_WHOLE = -(2**53), 2**53  # that JavaScript holds exactly; the engine has its own bounds
THUMBNAIL = 60  # rows that a generator is shown with
A_DAY = 86_400  # seconds

routes = Blueprint("data", __name__, url_prefix="/api")


@routes.get("/data")
def generators() -> Response:
    """Every generator with its settings."""
    rows = [
        {
            "name": row.name,
            "title": row.title,
            "rows": row.rows,
            "noise": row.noise,
            "noisy": row.noise_meaning,
            "sizes": dict(row.sizes),
            "classes": row.classes,
            "remark": row.remark,
            "source": row.source,
            "points": thumbnail(row.name),
        }
        for row in GENERATORS.values()
    ]
    return send_fresh({"generators": rows})


@lru_cache(maxsize=len(GENERATORS))
def thumbnail(name: str) -> list[list[float]]:
    """A few of a generator's own points, each with its class, or with 0 where it has none."""
    row = GENERATORS[name]
    points, targets, _ = generate(name, THUMBNAIL)
    if points.shape[1] == 1:
        points = np.column_stack((points, targets))
    labels = targets if row.classes else np.zeros(len(points))
    rows: list[list[float]] = np.column_stack((points[:, :2], labels)).round(2).tolist()
    return rows


@routes.post("/data")
def make_data() -> Response:
    """Data from a generator, or from a table's text."""
    fields = from_json(request.get_data())
    from_table = isinstance(fields, dict) and "csv" in fields
    try:
        return send_fresh(table_data(fields) if from_table else generated_data(fields))
    except TooLarge as error:
        raise Refused(413, **error.to_dict()) from None
    except graphs.GraphError as error:
        raise Refused(400, **error.to_dict()) from None


@routes.get("/activations")
def activations() -> Response:
    """The curves of activation functions and their slopes."""
    return send_kept(Response(_activations(), mimetype="application/json"), A_DAY)


def table_data(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of comma-separated text; its last one are labels where they are wanted."""
    fields = known_fields(fields, ("csv", "header", "labels"), "the request")
    header, labels = fields.get("header"), fields.get("labels")
    if not all(flag is None or isinstance(flag, bool) for flag in (header, labels)):
        raise Refused(422, "header and labels must be true, false or null.")
    if not isinstance(fields["csv"], str):
        raise Refused(422, "csv must be text.")
    if len(fields["csv"]) > MOST_CSV:
        raise Refused(413, f"The text is longer than {MOST_CSV:,} characters.")
    table = read_table(fields["csv"], header, labels is not False)
    return _columns(table.x, table.y, list(table.columns), list(table.classes))


def generated_data(fields: Any) -> dict[str, Any]:
    """A generator's points."""
    sizes = tuple(dict.fromkeys(word for row in GENERATORS.values() for word in row.sizes))
    known = ("generator", "rows", "noise", "seed", *sizes)
    fields = known_fields(fields, known, "the request")
    name = text(fields, "generator")
    if name is None:
        raise Refused(422, 'Send {"generator": "two_moons"} or {"csv": "1,2\\n3,4"}.')
    chosen = {word: whole(fields, word, *ANY_WHOLE) for word in sizes}
    x, y, columns = generate(
        name,
        whole(fields, "rows", *ANY_WHOLE),
        None if fields.get("noise") is None else number(fields, "noise"),
        whole(fields, "seed", *ANY_WHOLE) or 0,
        **{word: value for word, value in chosen.items() if value is not None},
    )
    return _columns(x, y, columns, [])


def _columns(x: Any, y: Any, columns: list[str], classes: list[str]) -> dict[str, Any]:
    return {
        "columns": columns,
        "X": encode(x, WHOLE),
        "y": None if y is None else encode(y, WHOLE),
        "classes": classes,
        "text": data_lines(x, y),
    }


@lru_cache(maxsize=1)
def _activations() -> bytes:
    return json.dumps({"activations": curves()}, allow_nan=False).encode()
