"""Graph → picture: geometry once for a structure, the marks' states and texts step by step."""

from graphs.draw.dot import dot_source
from graphs.draw.frames import fold, frames
from graphs.draw.layout import layout
from graphs.draw.marks import Layout
from graphs.draw.plan import too_large
from graphs.draw.svg import draw, notice
from graphs.draw.text import tag_width

__all__ = [
    "Layout",
    "dot_source",
    "draw",
    "fold",
    "frames",
    "layout",
    "notice",
    "tag_width",
    "too_large",
]
