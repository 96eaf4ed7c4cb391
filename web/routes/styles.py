"""The page's style sheet: one address, which changes when the sheet does."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from web.http.style_sheet import style_sheet

A_YEAR = 31_536_000  # seconds

routes = Blueprint("styles", __name__)


@routes.get("/style.css")
def sheet() -> Response:
    """The sheet: kept for a year at the address of its text, checked again at any other."""
    current = style_sheet()
    response = Response(current.text, mimetype="text/css")
    response.set_etag(current.version)
    if request.args.get("v") == current.version:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response


@routes.app_template_global()
def style_address() -> str:
    """Where a page finds the sheet as it is now."""
    return url_for("styles.sheet", v=style_sheet().version)
