"""What an entry of the gallery is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

Entry = dict[str, Any]


def example(
    id: str, title: str, note: str, program: str, inputs: Mapping[str, Any] | None = None
) -> Entry:
    """One entry, with the link that opens it. Inputs are numbers or nested lists of numbers."""
    text = program.strip("\n")
    href = "/?program=" + quote(text, safe="")
    if inputs:
        href += "&inputs=" + quote(json.dumps(inputs), safe="")
    return {
        "id": id,
        "title": title,
        "note": note,
        "program": text,
        "inputs": {name: _floats(value) for name, value in (inputs or {}).items()},
        "href": href,
    }


def _floats(value: Any) -> Any:
    return [_floats(part) for part in value] if isinstance(value, list) else float(value)
