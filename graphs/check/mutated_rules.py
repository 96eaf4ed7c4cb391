"""Causes told by the table of misconceptions: the one mutated rule that gives the student's number.

A mutation is one of a place in the forward pass: of all passes of a loop at once. It is tried at
one point; what gives the number there is tried at the others.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphs.autodiff.backward import unbroadcast
from graphs.autodiff.forward import as_float64, record_faults
from graphs.check.compare import Judgement
from graphs.check.diagnosis import Diagnosis
from graphs.check.provenance import GATES_OF_AN_ACTIVATION, Program
from graphs.check.truth import is_close
from graphs.explain.labels import Label, of_name
from graphs.gates import ATOM
from graphs.gates.row import shape_of
from graphs.misconceptions.answers import mutations
from graphs.misconceptions.row import Misconception
from graphs.misconceptions.table import TABLE
from graphs.misconceptions.wire import Wire
from graphs.misconceptions.words import Names, sentences
from graphs.model import Node, Value

MOST_PLACES = 40
SLIPS = [row for row in TABLE if not row.answers]
LOST = (
    "What comes back through {z} is missing: {x} is used in several places, and the gradients of "
    "all of them add up."
)
PASSED = "This is the gradient of {z} passed on as it is: the slope of {z} = {f} is missing."
TWICE = "What comes back through {z} is counted twice."


@dataclass(frozen=True, eq=False)
class Step:
    """A wire of the forward graph on the way back to a value."""

    node: Node
    slot: int


class WayBack:
    """The wires between a value and the gradients that its lines used."""

    def __init__(self, program: Program, judged: Judgement) -> None:
        self.program, self.judged = program, judged
        self.given = {one.target for one in judged.used}
        self.only = program.later(judged.target)
        self.steps = sorted(self._steps(), key=lambda step: -step.node.index)

    def _steps(self) -> Iterator[Step]:
        graph, target = self.program.graph, self.judged.target
        met, consumers = {target}, self.program.consumers
        waiting = [target]
        while waiting:
            here = waiting.pop()
            for index, slot in consumers.get(here, ()):
                node = graph.nodes[index]
                if index not in self.only or slot not in graph.slots(node):
                    continue
                yield Step(node, slot)
                if index not in met and index not in self.given:
                    met.add(index)
                    waiting.append(index)

    @cached_property
    def places(self) -> list[list[Step]]:
        """The wires by the place in the text that they are made at, the nearest first."""
        found: dict[Hashable, list[Step]] = {}
        for step in reversed(self.steps):
            place = self.program.place(step.node.index)
            found.setdefault((place, step.slot), []).append(step)
        return list(found.values())[:MOST_PLACES]

    def wire(self, number: int, step: Step) -> Wire | None:
        """A wire at a point; None where no gradient arrives at its gate."""
        values = self.judged.points[number].values
        upstream = self.judged.totals[number].get(step.node.index)
        if upstream is None or step.node.gate is None:
            return None
        args = tuple(values[argument] for argument in step.node.args)
        settings = step.node.settings
        return Wire(step.node.gate, step.slot, upstream, values[step.node.index], args, settings)

    def total(
        self,
        number: int,
        other: Mapping[Step, Value],
        passed: Mapping[int, Value] | None = None,
    ) -> Value | None:
        """The gradient at a point where some wires carry other values; ``passed`` are gradients
        taken for those of other values on the way."""
        known, values = self.judged.totals[number], self.judged.points[number].values
        inside = {self.judged.target, *(step.node.index for step in self.steps)} - self.given
        totals: dict[int, Value] = {}
        with record_faults():
            for step in self.steps:
                node, target = step.node, step.node.args[step.slot]
                upstream = totals.get(node.index)
                if node.index not in inside or node.index == self.program.graph.output:
                    upstream = known.get(node.index)
                if passed and node.index in passed:
                    upstream = passed[node.index]
                if upstream is None or node.gate is None:
                    continue
                part = other.get(step)
                if part is None:
                    args = tuple(values[argument] for argument in node.args)
                    pulled = node.gate.pullback(
                        step.slot, upstream, values[node.index], args, node.settings
                    )
                    part = unbroadcast(shape_of(values[target]), pulled)
                totals[target] = totals[target] + part if target in totals else part
        total = (passed or totals).get(self.judged.target, totals.get(self.judged.target))
        return None if total is None else as_float64(total)


def mutated_rules(program: Program, judged: Judgement, line: int) -> Iterator[Diagnosis]:
    """The misconceptions that give the numbers of a wrong gradient; ``line`` is told of each."""
    if not judged.totals:
        return
    way = WayBack(program, judged)
    for place in way.places:
        for row in SLIPS:
            for which in _which(way, row, place):
                if _gives(way, row, place, which):
                    yield Diagnosis(row.cause, line, said=_sentences(way, row, place[0]))
        yield from _lost(way, place, line)
    yield from _passed_on(way, line)


def _mutated(
    way: WayBack, row: Misconception, place: list[Step], number: int
) -> list[dict[Step, Value]]:
    """What the wires of a place carry at a point, for each way to make the mutation."""
    several: list[list[Value]] = []
    for step in place:
        wire = way.wire(number, step)
        if wire is None or not row.applies(wire):
            return []
        with record_faults():
            several.append(list(mutations(row, wire)))
    return [dict(zip(place, values, strict=True)) for values in zip(*several, strict=False)]


def _which(way: WayBack, row: Misconception, place: list[Step]) -> Iterator[int]:
    """The ways to make a mutation that give the student's number at the first point."""
    for which, other in enumerate(_mutated(way, row, place, 0)):
        if _matches(way, other, 0):
            yield which


def _gives(way: WayBack, row: Misconception, place: list[Step], which: int) -> bool:
    """Whether a mutation gives the student's numbers at the other points too."""
    for number in range(1, len(way.judged.points)):
        several = _mutated(way, row, place, number)
        if which >= len(several) or not _matches(way, several[which], number):
            return False
    return True


def _matches(way: WayBack, other: Mapping[Step, Value], number: int) -> bool:
    if not way.program.may_search(len(way.steps)):
        return False
    total = _total(way, number, other)
    return total is not None and is_close(way.judged.values[number], total)


def _total(
    way: WayBack,
    number: int,
    other: Mapping[Step, Value],
    passed: Mapping[int, Value] | None = None,
) -> Value | None:
    """The gradient at a point with some wires otherwise; None where it cannot be computed."""
    try:
        return way.total(number, other, passed)
    except (ValueError, IndexError, TypeError, np.linalg.LinAlgError):
        return None


def _lost(way: WayBack, place: list[Step], line: int) -> Iterator[Diagnosis]:
    """A path that is left out where several meet, or counted twice."""
    target = place[0].node.args[place[0].slot]
    if sum(step.node.args[step.slot] == target for step in way.steps) < 2:
        return
    fields = {
        "x": way.program.name_of(target),
        "z": way.program.name_of(place[0].node.index),
    }
    for times, said in ((0.0, LOST), (2.0, TWICE)):
        numbers = range(len(way.judged.points))
        if all(_matches(way, _scaled(way, place, one, times), one) for one in numbers):
            cause = "double" if times else "accumulate"
            yield Diagnosis(cause, line, said=said.format(**fields))


def _scaled(way: WayBack, place: list[Step], number: int, times: float) -> dict[Step, Value]:
    wires = [(step, way.wire(number, step)) for step in place]
    with record_faults():
        return {step: as_float64(wire.right * times) for step, wire in wires if wire is not None}


def _passed_on(way: WayBack, line: int) -> Iterator[Diagnosis]:
    """The gradient of a function's output taken for that of its input, where the function is
    written out: ``1 / (1 + np.exp(-x))``."""
    program = way.program
    for z in sorted({step.node.index for step in way.steps}):
        if z not in program.titles and z not in way.given:
            continue
        x = _input_of(program, z)
        if x is None or x not in way.only:
            continue
        numbers = range(len(way.judged.points))
        if all(_is_passed(way, number, z, x) for number in numbers):
            name = program.name_of(z)
            fields = {"z": name, "x": program.name_of(x), "f": program.made_by(z)}
            yield Diagnosis("local", line, said=PASSED.format(**fields))


def _is_passed(way: WayBack, number: int, z: int, x: int) -> bool:
    upstream = way.judged.totals[number].get(z)
    if upstream is None or not way.program.may_search(len(way.steps)):
        return False
    total = _total(way, number, {}, {x: upstream})
    return total is not None and is_close(way.judged.values[number], total)


def _input_of(program: Program, z: int) -> int | None:
    """What a function written in several elementwise gates is a function of."""
    graph, here = program.graph, program.graph.nodes[z]
    for _ in range(GATES_OF_AN_ACTIVATION):
        if here.gate is None or not here.gate.elementwise:
            return None
        below = [here.args[slot] for slot in graph.slots(here)]
        if len(set(below)) != 1 or graph.nodes[below[0]].shape != here.shape:
            return None
        here = graph.nodes[below[0]]
        if here.gate is None or not here.gate.elementwise or here.index in program.titles:
            return here.index
    return None


def _sentences(way: WayBack, row: Misconception, step: Step) -> str:
    wire = way.wire(0, step)
    assert wire is not None
    names = Names(
        [_label(way.program, argument) for argument in step.node.args],
        _label(way.program, step.node.index),
        way.program.loss.name,
    )
    return sentences(row, wire, names)


def _label(program: Program, index: int) -> Label:
    """How the text calls a value, or what it is computed by, in brackets where need be."""
    name = program.name_of(index)
    if program.graph.nodes[index].name or name.isidentifier():
        return of_name(name)
    return Label(name, name, ATOM if name.replace(".", "").isalnum() else 0)
