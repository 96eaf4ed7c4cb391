"""Where slopes jump: what differs between the two sides of a point, and the gate that makes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from graphs.format.numbers import Digits, write
from graphs.model import Graph, Guard, Node, Value

TINY = (2.0**-37, 2.0**-40)  # two moves, relative to what moves
JUMP = 1e-6  # relative: a difference of slopes that is more than rounding


@dataclass(frozen=True)
class Kink:
    """Where the output has no slope, or no curvature.

    ``by`` is the number whose slope differs between the sides, ``sides`` the least and the largest
    there. The reason is a ``gate``, or a ``decision`` that the text makes otherwise on a side.
    """

    what: Literal["value", "slope", "curvature"]
    by: str
    sides: tuple[float, float]
    gate: Node | None = None
    decision: Guard | None = None
    along_a_line: bool = True  # one number moves: there are two sides, else as many as directions

    @property
    def line(self) -> int | None:
        if self.decision is not None:
            return self.decision.line
        return self.gate.source.line if self.gate and self.gate.source else None

    def sentence(self, digits: Digits = "3 digits") -> str:
        line = f" in line {self.line}" if self.line else ""
        if self.decision is not None:
            return (
                f"A kink: the decision{line} turns out otherwise right beside this point, where "
                "another formula begins. There are no second derivatives across it."
            )
        gate = (
            f"the {self.gate.gate.title} gate{line}" if self.gate and self.gate.gate else "a gate"
        )
        low, high = (write(side, digits) for side in self.sides)
        if low == high:
            low, high = (write(side, "full") for side in self.sides)
        of = f"the {self.what}" + (f" by {self.by}" if self.by else "")
        if self.what == "value":
            return (
                f"A jump: {gate} turns out otherwise right beside this point, where the output is "
                "another. There are no derivatives across it."
            )
        if not np.all(np.isfinite(self.sides)):
            differs = f"{of} grows without bound towards this point"
        elif self.along_a_line:
            differs = f"{of} is {low} on one side and {high} on the other"
        else:
            differs = f"{of} depends on the side: from {low} to {high}"
        return f"A kink: {gate} is at its bend, and {differs}. So there is no second derivative."


def bent_gates(
    graph: Graph, pairs: Sequence[tuple[Sequence[Value], Sequence[Value]]]
) -> Iterator[Node]:
    """The gates whose slopes jump between the two sides of a point.

    ``pairs`` are the values on both sides, a few steps away from the point, then fewer.
    """
    for node in graph.nodes:
        with np.errstate(all="ignore"):
            jumps = _jumps(graph, node, pairs)
        if jumps:
            yield node


def _jumps(
    graph: Graph, node: Node, pairs: Sequence[tuple[Sequence[Value], Sequence[Value]]]
) -> bool:
    """Whether the difference is not one that shrinks with the distance."""
    if node.gate is None or not graph.receives_gradient[node.index]:
        return False
    for slot in graph.slots(node):
        far, near = ([_slope(node, slot, side) for side in pair] for pair in pairs)
        size = max(float(np.max(np.abs(side), initial=0.0)) for side in near)
        gap, before = (np.abs(above - below) for above, below in (near, far))
        if np.any((gap > JUMP * size) & (gap > before / 2)):
            return True
    return False


def _slope(node: Node, slot: int, values: Sequence[Value]) -> np.ndarray:
    assert node.gate is not None
    output, args = values[node.index], tuple(values[argument] for argument in node.args)
    one = np.ones(np.shape(output))[()]
    return np.asarray(node.gate.pullback(slot, one, output, args, node.settings))


def choices(
    nodes: Sequence[Node], values: Sequence[Value], *, ties: bool = True
) -> dict[int, Value]:
    """What was chosen at a point, by node: comparisons, places of extremes, and ties."""
    made: dict[int, Value] = {}
    for node in nodes:
        if node.gate is None:
            continue
        if node.data or node.truth or node.gate.data:
            made[node.index] = values[node.index]
        elif ties and node.gate.tie is not None:
            args = [values[argument] for argument in node.args]
            made[node.index] = node.gate.tie(values[node.index], *args, **node.settings)
    return made


def first_change(before: dict[int, Value], after: dict[int, Value]) -> int | None:
    """The first node at which something else is chosen."""
    return next(
        (index for index, it in before.items() if not np.array_equal(it, after[index])), None
    )
