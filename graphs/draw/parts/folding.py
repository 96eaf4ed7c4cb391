"""Lines closed into cards, for a window: layers, as far as they fit side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from math import inf
from operator import attrgetter

from graphs.draw.parts.fragment import fragment, without_parameters
from graphs.draw.parts.laid_out import LaidOut
from graphs.draw.parts.layers import joined, layers
from graphs.draw.parts.picture import BAND_PAD, Drawn, Picture, cards, fits
from graphs.draw.parts.sections import (
    Section,
    lines_of,
    not_run,
    pieces_of,
    section,
    sections,
)
from graphs.draw.parts.tabs import tab_rows
from graphs.draw.window import Window
from graphs.model import Graph

LEAST_CARD = 2  # gates in a card: one gate takes less room than its card
MOST_TRIES = 16
MOST_TABS = 16
FAR = 2.0  # cards that are so many times too wide together are not joined

Inside = list[tuple[Section, list[Drawn]]]  # by section, what its frame shows


def folded(laid_out: LaidOut, window: Window) -> Iterator[Picture]:
    """Pictures with cards, the later ones nearer to the window.

    Neighbours are joined while the cards are too wide together; then the card with the highest
    inside is cut in two while that is too high.
    """
    graph, spacing = laid_out.graph, laid_out.spacing
    run = layers(graph, sections(graph))
    is_wide, last_width = False, FAR * window.width
    for _ in range(MOST_TRIES):
        shown = _numbered(run)
        closed = [one for one in shown if _is_card(one)]
        if not closed:
            return
        items = [item for one in shown for item in ([one] if _is_card(one) else one.gates)]
        overview = fragment(graph, [*items, *not_run(graph)], "")
        inside = [(one, _rows(laid_out, one, window)) for one in closed]
        fewer = (without_parameters(overview, readers) for readers in (1, len(closed)))
        for top in {one.absorbed: one for one in (overview, *fewer)}.values():
            drawn = laid_out.of(top)
            picture = cards(drawn, inside, spacing, laid_out.widths(spacing))
            yield picture
            if fits(picture, window):
                return
        width = drawn[1].width
        if width > window.width:
            is_hopeless = width >= last_width or max(map(_height, inside)) > window.height
            if len(run) < 3 or is_hopeless:
                return
            is_wide, last_width = True, width
            _join_smallest(graph, run)
        elif is_wide or picture.height <= window.height or not _cut_highest(graph, run, inside):
            return


def tabbed(laid_out: LaidOut, slim: LaidOut, window: Window) -> Iterator[Picture]:
    """The same with low rows of tabs in the place of the cards; every section is one. The last go
    on from the lowest as ``slim`` has it."""
    graph = laid_out.graph
    run = layers(graph, sections(graph))
    while len(run) > MOST_TABS:
        _join_smallest(graph, run)
    if len(run) == 1:
        run = _halves(graph, run[0], several=True)
    lowest, height = run, inf
    for picture, cut in _ever_more_tabs(laid_out, run, window):
        yield picture
        if picture.height < height:
            lowest, height = cut, picture.height
    for picture, _ in _ever_more_tabs(slim, lowest, window):
        yield picture


def _ever_more_tabs(
    laid_out: LaidOut, run: Sequence[Section], window: Window
) -> Iterator[tuple[Picture, list[Section]]]:
    """Pictures with the sections that are tabs in it: from one to the next the highest is cut."""
    run = list(run)
    while len(run) > 1:
        picture, inside = _tabs(laid_out, run, window)
        yield picture, list(run)
        if len(run) == MOST_TABS:
            return
        if not _cut_highest(laid_out.graph, run, inside, several=True):
            return


def _tabs(laid_out: LaidOut, run: list[Section], window: Window) -> tuple[Picture, Inside]:
    graph, spacing = laid_out.graph, laid_out.spacing
    shown = _numbered(run)
    part = fragment(graph, shown, "")
    row = tab_rows(part, laid_out.of(without_parameters(part, len(run)))[1], window.width)
    inside = [(one, _rows(laid_out, one, window)) for one in shown[:-1]]
    inside.append((shown[-1], _rows(laid_out, shown[-1], window, not_run(graph))))
    widths = laid_out.widths(spacing)
    return cards((part, row), inside, spacing, widths, as_tabs=True), inside


def _rows(
    laid_out: LaidOut, one: Section, window: Window, behind: Sequence[int] = ()
) -> list[Drawn]:
    """The lines of a section and the gates behind it, as wide as the frame in which they stand
    while it is open."""
    lines = lines_of(laid_out.graph, one)
    if behind:
        lines.append(section(laid_out.graph, behind))
    return laid_out.wrapped(lines, window.width - 2 * BAND_PAD, f"@{one.id}-")


def _height(inside: tuple[Section, list[Drawn]]) -> float:
    return sum(layout.height for _, layout in inside[1])


def _join_smallest(graph: Graph, run: list[Section]) -> None:
    """Make one section of the two neighbours with the fewest gates together."""
    at = min(range(len(run) - 1), key=lambda at: _gates(run[at : at + 2]))
    pair = run[at : at + 2]
    run[at : at + 2] = [joined(graph, pair, _range_title(pair))]


def _cut_highest(
    graph: Graph,
    run: list[Section],
    inside: Inside,
    several: bool = False,
) -> bool:
    """Make two sections of the one with the highest inside; False where it cannot be cut."""
    highest = max(inside, key=_height)[0]
    at = [one.gates for one in run].index(highest.gates)
    halves = _halves(graph, run[at], several)
    run[at : at + 1] = halves or [run[at]]
    return bool(halves)


def _halves(graph: Graph, one: Section, several: bool = False) -> list[Section]:
    """A section as two, of about as many gates each; one value leaves each, or ``several`` may."""
    inside = lines_of(graph, one)
    if len(inside) == 1:
        inside = pieces_of(graph, inside[0])
    found = []
    for at in range(1, len(inside)):
        pair = [
            section(graph, [gate for line in part for gate in line.gates], _half_title(one, part))
            for part in (inside[:at], inside[at:])
        ]
        if several or all(len(half.outputs) == 1 for half in pair):
            found.append(pair)
    return min(found, key=lambda pair: abs(_gates(pair[:1]) - _gates(pair[1:])), default=[])


def _half_title(one: Section, part: Sequence[Section]) -> str:
    """By its own last name; a part of one line by the line's."""
    return part[-1].title or one.title


def _numbered(run: Sequence[Section]) -> list[Section]:
    """The sections with those of one line told apart: "f 1/3"."""
    found = []
    for title, parts in groupby(run, key=attrgetter("title")):
        several = list(parts)
        for number, part in enumerate(several, 1):
            which = f"{title} {number}/{len(several)}" if title and len(several) > 1 else title
            found.append(replace(part, title=which))
    return found


def _range_title(pair: Sequence[Section]) -> str:
    first, last = pair[0].title.split(" … ")[0], pair[-1].title.split(" … ")[-1]
    return f"{first} … {last}" if first and last else last or first


def _gates(run: Sequence[Section]) -> int:
    return sum(len(one.gates) for one in run)


def _is_card(one: Section) -> bool:
    return len(one.gates) >= LEAST_CARD and len(one.outputs) == 1
