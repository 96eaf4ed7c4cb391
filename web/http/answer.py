"""A finished answer: made by a worker process, kept by the engine, sent by a route."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from web.http.errors import error_fields


@dataclass(frozen=True)
class Answer:
    """Status, body and type of a response. ``svg`` is the drawing that a page shows first."""

    status: int
    body: bytes
    mimetype: str = "application/json"
    svg: str = ""


def json_answer(data: Mapping[str, Any]) -> Answer:
    """JSON-safe data as an answer."""
    return Answer(200, json.dumps(data, allow_nan=False, separators=(",", ":")).encode())


def error_answer(
    status: int, message: object, beside: Mapping[str, Any] | None = None, **fields: Any
) -> Answer:
    """An error as an answer; ``beside`` are entries sent next to it."""
    body = json.dumps({"error": error_fields(str(message), **fields), **(beside or {})})
    return Answer(status, body.encode())
