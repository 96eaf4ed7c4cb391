"""The width that each tag needs for its own numbers."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np

from graphs.draw.addends import FONT_SIZE, addends_line
from graphs.draw.frames import Writer
from graphs.draw.spacing import Spacing, TagWidths
from graphs.draw.text import text_width
from graphs.format.numbers import Digits
from graphs.model import Backward, Graph, Step, Value
from graphs.model.sums import SumDigits

WIDER = 16  # the width of a line of addends comes in these classes
BESIDE = 28  # at least what is free under the name or the gate before a tag
STEP = 4  # widths come in classes, so that a changed digit rarely changes the layout
VALUE_PAD = 4  # a value is larger than a tag's number but has no border


def tag_widths(
    graph: Graph,
    node_values: Sequence[Value],
    steps: Sequence[Step],
    text: Writer,
    written: SumDigits,
    spacing: Spacing,
    width: int,
) -> TagWidths:
    """The widths of all tags: one ``width``, or each its own where the spacing wants that."""
    nodes, pad = graph.nodes, spacing.tag_pad
    if not spacing.own_widths:
        return _with_addends(TagWidths(width), graph, written)
    widest: dict[str, float] = {}

    def add(id: str, value: Value, font_size: int, pad: int, digits: Digits | None = None) -> None:
        content = text(value, digits)
        if not isinstance(content, dict):
            for number in (content,) if isinstance(content, str) else content:
                widest[id] = max(widest.get(id, 0.0), text_width(number, font_size) + pad)

    for node, value in zip(nodes, node_values, strict=True):
        if value is not None:
            add(f"{node.id}-grad", value, 18, VALUE_PAD)
    for step in steps:
        if not isinstance(step, Backward):
            continue
        arrived = written.gathered.get(step.to)
        if arrived is None or step is arrived[-1]:  # a sum so far is written in no tag
            add(f"{nodes[step.to].id}-grad", step.total, 15, pad, written.total(step.to))
        if step.node is None:
            continue
        gate = nodes[step.node]
        add(f"{gate.id}-{step.slot}-grad", step.contribution, 15, pad, written.part(step.to))
        if step.local is not None:
            elementwise = np.ndim(step.local) == 0 or np.shape(step.local) == gate.shape
            if elementwise:
                add(f"{gate.id}-chip", step.local, 18, pad)
    own = {
        id: spacing.least_tag + STEP * max(0, -int(-(wide - spacing.least_tag) // STEP))
        for id, wide in widest.items()
    }
    return _with_addends(TagWidths(spacing.least_tag, own), graph, written)


def _with_addends(tags: TagWidths, graph: Graph, written: SumDigits) -> TagWidths:
    """These widths and those kept free for lines of addends: as other values rarely need more, and
    never less than what is free anyway."""
    lines = {}
    for index in written.gathered:
        node = graph.nodes[index]
        if not node.shape:
            wide = WIDER * ceil(text_width(addends_line(written, index), FONT_SIZE) / WIDER)
            lines[f"{node.id}-addends"] = max(wide, tags[f"{node.id}-grad"] + BESIDE)
    return TagWidths(tags.default, {**tags.own, **lines})
