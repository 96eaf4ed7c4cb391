"""How large what stands in a mark is: a number, a small matrix, or a heat map beside its shape;
in pictures of very many arrays the shape alone."""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Literal, NamedTuple

from graphs.draw.text import width
from graphs.format.arrays import Shape, is_small, shape_text, thumbnail

NUMBER = 26.0  # the height of a tag, or of the ring around a value
ROOM = 16  # of a tag's width that its number leaves free
CELL = 24  # less than a tag: a column of a matrix, into whose gaps the longest numbers may reach
NOSE = 10  # of a tag: its point
PAD = 5.0  # within a tag, left and right of an array
AROUND = 14.0  # by which a ring is wider than the array in it

LINE = 18.0  # from one row of a matrix to the next
GAP = 12.0  # between its columns
BRACKET = 8.0  # with the space inside it

TALL, WIDE = 30, 40  # a thumbnail's cells together at most
LARGEST = (8, 10)  # a cell at most, width and height
FRAME = 1.5  # round them
TEXT = 15.0  # the size of a shape
BESIDE = 6.0  # from a thumbnail to its shape


Kind = Literal["number", "matrix", "heat", "shape"]


class Size(NamedTuple):
    """Of what stands in the marks of a node of some shape."""

    shape: Shape
    kind: Kind
    rows: int
    columns: int
    width: float  # of the content alone
    tag: float  # the width of a tag around it
    extra: float  # how much higher than a number it is

    @property
    def ring(self) -> float:
        """The width of the ring around it, where it is a local factor."""
        return self.tag if self.kind == "number" else self.width + AROUND


@lru_cache(maxsize=4096)
def size(shape: Shape, tag: int, bare: bool = False) -> Size:
    """The size of what has a shape, where the tag of a number is ``tag`` wide; ``bare``: large
    arrays have no heat map."""
    if not shape:
        return Size(shape, "number", 1, 1, tag - ROOM, tag, 0.0)
    if is_small(shape):
        rows, columns = (1, *shape)[-2:]
        wide = columns * (tag - CELL) + (columns - 1) * GAP + 2 * BRACKET
        kind: Kind = "matrix"
    else:
        rows, columns = thumbnail(shape)
        wide = width(shape_text(shape), TEXT)
        kind = "shape" if bare else "heat"
        if not bare:
            wide += picture(shape)[0] + BESIDE
    around = max(tag, ceil(wide + NOSE + 2 * PAD))
    return Size(shape, kind, rows, columns, wide, around, extra(shape))


@lru_cache(maxsize=4096)
def extra(shape: Shape) -> float:
    """How much higher than a number stands what has a shape."""
    if not shape:
        return 0.0
    if is_small(shape):
        return LINE * ((1, *shape)[-2] - 1)
    return max(0.0, picture(shape)[1] + 8 - NUMBER)


def picture(shape: Shape) -> tuple[float, float]:
    """Width and height of a thumbnail with its frame."""
    rows, columns = thumbnail(shape)
    across, down = cell(shape)
    return columns * across + 2 * FRAME, rows * down + 2 * FRAME


def cell(shape: Shape) -> tuple[int, int]:
    """Width and height of a thumbnail's cells: few are larger, but no larger than a figure."""
    rows, columns = thumbnail(shape)
    return min(LARGEST[0], WIDE // max(columns, 1)), min(LARGEST[1], TALL // max(rows, 1))
