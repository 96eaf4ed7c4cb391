"""What the page fetches about a program: its payload, parts of it, one array, the verdicts."""

from __future__ import annotations

from flask import Blueprint, Response, request

from web.http.responses import send
from web.routes.current import engine, query

LONGEST_PAGE_NAME = 64

routes = Blueprint("api", __name__, url_prefix="/api")


@routes.post("/trace")
def trace() -> Response:
    """The payload of the public contract."""
    return send(engine().answer("json", query(), page_name()))


@routes.get("/trace/part")
def part() -> Response:
    """What changes when groups are opened and closed, or where a search finds its words."""
    return send(engine().answer("part", query(), page_name()))


@routes.post("/array")
def array() -> Response:
    """One node's whole value and gradient."""
    return send(engine().answer("array", query()))


@routes.post("/check")
def check() -> Response:
    """The verdicts on a backward pass written by hand."""
    return send(engine().answer("check", query()))


def page_name() -> str | None:
    """Which page of which reader sent this request; the page makes its name up."""
    return request.headers.get("X-Backflow-Page", "")[:LONGEST_PAGE_NAME] or None
