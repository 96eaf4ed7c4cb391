"""Which gates with two sides (max, relu, where, clip) take one side only at the points tried.

A slip in the mask of a relu does not show where no element is below 0.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphs.autodiff.forward import record_faults
from graphs.check.sample_points import Point
from graphs.gates.routing import WHERE
from graphs.model import Graph, Node

DIGITS = 6  # to which two slopes are the same


def one_sided(graph: Graph, points: Sequence[Point]) -> list[int]:
    """The nodes whose slopes are the same everywhere, at all points together."""
    return [
        node.index
        for node in graph.nodes
        if graph.receives_gradient[node.index]
        and _has_sides(node)
        and _slopes(graph, node, points) == 1
    ]


def _has_sides(node: Node) -> bool:
    gate = node.gate
    return gate is not None and gate.elementwise and (gate.tie is not None or gate is WHERE)


def _slopes(graph: Graph, node: Node, points: Sequence[Point]) -> int:
    """How many different slopes a gate has towards its first argument that varies."""
    assert node.gate is not None
    slot = graph.slots(node)[0]
    found = set[float]()
    with record_faults():
        for point in points:
            args = tuple(point.values[argument] for argument in node.args)
            ones = np.ones(node.shape or ())[()]
            slope = node.gate.pullback(slot, ones, point.values[node.index], args, node.settings)
            found.update(np.unique(np.round(slope, DIGITS)).tolist())
    return len(found)
