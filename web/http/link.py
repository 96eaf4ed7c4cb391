"""A page's state as a link, in the spelling of static/js/state/address.js."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

from graphs.groups.open_groups import AUTO
from web.http.fields import STATE_ROWS

EXACT = 2**53  # up to here a float64 holds every whole number


def link_of(state: Mapping[str, Any], **changed: Any) -> str:
    """The query string of a link that opens a state: "program=…&inputs=…&step=3".

    ``state`` is a ``Query.state()``; ``changed`` are rows that the link has otherwise. Rows that
    are as usual are left out, but for the program: without one a link means the example.
    """
    values = {**state, **changed}
    if values["open"] == AUTO:
        values["open"] = None  # that is what a page does without it
    return "&".join(
        f"{row['name']}={_encode(_written(row, values[row['name']]))}"
        for row in STATE_ROWS
        if row["link"]
        and (
            row["name"] == "program"
            or _written(row, values[row["name"]]) != _written(row, row["default"])
        )
    )


def look_in_links(theme: str | None, controls: str, limit: tuple[str, ...]) -> str:
    """What the links of an embed say beside its state, so that it goes on looking as it does."""
    said = {"theme": theme, "controls": controls if controls != "full" else None}
    said["limit"] = ",".join(limit)
    return "".join(f"&{name}={value}" for name, value in said.items() if value)


def _written(row: Mapping[str, Any], value: Any) -> str:
    """A row as text: a list of names with commas, other structures as JSON."""
    if isinstance(value, str | int) and "json" not in row:
        return str(value)
    if isinstance(value, list | tuple) and "json" not in row:
        return ",".join(value)
    shortened = json.loads(json.dumps(value), parse_float=_shortest)
    return json.dumps(shortened, ensure_ascii=False, separators=(",", ":"))


def _shortest(text: str) -> float:
    """A number, 2.0 as 2, the way JavaScript writes it; -0.0 keeps its sign."""
    number = float(text)
    is_short = number.is_integer() and abs(number) <= EXACT and text != "-0.0"
    return int(number) if is_short else number


def _encode(text: str) -> str:
    """Only what would break a link, Markdown or an e-mail is percent-encoded.

    Half of a surrogate pair, which only a string in JSON can hold, becomes its escape there.
    """
    return quote_plus(text, safe="=/:,@", errors="backslashreplace").replace("~", "%7E")
