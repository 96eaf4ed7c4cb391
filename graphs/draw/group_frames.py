"""The frames around groups, and a place for their titles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter

from graphs.draw.columns import PAD, Columns
from graphs.draw.curves import Path, Point, samples
from graphs.draw.graphviz_engine import margin
from graphs.draw.marks import Outline
from graphs.draw.text import clean, shorten, width


def outlines(columns: Columns, wires: list[Path]) -> list[Outline]:
    """The frames, the outer ones first; no title stands where one of ``wires`` runs."""
    groups = columns.plan.graph.groups
    points = [point for path in wires for point in samples(path)] if groups else []
    points.sort(key=itemgetter(1))
    found = []
    for index, (top, bottom) in sorted(_extents(columns).items()):
        low, high = columns.spans[index]
        left = columns.columns[low].start - PAD * columns.nesting(index, 0) + 4
        right = columns.columns[high].end + PAD * columns.nesting(index, 1) - 4
        full = clean(groups[index].title)
        title = shorten(full, 13, right - left - 24)
        x = _clear(left + 12, right, top, width(title, 13), points)
        found.append(
            Outline(groups[index].id, title, full, left, top, right - left, bottom - top, x)
        )
    return found


def _extents(columns: Columns) -> dict[int, tuple[float, float]]:
    """Top and bottom of each group that has something in it."""
    groups, y = columns.plan.graph.groups, columns.y
    around = margin(columns.plan)
    extents: dict[int, tuple[float, float]] = {}
    inside: dict[int, list[tuple[float, float]]] = {}
    for box in columns.plan.boxes:
        if box.group is not None:
            extent = (y[box.index] - box.up, y[box.index] + box.down)
            inside.setdefault(box.group, []).append(extent)
    for group in reversed(groups):  # inner groups come after outer ones
        if group.index in inside:
            top = min(extent[0] for extent in inside[group.index]) - around
            bottom = max(extent[1] for extent in inside[group.index]) + around
            extents[group.index] = (top, bottom)
            if group.parent is not None:
                inside.setdefault(group.parent, []).append((top, bottom))
    return extents


def _clear(
    left: float,
    right: float,
    top: float,
    wide: float,
    wires: list[Point],
) -> float:
    """The first place along an outline's top where no wire crosses its title; ``wires`` are points
    sorted by height."""
    start = bisect_left(wires, top - 4, key=itemgetter(1))
    stop = bisect_right(wires, top + 22, key=itemgetter(1))
    points = [x for x, _ in wires[start:stop]]
    x = left
    while x + wide < right - 8:
        hits = [point for point in points if x - 8 <= point <= x + wide + 8]
        if not hits:
            return x
        x = max(hits) + 9
    return left
