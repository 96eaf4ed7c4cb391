"""Waiting for what is meant: a state, an answer; never for a time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

LIMIT = 600.0  # seconds, which only end what hangs
PAUSE = 0.01

T = TypeVar("T")


def until(found: Callable[[], T], limit: float = LIMIT) -> T:
    """Ask again and again until the answer is true; that answer."""
    end = time.monotonic() + limit
    while not (answer := found()):
        assert time.monotonic() < end, "what was waited for did not come"
        time.sleep(PAUSE)
    return answer
