"""Answers and errors as HTTP responses."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from typing import Any

from flask import Response, g, render_template, request

from settings import Settings
from web.work.jobs import Answer


def send(answer: Answer) -> Response:
    """A finished answer as a response."""
    return Response(answer.body, answer.status, mimetype=answer.mimetype)


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


def explain(status: int, settings: Settings) -> str:
    """What a status means here, in a sentence."""
    return {
        404: "There is no such page.",
        405: "This address does not take that method.",
        413: f"The request is larger than the limit of {settings.body_bytes:,} bytes.",
        429: "That was too many requests; wait a little and go on.",
    }.get(
        status, "The server could not read this request." if status < 500 else "The server failed."
    )
