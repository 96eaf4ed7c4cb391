"""A picture: one layout, or several pieces of a program with a layout each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graphs.draw.marks import Layout
from graphs.draw.parts.moved import moved
from graphs.draw.parts.sections import Section
from graphs.draw.spacing import ROOMY, Spacing, TagWidths
from graphs.draw.window import Window
from graphs.model import Graph

# In pixels.
ROW_GAP = 8.0  # between rows
BAND_GAP = 12.0  # from the cards to the frame of the open one
BAND_PAD, BAND_TITLE = 5.0, 26.0  # inside that frame


@dataclass(frozen=True)
class Band:
    """The frame in which the gates of a card stand while it is open."""

    section: Section
    x: float
    y: float
    width: float
    height: float
    titled: bool = True

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
    """Where everything is drawn, for tags of these widths, which the spacing asked for."""

    pieces: Sequence[Piece]
    width: float
    height: float
    spacing: Spacing
    widths: TagWidths

    @property
    def tightened(self) -> bool:
        """Whether more room would give another picture."""
        return self.spacing is not ROOMY

    @property
    def rough(self) -> bool:
        return any(piece.layout.rough for piece in self.pieces)


def fits(picture: Layout | Picture, window: Window) -> bool:
    """Whether a picture is whole in a window."""
    return picture.width <= window.width and picture.height <= window.height


def single(graph: Graph, layout: Layout, spacing: Spacing, widths: TagWidths) -> Picture:
    """The picture of one layout."""
    return Picture((Piece(graph, layout),), layout.width, layout.height, spacing, widths)


Drawn = tuple[Graph, Layout]


def rows(drawn: Sequence[Drawn], spacing: Spacing, widths: TagWidths) -> Picture:
    """Rows one below the other, as lines of text."""
    width, height = _extent(drawn)
    return Picture(list(_stacked(drawn, (0.0, 0.0), None)), width, height, spacing, widths)


def cards(
    overview: Drawn,
    inside: Sequence[tuple[Section, Sequence[Drawn]]],
    spacing: Spacing,
    widths: TagWidths,
    *,
    as_tabs: bool = False,
) -> Picture:
    """The cards in their order, and below them the room in which one of them is open.

    Below tabs, which are its title, each frame is as high as its own section.
    """
    graph, top = overview
    extents = [_extent(drawn) for _, drawn in inside]
    wide, high = (max(lengths) for lengths in zip(*extents, strict=True))
    width = max(top.width, wide + 2 * BAND_PAD)
    pieces = [Piece(graph, moved(top, (width - top.width) / 2, 0.0))]
    edge = spacing.edge
    y = top.height - edge + BAND_GAP
    above = BAND_PAD if as_tabs else BAND_TITLE
    for (section, drawn), (across, down) in zip(inside, extents, strict=True):
        room = down if as_tabs else high
        height = above + room + BAND_PAD
        band = Band(section, edge / 2, y, width - edge, height, not as_tabs)
        corner = (width - across) / 2, y + above + (room - down) / 2
        pieces += _stacked(drawn, corner, band)
    return Picture(pieces, width, y + above + high + BAND_PAD + edge / 2, spacing, widths)


def _extent(drawn: Sequence[Drawn]) -> tuple[float, float]:
    """Width and height of rows one below the other."""
    height = sum(layout.height - 2 * layout.spacing.edge + ROW_GAP for _, layout in drawn)
    return max(layout.width for _, layout in drawn), height - ROW_GAP + 2 * drawn[0][1].spacing.edge


def _stacked(
    drawn: Sequence[Drawn], corner: tuple[float, float], band: Band | None
) -> Iterator[Piece]:
    x, y = corner
    for graph, layout in drawn:
        yield Piece(graph, moved(layout, x, y), band)
        y += layout.height - 2 * layout.spacing.edge + ROW_GAP
