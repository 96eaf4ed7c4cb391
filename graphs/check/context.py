"""What the check knows of a program: its graph, sample points, variables and costs."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import prod

import numpy as np

from graphs.check.exercised import one_sided
from graphs.check.log import Log, Statement, Version
from graphs.check.movable import marks_elsewhere, tiny_as_zero
from graphs.check.sample_points import AROUND, FAR, Point, sample_points
from graphs.check.truth import descendants, true_gradients
from graphs.errors import TooLarge
from graphs.language.gradient_names import (
    is_called_gradient,
    looks_like_gradient,
    split_entry,
    targets,
)
from graphs.language.things import List
from graphs.limits import Limits
from graphs.model import Graph, Value

PASSES = 6  # forward and backward at all points, that judging a right text takes about
SEARCH = 2.0  # times that may be spent on causes of wrong values
MENDS = 1.0  # times that may be spent on their mends
PER_NODE, PER_ELEMENT = 4_000, 2  # operations, a nanosecond each or two


@dataclass
class ProgramContext:
    """A program's graph with what is computed from it once: sample points, variables, costs."""

    graph: Graph
    log: Log
    loss: Version
    values: list[Value]
    structural: set[str]
    limits: Limits
    given: Mapping[int, Version] = field(default_factory=dict)  # gradients, by their copies' nodes
    guessed: bool = False  # whether the loss is told by nothing but its place
    note: str = ""
    loops: frozenset[int] = frozenset()  # the lines of loops that train
    spent: int = 0
    searched: int = 0  # operations spent on edits, which are left off where they are too many
    mended: int = 0  # operations spent on mends, as well
    nudged: dict[tuple[int, str], Mapping[int, Value]] = field(default_factory=dict)
    stand_ins: dict[int, int] = field(default_factory=dict)
    laters: dict[int, frozenset[int]] = field(default_factory=dict)

    @cached_property
    def cost(self) -> list[int]:
        """Operations that each node takes, forward or backward, at all points."""
        found = []
        for node in self.graph.nodes:
            shapes = [self.graph.nodes[argument].shape or () for argument in node.args]
            work = node.gate.work(*shapes, **node.settings) if node.gate and node.gate.work else 0
            size = max(map(prod, (node.shape or (), *shapes)))
            found.append(len(self.points) * (PER_NODE + PER_ELEMENT * size + work // 8))
        return found

    def spend(self, nodes: Iterable[int]) -> None:
        """Count work before it is done.

        Raises:
            TooLarge: all together would take too long.
        """
        self.spent += sum(self.cost[node] for node in nodes)
        if self.spent > self.limits.operations:
            raise TooLarge(
                f"The check takes too long: more than {self.limits.operations:,} operations.",
                hint="Use smaller arrays, or fewer passes of the loop.",
            )

    def may_search(self, nodes: int) -> bool:
        """Count a try at a cause that evaluates so many nodes; False once too many were."""
        self.searched += nodes * PER_NODE
        most = SEARCH * PASSES * sum(self.cost)
        return self.searched <= most and self.searched + self.spent <= self.limits.operations

    def may_mend(self, nodes: int) -> bool:
        """Count a try at a mend that evaluates so many nodes; False once too many were."""
        self.mended += nodes * PER_NODE
        most = MENDS * PASSES * sum(self.cost)
        return self.mended <= most and self.mended + self.spent <= self.limits.operations

    @cached_property
    def consumers(self) -> Mapping[int, list[tuple[int, int]]]:
        """The gates that read each value, as (node, slot)."""
        found: dict[int, list[tuple[int, int]]] = {}
        for node in self.graph.nodes[: self.graph.output + 1]:
            for slot, argument in enumerate(node.args):
                found.setdefault(argument, []).append((node.index, slot))
        return found

    def place(self, index: int) -> Hashable:
        """Where the text computes a node: the passes of a loop have one place."""
        node = self.graph.nodes[index]
        source = node.source
        if source is None:
            return index
        return source.line, source.column, source.end_line, source.end_column, node.op

    def later(self, node: int) -> frozenset[int]:
        """The nodes that a gradient comes through on its way to ``node``, and itself."""
        if node not in self.laters:
            self.laters[node] = descendants(self.graph, node)
        return self.laters[node]

    def at_points(
        self, far: Sequence[float] = FAR, fixed: Mapping[int, Value] | None = None
    ) -> list[Point]:
        """The values given, and moved ones."""
        kept = self.starts
        return sample_points(
            self.graph, self.values, self.structural, far, fixed, self.stand_ins, kept
        )

    @cached_property
    def starts(self) -> frozenset[int]:
        """Zeros and ones that a sum or a product begins with, where no gradient is theirs."""
        found = set[int]()
        judged = {name for one in self.gradients for name in targets(one.name, {*self.by_name})}
        for version in self.forward:
            after, node = version.after, self.graph.nodes[version.node]
            if node.gate is not None or after is None or not after.continues:
                continue
            value = self.values[version.node]
            starts = not np.any(value) or bool(np.all(np.equal(value, 1.0)))
            if starts and version.name not in judged and after in self.forward:
                found.add(version.node)
        return frozenset(found)

    @cached_property
    def points(self) -> list[Point]:
        """Where lines are judged: each gate with two sides takes both, where points are found at
        which it does."""
        found = self.at_points()
        idle = one_sided(self.graph, found)
        for point in self.around if idle else ():
            if len(left := one_sided(self.graph, [*found, point])) < len(idle):
                found, idle = [*found, point], left
            if not idle:
                break
        return found

    def truth(self, point: Point, side: str) -> Mapping[int, Value]:
        """The true gradients at a point, with the slopes of one side of every kink."""
        if not side:
            return point.truth
        if (id(point), side) not in self.nudged:
            found, _ = true_gradients(self.graph, point.values, {}, side=side)
            self.nudged[id(point), side] = found
        return self.nudged[id(point), side]

    @cached_property
    def around(self) -> list[Point]:
        """Points on both sides of a kink that the values given stand at."""
        return self.at_points(AROUND)[1:]

    @cached_property
    def bare(self) -> list[Point]:
        """Moved points without the tiny numbers that are added inside logarithms and roots."""
        fixed = tiny_as_zero(self.graph)
        return self.at_points(FAR, fixed)[1:] if fixed else []

    @cached_property
    def marked(self) -> list[Point]:
        """Moved points at which arrays of 0, 1 and −1 still have these elements."""
        fixed = marks_elsewhere(self.graph, self.values, self.structural)
        return self.at_points(FAR, fixed)[1:] if fixed else []

    @cached_property
    def used(self) -> tuple[bool, ...]:
        """For each node whether the loss is computed from it, but for gradients that are given."""
        used = [False] * len(self.graph.nodes)
        used[self.graph.output] = True
        for node in reversed(self.graph.nodes):
            if used[node.index] and node.index not in self.given:
                for argument in node.args:
                    used[argument] = True
        return tuple(used)

    @cached_property
    def forward(self) -> frozenset[Version]:
        """Versions that the loss is computed from, before any gradient takes their value."""
        known = {version.name for version in self.log.versions}
        met, found = set[int](), []
        for version in self.log.versions:
            alias = looks_like_gradient(version.name) and (
                version.order > self.loss.order
                or (version.node in met and targets(version.name, known))
            )
            if self.used[version.node] and not alias and not version.shared:
                found.append(version)
            met.add(version.node)
        return frozenset(found)

    @cached_property
    def by_name(self) -> dict[str, list[Version]]:
        """Forward versions by the names that a gradient may call them, the latest last."""
        found: dict[str, list[Version]] = {}
        for version in (*self._lists, *sorted(self.forward, key=lambda one: one.order)):
            if not self.graph.receives_gradient[version.node]:
                continue
            table, plain = split_entry(version.name)
            names = {version.name, table if plain.lstrip("-").isdecimal() else plain}
            for name in names:
                found.setdefault(name, []).append(version)
        return found

    @property
    def _lists(self) -> Iterator[Version]:
        """Inputs that no statement writes by their own names: lists of numbers, the items of
        lists, parameters."""
        written = {(version.name, version.node) for version in self.log.versions}
        for name, entry in self.graph.inputs.items():
            if (name, entry.node) not in written:
                yield Version(-1, name, None, name, None, entry.node, None)

    def items_beside(self, nodes: Iterable[int]) -> frozenset[int]:
        """All items of the lists that values are items of, where they are nothing else: a gradient
        that is stored among those of a list may be that of any item."""
        lists = {}
        for one in self._lists:
            table, plain = split_entry(one.name)
            if plain.isdecimal():
                lists[one.node] = table
        if not lists.keys() >= {*nodes}:
            return frozenset()
        tables = {lists[node] for node in nodes}
        return frozenset(node for node, table in lists.items() if table in tables)

    @cached_property
    def unreached(self) -> dict[str, int]:
        """Names that no gradient arrives at, which are none's gradients themselves."""
        return {
            version.name: version.node
            for version in self.log.versions
            if version.name not in self.by_name and not looks_like_gradient(version.name)
        }

    def at_rest(self, version: Version) -> int | None:
        """The node of a variable whose gradient is 0, for no gradient arrives at it."""
        names = targets(version.name, {*self.by_name, *self.unreached})
        return next((self.unreached[name] for name in names if name in self.unreached), None)

    @cached_property
    def gradients(self) -> list[Version]:
        """What may be a gradient, at each value that is used or stays."""
        return [
            version
            for version in self.log.versions
            if version not in self.forward
            and (version.variable not in self.variables or self._is_of_the_last_pass(version))
            and (self._names_a_value(version) or self._is_computed_after(version))
            and (not self.graph.nodes[version.node].truth or targets(version.name, self.by_name))
            and (version.used or (version.after is None and not version.spoiled))
            and not (version.shared and not version.used)
            and not (version.statement and isinstance(version.statement.tree, ast.For))
        ]

    def _is_of_the_last_pass(self, version: Version) -> bool:
        """Whether a gradient is computed after the loss, of which the passes before it are used,
        as in a loop that ends where it has converged."""
        is_new = version.order > self.loss.order and not version.continues
        has_gate = self.graph.nodes[version.node].gate is not None
        is_computed = has_gate or version in self.log.broken
        return is_new and is_computed and is_called_gradient(version.name)

    def _names_a_value(self, version: Version) -> bool:
        """Whether it is called like a gradient: ``g['x']`` where there is an x."""
        is_entry = bool(split_entry(version.name)[0]) and is_called_gradient(version.name)
        is_told = is_entry and version.order > self.loss.order
        told = is_told and bool(targets(version.name, self.by_name))
        return told or looks_like_gradient(version.name)

    def _is_computed_after(self, version: Version) -> bool:
        """Whether a value of any name is computed of the loss's own, so that it may be a
        gradient."""
        return (
            version.order > self.loss.order
            and self.graph.nodes[version.node].gate is not None
            and self.graph.depends_on_wrt[version.node]
            and not isinstance(version.place, List)
        )

    @cached_property
    def variables(self) -> frozenset[tuple[Hashable, Hashable]]:
        """The variables of the forward pass."""
        return frozenset(version.variable for version in self.forward)

    @cached_property
    def overwritten(self) -> frozenset[int]:
        """Values that variables of the forward pass got after the loss: by an update, say."""
        return frozenset(
            version.node
            for version in self.log.versions
            if version not in self.forward and version.variable in self.variables
        )

    @cached_property
    def updates(self) -> frozenset[Statement]:
        """Statements that give a variable of the forward pass another value after the loss."""
        return frozenset(
            version.statement
            for version in self.log.versions
            if version not in self.forward
            and version.variable in self.variables
            and version.statement is not None
            and version.continues
        )

    @cached_property
    def titles(self) -> dict[int, str]:
        """The first name each node was given."""
        return {node: version.name for node, version in self.first.items()}

    def name_of(self, node: int) -> str:
        """How the program calls a value: its name, or the text it is computed by."""
        if node in self._paths:
            return self._paths[node]
        return self.titles[node] if node in self.titles else self.made_by(node)

    @cached_property
    def _paths(self) -> dict[int, str]:
        return {entry.node: path for path, entry in self.graph.inputs.items()}

    def made_by(self, node: int) -> str:
        """The text that a value is computed by."""
        source = self.graph.nodes[node].source
        if source is None or source.line != source.end_line:
            return f"n{node}"
        line = self.graph.program.split("\n")[source.line - 1]
        return line[source.column : source.end_column]

    @cached_property
    def runs(self) -> Mapping[int, int]:
        """How often each line ran."""
        return Counter(statement.line for statement in self.log.statements)

    @cached_property
    def forward_lines(self) -> frozenset[int]:
        """The lines that compute what the loss is computed from."""
        nodes = self.graph.nodes
        sources = (node.source for node in nodes if self.used[node.index] and node.gate)
        return frozenset(source.line for source in sources if source is not None)

    @cached_property
    def first(self) -> dict[int, Version]:
        """The version that each node was made for; later ones are other names of it."""
        found: dict[int, Version] = {}
        for version in self.log.versions:
            found.setdefault(version.node, version)
        return found
