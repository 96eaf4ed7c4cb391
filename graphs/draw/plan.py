"""What is drawn in which column: boxes, the wires between them, and the wires' lanes.

A wire that spans several columns gets a lane, a dummy box, in each column between, so that every
hop has length 1. Graphviz then has no ranks to compute, and each wire has a height in every column.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Literal

from graphs.draw.layering import layering
from graphs.draw.nesting import ancestors
from graphs.draw.spacing import ROOMY, Spacing
from graphs.draw.wiring import Wiring
from graphs.model import Graph, Node

# Layout time follows the lanes. Measured with Graphviz 14 on 2 cores: 500 lanes 0.1 s, 800 lanes
# 0.25 s, 2,400 lanes 1.2 s; then it doubles with every 700 more: above a budget of lanes
# (graphs/limits.py) ``rough_heights`` is used instead. A drawn gate is 2 kB of SVG (of arrays up to
# 12 kB: see MOST_CELLS).
MOST_LANES = 20_000
MOST_BOXES = 2_000
MOST_COLUMNS = 400

Kind = Literal["leaf", "copy", "gate", "branch", "lane"]
Hop = tuple[int, int]  # from a box to one in the next column


@dataclass(slots=True)
class Box:
    """One thing in one column, with the pixels it needs above and below its wire."""

    index: int
    kind: Kind
    node: int
    column: int
    up: float
    down: float
    group: int | None = None
    wire: tuple[int, int] | None = None  # the (consumer, slot) of a copy, branch or lane
    extra_height: float = 0.0  # how much higher than a number its content is

    @property
    def half_height(self) -> float:
        """Half the height of the box for Graphviz, where the wire is in the middle."""
        return max(self.up, self.down)


@dataclass(slots=True)
class Wire:
    """The route of one argument to its gate: indices of boxes, one per column, ends included."""

    id: str
    node: int
    consumer: int
    slot: int
    boxes: list[int]
    carries_gradient: bool  # whether a gradient comes back along it


@dataclass
class Plan:
    """The boxes and wires, and tables of them, which are made once the plan is whole."""

    wiring: Wiring
    boxes: list[Box] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    lanes: int = 0

    @property
    def graph(self) -> Graph:
        return self.wiring.graph

    def slot(self, tail: int, head: int) -> int:
        """The slot of the wire whose last hop goes from one box into a gate."""
        box, node = self.boxes[tail], self.graph.nodes[self.boxes[head].node]
        return node.args.index(box.node) if box.wire is None else box.wire[1]

    @cached_property
    def columns(self) -> int:
        return 1 + max((box.column for box in self.boxes), default=0)

    @cached_property
    def rows(self) -> list[list[Box]]:
        """The boxes of each column."""
        rows: list[list[Box]] = [[] for _ in range(self.columns)]
        for box in self.boxes:
            rows[box.column].append(box)
        return rows

    @cached_property
    def hops(self) -> list[list[Hop]]:
        """The hops into each column."""
        hops: list[list[Hop]] = [[] for _ in range(self.columns)]
        for wire in self.wires:
            for hop in pairwise(wire.boxes):
                hops[self.boxes[hop[1]].column].append(hop)
        return hops

    @cached_property
    def sources(self) -> list[list[int]]:
        """By box: where each hop into it begins; for a gate slot by slot."""
        sources: list[list[int]] = [[] for _ in self.boxes]
        for hops in self.hops:
            for tail, head in hops:
                sources[head].append(tail)
        return sources

    @cached_property
    def targets(self) -> list[list[int]]:
        """By box: where each hop from it ends."""
        targets: list[list[int]] = [[] for _ in self.boxes]
        for hops in self.hops:
            for tail, head in hops:
                targets[tail].append(head)
        return targets


def too_large(graph: Graph) -> str | None:
    """Why a graph cannot be laid out, or None; known before any layout."""
    return exceeded_limit(plan(graph))


def exceeded_limit(layout_plan: Plan) -> str | None:
    """A sentence about the first limit that a plan passes, or None."""
    for measured, limit, what in (
        (layout_plan.columns, MOST_COLUMNS, "columns"),
        (len(layout_plan.boxes) - layout_plan.lanes, MOST_BOXES, "gates and inputs"),
        (layout_plan.lanes, MOST_LANES, "crossings of a wire and a column"),
    ):
        if measured > limit:
            return (
                f"The picture would have {measured:,} {what}; "
                f"up to {limit:,} can be laid out in reasonable time."
            )
    return None


def plan(graph: Graph, spacing: Spacing = ROOMY) -> Plan:
    """The plan of a graph; without boxes where it has more than MOST_LANES lanes."""
    wiring = Wiring(graph, spacing)
    columns, copied_wires, lanes = layering(wiring)
    layout_plan = Plan(wiring, lanes=lanes)
    if lanes > MOST_LANES:
        return layout_plan  # far too large to be laid out
    own_box: dict[int, int] = {}  # node → its own box
    copies: dict[tuple[int, int], int] = {}

    def add_box(
        kind: Kind,
        node: int,
        column: int,
        room: tuple[float, float],
        group: int | None,
        wire: tuple[int, int] | None = None,
    ) -> int:
        extra_height = wiring.extra_height(graph.nodes[node], kind)
        layout_plan.boxes.append(
            Box(len(layout_plan.boxes), kind, node, column, *room, group, wire, extra_height)
        )
        return len(layout_plan.boxes) - 1

    kind: Kind
    for node in _top_to_bottom(wiring):
        if node.kind == "gate":
            for slot, argument in wiring.wires_into(node):
                if (pair := (node.index, slot)) in copied_wires:
                    column = columns[node.index] - 1
                    room = wiring.leaf_room(argument)
                    copies[pair] = add_box("copy", argument, column, room, node.group, pair)
        room = wiring.gate_room(node) if node.kind == "gate" else wiring.leaf_room(node.index)
        kind = "gate" if node.kind == "gate" else "leaf"
        own_box[node.index] = add_box(kind, node.index, columns[node.index], room, node.group)

    spans = group_spans(layout_plan)
    for node in graph.nodes:
        for slot, argument in wiring.wires_into(node):
            pair = (node.index, slot)
            carries_gradient = pair in wiring.gradient_wires
            start = copies.get(pair, own_box[argument])
            route = [start]
            for column in range(layout_plan.boxes[start].column + 1, columns[node.index]):
                branch = len(route) == 1 and wiring.needs_branch(argument, pair)
                group = _lane_group(graph, spans, argument, node.index, column)
                room = wiring.lane_room(argument, pair, branch)
                kind = "branch" if branch else "lane"
                route.append(add_box(kind, argument, column, room, group, pair))
            route.append(own_box[node.index])
            id = f"{node.id}-{slot}"
            layout_plan.wires.append(Wire(id, argument, node.index, slot, route, carries_gradient))
    return layout_plan


def _top_to_bottom(wiring: Wiring) -> list[Node]:
    """Nodes in depth-first order from the output, slot by slot: top to bottom in a tree."""
    graph = wiring.graph
    visited = [False] * len(graph.nodes)
    order: list[Node] = []
    roots = [graph.output, *range(len(graph.nodes))]
    for root in roots:
        stack = [root]
        while stack:
            index = stack.pop()
            if index < 0:
                order.append(graph.nodes[~index])
            elif not visited[index] and wiring.has_place(graph.nodes[index]):
                visited[index] = True
                stack.append(~index)
                stack.extend(reversed([arg for _, arg in wiring.wires_into(graph.nodes[index])]))
    return order


def group_spans(layout_plan: Plan) -> dict[int, tuple[int, int]]:
    """The first and the last column of each group."""
    spans: dict[int, tuple[int, int]] = {}
    for box in layout_plan.boxes:
        for group in ancestors(layout_plan.graph, box.group):
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
