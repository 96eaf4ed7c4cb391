"""The fonts of page and drawings."""

from __future__ import annotations

from flask import Blueprint, Response

from graphs.draw.fonts import web_font
from web.http.errors import Refused

A_YEAR = 31_536_000  # seconds

routes = Blueprint("fonts", __name__)


@routes.get("/fonts/<name>.woff2")
def font(name: str) -> Response:
    """A font, for good."""
    try:
        response = Response(web_font(name), mimetype="font/woff2")
    except KeyError:
        raise Refused(404, "There is no such font.") from None
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
