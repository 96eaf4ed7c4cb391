"""Heights for a given order: each box as near as it can be to the boxes it is wired to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain, pairwise

from graphs.draw.plan import Box, Plan

ROUNDS = 3


def settled(plan: Plan, y: Sequence[float]) -> list[float]:
    """Heights in the order that ``y`` gives each column, without overlaps."""
    heights = list(y)
    gap = plan.wiring.spacing.gap
    columns = [_Column(sorted(row, key=lambda box: y[box.index]), gap) for row in plan.rows if row]
    for column in columns:
        column.place([y[index] for index in column.boxes], heights)
    near = [[*tails, *heads] for tails, heads in zip(plan.sources, plan.targets, strict=True)]
    for turn in range(2 * ROUNDS):
        for column in columns[:: 1 if turn % 2 else -1]:
            wanted = [
                sum([heights[other] for other in near[index]]) / len(near[index])
                if near[index]
                else heights[index]
                for index in column.boxes
            ]
            column.place(wanted, heights)
    return heights


class _Column:
    """The boxes of a column in their order, and how far each is below the first where all touch."""

    def __init__(self, order: list[Box], gap: float) -> None:
        self.boxes = [box.index for box in order]
        gaps = [upper.down + gap + lower.up for upper, lower in pairwise(order)]
        self.offsets = list(accumulate(gaps, initial=0.0))

    def place(self, wanted: list[float], heights: list[float]) -> None:
        """Place the boxes with the least squared distance to the wanted heights: those that would
        overlap form blocks, each at the mean of what its boxes want."""
        blocks: list[tuple[float, int]] = []  # the mean, and how many boxes
        for goal, offset in zip(wanted, self.offsets, strict=True):
            mean, count = goal - offset, 1
            while blocks and blocks[-1][0] >= mean:
                last_mean, last_count = blocks.pop()
                mean = (mean * count + last_mean * last_count) / (count + last_count)
                count += last_count
            blocks.append((mean, count))
        means = chain.from_iterable([mean] * count for mean, count in blocks)
        for index, mean, offset in zip(self.boxes, means, self.offsets, strict=True):
            heights[index] = mean + offset
