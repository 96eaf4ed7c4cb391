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
MOST_DRAWN = 1_000  # gates of a program that is drawn whole where nothing else is asked for


@dataclass(frozen=True)
class Choice:
    """A choice of closed groups, with what is made once for all values that it is shown at."""

    collapsed: Collapsed
    structure: Structure


class Groups:
    """A graph's groups, and the graphs with some of them closed, made when they are asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._choices: dict[frozenset[str], Choice] = {}

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.graph)

    def choice(self, opening: Opening) -> Choice | None:
        """The graph with these groups open; None where all of them are.

        ``opening``: ids of groups; "auto" opens so many that about 60 marks are seen, "all" as many
        as can be drawn, "whole" all; None all where there are at most 1,000 gates, else "auto".
        """
        if opening == WHOLE:
            return None
        gates = sum(node.gate is not None for node in self.graph.nodes)
        if opening is None:
            if gates <= MOST_DRAWN:
                return None
            opening = AUTO
        if opening in OPENINGS:
            most = MOST_VISIBLE if opening == AUTO else MOST_OPENED
            if gates + len(self.graph.inputs) <= most:
                return None
            opened = self.outline.level(most)
        else:
            opened = self.outline.opened(cast("Iterable[str]", opening))
        if len(opened) == len(self.outline.parts):
            return None
        if opened not in self._choices:
            collapsed = collapse(self.outline, opened)
            self._choices[opened] = Choice(collapsed, Structure(collapsed.graph))
        return self._choices[opened]


@dataclass(frozen=True)
class Shown:
    """An evaluation as it is shown. ``evaluation`` has the closed groups as single gates; where
    none is closed it is ``whole`` itself."""

    whole: Evaluation
    evaluation: Evaluation
    groups: Groups
    collapsed: Collapsed | None

    @property
    def opened(self) -> frozenset[str]:
        """The ids of the groups that stand open."""
        if self.collapsed is None:
            return frozenset(self.groups.outline.parts)
        return self.collapsed.opened

    @property
    def parts(self) -> list[Part]:
        """The groups that are seen, open or closed, outer ones first."""
        outline, opened = self.groups.outline, self.opened
        return [
            part
            for id, part in outline.parts.items()
            if (around := outline.parents[id]) is None or around in opened
        ]

    @cached_property
    def whole_steps(self) -> list[int]:
        """For each step that is shown the step of the whole program that it ends with."""
        steps = self.whole.raw_steps
        if self.collapsed is None:
            return list(range(len(steps)))
        place = self.collapsed.place
        ends: dict[tuple[int | None, int | None], int] = {}
        for at, step in enumerate(steps):
            if not isinstance(step, Backward):
                ends[place[step.node], None] = at
            elif step.node is None:
                ends[None, None] = at
            else:
                ends[~place[step.node], place[step.to]] = at
        found = []
        for step in self.evaluation.raw_steps:
            if not isinstance(step, Backward):
                found.append(ends.get((step.node, None), 0))
            elif step.node is None:
                found.append(ends[None, None])
            else:
                found.append(ends.get((~step.node, step.to), found[-1]))
        return found


def shown(whole: Evaluation, groups: Groups, opening: Opening) -> Shown:
    """An evaluation with these groups open and all others closed (see ``Groups.choice``)."""
    choice = groups.choice(opening)
    if choice is None:
        return Shown(whole, whole, groups, None)
    return Shown(whole, whole.of(choice.structure), groups, choice.collapsed)
