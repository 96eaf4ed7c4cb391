"""How wide everything is that stands at a box, before anything has a place."""

from __future__ import annotations

from math import prod

from graphs.draw.plan import Box, Plan, Wire
from graphs.draw.ports import RADIUS
from graphs.draw.sizes import Size, size
from graphs.draw.text import NAME_SLOT, SAME, Name, clean, set_name, width
from graphs.draw.wiring import shape_of
from graphs.format.arrays import is_small, shape_text, thumbnail
from graphs.model import Node

NAME_ROOM = 140.0  # longer names end in an ellipsis
OUTPUT_STEM = 10.0  # an output's wire is this much longer than its tag
MOST_CELLS = 40_000  # of all heat maps: 3 MB of SVG
GROUP_LEAST, GROUP_PAD = 36.0, 16.0  # half of a closed group's width, and beside its title
REPEAT = 18.0  # the mark of a broadcast is this much wider than its number, with the space around


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
        self.repeated = {  # box → the wire whose broadcast is marked there
            wire.boxes[-2]: wire
            for wire in plan.wires
            if (wire.consumer, wire.slot) in self.uses.repeats
        }
        self.bare = self._cells() > MOST_CELLS
        self.names: dict[int, Name] = {}  # of gates
        for node, title in self.graph.titles.items():
            if node in self.home and self.home[node].kind == "gate":
                large = not self.direct.get(node) and node == self.graph.output
                sizes = (26, 16) if large else (22, 14)
                self.names[node] = set_name(title, *sizes, NAME_ROOM)

    def id(self, node: int) -> str:
        """What marks of a node, and clicks on them, are known by."""
        return self.graph.nodes[node].id

    def wire_id(self, wire: tuple[int, int]) -> str:
        """The same of a (consumer, slot)."""
        return f"{self.id(wire[0])}-{wire[1]}"

    def _has_stem(self, node: int) -> bool:
        """Whether a line leaves a node that is no wire: it forks, or ends free."""
        wires = self.direct.get(node, [])
        return len(wires) != 1 or self.plan.boxes[wires[0].boxes[1]].kind == "branch"

    def size(self, node: int) -> Size:
        """Of a node's value and gradient, and of the local factors in its chip."""
        return size(shape_of(self.graph.nodes[node]), self.tag, self.bare)

    def _cells(self) -> int:
        """How many cells the heat maps of all values and gradients have."""
        shapes = [
            shape_of(self.graph.nodes[box.node]) for box in self.plan.boxes if box.kind != "lane"
        ]
        return 2 * sum(prod(thumbnail(shape)) for shape in shapes if shape and not is_small(shape))

    def chip_wide(self, node: int) -> float:
        return max(self.tag, self.size(node).ring)

    def tags(self) -> dict[int, float]:
        """The width of the tag, and of a broadcast's mark behind it, of each box with either."""
        tags = {}
        for box in self.plan.boxes:
            wide = self.repeat(self.repeated[box.index]) if box.index in self.repeated else 0.0
            if box.kind in ("leaf", "copy", "gate") or self.has_part(box):
                wide += self.size(box.node).tag
            if wide:
                tags[box.index] = wide
        return tags

    def has_part(self, box: Box) -> bool:
        """Whether the tag of one wire's contribution stands at a branch."""
        return (
            box.kind == "branch" and box.wire is not None and self.uses.branches(box.node, box.wire)
        )

    def repeat(self, wire: Wire) -> float:
        """The width that the mark of a wire's broadcast takes."""
        times = self.uses.repeats[wire.consumer, wire.slot]
        return width(repeat_text(times), 15) + REPEAT

    def leaf_name(self, box: Box) -> Name:
        node = self.graph.nodes[box.node]
        title = self.graph.titles.get(box.node) or node.name or ""
        return set_name(title, 26, 16, NAME_ROOM)

    def half(self, node: Node) -> float:
        text = node.gate.symbol if node.gate else ""
        if node.gate and node.gate.inside:
            return max(GROUP_LEAST, round(width(clean(text), 14) / 2 + GROUP_PAD))
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
        node = self.graph.nodes[box.node]
        dock, chip = self.uses.docks[box.node], self.chip_wide(box.node) / 2
        docked = self.tag / 2 if dock.ringed else 24.0
        for slot in (*dock.above, *dock.below):
            if shape := shape_of(self.graph.nodes[node.args[slot]]):
                docked = max(docked, width(shape_text(shape), 18) / 2 + 10)
        return (
            max(docked if dock.above else 0.0, chip if dock.chip < 0 else 0.0),
            max(docked if dock.below else 0.0, chip if dock.chip > 0 else 0.0),
        )

    def on_stem(self, node: int) -> bool:
        return node in self.names and bool(self.direct.get(node))

    def faded(self, node: int) -> bool:
        return not self.graph.used[node]


def stem_extra(name: Name | None) -> float:
    """How much longer a stem is for a name before its value."""
    return name.width + 10 if name else 0.0


def repeat_text(times: int) -> str:
    """What the mark of a broadcast says."""
    return f"{times:,}×"
