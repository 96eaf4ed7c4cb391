"""Improves Graphviz's heights: main wires straight, gates centred, no space wasted.

Graphviz gives the order in each column and a good start, but assumes that a box's wire is in its
middle. Here each box has its own room above and below: chains of gates run straight, and a gate is
in the middle of equally deep arguments.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from graphs.draw.blocks import STRAIGHT, Blocks, whole
from graphs.draw.plan import Plan

WOBBLE = 10.0  # pixels; a bend lower than this is made straight where there is room
FORK = 28.0  # the same for one of several wires out of a fork
ROUNDS = 3
MOST_BOXES = 900  # above this Graphviz's heights are used as they are

Weights = list[tuple[int, float]]  # other chains, each with its weight


def straighten(plan: Plan, heights: list[float]) -> list[float]:
    """Improved heights for ``plan.boxes``, with the order that ``heights`` gives each column."""
    straightener = _Straightener(plan, _separate(plan, heights))
    if len(plan.boxes) <= MOST_BOXES:
        straightener.run()
    return [whole(height) for height in straightener.y]


def _separate(plan: Plan, heights: list[float]) -> list[float]:
    """The heights without overlaps, a few of which Graphviz leaves in deeply nested groups."""
    y = list(heights)
    for row in plan.rows:
        for upper, lower in pairwise(sorted(row, key=lambda box: heights[box.index])):
            edge = y[upper.index] + upper.down + lower.up
            y[lower.index] = max(y[lower.index], edge)
    return y


class _Straightener(Blocks):
    def __init__(self, plan: Plan, heights: list[float]) -> None:
        super().__init__(plan, heights)
        self.depth = self._depths()
        self.pulls: dict[int, tuple[Weights, float]] = {}
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

    def _pulls(self) -> dict[int, tuple[Weights, float]]:
        """By chain the others that it is drawn to, each with its weight, and the sum of weights:
        its sources, those of its first box once more, and (lightly weighted) its targets."""
        pulls = {}
        for chain, boxes in self.chains.items():
            others: Weights = [(self.chain_of[tail], 1) for tail in self.box_sources[boxes[0]]]
            others += self.sources[chain].items()
            share = 0.02 if others else 1.0
            others += [(other, share * wires) for other, wires in self.targets[chain].items()]
            pulls[chain] = others, sum([weight for _, weight in others])
        return pulls

    def _centre(self, chains: Iterable[int]) -> None:
        """Move chains one by one to the mean height of what they are drawn to."""
        chain_y = self.chain_y
        for chain in chains:
            others, weights = self.pulls[chain]
            if others:
                wanted = sum([weight * chain_y[other] for other, weight in others]) / weights
                self.move((chain,), wanted - chain_y[chain])

    def _pull_together(self, chains: Iterable[int]) -> None:
        """Move each chain, with the chains that feed nothing else, towards its consumers."""
        chain_y = self.chain_y
        for chain in chains:
            targets, here = self.targets[chain], chain_y[chain]
            pull = sum([wires * (chain_y[other] - here) for other, wires in targets.items()])
            if not pull:
                continue
            moving = {chain}
            fringe = [chain]
            while fringe:
                for other in self.sources[fringe.pop()]:
                    if other not in moving and moving.issuperset(self.targets[other]):
                        moving.add(other)
                        fringe.append(other)
            self.move(moving, pull / sum(targets.values()))

    def run(self) -> None:
        self._join_main(STRAIGHT)
        before: list[float] = []
        for _ in range(ROUNDS):
            if self.y == before:
                break
            before, self.pulls = self.y, self._pulls()
            from_left = sorted(self.chains, key=self._begin)
            from_right = sorted(self.chains, key=self._begin, reverse=True)
            for order in (from_left, from_right, from_left):
                self._centre(order)
            self._pull_together(sorted(self.chains, key=self._end, reverse=True))
            self._join_main(1e9)
        self.pulls = self._pulls()
        self._centre(self.chains)
        self._join_small()

    def _begin(self, chain: int) -> int:
        """The column in which a chain begins."""
        return self.boxes[self.chains[chain][0]].column

    def _end(self, chain: int) -> int:
        """The column in which a chain ends."""
        return self.boxes[self.chains[chain][-1]].column
