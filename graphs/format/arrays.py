"""Arrays in little space: a few numbers, or the shape and a heat map.

A heat map has a digit for each cell: 4 is zero, 8 the largest magnitude of the array, 0 the same
below zero, "x" a number that is not finite. Only zero is 4: a number near zero shows its sign.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphs.format.numbers import Digits, typeset, write

Shape = tuple[int, ...]
MarkContent = str | list[str] | dict[str, str]  # a number, a few numbers row by row, a heat map
PanelContent = str | dict[str, Any]

ROWS, COLUMNS = 6, 10  # of a thumbnail at most
CELLS = 64  # of an array that is shown in full
NOISE = 1e-9  # of a level: rounding errors do not count as a sign
ILL = frozenset(("nan", "inf", "\N{MINUS SIGN}inf"))  # as a mark writes them
ZERO, NOT_FINITE = np.int8(ord("4")), np.int8(ord("x"))


def is_small(shape: Shape) -> bool:
    """Whether an array of this shape stands in the picture as numbers: up to 2 × 2."""
    return len(shape) in (1, 2) and all(1 <= length <= 2 for length in shape)


def shape_text(shape: Shape) -> str:
    """A shape as NumPy writes it: ``(10, 5)``, ``(5,)``."""
    return str(tuple(map(int, shape)))


def element_name(name: str, element: int, shape: Shape) -> str:
    """The name of one element of an array, counted in C order: ``W[1, 0]``."""
    if not shape:
        return name
    place = np.unravel_index(element, shape)
    return f"{name}[{', '.join(str(int(one)) for one in place)}]"


def table(shape: Shape) -> tuple[int, int]:
    """Rows and columns of an array as a table: a vector is one row, leading axes become rows."""
    return (math.prod(shape[:-1]), shape[-1]) if shape else (1, 1)


def thumbnail(shape: Shape) -> tuple[int, int]:
    """Rows and columns of the heat map that stands for an array of this shape in the picture."""
    rows, columns = table(shape)
    return min(rows, ROWS), min(columns, COLUMNS)


def mark_content(value: Any, digits: Digits = "3 digits") -> MarkContent:
    """The content of a mark of the picture, with a true minus sign."""
    if np.ndim(value) == 0:
        return typeset(write(value, digits))
    if is_small(value.shape):
        return [typeset(write(number, digits)) for number in value.ravel().tolist()]
    return {"heat": "".join(_levels(_thumbnail_cells(value), np.dtype(value.dtype) == bool))}


def is_ill(content: MarkContent | None) -> bool:
    """Whether a mark's content is, or holds, what is not finite."""
    if isinstance(content, dict):
        return "x" in content["heat"]
    if isinstance(content, str):
        return content in ILL
    return not ILL.isdisjoint(content or ())


def panel_content(value: Any, digits: Digits = "3 digits") -> PanelContent:
    """The content of the panel, with an ASCII minus: a number, or an array's shape with its
    ``cells`` in words (up to 64 of a vector or matrix, else None) and its heat map row by row:
    of every cell where ``cells`` are given, else the thumbnail."""
    if np.ndim(value) == 0:
        return write(value, digits)
    full = value.ndim <= 2 and value.size <= CELLS
    rows = value.reshape(table(value.shape)).tolist() if full else []
    return {
        "shape": shape_text(value.shape),
        "cells": [[write(number, digits) for number in row] for row in rows] if full else None,
        "heat": heat(value) if full else _levels(_thumbnail_cells(value), value.dtype == bool),
    }


def heat(value: Any) -> list[str]:
    """The heat map of every element, a string for each row of the flattened array."""
    return _levels(value.reshape(table(value.shape)), value.dtype == bool)


def _thumbnail_cells(value: Any) -> Any:
    """The cells of a thumbnail: for each the element of largest magnitude in its block."""
    flat = value.reshape(table(value.shape))
    small = thumbnail(value.shape)
    if flat.shape == small or not value.size:
        return flat
    for axis, count in enumerate(small):
        if count == flat.shape[axis]:
            continue
        starts = np.arange(count) * flat.shape[axis] // count
        high = np.maximum.reduceat(flat, starts, axis=axis)  # NaN wins, so that it is visible
        if flat.dtype == bool:
            flat = high
        else:
            low = np.minimum.reduceat(flat, starts, axis=axis)
            flat = np.where(-low > high, low, high)
    return flat


def _levels(cells: Any, is_bool: bool) -> list[str]:
    """A digit a cell, a string a row."""
    rows, columns = cells.shape
    if not cells.size:
        return [""] * rows
    text = _digit_codes(cells, is_bool).tobytes().decode("ascii")
    return [text[start : start + columns] for start in range(0, rows * columns, columns)]


def _digit_codes(cells: Any, is_bool: bool) -> Any:
    """The digit of each cell, as an ASCII code."""
    if is_bool:
        return cells.astype(np.int8) * 4 + ZERO
    size = np.abs(cells)
    largest = size.max()
    if not np.isfinite(largest):
        finite = np.isfinite(size)
        digits = _digit_codes(np.where(finite, cells, 0.0), is_bool)
        return np.where(finite, digits, NOT_FINITE)
    if largest == 0:
        return np.full(cells.shape, ZERO, np.int8)
    steps = cells / largest * 4
    steps += np.copysign(1 - NOISE, steps)  # whole steps away from zero, then cut
    return steps.astype(np.int8) + ZERO
