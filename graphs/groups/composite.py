"""What a closed group holds, as a graph that runs both ways, and the row it stands as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from graphs.autodiff.backward import walk
from graphs.autodiff.forward import plain
from graphs.gates import Gate
from graphs.gates.row import GROUP, MOVER, Rule, shape_of
from graphs.gates.shapes import Shape, elementwise
from graphs.groups.outline import Part
from graphs.model import Graph, Node, Value

if TYPE_CHECKING:
    from graphs.groups.collapse import Closing

LONGEST_SYMBOL = 22  # characters of a title in its mark
KEPT = 2  # backward passes through a group that are remembered: upstream, and ones


def titled(part: Part) -> str:
    """A part's title with how many passes it holds."""
    return f"{part.title} × {part.passes}" if part.passes else part.title


class Within:
    """What a closed group holds, as a graph of its own that runs both ways."""

    def __init__(
        self,
        closing: Closing,
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
                gate = None if index in closing.picked else closing.bundled(index)
                if gate is not None:
                    place[index] = add(whole.nodes[index], gate=gate, args=(slot,), settings={})
        for node in inside:
            for argument in node.args:
                if whole.nodes[argument].kind == "constant" and argument not in place:
                    place[argument] = add(whole.nodes[argument])
            args = tuple(place[argument] for argument in node.args)
            place[node.index] = add(node, args=args)
        ends = [place[index] for index in leaving]
        output = ends[0]
        if len(leaving) > 1:
            shapes = [whole.nodes[index].shape or () for index in leaving]
            together = bundling(shapes, [whole.reaches[index] for index in leaving])
            shape = together.shape(*shapes)
            output = add(Node(0, "gate", gate=together, args=tuple(ends), shape=shape))
        self.count = len(reached)
        self.shape: Shape = nodes[output].shape or ()
        self.graph = Graph(
            program="", nodes=tuple(nodes), groups=(), names={}, inputs={}, output=output,
            output_name="", wrt=frozenset(range(self.count)),
        )  # fmt: skip
        self.leads = self._leads(ends)
        self._values: tuple[tuple[Value, ...], list[Value]] | None = None
        self._passes: list[tuple[list[Value], Value, list[Any]]] = []

    def _leads(self, ends: Sequence[int]) -> list[bool]:
        """Whether each argument has a slope: something that leaves the group varies with it."""
        leads = [False] * len(self.graph.nodes)
        for index in ends:
            leads[index] = True
        for node in reversed(self.graph.nodes):
            if leads[node.index]:
                for slot in self.graph.slots(node):
                    leads[node.args[slot]] = True
        return leads[: self.count]

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


def row(within: Within, part: Part, count: int) -> Gate:
    """The row of a closed group."""
    title = titled(part)
    short = title if len(title) <= LONGEST_SYMBOL else f"{title[:LONGEST_SYMBOL]}…"
    slots = ", ".join(f"{{{slot}}}" for slot in range(count))
    called, applied = title, str(part.kind)
    if part.kind == "function":
        called = applied = part.title.partition("(")[0]
    elif part.passes == 0:
        applied = "pass" if part.kind == "loop" else "lines"
    shapes = [node.shape or () for node in within.graph.nodes[:count]]
    numbers = not within.shape and not any(shapes)
    return Gate(
        "group",
        form=f"{_braced(applied)}({slots})",
        symbol=short,
        role=GROUP if any(within.leads) else None,
        forward=within.output,
        vjp=tuple(within.rule(slot) if leads else None for slot, leads in enumerate(within.leads)),
        why=(f"the slope through the {part.gates:,} gates inside",),
        latex=rf"\text{{{{{_braced(_latex(applied))}}}}}\left({slots}\right)",
        shape=elementwise if numbers else lambda *shapes: within.shape,
        called=called,
        inside=part.gates,
    )


def bundling(shapes: Sequence[Shape], carries: Sequence[bool]) -> Gate:
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


def picking(span: tuple[int, int, int], node: Node, title: str, carries: bool) -> Gate:
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
