"""How a graph is used, seen by the drawing: which wires there are, what stands at a gate."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from math import prod
from typing import NamedTuple

from graphs.draw.sizes import extra
from graphs.format.arrays import Shape
from graphs.model import Graph, Node

# The room above and below a gate's wire, with what stands there.
VALUE, LOCAL_VALUE, UPSTREAM = 30.0, 50.0, 60.0
LEAF, LANE, BRANCH = (36.0, 36.0), (6.0, 6.0), (6.0, 36.0)
REPEATED = (16.0, 13.0)  # the mark of a broadcast
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
        self.sizes = {
            entry.node
            for entry in graph.inputs.values()
            if entry.structural and not graph.consumers[entry.node]
        }
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
        """Whether a node has a place of its own.

        A constant has one only as the output; an input that only sets sizes has none, nor one of
        very many that a closed group alone reads.
        """
        return node.index == self.graph.output or not (
            node.kind == "constant" or node.index in self.sizes or node.index in self.graph.absorbed
        )

    def wires_into(self, node: Node) -> Iterator[tuple[int, int]]:
        """(slot, argument) of each wire into a gate."""
        for slot, argument in enumerate(node.args):
            if self.drawn(self.graph.nodes[argument]):
                yield slot, argument

    def branches(self, argument: int, pair: tuple[int, int]) -> bool:
        """Whether a wire shows a contribution of its own: its source has several."""
        return self.gradients[argument] > 1 and pair in self.carries

    def parts(self, argument: int, pair: tuple[int, int]) -> bool:
        """Whether a wire has a mark of its own, and so has to leave its source's other wires."""
        return self.branches(argument, pair) or (
            pair in self.repeats and len(self.graph.consumers[argument]) > 1
        )

    def length(self, argument: int, pair: tuple[int, int]) -> int:
        """The least number of columns a wire spans.

        A mark of its own takes one. Between two groups one is left for the copies of inputs
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
        return 1 + self.parts(argument, pair) + apart

    @cached_property
    def repeats(self) -> dict[tuple[int, int], int]:
        """How many times a broadcast repeats the value of an argument, by (consumer, slot)."""
        graph = self.graph
        found = {}
        for pair, axes in getattr(graph, "broadcasts", {}).items():
            node = graph.nodes[pair[0]]
            times = prod(shape_of(node)[axis] for axis in axes)
            if times > 1 and self.drawn(graph.nodes[node.args[pair[1]]]):
                found[pair] = times
        return found

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
    def turned(self) -> frozenset[int]:
        """Of these the matrices that are used transposed there."""
        graph = self.graph
        return frozenset(
            node.args[1 - slot]
            for node in graph.nodes
            if graph.reaches[node.index] and switches(node)
            for slot in graph.slots(node)
            if turns(graph, node, slot)
        )

    @cached_property
    def docks(self) -> dict[int, Dock]:
        """What stands at each gate."""
        return {node.index: self._dock(node) for node in self.graph.nodes if node.kind == "gate"}

    def _dock(self, node: Node) -> Dock:
        nodes = self.graph.nodes
        slots = [
            slot
            for slot, arg in enumerate(node.args)
            if nodes[arg].kind == "constant" and not self.drawn(nodes[arg])
        ]
        reached = self.graph.reaches[node.index]
        ringed = reached and switches(node)
        chip = reached and not ringed and has_factors(node) and bool(self.graph.slots(node))
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
        lift = extra(shape_of(node))
        return (
            max(up) + lift + (self.chip_extra(node) if dock.chip < 0 else 0.0),
            max(down) + lift + (self.chip_extra(node) if dock.chip > 0 else 0.0),
        )

    def start_room(self, node: int) -> tuple[float, float]:
        """The room above and below the wire of an input or of a copy of one."""
        lift = extra(shape_of(self.graph.nodes[node]))
        return LEAF[0] + lift, LEAF[1] + lift

    def way_room(self, node: int, pair: tuple[int, int], branch: bool) -> tuple[float, float]:
        """The room above and below a lane, or a branch with its tag."""
        up, down = LANE
        if branch and self.branches(node, pair):
            up, down = BRANCH
            down += extra(shape_of(self.graph.nodes[node]))
        if pair in self.repeats:
            up, down = max(up, REPEATED[0]), max(down, REPEATED[1])
        return up, down

    def chip_extra(self, node: Node) -> float:
        """How much higher than a number's the chip of a gate is."""
        return extra(shape_of(node)) if self.docks[node.index].chip else 0.0

    def extra(self, node: Node, kind: str) -> float:
        """How much higher than numbers is what stands at a box of a node."""
        if kind == "lane":
            return 0.0
        return extra(shape_of(node)) + (self.chip_extra(node) if kind == "gate" else 0.0)


def has_factors(node: Node) -> bool:
    """Whether a gate has a local factor for each element of its output. Of a gate that mixes
    elements, or moves them, it would be a Jacobian: that does not stand in the picture."""
    return node.gate is not None and node.gate.elementwise


def turns(graph: Graph, node: Node, slot: int) -> bool:
    """Whether a switcher's rule for a slot uses the other argument, a matrix, transposed."""
    if node.gate is None or node.gate.elementwise:
        return False
    shapes = [shape_of(graph.nodes[argument]) for argument in node.args]
    rule = node.gate.told(slot, shapes, node.settings) or ""
    other = f"{{{1 - slot}}}"
    return f"{other}.T" in rule or f"transpose({other}" in rule


def shape_of(node: Node) -> Shape:
    """A node's shape, which all nodes of a finished graph have."""
    return node.shape or ()


def switches(node: Node) -> bool:
    """Whether the local factor of each slot is the other argument's value."""
    role = node.gate.role if node.gate else None
    return role is not None and role.name == "switcher" and len(node.args) == 2


def ancestors(graph: Graph, group: int | None) -> Iterator[int]:
    """A group and the groups around it, from the inside out."""
    while group is not None:
        yield group
        group = graph.groups[group].parent
