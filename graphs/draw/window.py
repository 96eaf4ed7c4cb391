"""The window through which a drawing is seen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """The room for a drawing, in the drawing's own units at the least scale at which its text may
    be read: pixels divided by that scale."""

    width: float
    height: float
