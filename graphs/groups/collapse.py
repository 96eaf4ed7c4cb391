"""Closed groups: a graph in which each stands as a single gate, with the chain rule inside it.

Such a gate is a row like any other, made from the nodes inside: forward it runs them, its rule is
a backward pass through them. What leaves a group in several values leaves it as one array, from
which readers outside pick theirs.
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
    Composite,
    Entering,
    full_title,
    group_gate,
    pick_gate,
)
from graphs.groups.outline import MOST_LEAVES, Outline, Part
from graphs.model import Graph, Group, Node, Source


@dataclass(frozen=True)
class Collapsed:
    """``graph`` is what is shown; ``place`` says where each node of the whole stands in it now,
    those inside a closed group at the group's gate."""

    graph: Graph
    place: Mapping[int, int]
    parts: Mapping[str, Part]  # the closed ones that are seen
    opened: frozenset[str]


def collapse(outline: Outline, opened: Iterable[str]) -> Collapsed:
    """The graph with the parts open that are asked for, and what is around them."""
    return _Collapsing(outline, outline.opened(opened)).collapsed()


class _Collapsing:
    """The graph with closed parts as single gates, while it is made."""

    def __init__(self, outline: Outline, opened: frozenset[str]) -> None:
        self.outline, self.whole, self.opened = outline, outline.graph, opened
        self.owner: dict[int, Part] = {}  # gates inside closed parts
        self.shown: list[int | Part] = []
        self.groups: list[Group] = []
        self.group_of: dict[int, int] = {}  # shown gates → the open part around them
        self.group_at: dict[str, int] = {}  # closed parts → the open part around them
        self.nodes: list[Node] = []
        self.place: dict[int, int] = {}
        self.leaving: dict[str, list[int]] = {}  # closed parts → the values that leave them
        self.picked: dict[int, int] = {}  # values taken out of those by themselves → where

    def collapsed(self) -> Collapsed:
        self._look()
        self._leave()
        for node in self.whole.nodes:
            if node.gate is None and not self._only_inside(node):
                self._add(node)
        for item in self.shown:
            if isinstance(item, int):
                node = self.whole.nodes[item]
                args = tuple(self.source(argument) for argument in node.args)
                self._add(node, args=args, group=self.group_of.get(item))
            else:
                self._close(item)
        graph = self._graph()
        parts = {item.id: item for item in self.shown if isinstance(item, Part)}
        return Collapsed(graph, self.place, parts, self.opened)

    def _look(self) -> None:
        """Walk the tree down to what is seen."""
        waiting: list[tuple[int | Part, int | None]] = [
            (item, None) for item in reversed(self.outline.items)
        ]
        while waiting:
            item, around = waiting.pop()
            if isinstance(item, int):
                self.shown.append(item)
                if around is not None:
                    self.group_of[item] = around
            elif item.id in self.opened:
                kind: Literal["loop", "function"] = "loop" if item.kind == "loop" else "function"
                self.groups.append(
                    Group(len(self.groups), full_title(item), kind, around, original_id=item.id)
                )
                inside = len(self.groups) - 1
                waiting += [(inner, inside) for inner in reversed(item.items)]
            else:
                self.shown.append(item)
                if around is not None:
                    self.group_at[item.id] = around
                for index in range(item.first, item.last + 1):
                    self.owner[index] = item

    def _leave(self) -> None:
        """Which values leave each closed part, and which of several are picked by themselves.

        What a shown gate reads is picked for all its readers, so that its gradient is whole.
        """
        whole = self.whole
        for part in (item for item in self.shown if isinstance(item, Part)):
            inside = self.inside(part)
            leaving = [
                node.index
                for node in inside
                if node.index == whole.output
                or any(self.owner.get(by) is not part for by, _ in whole.consumers[node.index])
            ]
            self.leaving[part.id] = leaving or [inside[-1].index]
            if len(leaving) > 1:
                self.picked |= {
                    index: -1
                    for index in leaving
                    if index == whole.output
                    or any(by not in self.owner for by, _ in whole.consumers[index])
                }

    def inside(self, part: Part) -> list[Node]:
        """The gates of a part."""
        nodes = self.whole.nodes[part.first : part.last + 1]
        return [node for node in nodes if node.gate is not None]

    def _only_inside(self, node: Node) -> bool:
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
        changes.setdefault("known_as", node.id)
        changes.setdefault("group", None)
        self.nodes.append(replace(node, index=index, **changes))
        self.place[node.index] = index
        return index

    def source(self, index: int) -> int:
        """Where readers find a value: at its gate, at a pick, or among all that leave a group."""
        return self.picked.get(index, self.place[index])

    def pick_of(self, index: int) -> Gate | None:
        """What takes a value out of the several that leave its group together, where it is one."""
        owner = self.owner.get(index)
        leaving = () if owner is None else self.leaving[owner.id]
        if len(leaving) < 2:
            return None
        shapes = [self.whole.nodes[inner].shape or () for inner in leaving]
        place = leaving.index(index)
        ends = [0, *accumulate(map(prod, shapes))]
        title = self.whole.titles.get(index) or ""
        span = (ends[place], ends[place + 1], place)
        return pick_gate(span, self.whole.nodes[index], title, self.whole.depends_on_wrt[index])

    def _close(self, part: Part) -> None:
        whole, inside, leaving = self.whole, self.inside(part), self.leaving[part.id]
        reached: dict[int, list[int]] = {}  # what stands outside → the values wanted of it
        for node in inside:
            for argument in node.args:
                outside = whole.nodes[argument].kind != "constant"
                if outside and self.owner.get(argument) is not part:
                    reached.setdefault(self.source(argument), []).append(argument)
        boundary = Boundary(
            whole,
            part,
            inside,
            [
                Entering(self.nodes[at].shape, self.nodes[at].truth, self._arriving(values))
                for at, values in reached.items()
            ],
            leaving,
        )
        composite = Composite(boundary)
        data = all(whole.nodes[index].data for index in leaving)
        node = Node(
            len(self.nodes),
            "gate",
            gate=group_gate(composite, part),
            args=tuple(reached),
            name=self._name(leaving),
            shape=composite.shape,
            source=_source(inside),
            group=self.group_at.get(part.id),
            data=data,
            truth=all(whole.nodes[index].truth for index in leaving),
            original_id=part.id,
        )
        self.nodes.append(node)
        for inner in inside:
            self.place[inner.index] = node.index
        for place, index in enumerate(leaving):
            if index in self.picked:
                self.picked[index] = len(self.nodes)
                alike = self._alike(index)
                self.nodes.append(
                    replace(
                        whole.nodes[index],
                        index=len(self.nodes),
                        gate=self.pick_of(index),
                        args=(node.index,),
                        settings={},
                        name=whole.nodes[index].name if alike else None,
                        group=node.group,
                        original_id=whole.nodes[index].id if alike else f"{part.id}_{place}",
                    )
                )

    def _arriving(self, values: Iterable[int]) -> tuple[tuple[int, Gate | None], ...]:
        """Values that enter a group by one argument, each with what takes it out of a bundle."""
        return tuple(
            (index, None if index in self.picked else self.pick_of(index))
            for index in dict.fromkeys(values)
        )

    def _alike(self, index: int) -> bool:
        """Whether a value that leaves a group has the same gradient outside as inside: where it
        is read inside too, what arrives from outside is only a part of it."""
        owner = self.owner[index]
        return all(self.owner.get(by) is not owner for by, _ in self.whole.consumers[index])

    def _name(self, leaving: Sequence[int]) -> str | None:
        """The name of what leaves a group; of one that is read inside too it would mean both."""
        if len(leaving) == 1 and not self._alike(leaving[0]):
            return None
        names = [self.whole.nodes[index].name for index in leaving]
        known = [name for name in names if name]
        return ", ".join(known) if len(known) == len(names) <= 3 else None

    def _graph(self) -> Graph:
        whole = self.whole
        output = self.source(whole.output)
        seen = {name: self._seen(index) for name, index in whole.names.items()}
        names = {name: index for name, index in seen.items() if index is not None}
        if whole.names.get(whole.output_name) == whole.output:
            names[whole.output_name] = output
        named = whole.output_name in whole.names
        graph = replace(
            whole,
            nodes=tuple(self.nodes),
            groups=tuple(self.groups),
            names=names,
            inputs={
                name: replace(entry, node=self.place[entry.node])
                for name, entry in whole.inputs.items()
            },
            output=output,
            output_name=whole.output_name if named else self.nodes[output].id,
            wrt=frozenset(self.place[index] for index in whole.wrt),
            warnings=(),
        )
        return replace(graph, absorbed=self._absorbed(graph))

    def _seen(self, index: int) -> int | None:
        """The shown node that holds a value alone; None where it is inside a group."""
        owner = self.owner.get(index)
        if owner is not None and (index not in self.leaving[owner.id] or not self._alike(index)):
            return None
        alone = owner is None or len(self.leaving[owner.id]) == 1
        return self.place.get(index) if alone else self.picked.get(index)

    @staticmethod
    def _absorbed(graph: Graph) -> frozenset[int]:
        """Of many inputs those that one closed group alone reads."""
        leaves = [entry.node for entry in graph.inputs.values()]
        if len(leaves) <= MOST_LEAVES:
            return frozenset()
        return frozenset(
            index
            for index in leaves
            if len({consumer for consumer, _ in graph.consumers[index]}) == 1
            and inside_of(graph.nodes[graph.consumers[index][0][0]])
        )


def inside_of(node: Node) -> int:
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
