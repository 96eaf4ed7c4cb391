"""What nodes are computed from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graphs.model.graph import Node


def ancestors(nodes: Sequence[Node], of: Iterable[int], start: int = 0) -> set[int]:
    """The nodes that some are computed from, and themselves; of those before ``start`` only the
    ones that are used directly."""
    waiting, met = list(of), set[int]()
    while waiting:
        here = waiting.pop()
        if here not in met:
            met.add(here)
            waiting.extend(nodes[here].args if here >= start else ())
    return met
