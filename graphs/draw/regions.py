"""Where a function over a grid is positive, as outlines (marching squares)."""

from __future__ import annotations

from typing import Any

import numpy as np

Point = tuple[float, float]
Edge = tuple[int, int, int, int]  # two neighbouring points of the grid: row, column, row, column

# By the corners of a cell that are positive (1 top left, 2 top right, 4 bottom right, 8 bottom
# left): from which side to which its outline runs, the positive part to its right.
_RUNS: tuple[tuple[tuple[str, str], ...], ...] = (
    (), (("left", "top"),), (("top", "right"),), (("left", "right"),),
    (("right", "bottom"),), (("left", "top"), ("right", "bottom")), (("top", "bottom"),),
    (("left", "bottom"),), (("bottom", "left"),), (("bottom", "top"),),
    (("top", "right"), ("bottom", "left")), (("bottom", "right"),), (("right", "left"),),
    (("right", "top"),), (("top", "left"),), (),
)  # fmt: skip
_CORNERS = {
    "top": (0, 0, 0, 1), "right": (0, 1, 1, 1), "bottom": (1, 0, 1, 1), "left": (0, 0, 1, 0),
}  # fmt: skip


def regions(values: Any) -> list[list[Point]]:
    """Closed outlines, each a list of (row, column) between the grid's points.

    Outside of the grid nothing is positive: an outline that reaches the rim runs just beyond it.
    """
    padded = np.pad(np.asarray(values, dtype=np.float64), 1, constant_values=-1.0)
    follows: dict[Edge, Edge] = {}
    for row in range(padded.shape[0] - 1):
        for column in range(padded.shape[1] - 1):
            corners = padded[row : row + 2, column : column + 2].ravel()
            case = sum(bit for bit, value in zip((1, 2, 8, 4), corners, strict=True) if value > 0)
            for start, end in _RUNS[case]:
                follows[_edge(row, column, start)] = _edge(row, column, end)
    outlines = []
    while follows:
        edge, after = follows.popitem()
        outline = [_crossing(padded, edge)]
        while after in follows:
            outline.append(_crossing(padded, after))
            after = follows.pop(after)
        outlines.append(outline)
    return outlines


def _edge(row: int, column: int, side: str) -> Edge:
    top, left, bottom, right = _CORNERS[side]
    return row + top, column + left, row + bottom, column + right


def _crossing(padded: Any, edge: Edge) -> Point:
    """Where the function is 0 between two points, in rows and columns of the grid."""
    top, left, bottom, right = edge
    first, second = padded[top, left], padded[bottom, right]
    share = float(first / (first - second))
    return top - 1 + share * (bottom - top), left - 1 + share * (right - left)
