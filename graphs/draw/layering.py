"""The column of each node, and which distant uses of an input get a copy of it."""

from __future__ import annotations

from typing import NamedTuple

from graphs.draw.nesting import ancestors
from graphs.draw.wiring import Wiring
from graphs.model import Graph

SMALL_LANES = 12  # up to this, and with few inputs, all inputs are in the first column
SMALL_INPUTS = 8
MANY_LANES = 500  # above this an input is drawn again for every use in a later column
NEAR = 4  # columns from the first use of an input: a wire; farther uses get a copy of the input


class Layering(NamedTuple):
    columns: list[int]  # of each node
    copied_wires: set[tuple[int, int]]  # the (consumer, slot) of wires that start at a copy
    lanes: int  # how many (wire, column) pairs are only passed through


def layering(wiring: Wiring) -> Layering:
    """Columns and copies for a graph: all inputs in the first column if that needs few lanes, else
    each beside its first use, else with a copy at every later use."""
    columns = _gate_columns(wiring)
    inputs = sum(node.kind == "input" for node in wiring.graph.nodes)
    if inputs <= SMALL_INPUTS and not wiring.cards:
        result = _try_layering(wiring, columns, at_left=True, near=NEAR)
        if result.lanes <= SMALL_LANES:
            return result
    result = _try_layering(wiring, columns, at_left=False, near=NEAR)
    if result.lanes > MANY_LANES:
        result = _try_layering(wiring, columns, at_left=False, near=0)
    return result


def _gate_columns(wiring: Wiring) -> list[int]:
    """For each node the last column that its consumers allow (inputs and constants: 0); the first
    that its arguments allow where sums are stairs: their steps are then all that follows."""
    graph = wiring.graph
    columns = [0] * len(graph.nodes)
    for node in graph.nodes:
        for slot, argument in wiring.wires_into(node):
            least = columns[argument] + wiring.least_span(argument, (node.index, slot))
            columns[node.index] = max(columns[node.index], least)
    for node in () if wiring.spacing.stairs else reversed(graph.nodes):
        if node.kind == "gate" and graph.consumers[node.index]:
            columns[node.index] = min(
                columns[consumer] - wiring.least_span(node.index, (consumer, slot))
                for consumer, slot in graph.consumers[node.index]
            )
    return columns


def _try_layering(wiring: Wiring, gate_columns: list[int], at_left: bool, near: int) -> Layering:
    """Columns for the inputs; uses more than ``near`` columns after the first get a copy."""
    graph = wiring.graph
    first = _first_columns(graph, gate_columns)
    columns = list(gate_columns)
    copied_wires: set[tuple[int, int]] = set()
    for node in graph.nodes:
        if node.kind == "gate" or not wiring.has_place(node):
            continue
        consumers = sorted(graph.consumers[node.index], key=lambda pair: columns[pair[0]])
        for count, pair in enumerate(consumers[1:], 1):
            if (
                columns[pair[0]] - columns[consumers[0][0]] > near
                or count >= wiring.spacing.most_uses
            ):
                copied_wires.add(pair)
        starts = [
            min(columns[c], first.get(graph.nodes[c].group, columns[c]))
            - wiring.least_span(node.index, (c, slot))
            for c, slot in consumers
        ]
        columns[node.index] = 0 if at_left else max(0, min(starts, default=0))
    lanes = 0
    for node in graph.nodes:
        for slot, argument in wiring.wires_into(node):
            pair = (node.index, slot)
            if pair not in copied_wires:
                passed = columns[node.index] - columns[argument] - 1
                lanes += max(0, passed - wiring.needs_branch(argument, pair))
    return Layering(columns, copied_wires, lanes)


def _first_columns(graph: Graph, columns: list[int]) -> dict[int | None, int]:
    """For each group the first column of the outermost group around it."""
    first: dict[int, int] = {}
    for node in graph.nodes:
        if node.kind == "gate":
            for group in ancestors(graph, node.group):
                first[group] = min(columns[node.index], first.get(group, columns[node.index]))
    return {group: first[list(ancestors(graph, group))[-1]] for group in first}
