"""Which picture of a program fits a window: one layout as roomy as it can be, else rows that wrap
like text or lines closed into cards, else the one that hangs out least."""

from __future__ import annotations

from collections.abc import Iterator

from graphs.draw.layout import layout
from graphs.draw.marks import Layout
from graphs.draw.parts.folding import folded, tabbed
from graphs.draw.parts.laid_out import LaidOut, Widths
from graphs.draw.parts.picture import Picture, fits, rows, single
from graphs.draw.parts.sections import lines_of, not_run, section, sections
from graphs.draw.spacing import DENSE, LOW, NARROW, ROOMY, SLIM, SNUG, STAIRS
from graphs.draw.window import Window
from graphs.limits import UNLIMITED
from graphs.model import Graph

TIGHTER = (SNUG, STAIRS, LOW, DENSE, NARROW)
PHONE = 640  # a window as narrow as this wraps rows, as a page of text does
FAR = 2.5  # a roomy picture this many times too wide is not tried in each spacing
MANY, MOST_NODES = 60, 200  # of a program that is cut; time follows the nodes that are laid out
MOST_WORK = 4_000  # nodes laid out, all pictures together, before the best so far is taken


def arrange(
    graph: Graph, widths: Widths, window: Window | None, budget: int = UNLIMITED.lanes
) -> Picture:
    """The picture for a window; ``widths`` gives the widths of the tags in a spacing.

    Raises:
        TooLarge: the program is too large to be drawn.
    """
    roomy = layout(graph, widths(ROOMY), budget, ROOMY)
    if window is None or not budget or fits(roomy, window):
        return single(graph, roomy, ROOMY, widths(ROOMY))
    best: Picture | None = None
    work = 0
    for picture in _Tighter(graph, widths, window, budget).pictures(roomy):
        if best is None or _excess(picture, window) < _excess(best, window):
            best = picture
        work += sum(len(piece.graph.nodes) for piece in picture.pieces)
        if fits(picture, window) or work > MOST_WORK:
            break
    assert best is not None
    return best


class _Tighter:
    """Ever tighter pictures of a graph, in the order in which they are preferred."""

    def __init__(self, graph: Graph, widths: Widths, window: Window, budget: int) -> None:
        self.graph, self.widths, self.window, self.budget = graph, widths, window, budget

    def pictures(self, roomy: Layout) -> Iterator[Picture]:
        graph = self.graph
        far = roomy.width > FAR * self.window.width
        is_phone = self.window.width < PHONE
        for spacing in TIGHTER[-1:] if is_phone or far else TIGHTER:
            widths = self.widths(spacing)
            yield single(graph, layout(graph, widths, self.budget, spacing), spacing, widths)
        if len(graph.nodes) > MOST_NODES or self.window.one_piece:
            return
        if is_phone:
            yield self._wrapped()
        for spacing in (NARROW,) if is_phone or len(graph.nodes) > MANY else (LOW, DENSE, NARROW):
            yield from folded(LaidOut(graph, self.widths, self.budget, spacing), self.window)
        if not is_phone:
            yield self._wrapped()
        narrow, slim = (
            LaidOut(graph, self.widths, self.budget, spacing) for spacing in (NARROW, SLIM)
        )
        yield from tabbed(narrow, slim, self.window)

    def _wrapped(self) -> Picture:
        laid_out = LaidOut(self.graph, self.widths, self.budget, NARROW)
        lines = [line for one in sections(self.graph) for line in lines_of(self.graph, one)]
        if stopped := not_run(self.graph):
            lines.append(section(self.graph, stopped))
        drawn = laid_out.wrapped(lines, self.window.width, "@")
        return rows(drawn, NARROW, self.widths(NARROW))


def _excess(picture: Picture, window: Window) -> float:
    """How much larger than the window a picture is: 1 where it fits."""
    return max(picture.width / window.width, 1.0) * max(picture.height / window.height, 1.0)
