"""Growing a graph node by node, from parsed text or from gradient rules run on expressions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np

from graphs.errors import TooLarge
from graphs.gates import BY_FUNCTION, Gate
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Group, Input, Node, Source, Value


@dataclass
class Builder:
    """Nodes in the order they were made; ``finish`` numbers the inputs first."""

    limits: Limits = UNLIMITED
    nodes: list[Node] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    group: int | None = None
    gates: int = 0

    def _append(self, node: Node) -> int:
        self.gates += node.gate is not None
        for made, limit, what in (
            (self.gates, self.limits.gates, "gates"),
            (len(self.nodes), self.limits.nodes, "values"),
        ):
            if made > limit:
                source = node.source
                raise TooLarge(
                    f"The program makes more than {limit} {what}.",
                    source.line if source else None,
                    source.column if source else None,
                    source.end_column if source and source.end_line == source.line else None,
                    "Write fewer passes of the loop, or split the program.",
                )
        self.nodes.append(node)
        return node.index

    def forget(self, mark: int) -> None:
        """Drop the nodes made since there were ``mark`` of them."""
        self.gates -= sum(node.gate is not None for node in self.nodes[mark:])
        del self.nodes[mark:]

    def input(self, name: str, source: Source | None = None) -> int:
        return self._append(Node(len(self.nodes), "input", name=name, source=source))

    def constant(self, value: Value, source: Source | None = None, name: str | None = None) -> int:
        return self._append(
            Node(
                len(self.nodes),
                "constant",
                constant=value,
                name=name,
                source=source,
                group=self.group,
                data=isinstance(value, bool),
            )
        )

    def apply(self, gate: Gate, args: Sequence[int], source: Source | None = None) -> int:
        return self._append(
            Node(
                len(self.nodes),
                "gate",
                gate=gate,
                args=tuple(args),
                source=source,
                group=self.group,
                data=gate.data,
            )
        )

    def open_group(self, title: str, kind: Literal["function", "loop", "pattern"]) -> int | None:
        """Start a group inside the current one; returns what ``close_group`` takes back."""
        outer = self.group
        self.groups.append(Group(len(self.groups), title, kind, parent=outer))
        self.group = len(self.groups) - 1
        return outer

    def close_group(self, outer: int | None) -> None:
        self.group = outer

    def name(self, index: int, name: str) -> None:
        """Give a node its first name; later names of the same node are aliases."""
        if self.nodes[index].name is None:
            self.nodes[index] = replace(self.nodes[index], name=name)

    def finish(
        self,
        program: str,
        names: dict[str, int],
        inputs: dict[str, Input],
        output: int,
        output_name: str | None,
        wrt: Iterable[str] | None = None,
        **more: Any,
    ) -> Graph:
        """The graph, with ids in the order of the text: inputs first, then the rest."""
        order = sorted(range(len(self.nodes)), key=lambda i: self.nodes[i].kind != "input")
        place = {old: new for new, old in enumerate(order)}
        kept = sorted({node.group for node in self.nodes if node.group is not None})
        for index in reversed(kept):  # an empty group stays only as the parent of a used one
            parent = self.groups[index].parent
            while parent is not None and parent not in kept:
                kept.append(parent)
                parent = self.groups[parent].parent
        group_place: dict[int | None, int | None] = {None: None}
        group_place |= {old: new for new, old in enumerate(sorted(kept))}
        nodes = tuple(
            replace(
                self.nodes[old],
                index=new,
                args=tuple(place[argument] for argument in self.nodes[old].args),
                group=group_place[self.nodes[old].group],
            )
            for new, old in enumerate(order)
        )
        groups = tuple(
            replace(self.groups[old], index=new, parent=group_place[self.groups[old].parent])
            for new, old in enumerate(sorted(kept))
        )
        placed = {name: replace(entry, node=place[entry.node]) for name, entry in inputs.items()}
        if wrt is None:  # a truth value is data
            wrt = [name for name, entry in inputs.items() if not isinstance(entry.default, bool)]
        return Graph(
            program=program,
            nodes=nodes,
            groups=groups,
            names={name: place[index] for name, index in names.items()},
            inputs=placed,
            output=place[output],
            output_name=output_name or f"n{place[output]}",
            wrt=frozenset(placed[name].node for name in wrt),
            **more,
        )


class Expression(np.lib.mixins.NDArrayOperatorsMixin):
    """A node as a value: NumPy's operators and functions on it grow the graph (NEP 13, NEP 18)."""

    def __init__(self, builder: Builder, index: int) -> None:
        self.builder = builder
        self.index = index

    def apply_gate(self, gate: Gate, args: Sequence[Any]) -> Expression:
        builder = self.builder
        indices = [
            argument.index if isinstance(argument, Expression) else builder.constant(argument)
            for argument in args
        ]
        return Expression(builder, builder.apply(gate, indices))

    def __array_ufunc__(self, function: Any, method: str, *args: Any, **options: Any) -> Any:
        gate = BY_FUNCTION.get(function)
        if gate is None or method != "__call__" or options:
            return NotImplemented
        return self.apply_gate(gate, args)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        gate = BY_FUNCTION.get(function)
        if gate is None or options:
            return NotImplemented
        return self.apply_gate(gate, args)
