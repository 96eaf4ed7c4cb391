"""What a page of ours hands to its scripts, read from its HTML."""

from __future__ import annotations

import json
import re
from typing import Any


def embedded(html: str) -> dict[str, Any]:
    """What the page hands to its scripts."""
    found = re.search(
        r'<script type="application/json" id="payload"[^>]*>(.*?)</script>', html, re.S
    )
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data
