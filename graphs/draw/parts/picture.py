"""A picture: one layout, or several pieces of a program with a layout each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graphs.draw.marks import Layout
from graphs.draw.parts.moved import moved
from graphs.draw.parts.sections import Section
from graphs.model import Graph

# In pixels.
EDGE = 12.0  # round every layout
ROW_GAP = 8.0  # between rows
BAND_GAP = 12.0  # from the cards to the frame of the open one
BAND_PAD, BAND_TITLE = 8.0, 26.0  # inside that frame


@dataclass(frozen=True)
class Band:
    """The frame in which the gates of a card stand while it is open."""

    section: Section
    x: float
    y: float
    width: float
    height: float

    @property
    def id(self) -> str:
        return f"{self.section.id}-open"


@dataclass(frozen=True)
class Piece:
    """A graph, whole or a fragment, and its layout in its place in the picture."""

    graph: Graph
    layout: Layout
    band: Band | None = None


@dataclass(frozen=True)
class Picture:
    """Where everything is drawn. ``tightened``: more room would give another picture."""

    pieces: Sequence[Piece]
    width: float
    height: float
    kind: str
    tightened: bool

    @property
    def rough(self) -> bool:
        return any(piece.layout.rough for piece in self.pieces)


def single(graph: Graph, layout: Layout, kind: str, tightened: bool) -> Picture:
    """The picture of one layout."""
    return Picture((Piece(graph, layout),), layout.width, layout.height, kind, tightened)


def rows(fragments: Sequence[tuple[Graph, Layout]]) -> Picture:
    """Rows one below the other, as lines of text."""
    pieces = []
    y = 0.0
    for graph, layout in fragments:
        pieces.append(Piece(graph, moved(layout, 0.0, y)))
        y += layout.height - 2 * EDGE + ROW_GAP
    width = max(layout.width for _, layout in fragments)
    return Picture(pieces, width, y - ROW_GAP + 2 * EDGE, "rows", True)


def cards(
    overview: tuple[Graph, Layout], open_ones: Sequence[tuple[Section, Graph, Layout]]
) -> Picture:
    """The cards in their order, and below them the room in which one of them is open."""
    graph, top = overview
    wide = max(layout.width for _, _, layout in open_ones)
    high = max(layout.height for _, _, layout in open_ones)
    width = max(top.width, wide + 2 * BAND_PAD)
    pieces = [Piece(graph, moved(top, (width - top.width) / 2, 0.0))]
    y = top.height - EDGE + BAND_GAP
    height = BAND_TITLE + high + BAND_PAD
    for section, fragment, layout in open_ones:
        x = (width - layout.width) / 2
        band = Band(section, EDGE / 2, y, width - EDGE, height)
        down = y + BAND_TITLE + (high - layout.height) / 2
        pieces.append(Piece(fragment, moved(layout, x, down), band))
    return Picture(pieces, width, y + height + EDGE, "cards", True)
