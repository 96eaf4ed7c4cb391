"""Which lines computed a gradient variable, from which gradients, and whose gradient it may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from graphs.check.log import Statement, Version
from graphs.check.parameters import ParameterContext
from graphs.language.gradient_names import (
    HELD,
    carried_targets,
    is_own_gradient,
    looks_like_gradient,
    split_entry,
    targets,
)
from graphs.language.things import Instance
from graphs.model.ancestors import ancestors

GATES_OF_AN_ACTIVATION = 12  # 1 / (1 + exp(-z)) has four
LOCALS = 4  # gates that a gradient may lie behind its name: relu, add, matmul; a sigmoid's


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
class Program(ParameterContext):
    """``resolved`` are the gradients found so far, with the nodes that they belong to."""

    resolved: dict[Version, int] = field(default_factory=dict)

    def of(self, version: Version, target: int) -> str:
        """How the program calls what a variable is the gradient of."""
        for one in self.log.called(version):
            for name in targets(one, self.by_name):
                if any(other.node == target for other in self.by_name[name]):
                    return name
        return self.name_of(target)

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
                for one in (() if self.used[here] else self._at_node.get(here, ()))
                if one in self.resolved and one not in writes and one.order < version.order
            ]
            if others and not (here in own and self.first[here] in writes):
                used += self._before(version, here, others) or self._chosen(others, writes)
            elif here in self.overwritten and here not in own:
                continue
            elif not self.used[here] and self.graph.nodes[here].gate is not None:
                nodes.append(here)
                waiting.extend(self.graph.nodes[here].args)
        used += [one for one in self._aliases(writes) if one not in used]
        if version in self.log.broken and version.statement is not None:
            used += [one for one in version.statement.reads if one in self.resolved]
        return Stage(version, sorted(nodes), used, writes)

    def _writes(self, version: Version) -> Iterator[Version]:
        """The writes that made a value, last first, and those before that nobody read."""
        here: Version | None = version
        while here is not None:
            yield here
            here = None if here.before is None or here.before.used else here.before

    def _before(self, version: Version, node: int, others: list[Version]) -> list[Version]:
        """The gradient that a variable is another name of."""
        source = version.source if node == version.node else None
        while source is not None and source not in others:
            source = source.source
        return [] if source is None else [source]

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
                    if self.used[read.node] or node.gate is None:
                        found.append(read)
                elif read.statement is not None:
                    waiting.append(read.statement)
        return found

    def candidates(self, version: Version) -> list[int]:
        """The nodes that a variable's name may mean, the likeliest first."""
        found = self._beside(version)
        known = {*self.by_name, *self.unreached}
        called = self.log.called(version)
        for name in (target for one in called for target in targets(one, known)):
            named = self.by_name.get(name, [])
            here = [one for one in named if one.place is version.place]
            found += [one.node for one in reversed(here or named)]
        found += [] if found else self._of_the_items(version)
        taken = {
            node for other, node in self.resolved.items() if other.variable == version.variable
        }
        found = list(dict.fromkeys(found))
        return sorted(found, key=lambda node: node in taken)

    def _of_the_items(self, version: Version) -> list[int]:
        """The parameters that a name of a loop stands for, ``for w in weights``, where an entry is
        of a list of their gradients, ``nabla_w[1]``."""
        table, plain = split_entry(version.name)
        several = targets(table, self.by_name) if plain.isdecimal() else []
        nodes = {one.node for name in several for one in self.by_name[name]}
        return sorted(nodes) if len(nodes) > 1 and self.parameters.issuperset(nodes) else []

    @cached_property
    def named(self) -> set[int]:
        """The values of which the names of gradients tell that they are theirs."""
        return {node for version in self.gradients for node in self.candidates(version)}

    def is_named_here(self, version: Version) -> bool:
        """Whether a variable's name tells a value of the function that it stands in."""
        names = targets(version.name, self.by_name)
        return any(one.place is version.place for name in names for one in self.by_name[name])

    def is_of_another_pass(self, version: Version) -> bool:
        """Whether the latest value that a variable's name tells is none that the loss is computed
        from: that of the next example, where the loss is implied or is that of all of them."""
        plain = [
            one
            for one in self.log.versions[: version.order]
            if one.place is version.place and not looks_like_gradient(one.name) and not one.shared
        ]
        names = targets(version.name, {one.name for one in plain})
        latest = [one for one in plain if one.name in names]
        return bool(latest) and not self.used[latest[-1].node]

    def carried(self, version: Version) -> list[int]:
        """The nodes that a gradient carried through a loop may belong to in its last pass."""
        names = carried_targets(version.name, self.by_name)
        return [
            one.node
            for name in names
            for one in reversed(self.by_name[name])
            if one.place is version.place
        ]

    def _beside(self, version: Version) -> list[int]:
        """Values that an object holds beside the gradient: ``self.data`` beside ``self.grad``."""
        if not isinstance(version.place, Instance):
            return []
        held = self._held.get(id(version.place), [])
        keys = {str(one.key) for one in held}
        plain = str(version.key)
        wanted = [*targets(plain, keys), *(HELD if is_own_gradient(plain) else ())]
        return [one.node for key in wanted for one in reversed(held) if one.key == key]

    @cached_property
    def _held(self) -> dict[int, list[Version]]:
        """The forward values that each object holds, in order."""
        held: dict[int, list[Version]] = {}
        for one in sorted(self.forward, key=lambda one: one.order):
            if isinstance(one.place, Instance) and self.graph.receives_gradient[one.node]:
                held.setdefault(id(one.place), []).append(one)
        return held

    def is_second(self, version: Version, target: int) -> bool:
        """Whether a variable is the gradient of one of several names of a value."""
        names = {
            one.name
            for several in self.by_name.values()
            for one in several
            if one.node == target and one.place is version.place
        }
        return len(names) > 1

    def means(self, name: str, target: int) -> bool:
        """Whether a gradient of this name is one of this node."""
        named = [self.by_name[one] for one in targets(name, self.by_name)]
        return any(version.node == target for several in named for version in several)

    def behind(self, node: int, goes_on: bool = False) -> list[int]:
        """Values that a gradient is often carried on to: what goes into relu. One with a name of
        its own is meant only where the gradient goes on from its own value, ``dh[h <= 0] = 0``."""
        found, waiting = list[int](), [node]
        while waiting and len(found) < (GATES_OF_AN_ACTIVATION if goes_on else LOCALS):
            here = self.graph.nodes[waiting.pop(0)]
            same = [
                here.args[slot]
                for slot in self.graph.slots(here)
                if self.graph.nodes[here.args[slot]].shape == here.shape
            ]
            if not goes_on and (len(same) != 1 or same[0] in self.titles):
                break
            new = [one for one in same if one not in found]
            found += new
            waiting += new
        return found

    def gets_any(self, version: Version) -> bool:
        """Whether a variable gets a value later that has to do with the loss."""
        later = version.after
        while later is not None:
            if any(self.used[one] for one in ancestors(self.graph.nodes, [later.node])):
                return True
            later = later.after
        return False

    def shaped_like(self, version: Version) -> list[int]:
        """Every forward value of a variable's shape that a gradient arrives at, the last first."""
        shape = self.graph.nodes[version.node].shape
        return [
            node.index
            for node in reversed(self.graph.nodes[: self.graph.output + 1])
            if self.graph.receives_gradient[node.index] and node.shape == shape
        ]
