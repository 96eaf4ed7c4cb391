"""How wide the numbers of a picture are: what its tags are made for, and what values that change
later need not move.

Values that are dragged, trained or typed would lay a tight picture out anew with every digit. So
a picture goes on with the widths it has while all numbers fit; where one does not, all that may
change get room for ordinary numbers at once. A reader's page sends its picture's widths along, so
that whoever computes the next one draws the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from math import ceil

import numpy as np

from graphs.draw.addends import FONT_SIZE as ADDENDS
from graphs.draw.addends import addends_line
from graphs.draw.frames import Writer
from graphs.draw.text import text_width
from graphs.format.numbers import Digits
from graphs.model import Backward, Graph, Step, Value
from graphs.model.sums import SumDigits

STEP = 4  # pixels: widths come in classes, so that a changed digit rarely changes one
WIDER = 16  # the same of a line of addends
FONT_SIZES = {"value": 18, "chip": 18, "grad": 15}  # in pixels, by the end of a mark's id
# What values mostly turn into: room is made for the first of these that is wide enough.
ORDINARY = ("−0.00123", "−1.23e−16")
CODES = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_"
MOST_TOLD = 1_000  # numbers; of a picture with more nothing is told


@dataclass(frozen=True)
class NumberWidths:
    """The width of the widest number in each mark so far, in pixels, by the mark's id:
    ``n3-value``, ``n3-grad``, ``n3-0-grad`` on a wire, ``n3-chip``, ``n3-addends`` under a sum.

    With ``has_room`` those that may change get room for ordinary numbers.
    """

    graph: Graph = field(compare=False)
    seen: Mapping[str, int]
    has_room: bool = False

    @cached_property
    def widest(self) -> float:
        """The widest number as it would be in a tag."""
        tag = FONT_SIZES["grad"]
        sizes = ((wide, FONT_SIZES.get(_kind(id))) for id, wide in self.seen.items())
        return max((wide * tag / size for wide, size in sizes if size), default=0.0)

    @cached_property
    def wanted(self) -> Mapping[str, int]:
        """The width to be kept free for each mark."""
        if not self.has_room:
            return self.seen
        wanted = {id: _ordinary(id, wide) for id, wide in self.seen.items()}
        fixed = [f"{node.id}-value" for node in self.graph.nodes if node.kind == "constant"]
        return wanted | {id: self.seen[id] for id in fixed if id in self.seen}

    @cached_property
    def structure(self) -> str:
        """A short text that tells the graph from others."""
        graph = self.graph
        shape = [(node.op, node.args, node.name, node.shape) for node in graph.nodes]
        text = repr((shape, graph.output)).encode("utf-8", "replace")
        return hashlib.blake2s(text, digest_size=4).hexdigest()

    @property
    def told(self) -> str:
        """These widths as a short text; "" for very many."""
        if len(self.seen) > MOST_TOLD:
            return ""
        most = len(CODES) - 1
        classes = (min(wide // _step(id), most) for id, wide in self.seen.items())
        codes = "".join(CODES[number] for number in classes)
        return f"{self.structure}{'+' if self.has_room else '.'}{codes}"

    def read(self, told: str) -> NumberWidths | None:
        """The widths in such a text; None where it tells of another picture than this."""
        start = len(self.structure)
        structure, room, codes = told[:start], told[start : start + 1], told[start + 1 :]
        if structure != self.structure or len(codes) != len(self.seen):
            return None
        both = zip(self.seen, codes, strict=True)
        seen = {id: _step(id) * max(0, CODES.find(code)) for id, code in both}
        return replace(self, seen=seen, has_room=room == "+")

    def after(self, before: NumberWidths | None) -> Sequence[NumberWidths]:
        """The widths for these numbers where a picture has those of ``before``, the best first: the
        same while all numbers fit; with room for all that may change, or for what grew alone."""
        if before is None or before.seen.keys() != self.seen.keys():
            return (self,)
        both = {id: max(wide, before.seen[id]) for id, wide in self.seen.items()}
        if both == before.seen:
            return (before,)
        grown = {
            id: wide if wide == before.seen[id] else _ordinary(id, wide)
            for id, wide in both.items()
        }
        in_turn = ((both, True), (grown, False), (both, False))
        return [replace(self, seen=seen, has_room=room) for seen, room in in_turn]


def number_widths(
    graph: Graph,
    node_values: Sequence[Value],
    steps: Sequence[Step],
    text: Writer,
    written: SumDigits,
) -> NumberWidths:
    """The widths of all numbers in a picture. A small matrix counts by the widest of its numbers; a
    heat map has none."""
    nodes = graph.nodes
    widths: dict[str, int] = {}

    def add(id: str, value: Value, digits: Digits | None = None) -> None:
        content = text(value, digits)
        if isinstance(content, dict):
            return
        size = FONT_SIZES[_kind(id)]
        wide = (
            _in_classes(content, size)
            if isinstance(content, str)
            else max((_in_classes(number, size) for number in content), default=0)
        )
        if wide > widths.get(id, -1):
            widths[id] = wide

    for node, value in zip(nodes, node_values, strict=True):
        if value is not None:
            add(f"{node.id}-value", value)
    for step in steps:
        if not isinstance(step, Backward):
            continue
        arrived = written.gathered.get(step.to)
        if arrived is None or step is arrived[-1]:  # a sum so far is written in no tag
            add(f"{nodes[step.to].id}-grad", step.total, written.total(step.to))
        if step.node is None:
            continue
        gate = nodes[step.node]
        add(f"{gate.id}-{step.slot}-grad", step.contribution, written.part(step.to))
        if step.local is not None:
            elementwise = np.ndim(step.local) == 0 or np.shape(step.local) == gate.shape
            if elementwise:
                add(f"{gate.id}-chip", step.local)
    for index in written.gathered:
        node = nodes[index]
        if not node.shape:
            line = text_width(addends_line(written, index), ADDENDS)
            widths[f"{node.id}-addends"] = WIDER * ceil(line / WIDER)
    return NumberWidths(graph, widths)


def _ordinary(id: str, wide: int) -> int:
    """The room for a number that may change to others."""
    size = FONT_SIZES.get(_kind(id))
    if size is None:  # a line of addends
        return 4 * WIDER * ceil(wide / 4 / WIDER)
    return next((room for number in ORDINARY if (room := _in_classes(number, size)) >= wide), wide)


def _kind(id: str) -> str:
    return id.rpartition("-")[2]


def _step(id: str) -> int:
    return STEP if _kind(id) in FONT_SIZES else WIDER


@lru_cache(maxsize=4096)
def _in_classes(number: str, size: int) -> int:
    return STEP * ceil(text_width(number, size) / STEP)
