"""The backward pass: graph and node values → gradients, gate by gate, last first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from graphs.autodiff.forward import (
    BEGINS,
    as_float64,
    forward,
    is_finite,
    record_faults,
    write_applied,
)
from graphs.autodiff.kinks import kinks
from graphs.autodiff.seed import seed_of
from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.gates import Gate
from graphs.gates.row import Settings, shape_of
from graphs.gates.shapes import Shape, summed_axes
from graphs.model import Backward, Graph, Node, Notice, Value

ONE = np.float64(1.0)
ROUNDING = 4 * np.finfo(np.float64).eps  # relative

# (gate, slot, upstream, output, arguments, settings) → the gradient of the argument in the slot
GradientRule = Callable[[Gate, int, Any, Any, tuple[Any, ...], Settings], Any]


def backpropagate(
    graph: Graph, values: Sequence[Any], seed: Any, pull: GradientRule = Gate.pullback
) -> Iterator[tuple[Node, int, Any, Any]]:
    """The chain rule, one wire at a time: (gate, slot, contribution, total so far at its argument).

    Gates come last first; the wires of a gate inputs first, then in slot order. ``seed`` is the
    gradient of the output. ``values`` and ``seed`` may be numbers, or graph expressions: then the
    backward pass itself becomes a graph. ``pull`` runs the gradient rule of a gate.
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
            contribution = unbroadcast(
                shape_of(args[slot]), pull(node.gate, slot, upstream, output, args, node.settings)
            )
            if target in totals:
                totals[target] = totals[target] + contribution
            else:
                totals[target] = contribution
            yield node, slot, contribution, totals[target]


def unbroadcast(shape: Shape, contribution: Any) -> Any:
    """A contribution summed over the axes along which its argument, of this shape, was broadcast.

    On arrays a sum that is nothing but rounding is 0: terms that cancel leave about 2**-52 of
    their size, which would look like a gradient.
    """
    broadcast_shape = shape_of(contribution)
    if broadcast_shape == shape:
        return contribution
    axes = summed_axes(broadcast_shape, shape)
    if not axes:
        return contribution
    axis = axes[0] if len(axes) == 1 else axes
    total = np.sum(contribution, axis=axis)
    if isinstance(contribution, np.ndarray):
        rounding = ROUNDING * np.sum(np.abs(contribution), axis=axis)
        total = np.where((np.abs(total) <= rounding) & np.isfinite(rounding), 0.0, total)
    return total if shape_of(total) == shape else np.reshape(total, shape)


def local_gradient(node: Node, slot: int, output: Value, args: tuple[Value, ...]) -> Value:
    """∂gate/∂argument for one slot: a number, or an array for an elementwise gate on arrays.

    None where the gate mixes elements, as a matrix product does: there it is a Jacobian.
    """
    assert node.gate is not None
    mixes = not node.gate.elementwise
    if mixes and (node.shape or any(isinstance(argument, np.ndarray) for argument in args)):
        return None
    one = np.ones(node.shape) if node.shape else ONE
    return as_float64(node.gate.pullback(slot, one, output, args, node.settings))


def backward(graph: Graph, values: Sequence[Value]) -> tuple[list[Backward], list[Notice]]:
    """The backward steps, the seed first; warnings for kinks and for gradients that are not finite.

    An output that is an array counts as the sum of its elements: its seed is all ones, unless an
    upstream gradient is given. A node that varies with an input but does not reach the output gets
    no step; its gradient is 0.

    Raises:
        GraphError: a gradient rule needs the inverse of a singular matrix.
    """
    if not graph.depends_on_wrt[graph.output]:
        return [], []
    seed = seed_of(graph)
    steps = [Backward(None, graph.output, None, seed, seed, seed, seed)]
    upstream = {graph.output: seed}
    warnings = []
    begun = False  # a gradient before was not finite
    if np.size(seed) != 1 and graph.upstream is None:
        shape = np.shape(seed)
        warnings.append(
            Notice(f"The output {graph.output_name} has shape {shape}; its elements are summed.")
        )
    with record_faults() as faults:
        for node, slot, contribution, total in _backpropagate_values(graph, values, seed):
            args = tuple(values[argument] for argument in node.args)
            contribution, total = as_float64(contribution), as_float64(total)
            local = local_gradient(node, slot, values[node.index], args)
            target = node.args[slot]
            steps.append(
                Backward(node.index, target, slot, upstream[node.index], local, contribution, total)
            )
            upstream[target] = total
            if faults:
                before = upstream[node.index]
                begins = not (begun or is_finite(total)) and all(map(is_finite, (before, *args)))
                if local is not None and is_finite(args[slot]) and not is_finite(local):
                    warnings.append(_slope_warning(node, args, local, begins))
                elif is_finite(before) and not is_finite(total):
                    warnings.append(_overflow_warning(node, before, local, contribution, begins))
                begun = begun or begins
                faults.clear()
    return steps, warnings + _tie_warnings(graph, values)


def _backpropagate_values(
    graph: Graph, values: Sequence[Value], seed: Value
) -> Iterator[tuple[Node, int, Any, Any]]:
    """``backpropagate`` on numbers.

    Raises:
        GraphError: a gradient rule needs the inverse of a singular matrix.
    """
    try:
        yield from backpropagate(graph, values, seed)
    except np.linalg.LinAlgError:
        raise GraphError(
            "A gradient cannot be computed: a matrix on the way back is singular.",
            hint="Check the values that go in.",
        ) from None


def gradients(graph: Graph, steps: Sequence[Backward]) -> dict[int, Value]:
    """The gradient of each node that varies with an input, by index; 0 where none arrives."""
    totals: dict[int, Value] = {
        node.index: as_float64(np.zeros(node.shape or ()))
        for node in graph.nodes
        if graph.depends_on_wrt[node.index]
    }
    totals.update((step.to, step.total) for step in steps)
    return totals


def values_and_gradients(
    graph: Graph, input_values: Mapping[str, Value]
) -> tuple[list[Value], dict[int, Value]]:
    """The value of each node, and the gradients of the output's sum that arrive, by node index."""
    with np.errstate(all="ignore"):
        values, _ = forward(graph, input_values)
        seed = as_float64(np.ones(np.shape(values[graph.output])))
        gradients: dict[int, Value] = {graph.output: seed}
        for node, slot, _, total in backpropagate(graph, values, seed):
            gradients[node.args[slot]] = as_float64(total)
    return values, gradients


def _slope_warning(node: Node, args: Sequence[Value], local: Value, begins: bool) -> Notice:
    assert node.gate is not None
    slope = local[~np.isfinite(local)][0] if np.ndim(local) else local
    return Notice(
        f"{node.gate.title} gate, backward: the slope of {write_applied(node, args)} is "
        f"{write(slope)}{' at some elements' if np.ndim(local) else ''}."
        f"{BEGINS if begins else ''}",
        node.source.line if node.source else None,
    )


def _overflow_warning(
    node: Node, upstream: Value, local: Value, contribution: Value, begins: bool
) -> Notice:
    assert node.gate is not None
    product = ""
    if local is not None and not np.ndim(contribution):
        product = f": {write(upstream)} × {write(local)} = {write(contribution)}"
    return Notice(
        f"{node.gate.title} gate, backward: the gradient overflows{product}."
        f"{BEGINS if begins else ''}",
        node.source.line if node.source else None,
    )


def _tie_warnings(graph: Graph, values: Sequence[Value]) -> list[Notice]:
    warnings = []
    for node in graph.nodes:
        if node.gate is None or not graph.receives_gradient[node.index]:
            continue
        tied = kinks(graph, node, values)
        if tied is not None and np.any(tied):
            args = [values[argument] for argument in node.args]
            text = f"a {node.gate.tie_word} at {write_applied(node, args)}"
            if np.ndim(tied):
                first = ", ".join(str(place[0]) for place in np.nonzero(tied))
                text = (
                    f"a {node.gate.tie_word} in {np.count_nonzero(tied)} of {tied.size} places, "
                    f"first at [{first}]"
                )
            warnings.append(
                Notice(
                    f"{node.gate.title} gate: {text}; {node.gate.tie_explanation}.",
                    node.source.line if node.source else None,
                )
            )
    return warnings
