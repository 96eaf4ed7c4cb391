"""A row of the table of misconceptions: a slip, as a mutation of a gate's rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from graphs.gates import Gate
from graphs.misconceptions.wire import Wire

Mutation = Callable[[Wire], Iterator[Any]]


@dataclass(frozen=True)
class Misconception:
    """A row. ``mutate`` yields what the wire carries under it, one value for each way to make it.

    ``what`` says what was done, ``rule`` what holds, ``numbers`` what was done with numbers. They
    are templates over {x} (what gets the gradient), {z} (the gate's output), {other}, {gate}, {g}
    (the upstream gradient), {own} and {others} (values), {local}, {count} and {n} (the number).
    """

    cause: str
    mutate: Mutation
    what: str
    rule: str
    gates: tuple[Gate, ...] = ()  # none: any
    slots: tuple[int, ...] = ()  # none: any
    but: tuple[Gate, ...] = ()  # gates that have a row of their own for this
    numbers: str = ""
    sums: bool = True  # what the argument was spread over is summed
    answers: bool = False  # only where a number is asked for, not in a program

    def applies(self, wire: Wire) -> bool:
        here = not self.gates or wire.gate in self.gates
        return here and wire.gate not in self.but and (not self.slots or wire.slot in self.slots)


def each(*makes: Callable[[Wire], Any]) -> Mutation:
    """A mutation with one value for each way to make it."""

    def mutate(wire: Wire) -> Iterator[Any]:
        for make in makes:
            yield make(wire)

    return mutate
