"""Graph → the position of every mark, computed once for a structure, for all values and steps."""

from __future__ import annotations

from graphs.draw.curves import Path, arrow, bar, circle_entry, places_at, sample_points, section
from graphs.draw.group_frames import outlines
from graphs.draw.marks import Chip, Layout, WireMark
from graphs.draw.placement import Placement
from graphs.draw.plan import Wire, exceeded_limit, plan
from graphs.draw.recent import recent_or
from graphs.draw.spacing import ROOMY, Spacing, TagWidths
from graphs.draw.text import text_width
from graphs.draw.wiring import ON_WIRE
from graphs.errors import TooLarge
from graphs.limits import UNLIMITED
from graphs.model import Graph

FLOW = 23.0  # pixels from a wire's start to the dots of its flow; the arrowhead is before them


def layout(
    graph: Graph,
    tag_width: int | TagWidths = 64,
    budget: int = UNLIMITED.lanes,
    spacing: Spacing = ROOMY,
) -> Layout:
    """Lay a graph out for numbers whose tags are ``tag_width`` pixels wide.

    Above ``budget`` lanes the rough layout is used: time grows with the number of lanes.

    Raises:
        TooLarge: the picture would pass a limit; its message says which.
    """
    widths = TagWidths(tag_width) if isinstance(tag_width, int) else tag_width

    def make() -> Layout:
        layout_plan = plan(graph, spacing)
        reason = exceeded_limit(layout_plan)
        if reason:
            raise TooLarge(reason)
        return _LayoutBuilder(layout_plan, widths, layout_plan.lanes > budget).layout()

    return recent_or(make, graph, widths.key, budget, spacing)


class _LayoutBuilder(Placement):
    """Adds the wires between the placed marks of a plan."""

    def layout(self) -> Layout:
        wires = [self._wire(wire) for wire in self.plan.wires]
        stems = [self._stem(node) for node in sorted(self.stem_nodes)]
        upstream_lines = {wire.node: f"{wire.id}-wire" for wire in self.plan.wires}
        upstream_lines |= {node: f"{self.id(node)}-stem" for node in self.stem_nodes}
        frames = outlines(self.columns, [wire.path for wire in wires])
        labels = [self.label(node) for node in sorted(self.names)]
        tags, remarks = tuple(self.tags()), tuple(self.remarks())
        right = max(column.end for column in self.columns.columns)
        right = max([right, *(stem.path[-1][-1][0] for stem in stems)])
        right = max([right, *(outline.x + outline.width for outline in frames)])
        right = max([right, *(label.x + label.name.width for label in labels if label.output)])
        right = max([right, *(it.x + text_width(it.text, 16) for it in remarks if it.beside)])
        bottom = max(self.y[box.index] + box.down for box in self.plan.boxes)
        bottom = max([bottom, *(outline.y + outline.height for outline in frames)])
        return Layout(
            width=right + self.spacing.edge,
            height=bottom + self.spacing.edge,
            leaves=tuple(self.leaves()),
            gates=tuple(self.gates()),
            values=tuple(self.values()),
            tags=tags,
            addends=tuple(self.addends(tags)),
            chips=tuple(chip for chip in self.chips() if not _is_crossed(chip, wires)),
            constants=tuple(self.constants()),
            broadcasts=tuple(self.broadcasts()),
            wires=tuple(wires + stems),
            labels=tuple(labels),
            forks=tuple(
                (self.columns.columns[box.column].end, self.y[box.index], self.faded(node))
                for node, box in sorted(self.own_box.items())
                if len(self.direct_wires.get(node, ())) > 1
            ),
            outlines=tuple(frames),
            forward_tags=False,
            rough=self.rough,
            ids={node.index: node.id for node in self.graph.nodes},
            backward=frozenset(node.index for node in self.graph.nodes if node.backward),
            contributions=frozenset(
                (w.consumer, w.slot)
                for w in self.plan.wires
                if self.wiring.has_contribution_tag(w.node, (w.consumer, w.slot))
            ),
            copies=frozenset(
                box.wire for box in self.plan.boxes if box.kind == "copy" and box.wire
            ),
            upstream_lines=upstream_lines,
            spacing=self.spacing,
            remarks=remarks,
            not_run=frozenset(node.id for node in self.graph.nodes if node.not_run),
        )

    def _stem(self, node: int) -> WireMark:
        box = self.own_box[node]
        y = self.y[box.index]
        path: Path = [((self.start(box), y), (self.stem_end(box), y))]
        flow = section(path, places_at(path, FLOW)[0], (0, 1.0))
        return WireMark(f"{self.id(node)}-stem", node, None, path, flow, arrow(path, 4), [],
                        self.graph.receives_gradient[node], False, self.faded(node))  # fmt: skip

    def _wire(self, wire: Wire) -> WireMark:
        boxes = self.plan.boxes
        source, gate = boxes[wire.boxes[0]], boxes[wire.boxes[-1]]
        y = self.y[source.index]
        column = self.columns.columns[source.column]
        forked = wire.node in self.stem_nodes and source.kind != "copy"
        start = (column.end if forked else self.start(source), y)
        radius = self.spacing.radius
        centre = (
            self.columns.columns[gate.column].gate - self.half_widths[gate.index] + radius,
            self.y[gate.index],
        )
        path = self.columns.route(wire, start, centre)
        line = section(path, (0, 0.0), circle_entry(path, centre, radius))
        flow = section(path, places_at(path, FLOW)[0], circle_entry(path, centre, radius + 4))
        stop = bar(path, circle_entry(path, centre, radius + 8))
        node = self.graph.nodes[wire.consumer]
        is_data = node.data or not (node.gate and node.gate.differentiable(wire.slot))
        return WireMark(
            f"{wire.id}-wire", wire.consumer, wire.slot, line, flow, arrow(path, 4), stop,
            wire.carries_gradient, is_data, self.faded(wire.consumer),
        )  # fmt: skip


def _is_crossed(chip: Chip, wires: list[WireMark]) -> bool:
    """Whether a wire runs through a chip on another wire; the chip is left out then."""
    if chip.side != ON_WIRE:
        return False
    half, high = chip.wide / 2, 30 + chip.size.extra_height
    return any(
        abs(x - chip.x) < half and chip.y - high < y < chip.y - 4
        for wire in wires
        for x, y in sample_points(wire.path, 40)
    )
