"""The room that a reader has for the picture; the layout is chosen for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """The room for a drawing, in the drawing's own units at the least scale at which its text can
    be read: what is larger than that has to be laid out tighter, folded or moved about."""

    width: float
    height: float
    one_piece: bool = False  # the picture is not cut: the reader opened groups herself
    tags: str = ""  # the widths of the numbers in the picture that she has (``Drawing.tags``)
