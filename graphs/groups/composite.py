"""The inside of a closed group as a graph that runs both ways, and the group's row as a gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import prod
from typing import Any

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.forward import as_float64
from graphs.explain.labels import text_latex
from graphs.gates import Gate
from graphs.gates.row import GROUP, MOVER, Rule, shape_of
from graphs.gates.shapes import Shape, elementwise
from graphs.groups.outline import Part
from graphs.model import Graph, Node, Value

LONGEST_SYMBOL = 22  # characters of a title in its mark
MOST_CACHED = 2  # backward passes through a group: for the upstream gradient, and for ones


def full_title(part: Part) -> str:
    """A part's title with how many passes it holds."""
    return f"{part.title} × {part.passes}" if part.passes else part.title


@dataclass(frozen=True)
class BoundaryInput:
    """One argument of a closed group: its shape, whether it holds truth values, and the values of
    the whole program that it carries, each with the gate that picks it out of a bundle, if any."""

    shape: Shape | None
    truth: bool
    values: tuple[tuple[int, Gate | None], ...]


@dataclass(frozen=True)
class Boundary:
    """A closed group and what crosses its boundary: its arguments, and its output values by their
    index in the whole graph. ``inside`` are its gates."""

    whole: Graph
    part: Part
    inside: Sequence[Node]
    inputs: Sequence[BoundaryInput]
    outputs: Sequence[int]


class Composite:
    """The inside of a closed group, as a graph of its own that runs both ways."""

    def __init__(self, boundary: Boundary) -> None:
        whole, outputs = boundary.whole, boundary.outputs
        new_index: dict[int, int] = {}
        nodes: list[Node] = []

        def add(node: Node, **changes: Any) -> int:
            nodes.append(replace(node, index=len(nodes), group=None, original_id=None, **changes))
            return len(nodes) - 1

        for argument in boundary.inputs:
            add(Node(0, "input", shape=argument.shape, truth=argument.truth))
        for slot, argument in enumerate(boundary.inputs):
            for index, pick in argument.values:
                new_index[index] = slot
                if pick is not None:
                    new_index[index] = add(whole.nodes[index], gate=pick, args=(slot,), settings={})
        for node in boundary.inside:
            for source in node.args:
                if whole.nodes[source].kind == "constant" and source not in new_index:
                    new_index[source] = add(whole.nodes[source])
            new_index[node.index] = add(node, args=tuple(new_index[source] for source in node.args))
        output_nodes = [new_index[index] for index in outputs]
        output = output_nodes[0]
        if len(outputs) > 1:
            shapes = [whole.nodes[index].shape or () for index in outputs]
            bundle = bundle_gate(shapes, [whole.receives_gradient[index] for index in outputs])
            shape = bundle.shape(*shapes)
            output = add(Node(0, "gate", gate=bundle, args=tuple(output_nodes), shape=shape))
        self.count = len(boundary.inputs)
        self.shape: Shape = nodes[output].shape or ()
        self.graph = Graph(
            program="", nodes=tuple(nodes), groups=(), names={}, inputs={}, output=output,
            output_name="", wrt=frozenset(range(self.count)),
        )  # fmt: skip
        self.has_gradient = self._has_gradient(output_nodes)
        self._values: tuple[tuple[Value, ...], list[Value]] | None = None
        self._backward_cache: list[tuple[list[Value], Value, list[Any]]] = []

    def _has_gradient(self, output_nodes: Sequence[int]) -> list[bool]:
        """Whether each argument has a gradient: an output of the group varies with it."""
        has_gradient = [False] * len(self.graph.nodes)
        for index in output_nodes:
            has_gradient[index] = True
        for node in reversed(self.graph.nodes):
            if has_gradient[node.index]:
                for slot in self.graph.slots(node):
                    has_gradient[node.args[slot]] = True
        return has_gradient[: self.count]

    def values(self, args: tuple[Value, ...]) -> list[Value]:
        """The value of each inner node, for these arguments."""
        cached = self._values
        if cached is not None and all(a is b for a, b in zip(cached[0], args, strict=True)):
            return cached[1]
        values = list(args)
        with np.errstate(all="ignore"):  # the whole program has warned
            for node in self.graph.nodes[self.count :]:
                if node.gate is None:
                    values.append(as_float64(node.constant))
                    continue
                operands = [values[argument] for argument in node.args]
                values.append(as_float64(node.gate.compute(operands, node.settings)))
        self._values = (args, values)
        return values

    def output(self, *args: Value) -> Value:
        """The group's value: its output, or its outputs bundled."""
        return self.values(args)[self.graph.output]

    def rule(self, slot: int) -> Rule:
        """The gradient of one argument: a backward pass through the group."""

        def pull(g: Value, z: Value, *args: Value) -> Any:
            gradient = self._backward(g, self.values(args))[slot]
            return np.zeros(np.shape(args[slot]))[()] if gradient is None else gradient

        return pull

    def _backward(self, g: Value, values: list[Value]) -> list[Any]:
        for cached, upstream, gradients in self._backward_cache:
            if cached is values and upstream is g:
                return gradients
        gradients = [None] * self.count
        with np.errstate(all="ignore"):
            for node, slot, _, total in backpropagate(self.graph, values, g):
                if node.args[slot] < self.count:
                    gradients[node.args[slot]] = total
        self._backward_cache = [*self._backward_cache[1 - MOST_CACHED :], (values, g, gradients)]
        return gradients


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
        role=GROUP if any(composite.has_gradient) else None,
        forward=composite.output,
        vjp=tuple(
            composite.rule(slot) if has_gradient else None
            for slot, has_gradient in enumerate(composite.has_gradient)
        ),
        why=(
            f"{{x}} acts through the {part.gates:,} gates inside: along a path their factors "
            "multiply, and paths add.",
        ),
        latex=rf"\text{{{{{_braced(text_latex(applied))}}}}}\left({slots}\right)",
        shape=elementwise if numbers else lambda *shapes: composite.shape,
        display_name=called,
        gates_inside=part.gates,
    )


def bundle_gate(shapes: Sequence[Shape], has_gradient: Sequence[bool]) -> Gate:
    """Several values as one array: stacked where their shapes are equal, else flat, end to end.
    ``has_gradient``: whether a gradient arrives at each value where the group is open."""
    equal = len(set(shapes)) == 1
    bundle_shape: Shape = (len(shapes), *shapes[0]) if equal else (sum(map(prod, shapes)),)
    ends = [0, *accumulate(map(prod, shapes))]

    def rule(slot: int) -> Rule | None:
        def pull(g: Any, z: Any, *args: Any) -> Any:
            return np.ravel(g)[ends[slot] : ends[slot + 1]].reshape(shapes[slot])[()]

        return pull if has_gradient[slot] else None

    return Gate(
        "bundle",
        form="[…]",
        symbol="[ ]",
        role=MOVER,
        forward=lambda *args: np.concatenate([np.ravel(part) for part in args]).reshape(
            bundle_shape
        ),
        vjp=tuple(map(rule, range(len(shapes)))),
        shape=lambda *shapes: bundle_shape,
    )


def pick_gate(span: tuple[int, int, int], node: Node, title: str, has_gradient: bool) -> Gate:
    """One value of a bundle: ``node``'s, the ``place``-th, in elements ``start`` to ``stop``, where
    ``span`` is (start, stop, place). ``has_gradient``: it varies with the inputs in ``wrt``."""
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
        role=MOVER if has_gradient else None,
        forward=forward,
        vjp=(pull if has_gradient else None,),
        latex=rf"{{0}}[{place}]",
        shape=lambda x: shape,
    )


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
