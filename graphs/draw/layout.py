"""Graph → the place of every mark. Made once for a structure, whatever its values and steps."""

from __future__ import annotations

from graphs.draw.columns import PAD, STEM, Columns
from graphs.draw.engine import heights
from graphs.draw.marks import (
    Chip,
    Constant,
    GateMark,
    Label,
    Layout,
    Leaf,
    Tag,
    ValueMark,
    WireMark,
)
from graphs.draw.measure import OUTPUT_STEM, Measures, stem_extra
from graphs.draw.outlines import outlines
from graphs.draw.paths import Path, along, arrow, bar, between, entry
from graphs.draw.plan import Box, Plan, Wire, excess, plan
from graphs.draw.ports import RADIUS
from graphs.draw.settle import settle
from graphs.draw.text import clean
from graphs.errors import TooLarge
from graphs.model import Graph

EDGE = 12.0  # round the picture
RAISED = 13.0  # a name above its wire: its descender keeps clear of an arrowhead
TIP = 3.0  # from a wire's start to its tag's point
FLOW = 23.0  # from a wire's start to the dots of its flow: there is the head


def layout(graph: Graph, tag_width: int = 64) -> Layout:
    """Lay a graph out for tags of the given width; raises ``TooLarge`` with the reason."""
    drawing = plan(graph)
    reason = excess(drawing)
    if reason:
        raise TooLarge(reason)
    return _Drafter(drawing, tag_width).layout()


class _Drafter(Measures):
    """Places the marks of a plan."""

    def __init__(self, plan: Plan, tag: int) -> None:
        super().__init__(plan, tag)
        y = settle(self.plan, heights(self.plan))
        names = {box.index: self.before(box) for box in self.plan.boxes if box.kind != "lane"}
        gates = [box for box in self.plan.boxes if box.kind == "gate"]
        halves = {box.index: self.half(self.graph.nodes[box.node]) for box in gates}
        guards = {box.index: self.guard(box) for box in gates}
        self.columns = Columns(self.plan, y, self.tag, halves, names, guards)
        # everything is measured from the picture's top left corner
        left = min((self._left(box) for box in self.plan.boxes), default=0.0)
        top = min((y[box.index] - box.up for box in self.plan.boxes), default=0.0)
        for outline in outlines(self.columns, []):
            left, top = min(left, outline.x), min(top, outline.y)
        self.y = [value - top + EDGE for value in y]
        self.columns.y = self.y
        for column in self.columns.columns:
            column.start += EDGE - left
            column.gate += EDGE - left
            column.end += EDGE - left

    def _left(self, box: Box) -> float:
        column = self.columns.columns[box.column]
        if box.kind == "gate":
            wide = max(self.half(self.graph.nodes[box.node]), self.tag / 2)
            return column.gate - wide
        return column.start

    def _start(self, box: Box) -> float:
        """Where the wire of a leaf or gate starts."""
        column = self.columns.columns[box.column]
        if box.kind == "gate":
            return column.gate + self.half(self.graph.nodes[box.node])
        return column.end - self.tag - STEM

    # Marks

    def layout(self) -> Layout:
        wires = [self._wire(wire) for wire in self.plan.wires]
        stems = [self._stem(node) for node in sorted(self.stemmed)]
        through = {wire.node: f"{wire.id}-wire" for wire in self.plan.wires}
        through |= {node: f"n{node}-stem" for node in self.stemmed}
        frames = outlines(self.columns, [wire.path for wire in wires])
        labels = [self._label(node) for node in sorted(self.names)]
        tags = list(self._tags())
        right = max(column.end for column in self.columns.columns)
        right = max([right, *(stem.path[-1][-1][0] for stem in stems)])
        right = max([right, *(outline.x + outline.width for outline in frames)])
        right = max([right, *(label.x + label.name.width for label in labels if label.output)])
        bottom = max(self.y[box.index] + box.down for box in self.plan.boxes)
        bottom = max([bottom, *(outline.y + outline.height for outline in frames)])
        return Layout(
            width=right + EDGE,
            height=bottom + EDGE,
            tag=self.tag,
            ring=self.tag,
            leaves=tuple(self._leaves()),
            gates=tuple(self._gates()),
            values=tuple(self._values()),
            tags=tuple(tags),
            chips=tuple(self._chips()),
            constants=tuple(self._constants()),
            wires=tuple(wires + stems),
            labels=tuple(labels),
            forks=tuple(
                (self.columns.columns[box.column].end, self.y[box.index], self.faded(node))
                for node, box in sorted(self.home.items())
                if len(self.direct.get(node, ())) > 1
            ),
            outlines=tuple(frames),
            contributions=frozenset(
                (w.consumer, w.slot)
                for w in self.plan.wires
                if self.uses.branches(w.node, (w.consumer, w.slot))
            ),
            copies=frozenset(
                box.wire for box in self.plan.boxes if box.kind == "copy" and box.wire
            ),
            through=through,
        )

    def _leaves(self) -> list[Leaf]:
        leaves = []
        for box in self.plan.boxes:
            if box.kind not in ("leaf", "copy"):
                continue
            node = self.graph.nodes[box.node]
            id = node.id
            if box.wire:
                id += f"-at-n{box.wire[0]}-{box.wire[1]}"
            leaves.append(
                Leaf(id, node.index, self._start(box), self.y[box.index], self.leaf_name(box),
                     box.kind == "copy", self.faded(node.index))
            )  # fmt: skip
        return leaves

    def _gates(self) -> list[GateMark]:
        gates = []
        for box in self.plan.boxes:
            node = self.graph.nodes[box.node]
            if box.kind != "gate" or node.gate is None:
                continue
            title = clean(self.graph.titles.get(node.index) or "")
            label = f"{node.gate.name} gate" + (f": {title}" if title else "")
            gates.append(
                GateMark(node.id, node.index, self.columns.columns[box.column].gate,
                         self.y[box.index], self.half(node), node.gate.symbol, label,
                         self.faded(node.index))
            )  # fmt: skip
        return gates

    def _value_x(self, box: Box) -> float:
        extra = stem_extra(self.names[box.node]) if self._stem_name(box) else 0.0
        return self._start(box) + extra + TIP + (self.tag + 10) / 2

    def _stem_name(self, box: Box) -> bool:
        return box.kind == "gate" and self.on_stem(box.node)

    def _values(self) -> list[ValueMark]:
        return [
            ValueMark(
                (f"n{box.wire[0]}-{box.wire[1]}" if box.wire else f"n{box.node}") + "-value",
                box.node,
                self._value_x(box),
                self.y[box.index],
                box.node in self.uses.switched,
                box.kind != "gate",
                self.faded(box.node),
            )
            for box in self.plan.boxes
            if box.kind in ("leaf", "gate", "copy")
        ]

    def _tags(self) -> list[Tag]:
        tags = []
        for box in self.plan.boxes:
            y = self.y[box.index]
            if box.kind == "branch" and box.wire:
                x = self.columns.columns[box.column].start + TIP
                tags.append(Tag(f"n{box.wire[0]}-{box.wire[1]}-grad", x, y, None))
            elif box.kind == "copy" and box.wire and box.wire in self.uses.carries:
                x = self._start(box) + TIP
                tags.append(Tag(f"n{box.wire[0]}-{box.wire[1]}-grad", x, y, None))
            elif box.kind in ("leaf", "gate") and self.graph.reaches[box.node]:
                centre = self._value_x(box)
                caption = centre
                if box.kind == "gate" and self.uses.docks[box.node].chip > 0:  # make way
                    caption = max(centre, self.columns.columns[box.column].gate + self.tag / 2 + 38)
                x = centre - (self.tag + 10) / 2
                tags.append(Tag(f"n{box.node}-grad", x, y, caption if box.kind == "gate" else None))
        return tags

    def _chips(self) -> list[Chip]:
        docks = self.uses.docks
        return [
            Chip(f"n{box.node}-chip", self.columns.columns[box.column].gate, self.y[box.index],
                 docks[box.node].chip)
            for box in self.plan.boxes
            if box.kind == "gate" and docks[box.node].chip
        ]  # fmt: skip

    def _constants(self) -> list[Constant]:
        constants = []
        for box in self.plan.boxes:
            if box.kind != "gate":
                continue
            node, dock = self.graph.nodes[box.node], self.uses.docks[box.node]
            x, y = self.columns.columns[box.column].gate, self.y[box.index]
            for slots, side in ((dock.above, -1), (dock.below, 1)):
                constants += [
                    Constant(f"{node.id}-{slot}-constant", node.args[slot], x, y, side, place,
                             dock.ringed, self.faded(node.index))
                    for place, slot in enumerate(slots)
                ]  # fmt: skip
        return constants

    def _label(self, node: int) -> Label:
        box, name = self.home[node], self.names[node]
        y = self.y[box.index]
        if self.on_stem(node):
            return Label(node, self._start(box) + 6 + name.width / 2 + 2, y - RAISED, name, False,
                         self.faded(node))  # fmt: skip
        end = self._stem_end(box)
        return Label(node, end + 8, y + (8 if name.letter else 5.5), name, True, self.faded(node))

    # Wires

    def _stem_end(self, box: Box) -> float:
        if self.direct.get(box.node):
            return self.columns.columns[box.column].end
        end = self._start(box) + self.tag + OUTPUT_STEM
        if box.group is not None and box.column == self.plan.columns - 1:  # out of its outlines
            column = self.columns.columns[box.column]
            end = max(end, column.end + PAD * self.columns.outlines_at(box.column, 1))
        return end

    def _stem(self, node: int) -> WireMark:
        box = self.home[node]
        y = self.y[box.index]
        path: Path = [((self._start(box), y), (self._stem_end(box), y))]
        flow = between(path, along(path, FLOW), (0, 1.0))
        return WireMark(f"n{node}-stem", node, None, path, flow, arrow(path, 4), [],
                        self.graph.reaches[node], False, self.faded(node))  # fmt: skip

    def _wire(self, wire: Wire) -> WireMark:
        boxes = self.plan.boxes
        source, gate = boxes[wire.boxes[0]], boxes[wire.boxes[-1]]
        y = self.y[source.index]
        column = self.columns.columns[source.column]
        forked = wire.node in self.stemmed and source.kind != "copy"
        start = (column.end if forked else self._start(source), y)
        half = self.half(self.graph.nodes[wire.consumer])
        centre = (
            self.columns.columns[gate.column].gate - half + RADIUS,
            self.y[gate.index],
        )
        path = self.columns.route(wire, start, centre)
        line = between(path, (0, 0.0), entry(path, centre, RADIUS))
        flow = between(path, along(path, FLOW), entry(path, centre, RADIUS + 4))
        stop = bar(path, entry(path, centre, RADIUS + 8))
        node = self.graph.nodes[wire.consumer]
        is_data = node.data or not (node.gate and node.gate.differentiable(wire.slot))
        return WireMark(
            f"{wire.id}-wire", wire.consumer, wire.slot, line, flow, arrow(path, 4), stop,
            wire.carries, is_data, self.faded(wire.consumer),
        )  # fmt: skip
