"""The backward pass as a graph: each gradient rule run on expressions.

Exported code, formulas, second derivatives and the drawn backward graph are made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.gates.shaping import ONES
from graphs.model import Graph
from graphs.model.builder import Builder
from graphs.model.expressions import Expression


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
    ``seed`` is the node of ∂output/∂output, all ones. ``gradient`` maps a forward node to the node
    that holds ∂output/∂node; ``wires`` are in the order of the backward steps.
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


def backward_graph(graph: Graph, *, seed_as_gate: bool = False) -> BackwardGraph:
    """The backward pass of a graph, appended to it as gates.

    With ``seed_as_gate`` the seed is a gate that makes ones of the output, so that in a drawing
    the backward pass follows the output; otherwise it is a constant.
    """
    builder = Builder(nodes=list(graph.nodes))
    values = [Expression(builder, node.index) for node in graph.nodes]
    one = np.ones(graph.nodes[graph.output].shape or ())[()]
    seed = (
        ONES(values[graph.output]) if seed_as_gate else Expression(builder, builder.constant(one))
    )
    gradient, wires = {graph.output: seed.index}, []
    if graph.depends_on_wrt[graph.output]:
        for node, slot, contribution, total in backpropagate(graph, values, seed):
            wires.append(Wire(node.index, slot, contribution.index, total.index))
            gradient[node.args[slot]] = total.index
    joint = graph.with_nodes(builder.nodes)
    return BackwardGraph(joint, len(graph.nodes), seed.index, gradient, tuple(wires))
