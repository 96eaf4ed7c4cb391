"""Notices that say the same of one line, as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from graphs.model.graph import Notice


def counted(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices without those that say the same of the same line; the first says how often."""
    times = Counter(notices)
    return tuple(
        one if often == 1 else replace(one, message=f"{one.message} This happens {often} times.")
        for one, often in times.items()
    )
