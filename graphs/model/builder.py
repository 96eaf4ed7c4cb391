"""Builds a graph node by node, from parsed text or from gradient rules run on expressions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import prod
from typing import Any, Literal

import numpy as np

from graphs.errors import TooLarge
from graphs.gates import Gate
from graphs.gates.row import MOVER, is_truth
from graphs.gates.shapes import total_elements
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Group, Guard, Input, Node, PrintedText, Shape, Slot, Source, Value

# Operations (see Builder.spend), measured over a whole trace with its explanations.
OPERATIONS_PER_GATE = 10_000
OPERATIONS_PER_PAIR = 3_000  # of its arguments: the text of each step names them all
OPERATIONS_PER_ELEMENT = 80  # of each argument

LARGEST_COUNT = 10**24


def _short_count(count: int | Shape) -> str:
    """A number of elements, or a shape, that may be absurdly large."""
    if isinstance(count, int):
        return f"{count:,}" if count < LARGEST_COUNT else "more than 10**24"
    return str(count) if max(count) < LARGEST_COUNT else "with a size of more than 10**24"


def _changed(
    node: Node,
    index: int | None = None,
    args: tuple[int, ...] | None = None,
    group: Any = ...,
    data: bool | None = None,
    name: str | None = None,
) -> Node:
    """``dataclasses.replace``, four times as fast: it is called for every node."""
    return Node(
        node.index if index is None else index,
        node.kind,
        node.gate,
        node.args if args is None else args,
        node.name if name is None else name,
        node.constant,
        node.shape,
        node.source,
        node.group if group is ... else group,
        node.data if data is None else data,
        node.truth,
        node.backward,
        node.settings,
        node.original_id,
    )


@dataclass(frozen=True)
class Decided:
    """What was decided and printed while a text was read, by the builder's nodes."""

    guards: Sequence[Guard] = ()
    printed: Sequence[PrintedText] = ()

    def nodes(self) -> Iterable[int]:
        """The nodes that it is computed from."""
        yield from (guard.node for guard in self.guards)
        for text in self.printed:
            yield from (part.node for part in text.parts if isinstance(part, Slot))

    def renumbered(self, new_index: Mapping[int, int]) -> dict[str, Any]:
        """The same by the nodes of the finished graph."""
        return {
            "guards": tuple(replace(it, node=new_index[it.node]) for it in self.guards),
            "printed": tuple(
                PrintedText(
                    text.line,
                    tuple(
                        replace(part, node=new_index[part.node]) if isinstance(part, Slot) else part
                        for part in text.parts
                    ),
                )
                for text in self.printed
            ),
        }


@dataclass
class Builder:
    """Nodes in the order of their creation; ``finish`` renumbers them, inputs first."""

    limits: Limits = UNLIMITED
    nodes: list[Node] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    group: int | None = None
    gates: int = 0
    elements: int = 0  # of all values so far
    spent: int = 0  # operations so far, including those for dropped nodes

    def _append(self, node: Node) -> int:
        self.gates += node.gate is not None
        if self.gates > self.limits.gates or len(self.nodes) > self.limits.nodes:
            many = self.gates > self.limits.gates
            most = f"{self.limits.gates} gates" if many else f"{self.limits.nodes} values"
            error = self._too_large(
                f"The program makes more than {most}.",
                node.source,
                "Write fewer passes of the loop, or split the program.",
            )
            error.by_passes = True
            raise error
        self.nodes.append(node)
        return node.index

    def _too_large(self, message: str, source: Source | None, hint: str) -> TooLarge:
        if source is None:
            return TooLarge(message, hint=hint)
        end = source.end_column if source.end_line == source.line else None
        return TooLarge(message, source.line, source.column, end, hint)

    def afford(self, shape: Shape, source: Source | None) -> None:
        """Count an array towards the limits before anything is allocated for it.

        Raises:
            TooLarge: it is too large, has too many axes, or all together are too many.
        """
        size, limits = prod(shape) if shape else 1, self.limits
        hint = "Use smaller arrays."
        if len(shape) > limits.rank:
            raise self._too_large(
                f"An array would have {len(shape)} axes; at most {limits.rank} are computed.",
                source,
                "Use fewer axes.",
            )
        if size > limits.elements:
            raise self._too_large(
                f"An array of shape {_short_count(shape)} would have "
                f"{_short_count(size)} elements; "
                f"at most {limits.elements:,} are computed.",
                source,
                hint,
            )
        self.elements += size
        bytes = 16 * self.elements  # a value and a gradient, 8 each
        if bytes > limits.bytes:
            raise self._too_large(
                f"All values and gradients would take {bytes:,} bytes; "
                f"at most {limits.bytes:,} are used.",
                source,
                hint,
            )

    def spend(self, operations: int, source: Source | None = None) -> None:
        """Count work before it is done; an operation takes about 0.5 to 1 nanosecond.

        Raises:
            TooLarge: all together would take too long.
        """
        self.spent += operations
        if self.spent > self.limits.operations:
            error = self._too_large(
                f"The program takes too long: more than {self.limits.operations:,} operations.",
                source,
                "Use smaller arrays, shorter lists or fewer passes of the loop.",
            )
            error.by_passes = True
            raise error

    def truncate(self, count: int) -> None:
        """Keep only the first ``count`` nodes."""
        for node in self.nodes[count:]:
            self.gates -= node.gate is not None
            self.elements -= prod(node.shape or ())
        del self.nodes[count:]

    def input(
        self, name: str, source: Source | None = None, value: Value | None = None, shape: Any = ()
    ) -> int:
        """An input, at the shape of its value."""
        if value is not None:
            shape = np.shape(value)
        if shape is not None:
            self.afford(shape, source)
        return self._append(
            Node(
                len(self.nodes),
                "input",
                name=name,
                source=source,
                shape=shape,
                truth=is_truth(value),
            )
        )

    def constant(self, value: Value, source: Source | None = None, name: str | None = None) -> int:
        shape = np.shape(value)
        self.afford(shape, source)
        return self._append(
            Node(
                len(self.nodes),
                "constant",
                constant=value,
                name=name,
                shape=shape,
                source=source,
                group=self.group,
                data=is_truth(value),
                truth=is_truth(value),
            )
        )

    def apply(
        self,
        gate: Gate,
        args: Sequence[int],
        settings: Mapping[str, Any] | None = None,
        source: Source | None = None,
    ) -> int:
        """One use of a gate.

        Raises:
            Misfit: the arguments' shapes do not fit.
            TooLarge: its result is too large, or takes too long to compute.
        """
        settings = settings or {}
        shape = self.result_shape(
            gate, [self.nodes[index].shape for index in args], settings, source
        )
        return self._append(
            Node(
                len(self.nodes),
                "gate",
                gate=gate,
                args=tuple(args),
                shape=shape,
                source=source,
                group=self.group,
                data=gate.data,
                truth=gate.truth or (gate.role is MOVER and self.nodes[args[0]].truth),
                settings=settings,
            )
        )

    def result_shape(
        self,
        gate: Gate,
        shapes: Sequence[Shape | None],
        settings: Mapping[str, Any],
        source: Source | None,
    ) -> Shape | None:
        """The shape of a gate's result, checked against the limits; None if one is unknown.

        Raises:
            Misfit, TooLarge: as ``apply``.
        """
        known = [shape for shape in shapes if shape is not None]
        if len(known) < len(shapes):
            return None
        shape = gate.shape(*known, **settings)
        self.afford(shape, source)
        work = gate.work(*known, **settings) if gate.work else 0
        if work > self.limits.work:
            raise self._too_large(
                f"{gate.title} would take {work:,} multiply-adds; "
                f"at most {self.limits.work:,} are done in one gate.",
                source,
                "Use smaller arrays.",
            )
        self.spend(
            OPERATIONS_PER_GATE
            + OPERATIONS_PER_PAIR * len(shapes) ** 2
            + work // 2
            + OPERATIONS_PER_ELEMENT * total_elements(known),
            source,
        )
        return shape

    def open_group(
        self,
        title: str,
        kind: Literal["function", "loop", "pattern"],
        loop: int | None = None,
        loop_title: str = "",
    ) -> int | None:
        """Start a group inside the current one; returns the outer group, for ``close_group``."""
        outer = self.group
        self.groups.append(Group(len(self.groups), title, kind, outer, loop, loop_title))
        self.group = len(self.groups) - 1
        return outer

    def close_group(self, outer: int | None) -> None:
        self.group = outer

    def name(self, index: int, name: str) -> None:
        """Give a node its first name; later names of the same node are aliases."""
        if self.nodes[index].name is None:
            self.nodes[index] = _changed(self.nodes[index], name=name)

    def finish(
        self,
        program: str,
        names: dict[str, int],
        inputs: dict[str, Input],
        output: int,
        output_name: str | None,
        wrt: Iterable[str] | None = None,
        keep: Collection[int] | None = None,
        decided: Decided | None = None,
        not_run: Sequence[Node] = (),
        **more: Any,
    ) -> Graph:
        """The graph, with ids in the order of the text: inputs first, then the rest.

        Only the nodes in ``keep`` (default: all) are drawn; ``decided`` are computed from others
        too, which become the graph's asides. ``not_run`` are numbered after all nodes.
        """
        kept = range(len(self.nodes)) if keep is None else sorted(keep)
        order = sorted(kept, key=lambda i: self.nodes[i].kind != "input")
        new_index = {old: new for new, old in enumerate(order)}
        used_groups: set[int] = (
            set()
        )  # groups with nodes, and their parents; empty ones are dropped
        for member_of in {self.nodes[index].group for index in kept}:
            group = member_of
            while group is not None and group not in used_groups:
                used_groups.add(group)
                group = self.groups[group].parent
        new_group: dict[int | None, int | None] = {None: None}
        new_group |= {old: new for new, old in enumerate(sorted(used_groups))}
        data_nodes = self._data_nodes(output, kept, not_run)
        if not self.groups and not data_nodes and order == list(range(len(self.nodes))):
            nodes = tuple(self.nodes)
        else:
            nodes = tuple(
                _changed(
                    self.nodes[old],
                    new,
                    tuple(new_index[argument] for argument in self.nodes[old].args),
                    new_group[self.nodes[old].group],
                    self.nodes[old].data or old in data_nodes,
                )
                for new, old in enumerate(order)
            )
        groups = tuple(
            replace(self.groups[old], index=new, parent=new_group[self.groups[old].parent])
            for new, old in enumerate(sorted(used_groups))
        )
        placed_inputs = {
            name: replace(entry, node=new_index[entry.node]) for name, entry in inputs.items()
        }
        if wrt is None:
            wrt = [name for name, entry in inputs.items() if entry.node not in data_nodes]
        if decided is not None:
            more |= self._asides(decided, new_index)
        behind = {node.index: len(nodes) + at for at, node in enumerate(not_run)}
        return Graph(
            program=program,
            not_run=tuple(
                replace(
                    node,
                    index=behind[node.index],
                    args=tuple((new_index | behind)[argument] for argument in node.args),
                    group=new_group.get(node.group),
                )
                for node in not_run
            ),
            nodes=nodes,
            groups=groups,
            names={name: new_index[index] for name, index in names.items()},
            inputs=placed_inputs,
            output=new_index[output],
            output_name=output_name or f"n{new_index[output]}",
            wrt=frozenset(placed_inputs[name].node for name in wrt),
            **more,
        )

    def _asides(self, decided: Decided, new_index: dict[int, int]) -> dict[str, Any]:
        """Guards and printed texts, and the nodes that they alone are computed from."""
        new_index = dict(new_index)
        stack, needed = [*decided.nodes()], set[int]()
        while stack:
            here = stack.pop()
            if here not in needed and here not in new_index:
                needed.add(here)
                stack.extend(self.nodes[here].args)
        asides = []
        for old in sorted(needed):
            new_index[old] = len(new_index)
            args = tuple(new_index[argument] for argument in self.nodes[old].args)
            asides.append(replace(self.nodes[old], index=new_index[old], args=args, group=None))
        return {"asides": tuple(asides), **decided.renumbered(new_index)}

    def _data_nodes(
        self, output: int, kept: Sequence[int], not_run: Sequence[Node]
    ) -> frozenset[int]:
        """Nodes that are data: truth values, and arrays that only index or are compared, also after
        gates that only move elements, such as ``y[:, None]``."""
        differentiable, used = {output, *(node.index for node in not_run)}, set[int]()
        nodes = [self.nodes[index] for index in kept]
        for node in reversed([*nodes, *not_run]):
            if node.gate is None:
                continue
            passes = node.gate.role is not MOVER or node.index in differentiable
            for slot, argument in enumerate(node.args):
                used.add(argument)
                if passes and node.gate.differentiable(slot):
                    differentiable.add(argument)
        only_routing = used - differentiable
        return frozenset(
            node.index
            for node in nodes
            if node.kind == "input" or (node.gate is not None and node.gate.role is MOVER)
            if node.truth or (node.shape != () and node.index in only_routing)
        )
