"""The backward pass as a graph of its own: each gradient rule run on expressions.

Code, symbolic derivatives, second derivatives, the drawn backward graph: all of them read this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphs.autodiff.backward import walk
from graphs.gates.shaping import ONES
from graphs.model import Graph
from graphs.model.builder import Builder
from graphs.model.expressions import Expression


class Wire(NamedTuple):
    """One wire of the backward pass: which slot of which gate, what it brings, the sum so far."""

    gate: int
    slot: int
    contribution: int
    total: int


@dataclass(frozen=True)
class Adjoint:
    """A graph with its gradients: the first ``count`` nodes are the graph's own, by their indices.

    ``gradient`` maps a node to the node that holds ∂output/∂node; ``wires`` come in the order of
    the backward steps. ``seed`` is ∂output/∂output: all ones.
    """

    graph: Graph
    count: int
    seed: int
    gradient: Mapping[int, int]
    wires: tuple[Wire, ...]

    @cached_property
    def made_by(self) -> Mapping[int, Wire | None]:
        """For each gradient node the first wire that needs it; None for the seed."""
        found: dict[int, Wire | None] = {self.seed: None}
        for wire in self.wires:
            waiting = [wire.contribution, wire.total]
            while waiting:
                index = waiting.pop()
                if index >= self.count and index not in found:
                    found[index] = wire
                    waiting += self.graph.nodes[index].args
        return found


def adjoint(graph: Graph, *, drawn: bool = False) -> Adjoint:
    """The backward pass of a graph, appended to it as gates.

    ``drawn``: the seed hangs on the output as a gate, so that the backward pass follows it.
    """
    builder = Builder(nodes=list(graph.nodes))
    values = [Expression(builder, node.index) for node in graph.nodes]
    one = np.ones(graph.nodes[graph.output].shape or ())[()]
    seed = ONES(values[graph.output]) if drawn else Expression(builder, builder.constant(one))
    gradient, wires = {graph.output: seed.index}, []
    if graph.depends_on_wrt[graph.output]:
        for node, slot, contribution, total in walk(graph, values, seed):
            wires.append(Wire(node.index, slot, contribution.index, total.index))
            gradient[node.args[slot]] = total.index
    whole = replace(graph, nodes=tuple(builder.nodes))
    return Adjoint(whole, len(graph.nodes), seed.index, gradient, tuple(wires))
