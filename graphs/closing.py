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
from typing import Any

import numpy as np

from graphs.backward import walk
from graphs.forward import plain
from graphs.gates import Gate
from graphs.gates.row import GROUP, MOVER, Rule, shape_of
from graphs.gates.shapes import Shape, elementwise
from graphs.model import Graph, Group, Node, Source, Value
from graphs.outline import MOST_LEAVES, Outline, Part

LONGEST_SYMBOL = 22  # characters of a title in its mark
KEPT = 2  # backward passes through a group that are remembered: upstream, and ones


@dataclass(frozen=True)
class Closed:
    """``graph`` is what is shown; ``place`` says where each node of the whole stands in it now,
    those inside a closed group at the group's gate."""

    graph: Graph
    place: Mapping[int, int]
    parts: Mapping[str, Part]  # the closed ones that are seen
    opened: frozenset[str]


def closed(outline: Outline, opened: Iterable[str]) -> Closed:
    """The graph with the parts open that are asked for, and what is around them."""
    return _Closing(outline, outline.opened(opened)).closed()


class _Closing:
    def __init__(self, outline: Outline, opened: frozenset[str]) -> None:
        self.outline, self.whole, self.opened = outline, outline.graph, opened
        self.owner: dict[int, Part] = {}  # gates inside closed parts
        self.shown: list[int | Part] = []
        self.groups: list[Group] = []
        self.group_of: dict[int, int] = {}  # shown gates → the open part around them
        self.group_at: dict[str, int] = {}  # closed parts → the open part around them
        self.nodes: list[Node] = []
        self.place: dict[int, int] = {}
        self.bundles: dict[str, list[int]] = {}  # closed parts → the values that leave them
        self.picked: dict[int, int] = {}

    def closed(self) -> Closed:
        self._look()
        for node in self.whole.nodes:
            if node.gate is None and not self._only_inside(node):
                self._add(node)
        for item in self.shown:
            if isinstance(item, int):
                node = self.whole.nodes[item]
                args = tuple(self._value(argument) for argument in node.args)
                group = self.group_of.get(item)
                self._add(node, args=args, group=group)
            else:
                self._close(item)
        graph = self._graph()
        parts = {item.id: item for item in self.shown if isinstance(item, Part)}
        return Closed(graph, self.place, parts, self.opened)

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
                self.groups.append(
                    Group(len(self.groups), titled(item), "function", around, known_as=item.id)
                )
                inside = len(self.groups) - 1
                waiting += [(inner, inside) for inner in reversed(item.items)]
            else:
                self.shown.append(item)
                if around is not None:
                    self.group_at[item.id] = around
                for index in range(item.first, item.last + 1):
                    self.owner[index] = item

    def _only_inside(self, node: Node) -> bool:
        """Whether a constant stands only in closed groups: they have copies of their own."""
        readers = self.whole.consumers[node.index]
        return (
            node.kind == "constant"
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

    def _value(self, index: int) -> int:
        """Where a shown gate finds a value; one of several that leave a group is picked."""
        owner = self.owner.get(index)
        if owner is None or len(self.bundles[owner.id]) == 1:
            return self.place[index]
        if index not in self.picked:
            source, node = self.place[index], self.whole.nodes[index]
            gate = picking(self._span(owner, index), node.shape or (), self._told(index))
            group = self.group_at.get(owner.id)
            self.nodes.append(
                replace(node, index=len(self.nodes), gate=gate, args=(source,), settings={},
                        known_as=node.id, group=group)
            )  # fmt: skip
            self.picked[index] = len(self.nodes) - 1
        return self.picked[index]

    def _told(self, index: int) -> str:
        return self.whole.titles.get(index) or ""

    def _span(self, part: Part, index: int) -> tuple[int, int, int]:
        """From where to where a value stands in the array that leaves its group, and its place."""
        leaving = self.bundles[part.id]
        sizes = [prod(self.whole.nodes[inner].shape or ()) for inner in leaving]
        at = leaving.index(index)
        ends = [0, *accumulate(sizes)]
        return ends[at], ends[at + 1], at

    def _close(self, part: Part) -> None:
        whole = self.whole
        inside = [
            whole.nodes[index]
            for index in range(part.first, part.last + 1)
            if whole.nodes[index].gate is not None
        ]
        leaving = [
            node.index
            for node in inside
            if node.index == whole.output
            or any(self.owner.get(reader) is not part for reader, _ in whole.consumers[node.index])
        ] or [inside[-1].index]
        self.bundles[part.id] = leaving
        reached: dict[int, list[int]] = {}  # what stands outside → the values wanted of it
        for node in inside:
            for argument in node.args:
                outside = whole.nodes[argument].kind != "constant"
                if outside and self.owner.get(argument) is not part:
                    reached.setdefault(self.place[argument], []).append(argument)
        within = Within(self, part, inside, reached, leaving)
        data = all(whole.nodes[index].data for index in leaving)
        node = Node(
            len(self.nodes),
            "gate",
            gate=_row(within, part, len(reached)),
            args=tuple(reached),
            name=self._name(leaving),
            shape=within.shape,
            source=_source(inside),
            group=self.group_at.get(part.id),
            data=data,
            truth=all(whole.nodes[index].truth for index in leaving),
            known_as=part.id,
        )
        for inner in inside:
            self.place[inner.index] = node.index
        self.nodes.append(node)

    def _name(self, leaving: Sequence[int]) -> str | None:
        names = [self.whole.nodes[index].name for index in leaving]
        known = [name for name in names if name]
        return ", ".join(known) if len(known) == len(names) <= 3 else None

    def _graph(self) -> Graph:
        whole = self.whole
        output = self._value(whole.output)
        seen = {name: self._seen(index) for name, index in whole.names.items()}
        names = {name: index for name, index in seen.items() if index is not None}
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
        if owner is None:
            return self.place.get(index)
        if self.bundles[owner.id] == [index]:
            return self.place[index]
        return self.picked.get(index)

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
    return node.gate.inside if node.gate is not None else 0


def titled(part: Part) -> str:
    """A part's title with how many passes it holds."""
    return f"{part.title} × {part.passes}" if part.passes else part.title


class Within:
    """What a closed group holds, as a graph of its own that runs both ways."""

    def __init__(
        self,
        closing: _Closing,
        part: Part,
        inside: Sequence[Node],
        reached: Mapping[int, Sequence[int]],
        leaving: Sequence[int],
    ) -> None:
        whole = closing.whole
        place: dict[int, int] = {}
        nodes: list[Node] = []

        def add(node: Node, **changes: Any) -> int:
            nodes.append(replace(node, index=len(nodes), group=None, known_as=None, **changes))
            return len(nodes) - 1

        for at in reached:
            add(Node(0, "input", shape=closing.nodes[at].shape, truth=closing.nodes[at].truth))
        for slot, wanted in enumerate(reached.values()):
            for index in dict.fromkeys(wanted):
                place[index] = slot
                owner = closing.owner.get(index)
                if owner is not None and len(closing.bundles[owner.id]) > 1:
                    node = whole.nodes[index]
                    gate = picking(closing._span(owner, index), node.shape or (), "")
                    place[index] = add(node, gate=gate, args=(slot,), settings={})
        for node in inside:
            for argument in node.args:
                if whole.nodes[argument].kind == "constant" and argument not in place:
                    place[argument] = add(whole.nodes[argument])
            args = tuple(place[argument] for argument in node.args)
            place[node.index] = add(node, args=args)
        output = place[leaving[0]]
        if len(leaving) > 1:
            shapes = [whole.nodes[index].shape or () for index in leaving]
            gate = bundling(shapes)
            args = tuple(place[index] for index in leaving)
            output = add(Node(0, "gate", gate=gate, args=args, shape=gate.shape(*shapes)))
        self.count = len(reached)
        self.shape: Shape = nodes[output].shape or ()
        self.graph = Graph(
            program="", nodes=tuple(nodes), groups=(), names={}, inputs={}, output=output,
            output_name="", wrt=frozenset(range(self.count)),
        )  # fmt: skip
        self._values: tuple[tuple[Value, ...], list[Value]] | None = None
        self._passes: list[tuple[list[Value], Value, list[Any]]] = []

    def values(self, args: tuple[Value, ...]) -> list[Value]:
        """The value of everything inside, for these arguments."""
        known = self._values
        if known is not None and all(a is b for a, b in zip(known[0], args, strict=True)):
            return known[1]
        values = list(args)
        with np.errstate(all="ignore"):  # the whole program has warned
            for node in self.graph.nodes[self.count :]:
                if node.gate is None:
                    values.append(plain(node.constant))
                    continue
                given = [values[argument] for argument in node.args]
                values.append(plain(node.gate.compute(given, node.settings)))
        self._values = (args, values)
        return values

    def output(self, *args: Value) -> Value:
        """What leaves the group."""
        return self.values(args)[self.graph.output]

    def rule(self, slot: int) -> Rule:
        """The gradient of one argument: a backward pass through the group."""

        def pull(g: Value, z: Value, *args: Value) -> Any:
            found = self._backward(g, self.values(args))[slot]
            return np.zeros(np.shape(args[slot]))[()] if found is None else found

        return pull

    def _backward(self, g: Value, values: list[Value]) -> list[Any]:
        for known, upstream, before in self._passes:
            if known is values and upstream is g:
                return before
        found: list[Any] = [None] * self.count
        with np.errstate(all="ignore"):
            for node, slot, _, total in walk(self.graph, values, g):
                if node.args[slot] < self.count:
                    found[node.args[slot]] = total
        self._passes = [*self._passes[1 - KEPT :], (values, g, found)]
        return found


def _row(within: Within, part: Part, count: int) -> Gate:
    """The row of a closed group."""
    title = titled(part)
    short = title if len(title) <= LONGEST_SYMBOL else f"{title[:LONGEST_SYMBOL]}…"
    slots = ", ".join(f"{{{slot}}}" for slot in range(count))
    called = part.title.partition("(")[0] if part.kind == "function" else title
    shapes = [node.shape or () for node in within.graph.nodes[:count]]
    numbers = not within.shape and not any(shapes)
    reaches = within.graph.reaches
    return Gate(
        "group",
        form=f"{_braced(called)}({slots})",
        symbol=short,
        role=GROUP if any(reaches[:count]) else None,
        forward=within.output,
        vjp=tuple(within.rule(slot) if reaches[slot] else None for slot in range(count)),
        why=(f"the slope through the {part.gates} gates inside",),
        latex=rf"\text{{{{{_braced(_latex(called))}}}}}\left({slots}\right)",
        shape=elementwise if numbers else lambda *shapes: within.shape,
        called=called,
        inside=part.gates,
    )


def bundling(shapes: Sequence[Shape]) -> Gate:
    """Several values as one array: stacked where their shapes are equal, else end to end."""
    equal = len(set(shapes)) == 1
    together: Shape = (len(shapes), *shapes[0]) if equal else (sum(map(prod, shapes)),)
    ends = [0, *accumulate(map(prod, shapes))]

    def pull(slot: int, g: Any, z: Any, *args: Any) -> Any:
        return np.ravel(g)[ends[slot] : ends[slot + 1]].reshape(shapes[slot])[()]

    return Gate(
        "bundle",
        form="[…]",
        symbol="[ ]",
        role=MOVER,
        forward=lambda *args: np.concatenate([np.ravel(part) for part in args]).reshape(together),
        vjp=(pull,),
        variadic=True,
        shape=lambda *shapes: together,
    )


def picking(span: tuple[int, int, int], shape: Shape, title: str) -> Gate:
    """One of the values that leave a group together."""
    start, stop, place = span

    def pull(g: Any, z: Any, x: Any) -> Any:
        whole = np.zeros(shape_of(x))
        whole.reshape(-1)[start:stop] = np.ravel(g)
        return whole

    return Gate(
        "pick",
        form=f"{{0}}[{place}]",
        symbol=title if 0 < len(title) <= LONGEST_SYMBOL else f"[{place}]",
        role=MOVER,
        forward=lambda x: np.ravel(x)[start:stop].reshape(shape)[()],
        vjp=(pull,),
        latex=rf"{{0}}[{place}]",
        shape=lambda x: shape,
    )


def _source(inside: Sequence[Node]) -> Source | None:
    """The text of the gates inside, from the first to the last."""
    places = [node.source for node in inside if node.source is not None]
    if not places:
        return None
    first = min(places, key=lambda place: (place.line, place.column))
    last = max(places, key=lambda place: (place.end_line, place.end_column))
    return Source(first.line, first.column, last.end_line, last.end_column)


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


_SPECIAL = {c: f"\\{c}" for c in "#$%&_{}"} | {"\\": "/", "^": r"\^{}", "~": r"\~{}"}


def _latex(text: str) -> str:
    """Typed text as LaTeX's own text."""
    return "".join(_SPECIAL.get(char, char) for char in text)
