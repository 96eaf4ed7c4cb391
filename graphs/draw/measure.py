"""The widths of what is drawn at each box, in pixels, known before any position is."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from graphs.draw.parts.fragment import cards_of
from graphs.draw.plan import Box, Kind, Plan, Wire
from graphs.draw.sizes import HALF_CARD, NOSE, Size, size
from graphs.draw.spacing import TagWidths
from graphs.draw.text import SAME_WIDTH, Name, clean, text_width, typeset_name
from graphs.draw.wiring import is_distributor, shape_of
from graphs.format.arrays import is_small, shape_text, thumbnail

NAME_ROOM = 140.0  # wider names end in an ellipsis
MOST_CELLS = 40_000  # of all heat maps: 3 MB of SVG
GROUP_LEAST, GROUP_PAD = 36.0, 16.0  # half of a closed group's width, and beside its title
ARROW = 8.0  # half an arrowhead on a wire that turns up or down at once, with the space beside it
HALF_CAPTION = 38.0  # of the word "upstream", with the space beside it
UNIT_CHIP = 46.0  # a chip with 1 or −1 in it
# Tags of one column are equally wide: those of inputs, of gates, and of single contributions.
COLUMN_OF: Mapping[Kind, str] = {
    "leaf": "leaf", "copy": "leaf", "gate": "gate", "branch": "branch", "lane": "lane",
}  # fmt: skip
AHEAD, AHEAD_UNNAMED = 16.0, 44.0  # in the place of a tag behind a gate that did not run
TIP = 3.0  # from a wire's start to its tag's point
BROADCAST_PAD = (
    18.0  # the mark of a broadcast is this much wider than its number, with the space around
)


class Measures:
    """A plan with its names typeset and the widths of its marks."""

    def __init__(self, plan: Plan, widths: TagWidths) -> None:
        self.plan, self.widths, self.graph = plan, widths, plan.graph
        self.wiring, self.spacing = plan.wiring, plan.wiring.spacing
        self.direct_wires: dict[
            int, list[Wire]
        ] = {}  # wires that start at a node itself, not a copy
        for wire in plan.wires:
            if plan.boxes[wire.boxes[0]].kind != "copy":
                self.direct_wires.setdefault(wire.node, []).append(wire)
        self.cards = cards_of(plan.graph)
        self.ids = [node.id for node in plan.graph.nodes]
        self.own_box = {box.node: box for box in plan.boxes if box.kind in ("leaf", "gate")}
        self.stem_nodes = {node for node in self.own_box if self._has_stem(node)}
        self.broadcast_wires = {  # box → the wire whose broadcast is marked there
            wire.boxes[-2]: wire
            for wire in plan.wires
            if (wire.consumer, wire.slot) in self.wiring.repeat_counts
        }
        self.last_column = plan.columns - 1
        self.shapes_only = self._heat_map_cells() > MOST_CELLS
        self.sizes = self._sizes()
        self.names: dict[int, Name] = {}  # of gates
        for node, title in self.graph.titles.items():
            if node in self.own_box and self.own_box[node].kind == "gate":
                large = not self.direct_wires.get(node) and node == self.graph.output
                sizes = (26, 16) if large else (22, 14)
                self.names[node] = typeset_name(title, *sizes, NAME_ROOM)
        # By box, of gates: half their widths, and half of what is above and below them.
        gates = [box for box in plan.boxes if box.kind == "gate"]
        self.half_widths = {box.index: self._half_width(box) for box in gates}
        self.guard_widths = {box.index: self._guards(box) for box in gates}
        self.widths_before_value = {
            box.index: self._width_before_value(box) for box in plan.boxes if box.kind != "lane"
        }

    def id(self, node: int) -> str:
        """The node's id, by which its marks and clicks on them are identified."""
        return self.ids[node]

    def wire_id(self, wire: tuple[int, int]) -> str:
        """The id of the wire into (consumer, slot)."""
        return f"{self.id(wire[0])}-{wire[1]}"

    def _has_stem(self, node: int) -> bool:
        """Whether a node has a stem: its wires fork, or it has none."""
        wires = self.direct_wires.get(node, [])
        return len(wires) != 1 or self.plan.boxes[wires[0].boxes[1]].kind == "branch"

    def _is_fork(self, node: int) -> bool:
        return len(self.direct_wires.get(node, ())) > 1

    def size(self, node: int) -> Size:
        """The size of a node's value and gradient."""
        return self.sizes[self.own_box[node].index]

    def _sizes(self) -> list[Size]:
        """By box: the size of its value and its tag, as wide as the widest of its column."""
        widths, nodes, highest = self._column_widths(), self.graph.nodes, self.spacing.thumbnail
        return [
            size(
                shape_of(nodes[box.node]),
                widths[box.column, COLUMN_OF[box.kind]],
                self.shapes_only,
                highest,
            )
            for box in self.plan.boxes
        ]

    def _column_widths(self) -> dict[tuple[int, str], int]:
        """By column and kind of box: the width of the tags there."""
        widths: dict[tuple[int, str], int] = {}
        for box in self.plan.boxes:
            key = box.column, COLUMN_OF[box.kind]
            ids = [self.id(box.node)] if box.wire is None else [self.wire_id(box.wire)]
            if box.kind == "copy":  # with its value
                ids.append(self.id(box.node))
            widths[key] = max(widths.get(key, 0), *(self.widths[f"{id}-grad"] for id in ids))
        return widths

    def _heat_map_cells(self) -> int:
        """The number of cells in the heat maps of all values and gradients."""
        shapes = [
            shape_of(self.graph.nodes[box.node]) for box in self.plan.boxes if box.kind != "lane"
        ]
        return 2 * sum(prod(thumbnail(shape)) for shape in shapes if shape and not is_small(shape))

    def chip_size(self, node: int) -> Size:
        """The size of the local factors in a gate's chip."""
        width = self.widths[f"{self.id(node)}-chip"]
        return size(
            shape_of(self.graph.nodes[node]), width, self.shapes_only, self.spacing.thumbnail
        )

    def chip_width(self, node: int) -> float:
        if is_distributor(self.graph.nodes[node]):
            return UNIT_CHIP
        return max(self.widths[f"{self.id(node)}-chip"], self.chip_size(node).ring)

    def tag_widths(self) -> dict[int, float]:
        """By box: the width of its tag and of a broadcast's mark after it."""
        tags = {}
        for box in self.plan.boxes:
            wide = (
                self.broadcast_width(self.broadcast_wires[box.index])
                if box.index in self.broadcast_wires
                else 0.0
            )
            if self.graph.nodes[box.node].not_run and box.kind == "gate":
                wide += AHEAD if self.has_name_on_stem(box.node) else AHEAD_UNNAMED
            elif box.kind in ("leaf", "copy", "gate") or self.has_contribution_tag(box):
                wide += self.sizes[box.index].tag
            if self.spacing.own_widths and box.kind in ("leaf", "copy"):
                wide = max(wide, self._ring_end(box))
            if box.kind in ("leaf", "gate"):
                wide += self.addends_overhang(box)
            if self.spacing.own_widths and box.kind == "gate" and self._is_fork(box.node):
                below = self.guard_widths[box.index][1]  # the caption is beside what is docked
                half = self.half_widths[box.index]
                wide = max(wide, below - half + 2 * HALF_CAPTION if below else 0.0)
            if wide:
                tags[box.index] = wide
        return tags

    def addends_overhang(self, box: Box) -> float:
        """How far a line of addends, which begins as far left as it may, goes on behind the tag."""
        line = self.widths.own.get(f"{self.id(box.node)}-addends", 0)
        return max(0.0, line - self.sizes[box.index].tag - self._free_before(box))

    def _free_before(self, box: Box) -> float:
        """How far what is below a box's tag may reach under its name or its gate."""
        if box.node in self.cards:
            return 0.0
        if box.kind == "gate":
            return 2 * self.spacing.radius
        return self.widths_before_value[box.index]

    def _ring_end(self, box: Box) -> float:
        """How far the ring of an input that is a local factor reaches over the wire's stem."""
        if box.node not in self.wiring.local_factors:
            return 0.0
        size = self.sizes[box.index]
        arrow = max(2.0, ARROW - self.spacing.bend / 2) if self._is_fork(box.node) else 0.0
        return TIP + (size.tag + NOSE + size.ring) / 2 + arrow - self.spacing.stem

    def has_contribution_tag(self, box: Box) -> bool:
        """Whether a box is a branch with the tag of one wire's contribution."""
        return (
            box.kind == "branch"
            and box.wire is not None
            and self.wiring.has_contribution_tag(box.node, box.wire)
        )

    def broadcast_width(self, wire: Wire) -> float:
        """The width that the mark of a wire's broadcast takes."""
        times = self.wiring.repeat_counts[wire.consumer, wire.slot]
        return text_width(broadcast_text(times), 15) + BROADCAST_PAD

    def leaf_name(self, box: Box) -> Name:
        node = self.graph.nodes[box.node]
        title = self.graph.titles.get(box.node) or node.name or ""
        return typeset_name(title, 26, 16, NAME_ROOM)

    def _half_width(self, box: Box) -> float:
        node = self.graph.nodes[box.node]
        text = self.wiring.symbol(node)
        if node.index in self.cards:
            return HALF_CARD
        if node.gate and node.gate.gates_inside:
            return max(GROUP_LEAST, round(text_width(clean(text), 14) / 2 + GROUP_PAD))
        radius = self.spacing.radius
        if len(text) == 1:
            return radius
        return max(radius, round(text_width(text, 14) / 2 + self.spacing.symbol_pad))

    def _width_before_value(self, box: Box) -> float:
        """The width of what is drawn before a box's value and tag."""
        if box.kind == "gate":
            name = self.names.get(box.node)
            if name and self.has_name_on_stem(box.node):
                return stem_extra(name)
            if name and box.column < self.last_column:  # others go on right of this end
                return self.spacing.output_stem + name.width + 8
            return 0.0
        if box.kind == "branch":
            return 0.0
        slot = max(self.spacing.name_slot, self.leaf_name(box).width) + 8
        return slot + (SAME_WIDTH if box.kind == "copy" else 0.0)

    def _guards(self, box: Box) -> tuple[float, float]:
        """Half the width of what is above and below a gate: a chip or docked constants."""
        node = self.graph.nodes[box.node]
        dock, chip = self.wiring.docks[box.node], self.chip_width(box.node) / 2
        docked = self.widths[f"{self.id(box.node)}-chip"] / 2 if dock.ringed else 24.0
        for slot in (*dock.above, *dock.below):
            if shape := shape_of(self.graph.nodes[node.args[slot]]):
                docked = max(docked, text_width(shape_text(shape), 18) / 2 + 10)
        return (
            max(docked if dock.above else 0.0, chip if dock.chip < 0 else 0.0),
            max(docked if dock.below else 0.0, chip if dock.chip == 1 else 0.0),
        )

    def has_name_on_stem(self, node: int) -> bool:
        return node in self.names and bool(self.direct_wires.get(node))

    def faded(self, node: int) -> bool:
        return not self.graph.used[node]


def stem_extra(name: Name | None) -> float:
    """How much longer a stem is for a name before its value."""
    return name.width + 10 if name else 0.0


def broadcast_text(times: int) -> str:
    """The text of a broadcast's mark."""
    return f"{times:,}×"
