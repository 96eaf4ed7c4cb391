"""The groups around a group."""

from __future__ import annotations

from collections.abc import Iterator

from graphs.model import Graph


def ancestors(graph: Graph, group: int | None) -> Iterator[int]:
    """A group and the groups around it, from the inside out."""
    while group is not None:
        yield group
        group = graph.groups[group].parent
