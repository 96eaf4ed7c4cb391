"""The picture of one evaluation: its layout, its marks, and what each step changes in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache, partial
from typing import NamedTuple

import numpy as np

from graphs.draw.frames import FrameMaker
from graphs.draw.marks import Layout
from graphs.draw.number_widths import NumberWidths, number_widths
from graphs.draw.parts.arrange import arrange
from graphs.draw.parts.fragment import Fragment
from graphs.draw.parts.part_frames import part_frames
from graphs.draw.parts.picture import Picture, fits
from graphs.draw.states import Frame, Marks, marks_after, marks_at, result_of
from graphs.draw.svg import draw_picture, notice
from graphs.draw.tag_widths import tag_widths
from graphs.draw.window import Window
from graphs.errors import TooLarge
from graphs.format.arrays import MarkContent, mark_content
from graphs.format.numbers import Digits
from graphs.model import Graph, Step, Value
from graphs.model.sums import SumDigits

FEW = 30  # nodes: of larger graphs one picture is tried, which takes long enough


class Known(NamedTuple):
    """A picture, and the widths of the numbers that it was made for."""

    picture: Picture
    numbers: NumberWidths


@dataclass(frozen=True)
class Drawing:
    """A picture that can be drawn at any step; none where it is ``too_large``."""

    graph: Graph
    picture: Picture | None
    marks: Marks  # before the first step
    writes: Sequence[Marks]  # what each step changes for good
    focus: Callable[[], Sequence[Marks]]  # makes what each puts in focus
    prefix: str
    numbers: NumberWidths | None = None  # for which it was made
    too_large: str | None = None

    @cached_property
    def frames(self) -> list[Frame]:
        """What each step writes and puts in focus."""
        focus = list(self.focus())
        if focus and self.graph.nodes[self.graph.output].not_run:
            focus[-1] = {}  # at the end one looks at the gate that failed
        both = zip(self.writes, focus, strict=True)
        return [{"write": write, "focus": focus} for write, focus in both]

    @property
    def tags(self) -> str:
        """The widths of its numbers, to be told with the window for the next one."""
        return self.numbers.told if self.numbers else ""

    @property
    def layout(self) -> Layout | None:
        """The layout of the whole picture, or of its first piece."""
        return None if self.picture is None else self.picture.pieces[0].layout

    def svg(self, label: str, step: int | None = None) -> str:
        """The picture after a step, or whole. ``label`` is its text for screen readers."""
        if self.picture is None:
            return notice(self.too_large or "")
        if step is None:
            whole = marks_after(self.marks, self.writes)
            return draw_picture(self.picture, whole, self.prefix, label)
        now = result_of(self.frames[step]) if 0 <= step < len(self.frames) else None
        state = marks_at(self.marks, self.frames, step)
        return draw_picture(self.picture, state, self.prefix, label, now)


def drawing(
    graph: Graph,
    node_values: Sequence[Value],
    steps: Sequence[Step],
    digits: Digits,
    pictures: dict[Window | None, Known],
    *,
    budget: int,
    roomy: bool,
    window: Window | None = None,
) -> Drawing:
    """The picture of a graph at these values, stepped through these steps.

    ``pictures`` holds the graph's last picture for each window; it is kept as long as all numbers
    fit into its tags, or into those that the window tells of. Above ``budget`` lanes the layout is
    rough. ``roomy`` makes tags wide enough for the longer numbers that other values of the same
    program may have.
    """
    standard = digits

    @lru_cache(maxsize=None, typed=True)  # the same numbers are written many times
    def scalar(value: Value, digits: Digits) -> MarkContent:
        return mark_content(value, digits)

    def text(value: Value, digits: Digits | None = None, /) -> MarkContent:
        write = mark_content if isinstance(value, np.ndarray) else scalar
        return write(value, digits or standard)

    written = SumDigits(steps, digits)
    numbers = number_widths(graph, node_values, steps, text, written)
    before = numbers.read(window.tags) if window else None
    # One reader's values make no tags wider for those who have no picture yet.
    room = window and replace(window, tags="told" if before else "")
    known = pictures.get(room)
    if before is None and known is not None:
        before = known.numbers
    if before is None and roomy:
        before = replace(numbers, has_room=True)
    wanted = numbers.after(before)
    if known is None or known.numbers not in wanted:
        try:
            known = pictures[room] = _first_that_fits(graph, wanted, digits, room, budget, roomy)
        except TooLarge as error:
            return Drawing(graph, None, {}, (), list, "", too_large=error.message)
    picture, numbers = known
    prefix = id_prefix(graph, _geometry(picture))
    if not isinstance(picture.pieces[0].graph, Fragment):
        maker = FrameMaker(graph, picture.pieces[0].layout, node_values, text, written)
        writes = list(map(maker.write, steps))

        def focus() -> list[Marks]:
            return list(map(maker.focus, steps))

        return Drawing(graph, picture, maker.marks, writes, focus, prefix, numbers)
    marks, found = part_frames(picture, node_values, steps, text, written)
    writes, focused = [frame["write"] for frame in found], [frame["focus"] for frame in found]
    return Drawing(graph, picture, marks, writes, lambda: focused, prefix, numbers)


def _first_that_fits(
    graph: Graph,
    wanted: Sequence[NumberWidths],
    digits: Digits,
    room: Window | None,
    budget: int,
    roomy: bool,
) -> Known:
    """The picture for the first of these widths with which it is whole; where it is with none, that
    for the first of all."""
    made: list[Known] = []
    for numbers in wanted if len(graph.nodes) <= FEW else wanted[:1]:
        widths = cache(partial(tag_widths, numbers, digits=digits, roomy=roomy))
        made.append(Known(arrange(graph, widths, room, budget), numbers))
        if room is None or fits(made[-1].picture, room):
            return made[-1]
    return made[0]


def _geometry(picture: Picture) -> object:
    """What tells a picture from the others of the same graph."""
    widths = picture.widths
    size = round(picture.width), round(picture.height)
    return len(picture.pieces), size, widths.default, sorted(widths.own.items())


def id_prefix(graph: Graph, geometry: object) -> str:
    """The prefix of all ids in a picture: a hash of its structure and its measures."""
    shape = [(node.op, node.args, node.name, node.group, node.shape) for node in graph.nodes]
    text = repr((shape, graph.output, graph.program, geometry))
    return "c" + hashlib.blake2s(text.encode("utf-8", "replace"), digest_size=4).hexdigest()
