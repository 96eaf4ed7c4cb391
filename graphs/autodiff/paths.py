"""Every path from one node to another, and the product of local derivatives along it.

The gradient is the sum over all paths. Their number can grow exponentially, so they are counted
exactly and listed only where they are few; backpropagation needs one product a wire (see
C. Olah, "Calculus on Computational Graphs", 2015: factoring paths).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from graphs.autodiff.backward import summed_to, walk
from graphs.autodiff.forward import as_python, faults, plain
from graphs.errors import GraphError
from graphs.model import Graph, Node, Value

MOST_LISTED = 1_000
FEW = 20  # of so many that they are not listed


class Path(NamedTuple):
    """The nodes on the way, first to last, and what the local derivatives multiply to."""

    nodes: tuple[str, ...]
    product: Value


@dataclass(frozen=True)
class Route:
    """A path by its wires, (gate, slot), first to last."""

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

    Where there are more than could be listed, the largest few are here and ``count`` counts all.
    For arrays a path's product is what a gradient of ones at ``end`` becomes along it.
    """

    start: int
    end: int
    count: int
    total: Value
    routes: tuple[Route, ...]
    factored: Operations  # backpropagation: one product a wire
    unfactored: Operations  # path by path

    def __getitem__(self, place: int) -> Path:
        return self._listed[place]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._listed)

    def __len__(self) -> int:
        return len(self.routes)

    @cached_property
    def _listed(self) -> list[Path]:
        first = f"n{self.start}"
        return [
            Path((first, *(f"n{gate}" for gate, _ in route.wires)), as_python(route.product))
            for route in self.routes
        ]


def paths(
    graph: Graph, values: Sequence[Value], start: int, end: int, most: int = MOST_LISTED
) -> Paths:
    """All paths between two nodes, or the largest few where there are more than ``most``.

    Raises:
        GraphError: no path leads from one to the other.
    """
    part = between(graph, start, end)
    if not part.depends_on_wrt[end] or (start == end):
        names = [graph.titles.get(index, f"n{index}") for index in (start, end)]
        raise GraphError(
            f"No path that carries a gradient leads from {names[0]} to {names[1]}.",
            hint="Choose a value and another that is computed from it.",
        )
    count, wires = _counted(part, start)
    listed = most if count <= most else FEW
    routes = tuple(_largest(part, values, start, listed))
    total = plain(np.zeros(np.shape(values[start])))
    with faults():
        seed = np.ones(np.shape(values[end]))[()]
        for node, slot, _, so_far in walk(part, values, seed):
            if node.args[slot] == start:
                total = plain(so_far)
    reached = {node.args[slot] for node, slot in _carrying(part)}
    edges = sum(1 for _ in _carrying(part))
    last = len(part.slots(part.nodes[end]))  # × 1: nothing to multiply
    return Paths(
        start, end, count, as_python(total), routes,
        Operations(edges - last, edges - len(reached)),
        Operations(wires - count, count - 1),
    )  # fmt: skip


def between(graph: Graph, start: int, end: int) -> Graph:
    """The part of a graph in which gradients flow from ``end`` to ``start``."""
    names = {name: index for name, index in graph.names.items() if index <= end}
    nodes = graph.nodes[: end + 1]
    return replace(graph, nodes=nodes, names=names, output=end, wrt=frozenset({start}))


def _carrying(graph: Graph) -> Iterator[tuple[Node, int]]:
    """The wires on which a gradient flows, as (gate, slot)."""
    for node in graph.nodes:
        if graph.receives_gradient[node.index] and node.index not in graph.wrt:
            for slot in graph.slots(node):
                yield node, slot


def _counted(graph: Graph, start: int) -> tuple[int, int]:
    """How many paths there are, and how many wires all of them have together."""
    counts, lengths = {start: 1}, {start: 0}
    for node, slot in _carrying(graph):
        before = node.args[slot]
        counts[node.index] = counts.get(node.index, 0) + counts[before]
        lengths[node.index] = lengths.get(node.index, 0) + lengths[before] + counts[before]
    return counts[graph.output], lengths[graph.output]


def _largest(graph: Graph, values: Sequence[Value], start: int, most: int) -> list[Route]:
    """The ``most`` paths with the largest products, found from the end backwards.

    For numbers the best of a node's paths are made of the best of its consumers'. For arrays
    that need not be so, and the few found are large, not surely the largest.
    """
    seed = plain(np.ones(np.shape(values[graph.output])))
    best: dict[int, list[Route]] = {graph.output: [Route((), seed)]}
    with faults():
        for node in reversed(graph.nodes):
            if node.index not in best or node.index == start or node.gate is None:
                continue
            args = tuple(values[argument] for argument in node.args)
            for slot in graph.slots(node):
                source = best.setdefault(node.args[slot], [])
                for route in best[node.index]:
                    pulled = node.gate.pullback(
                        slot, route.product, values[node.index], args, node.settings
                    )
                    product = plain(summed_to(np.shape(args[slot]), pulled))
                    source.append(Route(((node.index, slot), *route.wires), product))
                if len(source) > most:
                    source.sort(key=_size, reverse=True)
                    del source[most:]
    return sorted(best[start], key=_size, reverse=True)


def _size(route: Route) -> float:
    size = float(np.max(np.abs(route.product), initial=0.0))
    return size if size == size else np.inf  # a nan is worth seeing
