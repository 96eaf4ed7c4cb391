"""Compares a gradient variable with the true gradient, and with the one that follows from the
gradients that its lines used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import numpy as np

from graphs.autodiff.kinks import is_at_kink
from graphs.check.line_slice import LineSlice
from graphs.check.log import Version
from graphs.check.provenance import Program, Stage
from graphs.check.rounding import is_fraction, is_rounded
from graphs.check.sample_points import Point
from graphs.check.truth import NO_FIT, SIDES, Fit, fit, is_close, true_gradients
from graphs.gates.shapes import broadcast
from graphs.model import Value

FINE = ("right", "scaled")  # statuses that nobody has to do anything about
MOST_PARTS = 10  # contributions whose sums are tried


@dataclass(eq=False)
class Judgement:
    """A gradient variable and what its values at the sample points should be.

    ``true`` is the true gradient of ``target``, ``due`` what follows from the gradients that the
    lines of the variable used; ``fit_to_true`` and ``fit_to_due`` say how ``values`` compare.
    """

    stage: Stage
    target: int
    points: list[Point]
    values: list[Value]
    true: list[Value]
    due: list[Value]
    fit_to_true: Fit
    fit_to_due: Fit
    parts: list[list[Value]] = field(default_factory=list)  # a contribution a wire, by point
    totals: list[Mapping[int, Value]] = field(default_factory=list)  # of all values on the way
    used: list[Judgement] = field(default_factory=list)
    users: list[Judgement] = field(default_factory=list)
    named: bool = True  # its name says what it belongs to
    typed: bool = False  # numbers typed from a slide: right at these values only
    rounded: bool = False
    partial: bool = False  # what comes through one of several names of a value
    replaces: bool = False  # it threw away the contribution before it
    kink: bool = False
    side: str = ""  # of every kink
    close: bool = False  # but for an ε
    tag: float = 1.0  # the factor that users get with it, and are to take out
    status: str = ""
    fault: float | None = None  # the part of its factor that no line takes out

    @property
    def version(self) -> Version:
        return self.stage.version

    @property
    def equal(self) -> bool:
        return self.fit_to_true.equal or self.fit_to_due.equal

    def builders(self) -> Iterator[Judgement]:
        """The gradients that build on this one, directly first, each once."""
        waiting, met = list(self.users), set[Judgement]()
        while waiting:
            user = waiting.pop(0)
            if user not in met:
                met.add(user)
                yield user
                waiting += user.users

    @property
    def rank(self) -> int:
        """How well a target explains the value; 0 is best."""
        fits = (self.fit_to_true, self.fit_to_due)
        if self.equal:
            return 0 if self.fit_to_true.equal else 1
        if any(one.shape for one in fits):
            return 2
        return 3 if any(one.factor is not None for one in fits) else 4


def count_parts_summed(judged: Judgement) -> int:
    """How many of the contributions the value sums up, where it is fewer than all; else 0."""
    several = judged.parts
    if not several or not 1 < len(several[0]) <= MOST_PARTS:
        return 0
    for size in range(len(several[0]) - 1, 0, -1):
        for chosen in combinations(range(len(several[0])), size):
            if all(
                is_close(value, sum(parts[place] for place in chosen))
                for value, parts in zip(judged.values, several, strict=True)
            ):
                return size
    return 0


class Comparer:
    """Compares what a variable holds with the gradient of a node."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.found: dict[Version, Judgement] = {}

    def assess(
        self, stage: Stage, target: int, at: list[Point] | None = None, side: str = ""
    ) -> Judgement:
        """A stage's values against the gradients of a node."""
        program, graph = self.program, self.program.graph
        used = [self.found[one] for one in stage.used if one in self.found]
        used = [one for one in used if not one.partial]
        used = [
            one
            for one in used
            if one.target != target
            or one.version.variable != stage.version.variable
            or one.version.node == stage.version.node  # from a call
        ]
        points = program.points if at is None else at
        typed = any(one.typed for one in used)
        if typed:
            points = program.points[:1]
        values = [point.values[stage.version.node] for point in points]
        shape = (
            graph.nodes[target].shape if graph.receives_gradient[target] else np.shape(values[0])
        )
        zero = np.zeros(shape or ())[()]
        true = [self.program.truth(point, side).get(target, zero) for point in points]
        judged = Judgement(stage, target, points, values, true, true, NO_FIT, NO_FIT, typed=typed)
        judged.used, judged.side = used, side
        if any(one.kink or not one.fit_to_true.equal for one in used):
            self.pull(judged)
            judged.due = [totals.get(target, zero) for totals in judged.totals]
        self._compare(judged)
        return judged

    def is_steady(self, judged: Judgement) -> bool:
        """Whether a value that is right is so at more points, where other elements are let
        through: a slip behind a mask may not show at a few."""
        points = self.program.around
        zero = np.zeros(np.shape(judged.true[0]))[()]
        values = [point.values[judged.version.node] for point in points]
        true = [self.program.truth(point, judged.side).get(judged.target, zero) for point in points]
        return (
            judged.typed or not judged.fit_to_true.equal or judged.kink or fit(values, true).equal
        )

    def pull(self, judged: Judgement) -> None:
        """The gradients on the way to a variable, given what it used."""
        found = [self._given(point, judged) for point in judged.points]
        judged.totals = [totals for totals, _ in found]
        judged.parts = [several.get(judged.target, []) for _, several in found]

    def _compare(self, judged: Judgement) -> None:
        stage, target = judged.stage, judged.target
        values, only = judged.values, self._only_numbers(stage)
        numbers = self.numbers(judged.stage)
        judged.fit_to_true = fit(values, judged.true)
        judged.fit_to_due = (
            judged.fit_to_true if judged.due is judged.true else fit(values, judged.due)
        )
        if judged.equal:
            return
        first_judged = judged.points is self.program.points and not judged.side
        kink = first_judged and self._at_kink(judged)
        if kink and self._holds_on_a_side(judged):
            return
        first = [one[:1] for one in (values, judged.true, judged.due)]
        close = fit(first[0], first[1]).equal or fit(first[0], first[2]).equal
        if first_judged and close and not kink and self.program.marked:
            there = self.assess(stage, target, self.program.marked)
            if there.equal:
                self._take(judged, there, kink=False)
                return
        region = LineSlice(self.program, judged.stage, judged.points)
        if only or any(is_fraction(float(region.values(index)[0])) for index in numbers):
            absolute, given = fit(first[0], first[1]), fit(first[0], first[2])
            alone = only and not judged.stage.nodes
            near = any(is_rounded(region, numbers, one[0], alone) for one in first[1:])
            if absolute.equal or given.equal or near:
                judged.typed, judged.points, judged.rounded = True, judged.points[:1], near
                judged.fit_to_true = absolute
                judged.fit_to_due = given if not near else Fit(equal=True)
                judged.values, judged.true, judged.due = first
            return
        if not first_judged:
            return
        elsewhere = self.program.around if kink else self.program.bare if close else []
        if elsewhere and not judged.equal:
            self._take(judged, self.assess(stage, target, elsewhere), kink=kink, close=close)

    def _holds_on_a_side(self, judged: Judgement) -> bool:
        """Whether a judgement holds at a kink: the slope of either side is right there."""
        for side in SIDES:
            self._take(judged, self.assess(judged.stage, judged.target, side=side), kink=True)
        return judged.equal

    @staticmethod
    def _take(judged: Judgement, there: Judgement, kink: bool, close: bool = False) -> None:
        """What holds under other conventions holds."""
        if there.equal and not judged.equal:
            judged.fit_to_true, judged.fit_to_due = there.fit_to_true, there.fit_to_due
            judged.kink, judged.close = kink, close

    def _given(
        self, point: Point, judged: Judgement
    ) -> tuple[dict[int, Value], dict[int, list[Value]]]:
        """Gradients that follow from the student's own values of what a stage used."""
        graph, given = self.program.graph, dict[int, Value]()
        for one in judged.used:
            value, shape = point.values[one.version.node], graph.nodes[one.target].shape or ()
            if np.shape(value) != shape:
                value = _as_shape(value, shape)
            if value is not None:
                given[one.target] = value
        only = self.program.later(judged.target)
        self.program.spend(only)
        return true_gradients(graph, point.values, given, only=only, side=judged.side)

    def _only_numbers(self, stage: Stage) -> bool:
        """Whether a stage is nothing but typed numbers."""
        graph = self.program.graph
        first = graph.nodes[stage.version.node]
        if self.program.used[first.index] or stage.used:
            return False
        if first.gate is None:
            return not np.ndim(first.constant) and self._is_typed(first.index)
        leaves = {arg for node in stage.nodes for arg in graph.nodes[node].args} - {*stage.nodes}
        return all(self._is_typed(leaf) for leaf in leaves)

    def _is_typed(self, index: int) -> bool:
        node = self.program.graph.nodes[index]
        return node.gate is None and not self.program.used[index] and node.shape == ()

    def numbers(self, stage: Stage) -> list[int]:
        """The numbers that are typed in a stage's lines, as nodes."""
        leaves = [arg for node in stage.nodes for arg in self.program.graph.nodes[node].args]
        leaves.append(stage.version.node)
        return [index for index in dict.fromkeys(leaves) if self._is_typed(index)]

    def _at_kink(self, judged: Judgement) -> bool:
        """Whether a gate between the variable and the loss stands at a kink."""
        graph, later = self.program.graph, self.program.later(judged.target)
        return any(is_at_kink(graph, point.values, later) for point in judged.points)


def _as_shape(value: Any, shape: tuple[int, ...]) -> Value | None:
    """A value in the shape of what it is the gradient of, as NumPy makes up for it."""
    if np.size(value) == int(np.prod(shape)):
        return np.reshape(value, shape)[()]
    try:
        if broadcast(np.shape(value), shape) == shape:
            return np.broadcast_to(value, shape)
    except ValueError:
        pass
    return None
