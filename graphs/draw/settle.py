"""Heights made better than Graphviz can: straight where it matters, centred, and no looser than
needed.

Graphviz gives the order in each column and a good start, but knows boxes only with their wire in
the middle. Here each box has its own room above and below, and the picture is drawn as a hand
would: chains of gates run straight, a gate stands in the middle of equally deep arguments.
"""

from __future__ import annotations

import itertools

from graphs.draw.engine import MARGIN, SEPARATION
from graphs.draw.plan import Box, Plan, ancestors

STRAIGHT = 0.5
WOBBLE = 10.0  # a bend less high than this is made straight where there is room
FORK = 28.0  # the same for one of several ways out of a fork
PUSH = 60.0  # how far others make way for that
ROUNDS = 3
MOST_BOXES = 900  # beyond, what Graphviz gave is good enough


def settle(plan: Plan, heights: list[float]) -> list[float]:
    """Better heights for ``plan.boxes``, in the order that ``heights`` gives each column."""
    settler = _Settler(plan, heights)
    if len(plan.boxes) <= MOST_BOXES:
        settler.run()
    return [round(height) + 0.0 for height in settler.y]


class _Settler:
    def __init__(self, plan: Plan, heights: list[float]) -> None:
        self.plan, self.boxes = plan, plan.boxes
        self.y = [float(round(height)) for height in heights]
        self.above, self.below = self._neighbours()
        self.into: list[list[int]] = [[] for _ in self.boxes]
        self.out: list[list[int]] = [[] for _ in self.boxes]
        for wire in plan.wires:
            for tail, head in zip(wire.boxes, wire.boxes[1:], strict=False):
                if head not in self.out[tail]:
                    self.out[tail].append(head)
                    self.into[head].append(tail)
        self.depth = self._depths()
        self.chain = list(range(len(self.boxes)))  # box → its chain
        self.chains = {index: [index] for index in self.chain}
        self.fences = self._fences()

    # What is known beforehand

    def _neighbours(self) -> tuple[list[int], list[int]]:
        above, below = [-1] * len(self.boxes), [-1] * len(self.boxes)
        rows: dict[int, list[Box]] = {}
        for box in self.boxes:
            rows.setdefault(box.column, []).append(box)
        for row in rows.values():
            row.sort(key=lambda box: (self.y[box.index], box.index))
            for upper, lower in itertools.pairwise(row):
                above[lower.index], below[upper.index] = upper.index, lower.index
        return above, below

    def _depths(self) -> list[int]:
        """How many boxes stand on the longest way to a box; lanes count nothing."""
        depth = [0] * len(self.boxes)
        for box in sorted(self.boxes, key=lambda box: box.column):
            own = box.kind == "gate"
            depth[box.index] = max((depth[tail] for tail in self.into[box.index]), default=0) + own
        return depth

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
            first, second = self.chains[one], self.chains[two]
            if len(first) > len(second):
                first, second, gap = second, first, -gap
            gap -= self.move(first, gap)
            gap += self.move(second, -gap)
            if abs(gap) > STRAIGHT and not (
                abs(gap) <= PUSH and (self._push(first, gap) or self._push(second, -gap))
            ):
                return False
        level = self.y[head]
        for index in self.chains[one]:
            self.y[index] = level
        for index in self.chains[two]:
            self.chain[index] = one
        self.chains[one] += self.chains.pop(two)
        return True

    def _push(self, chain: list[int], by: float) -> bool:
        """Move a chain although others stand in the way: whole chains make way, or none."""
        if self.fences:
            return False
        pushed = {self.chain[chain[0]]: by}
        waiting = [self.chain[chain[0]]]
        while waiting:
            mine = waiting.pop()
            for index in self.chains[mine]:
                other = self.below[index] if by > 0 else self.above[index]
                if other < 0 or self.chain[other] == mine:
                    continue
                upper, lower = (index, other) if by > 0 else (other, index)
                after = self.y[index] + pushed[mine]
                there = self.y[other] + pushed.get(self.chain[other], 0.0)
                need = self._gap(upper, lower) - abs(after - there)
                if (there - after) * by < 0:
                    need = self._gap(upper, lower) + abs(after - there)
                if need > 0.01:
                    if self.chain[other] == self.chain[chain[0]]:
                        return False
                    pushed[self.chain[other]] = pushed.get(self.chain[other], 0.0) + (
                        need if by > 0 else -need
                    )
                    waiting.append(self.chain[other])
                    if len(waiting) + len(pushed) > 60:
                        return False
        for moved, distance in pushed.items():
            for index in self.chains[moved]:
                self.y[index] += distance
        return True

    def _taken(self, tail: int, head: int) -> bool:
        """Whether a chain already leaves the tail, or arrives at the head."""
        mine = self.chain[tail]
        theirs = self.chain[head]
        return any(self.chain[other] == mine for other in self.out[tail]) or any(
            self.chain[other] == theirs for other in self.into[head]
        )

    def _is_main(self, tail: int, head: int) -> bool:
        """Whether a hop should be level: a lane's, or the one into a gate from its deepest side."""
        if self.boxes[head].kind != "gate":
            return len(self.out[tail]) == 1
        others = [self.depth[other] for other in self.into[head] if other != tail]
        return not others or self.depth[tail] > max(others)

    def _join_main(self, reach: float) -> None:
        hops = [
            (abs(self.y[head] - self.y[tail]), tail, head)
            for tail, heads in enumerate(self.out)
            for head in heads
            if self._is_main(tail, head)
        ]
        for gap, tail, head in sorted(hops):
            if gap <= reach:
                self.join(tail, head)

    def _centre(self, chain: list[int]) -> None:
        """Move a chain to the middle of what comes in, or to what it feeds."""
        first = min(chain, key=lambda index: self.boxes[index].column)
        mine = self.chain[first]
        pull = weight = 0.0
        for index in chain:
            heavy = 2.0 if index == first else 1.0
            for tail in self.into[index]:
                if self.chain[tail] != mine:
                    pull += heavy * (self.y[tail] - self.y[index])
                    weight += heavy
        share = 0.02 if weight else 1.0
        for index in chain:
            for head in self.out[index]:
                if self.chain[head] != mine:
                    pull += share * (self.y[head] - self.y[index])
                    weight += share
        if weight:
            self.move(chain, pull / weight)

    def _pull_together(self) -> None:
        """Move each chain, with all that feeds it alone, towards its consumer."""
        for mine in sorted(self.chains, key=lambda c: -max(self.boxes[i].column
                                                          for i in self.chains[c])):  # fmt: skip
            chain = self.chains[mine]
            targets = [
                self.y[head] - self.y[index]
                for index in chain
                for head in self.out[index]
                if self.chain[head] != mine
            ]
            if not targets:
                continue
            moving = set(chain)
            fringe = list(chain)
            while fringe:
                for tail in self.into[fringe.pop()]:
                    owner = self.chains[self.chain[tail]]
                    if tail not in moving and all(
                        head in moving or head in owner for i in owner for head in self.out[i]
                    ):
                        moving.update(owner)
                        fringe.extend(owner)
            self.move(moving, sum(targets) / len(targets))

    def run(self) -> None:
        self._join_main(STRAIGHT)
        for _ in range(ROUNDS):
            for way in (1, -1, 1):
                for chain in sorted(
                    self.chains.values(),
                    key=lambda chain: way * min(self.boxes[i].column for i in chain),
                ):
                    self._centre(chain)
            self._pull_together()
            self._join_main(1e9)
        for chain in list(self.chains.values()):
            self._centre(chain)
        self._join_small()

    def _join_small(self) -> None:
        for tail, heads in enumerate(self.out):
            for head in heads:
                reach = WOBBLE if len(heads) == 1 else FORK
                if abs(self.y[head] - self.y[tail]) <= reach:
                    self.join(tail, head)
