"""Which groups are open in the picture, and the evaluation that has the others as single gates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from graphs.evaluation import Evaluation, Structure
from graphs.groups.collapse import Collapsed, collapse
from graphs.groups.outline import MOST_OPENED, MOST_VISIBLE, Outline, Part
from graphs.model import Backward, Graph

Opening = str | tuple[str, ...] | None  # one of these words, or the ids of groups
AUTO, ALL, WHOLE = OPENINGS = "auto", "all", "whole"
MOST_DRAWN_WHOLE = 1_000  # gates of a program that is drawn whole by default


@dataclass(frozen=True)
class ClosedGroups:
    """The graph with some groups closed, and the structure shared by all its evaluations."""

    collapsed: Collapsed
    structure: Structure


class Groups:
    """A graph's groups, and the graphs with some of them closed, made when first requested."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._by_open: dict[frozenset[str], ClosedGroups] = {}

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.graph)

    def with_open(self, opening: Opening) -> ClosedGroups | None:
        """The graph with these groups open; None where that is all of them.

        ``opening``: ids of groups; "auto" for so many that about 60 marks are visible, "all" for as
        many as can be drawn, "whole" for all; None: all where there are at most 1,000 gates, else
        "auto".
        """
        if opening == WHOLE:
            return None
        gates = sum(node.gate is not None for node in self.graph.nodes)
        if opening is None:
            if gates <= MOST_DRAWN_WHOLE:
                return None
            opening = AUTO
        if opening in OPENINGS:
            limit = MOST_VISIBLE if opening == AUTO else MOST_OPENED
            if gates + len(self.graph.inputs) <= limit:
                return None
            opened = self.outline.parts_to_open(limit)
        else:
            opened = self.outline.with_ancestors(cast("Iterable[str]", opening))
        if len(opened) == len(self.outline.parts):
            return None
        if opened not in self._by_open:
            collapsed = collapse(self.outline, opened)
            self._by_open[opened] = ClosedGroups(collapsed, Structure(collapsed.graph))
        return self._by_open[opened]


@dataclass(frozen=True)
class ShownEvaluation:
    """An evaluation as it is shown. ``evaluation`` has the closed groups as single gates; where
    none is closed it is ``whole`` itself."""

    whole: Evaluation
    evaluation: Evaluation
    groups: Groups
    collapsed: Collapsed | None

    @property
    def opened(self) -> frozenset[str]:
        """The ids of the open groups."""
        if self.collapsed is None:
            return frozenset(self.groups.outline.parts)
        return self.collapsed.opened

    @property
    def parts(self) -> list[Part]:
        """The groups that are visible, open or closed, outer ones first."""
        outline, opened = self.groups.outline, self.opened
        return [
            part
            for id, part in outline.parts.items()
            if (around := outline.parents[id]) is None or around in opened
        ]

    @cached_property
    def whole_steps(self) -> list[int]:
        """For each shown step the index of the last step of the whole program that it covers."""
        steps = self.whole.raw_steps
        if self.collapsed is None:
            return list(range(len(steps)))
        new_index = self.collapsed.new_index
        last_step: dict[tuple[int | None, int | None], int] = {}
        for index, step in enumerate(steps):
            if not isinstance(step, Backward):
                last_step[new_index[step.node], None] = index
            elif step.node is None:
                last_step[None, None] = index
            else:
                last_step[~new_index[step.node], new_index[step.to]] = index
        shown_steps = []
        for step in self.evaluation.raw_steps:
            if not isinstance(step, Backward):
                shown_steps.append(last_step.get((step.node, None), 0))
            elif step.node is None:
                shown_steps.append(last_step[None, None])
            else:
                shown_steps.append(last_step.get((~step.node, step.to), shown_steps[-1]))
        return shown_steps


def open_groups(whole: Evaluation, groups: Groups, opening: Opening) -> ShownEvaluation:
    """An evaluation with these groups open and all others closed (see ``Groups.with_open``)."""
    closed = groups.with_open(opening)
    if closed is None:
        return ShownEvaluation(whole, whole, groups, None)
    return ShownEvaluation(whole, whole.with_structure(closed.structure), groups, closed.collapsed)
