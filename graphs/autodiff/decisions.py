"""Decisions that were made while a text was read, and texts it prints, at other input values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from graphs.autodiff.forward import as_float64, normalize_input
from graphs.errors import GraphError
from graphs.gates.shapes import Misfit
from graphs.language.texts import render
from graphs.model import Graph, Guard, Node, Slot, Value
from graphs.model.generated import Redraw


def holds(graph: Graph, inputs: Mapping[str, Value]) -> bool:
    """Whether every decision would be the same at these inputs: the graph is still the text's."""
    return changed(graph, inputs) is None


def changed(graph: Graph, inputs: Mapping[str, Value]) -> Guard | None:
    """The first decision that would be another at these inputs, or that cannot be computed."""
    if not graph.guards:
        return None
    value_of = _values(graph, inputs, [guard.node for guard in graph.guards])
    for guard in graph.guards:
        try:
            if not guard.holds(value_of(guard.node)):
                return guard
        except GraphError:
            return guard
    return None


def printed(graph: Graph, inputs: Mapping[str, Value]) -> dict[int, str]:
    """What each line prints at these inputs: its last calls, a line of text each."""
    needed = [part.node for text in graph.printed for part in text.parts if isinstance(part, Slot)]
    value_of = _values(graph, inputs, needed)
    texts = {}
    for text in graph.printed:
        try:
            texts[text.line] = render(text.parts, value_of)
        except GraphError:
            continue  # the circuit says why a value cannot be computed
    return texts


def _values(
    graph: Graph, inputs: Mapping[str, Value], needed: Iterable[int]
) -> Callable[[int], Value]:
    """The values of some nodes of a graph and its asides, computed together."""
    nodes = (*graph.nodes, *graph.asides)
    names = {entry.node: name for name, entry in graph.inputs.items()}
    stack, wanted = list(needed), set[int]()
    while stack:
        here = stack.pop()
        if here not in wanted:
            wanted.add(here)
            stack.extend(nodes[here].args)
    values: dict[int, Value] = {}
    failed: GraphError | None = None
    with np.errstate(all="ignore"):
        for index in sorted(wanted):
            try:
                values[index] = _value(graph, nodes[index], names, inputs, values)
            except (Misfit, ValueError, IndexError, np.linalg.LinAlgError, KeyError) as error:
                failed = failed or GraphError(f"A decision cannot be computed: {error}.")

    def value_of(index: int) -> Value:
        if index not in values:
            raise failed or GraphError("A decision cannot be computed.")
        return values[index]

    return value_of


def _value(
    graph: Graph,
    node: Node,
    names: Mapping[int, str],
    inputs: Mapping[str, Value],
    values: Mapping[int, Value],
) -> Value:
    if node.gate is not None:
        return as_float64(node.gate.compute([values[one] for one in node.args], node.settings))
    if node.kind == "constant":
        return as_float64(node.constant)
    name = names[node.index]
    entry = graph.inputs[name]
    given = inputs.get(name, entry.default)
    return normalize_input(name, entry.written if isinstance(given, Redraw) else given)
