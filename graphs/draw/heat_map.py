"""The thumbnail of an array: a cell a digit, beside the array's shape."""

from __future__ import annotations

from functools import lru_cache

from graphs.draw import styles
from graphs.draw.curves import number as n
from graphs.draw.sizes import BESIDE, FRAME, Size, cell, picture
from graphs.format.arrays import Shape, shape_text, thumbnail


def heat(size: Size, x: float, y: float, levels: str, dimensions: str) -> str:
    """A thumbnail and a shape with their common centre at (x, y).

    ``levels`` holds a digit a cell, or nothing while nothing is computed; ``dimensions`` is how
    the shape's text styles.
    """
    wide, high = picture(size.shape)
    left = x - size.width / 2
    look = styles.heat(not levels)
    return (
        f'<g class="heat" transform="translate({n(left + FRAME)},{n(y - high / 2 + FRAME)})"'
        f'{look}><rect class="bed" x="{n(-FRAME)}" y="{n(-FRAME)}" width="{n(wide)}" '
        f'height="{n(high)}" rx="2"{styles.bed(not levels)}/>{_cells(size.shape, levels)}</g>'
        f'<text class="dimensions" x="{n(left + wide + BESIDE)}" y="{n(y + 5.3)}" '
        f'text-anchor="start"{dimensions}>{shape_text(size.shape)}</text>'
    )


def shape_alone(size: Size, x: float, y: float, dimensions: str) -> str:
    """A shape with its centre at (x, y)."""
    text = shape_text(size.shape)
    return f'<text class="dimensions" x="{n(x)}" y="{n(y + 5.3)}"{dimensions}>{text}</text>'


def _cells(shape: Shape, levels: str) -> str:
    places = _places(shape)
    known = levels if len(levels) == len(places) else " " * len(places)
    return "".join(
        [
            f'<path class="cell" data-level="{level.strip()}{place}{styles.LEVELS.get(level, "")}/>'
            for level, place in zip(known, places, strict=True)
        ]
    )


@lru_cache(maxsize=256)
def _places(shape: Shape) -> tuple[str, ...]:
    """Each cell's rectangle, as the end of an attribute and a path: shorter than <rect> is."""
    rows, columns = thumbnail(shape)
    wide, high = cell(shape)
    across, down = n(wide - _between(wide)), n(high - _between(high))
    return tuple(
        f'" d="M{column * wide},{row * high}h{across}v{down}h-{across}z"'
        for row in range(rows)
        for column in range(columns)
    )


def _between(length: int) -> float:
    """The gap behind a cell."""
    return 1.0 if length > 5 else 0.5
