"""How a graph is used, seen by the drawing: which wires there are, what stands at a gate."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from graphs.model import Graph, Node

# The room above and below a gate's wire, with what stands there.
VALUE, LOCAL_VALUE, UPSTREAM = 30.0, 50.0, 60.0
DOCK, DOCK_MORE, RINGED = 62.0, 20.0, 90.0  # a docked constant, each further one, chip with caption


class Dock(NamedTuple):
    """What stands at a gate: constants above and below, by their slots, and its chip."""

    above: list[int]
    below: list[int]
    ringed: bool  # a constant is the local factor of the other wire
    chip: int  # above (-1) or below (1); 0: the gate has none


class Uses:
    """Who reads what, seen by the drawing: constants are docked, so they have no wires."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.carries = {
            (node.index, slot)
            for node in graph.nodes
            if graph.reaches[node.index]
            for slot in graph.slots(node)
        }
        self.gradients = [
            sum(pair in self.carries for pair in graph.consumers[node.index])
            for node in graph.nodes
        ]

    def drawn(self, node: Node) -> bool:
        """Whether a node has a place of its own: a constant has one only as the output."""
        return node.kind != "constant" or node.index == self.graph.output

    def wires_into(self, node: Node) -> Iterator[tuple[int, int]]:
        """(slot, argument) of each wire into a gate."""
        for slot, argument in enumerate(node.args):
            if self.drawn(self.graph.nodes[argument]):
                yield slot, argument

    def branches(self, argument: int, pair: tuple[int, int]) -> bool:
        """Whether a wire shows a contribution of its own: its source has several."""
        return self.gradients[argument] > 1 and pair in self.carries

    def length(self, argument: int, pair: tuple[int, int]) -> int:
        """The least number of columns a wire spans.

        A contribution's tag takes one. Between two groups one is left for the copies of inputs
        that a group begins with, so that passes of a loop stand side by side.
        """
        graph = self.graph
        source, consumer = graph.nodes[argument], graph.nodes[pair[0]]
        apart = (
            source.group is not None
            and source.group != consumer.group
            and consumer.group is not None
            and source.group not in ancestors(graph, consumer.group)
            and any(graph.nodes[other].kind == "input" for other in consumer.args)
        )
        return 1 + self.branches(argument, pair) + apart

    @cached_property
    def switched(self) -> frozenset[int]:
        """Nodes whose value is the local factor of another wire: it is ringed there."""
        return frozenset(
            argument
            for node in self.graph.nodes
            if self.graph.reaches[node.index] and switches(node)
            for argument in node.args
        )

    @cached_property
    def docks(self) -> dict[int, Dock]:
        """What stands at each gate."""
        return {node.index: self._dock(node) for node in self.graph.nodes if node.kind == "gate"}

    def _dock(self, node: Node) -> Dock:
        nodes = self.graph.nodes
        slots = [slot for slot, arg in enumerate(node.args) if not self.drawn(nodes[arg])]
        reached = self.graph.reaches[node.index]
        ringed = reached and switches(node)
        chip = reached and not ringed and bool(self.graph.slots(node))
        if chip and len(slots) > 1:
            return Dock([], slots, ringed, -1)
        above = [slot for slot in slots if slot == 0]
        below = [slot for slot in slots if slot != 0]
        return Dock(above, below, ringed, (1 if above else -1) if chip else 0)

    def room(self, node: Node) -> tuple[float, float]:
        """The room a gate needs above and below its wire."""
        dock = self.docks[node.index]
        up = [LOCAL_VALUE if node.index in self.switched else VALUE]
        down = [UPSTREAM if self.graph.reaches[node.index] else VALUE]
        for slots, side in ((dock.above, up), (dock.below, down)):
            if slots:
                side.append((RINGED if dock.ringed else DOCK) + DOCK_MORE * (len(slots) - 1))
        if dock.chip:
            (down if dock.chip > 0 else up).append(RINGED)
        return max(up), max(down)


def switches(node: Node) -> bool:
    """Whether the local factor of each slot is the other argument's value."""
    role = node.gate.role if node.gate else None
    return role is not None and role.name == "switcher" and len(node.args) == 2


def ancestors(graph: Graph, group: int | None) -> Iterator[int]:
    """A group and the groups around it, from the inside out."""
    while group is not None:
        yield group
        group = graph.groups[group].parent
