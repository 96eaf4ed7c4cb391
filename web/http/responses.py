"""Answers and errors as HTTP responses."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Response, g, render_template, request

from web.http.answer import Answer


def send(answer: Answer) -> Response:
    """A finished answer as a response."""
    return Response(answer.body, answer.status, mimetype=answer.mimetype)


def send_fresh(data: Mapping[str, Any]) -> Response:
    """JSON-safe data that nobody may keep."""
    body = json.dumps(data, allow_nan=False, separators=(",", ":"))
    return Response(body, mimetype="application/json", headers={"Cache-Control": "no-store"})


def send_kept(response: Response, seconds: int) -> Response:
    """A response that anybody may keep so long, and then only asks whether it has changed."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.add_etag()
    response.make_conditional(request)
    return response


def send_error(status: int, error: Mapping[str, Any]) -> Response:
    """An error as a page for those who browse, else as JSON."""
    kind = request.accept_mimetypes.best_match(["application/json", "text/html"])
    if kind == "text/html" and not request.path.startswith(("/api/", "/graph.")):
        return Response(
            render_template("error.html", error=error, status=status, nonce=nonce()), status
        )
    return Response(json.dumps({"error": error}), status, mimetype="application/json")


def nonce() -> str:
    """This response's Content-Security-Policy nonce."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(18)
    made: str = g.nonce
    return made
