"""Parts of one graph, each laid out once, and rows of them that wrap like text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from graphs.draw.layout import layout
from graphs.draw.marks import Texts
from graphs.draw.parts.fragment import Fragment, fragment, part_widths
from graphs.draw.parts.picture import Drawn
from graphs.draw.parts.sections import Section, pieces_of
from graphs.draw.spacing import Spacing, TagWidths
from graphs.model import Graph

Widths = Callable[[Spacing], TagWidths]


class LaidOut:
    """The layouts of a graph's parts."""

    def __init__(self, graph: Graph, widths: Widths, budget: int, spacing: Spacing) -> None:
        self.graph, self.widths, self.budget, self.spacing = graph, widths, budget, spacing
        self._known: dict[tuple[tuple[int, ...], str], Drawn] = {}

    def wrapped(self, lines: Sequence[Section], width: float, mark: str) -> list[Drawn]:
        """Rows of as many lines as are ``width`` wide together; a line that is wider alone goes on
        in the next row."""
        found: list[Drawn] = []
        row: list[int] = []
        drawn: Drawn | None = None
        for line in self._narrow(lines, width, mark):
            wider = self._row([*row, *line.gates], f"{mark}{len(found)}")
            if drawn and wider[1].width > width:
                found.append(drawn)
                row, wider = [], self._row(line.gates, f"{mark}{len(found)}")
            row += line.gates
            drawn = wider
        return [*found, drawn] if drawn else found

    def _narrow(self, lines: Sequence[Section], width: float, mark: str) -> Iterator[Section]:
        """The lines, those too wide for a row cut inside."""
        for line in lines:
            if self._row(line.gates, mark)[1].width > width:
                yield from pieces_of(self.graph, line)
            else:
                yield line

    def _row(self, gates: Sequence[int], mark: str) -> Drawn:
        key = tuple(gates), mark
        if key not in self._known:
            self._known[key] = self.of(fragment(self.graph, gates, mark))
        return self._known[key]

    def of(self, part: Fragment) -> Drawn:
        """A fragment with its layout."""
        widths = part_widths(part, self.widths(self.spacing))
        made = layout(part, widths, self.budget, self.spacing)
        originals = zip(part.nodes, part.original, strict=True)
        ids = {node.index: self.graph.nodes[index].id for node, index in originals}
        return part, replace(made, ids=ids, texts=Texts(made.texts.paths))
