"""What each mark of a layout covers, and which of them touch: nothing may at any step."""

from collections.abc import Iterator
from dataclasses import dataclass

from graphs.draw.curves import sample_points
from graphs.draw.marks import Chip, Constant, Layout, Tag, ValueMark
from graphs.draw.spacing import Spacing
from graphs.draw.text import text_width
from graphs.draw.wiring import ON_WIRE
from graphs.format.arrays import shape_text
from graphs.model import Graph


@dataclass(frozen=True)
class Patch:
    """A rectangle that a mark covers; ``at`` names the gates at whose steps alone it shows."""

    owner: str
    left: float
    top: float
    right: float
    bottom: float
    at: frozenset[int] | None = None

    def touches(self, other: "Patch") -> bool:
        if self.owner == other.owner or (self.at and other.at and not self.at & other.at):
            return False
        return (
            min(self.right, other.right) - max(self.left, other.left) > 1
            and min(self.bottom, other.bottom) - max(self.top, other.top) > 1
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left + 1 < x < self.right - 1 and self.top + 1 < y < self.bottom - 1


def patches(graph: Graph, made: Layout) -> Iterator[Patch]:
    """Everything that may show at some step."""
    for leaf in made.leaves:
        slot = max(28, leaf.name.width)
        left = leaf.x - slot - 54 if leaf.copy else leaf.x - 8 - slot / 2 - leaf.name.width / 2
        right = leaf.x if leaf.copy else left + leaf.name.width
        yield Patch(leaf.id, left, leaf.y - 10, right, leaf.y + 11)
    spacing = made.spacing
    radius = spacing.radius
    for gate in made.gates:
        left, right = gate.x - gate.half_width, gate.x + gate.half_width
        yield Patch(gate.id, left, gate.y - radius, right, gate.y + radius)
    for value in made.values:
        yield from of_value(graph, value, spacing)
    for tag in made.tags:
        yield from of_tag(tag, spacing)
    for chip in made.chips:
        yield from of_chip(graph, chip, spacing)
    for constant in made.constants:
        yield from of_constant(graph, constant)
    for repeat in made.broadcasts:
        left, top = repeat.x - repeat.width / 2, repeat.y - 10
        yield Patch(repeat.id, left, top, left + repeat.width, top + 20)
        yield Patch(repeat.id, left + 3, top - 3, left + repeat.width + 3, top)
    for label in made.labels:
        left = label.x if label.output else label.x - label.name.width / 2
        right = left + label.name.width
        yield Patch(f"{made.ids[label.node]}-label", left, label.y - 9, right, label.y)
    for remark in made.remarks:
        wide = text_width(remark.text, 16 if remark.kind == "misfit" else 14)
        left = remark.x if remark.beside else remark.x - wide / 2
        owner = f"{made.ids[remark.node]}-{remark.kind}"
        yield Patch(owner, left, remark.y - 11, left + wide, remark.y + 3)
    for outline in made.outlines:
        left, wide = outline.title_x, text_width(outline.title, 13)
        yield Patch(outline.id, left, outline.y + 6, left + wide, outline.y + 19)


def of_value(graph: Graph, value: ValueMark, spacing: Spacing) -> Iterator[Patch]:
    ring, extra = value.size.ring / 2, value.size.extra_height
    half = value.size.width / 2 if value.label else ring - 5
    top = value.y - 3 - spacing.ring - extra
    foot = 4 - spacing.ring / 2
    yield Patch(value.id, value.x - half, top + 5, value.x + half, value.y + foot)
    if value.ringed:
        at = frozenset(consumer for consumer, _ in graph.consumers[value.node])
        local = text_width("localT" if value.transposed else "local", 14)
        left, caption = value.x - local / 2, top - 18
        if value.caption_beside:
            left, caption = value.x - ring - 5 - local, value.y - 5.5 - spacing.ring
        yield Patch(value.id, value.x - ring, top, value.x + ring, value.y - 4, at)
        yield Patch(value.id, left, caption, left + local, caption + 11, at)


def of_tag(tag: Tag, spacing: Spacing) -> Iterator[Patch]:
    top = tag.y + spacing.tag_gap
    bottom = top + spacing.tag_height + tag.size.extra_height
    yield Patch(tag.id, tag.x, top, tag.x + tag.size.tag, bottom)
    if tag.caption is not None:
        half = text_width("upstream", 14) / 2
        left, right = tag.caption - half, tag.caption + half
        at = frozenset([tag.node])
        yield Patch(tag.id, left, bottom + 7, right, bottom + 22, at)


def of_chip(graph: Graph, chip: Chip, spacing: Spacing) -> Iterator[Patch]:
    owner = chip.id.removesuffix("-chip")
    at = frozenset(node.index for node in graph.nodes if node.id == owner)
    half, high = chip.wide / 2, spacing.chip + chip.size.extra_height
    if chip.side == ON_WIRE:
        top = chip.y - 28 - chip.size.extra_height
        yield Patch(chip.id, chip.x - half, top, chip.x + half, chip.y - 6, at)
        return
    top = chip.y - chip.lift - 38 - high if chip.side < 0 else chip.y + chip.lift + 42
    yield Patch(chip.id, chip.x - half, top, chip.x + half, top + high, at)
    top = top - 20 if chip.side < 0 else top + high + 5
    yield Patch(chip.id, chip.x - 16, top, chip.x + 16, top + 11, at)


def of_constant(graph: Graph, constant: Constant) -> Iterator[Patch]:
    out = constant.place * 20 * constant.side + constant.lift * constant.side
    top = constant.y + out + (-56 if constant.side < 0 else 42)
    shape = graph.nodes[constant.node].shape
    half = text_width(shape_text(shape), 17) / 2 if shape else 12
    yield Patch(constant.id, constant.x - half, top, constant.x + half, top + 13)
    if shape and constant.ringed:
        half = text_width(shape_text(shape), 18) / 2 + 10
        top = constant.y + out + (-62 if constant.side < 0 else 36)
        yield Patch(constant.id, constant.x - half, top, constant.x + half, top + 26)


def overlaps(graph: Graph, made: Layout) -> list[str]:
    marks = sorted(patches(graph, made), key=lambda mark: mark.left)
    found: set[str] = set()
    for index, one in enumerate(marks):
        for two in marks[index + 1 :]:
            if two.left >= one.right:
                break
            if one.touches(two):
                found.add(f"{one.owner} and {two.owner}")
    for wire in made.wires:
        ends = {made.ids[wire.node], f"{wire.id.removesuffix('-wire')}-broadcast"}
        if wire.slot is not None:
            ends.add(made.ids[graph.nodes[wire.node].args[wire.slot]])
        points = sample_points(wire.path, 40)
        left, right = min(x for x, _ in points), max(x for x, _ in points)
        top, bottom = min(y for _, y in points), max(y for _, y in points)
        near = [
            mark
            for mark in marks
            if mark.left < right and mark.right > left and mark.top < bottom and mark.bottom > top
        ]
        found |= {
            f"{wire.id} through {mark.owner}"
            for mark in near
            if mark.owner not in ends and any(mark.holds(x, y) for x, y in points)
        }
    return sorted(found)
