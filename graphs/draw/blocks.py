"""Chains of boxes that move up and down as one, never into each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise, product

from graphs.draw.graphviz_engine import SEPARATION, margin
from graphs.draw.plan import Box, Plan
from graphs.draw.wiring import ancestors

STRAIGHT = 0.5  # two heights nearer than this are one
PUSH = 60.0  # how far others make way, so that a wire runs straight
MOST_PUSHED = 40


class Blocks:
    """A plan's boxes with their heights, the order in each column kept.

    A chain is what a straight wire joins, from left to right; it has one height. At first each box
    is a chain of its own. What lies between two boxes, a wire or a least distance, is kept between
    their chains: ``links[chain][other]``.
    """

    def __init__(self, plan: Plan, heights: list[float]) -> None:
        self.plan, self.boxes, self.margin = plan, plan.boxes, margin(plan)
        count = len(self.boxes)
        self.chain = list(range(count))  # box → its chain
        self.chains = {index: [index] for index in self.chain}
        self.level = [float(round(height)) for height in heights]  # by chain
        # How far the centres of chains above and below must stay away.
        self.above: list[dict[int, float]] = [{} for _ in self.boxes]
        self.below: list[dict[int, float]] = [{} for _ in self.boxes]
        for upper, lower in (*self._neighbours(), *self._fences()):
            self.below[upper][lower] = self.above[lower][upper] = self._gap(upper, lower)
        # How many wires come from and go to other chains.
        self.sources: list[dict[int, int]] = [{} for _ in self.boxes]
        self.targets: list[dict[int, int]] = [{} for _ in self.boxes]
        for wire in plan.wires:
            for tail, head in pairwise(wire.boxes):
                self.targets[tail][head] = self.sources[head][tail] = 1
        self.into = [list(tails) for tails in self.sources]  # the same between boxes
        self.out = [list(heads) for heads in self.targets]

    @property
    def y(self) -> list[float]:
        """The height of each box."""
        return [self.level[chain] for chain in self.chain]

    def _neighbours(self) -> Iterator[tuple[int, int]]:
        """Boxes that stand one above the other in a column."""
        rows: dict[int, list[Box]] = {}
        for box in self.boxes:
            rows.setdefault(box.column, []).append(box)
        for row in rows.values():
            row.sort(key=lambda box: (self.level[box.index], box.index))
            for upper, lower in pairwise(row):
                yield upper.index, lower.index

    def _fences(self) -> Iterator[tuple[int, int]]:
        """Members of a group stay between the strangers above and below it in all its columns."""
        members: dict[int, set[int]] = {}
        for box in self.boxes:
            for group in ancestors(self.plan.graph, box.group):
                members.setdefault(group, set()).add(box.index)
        for inside in members.values():
            columns = {self.boxes[index].column for index in inside}
            levels = [self.level[index] for index in inside]
            middle = (min(levels) + max(levels)) / 2
            strangers = [
                box.index
                for box in self.boxes
                if box.index not in inside and min(columns) <= box.column <= max(columns)
            ]
            for stranger, member in product(strangers, inside):
                yield ((stranger, member) if self.level[stranger] < middle else (member, stranger))

    def _gap(self, upper: int, lower: int) -> float:
        """The least distance of two boxes: their own room and that of outlines between them."""
        one, two = self.boxes[upper], self.boxes[lower]
        outlines = 0
        if one.group != two.group:
            graph = self.plan.graph
            outlines = len({*ancestors(graph, one.group)} ^ {*ancestors(graph, two.group)})
        return one.down + two.up + SEPARATION + self.margin * outlines

    # Moving

    def move(self, chains: Collection[int], by: float) -> float:
        """Move chains together as far towards ``by`` as there is room; returns how far that was."""
        if abs(by) < 0.01:
            return 0.0
        level, far = self.level, abs(by)
        near, sign = (self.above, -1) if by < 0 else (self.below, 1)
        for chain in chains:
            here = level[chain]
            for other, gap in near[chain].items():
                room = (level[other] - here) * sign - gap
                if room < far and other not in chains:
                    far = room
        if far <= 0:
            return 0.0
        for chain in chains:
            level[chain] += far * sign
        return far * sign

    # Joining

    def join(self, tail: int, head: int) -> bool:
        """Make one chain of two, where neither end is taken and there is room to get level."""
        one, two = self.chain[tail], self.chain[head]
        if one == two or self.chains[one][-1] != tail or self.chains[two][0] != head:
            return False
        boxes = self.chains[one] + self.chains[two]
        gap = self.level[two] - self.level[one]
        if abs(gap) > STRAIGHT:
            if len(self.chains[one]) > len(self.chains[two]):
                one, two, gap = two, one, -gap
            gap -= self.move((one,), gap)
            gap += self.move((two,), -gap)
            if abs(gap) > STRAIGHT and not (
                abs(gap) <= PUSH and (self._push(one, two, gap) or self._push(two, one, -gap))
            ):
                return False
        self.level[one] = self.level[self.chain[head]]
        self._absorb(one, two)
        self.chains[one] = boxes
        return True

    def _absorb(self, one: int, two: int) -> None:
        """Make chain two a part of chain one."""
        for index in self.chains.pop(two):
            self.chain[index] = one
        for near, far in ((self.above, self.below), (self.below, self.above)):
            for other, gap in near[two].items():
                del far[other][two]
                if other != one:
                    near[one][other] = far[other][one] = max(gap, near[one].get(other, gap))
        for here, there in ((self.sources, self.targets), (self.targets, self.sources)):
            for other, wires in here[two].items():
                del there[other][two]
                if other != one:
                    here[one][other] = there[other][one] = wires + here[one].get(other, 0)

    def _push(self, first: int, partner: int, by: float) -> bool:
        """Move a chain although others stand in the way: whole chains make way, or none."""
        if self.plan.graph.groups:
            return False
        near, sign = (self.above, -1) if by < 0 else (self.below, 1)
        pushed = {first: abs(by)}
        waiting = [first]
        while waiting and len(pushed) <= MOST_PUSHED:
            mine = waiting.pop()
            for other, gap in near[mine].items():
                apart = (self.level[other] - self.level[mine]) * sign
                need = gap - apart + pushed[mine]
                if need - pushed.get(other, 0.0) > 0.01:
                    if other in (first, partner):
                        return False
                    pushed[other] = need
                    waiting.append(other)
        if waiting:
            return False
        for chain, distance in pushed.items():
            self.level[chain] += distance * sign
        return True
