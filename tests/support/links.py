"""Links as the page makes them."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode


def link(path: str, **fields: Any) -> str:
    """A plain link to a state."""
    if isinstance(fields.get("inputs"), Mapping):
        fields["inputs"] = json.dumps(fields["inputs"])
    return f"{path}?{urlencode(fields)}"


def packed(state: Any) -> str:
    """A state, or bytes, as the ``z`` of a link."""
    data = zlib.compress(state if isinstance(state, bytes) else json.dumps(state).encode())
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
