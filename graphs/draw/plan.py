"""What is to be drawn, and in which column: boxes, the wires between them, and their lanes.

Every wire that spans several columns gets a lane in each column between, so that all hops have
length 1: Graphviz then has no ranks to find, and we know where a wire runs in every column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from graphs.draw.layering import places
from graphs.draw.wiring import Uses, ancestors
from graphs.model import Graph, Node

# Layout time follows the lanes. Measured with Graphviz 14 on 2 cores: 500 lanes 0.1 s, 800 lanes
# 0.25 s, 2,400 lanes 1.2 s; then it doubles with every 700 more: past a budget of lanes
# (graphs/limits.py) ``quick`` finds the heights. A drawn gate is 2 kB of SVG (of arrays up to
# 12 kB: see MOST_CELLS).
MOST_LANES = 20_000
MOST_BOXES = 2_000
MOST_COLUMNS = 400

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
    extra: float = 0.0  # how much higher than numbers what stands there is

    @property
    def half(self) -> float:
        """Graphviz knows boxes only with their wire in the middle."""
        return max(self.up, self.down)


@dataclass(slots=True)
class Wire:
    """The way of one argument to its gate: indices of boxes, one a column, ends included."""

    id: str
    node: int
    consumer: int
    slot: int
    boxes: list[int]
    carries: bool  # whether a gradient comes back along it


@dataclass(slots=True)
class Plan:
    uses: Uses
    boxes: list[Box] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    lanes: int = 0

    @property
    def graph(self) -> Graph:
        return self.uses.graph

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
    """What is to be drawn of a graph."""
    uses = Uses(graph)
    columns, copied, lanes = places(uses)
    drawing = Plan(uses, lanes=lanes)
    if lanes > MOST_LANES:
        return drawing  # far too large: what is not laid out is not planned either
    home: dict[int, int] = {}  # node → its own box
    copies: dict[tuple[int, int], int] = {}

    def add(
        kind: Kind,
        node: int,
        column: int,
        room: tuple[float, float],
        group: int | None,
        wire: tuple[int, int] | None = None,
    ) -> int:
        extra = uses.extra(graph.nodes[node], kind)
        drawing.boxes.append(Box(len(drawing.boxes), kind, node, column, *room, group, wire, extra))
        return len(drawing.boxes) - 1

    kind: Kind
    for node in _order(uses):
        if node.kind == "gate":
            for slot, argument in uses.wires_into(node):
                if (pair := (node.index, slot)) in copied:
                    column = columns[node.index] - 1
                    room = uses.start_room(argument)
                    copies[pair] = add("copy", argument, column, room, node.group, pair)
        room = uses.room(node) if node.kind == "gate" else uses.start_room(node.index)
        kind = "gate" if node.kind == "gate" else "leaf"
        home[node.index] = add(kind, node.index, columns[node.index], room, node.group)

    spans = group_spans(drawing)
    for node in graph.nodes:
        for slot, argument in uses.wires_into(node):
            pair = (node.index, slot)
            carries = pair in uses.carries
            start = copies.get(pair, home[argument])
            way = [start]
            for column in range(drawing.boxes[start].column + 1, columns[node.index]):
                branch = len(way) == 1 and uses.parts(argument, pair)
                group = _lane_group(graph, spans, argument, node.index, column)
                room = uses.way_room(argument, pair, branch)
                kind = "branch" if branch else "lane"
                way.append(add(kind, argument, column, room, group, pair))
            way.append(home[node.index])
            id = f"{node.id}-{slot}"
            drawing.wires.append(Wire(id, argument, node.index, slot, way, carries))
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
