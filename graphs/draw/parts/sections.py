"""Where a program may be cut: at its named lines, and round its function calls and loop passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from graphs.draw.nesting import ancestors
from graphs.model import Graph
from graphs.model.graph import Node


@dataclass(frozen=True)
class Section:
    """Consecutive gates that can be drawn apart from the others.

    ``outputs`` are the gates whose values are read outside it, ``lines`` the first and the last
    line of its text, None where it has none.
    """

    id: str
    title: str
    gates: tuple[int, ...]
    outputs: tuple[int, ...]
    lines: tuple[int, int] | None

    @property
    def output(self) -> int:
        """The value that it computes."""
        return self.outputs[-1]

    @property
    def lines_text(self) -> str:
        if self.lines is None:
            return ""
        first, last = self.lines
        return f"line {first}" if first == last else f"lines {first} to {last}"


def section(graph: Graph, gates: Sequence[int], title: str = "") -> Section:
    """The section of these gates; without a title it is called by the name of its output."""
    inside = set(gates)
    outputs = [
        index
        for index in gates
        if index == graph.output
        or not graph.consumers[index]
        or any(consumer not in inside for consumer, _ in graph.consumers[index])
    ]
    sources = [source for index in gates if (source := graph.nodes[index].source)]
    lines = None
    if sources:
        lines = min(it.line for it in sources), max(it.end_line for it in sources)
    last = (outputs or gates)[-1]
    return Section(
        f"s{gates[0]}",
        title or graph.titles.get(last) or "",
        tuple(gates),
        tuple(outputs or gates[-1:]),
        lines,
    )


def entering(graph: Graph, gates: Sequence[int]) -> list[int]:
    """The values that these gates read from outside, constants left out, in order."""
    inside = set(gates)
    read = (argument for index in gates for argument in graph.nodes[index].args)
    return list(
        dict.fromkeys(
            index for index in read if index not in inside and graph.nodes[index].kind != "constant"
        )
    )


def sections(graph: Graph) -> list[Section]:
    """The gates that ran, in order, cut behind each named value; calls and passes of loops stay
    whole."""
    found = []
    gates = [node for node in graph.nodes if node.gate is not None and node.not_run is None]
    around = _around_all(graph, gates)
    for group, run in groupby(gates, lambda node: _outermost(graph, node, around)):
        if group is None:
            found += [section(graph, row) for row in _rows(graph, run)]
        else:
            title = graph.groups[group].title
            found.append(section(graph, [node.index for node in run], title))
    return found


def not_run(graph: Graph) -> list[int]:
    """The gate that an error stopped, and what is ahead of it: they stand in no section."""
    return [node.index for node in graph.nodes if node.not_run is not None]


def lines_of(graph: Graph, one: Section) -> list[Section]:
    """A section cut behind each named value, also inside calls and passes of loops."""
    return [section(graph, row) for row in _rows(graph, (graph.nodes[it] for it in one.gates))]


def pieces_of(graph: Graph, line: Section) -> list[Section]:
    """A line cut wherever one value alone goes on: a long one may go on in another row there."""
    pieces: list[Section] = []
    row: list[int] = []
    inside = set(line.gates)
    passed: set[int] = set()
    for gate in line.gates:
        row.append(gate)
        passed.add(gate)
        ahead = inside - passed
        going_on = {
            index for index in passed if any(by in ahead for by, _ in graph.consumers[index])
        }
        if going_on <= {gate}:
            pieces.append(section(graph, row))
            row = []
    return pieces


def _rows(graph: Graph, run: Iterable[Node]) -> Iterator[list[int]]:
    row: list[int] = []
    for node in run:
        row.append(node.index)
        if node.index in graph.titles:
            yield row
            row = []
    if row:
        yield row


def _around_all(graph: Graph, gates: Sequence[Node]) -> int | None:
    """The innermost group that holds all gates, as the one pass of a loop that trains does."""
    common: list[int] | None = None
    for node in gates:
        around = list(ancestors(graph, node.group))[::-1]
        if common is None:
            common = around
        common = [one for one, other in zip(common, around, strict=False) if one == other]
        if not common:
            return None
    return common[-1] if common else None


def _outermost(graph: Graph, node: Node, around: int | None) -> int | None:
    """The outermost group that a gate is in, inside the one around all."""
    groups = list(ancestors(graph, node.group))[::-1]
    inside = groups[groups.index(around) + 1 :] if around is not None else groups
    return inside[0] if inside else None
