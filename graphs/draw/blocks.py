"""Boxes that move up and down together, never into each other."""

from __future__ import annotations

from itertools import pairwise

from graphs.draw.engine import MARGIN, SEPARATION
from graphs.draw.plan import Box, Plan
from graphs.draw.uses import ancestors

STRAIGHT = 0.5  # two heights nearer than this are one
PUSH = 60.0  # how far others make way, so that a wire runs straight
MOST_PUSHED = 40


class Blocks:
    """A plan's boxes with their heights, the order in each column kept.

    A chain is what a straight wire joins; at first each box is a chain of its own.
    """

    def __init__(self, plan: Plan, heights: list[float]) -> None:
        self.plan, self.boxes = plan, plan.boxes
        self.y = [float(round(height)) for height in heights]
        self.above, self.below = self._neighbours()
        self.into: list[list[int]] = [[] for _ in self.boxes]
        self.out: list[list[int]] = [[] for _ in self.boxes]
        for wire in plan.wires:
            for tail, head in pairwise(wire.boxes):
                if head not in self.out[tail]:
                    self.out[tail].append(head)
                    self.into[head].append(tail)
        self.chain = list(range(len(self.boxes)))  # box → its chain
        self.chains = {index: [index] for index in self.chain}
        self.fences = self._fences()

    def _neighbours(self) -> tuple[list[int], list[int]]:
        above, below = [-1] * len(self.boxes), [-1] * len(self.boxes)
        rows: dict[int, list[Box]] = {}
        for box in self.boxes:
            rows.setdefault(box.column, []).append(box)
        for row in rows.values():
            row.sort(key=lambda box: (self.y[box.index], box.index))
            for upper, lower in pairwise(row):
                above[lower.index], below[upper.index] = upper.index, lower.index
        return above, below

    def _fences(self) -> list[tuple[set[int], list[int], list[int]]]:
        """For each group its boxes, and the strangers above and below it in its columns."""
        graph = self.plan.graph
        members: dict[int, set[int]] = {}
        for box in self.boxes:
            for group in ancestors(graph, box.group):
                members.setdefault(group, set()).add(box.index)
        fences = []
        for inside in members.values():
            columns = {self.boxes[index].column for index in inside}
            middle = (min(self.y[i] for i in inside) + max(self.y[i] for i in inside)) / 2
            strangers = [
                box.index
                for box in self.boxes
                if box.index not in inside and min(columns) <= box.column <= max(columns)
            ]
            fences.append(
                (
                    inside,
                    [index for index in strangers if self.y[index] < middle],
                    [index for index in strangers if self.y[index] >= middle],
                )
            )
        return fences

    def _margin(self, index: int, other: int) -> float:
        """Room for the outlines between two boxes of a column."""
        graph = self.plan.graph
        mine = set(ancestors(graph, self.boxes[index].group))
        theirs = set(ancestors(graph, self.boxes[other].group))
        return MARGIN * len(mine ^ theirs)

    def _gap(self, upper: int, lower: int) -> float:
        return (
            self.boxes[upper].down
            + self.boxes[lower].up
            + SEPARATION
            + (self._margin(upper, lower) if self.plan.graph.groups else 0.0)
        )

    # Moving

    def room(self, moving: set[int] | list[int]) -> tuple[float, float]:
        """How far up (≤ 0) and down (≥ 0) boxes may move together."""
        together = moving if isinstance(moving, set) else set(moving)
        low, high = -1e9, 1e9
        for index in together:
            upper, lower = self.above[index], self.below[index]
            if upper >= 0 and upper not in together:
                low = max(low, self.y[upper] + self._gap(upper, index) - self.y[index])
            if lower >= 0 and lower not in together:
                high = min(high, self.y[lower] - self._gap(index, lower) - self.y[index])
        for inside, above, below in self.fences:
            low, high = self._fenced(together, inside, above, below, low, high)
        return min(low, 0.0), max(high, 0.0)

    def _fenced(
        self,
        moving: set[int],
        inside: set[int],
        above: list[int],
        below: list[int],
        low: float,
        high: float,
    ) -> tuple[float, float]:
        """Members stay between the strangers above and below their group, in all its columns."""
        for strangers, sign in ((above, -1), (below, 1)):
            for stranger in strangers:
                outside = stranger in moving
                for member in inside:
                    if (member in moving) == outside:
                        continue
                    upper, lower = (stranger, member) if sign < 0 else (member, stranger)
                    slack = self.y[lower] - self.y[upper] - self._gap(upper, lower)
                    if (upper in moving) == (lower in moving):
                        continue
                    if upper in moving:
                        high = min(high, slack)
                    else:
                        low = max(low, -slack)
        return low, high

    def move(self, moving: set[int] | list[int], by: float) -> float:
        """Move boxes as far towards ``by`` as there is room; returns how far that was."""
        if abs(by) < 0.01:
            return 0.0
        low, high = self.room(moving)
        by = max(low, min(high, by))
        for index in moving:
            self.y[index] += by
        return by

    # Chains

    def join(self, tail: int, head: int) -> bool:
        """Make one chain of two, where neither end is taken and there is room to get level."""
        one, two = self.chain[tail], self.chain[head]
        if one == two or self._taken(tail, head):
            return False
        gap = self.y[head] - self.y[tail]
        if abs(gap) > STRAIGHT:
            if len(self.chains[one]) > len(self.chains[two]):
                one, two, gap = two, one, -gap
            gap -= self.move(self.chains[one], gap)
            gap += self.move(self.chains[two], -gap)
            if abs(gap) > STRAIGHT and not (
                abs(gap) <= PUSH and (self._push(one, two, gap) or self._push(two, one, -gap))
            ):
                return False
        level = self.y[head]
        for index in self.chains[one]:
            self.y[index] = level
        for index in self.chains[two]:
            self.chain[index] = one
        self.chains[one] += self.chains.pop(two)
        return True

    def _push(self, first: int, partner: int, by: float) -> bool:
        """Move a chain although others stand in the way: whole chains make way, or none."""
        if self.fences:
            return False
        pushed = {first: by}
        waiting = [first]
        while waiting and len(pushed) <= MOST_PUSHED:
            mine = waiting.pop()
            for index in self.chains[mine]:
                other = self.below[index] if by > 0 else self.above[index]
                if other < 0 or self.chain[other] == mine:
                    continue
                theirs = self.chain[other]
                upper, lower = (index, other) if by > 0 else (other, index)
                apart = (self.y[other] + pushed.get(theirs, 0.0)) - (self.y[index] + pushed[mine])
                need = self._gap(upper, lower) - (apart if by > 0 else -apart)
                if need > 0.01:
                    if theirs in (first, partner):
                        return False
                    pushed[theirs] = pushed.get(theirs, 0.0) + (need if by > 0 else -need)
                    waiting.append(theirs)
        if waiting:
            return False
        for chain, distance in pushed.items():
            for index in self.chains[chain]:
                self.y[index] += distance
        return True

    def _taken(self, tail: int, head: int) -> bool:
        """Whether a chain already leaves the tail, or arrives at the head."""
        mine = self.chain[tail]
        theirs = self.chain[head]
        return any(self.chain[other] == mine for other in self.out[tail]) or any(
            self.chain[other] == theirs for other in self.into[head]
        )
