"""A program's groups as a tree that is shown a level at a time: calls, loops, passes, lines.

A loop of several passes is one part, ``for t × 500``, and many passes are gathered by tens: however
large a program is, opening a part shows few marks. Every part holds consecutive gates, so a closed
one can be drawn as a single gate: no value leaves it and comes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Any, Literal

from graphs.model import Graph

MOST_VISIBLE = 60  # marks of a program that has just come
MOST_OPENED = 300  # marks of one that is opened as far as it goes
MOST_ITEMS = 60  # in one part, before they are gathered
MOST_PASSES = 12  # of a loop, likewise
MOST_PIECES = 12  # that they are gathered into
GATHERED = 10  # items in a piece
MOST_LEAVES = 20  # inputs; of more, those that one closed part alone reads are not drawn
FEW_READERS = 5  # of an input that is drawn once

Kind = Literal["function", "loop", "lines"]


@dataclass(frozen=True, eq=False)
class Part:
    """Gates that can be shown as one. ``items`` are indices of gates, and parts, in order."""

    id: str
    title: str
    kind: Kind
    items: tuple[int | Part, ...]
    passes: int = 0  # of a loop
    group: int | None = None  # in the graph; None where passes or lines are gathered
    gathered: bool = False  # gathered only because there were too many

    @cached_property
    def first(self) -> int:
        """The first of its gates, by index."""
        return min(item if isinstance(item, int) else item.first for item in self.items)

    @cached_property
    def last(self) -> int:
        """The last of its gates, by index."""
        return max(item if isinstance(item, int) else item.last for item in self.items)

    @cached_property
    def gates(self) -> int:
        """How many gates it holds."""
        return sum(1 if isinstance(item, int) else item.gates for item in self.items)

    @property
    def parts(self) -> Iterator[Part]:
        """The parts directly inside."""
        return (item for item in self.items if isinstance(item, Part))


class Outline:
    """The tree of a graph's parts. ``items`` are its top level."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._numbered = 0
        order: dict[int | None, list[int]] = {None: []}  # gates, and groups as ~index
        for node in graph.nodes:
            if node.gate is None:
                continue
            inner, outer = None, node.group
            while outer is not None and outer not in order:
                order[outer] = [] if inner is None else [~inner]
                inner, outer = outer, graph.groups[outer].parent
            if inner is not None:
                order[outer].append(~inner)
            order[node.group].append(node.index)
        part_of: dict[int, Part] = {}
        for group in reversed(graph.groups):  # inner groups come after outer ones
            if group.index in order:
                kind: Kind = "loop" if group.kind == "loop" else "function"
                items = self._arrange(_items(order[group.index], part_of))
                part_of[group.index] = Part(group.id, group.title, kind, items, group=group.index)
        self.items = self._arrange(_items(order[None], part_of))

    @cached_property
    def parts(self) -> dict[str, Part]:
        """Every part by its id, outer ones first."""
        parts: dict[str, Part] = {}
        pending = [item for item in self.items if isinstance(item, Part)]
        for part in pending:
            parts[part.id] = part
            pending += part.parts
        return parts

    @cached_property
    def parents(self) -> dict[str, str | None]:
        """The part around each part."""
        parent_of: dict[str, str | None] = dict.fromkeys(self.parts)
        for part in self.parts.values():
            parent_of.update((inner.id, part.id) for inner in part.parts)
        return parent_of

    def ancestors(self, index: int) -> list[str]:
        """The ids of the parts that a gate is in, from the outside in."""
        ancestors: list[str] = []
        items: Sequence[int | Part] = self.items
        while True:
            part = next(
                (it for it in items if isinstance(it, Part) and it.first <= index <= it.last), None
            )
            if part is None:
                return ancestors
            ancestors.append(part.id)
            items = part.items

    def with_ancestors(self, ids: Iterable[str]) -> frozenset[str]:
        """The ids of these parts and of all parts around them."""
        opened: set[str] = set()
        for id in ids:
            id_: str | None = id if id in self.parts else None
            while id_ is not None and id_ not in opened:
                opened.add(id_)
                id_ = self.parents[id_]
        return frozenset(opened)

    def parts_to_open(self, limit: int) -> frozenset[str]:
        """The parts to open, level by level, so that at most about ``limit`` marks are visible.

        Passes that were only gathered for their number stay closed: they are all alike.
        """
        opened: frozenset[str] = frozenset()
        closed = [item for item in self.items if isinstance(item, Part)]
        while closed:
            more = opened | {part.id for part in closed}
            if self._count_marks(more) > limit:
                break
            opened = more
            inside = [inner for part in closed for inner in part.parts]
            closed = [part for part in inside if part.kind == "lines" or not part.gathered]
        return opened

    def _count_marks(self, opened: frozenset[str]) -> int:
        """How many marks are visible: gates, closed parts, and inputs, which are drawn again for
        each reader where there are many."""
        visible: list[int | Part] = []
        pending = list(self.items)
        while pending:
            item = pending.pop()
            if isinstance(item, Part) and item.id in opened:
                pending += item.items
            else:
                visible.append(item)
        nodes = self.graph.nodes
        readers: Counter[int] = Counter()
        for item in visible:
            inside = (item,) if isinstance(item, int) else range(item.first, item.last + 1)
            arguments = {argument for index in inside for argument in nodes[index].args}
            readers.update(index for index in arguments if nodes[index].kind == "input")
        leaves = sum(1 if count <= FEW_READERS else count for count in readers.values())
        alone = sum(count == 1 for count in readers.values())  # past MOST_LEAVES not drawn
        return len(visible) + leaves - max(0, alone - MOST_LEAVES)

    # Gathering

    def _part(self, title: str, kind: Kind, items: tuple[int | Part, ...], **more: Any) -> Part:
        self._numbered += 1
        return Part(f"r{self._numbered - 1}", title, kind, items, **more)

    def _arrange(self, items: Sequence[int | Part]) -> tuple[int | Part, ...]:
        """Passes of one loop as one part, and long rows of items as few."""
        arranged: list[int | Part] = []
        for loop, row in groupby(items, self._loop_of):
            passes = tuple(row)
            if loop is None or len(passes) < 2:
                arranged += passes
                continue
            title = self.graph.groups[self._group_of(passes[0])].loop_title
            gathered = self._gather_items(passes, MOST_PASSES)
            arranged.append(self._part(title, "loop", gathered, passes=len(passes)))
        return self._gather_items(tuple(arranged))

    def _loop_of(self, item: int | Part) -> int | None:
        """The loop that an item is a pass of; None where it is none."""
        if isinstance(item, int) or item.group is None:
            return None
        return self.graph.groups[item.group].loop

    def _group_of(self, item: int | Part) -> int:
        assert isinstance(item, Part)
        assert item.group is not None
        return item.group

    def _gather_items(
        self, items: tuple[int | Part, ...], limit: int = MOST_ITEMS
    ) -> tuple[int | Part, ...]:
        if len(items) <= limit:
            return items
        cuts_lines = len(items) > MOST_OPENED
        while len(items) > MOST_PIECES:
            rows = list(self._rows(items, cuts_lines))
            if len(rows) == 1:  # all of it is one line
                break
            items = tuple(self._gather(row) if len(row) > 1 else row[0] for row in rows)
        return items

    def _rows(
        self, items: tuple[int | Part, ...], cuts_lines: bool
    ) -> Iterator[tuple[int | Part, ...]]:
        """Items by about ten. A line of the text stays whole, unless all in all there are too
        many gates to be drawn."""
        start = 0
        for place, (before, item) in enumerate(pairwise(items), 1):
            one_line = self._line_of(before) == self._line_of(item) is not None
            if place - start >= GATHERED and (cuts_lines or not one_line):
                yield items[start:place]
                start = place
        yield items[start:]

    def _line_of(self, item: int | Part) -> int | None:
        """The line that a gate is in; None for a part."""
        source = self.graph.nodes[item].source if isinstance(item, int) else None
        return source.line if source else None

    def _gather(self, items: tuple[int | Part, ...]) -> Part:
        """Several passes of a loop, or several lines, as one part."""
        first, last = items[0], items[-1]
        if isinstance(first, Part) and isinstance(last, Part) and self._is_pass(first):
            start, end = first.title.partition(" … ")[0], last.title.rpartition(" … ")[2]
            title = f"{start} … {end.rpartition(' = ')[2].removeprefix('pass ')}"
            passes = sum(item.passes or 1 for item in items if isinstance(item, Part))
            return self._part(title, "loop", items, passes=passes, gathered=True)
        return self._part(self._line_range(first, last), "lines", items, gathered=True)

    def _is_pass(self, part: Part) -> bool:
        return self._loop_of(part) is not None or (part.kind == "loop" and part.gathered)

    def _line_range(self, first: int | Part, last: int | Part) -> str:
        ends = (
            first if isinstance(first, int) else first.first,
            last if isinstance(last, int) else last.last,
        )
        sources = [self.graph.nodes[index].source for index in ends]
        lines = [source.line for source in sources if source is not None]
        if len(lines) < 2:
            return "gates"
        if lines[0] == lines[1]:
            return self.graph.titles.get(ends[1]) or f"in line {lines[0]}"
        return f"lines {lines[0]}–{lines[1]}"


def _items(order: Sequence[int], part_of: dict[int, Part]) -> list[int | Part]:
    return [index if index >= 0 else part_of[~index] for index in order]
