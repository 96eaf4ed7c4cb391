"""Which picture of a program fits a window: one layout as roomy as it can be, else rows that wrap
like text or lines closed into cards, else the one that hangs out least."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from graphs.draw.layout import layout
from graphs.draw.marks import Layout
from graphs.draw.parts.fragment import Fragment, fragment, part_widths, without_parameters
from graphs.draw.parts.layers import joined, layers
from graphs.draw.parts.picture import BAND_PAD, Drawn, Picture, cards, rows, single
from graphs.draw.parts.sections import Section, sections
from graphs.draw.spacing import LOW, ROOMY, SNUG, STAIRS, Spacing, TagWidths
from graphs.draw.window import Window
from graphs.limits import UNLIMITED
from graphs.model import Graph

TIGHTER = (SNUG, STAIRS, LOW)
PHONE = 640  # a window as narrow as this wraps rows, as a page of text does
FAR = 2.5  # a roomy picture this many times too wide is not tried in each spacing
MOST_GATES = 400  # of a program that is cut
LEAST_CARD = 2  # gates in a card: one gate takes less room than its card


Widths = Callable[[Spacing], TagWidths]


def arrange(
    graph: Graph, widths: Widths, window: Window | None, budget: int = UNLIMITED.lanes
) -> Picture:
    """The picture for a window; ``widths`` gives the widths of the tags in a spacing.

    Raises:
        TooLarge: the program is too large to be drawn.
    """
    roomy = layout(graph, widths(ROOMY), budget, ROOMY)
    if window is None or _fits(roomy, window):
        return single(graph, roomy, ROOMY, widths(ROOMY))
    best: Picture | None = None
    for picture in _Tighter(graph, widths, window, budget).pictures(roomy):
        if best is None or _excess(picture, window) < _excess(best, window):
            best = picture
        if _fits(picture, window):
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
        for spacing in TIGHTER[-1:] if far else TIGHTER:
            widths = self.widths(spacing)
            yield single(graph, layout(graph, widths, self.budget, spacing), spacing, widths)
        if sum(node.gate is not None for node in graph.nodes) > MOST_GATES:
            return
        cut = sections(graph)
        if len(cut) < 2:
            return
        if self.window.width < PHONE:
            yield rows(self._wrapped(cut, "@"), LOW, self.widths(LOW))
        yield from self._folded(cut)

    def _wrapped(self, cut: Sequence[Section], mark: str) -> list[Drawn]:
        """Rows of as many lines as the window is wide; a wider line has a row of its own."""
        found: list[Drawn] = []
        row: list[Section] = []
        drawn: Drawn | None = None
        for one in cut:
            wider = self._laid_out([*row, one], f"{mark}{len(found)}")
            if drawn and wider[1].width > self.window.width - 2 * BAND_PAD:
                found.append(drawn)
                row, wider = [], self._laid_out([one], f"{mark}{len(found)}")
            row.append(one)
            drawn = wider
        return [*found, drawn] if drawn else found

    def _folded(self, cut: Sequence[Section]) -> Iterator[Picture]:
        """Lines closed into cards: neighbours are joined until the cards fit side by side."""
        run = layers(self.graph, cut)
        while closed := [one for one in run if _is_card(one)]:
            items = [item for one in run for item in ([one] if _is_card(one) else one.gates)]
            overview = fragment(self.graph, items, "")
            inside = [
                (
                    one,
                    self._wrapped(
                        [line for line in cut if line.gates[0] in one.gates], f"@{one.id}-"
                    ),
                )
                for one in closed
            ]
            for top in (overview, without_parameters(overview)):
                drawn = self._of(top, SNUG)
                yield cards(drawn, inside, SNUG, self.widths(SNUG))
            if drawn[1].width <= self.window.width or len(run) < 3:
                return
            at = min(
                range(len(run) - 1), key=lambda at: sum(len(it.gates) for it in run[at : at + 2])
            )
            pair = run[at : at + 2]
            run[at : at + 2] = [joined(self.graph, pair, _range_title(pair))]

    def _laid_out(self, run: Sequence[Section], mark: str) -> Drawn:
        gates = [index for one in run for index in one.gates]
        return self._of(fragment(self.graph, gates, mark), LOW)

    def _of(self, part: Fragment, spacing: Spacing) -> Drawn:
        return part, layout(part, part_widths(part, self.widths(spacing)), self.budget, spacing)


def _range_title(pair: Sequence[Section]) -> str:
    first, last = pair[0].title.split(" … ")[0], pair[-1].title.split(" … ")[-1]
    return f"{first} … {last}" if first and last else last or first


def _is_card(one: Section) -> bool:
    return len(one.gates) >= LEAST_CARD and len(one.outputs) == 1


def _fits(picture: Layout | Picture, window: Window) -> bool:
    return picture.width <= window.width and picture.height <= window.height


def _excess(picture: Picture, window: Window) -> float:
    """How much larger than the window a picture is: 1 where it fits."""
    return max(picture.width / window.width, 1.0) * max(picture.height / window.height, 1.0)
