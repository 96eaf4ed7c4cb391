"""What is to be drawn, and in which column: boxes, the wires between them, and their lanes.

Every wire that spans several columns gets a lane in each column between, so that all hops have
length 1: Graphviz then has no ranks to find, and we know where a wire runs in every column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from graphs.draw.uses import Uses, ancestors, gate_room
from graphs.model import Graph, Node

# Layout time follows the lanes. Measured with Graphviz 14 on 2 cores: 500 lanes 0.1 s, 800 lanes
# 0.25 s, 2,400 lanes 1.2 s; then it doubles with every 700 more. A drawn gate is 2 kB of SVG.
MOST_LANES = 2_000
MOST_BOXES = 1_000
MOST_COLUMNS = 400

SMALL_LANES = 12  # up to here (and with few inputs) every input stands at the left edge
SMALL_INPUTS = 8
MANY_LANES = 500  # from here an input is drawn again for every use that is not near
NEAR = 4  # columns from the first use of an input: a wire; farther uses get a copy of the input
MOST_WIRES = 5  # of one input; the uses beyond get a copy too

# Room above and below the wire.
LEAF, LANE, BRANCH = (36.0, 36.0), (6.0, 6.0), (6.0, 36.0)

Kind = Literal["leaf", "copy", "gate", "branch", "lane"]


@dataclass(slots=True)
class Box:
    """One thing in one column, with the room it needs above and below its wire."""

    index: int
    kind: Kind
    node: int
    column: int
    up: float
    down: float
    group: int | None = None
    wire: tuple[int, int] | None = None  # the (consumer, slot) of a copy, branch or lane

    @property
    def half(self) -> float:
        """Graphviz knows boxes only with their wire in the middle."""
        return max(self.up, self.down)


@dataclass(slots=True)
class Wire:
    """The way of one argument to its gate: indices of boxes, one a column, ends included."""

    node: int
    consumer: int
    slot: int
    boxes: list[int]
    carries: bool  # whether a gradient comes back along it

    @property
    def id(self) -> str:
        return f"n{self.consumer}-{self.slot}"


@dataclass(slots=True)
class Plan:
    graph: Graph
    boxes: list[Box] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    lanes: int = 0

    @property
    def columns(self) -> int:
        return 1 + max((box.column for box in self.boxes), default=0)


def too_large(graph: Graph) -> str | None:
    """Why a graph is not laid out, or None: told before any layout is tried."""
    return excess(plan(graph))


def excess(drawing: Plan) -> str | None:
    """The first limit that a plan passes, in words."""
    for measured, limit, what in (
        (drawing.columns, MOST_COLUMNS, "columns"),
        (len(drawing.boxes) - drawing.lanes, MOST_BOXES, "gates and inputs"),
        (drawing.lanes, MOST_LANES, "crossings of a wire and a column"),
    ):
        if measured > limit:
            return (
                f"The picture would have {measured:,} {what}; "
                f"up to {limit:,} can be laid out in reasonable time."
            )
    return None


def plan(graph: Graph) -> Plan:
    """The smallest change of the mocks' way that keeps the picture small enough."""
    uses = Uses(graph)
    columns = _gate_columns(uses)
    inputs = sum(node.kind == "input" for node in graph.nodes)
    if inputs <= SMALL_INPUTS:
        drawing = _plan(uses, columns, at_left=True, near=NEAR)
        if drawing.lanes <= SMALL_LANES:
            return drawing
    drawing = _plan(uses, columns, at_left=False, near=NEAR)
    if drawing.lanes > MANY_LANES:
        drawing = _plan(uses, columns, at_left=False, near=0)
    return drawing


def _gate_columns(uses: Uses) -> list[int]:
    """As far right as each gate's consumers allow: what is added late stands late."""
    graph = uses.graph
    columns = [0] * len(graph.nodes)
    for node in graph.nodes:
        for slot, argument in uses.wires_into(node):
            least = columns[argument] + uses.length(argument, (node.index, slot))
            columns[node.index] = max(columns[node.index], least)
    for node in reversed(graph.nodes):
        if node.kind == "gate" and graph.consumers[node.index]:
            columns[node.index] = min(
                columns[consumer] - uses.length(node.index, (consumer, slot))
                for consumer, slot in graph.consumers[node.index]
            )
    return columns


def _plan(uses: Uses, gate_columns: list[int], at_left: bool, near: int) -> Plan:
    graph = uses.graph
    drawing = Plan(graph)
    first = _first_columns(graph, gate_columns)
    columns = list(gate_columns)
    home: dict[int, int] = {}  # node → its own box
    copied: set[tuple[int, int]] = set()

    def add(
        kind: Kind,
        node: int,
        column: int,
        room: tuple[float, float],
        group: int | None,
        wire: tuple[int, int] | None = None,
    ) -> int:
        drawing.boxes.append(Box(len(drawing.boxes), kind, node, column, *room, group, wire))
        return len(drawing.boxes) - 1

    for node in graph.nodes:
        if node.kind == "gate" or not uses.drawn(node):
            continue
        readers = sorted(graph.consumers[node.index], key=lambda pair: columns[pair[0]])
        starts = [
            min(columns[c], first.get(graph.nodes[c].group, columns[c]))
            - uses.length(node.index, (c, slot))
            for c, slot in readers
        ]
        for count, (consumer, slot) in enumerate(readers):
            far = columns[consumer] - columns[readers[0][0]] > near
            if (far or count >= MOST_WIRES) and (consumer, slot) != readers[0]:
                copied.add((consumer, slot))
        columns[node.index] = 0 if at_left else max(0, min(starts, default=0))

    for node in _order(uses):
        if node.kind == "gate":
            for slot, argument in uses.wires_into(node):
                if (node.index, slot) in copied:
                    column = columns[node.index] - 1
                    add("copy", argument, column, LEAF, node.group, (node.index, slot))
        room = gate_room(uses, node) if node.kind == "gate" else LEAF
        kind: Kind = "gate" if node.kind == "gate" else "leaf"
        home[node.index] = add(kind, node.index, columns[node.index], room, node.group)

    spans = group_spans(drawing)
    copies = {box.wire: box.index for box in drawing.boxes if box.kind == "copy"}
    for node in graph.nodes:
        for slot, argument in uses.wires_into(node):
            pair = (node.index, slot)
            carries = pair in uses.carries
            start = copies[pair] if pair in copied else home[argument]
            way = [start]
            for column in range(drawing.boxes[start].column + 1, columns[node.index]):
                branch = len(way) == 1 and uses.branches(argument, pair)
                group = _lane_group(graph, spans, argument, node.index, column)
                if branch:
                    way.append(add("branch", argument, column, BRANCH, group, pair))
                else:
                    way.append(add("lane", argument, column, LANE, group, pair))
                    drawing.lanes += 1
            way.append(home[node.index])
            drawing.wires.append(Wire(argument, node.index, slot, way, carries))
    return drawing


def _order(uses: Uses) -> list[Node]:
    """Nodes as they are met from the output backwards, slot by slot: top to bottom in a tree."""
    graph = uses.graph
    seen = [False] * len(graph.nodes)
    order: list[Node] = []
    roots = [graph.output, *range(len(graph.nodes))]
    for root in roots:
        stack = [root]
        while stack:
            index = stack.pop()
            if index < 0:
                order.append(graph.nodes[~index])
            elif not seen[index] and uses.drawn(graph.nodes[index]):
                seen[index] = True
                stack.append(~index)
                stack.extend(reversed([arg for _, arg in uses.wires_into(graph.nodes[index])]))
    return order


def _first_columns(graph: Graph, columns: list[int]) -> dict[int | None, int]:
    """For each group the first column of the outermost group around it."""
    first: dict[int, int] = {}
    for node in graph.nodes:
        if node.kind == "gate":
            for group in ancestors(graph, node.group):
                first[group] = min(columns[node.index], first.get(group, columns[node.index]))
    return {group: first[list(ancestors(graph, group))[-1]] for group in first}


def group_spans(drawing: Plan) -> dict[int, tuple[int, int]]:
    """The first and the last column of each group."""
    spans: dict[int, tuple[int, int]] = {}
    for box in drawing.boxes:
        for group in ancestors(drawing.graph, box.group):
            low, high = spans.get(group, (box.column, box.column))
            spans[group] = (min(low, box.column), max(high, box.column))
    return spans


def _lane_group(
    graph: Graph, spans: dict[int, tuple[int, int]], source: int, consumer: int, column: int
) -> int | None:
    """A lane enters its consumer's group at the group's left edge, and leaves at the right."""
    for group in ancestors(graph, graph.nodes[consumer].group):
        if column >= spans[group][0]:
            return group
    for group in ancestors(graph, graph.nodes[source].group):
        if column <= spans[group][1]:
            return group
    return None
