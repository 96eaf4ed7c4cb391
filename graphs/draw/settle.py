"""Heights for a given order: each box as near as it can be to the boxes it is wired to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from graphs.draw.plan import Plan

ROUNDS = 3


def settled(plan: Plan, y: Sequence[float]) -> list[float]:
    """Heights in the order that ``y`` gives each column, without overlaps."""
    heights = list(y)
    columns: list[list[int]] = [[] for _ in range(plan.columns)]
    for box in plan.boxes:
        columns[box.column].append(box.index)
    for column in columns:
        column.sort(key=y.__getitem__)
        _place(plan, column, [y[index] for index in column], heights)
    near: list[list[int]] = [[] for _ in plan.boxes]
    for wire in plan.wires:
        for tail, head in pairwise(wire.boxes):
            near[head].append(tail)
            near[tail].append(head)
    for turn in range(2 * ROUNDS):
        for column in columns[:: 1 if turn % 2 else -1]:
            wanted = [
                sum(heights[other] for other in near[index]) / len(near[index])
                if near[index]
                else heights[index]
                for index in column
            ]
            _place(plan, column, wanted, heights)
    return heights


def _place(plan: Plan, column: list[int], wanted: list[float], heights: list[float]) -> None:
    """Place a column in its order with the least squared distance to the wanted heights: boxes that
    would overlap form blocks, each at the mean of what its boxes want."""
    blocks: list[tuple[float, int]] = []  # the mean, and how many boxes
    offsets: list[float] = []  # of each box from the first, where all touch
    offset, above = 0.0, None
    for index, goal in zip(column, wanted, strict=True):
        box = plan.boxes[index]
        if above is not None:
            offset += above.down + plan.wiring.spacing.gap + box.up
        above = box
        offsets.append(offset)
        mean, count = goal - offset, 1
        while blocks and blocks[-1][0] >= mean:
            last_mean, last_count = blocks.pop()
            mean = (mean * count + last_mean * last_count) / (count + last_count)
            count += last_count
        blocks.append((mean, count))
    place = 0
    for mean, count in blocks:
        for index, shift in zip(
            column[place : place + count], offsets[place : place + count], strict=True
        ):
            heights[index] = mean + shift
        place += count
