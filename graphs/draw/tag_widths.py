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

WIDER = 32  # the width of a line of addends comes in these classes
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
    sums = {
        f"{nodes[node].id}-addends": _addends_width(addends_line(written, node))
        for node in written.gathered
        if not nodes[node].shape
    }
    if not spacing.own_widths:
        return TagWidths(width, sums)
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
    return TagWidths(
        spacing.least_tag,
        {
            id: spacing.least_tag + STEP * max(0, -int(-(wide - spacing.least_tag) // STEP))
            for id, wide in widest.items()
        }
        | sums,
    )


def _addends_width(line: str) -> int:
    """The width kept free for a line of addends: other values rarely need more."""
    return WIDER * ceil(text_width(line, FONT_SIZE) / WIDER)
