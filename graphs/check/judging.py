"""Each gradient variable against the truth, and against what follows from what its lines used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphs.check.log import Version
from graphs.check.points import Point
from graphs.check.program import Program, Stage
from graphs.check.region import Region
from graphs.check.rounding import is_fraction, is_rounded
from graphs.check.truth import NO_FIT, Fit, descendants, fit, pulled
from graphs.gates.shapes import broadcast
from graphs.model import Value

MOST_TRIED = 40  # nodes that a variable of an unknown name is compared with


@dataclass(eq=False)
class Judged:
    """A gradient variable and what it should be: ``true``, and ``due`` given what it used."""

    stage: Stage
    target: int
    points: list[Point]
    values: list[Value]
    true: list[Value]
    due: list[Value]
    absolute: Fit
    given: Fit
    parts: list[list[Value]] = field(default_factory=list)  # a contribution a wire, by point
    totals: list[Mapping[int, Value]] = field(default_factory=list)  # of all values on the way
    used: list[Judged] = field(default_factory=list)
    users: list[Judged] = field(default_factory=list)
    named: bool = True  # its name says what it belongs to
    typed: bool = False  # numbers typed from a slide: right at these values only
    rounded: bool = False
    kink: bool = False
    tag: float = 1.0  # the factor that users get with it, and are to take out
    status: str = ""
    cause: str | None = None

    @property
    def version(self) -> Version:
        return self.stage.version

    @property
    def equal(self) -> bool:
        return self.absolute.equal or self.given.equal

    @property
    def rank(self) -> int:
        """How well a target explains the value; 0 is best."""
        fits = (self.absolute, self.given)
        if self.equal:
            return 0 if self.absolute.equal else 1
        if any(one.shape for one in fits):
            return 2
        return 3 if any(one.factor is not None for one in fits) else 4


class Judge:
    """Goes through the gradients in the order in which they were written."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.found: dict[Version, Judged] = {}

    def run(self) -> list[Judged]:
        for version in self.program.gradients:
            judged = self._resolve(version)
            if judged is None:
                continue
            self.program.resolved[version] = judged.target
            self.found[version] = judged
            for one in judged.used:
                one.users.append(judged)
        return list(self.found.values())

    def locals(self) -> list[dict[str, object]]:
        """Verdicts on local derivatives, as ``dqdx`` is."""
        return []

    # Which node a variable belongs to

    def _resolve(self, version: Version) -> Judged | None:
        program = self.program
        if self._is_blank(version):
            return None
        named = program.candidates(version)
        stage = program.stage(version)
        best: Judged | None = None
        for target in named:
            best = self._better(best, self.assess(stage, target))
            if best.rank > 1:
                for behind in program.behind(target):
                    best = self._better(best, self.assess(stage, behind))
        if best is not None:
            several = len(named) > 1
            if several and (best.rank == 4 or not best.absolute.factor):
                return self._by_users(stage, named, best)
            return best
        rest = program.at_rest(version)
        if rest is not None and not any(np.any(p.values[version.node]) for p in program.points):
            return self.assess(stage, rest)
        shaped = program.shaped_like(version)[:MOST_TRIED]
        if not shaped or not self._may_be_gradient(stage):
            return None
        for target in shaped:
            best = self._better(best, self.assess(stage, target))
            if best.rank == 0:
                break
        if best is not None and best.rank not in (0, 1, 3):
            best = self._by_users(stage, shaped, None)
        elif best is not None and best.rank == 3 and not stage.used:
            best = None if len(best.values) == 1 else best
        if best is not None:
            best.named = False
        return best

    @staticmethod
    def _better(one: Judged | None, other: Judged) -> Judged:
        return other if one is None or other.rank < one.rank else one

    def _is_blank(self, version: Version) -> bool:
        """Zeros that are to be added to."""
        node = self.program.graph.nodes[version.node]
        values = [point.values[version.node] for point in self.program.points]
        return node.gate is None and not any(map(np.any, values)) and version.used

    def _may_be_gradient(self, stage: Stage) -> bool:
        """Whether a variable whose name tells nothing comes from gradients, or starts them."""
        return bool(stage.used) or bool(stage.nodes)

    def _by_users(self, stage: Stage, targets: Iterable[int], best: Judged | None) -> Judged | None:
        """The node that makes the most of the lines right that use this variable."""
        program, version, most = self.program, stage.version, 0
        users = [
            other
            for other in program.gradients
            if other.order > version.order and program.candidates(other)
        ]
        if best is not None and best.rank <= 1:
            most = max(self._count_right(version, best, users), 1)
        for target in targets:
            judged = self.assess(stage, target)
            right = self._count_right(version, judged, users)
            if right > most:
                best, most = judged, right
        return best

    def _count_right(self, version: Version, judged: Judged, users: list[Version]) -> int:
        program = self.program
        program.resolved[version] = judged.target
        self.found[version] = judged
        count = 0
        for user in users:
            stage = program.stage(user)
            if version not in stage.used:
                continue
            fits = (self.assess(stage, node).given.equal for node in program.candidates(user))
            count += any(fits)
        del program.resolved[version], self.found[version]
        return count

    # What it should be

    def assess(self, stage: Stage, target: int, at: list[Point] | None = None) -> Judged:
        """A stage's values against the gradients of a node."""
        program, graph = self.program, self.program.graph
        used = [self.found[one] for one in stage.used if one in self.found]
        used = [
            one for one in used if one.target != target or one.version.name != stage.version.name
        ]
        points = program.points if at is None else at
        typed = any(one.typed for one in used)
        if typed:
            points = program.points[:1]
        values = [point.values[stage.version.node] for point in points]
        shape = graph.nodes[target].shape if graph.reaches[target] else np.shape(values[0])
        zero = np.zeros(shape or ())[()]
        true = [point.truth.get(target, zero) for point in points]
        judged = Judged(stage, target, points, values, true, true, NO_FIT, NO_FIT, typed=typed)
        judged.used = used
        if any(not one.absolute.equal for one in used):
            self.pull(judged)
            judged.due = [totals.get(target, zero) for totals in judged.totals]
        self._compare(judged)
        return judged

    def pull(self, judged: Judged) -> None:
        """The gradients on the way to a variable, given what it used."""
        found = [self._given(point, judged.used, judged.target) for point in judged.points]
        judged.totals = [totals for totals, _ in found]
        judged.parts = [several.get(judged.target, []) for _, several in found]

    def _compare(self, judged: Judged) -> None:
        values, only = judged.values, self._only_numbers(judged.stage)
        numbers = self.numbers(judged.stage)
        judged.absolute = fit(values, judged.true)
        judged.given = judged.absolute if judged.due is judged.true else fit(values, judged.due)
        if judged.equal:
            return
        first = [one[:1] for one in (values, judged.true, judged.due)]
        region = Region(self.program, judged.stage, judged.points)
        if only or any(is_fraction(float(region.values(index)[0])) for index in numbers):
            absolute, given = fit(first[0], first[1]), fit(first[0], first[2])
            alone = only and not judged.stage.nodes
            near = any(is_rounded(region, numbers, one[0], alone) for one in first[1:])
            if absolute.equal or given.equal or near:
                judged.typed, judged.points, judged.rounded = True, judged.points[:1], near
                judged.absolute = absolute
                judged.given = given if not near else Fit(equal=True)
                judged.values, judged.true, judged.due = first
            return
        if judged.points is self.program.points and self._at_kink(judged):
            around = self.assess(judged.stage, judged.target, self.program.around)
            if around.equal:
                judged.absolute, judged.given = around.absolute, around.given
                judged.kink = True

    def _given(
        self, point: Point, used: Iterable[Judged], target: int
    ) -> tuple[dict[int, Value], dict[int, list[Value]]]:
        """Gradients that follow from the student's own values of what a stage used."""
        graph, given = self.program.graph, dict[int, Value]()
        for one in used:
            value, shape = point.values[one.version.node], graph.nodes[one.target].shape or ()
            if np.shape(value) != shape:
                value = _as_shape(value, shape)
            if value is not None:
                given[one.target] = value
        return pulled(graph, point.values, given, only=descendants(graph, target))

    def _only_numbers(self, stage: Stage) -> bool:
        """Whether a stage is nothing but typed numbers."""
        graph = self.program.graph
        first = graph.nodes[stage.version.node]
        if graph.used[first.index] or stage.used:
            return False
        if first.gate is None:
            return not np.ndim(first.constant) and self._is_typed(first.index)
        leaves = {arg for node in stage.nodes for arg in graph.nodes[node].args} - {*stage.nodes}
        return all(self._is_typed(leaf) for leaf in leaves)

    def _is_typed(self, index: int) -> bool:
        node = self.program.graph.nodes[index]
        return node.gate is None and not self.program.graph.used[index] and node.shape == ()

    def numbers(self, stage: Stage) -> list[int]:
        """The numbers that are typed in a stage's lines, as nodes."""
        leaves = [arg for node in stage.nodes for arg in self.program.graph.nodes[node].args]
        leaves.append(stage.version.node)
        return [index for index in dict.fromkeys(leaves) if self._is_typed(index)]

    def _at_kink(self, judged: Judged) -> bool:
        """Whether a gate between the variable and the loss stands at a tie at the values given."""
        graph, values = self.program.graph, self.program.points[0].values
        for index in descendants(graph, judged.target):
            gate = graph.nodes[index].gate
            if gate is not None and gate.tie is not None:
                args = [values[argument] for argument in graph.nodes[index].args]
                if np.any(gate.tie(values[index], *args, **graph.nodes[index].settings)):
                    return True
        return False


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
