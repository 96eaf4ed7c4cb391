"""In which column everything stands, and which far uses of an input get a copy of it."""

from __future__ import annotations

from typing import NamedTuple

from graphs.draw.wiring import Uses, ancestors
from graphs.model import Graph

SMALL_LANES = 12  # up to here (and with few inputs) every input stands at the left edge
SMALL_INPUTS = 8
MANY_LANES = 500  # from here an input is drawn again for every use that is not near
NEAR = 4  # columns from the first use of an input: a wire; farther uses get a copy of the input
MOST_WIRES = 5  # of one input; the uses beyond get a copy too


class Places(NamedTuple):
    columns: list[int]  # of each node
    copied: set[tuple[int, int]]  # the (consumer, slot) of wires that start at a copy
    lanes: int  # how many columns wires only pass


def places(uses: Uses) -> Places:
    """The smallest change of the mocks' way that keeps the picture small enough."""
    columns = _gate_columns(uses)
    inputs = sum(node.kind == "input" for node in uses.graph.nodes)
    if inputs <= SMALL_INPUTS:
        found = _places(uses, columns, at_left=True, near=NEAR)
        if found.lanes <= SMALL_LANES:
            return found
    found = _places(uses, columns, at_left=False, near=NEAR)
    if found.lanes > MANY_LANES:
        found = _places(uses, columns, at_left=False, near=0)
    return found


def _gate_columns(uses: Uses) -> list[int]:
    """As far right as each gate's consumers allow: what is added late stands late."""
    graph = uses.graph
    columns = [0] * len(graph.nodes)
    for node in graph.nodes:
        for slot, argument in uses.wires_into(node):
            least = columns[argument] + uses.length(argument, (node.index, slot))
            columns[node.index] = max(columns[node.index], least)
    for node in reversed(graph.nodes):
        if node.kind == "gate" and graph.consumers[node.index]:
            columns[node.index] = min(
                columns[consumer] - uses.length(node.index, (consumer, slot))
                for consumer, slot in graph.consumers[node.index]
            )
    return columns


def _places(uses: Uses, gate_columns: list[int], at_left: bool, near: int) -> Places:
    """Places for the inputs; ``near``: how far from its first use an input has wires."""
    graph = uses.graph
    first = _first_columns(graph, gate_columns)
    columns = list(gate_columns)
    copied: set[tuple[int, int]] = set()
    for node in graph.nodes:
        if node.kind == "gate" or not uses.drawn(node):
            continue
        readers = sorted(graph.consumers[node.index], key=lambda pair: columns[pair[0]])
        for count, pair in enumerate(readers[1:], 1):
            if columns[pair[0]] - columns[readers[0][0]] > near or count >= MOST_WIRES:
                copied.add(pair)
        starts = [
            min(columns[c], first.get(graph.nodes[c].group, columns[c]))
            - uses.length(node.index, (c, slot))
            for c, slot in readers
        ]
        columns[node.index] = 0 if at_left else max(0, min(starts, default=0))
    lanes = 0
    for node in graph.nodes:
        for slot, argument in uses.wires_into(node):
            pair = (node.index, slot)
            if pair not in copied:
                passed = columns[node.index] - columns[argument] - 1
                lanes += max(0, passed - uses.parts(argument, pair))
    return Places(columns, copied, lanes)


def _first_columns(graph: Graph, columns: list[int]) -> dict[int | None, int]:
    """For each group the first column of the outermost group around it."""
    first: dict[int, int] = {}
    for node in graph.nodes:
        if node.kind == "gate":
            for group in ancestors(graph, node.group):
                first[group] = min(columns[node.index], first.get(group, columns[node.index]))
    return {group: first[list(ancestors(graph, group))[-1]] for group in first}
