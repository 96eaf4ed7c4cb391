"""A word for those who watch the server."""

from __future__ import annotations

from flask import Blueprint, Response

routes = Blueprint("health", __name__)


@routes.get("/healthz")
def healthz() -> Response:
    """The server answers."""
    return Response("ok", mimetype="text/plain")
