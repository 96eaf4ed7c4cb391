"""The size, in pixels, of a mark's content: a number, a small matrix, a heat map beside its shape,
or (in pictures of very many arrays) the shape alone."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Literal, NamedTuple

from graphs.draw.text import text_width
from graphs.format.arrays import Shape, is_small, shape_text, thumbnail

HALF_CARD = 68.0  # half of a card's width
NUMBER = 26.0  # the height of a tag in which an array's content is as high as a number
TAG_PAD = 16  # a tag is this much wider than the widest number in it
CELL = 24  # a matrix's column is this much narrower than a tag: long numbers reach into the gaps
NOSE = 10  # of a tag: its point
RING_PAD = 14.0  # by which a ring is wider than the array in it

LINE = 18.0  # from one row of a matrix to the next
GAP = 12.0  # between its columns
BRACKET = 8.0  # with the space inside it

ACROSS = 4 / 3  # a thumbnail's cells together are at most so much wider than high
LARGEST_CELL = (8, 10)  # a cell at most, width and height
FRAME = 1.5  # round them

SHAPE_FONT_SIZE = 15.0  # the size of a shape


class Thumbnail(NamedTuple):
    """How large arrays are drawn: a row for each way of spacing a picture."""

    highest: int = 30  # a thumbnail's cells together at most
    pad: float = 5.0  # within a tag, left and right of them
    gap: float = 6.0  # from the cells to the shape


LARGE = Thumbnail()

Kind = Literal["number", "matrix", "heat", "shape"]


class Size(NamedTuple):
    """The size of the content of a node's marks, from its shape."""

    shape: Shape
    kind: Kind
    rows: int
    columns: int
    width: float  # of the content alone
    tag: float  # the width of a tag around it
    extra_height: float  # how much higher than a number it is
    thumbnail: Thumbnail = LARGE

    @property
    def ring(self) -> float:
        """The width of the ring around it, where it is a local factor."""
        return self.tag if self.kind == "number" else self.width + RING_PAD


@lru_cache(maxsize=4096)
def size(shape: Shape, tag: int, shapes_only: bool = False, drawn: Thumbnail = LARGE) -> Size:
    """The size for a value of this shape, where a number's tag is ``tag`` pixels wide; with
    ``shapes_only`` large arrays have no heat map."""
    if not shape:
        return Size(shape, "number", 1, 1, tag - TAG_PAD, tag, 0.0)
    if is_small(shape):
        rows, columns = (1, *shape)[-2:]
        wide = columns * (tag - CELL) + (columns - 1) * GAP + 2 * BRACKET
        kind: Kind = "matrix"
    else:
        rows, columns = thumbnail(shape)
        wide = text_width(shape_text(shape), SHAPE_FONT_SIZE)
        kind = "shape" if shapes_only else "heat"
        if not shapes_only:
            wide += thumbnail_size(shape, drawn.highest)[0] + drawn.gap
    tag_width = max(tag, ceil(wide + NOSE + 2 * drawn.pad))
    high = extra_height(shape, drawn)
    return Size(shape, kind, rows, columns, wide, tag_width, high, drawn)


@lru_cache(maxsize=4096)
def extra_height(shape: Shape, drawn: Thumbnail = LARGE) -> float:
    """How many pixels higher than a number a value of this shape is."""
    if not shape:
        return 0.0
    if is_small(shape):
        return LINE * ((1, *shape)[-2] - 1)
    return max(0.0, thumbnail_size(shape, drawn.highest)[1] + 8 - NUMBER)


def thumbnail_size(shape: Shape, highest: int) -> tuple[float, float]:
    """Width and height of a thumbnail with its frame."""
    rows, columns = thumbnail(shape)
    across, down = cell_size(shape, highest)
    return columns * across + 2 * FRAME, rows * down + 2 * FRAME


def cell_size(shape: Shape, highest: int) -> tuple[int, int]:
    """Width and height of a thumbnail's cells: larger where they are few, up to LARGEST_CELL."""
    rows, columns = thumbnail(shape)
    widest = round(highest * ACROSS)
    return (
        max(1, min(LARGEST_CELL[0], widest // max(columns, 1))),
        max(1, min(LARGEST_CELL[1], highest // max(rows, 1))),
    )
