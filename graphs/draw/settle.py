"""Heights made better than Graphviz can: straight where it matters, centred, and no looser than
needed.

Graphviz gives the order in each column and a good start, but knows boxes only with their wire in
the middle. Here each box has its own room above and below, and the picture is drawn as a hand
would: chains of gates run straight, a gate stands in the middle of equally deep arguments.
"""

from __future__ import annotations

from graphs.draw.blocks import STRAIGHT, Blocks
from graphs.draw.plan import Plan

WOBBLE = 10.0  # a bend less high than this is made straight where there is room
FORK = 28.0  # the same for one of several ways out of a fork
ROUNDS = 3
MOST_BOXES = 900  # beyond, what Graphviz gave is good enough


def settle(plan: Plan, heights: list[float]) -> list[float]:
    """Better heights for ``plan.boxes``, in the order that ``heights`` gives each column."""
    settler = _Settler(plan, heights)
    if len(plan.boxes) <= MOST_BOXES:
        settler.run()
    return [round(height) + 0.0 for height in settler.y]


class _Settler(Blocks):
    def __init__(self, plan: Plan, heights: list[float]) -> None:
        super().__init__(plan, heights)
        self.depth = self._depths()

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
        before: list[float] = []
        for _ in range(ROUNDS):
            if self.y == before:
                break
            before = list(self.y)
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
