"""Which gate bends at a point, and how: what a Hessian says where it does not exist."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphs.autodiff.bends import TINY, Kink, bent_gates, choices, first_change
from graphs.autodiff.decisions import changed
from graphs.autodiff.forward import forward, record_faults
from graphs.errors import GraphError
from graphs.format.arrays import element_name
from graphs.model import Graph, Guard, Node, Value
from graphs.rewrite.around import Limits, lines, scale_of
from graphs.rewrite.backward_graph import backward_graph
from graphs.rewrite.gradient_graph import GradientGraph

MOST_ALONE = 12  # numbers that are moved one by one


def turns(of: GradientGraph, values: Sequence[Value]) -> tuple[bool, Guard | None]:
    """Whether a gate chooses otherwise on a side of the point, and the decision that does."""
    found, here = False, choices(of.graph.nodes, values)
    move = TINY[-1] * scale_of(of.point) * lines(of.size)[-1]  # in general position: one will do
    for moved in (of.point + move, of.point - move):
        decision = changed(of.text_graph, of.inputs(moved))
        if decision is not None:
            return True, decision
        try:
            there = choices(of.graph.nodes, of.values(moved))
        except GraphError:
            continue
        found = found or first_change(here, there) is not None
    return found, None


def deciding(of: GradientGraph) -> np.ndarray:
    """For each number whether the text decides otherwise as it alone moves; all where none does."""
    move = TINY[-1] * scale_of(of.point)
    if of.size > MOST_ALONE:
        return np.ones(of.size, dtype=bool)
    alone = [
        any(
            changed(of.text_graph, of.inputs(of.point + way * move * one)) is not None
            for way in (1, -1)
        )
        for one in np.eye(of.size)
    ]
    return np.array(alone) | (not any(alone))


def kink(of: GradientGraph, near: Limits) -> Kink:
    """What differs most between the sides, and the gate that makes it."""
    slope = bool(np.any(np.isnan(near.value[1 : 1 + of.size])))
    part = slice(1, 1 + of.size) if slope else slice(1 + of.size, None)
    low, high = near.low[part], near.high[part]
    with np.errstate(all="ignore"):
        gap = np.where(np.isnan(near.value[part]), high - low, -np.inf)
    worst = int(np.argmax(np.where(np.isnan(gap), np.inf, gap)))
    name, element = of.entries[worst % of.size]
    by = element_name(name, element, of.shapes[name])
    gate = bent(of)
    return Kink(
        "slope" if slope else "curvature",
        by if of.size > 1 else "",
        (float(low[worst]), float(high[worst])),
        gate,
        along_a_line=of.size == 1,
    )


def bent(of: GradientGraph) -> Node | None:
    """The gate whose slope jumps between two sides, else the one whose choice or rule turns."""
    scale = scale_of(of.point)
    for line in lines(of.size):
        moves = [of.point + tiny * scale * line for tiny in TINY]
        back = [of.point - tiny * scale * line for tiny in TINY]
        pairs = [(of.values(one), of.values(two)) for one, two in zip(moves, back, strict=True)]
        gate = next(bent_gates(of.forward, pairs), None)
        if gate is not None:
            return gate
    return turning(of)


def turning(of: GradientGraph) -> Node | None:
    """The first gate that chooses otherwise beside the point, or whose rule does."""
    scale, backward = scale_of(of.point), backward_graph(of.forward)
    here, *others = (
        _chosen(of, backward.graph, of.point + tiny * scale * line)
        for line in lines(of.size)
        for tiny in (0.0, TINY[-1])
    )
    for there in others:
        index = first_change(here, there)
        wire = backward.first_wire.get(index) if index is not None else None
        if index is not None:
            return of.forward.nodes[wire.gate if wire else index]
    return None


def _chosen(of: GradientGraph, graph: Graph, point: np.ndarray) -> dict[int, Value]:
    with record_faults():
        return choices(graph.nodes, forward(graph, of.inputs(point))[0])
