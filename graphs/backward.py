"""Graph + values → gradients: the chain rule, once over the gates, last first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from graphs.forward import applied, faults, plain
from graphs.model import Backward, Graph, Node, Notice, Value
from graphs.numbers import write


def walk(graph: Graph, values: Sequence[Any], seed: Any) -> Iterator[tuple[Node, int, Any, Any]]:
    """The backward pass, a wire at a time: (gate, slot, contribution, total at its argument).

    Gates come last first; a gate's wires leaves first, then in slot order. ``values`` and
    ``seed`` may be numbers, or graph expressions, in which case the pass itself becomes a graph.
    """
    totals: dict[int, Any] = {graph.output: seed}
    for node in reversed(graph.nodes):
        if node.gate is None or node.index not in totals:
            continue
        upstream, output = totals[node.index], values[node.index]
        args = tuple(values[argument] for argument in node.args)
        slots = graph.slots(node)
        for slot in sorted(slots, key=lambda slot: graph.nodes[node.args[slot]].kind != "input"):
            target = node.args[slot]
            contribution = node.gate.pull(slot, upstream, output, args)
            if target in totals:
                totals[target] = totals[target] + contribution
            else:
                totals[target] = contribution
            yield node, slot, contribution, totals[target]


def backward(graph: Graph, values: Sequence[Value]) -> tuple[list[Backward], list[Notice]]:
    """The backward steps, the seed first, and warnings for ties and for slopes that are not finite.

    A node that varies but does not reach the output gets no step; its gradient is 0.
    """
    if not graph.varies[graph.output]:
        return [], []
    one = np.float64(1.0)
    steps = [Backward(None, graph.output, None, one, one, one, one)]
    upstream = {graph.output: one}
    warnings = []
    with faults() as heard:
        for node, slot, contribution, total in walk(graph, values, one):
            assert node.gate is not None
            args = tuple(values[argument] for argument in node.args)
            contribution, total = plain(contribution), plain(total)
            local = plain(node.gate.pull(slot, one, values[node.index], args))
            target = node.args[slot]
            steps.append(
                Backward(node.index, target, slot, upstream[node.index], local, contribution, total)
            )
            upstream[target] = total
            if heard:
                if np.all(np.isfinite(args[slot])) and not np.all(np.isfinite(local)):
                    warnings.append(_steep(node, args, local))
                elif np.all(np.isfinite(upstream[node.index])) and not np.all(np.isfinite(total)):
                    warnings.append(_overflow(node, upstream[node.index], local, contribution))
                heard.clear()
    return steps, warnings + _ties(graph, values)


def gradients(graph: Graph, steps: Sequence[Backward]) -> dict[int, Value]:
    """The gradient of each node that varies with an input; 0 where none arrives."""
    found: dict[int, Value] = {
        node.index: np.float64(0.0) for node in graph.nodes if graph.varies[node.index]
    }
    found.update((step.to, step.total) for step in steps)
    return found


def _steep(node: Node, args: Sequence[Value], local: Value) -> Notice:
    assert node.gate is not None
    shown = applied(node.gate, args)
    return Notice(
        f"{node.gate.name} gate, backward: the slope of {shown} is {write(local)}.",
        node.source.line if node.source else None,
    )


def _overflow(node: Node, upstream: Value, local: Value, contribution: Value) -> Notice:
    assert node.gate is not None
    product = f"{write(upstream)} × {write(local)} = {write(contribution)}"
    return Notice(
        f"{node.gate.name} gate, backward: the gradient overflows: {product}.",
        node.source.line if node.source else None,
    )


def _ties(graph: Graph, values: Sequence[Value]) -> list[Notice]:
    found = []
    for node in graph.nodes:
        if node.gate is None or node.gate.tie is None or not graph.reaches[node.index]:
            continue
        args = [values[argument] for argument in node.args]
        if node.gate.tie(values[node.index], *args):
            shown = applied(node.gate, args)
            found.append(
                Notice(
                    f"{node.gate.name} gate: a tie at {shown}; {node.gate.at_tie}.",
                    node.source.line if node.source else None,
                )
            )
    return found
