"""Every path from one node to another, and the product of local derivatives along it.

The gradient is the sum over all paths. Their number can grow exponentially: they are counted
exactly and listed only where they are few. Backpropagation needs one product a wire instead (see
C. Olah, "Calculus on Computational Graphs", 2015: factoring paths).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphs.autodiff.backward import backpropagate, unbroadcast
from graphs.autodiff.forward import as_float64, as_python, record_faults
from graphs.autodiff.seed import seed_of
from graphs.errors import GraphError
from graphs.model import Graph, Node, Value

MOST_LISTED = 1_000
LISTED_OF_MANY = 20  # the largest, where there are more than MOST_LISTED


class Path(NamedTuple):
    """A path by the ids of its nodes, first to last, and the product of its local derivatives."""

    nodes: tuple[str, ...]
    product: Value


@dataclass(frozen=True)
class WirePath:
    """A path by its wires, (gate, slot), first to last, and the product along it.

    Two wires between the same nodes, as in ``x * x``, make two paths.
    """

    wires: tuple[tuple[int, int], ...]
    product: Value


@dataclass(frozen=True)
class Operations:
    """How many multiplications and additions a gradient takes."""

    multiply: int
    add: int


@dataclass(frozen=True)
class Paths:
    """The paths from ``start`` to ``end``; ``total`` is ∂end/∂start, the sum over all of them.

    ``count`` counts all of them; where it is too large, only the paths with the largest products
    are listed. For arrays the product of a path is the gradient that ones at ``end`` become along
    it, in the shape of ``start``. Where an upstream gradient of the output is given and ``end`` is
    the output, it is what that becomes.
    """

    start: int
    end: int
    count: int
    total: Value
    wire_paths: tuple[WirePath, ...]
    factored: Operations  # of backpropagation: one product a wire
    unfactored: Operations  # path by path

    def __getitem__(self, place: int) -> Path:
        return self._listed[place]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self.wire_paths)

    @cached_property
    def _listed(self) -> list[Path]:
        first = f"n{self.start}"
        return [
            Path((first, *(f"n{gate}" for gate, _ in path.wires)), as_python(path.product))
            for path in self.wire_paths
        ]


def paths(
    graph: Graph, values: Sequence[Value], start: int, end: int, most: int = MOST_LISTED
) -> Paths:
    """All paths between two nodes, or the 20 largest where there are more than ``most``.

    Raises:
        GraphError: no path that carries a gradient leads from one to the other.
    """
    subgraph = subgraph_between(graph, start, end)
    if not subgraph.depends_on_wrt[end] or (start == end):
        names = [graph.titles.get(index, f"n{index}") for index in (start, end)]
        raise GraphError(
            f"No path that carries a gradient leads from {names[0]} to {names[1]}.",
            hint="Choose a value and another that is computed from it.",
        )
    count, total_length = _count_paths(subgraph, start)
    listed = most if count <= most else LISTED_OF_MANY
    wire_paths = tuple(_largest_paths(subgraph, values, start, listed))
    total = as_float64(np.zeros(np.shape(values[start])))
    with record_faults():
        for node, slot, _, sum_so_far in backpropagate(subgraph, values, seed_of(subgraph)):
            if node.args[slot] == start:
                total = as_float64(sum_so_far)
    reached = {node.args[slot] for node, slot in _gradient_wires(subgraph)}
    wire_count = sum(1 for _ in _gradient_wires(subgraph))
    final_wires, final_factors = len(subgraph.slots(subgraph.nodes[end])), count
    if subgraph.upstream is not None:  # else × 1: nothing to multiply
        final_wires = final_factors = 0
    return Paths(
        start, end, count, as_python(total), wire_paths,
        Operations(wire_count - final_wires, wire_count - len(reached)),
        Operations(total_length - final_factors, count - 1),
    )  # fmt: skip


def subgraph_between(graph: Graph, start: int, end: int) -> Graph:
    """The part of a graph in which gradients flow from ``end`` to ``start``.

    An upstream gradient is the output's alone.
    """
    names = {name: index for name, index in graph.names.items() if index <= end}
    nodes = graph.nodes[: end + 1]
    upstream = graph.upstream if end == graph.output else None
    return graph.with_nodes(
        nodes, names=names, output=end, wrt=frozenset({start}), upstream=upstream
    )


def _gradient_wires(graph: Graph) -> Iterator[tuple[Node, int]]:
    """The wires on which a gradient flows, as (gate, slot)."""
    for node in graph.nodes:
        if graph.receives_gradient[node.index] and node.index not in graph.wrt:
            for slot in graph.slots(node):
                yield node, slot


def _count_paths(graph: Graph, start: int) -> tuple[int, int]:
    """The number of paths, and the sum of their lengths in wires."""
    counts, lengths = {start: 1}, {start: 0}
    for node, slot in _gradient_wires(graph):
        argument = node.args[slot]
        counts[node.index] = counts.get(node.index, 0) + counts[argument]
        lengths[node.index] = lengths.get(node.index, 0) + lengths[argument] + counts[argument]
    return counts[graph.output], lengths[graph.output]


def _largest_paths(graph: Graph, values: Sequence[Value], start: int, most: int) -> list[WirePath]:
    """The ``most`` paths with the largest products, built from the end backwards.

    For numbers the largest from a node continue the largest from its consumers. For arrays that
    need not be so: what is returned is large, not surely the largest.
    """
    largest: dict[int, list[WirePath]] = {graph.output: [WirePath((), seed_of(graph))]}
    with record_faults():
        for node in reversed(graph.nodes):
            if node.index not in largest or node.index == start or node.gate is None:
                continue
            args = tuple(values[argument] for argument in node.args)
            for slot in graph.slots(node):
                source = largest.setdefault(node.args[slot], [])
                for path in largest[node.index]:
                    gradient = node.gate.pullback(
                        slot, path.product, values[node.index], args, node.settings
                    )
                    product = as_float64(unbroadcast(np.shape(args[slot]), gradient))
                    source.append(WirePath(((node.index, slot), *path.wires), product))
                if len(source) > most:
                    source.sort(key=_magnitude, reverse=True)
                    del source[most:]
    return sorted(largest[start], key=_magnitude, reverse=True)


def _magnitude(path: WirePath) -> float:
    size = float(np.max(np.abs(path.product), initial=0.0))
    return size if size == size else np.inf  # a nan comes first
