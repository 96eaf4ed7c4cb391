"""The current application's engine, runs and settings, and the current request's query."""

from __future__ import annotations

from typing import cast

from flask import current_app, g, request

from settings import Settings
from web.gallery import FIRST_QUERY
from web.http.errors import Refused
from web.http.query import Query, from_body, from_link
from web.training.runs import Runs
from web.work.engine import Engine

# Endpoints of no program's own: they never count as a new one.
LIGHT = (
    "training.run_status", "training.command_run", "training.change_run",
    "training.run_update", "training.run_log", "data.make_data", "data.activations",
)  # fmt: skip


def settings() -> Settings:
    """The application's settings."""
    return cast(Settings, current_app.extensions["backflow_settings"])


def engine() -> Engine:
    """The application's engine, which answers queries."""
    return cast(Engine, current_app.extensions["backflow"])


def runs() -> Runs:
    """The runs of training."""
    return cast(Runs, current_app.extensions["backflow_runs"])


def query() -> Query:
    """The query in this request's body or link, read once.

    Raises:
        Refused: it cannot be read.
    """
    if "query" not in g:
        if request.method == "POST":
            g.query = from_body(request.get_data(), settings())
        else:
            g.query = from_link(request.args, FIRST_QUERY, settings())
    return cast(Query, g.query)


def only_values() -> bool:
    """Whether this request only changes values of a program that was traced lately."""
    if request.endpoint in LIGHT:
        return True
    try:
        return engine().knows_structure(query())
    except Refused:
        return False
