"""Chains of boxes that move up and down together and never overlap."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise, product
from math import floor

from graphs.draw.graphviz_engine import SEPARATION, margin
from graphs.draw.nesting import ancestors
from graphs.draw.plan import Plan

# In pixels.
STRAIGHT = 0.5  # heights nearer than this count as equal
PUSH = 60.0  # how far other chains are pushed away to make a wire straight
MOST_PUSHED = 40  # chains


def whole(height: float) -> float:
    """The nearest whole pixel; halves, and what is a little less by moving, go up, so that equal
    distances stay equal."""
    return float(floor(height + 0.52))


class Blocks:
    """A plan's boxes with their heights, the order in each column kept.

    A chain is a row of boxes joined by straight wires, from left to right; it has one height. At
    first each box is a chain of its own. Wires and least distances between two boxes are recorded
    between their chains: ``sources[chain][other]``, ``above[chain][other]``.
    """

    def __init__(self, plan: Plan, heights: list[float]) -> None:
        self.plan, self.boxes, self.margin = plan, plan.boxes, margin(plan)
        count = len(self.boxes)
        self.chain_of = list(range(count))  # box → its chain
        self.chains = {index: [index] for index in self.chain_of}
        self.chain_y = [whole(height) for height in heights]  # by chain
        # The least distance to the centres of the chains above and below.
        self.above: list[dict[int, float]] = [{} for _ in self.boxes]
        self.below: list[dict[int, float]] = [{} for _ in self.boxes]
        for upper, lower in (*self._neighbours(), *self._group_bounds()):
            self.below[upper][lower] = self.above[lower][upper] = self._gap(upper, lower)
        # The number of wires from and to other chains.
        self.sources = [dict.fromkeys(tails, 1) for tails in plan.sources]
        self.targets = [dict.fromkeys(heads, 1) for heads in plan.targets]
        self.box_sources = [list(tails) for tails in self.sources]  # the same between boxes
        self.box_targets = [list(heads) for heads in self.targets]

    @property
    def y(self) -> list[float]:
        """The height of each box."""
        return [self.chain_y[chain] for chain in self.chain_of]

    def _neighbours(self) -> Iterator[tuple[int, int]]:
        """(upper, lower) for each two neighbouring boxes of a column."""
        for row in self.plan.rows:
            ordered = sorted(row, key=lambda box: (self.chain_y[box.index], box.index))
            for upper, lower in pairwise(ordered):
                yield upper.index, lower.index

    def _group_bounds(self) -> Iterator[tuple[int, int]]:
        """(upper, lower) for each member of a group and each box outside it in the group's columns:
        boxes outside stay above or below the whole group."""
        members: dict[int, set[int]] = {}
        for box in self.boxes:
            for group in ancestors(self.plan.graph, box.group):
                members.setdefault(group, set()).add(box.index)
        for inside in members.values():
            columns = {self.boxes[index].column for index in inside}
            levels = [self.chain_y[index] for index in inside]
            middle = (min(levels) + max(levels)) / 2
            strangers = [
                box.index
                for box in self.boxes
                if box.index not in inside and min(columns) <= box.column <= max(columns)
            ]
            for stranger, member in product(strangers, inside):
                yield (
                    (stranger, member) if self.chain_y[stranger] < middle else (member, stranger)
                )

    def _gap(self, upper: int, lower: int) -> float:
        """The least distance of two boxes' centres: their own sizes and the outlines between."""
        one, two = self.boxes[upper], self.boxes[lower]
        outlines = 0
        if one.group != two.group:
            graph = self.plan.graph
            outlines = len({*ancestors(graph, one.group)} ^ {*ancestors(graph, two.group)})
        return one.down + two.up + SEPARATION + self.margin * outlines

    # Moving

    def move(self, chains: Collection[int], by: float) -> float:
        """Move chains together by ``by`` pixels or as far as there is room; returns how far."""
        if abs(by) < 0.01:
            return 0.0
        chain_y, far = self.chain_y, abs(by)
        near, sign = (self.above, -1) if by < 0 else (self.below, 1)
        for chain in chains:
            here = chain_y[chain]
            for other, gap in near[chain].items():
                room = (chain_y[other] - here) * sign - gap
                if room < far and other not in chains:
                    far = room
                    if far <= 0:
                        return 0.0
        for chain in chains:
            chain_y[chain] += far * sign
        return far * sign

    # Joining

    def join(self, tail: int, head: int) -> bool:
        """Join the chains that end at ``tail`` and begin at ``head`` if they can be brought to one
        height; returns whether they were."""
        one, two = self.chain_of[tail], self.chain_of[head]
        if one == two or self.chains[one][-1] != tail or self.chains[two][0] != head:
            return False
        boxes = self.chains[one] + self.chains[two]
        gap = self.chain_y[two] - self.chain_y[one]
        if abs(gap) > STRAIGHT:
            if len(self.chains[one]) > len(self.chains[two]):
                one, two, gap = two, one, -gap
            gap -= self.move((one,), gap)
            gap += self.move((two,), -gap)
            if abs(gap) > STRAIGHT and not (
                abs(gap) <= PUSH and (self._push(one, two, gap) or self._push(two, one, -gap))
            ):
                return False
        self.chain_y[one] = self.chain_y[self.chain_of[head]]
        self._merge_chains(one, two)
        self.chains[one] = boxes
        return True

    def _merge_chains(self, one: int, two: int) -> None:
        """Replace chain two by chain one in all tables."""
        for index in self.chains.pop(two):
            self.chain_of[index] = one
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
        """Move a chain and push away those in its way; returns False, with nothing moved, where
        that is not possible."""
        if self.plan.graph.groups:
            return False
        near, sign = (self.above, -1) if by < 0 else (self.below, 1)
        distances = {first: abs(by)}
        queue = [first]
        while queue and len(distances) <= MOST_PUSHED:
            chain = queue.pop()
            for other, gap in near[chain].items():
                apart = (self.chain_y[other] - self.chain_y[chain]) * sign
                need = gap - apart + distances[chain]
                if need - distances.get(other, 0.0) > 0.01:
                    if other in (first, partner):
                        return False
                    distances[other] = need
                    queue.append(other)
        if queue:
            return False
        for chain, distance in distances.items():
            self.chain_y[chain] += distance * sign
        return True
