"""Which wires of a graph are drawn, and which chips and docked constants are at each gate."""

from __future__ import annotations

from functools import cached_property
from math import prod
from typing import NamedTuple

from graphs.draw.nesting import ancestors
from graphs.draw.parts.fragment import cards_of
from graphs.draw.sizes import extra_height
from graphs.draw.spacing import ROOMY, Spacing
from graphs.format.arrays import Shape
from graphs.gates.layers import is_sum
from graphs.gates.short_symbols import short_symbol
from graphs.model import Graph, Node

# The pixels needed above and below a wire, by what is drawn there.
LOCAL_VALUE, RING = (
    24.0,
    6.0,
)  # more than a ring: the word "local" is above it, of an input beside it
RING_ON_WIRE = 28.0  # above the wire into a gate
ON_WIRE = 2
ARRAY = 4.0  # an array reaches this much higher than a number, where nothing else is above
LANE = (6.0, 6.0)
ADDENDS = 20.0  # from a tag to the end of the line of addends below it
BROADCAST = (16.0, 13.0)  # the mark of a broadcast
DOCK, DOCK_MORE, RINGED = 62.0, 20.0, 90.0  # a docked constant, each further one, a captioned one
ABOVE_FAILED, BELOW_FAILED = 12.0, 20.0  # from a gate that failed to the baselines of its remarks
REMARK = 32.0  # beyond the gate, above and below
CHIP = 60.0  # more than a chip: its stub and its caption


class Dock(NamedTuple):
    """What is attached to a gate: constants above and below, by their slots, and its chip."""

    above: list[int]
    below: list[int]
    ringed: bool  # a constant is the local factor of the other wire
    chip: int  # above (-1), below (1) or on the wire into the gate (2); 0: the gate has none


class Wiring:
    """The wires to be drawn. Constants are docked at their gates and have none."""

    def __init__(self, graph: Graph, spacing: Spacing = ROOMY) -> None:
        self.graph, self.spacing = graph, spacing
        self.cards = cards_of(graph)
        self.size_inputs = {
            entry.node
            for entry in graph.inputs.values()
            if entry.structural and not graph.consumers[entry.node]
        }
        self.gradient_wires = {
            (node.index, slot)
            for node in graph.nodes
            if graph.receives_gradient[node.index]
            for slot in graph.slots(node)
        }
        self.gradient_counts = [
            len(self.gradient_wires.intersection(consumers)) for consumers in graph.consumers
        ]
        self._has_place = [self._is_drawn(node) for node in graph.nodes]
        self._wires_into = [
            [(slot, arg) for slot, arg in enumerate(node.args) if self._has_place[arg]]
            for node in graph.nodes
        ]

    def _is_drawn(self, node: Node) -> bool:
        return node.index == self.graph.output or not (
            node.kind == "constant"
            or node.index in self.size_inputs
            or node.index in self.graph.absorbed
        )

    def has_place(self, node: Node) -> bool:
        """Whether a node is drawn as a box of its own.

        A constant is only if it is the output; an input that only sets sizes, or that only a closed
        group reads, is not.
        """
        return self._has_place[node.index]

    def wires_into(self, node: Node) -> list[tuple[int, int]]:
        """(slot, argument) of each wire into a gate."""
        return self._wires_into[node.index]

    def has_contribution_tag(self, argument: int, pair: tuple[int, int]) -> bool:
        """Whether a wire has a tag of its own: its source gets several contributions."""
        return self.gradient_counts[argument] > 1 and pair in self.gradient_wires

    def has_pending_tag(self, node: Node) -> bool:
        """Whether a value before an error has the tag of a gradient that is to come."""
        return self.graph.awaits_gradient[node.index] and not node.not_run

    def has_addends(self, node: int) -> bool:
        """Whether a line of addends stands below the tag of a value."""
        return self.gradient_counts[node] > 1 and not self.graph.nodes[node].shape

    def addends_room(self, node: int) -> float:
        """The pixels from a wire down to the end of its line of addends; 0 without one."""
        spacing = self.spacing
        return (spacing.tag_gap + spacing.tag_height + ADDENDS) * self.has_addends(node)

    def needs_branch(self, argument: int, pair: tuple[int, int]) -> bool:
        """Whether a wire has a mark of its own, and so needs a branch apart from its siblings."""
        return self.has_contribution_tag(argument, pair) or (
            pair in self.repeat_counts and len(self.graph.consumers[argument]) > 1
        )

    def least_span(self, argument: int, pair: tuple[int, int]) -> int:
        """The least number of columns a wire spans.

        A branch takes one more, and so do the copies of inputs at the start of another group, so
        that the passes of a loop are side by side.
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
        return 1 + self.needs_branch(argument, pair) + apart

    @cached_property
    def repeat_counts(self) -> dict[tuple[int, int], int]:
        """How many times a broadcast repeats the value of an argument, by (consumer, slot)."""
        graph = self.graph
        counts = {}
        for pair, axes in getattr(graph, "broadcasts", {}).items():
            node = graph.nodes[pair[0]]
            times = prod(shape_of(node)[axis] for axis in axes)
            if times > 1 and self.has_place(graph.nodes[node.args[pair[1]]]):
                counts[pair] = times
        return counts

    @cached_property
    def local_factors(self) -> frozenset[int]:
        """Nodes whose value is the local factor of another wire, and gets a ring then."""
        return frozenset(
            argument
            for node in self.graph.nodes
            if self.graph.receives_gradient[node.index] and is_switcher(node)
            for argument in node.args
        )

    @cached_property
    def transposed_factors(self) -> frozenset[int]:
        """Those of ``local_factors`` that are matrices used transposed."""
        graph = self.graph
        return frozenset(
            node.args[1 - slot]
            for node in graph.nodes
            if graph.receives_gradient[node.index] and is_switcher(node)
            for slot in graph.slots(node)
            if uses_transposed(graph, node, slot)
        )

    @cached_property
    def stairs(self) -> frozenset[int]:
        """The gates of sums of three or more terms, which the sum so far enters from above."""
        if not self.spacing.stairs:
            return frozenset()
        graph = self.graph
        sums = {
            node.index
            for node in graph.nodes
            if is_sum(node.gate)
            and len(self.wires_into(node)) == 2
            and len(graph.consumers[node.args[0]]) == 1
        }
        longer = {index for index in sums if graph.nodes[index].args[0] in sums}
        return frozenset(longer | {graph.nodes[index].args[0] for index in longer})

    @cached_property
    def docks(self) -> dict[int, Dock]:
        """The dock of each gate."""
        return {node.index: self._dock(node) for node in self.graph.nodes if node.kind == "gate"}

    @cached_property
    def short_symbols(self) -> dict[int, str]:
        """Where there is little room: the gates whose symbol says their constant too."""
        return short_symbols(self.graph) if self.spacing.stairs else {}

    def symbol(self, node: Node) -> str:
        """What stands in a gate."""
        return self.short_symbols.get(node.index) or (node.gate.symbol if node.gate else "")

    def _dock(self, node: Node) -> Dock:
        nodes = self.graph.nodes
        slots = [
            slot
            for slot, arg in enumerate(node.args)
            if nodes[arg].kind == "constant" and not self.has_place(nodes[arg])
        ]
        if node.index in self.short_symbols:  # which say the constant
            slots = []
        reached = self.graph.receives_gradient[node.index]
        ringed = reached and is_switcher(node)
        chip = (
            reached and not ringed and has_elementwise_factor(node) and bool(self.graph.slots(node))
        )
        if node.index in self.stairs:  # a wire comes from above
            chip = False
        if not self.spacing.unit_chips and is_distributor(node):
            chip = False
        if not self.spacing.array_chips and node.shape:
            chip = False
        if chip and len(slots) > 1:
            return Dock([], slots, ringed, -1)
        if chip and self.spacing.low:
            wires = [(node.index, slot) for slot, _ in self.wires_into(node)]
            if len(wires) == 1:
                source = node.args[wires[0][1]]
                crosses = self.graph.nodes[source].group != node.group  # a group's outline
                if self.has_contribution_tag(source, wires[0]) and not crosses:
                    return Dock([], slots, ringed, ON_WIRE)
        above = [slot for slot in slots if slot == 0]
        below = [slot for slot in slots if slot != 0]
        return Dock(above, below, ringed, (1 if above else -1) if chip else 0)

    def gate_room(self, node: Node) -> tuple[float, float]:
        """The pixels a gate needs above and below its wire."""
        dock = self.docks[node.index]
        spacing = self.spacing
        lift = extra_height(shape_of(node), spacing.thumbnail)
        added = (self.addends_room(node.index) + spacing.drop) * self.has_addends(node.index)
        is_ringed = node.index in self.local_factors
        ring = (LOCAL_VALUE + spacing.ring + spacing.drop) * is_ringed
        if node.index in self.cards:
            room = spacing.half_card + 4
            tag = spacing.pending + lift if self.has_pending_tag(node) else 0.0
            return max(room, ring + lift), max(room, tag, added)
        up = [ring or spacing.value]
        down = [spacing.value, added]
        if self.graph.receives_gradient[node.index]:
            down.append(spacing.upstream)
        if self.has_pending_tag(node):
            down.append(spacing.pending)
        for slots, side in ((dock.above, up), (dock.below, down)):
            if slots:
                docked = (RINGED if dock.ringed else DOCK) + DOCK_MORE * (len(slots) - 1)
                side.append(docked + spacing.lift)
        if dock.chip in (-1, 1):
            (down if dock.chip > 0 else up).append(CHIP + spacing.chip + spacing.lift)
        if node.not_run == "failed":
            up.append(spacing.radius + REMARK)
            down.append(spacing.radius + REMARK)
        if spacing.low and lift:
            up.append(spacing.value + ARRAY)
        return (
            max(up) + lift + (self.chip_extra_height(node) if dock.chip < 0 else 0.0),
            max(down) + lift + (self.chip_extra_height(node) if dock.chip == 1 else 0.0),
        )

    def leaf_room(self, node: int) -> tuple[float, float]:
        """The pixels above and below the wire of an input or of a copy of one."""
        shape = shape_of(self.graph.nodes[node])
        lift = extra_height(shape, self.spacing.thumbnail)
        up, down = self.spacing.leaf
        if node in self.local_factors:  # its ring
            up = max(up, RING + self.spacing.ring)
        if self.spacing.low and shape:
            up += ARRAY
        return up + lift, max(down + lift, self.addends_room(node))

    def lane_room(self, node: int, pair: tuple[int, int], branch: bool) -> tuple[float, float]:
        """The pixels above and below a lane, or a branch with its tag."""
        up, down = LANE
        if branch and self.has_contribution_tag(node, pair):
            up, down = self.spacing.branch
            down += extra_height(shape_of(self.graph.nodes[node]), self.spacing.thumbnail)
        if self.docks[pair[0]].chip == ON_WIRE:
            up = RING_ON_WIRE + self.chip_extra_height(self.graph.nodes[pair[0]])
        if pair in self.repeat_counts:
            up, down = max(up, BROADCAST[0]), max(down, BROADCAST[1])
        return up, down

    def chip_extra_height(self, node: Node) -> float:
        """How much higher than a number's the chip of a gate is."""
        return (
            extra_height(shape_of(node), self.spacing.thumbnail)
            if self.docks[node.index].chip
            else 0.0
        )

    def extra_height(self, node: Node, kind: str) -> float:
        """How much higher than a number's the content of a node's box is."""
        if kind == "lane":
            return 0.0
        return extra_height(shape_of(node), self.spacing.thumbnail) + (
            self.chip_extra_height(node) if kind == "gate" else 0.0
        )


def short_symbols(graph: Graph) -> dict[int, str]:
    """The gates that have a symbol which says their constant too."""
    found = {}
    for node in graph.nodes:
        for slot, argument in enumerate(node.args):
            value = graph.nodes[argument]
            if node.gate and value.kind == "constant" and not value.shape:
                symbol = short_symbol(node.gate, slot, value.constant)
                if symbol:
                    found[node.index] = symbol
    return found


def has_elementwise_factor(node: Node) -> bool:
    """Whether a gate has one local factor for each element of its output. A gate that mixes or
    moves elements has a Jacobian instead, which is not drawn."""
    return node.gate is not None and node.gate.elementwise


def uses_transposed(graph: Graph, node: Node, slot: int) -> bool:
    """Whether a switcher's rule for a slot uses the other argument, a matrix, transposed."""
    if node.gate is None or node.gate.elementwise:
        return False
    shapes = [shape_of(graph.nodes[argument]) for argument in node.args]
    rule = node.gate.local_template(slot, shapes, node.settings) or ""
    other = f"{{{1 - slot}}}"
    return f"{other}.T" in rule or f"transpose({other}" in rule


def shape_of(node: Node) -> Shape:
    """A node's shape, which all nodes of a finished graph have."""
    return node.shape or ()


def is_distributor(node: Node) -> bool:
    """Whether the local factor of each slot is 1 or −1."""
    role = node.gate.role if node.gate else None
    return role is not None and role.name == "distributor"


def is_switcher(node: Node) -> bool:
    """Whether the local factor of each slot is the other argument's value."""
    role = node.gate.role if node.gate else None
    return role is not None and role.name == "switcher" and len(node.args) == 2
