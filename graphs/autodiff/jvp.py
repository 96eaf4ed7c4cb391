"""Forward mode: Jacobian-vector products, gate by gate from one value to all that follow from it.

There is no second table of rules: a gradient rule (a vector-Jacobian product) is linear in its
upstream gradient. Run on an expression for that gradient, the rule is a small graph, and
backpropagation through this graph transposes it into the Jacobian-vector product.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from graphs.autodiff.backward import backpropagate, local_gradient, unbroadcast
from graphs.autodiff.forward import as_float64, forward, record_faults
from graphs.errors import TooLarge
from graphs.gates.row import shape_of
from graphs.model import Graph, Input, Node, Tangent, Value
from graphs.model.builder import Builder
from graphs.model.expressions import Expression

MOST_ENTRIES = 1_000_000  # of all Jacobians with respect to one input


def pushforward(
    node: Node, slot: int, output: Value, args: Sequence[Value], tangent: Value
) -> Value:
    """The Jacobian of a gate with respect to its argument ``slot``, times ``tangent``.

    ``tangent`` has the shape of the argument, what is returned that of the output.
    """
    assert node.gate is not None
    shape = np.shape(output)
    if node.gate.elementwise:
        one = np.ones(shape)[()]
        local = node.gate.pullback(slot, one, output, tuple(args), node.settings)
        moves = np.where(np.equal(tangent, 0.0), 0.0, local * tangent)  # 0 · inf: it stands still
        return as_float64(np.broadcast_to(moves, shape)[()])
    builder = Builder()
    upstream = Expression(builder, builder.input("g", value=np.zeros(shape)[()]))
    vjp = node.gate.pullback(slot, upstream, output, tuple(args), node.settings)
    if not isinstance(vjp, Expression):  # 0 for every upstream gradient
        return as_float64(np.zeros(shape))
    rule = builder.finish(
        "", {}, {"g": Input(upstream.index, None)}, unbroadcast(np.shape(args[slot]), vjp).index,
        None, ["g"],
    )  # fmt: skip
    values, _ = forward(rule, {"g": np.zeros(shape)[()]})
    total: Value = np.zeros(shape)
    for gate, rule_slot, _, sum_so_far in backpropagate(rule, values, tangent):
        if gate.args[rule_slot] == rule.inputs["g"].node:
            total = sum_so_far
    return as_float64(np.broadcast_to(total, shape)[()])


def jvp(graph: Graph, values: Sequence[Value], start: int, direction: Value) -> dict[int, Value]:
    """The Jacobian of each node with respect to the value at ``start``, times ``direction``.

    ``direction`` has the shape of that value, each product the shape of its node. Nodes that do
    not depend on the value are left out.
    """
    graph = replace(graph, wrt=frozenset({start}))
    tangents: dict[int, Value] = {start: as_float64(direction)}
    with record_faults():
        for node in graph.nodes:
            slots = [slot for slot in graph.slots(node) if node.args[slot] in tangents]
            if not slots or node.index == start:
                continue
            args = [values[argument] for argument in node.args]
            total: Value = np.zeros(shape_of(values[node.index]))
            for slot in slots:
                output = values[node.index]
                total = total + pushforward(node, slot, output, args, tangents[node.args[slot]])
            tangents[node.index] = as_float64(total)
    return tangents


def tangent_steps(
    graph: Graph, values: Sequence[Value], tangents: Mapping[int, Value]
) -> list[Tangent]:
    """A step for each gate that has one of the ``tangents`` that ``jvp`` returns, in order."""
    steps = []
    for node in graph.nodes:
        if node.gate is None or node.index not in tangents:
            continue
        args = tuple(values[argument] for argument in node.args)
        terms = []
        for slot in graph.slots(node):
            if node.args[slot] in tangents:
                with record_faults():
                    local = local_gradient(node, slot, values[node.index], args)
                terms.append((slot, local, tangents[node.args[slot]]))
        steps.append(Tangent(node.index, values[node.index], tangents[node.index], tuple(terms)))
    return steps


def basis_vector(value: Value, element: int) -> Value:
    """The direction that is 1 at one element of a value, counted in C order, and 0 elsewhere."""
    direction = np.zeros(np.shape(value))
    direction.reshape(-1)[element] = 1.0
    return direction[()]


def jacobians(graph: Graph, values: Sequence[Value], start: int) -> dict[int, Value]:
    """The Jacobian of every node with respect to the value at ``start``, by index.

    Each has the shape of its node followed by that of the value. It takes a forward-mode pass for
    each element of the value.

    Raises:
        TooLarge: they would have more than ``MOST_ENTRIES`` entries together.
    """
    value = values[start]
    size = int(np.size(value))
    differentiable = [node for node in graph.nodes if not node.data and not node.truth]
    entries = size * sum(int(np.size(values[node.index])) for node in differentiable)
    if entries > MOST_ENTRIES:
        raise TooLarge(
            f"Forward mode would make {entries:,} derivatives; at most {MOST_ENTRIES:,} are.",
            hint="Choose a smaller input: each of its elements takes a pass of its own.",
        )
    passes: list[Mapping[int, Value]] = [
        jvp(graph, values, start, basis_vector(value, element)) for element in range(size)
    ]
    by_node = {}
    for node in differentiable:
        shape = np.shape(values[node.index])
        columns = [tangents.get(node.index, np.zeros(shape)) for tangents in passes]
        matrix = np.stack(columns, axis=-1) if columns else np.zeros((*shape, 0))
        by_node[node.index] = as_float64(np.reshape(matrix, (*shape, *np.shape(value))))
    return by_node
