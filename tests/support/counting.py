"""Counting work in place of timing it: the same on every machine."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Calls:
    """How many functions were called, Python's own and those in C."""

    def __init__(self) -> None:
        self.count = 0


@contextmanager
def counted(most: int) -> Iterator[Calls]:
    """Counts the calls inside; past ``most`` of them it fails at once, so that nothing hangs."""
    calls = Calls()

    def note(frame: FrameType, event: str, argument: Any) -> None:
        if event in ("call", "c_call"):
            calls.count += 1
            if calls.count > most:
                sys.setprofile(None)
                raise AssertionError(f"more than {most:,} calls")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield calls
    finally:
        sys.setprofile(before)
