"""The thumbnail of an array, a cell for each digit, beside the array's shape."""

from __future__ import annotations

from functools import lru_cache

from graphs.draw import styles
from graphs.draw.curves import number as n
from graphs.draw.not_run import NOWHERE
from graphs.draw.sizes import FRAME, Size, cell_size, thumbnail_size
from graphs.format.arrays import Shape, shape_text, thumbnail


def heat_map(
    size: Size,
    x: float,
    y: float,
    levels: str,
    dimensions: str,
    clash: frozenset[int] = NOWHERE,
) -> str:
    """A thumbnail and a shape with their common centre at (x, y).

    ``levels`` holds a digit for each cell, or is "" before the value is computed; ``dimensions``
    are the attributes of the shape's text, ``clash`` the axes whose sizes do not fit.
    """
    wide, high = thumbnail_size(size.shape, size.thumbnail.highest)
    left = x - size.width / 2
    style = styles.heat(not levels)
    return (
        f'<g class="heat" transform="translate({n(left + FRAME)},{n(y - high / 2 + FRAME)})"'
        f'{style}><rect class="bed" x="{n(-FRAME)}" y="{n(-FRAME)}" width="{n(wide)}" '
        f'height="{n(high)}" rx="2"{styles.bed(not levels)}/>{_cells(size, levels)}</g>'
        f'<text class="dimensions" x="{n(left + wide + size.thumbnail.gap)}" y="{n(y + 5.3)}" '
        f'text-anchor="start"{dimensions}>{_shape(size.shape, clash)}</text>'
    )


def shape_only(
    size: Size, x: float, y: float, dimensions: str, clash: frozenset[int] = NOWHERE
) -> str:
    """An array's shape as text, without a thumbnail, centred at (x, y)."""
    text = _shape(size.shape, clash)
    return f'<text class="dimensions" x="{n(x)}" y="{n(y + 5.3)}"{dimensions}>{text}</text>'


def _shape(shape: Shape, clash: frozenset[int]) -> str:
    """A shape as text, with the sizes marked that do not fit."""
    if not clash:
        return shape_text(shape)
    sizes = [
        f'<tspan class="clash"{styles.CLASH}>{size}</tspan>' if axis in clash else str(size)
        for axis, size in enumerate(shape)
    ]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"


def _cells(size: Size, levels: str) -> str:
    places = _cell_paths(size.shape, size.thumbnail.highest)
    digits = levels if len(levels) == len(places) else " " * len(places)
    return "".join(
        [
            f'<path class="cell" data-level="{level.strip()}{place}{styles.LEVELS.get(level, "")}/>'
            for level, place in zip(digits, places, strict=True)
        ]
    )


@lru_cache(maxsize=256)
def _cell_paths(shape: Shape, highest: int) -> tuple[str, ...]:
    """Each cell's rectangle as path data, from the quote before it: shorter than a <rect>."""
    rows, columns = thumbnail(shape)
    wide, high = cell_size(shape, highest)
    across, down = n(wide - _cell_gap(wide)), n(high - _cell_gap(high))
    return tuple(
        f'" d="M{column * wide},{row * high}h{across}v{down}h-{across}z"'
        for row in range(rows)
        for column in range(columns)
    )


def _cell_gap(length: int) -> float:
    """The gap after a cell of this width or height."""
    return 1.0 if length > 5 else 0.5
