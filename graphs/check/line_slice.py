"""The lines behind one gradient as a small expression that can be computed again with an edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from graphs.autodiff.forward import record_faults
from graphs.check.provenance import Program, Stage
from graphs.check.sample_points import Point
from graphs.check.truth import is_close
from graphs.gates.arithmetic import ADD, SUB
from graphs.gates.shapes import Misfit
from graphs.model import Node, Value

Make = Callable[[int, list[Any], Node], Any]  # point number, arguments, node → value


@dataclass
class LineSlice:
    """The nodes behind one gradient variable, computed again at the sample points with an edit."""

    program: Program
    stage: Stage
    points: list[Point]
    root: int | None = None  # a term of the sum that the lines make; none for all of it

    def __post_init__(self) -> None:
        self.nodes = self.stage.nodes
        self.whole = frozenset(self.nodes)
        if self.root is not None:
            self.nodes = sorted(self._below(self.root))
        self.inside = frozenset(self.nodes)

    def _below(self, root: int) -> set[int]:
        waiting, met = [root], set[int]()
        while waiting:
            here = waiting.pop()
            if here in self.whole and here not in met:
                met.add(here)
                waiting += self.node(here).args
        return met

    @property
    def top(self) -> int:
        return self.stage.version.node if self.root is None else self.root

    def node(self, index: int) -> Node:
        return self.program.graph.nodes[index]

    def values(self, index: int) -> list[Value]:
        """A node's value at each point."""
        return [point.values[index] for point in self.points]

    def line(self, index: int) -> int:
        """The line that computes a node; of a value from outside the line that adds it."""
        source = self.node(index).source
        if source and index in self.whole:
            return source.line
        for write in self.stage.writes:
            if write.node == index:
                return write.line
        users = [user for user in self.stage.nodes if index in self.node(user).args]
        for user in sorted(users, key=lambda user: self.node(user).gate not in (ADD, SUB)):
            return self.line(user)
        return self.stage.version.line

    def line_of_elements(self, expected: Sequence[Value]) -> int:
        """The line that wrote the wrong elements, where one alone did; else that of the value."""
        writes = list(reversed(self.stage.writes))
        top, number = self.values(self.stage.version.node), len(self.points) - 1
        shape, wanted = np.shape(top[number]), expected[number]
        if not shape or np.shape(wanted) != shape or len(writes) < 2:
            return self.stage.version.line
        size = float(np.max(np.abs(wanted), initial=0.0))
        wrong = np.abs(np.subtract(top[number], wanted, dtype=np.float64)) > 1e-6 * size
        lines = []
        for before, write in zip([None, *writes], writes, strict=False):
            after = self.values(write.node)[number]
            old = np.zeros(shape) if before is None else self.values(before.node)[number]
            if np.shape(after) == shape == np.shape(old) and np.any((after != old) & wrong):
                lines.append(write.line)
        return lines[0] if len({*lines}) == 1 else self.stage.version.line

    def fullest_line(self) -> int:
        """The line that computes most of the value, the first of several: where nothing tells
        which is wrong, it is likelier than one that only scales what another has made."""
        own, runs, forward = self.stage.version.line, self.program.runs, self.program.forward_lines
        lines = Counter(map(self.line, self.nodes))
        alike = [line for line in lines if runs.get(line) == runs.get(own) and line not in forward]
        return max(alike, key=lambda line: (lines[line], -line), default=own)

    def part(self, index: int) -> str:
        """The text of a part of the lines; "" for all of it."""
        return "" if index == self.stage.version.node else self.program.name_of(index)

    @cached_property
    def places(self) -> list[int]:
        """A node for each place in the text that made some: the passes of a loop have one."""
        return sorted(nodes[0] for nodes in self._together.values())

    @cached_property
    def _together(self) -> dict[Hashable, list[int]]:
        """The nodes that one place in the text made, by that place."""
        found: dict[Hashable, list[int]] = {}
        for index in self.nodes:
            found.setdefault(self.program.place(index), []).append(index)
        return found

    def read_as(self, index: int, line: int) -> str:
        """What a line calls a value that it reads."""
        for version in reversed(self.program.log.versions):
            if version.node == index and any(reader.line == line for reader in version.readers):
                return version.name
        return self.program.name_of(index)

    def wires(self) -> Iterator[tuple[int, int, int]]:
        """(node, slot, argument) of each wire that comes into the lines from outside, at the first
        node of its place."""
        for index in self.places:
            for slot, argument in enumerate(self.node(index).args):
                if argument not in self.inside:
                    yield index, slot, argument

    def gives(self, expected: Sequence[Value], at: int, make: Make) -> bool:
        """Whether the lines give what is expected, once a node is computed otherwise, and with it
        all that its place in the text made."""
        if not self._affords():
            return False
        return all(
            (value := self.compute(number, at, make)) is not None
            and is_close(value, expected[number])
            for number in range(len(expected))
        )

    def _affords(self) -> bool:
        """Count an edit; further ones are not tried once too many were."""
        self.program.searched += self._work
        return self.affords

    @property
    def affords(self) -> bool:
        """Whether further edits may be tried."""
        return self.program.may_search(0)

    @cached_property
    def _work(self) -> int:
        return sum(self.program.cost[node] for node in self.nodes) // len(self.points)

    def compute(self, number: int, at: int, make: Make) -> Value | None:
        """The value at one point after an edit; None where it cannot be computed."""
        return self._run(number, {}, at, make)

    def _run(
        self, number: int, new: dict[int, Any], at: int | None = None, make: Make | None = None
    ) -> Value | None:
        values = self.points[number].values
        changed = self._together[self.program.place(at)] if at in self.inside else [at]
        try:
            with record_faults():
                if make is not None and at == self.top and at not in self.inside:
                    return make(number, [values[at]], self.node(at))  # another value of this name
                for index in self.nodes:
                    node = self.node(index)
                    if index in new:
                        continue
                    is_changed = make is not None and index in changed
                    if not is_changed and not any(argument in new for argument in node.args):
                        continue
                    args = [new.get(argument, values[argument]) for argument in node.args]
                    if is_changed and make is not None:
                        new[index] = make(number, args, node)
                    else:
                        assert node.gate is not None
                        new[index] = node.gate.compute(args, node.settings)
        except (Misfit, ValueError, IndexError, TypeError, np.linalg.LinAlgError):
            return None
        return new.get(self.top, values[self.top])

    def gives_with(self, expected: Sequence[Value], other: Mapping[int, Sequence[Value]]) -> bool:
        """Whether the lines give what is expected, once values that they read are others."""
        if not self._affords():
            return False
        for number, wanted in enumerate(expected):
            new = {index: values[number] for index, values in other.items()}
            value = self._run(number, new)
            if value is None or not is_close(value, wanted):
                return False
        return True

    def with_value(self, number: int, index: int, value: Value) -> Value | None:
        """What the lines give at a point, once a value that they read or make is another."""
        return self._run(number, {index: value})

    def reads_gradient(self, term: int) -> bool:
        """Whether a term is computed from a gradient."""
        gradients = {version.node for version in self.stage.used}
        return any(leaf in gradients for leaf in self.leaves(term))

    def reads_forward(self, term: int) -> bool:
        """Whether a term is computed from a value of the forward pass."""
        gradients = {version.node for version in self.stage.used}
        used = self.program.used
        return any(used[leaf] and leaf not in gradients for leaf in self.leaves(term))

    def leaves(self, term: int) -> set[int]:
        """The values that a term is computed from."""
        waiting, met, found = [term], set[int](), set[int]()
        while waiting:
            here = waiting.pop()
            if here in self.whole and here not in met:
                met.add(here)
                waiting += self.node(here).args
            elif here not in self.whole:
                found.add(here)
        return found

    def terms(self) -> Iterator[int]:
        """The top node and the terms that it adds up, the sums of several lines first."""
        waiting, met = [self.top], set[int]()
        while waiting:
            here = waiting.pop()
            if here in met or self.node(here).shape != self.node(self.top).shape:
                continue
            met.add(here)
            yield here
            node = self.node(here)
            if here in self.inside and node.gate in (ADD, SUB):
                waiting += node.args

    def summands(self) -> list[int]:
        """The terms that are no sums themselves."""
        every = list(self.terms())
        return [term for term in every if not self._is_sum(term)]

    def _is_sum(self, index: int) -> bool:
        node = self.node(index)
        return index in self.inside and node.gate is ADD and node.shape == self.node(self.top).shape

    def owed(self, term: int, expected: Sequence[Value]) -> list[Value] | None:
        """What a term should be for the whole to be what is expected."""
        if term == self.top:
            return list(expected)
        needed = []
        for number, (value, wanted) in enumerate(zip(self.values(self.top), expected, strict=True)):
            mine = self.values(term)[number]
            if np.shape(value) != np.shape(wanted) or np.shape(mine) != np.shape(wanted):
                return None
            zero = self._run(number, {term: np.zeros(np.shape(mine))[()]})
            if zero is None:
                return None
            sign = 1.0 if is_close(np.subtract(value, zero), mine) else -1.0
            needed.append(mine + sign * np.subtract(wanted, value))
        return needed
