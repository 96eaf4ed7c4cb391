"""The backward pass as a graph: each gradient rule run on expressions.

Exported code, formulas, second derivatives and the drawn backward graph are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.seed import seed_of
from graphs.gates import Gate
from graphs.gates.shaping import ONES
from graphs.model import Graph, Input, Value
from graphs.model.builder import Builder
from graphs.model.expressions import Expression
from graphs.rewrite.plain_rules import plain_where_it_holds


class Wire(NamedTuple):
    """One wire of the backward pass: its gate and argument slot, and the gradient nodes that hold
    the contribution along it and the total so far at the argument."""

    gate: int
    slot: int
    contribution: int
    total: int


@dataclass(frozen=True)
class BackwardGraph:
    """A graph with its backward pass appended.

    The first ``forward_count`` nodes of ``graph`` are the forward ones, with their old indices.
    ``seed`` is the node of ∂output/∂output, all ones, or of the upstream gradient that is given.
    ``gradient`` maps a forward node to the node that holds ∂output/∂node; ``wires`` are in the
    order of the backward steps.
    """

    graph: Graph
    forward_count: int
    seed: int
    gradient: Mapping[int, int]
    wires: tuple[Wire, ...]

    @cached_property
    def first_wire(self) -> Mapping[int, Wire | None]:
        """For each gradient node the first wire that needs it; None for the seed."""
        first: dict[int, Wire | None] = {self.seed: None}
        for wire in self.wires:
            stack = [wire.contribution, wire.total]
            while stack:
                index = stack.pop()
                if index >= self.forward_count and index not in first:
                    first[index] = wire
                    stack += self.graph.nodes[index].args
        return first


def backward_graph(
    graph: Graph, *, seed_as_gate: bool = False, values: Sequence[Value] | None = None
) -> BackwardGraph:
    """The backward pass of a graph, appended to it as gates.

    With ``seed_as_gate`` the seed is a gate that makes ones of the output, so that in a drawing
    the backward pass follows the output; otherwise it is a constant. An upstream gradient that is
    given is an input instead, so that formulas and scripts name it and no rule works it in.
    With the ``values`` of the nodes rules are written as in textbooks where that gives the same.
    """
    builder = Builder(nodes=list(graph.nodes))
    expressions = [Expression(builder, node.index) for node in graph.nodes]
    pull = Gate.pullback if values is None else plain_where_it_holds(values)
    inputs, value = dict(graph.inputs), seed_of(graph)
    if seed_as_gate:
        gate = ONES if graph.upstream is None else _upstream_gate(value)
        seed = Expression(builder, builder.apply(gate, [graph.output]))
    elif graph.upstream is None:
        seed = Expression(builder, builder.constant(value))
    else:
        name = graph.free_name("upstream")
        seed = Expression(builder, builder.input(name, value=value))
        inputs[name] = Input(seed.index, value)
    gradient, wires = {graph.output: seed.index}, []
    if graph.depends_on_wrt[graph.output]:
        with np.errstate(all="ignore"):  # a rule may divide numbers: the variance of no elements
            for node, slot, contribution, total in backpropagate(graph, expressions, seed, pull):
                wires.append(Wire(node.index, slot, contribution.index, total.index))
                gradient[node.args[slot]] = total.index
    joint = graph.with_nodes(builder.nodes, inputs=inputs)
    return BackwardGraph(joint, len(graph.nodes), seed.index, gradient, tuple(wires))


def _upstream_gate(upstream: Value) -> Gate:
    """The gate that makes the upstream gradient of the output."""
    return replace(
        ONES,
        name="upstream",
        form="upstream({0})",
        symbol="given",
        latex=r"\mathrm{{upstream}}\left({0}\right)",
        forward=lambda x: upstream,
        samples=(),
    )
