"""What a closed group holds, as a graph that runs both ways, and the row it stands as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import prod
from typing import Any

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.forward import as_float64
from graphs.gates import Gate
from graphs.gates.row import GROUP, MOVER, Rule, shape_of
from graphs.gates.shapes import Shape, elementwise
from graphs.groups.outline import Part
from graphs.model import Graph, Node, Value

LONGEST_SYMBOL = 22  # characters of a title in its mark
REMEMBERED = 2  # backward passes through a group that are remembered: upstream, and ones


def full_title(part: Part) -> str:
    """A part's title with how many passes it holds."""
    return f"{part.title} × {part.passes}" if part.passes else part.title


@dataclass(frozen=True)
class Entering:
    """One argument of a closed group: its shape, whether it holds truth values, and which values
    of the whole program arrive by it, each with the gate that takes it out of a bundle."""

    shape: Shape | None
    truth: bool
    values: tuple[tuple[int, Gate | None], ...]


@dataclass(frozen=True)
class Boundary:
    """A closed group and what crosses its edge: values that enter, an argument each, and the
    values that leave it, by their index in the whole graph. ``inside`` are its gates."""

    whole: Graph
    part: Part
    inside: Sequence[Node]
    entering: Sequence[Entering]
    leaving: Sequence[int]


class Composite:
    """What a closed group holds, as a graph of its own that runs both ways."""

    def __init__(self, boundary: Boundary) -> None:
        whole, leaving = boundary.whole, boundary.leaving
        place: dict[int, int] = {}
        nodes: list[Node] = []

        def add(node: Node, **changes: Any) -> int:
            nodes.append(replace(node, index=len(nodes), group=None, original_id=None, **changes))
            return len(nodes) - 1

        for argument in boundary.entering:
            add(Node(0, "input", shape=argument.shape, truth=argument.truth))
        for slot, argument in enumerate(boundary.entering):
            for index, pick in argument.values:
                place[index] = slot
                if pick is not None:
                    place[index] = add(whole.nodes[index], gate=pick, args=(slot,), settings={})
        for node in boundary.inside:
            for source in node.args:
                if whole.nodes[source].kind == "constant" and source not in place:
                    place[source] = add(whole.nodes[source])
            place[node.index] = add(node, args=tuple(place[source] for source in node.args))
        ends = [place[index] for index in leaving]
        output = ends[0]
        if len(leaving) > 1:
            shapes = [whole.nodes[index].shape or () for index in leaving]
            bundle = bundle_gate(shapes, [whole.receives_gradient[index] for index in leaving])
            shape = bundle.shape(*shapes)
            output = add(Node(0, "gate", gate=bundle, args=tuple(ends), shape=shape))
        self.count = len(boundary.entering)
        self.shape: Shape = nodes[output].shape or ()
        self.graph = Graph(
            program="", nodes=tuple(nodes), groups=(), names={}, inputs={}, output=output,
            output_name="", wrt=frozenset(range(self.count)),
        )  # fmt: skip
        self.carries = self._carries(ends)
        self._values: tuple[tuple[Value, ...], list[Value]] | None = None
        self._passes: list[tuple[list[Value], Value, list[Any]]] = []

    def _carries(self, ends: Sequence[int]) -> list[bool]:
        """Whether each argument has a slope: something that leaves the group varies with it."""
        carries = [False] * len(self.graph.nodes)
        for index in ends:
            carries[index] = True
        for node in reversed(self.graph.nodes):
            if carries[node.index]:
                for slot in self.graph.slots(node):
                    carries[node.args[slot]] = True
        return carries[: self.count]

    def values(self, args: tuple[Value, ...]) -> list[Value]:
        """The value of everything inside, for these arguments."""
        known = self._values
        if known is not None and all(a is b for a, b in zip(known[0], args, strict=True)):
            return known[1]
        values = list(args)
        with np.errstate(all="ignore"):  # the whole program has warned
            for node in self.graph.nodes[self.count :]:
                if node.gate is None:
                    values.append(as_float64(node.constant))
                    continue
                given = [values[argument] for argument in node.args]
                values.append(as_float64(node.gate.compute(given, node.settings)))
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
            for node, slot, _, total in backpropagate(self.graph, values, g):
                if node.args[slot] < self.count:
                    found[node.args[slot]] = total
        self._passes = [*self._passes[1 - REMEMBERED :], (values, g, found)]
        return found


def group_gate(composite: Composite, part: Part) -> Gate:
    """The row of a closed group."""
    title, count = full_title(part), composite.count
    short = title if len(title) <= LONGEST_SYMBOL else f"{title[:LONGEST_SYMBOL]}…"
    slots = ", ".join(f"{{{slot}}}" for slot in range(count))
    called, applied = title, str(part.kind)
    if part.kind == "function":
        called = applied = part.title.partition("(")[0]
    elif part.passes == 0:
        applied = "pass" if part.kind == "loop" else "lines"
    shapes = [node.shape or () for node in composite.graph.nodes[:count]]
    numbers = not composite.shape and not any(shapes)
    return Gate(
        "group",
        form=f"{_braced(applied)}({slots})",
        symbol=short,
        role=GROUP if any(composite.carries) else None,
        forward=composite.output,
        vjp=tuple(
            composite.rule(slot) if carries else None
            for slot, carries in enumerate(composite.carries)
        ),
        why=(f"the slope through the {part.gates:,} gates inside",),
        latex=rf"\text{{{{{_braced(_latex(applied))}}}}}\left({slots}\right)",
        shape=elementwise if numbers else lambda *shapes: composite.shape,
        display_name=called,
        gates_inside=part.gates,
    )


def bundle_gate(shapes: Sequence[Shape], carries: Sequence[bool]) -> Gate:
    """Several values as one array: stacked where their shapes are equal, else end to end.
    ``carries``: the values that a gradient arrives at where the group is open."""
    equal = len(set(shapes)) == 1
    together: Shape = (len(shapes), *shapes[0]) if equal else (sum(map(prod, shapes)),)
    ends = [0, *accumulate(map(prod, shapes))]

    def rule(slot: int) -> Rule | None:
        def pull(g: Any, z: Any, *args: Any) -> Any:
            return np.ravel(g)[ends[slot] : ends[slot + 1]].reshape(shapes[slot])[()]

        return pull if carries[slot] else None

    return Gate(
        "bundle",
        form="[…]",
        symbol="[ ]",
        role=MOVER,
        forward=lambda *args: np.concatenate([np.ravel(part) for part in args]).reshape(together),
        vjp=tuple(map(rule, range(len(shapes)))),
        shape=lambda *shapes: together,
    )


def pick_gate(span: tuple[int, int, int], node: Node, title: str, carries: bool) -> Gate:
    """One of the values that leave a group together: ``node``'s, at ``place`` among them, in
    elements ``start`` to ``stop``. ``carries``: it depends on what gradients are asked for."""
    start, stop, place = span
    shape = node.shape or ()

    def forward(x: Any) -> Any:
        value = np.ravel(x)[start:stop].reshape(shape)
        return (value != 0 if node.truth else value)[()]  # together they are numbers

    def pull(g: Any, z: Any, x: Any) -> Any:
        whole = np.zeros(shape_of(x))
        whole.reshape(-1)[start:stop] = np.ravel(g)
        return whole

    return Gate(
        "pick",
        form=f"{{0}}[{place}]",
        symbol=title if 0 < len(title) <= LONGEST_SYMBOL else f"[{place}]",
        role=MOVER if carries else None,
        forward=forward,
        vjp=(pull if carries else None,),
        latex=rf"{{0}}[{place}]",
        shape=lambda x: shape,
    )


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


_SPECIAL = {c: f"\\{c}" for c in "#$%&_{}"} | {"\\": "/", "^": r"\^{}", "~": r"\~{}"}


def _latex(text: str) -> str:
    """Typed text as LaTeX's own text."""
    return "".join(_SPECIAL.get(char, char) for char in text)
