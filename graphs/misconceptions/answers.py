"""Which single slip gives a number that somebody took for a gradient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Protocol

import numpy as np

from graphs.autodiff.backward import backpropagate, unbroadcast
from graphs.autodiff.forward import as_float64, as_python, record_faults
from graphs.autodiff.seed import seed_of
from graphs.errors import GraphError
from graphs.evaluation import Evaluation
from graphs.format.numbers import write
from graphs.misconceptions.row import Misconception
from graphs.misconceptions.table import TABLE
from graphs.misconceptions.wire import Wire
from graphs.misconceptions.words import Names, bracketed, sentences
from graphs.model import Graph, Node, Value

EXACT = 1e-6  # relative: as good as equal
NEAR = 0.01  # relative: as near as a number rounded by hand
MOST_PATHS = 6  # that meet at a fork and are left out in all combinations
LOST = "You took {taken} of {count} paths. {x} is used {times}: add {all}."
TWICE = "One path is counted twice. {x} is used {times}: add each of them once."
SUM_OF_TWO = "The paths may be right: they add up, {one} + {other}. Work it out once more."


@dataclass(frozen=True)
class _Slip:
    cause: str
    message: str
    value: Value


class Traced(Protocol):
    """A trace."""

    @property
    def evaluation(self) -> Evaluation: ...


class Answers:
    """The wires of a backward pass, and what becomes of them under a slip."""

    def __init__(self, trace: Traced) -> None:
        self.evaluation = trace.evaluation
        self.graph: Graph = self.evaluation.model
        self.totals: dict[int, Value] = {}
        self.parts: dict[int, list[tuple[Node, int, Value]]] = {}
        values, seed = self.evaluation.node_values, seed_of(self.graph)
        self.totals[self.graph.output] = seed
        with record_faults():
            for gate, slot, part, total in backpropagate(self.graph, values, seed):
                target = gate.args[slot]
                self.totals[target] = as_float64(total)
                self.parts.setdefault(target, []).append((gate, slot, as_float64(part)))

    def explain(self, node: str, slot: int | None, value: Any) -> list[dict[str, Any]]:
        """``misconceptions``, on this trace."""
        index = self.graph.index(node)
        number = np.asarray(value, dtype=np.float64)[()]
        if slot is None:
            right, slips = self._total(index), self._at_sum(index)
        else:
            right, slips = self._right(index, slot), self._at_wire(index, slot, number)
        if _is_near(number, right, EXACT):
            return []
        exact, near = list[_Slip](), list[_Slip]()
        with record_faults():
            for slip in slips:
                if _is_near(slip.value, right, NEAR):
                    continue
                if _is_near(number, slip.value, EXACT):
                    exact.append(slip)
                elif _is_near(number, slip.value, NEAR):
                    near.append(slip)
        found: dict[tuple[str, str], _Slip] = {}
        for slip in exact or near:
            found.setdefault((slip.cause, slip.message), slip)
        return [
            {"cause": one.cause, "message": one.message, "value": as_python(one.value)}
            for one in found.values()
        ]

    def tells(self, node: str, slot: int | None) -> bool:
        """``fit_to_ask``, on this trace."""
        index = self.graph.index(node)
        right = self._total(index) if slot is None else self._right(index, slot)
        with record_faults():
            slips = self._sums(index, [part for *_, part in self.parts.get(index, [])])
            values = [slip.value for slip in slips]
            if slot is not None:
                values = [value for _, _, value in self._mutations(self.graph.nodes[index], slot)]
        return not any(_is_near(value, right, NEAR) for value in values)

    # Wires

    def _total(self, index: int) -> Value:
        if index not in self.totals:
            raise GraphError(f"No gradient arrives at {self._name(index)}.")
        return self.totals[index]

    def wire(self, gate: Node, slot: int, upstream: Value | None = None) -> Wire:
        values = self.evaluation.node_values
        assert gate.gate is not None
        return Wire(
            gate.gate,
            slot,
            self._total(gate.index) if upstream is None else upstream,
            values[gate.index],
            tuple(values[argument] for argument in gate.args),
            gate.settings,
        )

    def _right(self, index: int, slot: int) -> Value:
        node = self.graph.nodes[index]
        self._total(index)
        if node.gate is None or slot not in self.graph.slots(node):
            raise GraphError(f"No gradient flows from {self._name(index)} to argument {slot}.")
        with record_faults():
            return self.wire(node, slot).right

    def _names(self, node: Node) -> Names:
        labels = self.evaluation.structure.labels
        return Names(
            [labels[argument] for argument in node.args], labels[node.index], self.graph.loss_name
        )

    def _name(self, index: int) -> str:
        return self.evaluation.structure.labels[index].text

    # Slips

    def _mutations(self, node: Node, slot: int) -> Iterator[tuple[Misconception, Wire, Value]]:
        """What the wire would carry under each row that applies to it."""
        wire = self.wire(node, slot)
        for row in TABLE:
            if row.applies(wire):
                for mutated in mutations(row, wire):
                    yield row, wire, mutated

    def _at_wire(self, index: int, slot: int, number: Value) -> Iterator[_Slip]:
        node = self.graph.nodes[index]
        for row, wire, mutated in self._mutations(node, slot):
            yield _Slip(row.cause, sentences(row, wire, self._names(node), number), mutated)
        for slip in self._at_sum(index):  # one gate before: another upstream gradient
            if np.shape(slip.value) == np.shape(self.totals[index]):
                wire = self.wire(node, slot, slip.value)
                yield _Slip(slip.cause, slip.message, wire.right)

    def _at_sum(self, index: int) -> Iterator[_Slip]:
        """Slips at one of the wires that meet at a value, or in their sum."""
        several = self.parts.get(index, [])
        yield from self._sums(index, [part for *_, part in several])
        for node, slot, part in several:
            for row, wire, mutated in self._mutations(node, slot):
                if np.shape(mutated) == np.shape(part):
                    total = self.totals[index] - part + mutated
                    yield _Slip(row.cause, sentences(row, wire, self._names(node)), total)

    def _sums(self, index: int, parts: list[Value]) -> Iterator[_Slip]:
        count = len(parts)
        if count < 2:
            return
        fields = {
            "x": self._name(index),
            "count": "two" if count == 2 else count,
            "times": "twice" if count == 2 else f"{count} times",
            "all": "both" if count == 2 else "them all",
        }
        for taken in range(count - 1, 0, -1) if count <= MOST_PATHS else (count - 1, 1):
            for chosen in combinations(parts, taken):
                said = LOST.format(taken="one" if taken == 1 else taken, **fields)
                yield _Slip("accumulate", said, as_float64(sum(chosen)))
        for part in parts:
            said = TWICE.format(**fields)
            yield _Slip("double", said, as_float64(self.totals[index] + part))
        if count == 2 and not np.ndim(parts[0]):
            one, other = parts
            said = SUM_OF_TWO.format(one=write(one), other=bracketed(other))
            for mistaken in (one * other, one - other, other - one):
                yield _Slip("arithmetic", said, as_float64(mistaken))


def mutations(row: Misconception, wire: Wire) -> Iterator[Value]:
    """What a wire carries under a row, in the argument's shape where it can be summed to it."""
    try:
        for mutated in row.mutate(wire):
            value = as_float64(mutated)
            try:
                yield as_float64(unbroadcast(wire.shape, value)) if row.sums else value
            except ValueError:
                yield value
    except (ValueError, TypeError, IndexError, ZeroDivisionError):
        return  # the numbers do not fit together that way


def _is_near(one: Any, other: Any, near: float) -> bool:
    if np.shape(one) != np.shape(other):
        return False
    with np.errstate(all="ignore"):
        size = float(np.max(np.abs(other), initial=0.0))
        apart = float(np.max(np.abs(np.subtract(one, other, dtype=np.float64)), initial=0.0))
    return apart <= near * size + 1e-12
