"""Heights without Graphviz, in linear time, for very large pictures.

The barycentre heuristic: each column is ordered by the mean height of its boxes' sources, then of
their targets; boxes of a group stay together. Crossings are not counted, so it is used only where
Graphviz would take too long.
"""

from __future__ import annotations

from collections.abc import Sequence

from graphs.draw.graphviz_engine import NESTED, SEPARATION
from graphs.draw.nesting import ancestors
from graphs.draw.plan import Box, Plan

SWEEPS = 4


def rough_heights(plan: Plan) -> list[float]:
    """The height of each box's centre, downwards, in the order of ``plan.boxes``."""
    columns = [list(row) for row in plan.rows]
    group_paths = [tuple(ancestors(plan.graph, box.group))[::-1] for box in plan.boxes]
    y = [0.0] * len(plan.boxes)
    for column in columns:
        _stack(column, y)
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        for column in columns if forwards else columns[::-1]:
            neighbours = plan.sources if forwards else plan.targets
            preferred = {
                box.index: sum(y[other] for other in neighbours[box.index])
                / len(neighbours[box.index])
                if neighbours[box.index]
                else y[box.index]
                for box in column
            }
            _sort(column, preferred, group_paths)
            _stack(column, y)
            _centre(column, preferred, y)
    return y


def _sort(
    column: list[Box], preferred: dict[int, float], group_paths: Sequence[tuple[int, ...]]
) -> None:
    """Sort a column by preferred height, the boxes of each group together at their mean."""
    inside: dict[tuple[int, ...], list[float]] = {}
    for box in column:
        group_path = group_paths[box.index]
        for depth in range(1, len(group_path) + 1):
            inside.setdefault(group_path[:depth], []).append(preferred[box.index])
    mean = {group_path: sum(heights) / len(heights) for group_path, heights in inside.items()}

    def key(box: Box) -> tuple[float, ...]:
        group_path = group_paths[box.index]
        levels = [
            value
            for depth in range(1, len(group_path) + 1)
            for value in (mean[group_path[:depth]], float(group_path[depth - 1]))
        ]
        return (*levels, preferred[box.index])

    column.sort(key=key)


def _stack(column: list[Box], y: list[float]) -> None:
    """Place a column's boxes one below the other, with room for outlines between groups."""
    edge, group = 0.0, column[0].group if column else None
    for box in column:
        gap = SEPARATION + (2 * NESTED if box.group != group else 0)
        y[box.index] = edge + gap + box.up
        edge, group = y[box.index] + box.down, box.group


def _centre(column: list[Box], preferred: dict[int, float], y: list[float]) -> None:
    """Move a whole column by the mean distance to its boxes' preferred heights."""
    if not column:
        return
    shift = sum(preferred[box.index] - y[box.index] for box in column) / len(column)
    for box in column:
        y[box.index] += shift
