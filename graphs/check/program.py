"""A program that has been read: its graph, its points, and which variables are gradients of what."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from graphs.check.log import Log, Statement, Version
from graphs.check.names import looks, split_entry, targets
from graphs.check.points import AROUND, Point, points
from graphs.model import Graph, Node

LOCALS = 3  # gates that a gradient may lie behind its name: relu, add, matmul


@dataclass
class Stage:
    """One gradient variable at a value that is used: the lines that made it, and what they used.

    ``nodes`` are those its lines computed, ``used`` the gradients that they started from.
    """

    version: Version
    nodes: list[int]
    used: list[Version]
    writes: list[Version]


@dataclass
class Program:
    graph: Graph
    log: Log
    loss: Version
    points: list[Point]
    structural: set[str]
    resolved: dict[Version, int] = field(default_factory=dict)  # gradients → what they belong to

    @cached_property
    def around(self) -> list[Point]:
        """Points on both sides of a kink that the values given stand at."""
        return points(self.graph, self.points[0].values, self.structural, AROUND)[1:]

    @cached_property
    def forward(self) -> frozenset[Version]:
        """Versions that the loss is computed from: written before any gradient takes their value."""
        known = {version.name for version in self.log.versions}
        met, found = set[int](), []
        for version in self.log.versions:
            alias = version.node in met and looks(version.name) and targets(version.name, known)
            if self.graph.used[version.node] and not alias and not version.shared:
                found.append(version)
            met.add(version.node)
        return frozenset(found)

    @cached_property
    def by_name(self) -> dict[str, list[Version]]:
        """Forward versions by the names that a gradient may call them, the latest last."""
        found: dict[str, list[Version]] = {}
        for version in sorted(self.forward, key=lambda one: one.order):
            if not self.graph.reaches[version.node]:
                continue
            table, plain = split_entry(version.name)
            names = {version.name, table if plain.lstrip("-").isdecimal() else plain}
            for name in names:
                found.setdefault(name, []).append(version)
        return found

    @cached_property
    def unreached(self) -> dict[str, int]:
        """Names that no gradient arrives at, which are none's gradients themselves."""
        return {
            version.name: version.node
            for version in self.log.versions
            if version.name not in self.by_name and not looks(version.name)
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
            and (version.place, version.name) not in self.variables
            and looks(version.name)
            and not self.graph.nodes[version.node].truth
            and (version.used or version.after is None)
            and not (version.shared and not version.used)
        ]

    @cached_property
    def variables(self) -> frozenset[tuple[Hashable, str]]:
        """The variables of the forward pass."""
        return frozenset((version.place, version.name) for version in self.forward)

    @cached_property
    def overwritten(self) -> frozenset[int]:
        """Values that variables of the forward pass got after the loss: by an update, say."""
        return frozenset(
            version.node
            for version in self.log.versions
            if version not in self.forward and (version.place, version.name) in self.variables
        )

    @cached_property
    def titles(self) -> dict[int, str]:
        """The first name each node was given."""
        found: dict[int, str] = {}
        for version in self.log.versions:
            found.setdefault(version.node, version.name)
        return found

    @cached_property
    def _at_node(self) -> dict[int, list[Version]]:
        found: dict[int, list[Version]] = {}
        for version in self.gradients:
            found.setdefault(version.node, []).append(version)
        return found

    def stage(self, version: Version) -> Stage:
        """The lines behind a gradient, back to the gradients that are judged for themselves."""
        writes = list(self._writes(version))
        nodes, used, waiting, met = [], list[Version](), [version.node], set[int]()
        own = {write.node for write in writes}
        while waiting:
            here = waiting.pop()
            if here in met:
                continue
            met.add(here)
            others = [
                one
                for one in (() if self.graph.used[here] else self._at_node.get(here, ()))
                if one in self.resolved and one not in writes and one.order < version.order
            ]
            if others and not (here in own and self._made_by(here, writes)):
                used += self._chosen(others, writes)
            elif here in self.overwritten and here not in own:
                continue
            elif not self.graph.used[here] and self.graph.nodes[here].gate is not None:
                nodes.append(here)
                waiting.extend(self.graph.nodes[here].args)
        used += [one for one in self._aliases(writes) if one not in used]
        return Stage(version, sorted(nodes), used, writes)

    def _made_by(self, node: int, writes: list[Version]) -> bool:
        """Whether a node is new in these writes, not another variable's value under a new name."""
        first = self.titles.get(node)
        return any(write.node == node and write.name == first for write in writes)

    def _writes(self, version: Version) -> Iterator[Version]:
        """The writes that made a value, last first, and those before that nobody read."""
        here: Version | None = version
        while here is not None:
            yield here
            here = None if here.before is None or here.before.used else here.before

    def _chosen(self, versions: list[Version], writes: list[Version]) -> list[Version]:
        """Of gradients that are one node, those that the lines name; all where none is named."""
        statements = [write.statement for write in writes if write.statement]
        named = [one for one in versions if any(one in s.reads for s in statements)]
        return named or versions

    def _aliases(self, writes: list[Version]) -> list[Version]:
        """Gradients that are read and are a forward value, as ``dq = z`` is."""
        found: list[Version] = []
        waiting = [write.statement for write in writes if write.statement is not None]
        met = set[Statement]()
        while waiting:
            statement = waiting.pop()
            if statement in met:
                continue
            met.add(statement)
            for read in statement.reads:
                if read in writes or read in self.forward:
                    continue
                if read in self.resolved:
                    node = self.graph.nodes[read.node]
                    if self.graph.used[read.node] or node.gate is None:
                        found.append(read)
                elif read.statement is not None:
                    waiting.append(read.statement)
        return found

    def candidates(self, version: Version) -> list[int]:
        """The nodes that a variable's name may mean, the likeliest first."""
        found: list[int] = []
        known = {*self.by_name, *self.unreached}
        called = self.log.called(version)
        for name in (target for one in called for target in targets(one, known)):
            named = self.by_name.get(name, [])
            here = [one for one in named if one.place is version.place]
            for one in [*reversed(here), *reversed(named)]:
                found.append(one.node)
        taken = {
            node
            for other, node in self.resolved.items()
            if other.name == version.name and other.place is version.place
        }
        found = list(dict.fromkeys(found))
        return sorted(found, key=lambda node: node in taken)

    def means(self, name: str, target: int) -> bool:
        """Whether a gradient of this name is one of this node."""
        named = [self.by_name[one] for one in targets(name, self.by_name)]
        return any(version.node == target for several in named for version in several)

    def behind(self, node: int) -> list[int]:
        """Values without a name that a gradient of this node is often carried on to: before relu."""
        found, here = list[int](), self.graph.nodes[node]
        for _ in range(LOCALS):
            same = [
                here.args[slot]
                for slot in self.graph.slots(here)
                if self.graph.nodes[here.args[slot]].shape == here.shape
            ]
            if len(same) != 1 or same[0] in self.titles:
                break
            here = self.graph.nodes[same[0]]
            found.append(here.index)
        return found

    def shaped_like(self, version: Version) -> list[int]:
        """Every forward value of a variable's shape that a gradient arrives at, the last first."""
        shape = self.graph.nodes[version.node].shape
        inside: list[Node] = [
            node
            for node in reversed(self.graph.nodes[: self.graph.output + 1])
            if self.graph.reaches[node.index] and node.shape == shape
        ]
        return [node.index for node in inside]
