"""The outlines around groups, and the positions of their titles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter

from graphs.draw.columns import PAD, Columns
from graphs.draw.curves import Path, Point, sample_points
from graphs.draw.graphviz_engine import margin
from graphs.draw.marks import Outline
from graphs.draw.text import clean, shorten, text_width


def outlines(columns: Columns, wires: list[Path]) -> list[Outline]:
    """The groups' outlines, outer ones first, with titles clear of the paths in ``wires``."""
    groups = columns.plan.graph.groups
    points = [point for path in wires for point in sample_points(path)] if groups else []
    points.sort(key=itemgetter(1))
    frames = []
    for index, (top, bottom) in sorted(_extents(columns).items()):
        low, high = columns.spans[index]
        left = columns.columns[low].start - PAD * columns.nesting(index, 0) + 4
        right = columns.columns[high].end + PAD * columns.nesting(index, 1) - 4
        full = clean(groups[index].title)
        title = shorten(full, 13, right - left - 24)
        x = _clear_title_x(left + 12, right, top, text_width(title, 13), points)
        frames.append(
            Outline(groups[index].id, title, full, left, top, right - left, bottom - top, x)
        )
    return frames


def _extents(columns: Columns) -> dict[int, tuple[float, float]]:
    """Top and bottom of each group with a box in it."""
    groups, y = columns.plan.graph.groups, columns.y
    padding = margin(columns.plan)
    extents: dict[int, tuple[float, float]] = {}
    member_extents: dict[int, list[tuple[float, float]]] = {}
    for box in columns.plan.boxes:
        if box.group is not None:
            extent = (y[box.index] - box.up, y[box.index] + box.down)
            member_extents.setdefault(box.group, []).append(extent)
    for group in reversed(groups):  # inner groups come after outer ones
        if group.index in member_extents:
            top = min(extent[0] for extent in member_extents[group.index]) - padding
            bottom = max(extent[1] for extent in member_extents[group.index]) + padding
            extents[group.index] = (top, bottom)
            if group.parent is not None:
                member_extents.setdefault(group.parent, []).append((top, bottom))
    return extents


def _clear_title_x(
    left: float,
    right: float,
    top: float,
    wide: float,
    wires: list[Point],
) -> float:
    """The first x along an outline's top at which no wire crosses its title; ``left`` if there is
    none. ``wires`` are points sorted by y."""
    start = bisect_left(wires, top - 4, key=itemgetter(1))
    stop = bisect_right(wires, top + 22, key=itemgetter(1))
    points = [x for x, _ in wires[start:stop]]
    x = left
    while x + wide < right - 8:
        crossings = [point for point in points if x - 8 <= point <= x + wide + 8]
        if not crossings:
            return x
        x = max(crossings) + 9
    return left
