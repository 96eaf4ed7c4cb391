"""How wide everything is that stands at a box, before anything has a place."""

from __future__ import annotations

from graphs.draw.plan import Box, Plan, Wire
from graphs.draw.ports import RADIUS
from graphs.draw.text import NAME_SLOT, SAME, Name, set_name, width
from graphs.model import Node

NAME_ROOM = 140.0  # longer names end in an ellipsis
OUTPUT_STEM = 10.0  # an output's wire is this much longer than its tag


class Measures:
    """A plan with its names set: what is shared by finding places and placing marks."""

    def __init__(self, plan: Plan, tag: int) -> None:
        self.plan, self.tag, self.graph = plan, tag, plan.graph
        self.uses = plan.uses
        self.direct: dict[int, list[Wire]] = {}  # wires that start at a node itself, not a copy
        for wire in plan.wires:
            if plan.boxes[wire.boxes[0]].kind != "copy":
                self.direct.setdefault(wire.node, []).append(wire)
        self.home = {box.node: box for box in plan.boxes if box.kind in ("leaf", "gate")}
        self.stemmed = {node for node in self.home if self._has_stem(node)}
        self.names: dict[int, Name] = {}  # of gates
        for node, title in self.graph.titles.items():
            if node in self.home and self.home[node].kind == "gate":
                large = not self.direct.get(node) and node == self.graph.output
                sizes = (26, 16) if large else (22, 14)
                self.names[node] = set_name(title, *sizes, NAME_ROOM)

    def _has_stem(self, node: int) -> bool:
        """Whether a line leaves a node that is no wire: it forks, or ends free."""
        wires = self.direct.get(node, [])
        return len(wires) != 1 or self.plan.boxes[wires[0].boxes[1]].kind == "branch"

    def leaf_name(self, box: Box) -> Name:
        node = self.graph.nodes[box.node]
        title = self.graph.titles.get(box.node) or node.name or ""
        return set_name(title, 26, 16, NAME_ROOM)

    def half(self, node: Node) -> float:
        text = node.gate.symbol if node.gate else ""
        return max(RADIUS, round(width(text, 14) / 2 + 7)) if len(text) > 1 else RADIUS

    def before(self, box: Box) -> float:
        """The width of what stands before the place of a box's value and tag."""
        if box.kind == "gate":
            name = self.names.get(box.node)
            if name and self.on_stem(box.node):
                return stem_extra(name)
            if name and box.column < self.plan.columns - 1:  # others go on right of this end
                return OUTPUT_STEM + name.width + 8
            return 0.0
        if box.kind == "branch":
            return 0.0
        slot = max(NAME_SLOT, self.leaf_name(box).width) + 8
        return slot + (SAME if box.kind == "copy" else 0.0)

    def guard(self, box: Box) -> tuple[float, float]:
        """Half the width of what stands above and below a gate: a chip or docked constants."""
        dock, ring = self.uses.docks[box.node], self.tag / 2
        docked = ring if dock.ringed else 24.0
        return (
            max(docked if dock.above else 0.0, ring if dock.chip < 0 else 0.0),
            max(docked if dock.below else 0.0, ring if dock.chip > 0 else 0.0),
        )

    def on_stem(self, node: int) -> bool:
        return node in self.names and bool(self.direct.get(node))

    def faded(self, node: int) -> bool:
        return not self.graph.used[node]


def stem_extra(name: Name | None) -> float:
    """How much longer a stem is for a name before its value."""
    return name.width + 10 if name else 0.0
