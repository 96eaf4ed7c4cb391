"""Improves Graphviz's heights: main wires straight, gates centred, no space wasted.

Graphviz gives the order in each column and a good start, but assumes that a box's wire is in its
middle. Here each box has its own room above and below: chains of gates run straight, and a gate is
in the middle of equally deep arguments.
"""

from __future__ import annotations

from itertools import pairwise

from graphs.draw.blocks import STRAIGHT, Blocks, whole
from graphs.draw.plan import Box, Plan

WOBBLE = 10.0  # pixels; a bend lower than this is made straight where there is room
FORK = 28.0  # the same for one of several wires out of a fork
ROUNDS = 3
MOST_BOXES = 900  # above this Graphviz's heights are used as they are


def straighten(plan: Plan, heights: list[float]) -> list[float]:
    """Improved heights for ``plan.boxes``, with the order that ``heights`` gives each column."""
    straightener = _Straightener(plan, _separate(plan, heights))
    if len(plan.boxes) <= MOST_BOXES:
        straightener.run()
    return [whole(height) for height in straightener.y]


def _separate(plan: Plan, heights: list[float]) -> list[float]:
    """The heights without overlaps, a few of which Graphviz leaves in deeply nested groups."""
    columns: dict[int, list[Box]] = {}
    for box in plan.boxes:
        columns.setdefault(box.column, []).append(box)
    y = list(heights)
    for column in columns.values():
        column.sort(key=lambda box: heights[box.index])
        for upper, lower in pairwise(column):
            edge = y[upper.index] + upper.down + lower.up
            y[lower.index] = max(y[lower.index], edge)
    return y


class _Straightener(Blocks):
    def __init__(self, plan: Plan, heights: list[float]) -> None:
        super().__init__(plan, heights)
        self.depth = self._depths()
        self.main = [
            (tail, head)
            for tail, heads in enumerate(self.box_targets)
            for head in heads
            if self._is_main(tail, head)
        ]

    def _depths(self) -> list[int]:
        """By box: the number of gates on the longest path to it."""
        depth = [0] * len(self.boxes)
        for box in sorted(self.boxes, key=lambda box: box.column):
            own = box.kind == "gate"
            depth[box.index] = (
                max((depth[tail] for tail in self.box_sources[box.index]), default=0) + own
            )
        return depth

    def _is_main(self, tail: int, head: int) -> bool:
        """Whether a hop should be level: a lane's, or the one into a gate from its deepest side."""
        if self.boxes[head].kind != "gate":
            return len(self.box_targets[tail]) == 1
        if self.boxes[head].node in self.plan.wiring.stairs:
            return self.plan.slot(tail, head) == 1
        others = [other for other in self.box_sources[head] if other != tail]
        ahead = self.depth[tail] - max((self.depth[other] for other in others), default=-9)
        # With an input of its own the gate may stand in the middle, as in the mock of (x + y) * z.
        return ahead > 1 or (ahead == 1 and not all(map(self._is_input, others)))

    def _is_input(self, index: int) -> bool:
        while self.boxes[index].kind == "lane":
            index = self.box_sources[index][0]
        return self.boxes[index].kind in ("leaf", "copy")

    def _height_difference(self, tail: int, head: int) -> float:
        return abs(self.chain_y[self.chain_of[head]] - self.chain_y[self.chain_of[tail]])

    def _join_main(self, reach: float) -> None:
        """Level the main hops whose ends differ by at most ``reach`` pixels, nearest first."""
        for apart, tail, head in sorted((self._height_difference(*hop), *hop) for hop in self.main):
            if apart <= reach:
                self.join(tail, head)

    def _join_small(self) -> None:
        for tail, heads in enumerate(self.box_targets):
            reach = WOBBLE if len(heads) == 1 else FORK
            for head in heads:
                if self._height_difference(tail, head) <= reach:
                    self.join(tail, head)

    def _centre(self, chain: int) -> None:
        """Move a chain to the mean height of its sources, those of its first box counted twice, and
        (lightly weighted) its targets."""
        chain_y = self.chain_y
        arrivals = [
            chain_y[self.chain_of[tail]] for tail in self.box_sources[self.chains[chain][0]]
        ]
        pull, weight = sum(arrivals), float(len(arrivals))
        for other, wires in self.sources[chain].items():
            pull += wires * chain_y[other]
            weight += wires
        share = 0.02 if weight else 1.0
        for other, wires in self.targets[chain].items():
            pull += share * wires * chain_y[other]
            weight += share * wires
        if weight:
            self.move((chain,), pull / weight - chain_y[chain])

    def _centre_all(self, direction: int) -> None:
        """Centre the chains one by one, from the left (1) or from the right (-1)."""
        begin = {
            chain: direction * self.boxes[boxes[0]].column for chain, boxes in self.chains.items()
        }
        for chain in sorted(self.chains, key=begin.__getitem__):
            self._centre(chain)

    def _pull_together(self) -> None:
        """Move each chain, with the chains that feed nothing else, towards its consumers."""
        chain_y = self.chain_y
        end = {chain: -self.boxes[boxes[-1]].column for chain, boxes in self.chains.items()}
        for chain in sorted(self.chains, key=end.__getitem__):
            targets = self.targets[chain]
            if not targets:
                continue
            moving = {chain}
            fringe = [chain]
            while fringe:
                for other in self.sources[fringe.pop()]:
                    if other not in moving and moving.issuperset(self.targets[other]):
                        moving.add(other)
                        fringe.append(other)
            pull = sum(
                wires * (chain_y[other] - chain_y[chain]) for other, wires in targets.items()
            )
            self.move(moving, pull / sum(targets.values()))

    def run(self) -> None:
        self._join_main(STRAIGHT)
        before: list[float] = []
        for _ in range(ROUNDS):
            if self.y == before:
                break
            before = self.y
            for direction in (1, -1, 1):
                self._centre_all(direction)
            self._pull_together()
            self._join_main(1e9)
        for chain in list(self.chains):
            self._centre(chain)
        self._join_small()
