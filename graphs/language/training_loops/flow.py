"""What is computed from what in one pass of a loop, and what is an older value plus something."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence

from graphs.gates.arithmetic import ADD, MUL, NEG, SUB
from graphs.gates.items import SCATTER
from graphs.gates.joining import STACK
from graphs.gates.row import MOVER
from graphs.model import Node
from graphs.model.ancestors import ancestors

BOUNDS = ("maximum", "minimum", "max", "min", "clip", "relu")  # of what is projected


def is_plus_something(
    nodes: Sequence[Node], after: int, before: int, carried_on: set[int], start: int
) -> bool:
    """Whether a value is an older one plus or minus something, or with some items so; a factor
    that is the same in every pass, as of weight decay, may stand before it."""
    reaches: dict[int, bool] = {before: False}
    stack, seen, order = [after], set[int](), list[int]()
    while stack:
        here = stack.pop()
        gate = nodes[here].gate
        is_earlier = here < start and (gate is None or gate.role is not MOVER)  # no older view
        if here in seen or here == before or is_earlier:
            continue
        seen.add(here)
        order.append(here)
        stack += [one for one, _ in added(nodes[here], carried_on)]
    for here in sorted(order):
        for one, adds in added(nodes[here], carried_on):
            if one in reaches:
                reaches[here] = reaches.get(here, False) or reaches[one] or adds
    return reaches.get(after, False)


def added(node: Node, carried_on: set[int]) -> list[tuple[int, bool]]:
    """The arguments that a value is made of by adding, and whether something is added there. A
    bound that is the same in every pass, as of a projection, may stand around it."""
    if node.gate is ADD or node.gate is SUB:
        return [(one, True) for one in node.args]
    if node.gate is SCATTER:
        return [(node.args[0], False), (node.args[1], False)]
    if node.gate is STACK:  # of numbers in a list
        return [(one, False) for one in node.args]
    if node.gate is not None and (node.gate is MUL or node.gate.name in BOUNDS):
        return [
            (one, False)
            for place, one in enumerate(node.args)
            if not any(it in carried_on for at, it in enumerate(node.args) if at != place)
        ]
    if node.gate is not None and (node.gate is NEG or node.gate.role is MOVER):
        return [(node.args[0], False)]
    return []


class Flow:
    """What is computed from what among the nodes of a pass, those computed alike as one. Views that
    were taken before it go with what they are views of."""

    def __init__(self, nodes: Sequence[Node], start: int) -> None:
        self.nodes, self.start = nodes, start
        self._numbers: dict[Hashable, int] = {}
        self._canonical: dict[int, int] = {}
        for node in nodes[start:]:
            key: Hashable = ("node", node.index)
            if node.gate is not None:
                args = tuple(self.canonical(one) for one in node.args)
                key = (node.gate.name, args, settings_key(node.settings))
            elif node.kind == "constant" and not node.shape:
                key = ("constant", repr(node.constant))
            self._canonical[node.index] = self._numbers.setdefault(key, node.index)
        self._older = [
            (one, self._whole(one))
            for one in {arg for node in nodes[start:] for arg in node.args if arg < start}
            if self._whole(one) != one
        ]

    def _whole(self, index: int) -> int:
        while (gate := self.nodes[index].gate) is not None and gate.role is MOVER:
            index = self.nodes[index].args[0]
        return index

    def canonical(self, index: int) -> int:
        """The first node that is computed like this one."""
        return self._canonical.get(index, index)

    def moves(self, index: int, of: set[int]) -> bool:
        """Whether a value is only items of these, in another order: nothing is computed."""
        while index not in of:
            gate = self.nodes[index].gate
            if gate is None or gate.role is not MOVER:
                return False
            index = self.nodes[index].args[0]
        return True

    def ancestors(self, of: Iterable[int]) -> set[int]:
        """Nodes that these are computed from, and themselves; before the pass only its leaves."""
        found = ancestors(self.nodes, of, self.start)
        return found | {whole for view, whole in self._older if view in found}

    def descendants(
        self, of: set[int], smoothly: bool = False, without: frozenset[int] = frozenset()
    ) -> set[int]:
        """Nodes of the pass that are computed from these, and these; ``smoothly``: by gates that
        pass a gradient on. What leads through ``without`` does not count."""
        found = of | {view for view, whole in self._older if whole in of}
        for node in self.nodes[self.start :]:
            if found.isdisjoint(node.args) or node.index in without:
                continue
            if not smoothly or self._passes_on(node, found):
                found.add(node.index)
        return found

    def _passes_on(self, node: Node, found: set[int]) -> bool:
        gate = node.gate
        return (
            gate is not None
            and not node.data
            and any(
                argument in found and gate.differentiable(slot)
                for slot, argument in enumerate(node.args)
            )
        )


def settings_key(settings: Mapping[str, object]) -> str:
    """What tells uses of one gate with different settings apart."""
    return repr(sorted(settings.items(), key=lambda pair: pair[0])) if settings else ""
