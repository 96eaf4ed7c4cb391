"""The parameters of a program, and what updates move them by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from graphs.check.context import ProgramContext
from graphs.check.log import Statement, Version
from graphs.gates.arithmetic import ADD, MUL, NEG, SUB
from graphs.gates.functions import SIGN, SQRT
from graphs.gates.inverses import INV, SOLVE
from graphs.gates.items import INDEX
from graphs.gates.norms import NORM
from graphs.language.gradient_names import DATA, LABELS
from graphs.model.ancestors import ancestors
from graphs.model.paths import last_word

METHODS = (SQRT, SIGN, NORM, INV, SOLVE)  # of steps that are made from gradients, and
ROWS = (INDEX,)  # of gradients of some rows alone, where the loss may be that of all
STEP = "the step of {of}"


@dataclass
class ParameterContext(ProgramContext):
    """A program's parameters, their updates, and the steps that have no names of their own."""

    @cached_property
    def parameters(self) -> frozenset[int]:
        """The inputs whose gradients a text is to have: neither data nor labels, where it has
        others."""
        data = {
            entry.node
            for path, entry in self.graph.inputs.items()
            if DATA.fullmatch(last_word(path)) or LABELS.fullmatch(last_word(path))
        }
        return (self.inputs - data) or self.inputs

    @cached_property
    def inputs(self) -> frozenset[int]:
        """The inputs that a gradient arrives at."""
        several = self.graph.inputs.values()
        return frozenset(one.node for one in several if self.graph.receives_gradient[one.node])

    @cached_property
    def stepped(self) -> dict[Statement, int]:
        """The parameters that updates move."""
        return {statement: before for _, statement, before in self.updated()}

    @cached_property
    def steps(self) -> dict[Version, int]:
        """What updates move parameters by, ``syn0 += X.T @ l1_delta``, where it is no variable."""
        named = {one.node for one in self.log.versions}
        found = {}
        for version, statement, before in self.updated():
            node = self._step(version.node, before)
            if node is None or node in named or self.used[node]:
                continue
            if version.order > self.loss.order:  # else it is of another pass than the loss
                name, key = STEP.format(of=version.name), (version.key, version.order)
                step = replace(version, name=name, key=key, node=node, readers={statement: None})
                found[step] = before
        return found

    def may_differ(self, node: int) -> bool:
        """Whether a value that has to do with a gradient may be right though it is none: a step of
        another method, or the gradient of another loss."""
        nodes = self.graph.nodes
        own = [one for one in ancestors(nodes, [node]) if not self.used[one]]
        some_rows = any(nodes[one].gate in ROWS and nodes[one].args[0] in self.whole for one in own)
        return some_rows or any(nodes[one].gate in METHODS for one in own)

    @cached_property
    def whole(self) -> frozenset[int]:
        """Values that the loss does not take row by row."""
        nodes = self.graph.nodes
        in_rows = {one.args[0] for one in nodes if one.gate in ROWS and self.used[one.index]}
        return frozenset(range(len(nodes))) - in_rows

    def updated(self) -> Iterator[tuple[Version, Statement, int]]:
        """Each parameter after an update, its statement, and the node that it was before."""
        for one in self.log.versions:
            if one.before is None or one.before not in self.forward:
                continue
            if one.statement is not None and one.statement in self.updates:
                yield one, one.statement, one.before.node

    def _step(self, after: int, before: int) -> int | None:
        """The node that a parameter is moved by, without its sign and the learning rate."""
        nodes = self.graph.nodes
        node = nodes[after]
        if node.gate not in (ADD, SUB) or before not in node.args:
            return None
        here = node.args[1 - node.args.index(before)]
        while (node := nodes[here]).gate in (NEG, MUL):
            rest = [
                one for one in node.args if nodes[one].shape or nodes[one].gate or self.used[one]
            ]
            if len(rest) != 1:
                break
            here = rest[0]
        return here if node.gate is not None else None
