"""A request that is refused, the JSON every error is sent as, and words for what was sent."""

from __future__ import annotations

from typing import Any

KINDS = ((bool, "true or false"), (str, "text"), (list, "a list"), (dict, "an object"))


def error_fields(message: str, **fields: Any) -> dict[str, Any]:
    """An error in the shape of the public contract."""
    empty = {"line": None, "column": None, "end_column": None, "hint": None, "mend": None}
    return {"message": message, **empty, **fields}


class Refused(Exception):
    """A request that is not carried out: its HTTP status, the error to send, and after how many
    seconds it is worth asking again, where it is."""

    def __init__(self, status: int, message: str, retry: int | None = None, **fields: Any) -> None:
        super().__init__(message)
        self.status = status
        self.retry = retry
        self.error = error_fields(message, **fields)


class OverTime(Refused):
    """A job that took longer than its limit."""


def kind_of(value: Any) -> str:
    """What a JSON value is, in words."""
    if value is None:
        return "null"
    return next((words for kind, words in KINDS if isinstance(value, kind)), "a number")


def quoted(text: Any) -> str:
    """A stranger's name, quoted, shortened and safe to print."""
    shown = ascii(text)
    return shown if len(shown) <= 60 else shown[:57] + "…'"
