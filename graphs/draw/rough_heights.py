"""Heights without Graphviz, in time that grows with the picture alone: for what is very large.

Each column is ordered by where its boxes' wires come from, then by where they go; boxes of a group
stay together. It knows nothing of crossings, so it is only taken where Graphviz would take long.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from graphs.draw.graphviz_engine import NESTED, SEPARATION
from graphs.draw.plan import Box, Plan
from graphs.draw.wiring import ancestors

SWEEPS = 4


def quick_heights(plan: Plan) -> list[float]:
    """The height of each box's centre, downwards, in the order of ``plan.boxes``."""
    columns: list[list[Box]] = [[] for _ in range(plan.columns)]
    for box in plan.boxes:
        columns[box.column].append(box)
    before: list[list[int]] = [[] for _ in plan.boxes]
    behind: list[list[int]] = [[] for _ in plan.boxes]
    for wire in plan.wires:
        for tail, head in pairwise(wire.boxes):
            before[head].append(tail)
            behind[tail].append(head)
    chains = [tuple(ancestors(plan.graph, box.group))[::-1] for box in plan.boxes]
    y = [0.0] * len(plan.boxes)
    for column in columns:
        _stack(column, y)
    for sweep in range(SWEEPS):
        forwards = sweep % 2 == 0
        for column in columns if forwards else columns[::-1]:
            near = before if forwards else behind
            wanted = {
                box.index: sum(y[other] for other in near[box.index]) / len(near[box.index])
                if near[box.index]
                else y[box.index]
                for box in column
            }
            _sort(column, wanted, chains)
            _stack(column, y)
            _centre(column, wanted, y)
    return y


def _sort(column: list[Box], wanted: dict[int, float], chains: Sequence[tuple[int, ...]]) -> None:
    """Order a column by the heights wanted, the boxes of each group together at its mean."""
    inside: dict[tuple[int, ...], list[float]] = {}
    for box in column:
        chain = chains[box.index]
        for depth in range(1, len(chain) + 1):
            inside.setdefault(chain[:depth], []).append(wanted[box.index])
    mean = {chain: sum(heights) / len(heights) for chain, heights in inside.items()}

    def key(box: Box) -> tuple[float, ...]:
        chain = chains[box.index]
        levels = [
            value
            for depth in range(1, len(chain) + 1)
            for value in (mean[chain[:depth]], float(chain[depth - 1]))
        ]
        return (*levels, wanted[box.index])

    column.sort(key=key)


def _stack(column: list[Box], y: list[float]) -> None:
    """Boxes one below the other, with room for the outlines between groups."""
    edge, group = 0.0, column[0].group if column else None
    for box in column:
        apart = SEPARATION + (2 * NESTED if box.group != group else 0)
        y[box.index] = edge + apart + box.up
        edge, group = y[box.index] + box.down, box.group


def _centre(column: list[Box], wanted: dict[int, float], y: list[float]) -> None:
    """Move a column as a whole to where its boxes want to be."""
    if not column:
        return
    shift = sum(wanted[box.index] - y[box.index] for box in column) / len(column)
    for box in column:
        y[box.index] += shift
