"""Which picture of a program fits a window: one layout as roomy as it can be, else rows that wrap
like text or lines closed into cards, else the one that hangs out least."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from graphs.draw.layout import layout
from graphs.draw.marks import Layout
from graphs.draw.parts.fragment import fragment
from graphs.draw.parts.layers import joined, layers
from graphs.draw.parts.picture import Picture, cards, rows, single
from graphs.draw.parts.sections import Section, sections
from graphs.draw.spacing import LOW, ROOMY, SNUG, STAIRS, Spacing
from graphs.draw.window import Window
from graphs.limits import UNLIMITED
from graphs.model import Graph

TIGHTER = (SNUG, STAIRS, LOW)
PHONE = 640  # a window as narrow as this wraps rows, as a page of text does
FAR = 2.5  # a roomy picture this many times too wide is not tried in each spacing
MOST_GATES = 400  # of a program that is cut
LEAST_CARD = 2  # gates in a card: one gate takes less room than its card


def arrange(
    graph: Graph, tag: int, window: Window | None, budget: int = UNLIMITED.lanes
) -> Picture:
    """The picture for a window, for numbers whose tags are ``tag`` pixels wide.

    Raises:
        TooLarge: the program is too large to be drawn.
    """
    roomy = layout(graph, tag, budget, ROOMY)
    if window is None or _fits(roomy, window):
        return single(graph, roomy, ROOMY.name, False)
    best: Picture | None = None
    for picture in _tighter(graph, tag, window, budget, roomy):
        if best is None or _excess(picture, window) < _excess(best, window):
            best = picture
        if _fits(picture, window):
            break
    assert best is not None
    return best


def _tighter(
    graph: Graph, tag: int, window: Window, budget: int, roomy: Layout
) -> Iterator[Picture]:
    """Ever tighter pictures, in the order in which they are preferred."""
    far = roomy.width > FAR * window.width
    for spacing in TIGHTER[-1:] if far else TIGHTER:
        yield single(graph, layout(graph, tag, budget, spacing), spacing.name, True)
    if sum(node.gate is not None for node in graph.nodes) > MOST_GATES:
        return
    cut = sections(graph)
    if len(cut) < 2:
        return
    if window.width < PHONE:
        yield _wrapped(graph, tag, window, cut)
    yield from _folded(graph, tag, window, layers(graph, cut))


def _wrapped(graph: Graph, tag: int, window: Window, cut: Sequence[Section]) -> Picture:
    """Rows of as many lines as the window is wide; a line that is wider has a row of its own."""
    found = []
    row: list[Section] = []
    drawn = None
    for number, one in enumerate(cut):
        wider = _laid_out(graph, [*row, one], tag, f"@{len(found)}")
        if row and wider[1].width > window.width:
            assert drawn is not None
            found.append(drawn)
            row, wider = [], _laid_out(graph, [one], tag, f"@{len(found) + 1}")
        row.append(one)
        drawn = wider
        if number == len(cut) - 1:
            found.append(drawn)
    return rows(found)


def _folded(
    graph: Graph, tag: int, window: Window, cut: Sequence[Section]
) -> Iterator[Picture]:
    """Lines closed into cards: neighbours are joined until the cards fit side by side."""
    run = list(cut)
    while True:
        closed = [one for one in run if _is_card(one)]
        if not closed:
            return
        items = [part for one in run for part in ([one] if _is_card(one) else one.gates)]
        overview = fragment(graph, items, "")
        top = layout(overview, tag, spacing=SNUG)
        inside = [(one, *_laid_out(graph, [one], tag, f"@{one.id}")) for one in closed]
        yield cards((overview, top), inside)
        if top.width <= window.width or len(run) < 3:
            return
        pair = min(range(len(run) - 1), key=lambda at: len(run[at].gates) + len(run[at + 1].gates))
        both = joined(graph, run[pair : pair + 2], _range_title(run[pair : pair + 2]))
        run[pair : pair + 2] = [both]


def _range_title(pair: Sequence[Section]) -> str:
    first, last = pair[0].title.split(" … ")[0], pair[-1].title.split(" … ")[-1]
    return f"{first} … {last}" if first and last else last or first


def _is_card(one: Section) -> bool:
    return len(one.gates) >= LEAST_CARD and len(one.outputs) == 1


def _laid_out(
    graph: Graph, run: Sequence[Section], tag: int, mark: str
) -> tuple[Graph, Layout]:
    part = fragment(graph, [index for one in run for index in one.gates], mark)
    return part, layout(part, tag, spacing=LOW)


def _fits(picture: Layout | Picture, window: Window) -> bool:
    return picture.width <= window.width and picture.height <= window.height


def _excess(picture: Picture, window: Window) -> float:
    """How much larger than the window a picture is: 1 where it fits."""
    return max(picture.width / window.width, 1.0) * max(picture.height / window.height, 1.0)
