"""Which groups stand open in the picture, and the trace that shows the others as single gates."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from graphs.explain.labels import Label
from graphs.groups.collapse import Closed, closed
from graphs.groups.outline import MOST_OPENED, MOST_VISIBLE, Outline
from graphs.model import Backward, Graph

if TYPE_CHECKING:
    from graphs.trace import Trace

Opening = str | tuple[str, ...] | None  # one of these words, or the ids of groups
AUTO, ALL, WHOLE = OPENINGS = "auto", "all", "whole"
MOST_DRAWN = 1_000  # gates of a program that is drawn whole where nothing else is asked for


@dataclass
class Kept:
    """A choice of closed groups, with what is shared by all values that it is shown at."""

    closed: Closed
    layouts: dict[int, Any] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)


class Closings:
    """The closed graphs of one structure, made when they are asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._known: dict[frozenset[str], Kept] = {}

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.graph)

    def at(self, asked: Opening) -> Kept | None:
        """The graph with these groups open; None where all of them are.

        ``asked``: ids of groups; "auto" opens so many that about 60 marks are seen, "all" as many
        as can be drawn, "whole" all; None all where there are at most 1,000 gates, else "auto".
        """
        if asked == WHOLE:
            return None
        gates = sum(node.gate is not None for node in self.graph.nodes)
        if asked is None:
            if gates <= MOST_DRAWN:
                return None
            asked = AUTO
        if asked in OPENINGS:
            most = MOST_VISIBLE if asked == AUTO else MOST_OPENED
            if gates + len(self.graph.inputs) <= most:
                return None
            opened = self.outline.level(most)
        else:
            opened = self.outline.opened(cast("Iterable[str]", asked))
        if len(opened) == len(self.outline.parts):
            return None
        if opened not in self._known:
            self._known[opened] = Kept(closed(self.outline, opened))
        return self._known[opened]


class Shown:
    """Methods of a Trace about its closed groups."""

    model: Graph
    open: Opening
    closings: Closings

    @cached_property
    def kept(self) -> Kept | None:
        """What is shown closed; None where nothing is."""
        return self.closings.at(self.open)

    @cached_property
    def shown(self) -> Trace:
        """This trace with its closed groups as single gates; itself where none is closed."""
        whole = cast("Trace", self)
        if self.kept is None:
            return whole
        return whole.of(self.kept.closed.graph, self.kept.labels, self.kept.layouts)

    def with_open(self, asked: Opening) -> Trace:
        """The same trace with other groups open: nothing is computed anew."""
        other = cast("Trace", copy(self))
        other.open = asked
        for name in ("kept", "shown"):
            other.__dict__.pop(name, None)
        return other

    @cached_property
    def whole_steps(self) -> list[int]:
        """For each step that is shown the step of the whole program that it ends with."""
        walked = cast("Trace", self).raw_steps
        if self.kept is None:
            return list(range(len(walked)))
        place = self.kept.closed.place
        ends: dict[tuple[int | None, int | None], int] = {}
        for at, step in enumerate(walked):
            if not isinstance(step, Backward):
                ends[place[step.node], None] = at
            elif step.node is None:
                ends[None, None] = at
            else:
                ends[~place[step.node], place[step.to]] = at
        found = []
        for step in self.shown.raw_steps:
            if not isinstance(step, Backward):
                found.append(ends.get((step.node, None), 0))
            elif step.node is None:
                found.append(ends[None, None])
            else:
                found.append(ends.get((~step.node, step.to), found[-1]))
        return found
