"""The annotated drawing as a file."""

from __future__ import annotations

from flask import Blueprint, Response

from graphs.draw.export import style_hash
from graphs.draw.kinds import KINDS
from web.http.responses import send, send_kept
from web.http.security import NONE, drawing_headers
from web.routes.current import engine, query

FIVE_MINUTES = 300

routes = Blueprint("drawings", __name__)


@routes.get(f"/graph.<any({', '.join(KINDS)}):kind>")
def drawing(kind: str) -> Response:
    """The file of a kind, at the link's step or whole."""
    response = send(engine().answer(kind, query()))
    if response.status_code != 200:
        return response
    style = style_hash(response.get_data(as_text=True)) if kind == "svg" else NONE
    drawing_headers(style).set_headers(response)
    response.headers["Content-Disposition"] = f'inline; filename="circuit.{kind}"'
    return send_kept(response, FIVE_MINUTES)
