"""Forward mode: how every value changes with one input, carried along the wires gate by gate.

A gate's rule maps the gradient of its output to that of an argument, and is linear in it. Run on
an expression for the gradient, the rule is a small graph; backpropagation through that graph
transposes the rule, which is what forward mode needs. So there is no second table of rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from graphs.autodiff.backward import local_of, summed_to, walk
from graphs.autodiff.forward import faults, forward, plain
from graphs.errors import TooLarge
from graphs.gates.row import shape_of
from graphs.model import Graph, Input, Node, Tangent, Value
from graphs.model.builder import Builder
from graphs.model.expressions import Expression

MOST_ENTRIES = 1_000_000  # of all derivatives with respect to one input


def push(node: Node, slot: int, output: Value, args: Sequence[Value], tangent: Value) -> Value:
    """How a gate's output changes as its argument ``slot`` changes by ``tangent``."""
    assert node.gate is not None
    shape = np.shape(output)
    if node.gate.elementwise:
        one = np.ones(shape)[()]
        local = node.gate.pullback(slot, one, output, tuple(args), node.settings)
        return plain(np.broadcast_to(local * tangent, shape)[()])
    builder = Builder()
    upstream = Expression(builder, builder.input("g", value=np.zeros(shape)[()]))
    pulled = node.gate.pullback(slot, upstream, output, tuple(args), node.settings)
    if not isinstance(pulled, Expression):  # it is 0 whatever comes
        return plain(np.zeros(shape))
    rule = builder.finish(
        "", {}, {"g": Input(upstream.index, None)}, summed_to(np.shape(args[slot]), pulled).index,
        None, ["g"],
    )  # fmt: skip
    values, _ = forward(rule, {"g": np.zeros(shape)[()]})
    total: Value = np.zeros(shape)
    for gate, place, _, so_far in walk(rule, values, tangent):
        if gate.args[place] == rule.inputs["g"].node:
            total = so_far
    return plain(np.broadcast_to(total, shape)[()])


def tangents(
    graph: Graph, values: Sequence[Value], start: int, direction: Value
) -> dict[int, Value]:
    """The derivative of each node that carries one, as the value at ``start`` moves.

    ``direction`` has the shape of that value: 1 for a number, one element 1 for an array's
    element. Nodes that do not depend on it are left out.
    """
    graph = replace(graph, wrt=frozenset({start}))
    found: dict[int, Value] = {start: plain(direction)}
    with faults():
        for node in graph.nodes:
            slots = [slot for slot in graph.slots(node) if node.args[slot] in found]
            if not slots or node.index == start:
                continue
            args = [values[argument] for argument in node.args]
            total: Value = np.zeros(shape_of(values[node.index]))
            for slot in slots:
                output = values[node.index]
                total = total + push(node, slot, output, args, found[node.args[slot]])
            found[node.index] = plain(total)
    return found


def steps(graph: Graph, values: Sequence[Value], found: Mapping[int, Value]) -> list[Tangent]:
    """A step for each gate on which the derivatives ``found`` flow, in order."""
    made = []
    for node in graph.nodes:
        if node.gate is None or node.index not in found:
            continue
        args = tuple(values[argument] for argument in node.args)
        terms = []
        for slot in graph.slots(node):
            if node.args[slot] in found:
                with faults():
                    local = local_of(node, slot, values[node.index], args)
                terms.append((slot, local, found[node.args[slot]]))
        made.append(Tangent(node.index, values[node.index], found[node.index], tuple(terms)))
    return made


def unit(value: Value, element: int) -> Value:
    """The direction in which one element moves, counted in C order."""
    direction = np.zeros(np.shape(value))
    direction.reshape(-1)[element] = 1.0
    return direction[()]


def derivatives(graph: Graph, values: Sequence[Value], start: int) -> dict[int, Value]:
    """The derivative of every node with respect to every element of the value at ``start``.

    Each has the shape of its node followed by that of the value. It takes one pass an element.

    Raises:
        TooLarge: there would be more than a million of them.
    """
    value = values[start]
    size = int(np.size(value))
    carried = [node for node in graph.nodes if not node.data and not node.truth]
    entries = size * sum(int(np.size(values[node.index])) for node in carried)
    if entries > MOST_ENTRIES:
        raise TooLarge(
            f"Forward mode would make {entries:,} derivatives; at most {MOST_ENTRIES:,} are.",
            hint="Choose a smaller input: each of its elements takes a pass of its own.",
        )
    passes: list[Mapping[int, Value]] = [
        tangents(graph, values, start, unit(value, element)) for element in range(size)
    ]
    found = {}
    for node in carried:
        shape = np.shape(values[node.index])
        columns = [one.get(node.index, np.zeros(shape)) for one in passes]
        whole = np.stack(columns, axis=-1) if columns else np.zeros((*shape, 0))
        found[node.index] = plain(np.reshape(whole, (*shape, *np.shape(value))))
    return found
