"""A small matrix: its numbers in rows and columns between square brackets."""

from __future__ import annotations

from collections.abc import Sequence

from graphs.draw.curves import number as n
from graphs.draw.sizes import BRACKET, GAP, LINE, Size
from graphs.draw.text import escape


def matrix(size: Size, x: float, y: float, texts: Sequence[str], number: str, bracket: str) -> str:
    """Numbers in reading order with their common centre at (x, y); ``number`` and ``bracket`` are
    their attributes."""
    left, top = x - size.width / 2, y - size.rows * LINE / 2
    right, bottom = x + size.width / 2, y + size.rows * LINE / 2
    inside = size.width - 2 * BRACKET
    step = (inside + GAP) / size.columns
    known = [*texts, *[""] * (size.rows * size.columns - len(texts))]
    numbers = "".join(
        f'<text class="number" x="{n(left + BRACKET + (column + 0.5) * step - GAP / 2)}" '
        f'y="{n(top + (row + 0.5) * LINE + 5.3)}"{number}>'
        f"{escape(known[row * size.columns + column])}</text>"
        for row in range(size.rows)
        for column in range(size.columns)
    )
    edges = (
        f"M{n(left + 4)},{n(top + 1)}H{n(left)}V{n(bottom - 1)}H{n(left + 4)}"
        f"M{n(right - 4)},{n(top + 1)}H{n(right)}V{n(bottom - 1)}H{n(right - 4)}"
    )
    return f'<path class="bracket" d="{edges}"{bracket}/>{numbers}'
