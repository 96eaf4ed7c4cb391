"""The picture of one evaluation: its layout, its marks, and what each step changes in them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from graphs.draw.frames import Frame, Marks, frames, marks_at
from graphs.draw.layout import layout
from graphs.draw.marks import Layout
from graphs.draw.svg import draw, notice
from graphs.draw.text import tag_width
from graphs.errors import TooLarge
from graphs.format.arrays import MarkContent, mark_content
from graphs.format.numbers import Digits
from graphs.model import Backward, Graph, Step, Value
from graphs.model.sums import SumDigits


@dataclass(frozen=True)
class Drawing:
    """A picture that can be drawn at any step; without a layout where it is ``too_large``."""

    graph: Graph
    layout: Layout | None
    marks: Marks
    frames: Sequence[Frame]
    prefix: str
    too_large: str | None = None

    def svg(self, label: str, step: int | None = None) -> str:
        """The picture after a step, or whole. ``label`` is its text for screen readers."""
        if self.layout is None:
            return notice(self.too_large or "")
        state = marks_at(self.marks, self.frames, step)
        return draw(self.graph, self.layout, state, self.prefix, label)


def drawing(
    graph: Graph,
    node_values: Sequence[Value],
    steps: Sequence[Step],
    digits: Digits,
    layouts: dict[int, Layout],
    *,
    budget: int,
    roomy: bool,
) -> Drawing:
    """The picture of a graph at these values, stepped through these steps.

    ``layouts`` caches the graph's layouts by the width of their tags in pixels; a new one is added.
    Above ``budget`` lanes the layout is rough. ``roomy`` makes tags wide enough for the longer
    numbers that other values of the same program may have.
    """
    numbers: list[Value] = [value for value in node_values if value is not None]
    for step in steps:
        if isinstance(step, Backward) and step.local is not None:
            numbers.append(step.local)

    @lru_cache(maxsize=None, typed=True)  # the same numbers are written many times
    def scalar(value: Value, digits: Digits) -> MarkContent:
        return mark_content(value, digits)

    def text(value: Value, own: Digits | None = None, /) -> MarkContent:
        write = mark_content if isinstance(value, np.ndarray) else scalar
        return write(value, own or digits)

    written = SumDigits(steps, digits)
    sums = [
        text(value, count)
        for step in steps
        if isinstance(step, Backward)
        for value, count in (
            (step.contribution, written.part(step.to)),
            (step.total, written.total(step.to)),
        )
    ]
    width = tag_width([*map(text, numbers), *sums], digits, roomy)
    width = max((width, *(known for known in layouts if known > width)))
    try:
        geometry = layouts.get(width) or layout(graph, width, budget)
    except TooLarge as error:
        return Drawing(graph, None, {}, (), "", error.message)
    layouts[width] = geometry
    marks, step_frames = frames(graph, geometry, node_values, steps, text, written)
    return Drawing(graph, geometry, marks, step_frames, id_prefix(graph, width))


def id_prefix(graph: Graph, width: int) -> str:
    """The prefix of all ids in a picture: a hash of its structure."""
    shape = [(node.op, node.args, node.name, node.group, node.shape) for node in graph.nodes]
    text = repr((shape, graph.output, graph.program, width))
    return "c" + hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=4).hexdigest()
