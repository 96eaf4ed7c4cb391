"""The position of every mark but the wires, from the columns and heights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graphs.draw.array_titles import array_label, broadcast_title
from graphs.draw.group_frames import outlines
from graphs.draw.marks import (
    Addends,
    BroadcastMark,
    Chip,
    Constant,
    GateMark,
    Label,
    Leaf,
    Remark,
    RemarkKind,
    Tag,
    ValueMark,
)
from graphs.draw.measure import (
    AHEAD,
    BROADCAST_PAD,
    HALF_CAPTION,
    TIP,
    Measures,
    broadcast_text,
    stem_extra,
)
from graphs.draw.not_run import NOWHERE, clashes, line_text, misfit_text, not_run_label
from graphs.draw.ordering import ordered_heights
from graphs.draw.plan import Box, Plan
from graphs.draw.rough_heights import rough_heights
from graphs.draw.routes import Routes
from graphs.draw.sizes import NOSE, extra_height
from graphs.draw.spacing import TagWidths
from graphs.draw.straighten import straighten
from graphs.draw.text import clean
from graphs.draw.wiring import ABOVE_FAILED, BELOW_FAILED, ON_WIRE, shape_of

REMARKS: tuple[RemarkKind, RemarkKind] = ("place", "misfit")  # above and below a gate
# In pixels.
CAPTION = 24.0  # from the end of a tag to that of its caption
RAISED = 13.0  # from a wire up to the name above it: descenders stay clear of arrowheads


class Placement(Measures):
    """Places the marks of a plan."""

    def __init__(self, plan: Plan, widths: TagWidths, rough: bool = False) -> None:
        super().__init__(plan, widths)
        self.rough = rough
        y = rough_heights(plan) if rough else straighten(plan, ordered_heights(plan))
        self.columns = Routes(
            plan,
            y,
            widths.default,
            self.half_widths,
            self.widths_before_value,
            self.tag_widths(),
            self.guard_widths,
        )
        # shift everything so that the picture's top left corner is (0, 0)
        left = min((self._left_edge(box) for box in self.plan.boxes), default=0.0)
        top = min((y[box.index] - box.up for box in self.plan.boxes), default=0.0)
        for outline in outlines(self.columns, []):
            left, top = min(left, outline.x), min(top, outline.y)
        self.y = [value - top + self.spacing.edge for value in y]
        self.columns.y = self.y
        for column in self.columns.columns:
            column.start += self.spacing.edge - left
            column.gate += self.spacing.edge - left
            column.end += self.spacing.edge - left

    def _left_edge(self, box: Box) -> float:
        column = self.columns.columns[box.column]
        if box.kind == "gate":
            return column.gate - max(self.half_widths[box.index], *self.guard_widths[box.index])
        return column.start

    def start(self, box: Box) -> float:
        """The x at which the wire of a leaf or gate starts."""
        column = self.columns.columns[box.column]
        if box.kind == "gate":
            return column.gate + self.half_widths[box.index]
        return column.end - column.input

    def leaves(self) -> Iterator[Leaf]:
        for box in self.plan.boxes:
            if box.kind not in ("leaf", "copy"):
                continue
            node = self.graph.nodes[box.node]
            id = node.id
            if box.wire:
                id += f"-at-{self.wire_id(box.wire)}"
            yield Leaf(id, node.index, self.start(box), self.y[box.index], self.leaf_name(box),
                       box.kind == "copy", self.faded(node.index))  # fmt: skip

    def gates(self) -> Iterator[GateMark]:
        for box in self.plan.boxes:
            node = self.graph.nodes[box.node]
            if box.kind != "gate" or node.gate is None:
                continue
            title = clean(self.graph.titles.get(node.index) or "")
            label = f"{node.gate.title} gate" + (f": {title}" if title else "")
            if node.not_run:
                label = not_run_label(node)
            if node.gate.gates_inside:
                label = (
                    f"{clean(node.gate.symbol)}, a closed group of {node.gate.gates_inside:,} gates"
                )
            yield GateMark(node.id, node.index, self.columns.columns[box.column].gate,
                           self.y[box.index], self.half_widths[box.index], self.wiring.symbol(node),
                           label, self.faded(node.index),
                           node.gate.gates_inside > 0 and node.index not in self.cards,
                           self.cards.get(node.index))  # fmt: skip

    def _value_x(self, box: Box) -> float:
        named = box.kind == "gate" and self.has_name_on_stem(box.node)
        before_value = stem_extra(self.names[box.node]) if named else 0.0
        if box.kind == "gate" and not self.widths_before_value[box.index]:
            before_value = -self.columns.overhang(box)
        return self.start(box) + before_value + TIP + (self.sizes[box.index].tag + NOSE) / 2

    def _drop(self, box: Box) -> float:
        """How much farther than usual from its wire a value or tag is."""
        return self.spacing.drop if box.kind == "gate" else 0.0

    def values(self) -> Iterator[ValueMark]:
        clash = clashes(self.graph)
        for box in self.plan.boxes:
            if box.kind in ("leaf", "gate", "copy") and not self.graph.nodes[box.node].not_run:
                id = self.wire_id(box.wire) if box.wire else self.id(box.node)
                yield ValueMark(f"{id}-value", box.node, self._value_x(box),
                                self.y[box.index] - self._drop(box),
                                box.node in self.wiring.local_factors,
                                box.node in self.wiring.transposed_factors,
                                box.kind != "gate",
                                self.faded(box.node), self.sizes[box.index],
                                array_label(self.graph, box.node, "value"),
                                clash.get(box.node, NOWHERE))  # fmt: skip

    def tags(self) -> Iterator[Tag]:
        """The gradients below wires, and single wires' contributions where there are several."""
        for box in self.plan.boxes:
            y, size = self.y[box.index], self.sizes[box.index]
            label = array_label(self.graph, box.node, "gradient")
            if self.has_contribution_tag(box) and box.wire:
                x = self.columns.columns[box.column].start + TIP
                id = f"{self.wire_id(box.wire)}-grad"
                yield Tag(id, box.node, x, y, None, size, label)
            elif box.kind == "copy" and box.wire and box.wire in self.wiring.gradient_wires:
                id = f"{self.wire_id(box.wire)}-grad"
                yield Tag(id, box.node, self.start(box) + TIP, y, None, size, label)
            elif box.kind in ("leaf", "gate") and self._has_tag(box.node):
                centre = self._value_x(box)
                arrives = box.kind == "gate" and self.graph.receives_gradient[box.node]
                caption = self._caption(box, centre) if arrives else None
                x = centre - (size.tag + NOSE) / 2
                down = y + self._drop(box)
                yield Tag(f"{self.id(box.node)}-grad", box.node, x, down, caption, size, label)

    def _has_tag(self, node: int) -> bool:
        pending = self.wiring.has_pending_tag(self.graph.nodes[node])
        return self.graph.receives_gradient[node] or pending

    def addends(self, tags: Iterable[Tag]) -> Iterator[Addends]:
        """The lines under the tags of numbers whose gradient is a sum."""
        for tag in tags:
            if tag.id == f"{self.id(tag.node)}-grad" and self.wiring.has_addends(tag.node):
                foot = tag.y + self.spacing.tag_gap + self.spacing.tag_height
                right = tag.x + tag.size.tag + self.addends_overhang(self.own_box[tag.node])
                yield Addends(f"{self.id(tag.node)}-addends", tag.node, right, foot + 17)

    def _caption(self, box: Box, centre: float) -> float | None:
        """The x of the word "upstream" below a gate's tag; None where it has no place."""
        y, column = self.y[box.index], self.columns.columns[box.column]
        below = self.guard_widths[box.index][1]
        if not self.spacing.own_widths:
            beside = self.wiring.docks[box.node].chip == 1 or below > self.size(box.node).tag / 2
            return max(centre, column.gate + below + HALF_CAPTION) if beside else centre
        x = min(centre, column.end - HALF_CAPTION)  # clear of a fork's curves
        if below:
            x = max(x, column.gate + below + HALF_CAPTION)
        top = y + self._drop(box) + self.spacing.tag_gap + self.spacing.tag_height
        top += box.extra_height
        bottom = top + CAPTION
        rows, hops = self.columns.rows, self.columns.hops
        if self.spacing.low and any(
            y < self.y[other.index] < bottom + other.up
            for row in rows[max(0, box.column - 1) : box.column + 2]
            for other in row
        ):
            return None
        if x - HALF_CAPTION < column.gate and any(
            self.y[tail] > top for tail, head in hops[box.column] if head == box.index
        ):
            return None  # a wire comes up there
        beyond = hops[box.column + 1 :][:1] if x + HALF_CAPTION > column.end + 1 else []
        crossed = any(
            min(self.y[tail], self.y[head]) < bottom and max(self.y[tail], self.y[head]) > top
            for hop in beyond
            for tail, head in hop
        )
        return None if crossed else x

    def chips(self) -> Iterator[Chip]:
        for box in self.plan.boxes:
            if box.kind == "gate" and (side := self.wiring.docks[box.node].chip):
                node = self.graph.nodes[box.node]
                x = self.columns.columns[box.column].gate
                if side == ON_WIRE:
                    x -= self.half_widths[box.index] + 4 + self.chip_width(box.node) / 2
                lift = extra_height(shape_of(node), self.spacing.thumbnail) + self.spacing.lift
                yield Chip(f"{self.id(box.node)}-chip", x, self.y[box.index], side,
                           self.chip_size(box.node), self.chip_width(box.node), lift)  # fmt: skip

    def constants(self) -> Iterator[Constant]:
        for box in self.plan.boxes:
            if box.kind != "gate":
                continue
            node, dock = self.graph.nodes[box.node], self.wiring.docks[box.node]
            x, y = self.columns.columns[box.column].gate, self.y[box.index]
            for slots, side in ((dock.above, -1), (dock.below, 1)):
                for place, slot in enumerate(slots):
                    label = array_label(self.graph, node.args[slot], "value")
                    lift = extra_height(shape_of(node), self.spacing.thumbnail) + self.spacing.lift
                    yield Constant(f"{node.id}-{slot}-constant", node.args[slot], x, y, side, place,
                                   dock.ringed, self.faded(node.index), lift, label)  # fmt: skip

    def broadcasts(self) -> Iterator[BroadcastMark]:
        for index, wire in self.broadcast_wires.items():
            box, pair = self.plan.boxes[index], (wire.consumer, wire.slot)
            wide = self.broadcast_width(wire) - BROADCAST_PAD + 10
            yield BroadcastMark(f"{wire.id}-broadcast", *pair,
                                self.columns.columns[box.column].end - self.spacing.stem - wide / 2,
                                self.y[index], wide,
                                broadcast_text(self.wiring.repeat_counts[pair]),
                                broadcast_title(self.graph, pair),
                                wire.carries_gradient, self.faded(wire.consumer))  # fmt: skip

    def remarks(self) -> Iterator[Remark]:
        """The line of a gate that failed, above it, and what does not fit, below it and beside the
        tags of what it reads."""
        for box in self.plan.boxes:
            node = self.graph.nodes[box.node]
            if box.kind != "gate" or node.not_run != "failed":
                continue
            gate, y = self.columns.columns[box.column].gate, self.y[box.index]
            guards, radius = self.guard_widths[box.index], self.spacing.radius
            sources = [self.y[tail] for tail in self.plan.sources[box.index]]
            entered = min(sources, default=y) < y, max(sources, default=y) > y
            texts = line_text(node), misfit_text(self.graph, node)
            places = y - radius - ABOVE_FAILED, y + radius + BELOW_FAILED
            for side, kind in enumerate(REMARKS):
                beside = entered[side] or guards[side] > 0 or kind == "misfit"
                x = gate + max(guards[side] + 4, 8.0) * beside
                if texts[side]:
                    yield Remark(node.index, kind, texts[side], x, places[side], beside)

    def label(self, node: int) -> Label:
        box, name = self.own_box[node], self.names[node]
        y = self.y[box.index]
        if self.has_name_on_stem(node):
            left = AHEAD if self.graph.nodes[node].not_run else 8  # in the middle: no value follows
            return Label(node, self.start(box) + left + name.width / 2, y - RAISED, name, False,
                         self.faded(node))  # fmt: skip
        end = self.stem_end(box)
        return Label(node, end + 8, y + (8 if name.letter else 5.5), name, True, self.faded(node))

    def stem_end(self, box: Box) -> float:
        """The x at which the stem of a gate or input ends: at a fork, or free."""
        if self.direct_wires.get(box.node):
            return self.columns.columns[box.column].end
        end = self.start(box) + self.size(box.node).tag + self.spacing.output_stem
        if box.kind == "gate":
            end -= self.columns.overhang(box)
        if box.group is not None and box.column == self.last_column:  # past its group's outlines
            end = max(end, self.columns.right_of_outlines(box.column))
        return end
