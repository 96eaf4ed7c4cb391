"""Closed groups: a graph in which each stands as a single gate, with the chain rule inside it.

Such a gate has a row like any other, made from the nodes inside: forward it runs them, its rule is
a backward pass through them. Several outputs of a group are bundled in one array, from which
readers outside pick theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import prod
from typing import Any, Literal

from graphs.gates import Gate
from graphs.groups.composite import (
    Boundary,
    BoundaryInput,
    Composite,
    full_title,
    group_gate,
    pick_gate,
)
from graphs.groups.outline import MOST_LEAVES, Outline, Part
from graphs.model import Graph, Group, Node, Source


@dataclass(frozen=True)
class Collapsed:
    """A graph with closed groups. ``new_index`` maps each node of the whole graph to its node in
    ``graph``; those inside a closed group to the group's gate."""

    graph: Graph
    new_index: Mapping[int, int]
    parts: Mapping[str, Part]  # the closed ones that are visible
    opened: frozenset[str]


def collapse(outline: Outline, opened: Iterable[str]) -> Collapsed:
    """The graph with these parts open, and those around them."""
    return _Collapser(outline, outline.with_ancestors(opened)).collapsed()


class _Collapser:
    """Builds the graph with closed parts as single gates."""

    def __init__(self, outline: Outline, opened: frozenset[str]) -> None:
        self.outline, self.whole, self.opened = outline, outline.graph, opened
        self.owner: dict[int, Part] = {}  # gates inside closed parts
        self.visible: list[int | Part] = []
        self.groups: list[Group] = []
        self.group_of: dict[int, int] = {}  # visible gates → the open part around them
        self.group_of_part: dict[str, int] = {}  # closed parts → the open part around them
        self.nodes: list[Node] = []
        self.new_index: dict[int, int] = {}
        self.outputs: dict[str, list[int]] = {}  # closed parts → the values read outside them
        self.picks: dict[int, int] = {}  # outputs with a pick gate → its new index

    def collapsed(self) -> Collapsed:
        self._find_visible()
        self._find_outputs()
        for node in self.whole.nodes:
            if node.gate is None and not self._is_only_inside(node):
                self._add(node)
        for item in self.visible:
            if isinstance(item, int):
                node = self.whole.nodes[item]
                args = tuple(self.argument(argument) for argument in node.args)
                self._add(node, args=args, group=self.group_of.get(item))
            else:
                self._add_closed(item)
        graph = self._graph()
        parts = {item.id: item for item in self.visible if isinstance(item, Part)}
        return Collapsed(graph, self.new_index, parts, self.opened)

    def _find_visible(self) -> None:
        """Find the gates and closed parts that are visible, and the groups that are open."""
        pending: list[tuple[int | Part, int | None]] = [
            (item, None) for item in reversed(self.outline.items)
        ]
        while pending:
            item, parent = pending.pop()
            if isinstance(item, int):
                self.visible.append(item)
                if parent is not None:
                    self.group_of[item] = parent
            elif item.id in self.opened:
                kind: Literal["loop", "function"] = "loop" if item.kind == "loop" else "function"
                self.groups.append(
                    Group(len(self.groups), full_title(item), kind, parent, original_id=item.id)
                )
                inside = len(self.groups) - 1
                pending += [(inner, inside) for inner in reversed(item.items)]
            else:
                self.visible.append(item)
                if parent is not None:
                    self.group_of_part[item.id] = parent
                for index in range(item.first, item.last + 1):
                    self.owner[index] = item

    def _find_outputs(self) -> None:
        """Find the outputs of each closed part, and which of several get a pick gate.

        What a visible gate reads gets one for all its readers, so that its gradient is complete.
        """
        whole = self.whole
        for part in (item for item in self.visible if isinstance(item, Part)):
            inside = self.inside(part)
            outputs = [
                node.index
                for node in inside
                if node.index == whole.output
                or any(self.owner.get(by) is not part for by, _ in whole.consumers[node.index])
            ]
            self.outputs[part.id] = outputs or [inside[-1].index]
            if len(outputs) > 1:
                self.picks |= {
                    index: -1
                    for index in outputs
                    if index == whole.output
                    or any(by not in self.owner for by, _ in whole.consumers[index])
                }

    def inside(self, part: Part) -> list[Node]:
        """The gates of a part."""
        nodes = self.whole.nodes[part.first : part.last + 1]
        return [node for node in nodes if node.gate is not None]

    def _is_only_inside(self, node: Node) -> bool:
        """Whether a constant stands only in closed groups: they have copies of their own."""
        readers = self.whole.consumers[node.index]
        return (
            node.kind == "constant"
            and node.index != self.whole.output
            and bool(readers)
            and all(consumer in self.owner for consumer, _ in readers)
        )

    def _add(self, node: Node, **changes: Any) -> int:
        index = len(self.nodes)
        changes.setdefault("original_id", node.id)
        changes.setdefault("group", None)
        self.nodes.append(replace(node, index=index, **changes))
        self.new_index[node.index] = index
        return index

    def argument(self, index: int) -> int:
        """The new index of what holds a value: its gate, its pick gate, or a closed group."""
        return self.picks.get(index, self.new_index[index])

    def pick_of(self, index: int) -> Gate | None:
        """The gate that picks a value out of its group's bundle; None where there is no bundle."""
        owner = self.owner.get(index)
        outputs = () if owner is None else self.outputs[owner.id]
        if len(outputs) < 2:
            return None
        shapes = [self.whole.nodes[inner].shape or () for inner in outputs]
        place = outputs.index(index)
        ends = [0, *accumulate(map(prod, shapes))]
        title = self.whole.titles.get(index) or ""
        span = (ends[place], ends[place + 1], place)
        whole = self.whole
        has_gradient = whole.depends_on_wrt[index] or whole.awaits_gradient[index]
        return pick_gate(span, whole.nodes[index], title, has_gradient)

    def _add_closed(self, part: Part) -> None:
        whole, inside, outputs = self.whole, self.inside(part), self.outputs[part.id]
        entering: dict[int, list[int]] = {}  # argument of the gate → the values read of it
        for node in inside:
            for argument in node.args:
                outside = whole.nodes[argument].kind != "constant"
                if outside and self.owner.get(argument) is not part:
                    entering.setdefault(self.argument(argument), []).append(argument)
        boundary = Boundary(
            whole,
            part,
            inside,
            [
                BoundaryInput(
                    self.nodes[index].shape, self.nodes[index].truth, self._entering_values(values)
                )
                for index, values in entering.items()
            ],
            outputs,
        )
        composite = Composite(boundary)
        data = all(whole.nodes[index].data for index in outputs)
        node = Node(
            len(self.nodes),
            "gate",
            gate=group_gate(composite, part),
            args=tuple(entering),
            name=self._name(outputs),
            shape=composite.shape,
            source=_source(inside),
            group=self.group_of_part.get(part.id),
            data=data,
            truth=all(whole.nodes[index].truth for index in outputs),
            original_id=part.id,
        )
        self.nodes.append(node)
        for inner in inside:
            self.new_index[inner.index] = node.index
        for place, index in enumerate(outputs):
            if index in self.picks:
                self.picks[index] = len(self.nodes)
                whole_gradient = self._gradient_is_whole(index)
                self.nodes.append(
                    replace(
                        whole.nodes[index],
                        index=len(self.nodes),
                        gate=self.pick_of(index),
                        args=(node.index,),
                        settings={},
                        name=whole.nodes[index].name if whole_gradient else None,
                        group=node.group,
                        original_id=whole.nodes[index].id
                        if whole_gradient
                        else f"{part.id}_{place}",
                    )
                )

    def _entering_values(self, values: Iterable[int]) -> tuple[tuple[int, Gate | None], ...]:
        """The values read of one argument of a group, each with its pick gate, if any."""
        return tuple(
            (index, None if index in self.picks else self.pick_of(index))
            for index in dict.fromkeys(values)
        )

    def _gradient_is_whole(self, index: int) -> bool:
        """Whether all of an output's gradient arrives from outside its group; a value that is read
        inside too gets a part of its gradient there."""
        owner = self.owner[index]
        return all(self.owner.get(by) is not owner for by, _ in self.whole.consumers[index])

    def _name(self, outputs: Sequence[int]) -> str | None:
        """The names of a group's outputs; None for one whose gradient is not whole."""
        if len(outputs) == 1 and not self._gradient_is_whole(outputs[0]):
            return None
        names = [self.whole.nodes[index].name for index in outputs]
        present = [name for name in names if name]
        return ", ".join(present) if len(present) == len(names) <= 3 else None

    def _graph(self) -> Graph:
        whole = self.whole
        output = self.argument(whole.output)
        visible_nodes = {name: self._visible_node(index) for name, index in whole.names.items()}
        names = {name: index for name, index in visible_nodes.items() if index is not None}
        if whole.names.get(whole.output_name) == whole.output:
            names[whole.output_name] = output
        has_name = whole.output_name in whole.names
        graph = whole.with_nodes(
            self.nodes,
            groups=tuple(self.groups),
            names=names,
            inputs={
                name: replace(entry, node=self.new_index[entry.node])
                for name, entry in whole.inputs.items()
            },
            output=output,
            output_name=whole.output_name if has_name else self.nodes[output].id,
            wrt=frozenset(self.new_index[index] for index in whole.wrt),
            wanted=frozenset(self.new_index[index] for index in whole.wanted),
            warnings=(),
            not_run=self._not_run(),
        )
        return replace(graph, absorbed=self._absorbed(graph))

    def _not_run(self) -> tuple[Node, ...]:
        """What an error kept from running, up to what reads a value that a closed group hides."""
        behind = {node.index: len(self.nodes) + at for at, node in enumerate(self.whole.not_run)}
        groups = {group.id: group.index for group in self.groups}
        found = []
        for node in self.whole.not_run:
            visible = [behind.get(one, self._visible_node(one)) for one in node.args]
            args = tuple(one for one in visible if one is not None)
            if len(args) < len(visible):
                break
            group = None if node.group is None else groups.get(self.whole.groups[node.group].id)
            found.append(replace(node, index=behind[node.index], args=args, group=group))
        return tuple(found)

    def _visible_node(self, index: int) -> int | None:
        """The visible node that holds a value alone; None where it is inside a group."""
        owner = self.owner.get(index)
        if owner is not None and (
            index not in self.outputs[owner.id] or not self._gradient_is_whole(index)
        ):
            return None
        alone = owner is None or len(self.outputs[owner.id]) == 1
        return self.new_index.get(index) if alone else self.picks.get(index)

    @staticmethod
    def _absorbed(graph: Graph) -> frozenset[int]:
        """Where there are many inputs, those that only one closed group reads."""
        read = {argument for node in graph.not_run for argument in node.args}
        leaves = [entry.node for entry in graph.inputs.values() if entry.node not in read]
        if len(leaves) <= MOST_LEAVES:
            return frozenset()
        return frozenset(
            index
            for index in leaves
            if len({consumer for consumer, _ in graph.consumers[index]}) == 1
            and gates_inside(graph.nodes[graph.consumers[index][0][0]])
        )


def gates_inside(node: Node) -> int:
    """How many gates a closed group holds; 0 for any other node."""
    return node.gate.gates_inside if node.gate is not None else 0


def _source(inside: Sequence[Node]) -> Source | None:
    """The text of the gates inside, from the first to the last."""
    places = [node.source for node in inside if node.source is not None]
    if not places:
        return None
    first = min(places, key=lambda place: (place.line, place.column))
    last = max(places, key=lambda place: (place.end_line, place.end_column))
    return Source(first.line, first.column, last.end_line, last.end_column)
