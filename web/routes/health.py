"""The health check, for a load balancer or a monitor."""

from __future__ import annotations

from flask import Blueprint, Response

routes = Blueprint("health", __name__)


@routes.get("/healthz")
def healthz() -> Response:
    """200 with the text "ok", as long as the server runs."""
    return Response("ok", mimetype="text/plain")
