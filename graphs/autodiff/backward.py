"""Graph + values → gradients: the chain rule, once over the gates, last first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from graphs.autodiff.forward import applied, faults, plain
from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.gates import Gate
from graphs.gates.row import Settings, shape_of
from graphs.gates.shapes import Shape, summed_axes
from graphs.model import Backward, Graph, Node, Notice, Value

ONE = np.float64(1.0)
ROUNDING = 4 * np.finfo(np.float64).eps


Pull = Callable[[Gate, int, Any, Any, tuple[Any, ...], Settings], Any]


def walk(
    graph: Graph, values: Sequence[Any], seed: Any, pull: Pull = Gate.pullback
) -> Iterator[tuple[Node, int, Any, Any]]:
    """The backward pass, a wire at a time: (gate, slot, contribution, total at its argument).

    Gates come last first; a gate's wires leaves first, then in slot order. ``values`` and
    ``seed`` may be numbers, or graph expressions, in which case the pass itself becomes a graph.
    ``pull`` runs a gate's rule.
    """
    totals: dict[int, Any] = {graph.output: seed}
    for node in reversed(graph.nodes):
        if node.gate is None or node.index not in totals:
            continue
        upstream, output = totals[node.index], values[node.index]
        args = tuple(values[argument] for argument in node.args)
        slots: Sequence[int] = graph.slots(node)
        if len(slots) > 1:
            slots = sorted(slots, key=lambda slot: graph.nodes[node.args[slot]].kind != "input")
        for slot in slots:
            target = node.args[slot]
            contribution = summed_to(
                shape_of(args[slot]), pull(node.gate, slot, upstream, output, args, node.settings)
            )
            if target in totals:
                totals[target] = totals[target] + contribution
            else:
                totals[target] = contribution
            yield node, slot, contribution, totals[target]


def summed_to(shape: Shape, contribution: Any) -> Any:
    """A contribution summed over the axes along which its argument was repeated.

    On numbers a sum that is nothing but rounding is 0: parts that cancel leave a few units of
    2**-52 of their size, which would look like a gradient.
    """
    seen = shape_of(contribution)
    if seen == shape:
        return contribution
    places = summed_axes(seen, shape)
    if not places:
        return contribution
    axes = places[0] if len(places) == 1 else places
    total = np.sum(contribution, axis=axes)
    if isinstance(contribution, np.ndarray):
        noise = ROUNDING * np.sum(np.abs(contribution), axis=axes)
        total = np.where((np.abs(total) <= noise) & np.isfinite(noise), 0.0, total)
    return total if shape_of(total) == shape else np.reshape(total, shape)


def local_of(node: Node, slot: int, output: Value, args: tuple[Value, ...]) -> Value:
    """The local factor of a slot: a number, for an elementwise gate on arrays an array.

    None where the gate mixes elements: there the local factor is a Jacobian.
    """
    assert node.gate is not None
    mixes = not node.gate.elementwise
    if mixes and (node.shape or any(isinstance(argument, np.ndarray) for argument in args)):
        return None
    one = np.ones(node.shape) if node.shape else ONE
    return plain(node.gate.pullback(slot, one, output, args, node.settings))


def backward(graph: Graph, values: Sequence[Value]) -> tuple[list[Backward], list[Notice]]:
    """The backward steps, the seed first, and warnings for ties and for slopes that are not finite.

    An output that is an array counts as the sum of its elements: its seed is all ones. A node
    that varies but does not reach the output gets no step; its gradient is 0.
    """
    if not graph.depends_on_wrt[graph.output]:
        return [], []
    one = plain(np.ones(graph.nodes[graph.output].shape or ()))
    steps = [Backward(None, graph.output, None, one, one, one, one)]
    upstream = {graph.output: one}
    warnings = []
    if np.size(one) != 1:
        shape = np.shape(one)
        warnings.append(
            Notice(f"The output {graph.output_name} has shape {shape}; its elements are summed.")
        )
    with faults() as heard:
        for node, slot, contribution, total in _walked(graph, values, one):
            args = tuple(values[argument] for argument in node.args)
            contribution, total = plain(contribution), plain(total)
            local = local_of(node, slot, values[node.index], args)
            target = node.args[slot]
            steps.append(
                Backward(node.index, target, slot, upstream[node.index], local, contribution, total)
            )
            upstream[target] = total
            if heard:
                if local is not None and (
                    np.all(np.isfinite(args[slot])) and not np.all(np.isfinite(local))
                ):
                    warnings.append(_steep(node, args, local))
                elif np.all(np.isfinite(upstream[node.index])) and not np.all(np.isfinite(total)):
                    warnings.append(_overflow(node, upstream[node.index], local, contribution))
                heard.clear()
    return steps, warnings + _ties(graph, values)


def _walked(
    graph: Graph, values: Sequence[Value], seed: Value
) -> Iterator[tuple[Node, int, Any, Any]]:
    """The walk on numbers; a rule that cannot be computed is an error with its gate's place."""
    try:
        yield from walk(graph, values, seed)
    except np.linalg.LinAlgError:
        raise GraphError(
            "A gradient cannot be computed: a matrix on the way back is singular.",
            hint="Check the values that go in.",
        ) from None


def gradients(graph: Graph, steps: Sequence[Backward]) -> dict[int, Value]:
    """The gradient of each node that varies with an input; 0 where none arrives."""
    found: dict[int, Value] = {
        node.index: plain(np.zeros(node.shape or ()))
        for node in graph.nodes
        if graph.depends_on_wrt[node.index]
    }
    found.update((step.to, step.total) for step in steps)
    return found


def _steep(node: Node, args: Sequence[Value], local: Value) -> Notice:
    assert node.gate is not None
    odd = local[~np.isfinite(local)][0] if np.ndim(local) else local
    return Notice(
        f"{node.gate.title} gate, backward: the slope of {applied(node, args)} is {write(odd)}"
        f"{' at some elements' if np.ndim(local) else ''}.",
        node.source.line if node.source else None,
    )


def _overflow(node: Node, upstream: Value, local: Value, contribution: Value) -> Notice:
    assert node.gate is not None
    product = ""
    if local is not None and not np.ndim(contribution):
        product = f": {write(upstream)} × {write(local)} = {write(contribution)}"
    return Notice(
        f"{node.gate.title} gate, backward: the gradient overflows{product}.",
        node.source.line if node.source else None,
    )


def _ties(graph: Graph, values: Sequence[Value]) -> list[Notice]:
    found = []
    for node in graph.nodes:
        if node.gate is None or node.gate.tie is None or not graph.receives_gradient[node.index]:
            continue
        args = [values[argument] for argument in node.args]
        tied = node.gate.tie(values[node.index], *args, **node.settings)
        if np.any(tied):
            shown = f"a tie at {applied(node, args)}"
            if np.ndim(tied):
                first = ", ".join(str(place[0]) for place in np.nonzero(tied))
                shown = (
                    f"a tie in {np.count_nonzero(tied)} of {tied.size} places, first at [{first}]"
                )
            found.append(
                Notice(
                    f"{node.gate.title} gate: {shown}; {node.gate.tie_explanation}.",
                    node.source.line if node.source else None,
                )
            )
    return found
