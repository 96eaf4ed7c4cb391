"""Heights made better than Graphviz can: straight where it matters, centred, and no looser than
needed.

Graphviz gives the order in each column and a good start, but knows boxes only with their wire in
the middle. Here each box has its own room above and below, and the picture is drawn as a hand
would: chains of gates run straight, a gate stands in the middle of equally deep arguments.
"""

from __future__ import annotations

from itertools import pairwise

from graphs.draw.blocks import STRAIGHT, Blocks
from graphs.draw.plan import Box, Plan

WOBBLE = 10.0  # a bend less high than this is made straight where there is room
FORK = 28.0  # the same for one of several ways out of a fork
ROUNDS = 3
MOST_BOXES = 900  # beyond, what Graphviz gave is good enough


def settle(plan: Plan, heights: list[float]) -> list[float]:
    """Better heights for ``plan.boxes``, in the order that ``heights`` gives each column."""
    settler = _Settler(plan, _apart(plan, heights))
    if len(plan.boxes) <= MOST_BOXES:
        settler.run()
    return [round(height) + 0.0 for height in settler.y]


def _apart(plan: Plan, heights: list[float]) -> list[float]:
    """The heights with no box in another: among many nested groups Graphviz leaves a few so."""
    columns: dict[int, list[Box]] = {}
    for box in plan.boxes:
        columns.setdefault(box.column, []).append(box)
    found = list(heights)
    for column in columns.values():
        column.sort(key=lambda box: heights[box.index])
        for upper, lower in pairwise(column):
            edge = found[upper.index] + upper.down + lower.up
            found[lower.index] = max(found[lower.index], edge)
    return found


class _Settler(Blocks):
    def __init__(self, plan: Plan, heights: list[float]) -> None:
        super().__init__(plan, heights)
        self.depth = self._depths()
        self.main = [
            (tail, head)
            for tail, heads in enumerate(self.out)
            for head in heads
            if self._is_main(tail, head)
        ]

    def _depths(self) -> list[int]:
        """How many boxes stand on the longest way to a box; lanes count nothing."""
        depth = [0] * len(self.boxes)
        for box in sorted(self.boxes, key=lambda box: box.column):
            own = box.kind == "gate"
            depth[box.index] = max((depth[tail] for tail in self.into[box.index]), default=0) + own
        return depth

    def _is_main(self, tail: int, head: int) -> bool:
        """Whether a hop should be level: a lane's, or the one into a gate from its deepest side."""
        if self.boxes[head].kind != "gate":
            return len(self.out[tail]) == 1
        others = [other for other in self.into[head] if other != tail]
        ahead = self.depth[tail] - max((self.depth[other] for other in others), default=-9)
        # With an input of its own the gate may stand in the middle, as in the mock of (x + y) * z.
        return ahead > 1 or (ahead == 1 and not all(map(self._is_input, others)))

    def _is_input(self, index: int) -> bool:
        while self.boxes[index].kind == "lane":
            index = self.into[index][0]
        return self.boxes[index].kind in ("leaf", "copy")

    def _apart(self, tail: int, head: int) -> float:
        return abs(self.level[self.chain[head]] - self.level[self.chain[tail]])

    def _join_main(self, reach: float) -> None:
        """Make the hops level that should be, the nearest first."""
        for apart, tail, head in sorted((self._apart(*hop), *hop) for hop in self.main):
            if apart <= reach:
                self.join(tail, head)

    def _join_small(self) -> None:
        for tail, heads in enumerate(self.out):
            reach = WOBBLE if len(heads) == 1 else FORK
            for head in heads:
                if self._apart(tail, head) <= reach:
                    self.join(tail, head)

    def _centre(self, chain: int) -> None:
        """Move a chain to the middle of what comes in, its beginning first, or of what it feeds."""
        level = self.level
        arrivals = [level[self.chain[tail]] for tail in self.into[self.chains[chain][0]]]
        pull, weight = sum(arrivals), float(len(arrivals))
        for other, wires in self.sources[chain].items():
            pull += wires * level[other]
            weight += wires
        share = 0.02 if weight else 1.0
        for other, wires in self.targets[chain].items():
            pull += share * wires * level[other]
            weight += share * wires
        if weight:
            self.move((chain,), pull / weight - level[chain])

    def _centre_all(self, way: int) -> None:
        """Centre the chains one by one, from the left (1) or from the right (-1)."""
        begin = {chain: way * self.boxes[boxes[0]].column for chain, boxes in self.chains.items()}
        for chain in sorted(self.chains, key=begin.__getitem__):
            self._centre(chain)

    def _pull_together(self) -> None:
        """Move each chain, with all that feeds it alone, towards its consumers."""
        level = self.level
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
            pull = sum(wires * (level[other] - level[chain]) for other, wires in targets.items())
            self.move(moving, pull / sum(targets.values()))

    def run(self) -> None:
        self._join_main(STRAIGHT)
        before: list[float] = []
        for _ in range(ROUNDS):
            if self.y == before:
                break
            before = self.y
            for way in (1, -1, 1):
                self._centre_all(way)
            self._pull_together()
            self._join_main(1e9)
        for chain in list(self.chains):
            self._centre(chain)
        self._join_small()
