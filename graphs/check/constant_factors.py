"""Edits that add or drop a factor: an upstream gradient, a forward value, a slope, a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from graphs.check.line_slice import LineSlice, Make
from graphs.check.repairs import Repair, as_gate, kind
from graphs.gates.arithmetic import DIV, MUL, NEG
from graphs.gates.routing import MAX, WHERE
from graphs.model import Node, Value

MOST_FACTORS = 60


def missing_upstream(region: LineSlice, target: int, expected: Sequence[Value]) -> Iterator[Repair]:
    """Edits that multiply by an upstream gradient that is missing."""
    for repair in missing_factors(region, target, expected):
        if repair.cause == "upstream":
            yield repair


# The slots of which one may be all that should stand there.
KEPT = {MUL.name: (0, 1), DIV.name: (0,), NEG.name: (0,), WHERE.name: (1, 2), MAX.name: (0, 1)}


def dropped_factors(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    """Edits that drop a factor, or divide by it."""
    yield from _products(region, expected)
    yield from _dropped(region, expected)


def _products(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    for index in region.places:
        gate = region.node(index).gate
        if gate in (MUL, DIV):
            other = MUL if gate is DIV else DIV
            if region.gives(expected, index, as_gate(other)):
                yield Repair("local", region.line(index), other.name)


def _dropped(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    """A factor or a gate that should not be there."""
    for index in region.places:
        node = region.node(index)
        for slot in KEPT.get(node.op, ()):
            if region.gives(expected, index, lambda number, args, node, slot=slot: args[slot]):  # type: ignore[misc]
                if node.gate is NEG:
                    yield Repair("sign", region.line(index), "dropped")
                    continue
                gone = node.args[1 - slot] if node.gate in (MUL, DIV) else node.args[0]
                yield Repair(
                    kind(region, gone), region.line(index), "extra", region.program.name_of(gone)
                )


def missing_factors(region: LineSlice, target: int, expected: Sequence[Value]) -> Iterator[Repair]:
    """A factor that is missing: a gradient, a value of the forward pass, a mask, a number."""
    factors = list(_candidates(region, target))[:MOST_FACTORS]
    places: list[tuple[int, int | None]] = [(index, None) for index in reversed(region.places)]
    places += [(index, slot) for index, slot, _ in region.wires()]
    if region.top not in region.inside:
        places.append((region.top, None))
    for cause, what, values in factors:
        for index, slot in places if region.affords else ():
            for divides in (False, True) if cause == "local" else (False,):
                if region.gives(expected, index, _times(slot, values, divides, region.inside)):
                    kind = "divide" if divides else "times"
                    yield Repair(cause, region.line(index), kind, what)


def _times(
    slot: int | None, values: Sequence[Value], divides: bool, inside: frozenset[int]
) -> Make:
    def make(number: int, args: list[Any], node: Node) -> Any:
        factor = 1.0 / values[number] if divides else values[number]
        if node.index not in inside:
            return args[0] * factor
        assert node.gate is not None
        if slot is None:
            return node.gate.compute(args, node.settings) * factor
        new = [one * factor if place == slot else one for place, one in enumerate(args)]
        return node.gate.compute(new, node.settings)

    return make


def _candidates(region: LineSlice, target: int) -> Iterator[tuple[str, str, list[Value]]]:
    """(cause, how it is written, values) of what a factor may be."""
    program, graph = region.program, region.program.graph
    later = program.later(target)
    for version, other in program.resolved.items():
        if other in later and other != target and version.order < region.stage.version.order:
            yield "upstream", version.name, region.values(version.node)
    for consumer in sorted(later - {target}):
        node = graph.nodes[consumer]
        assert node.gate is not None
        for slot in graph.slots(node):
            if node.args[slot] not in later or not node.gate.elementwise:
                continue
            slopes = []
            for point in region.points:
                args = tuple(point.values[one] for one in node.args)
                one = np.ones(node.shape or ())[()]
                slopes.append(
                    node.gate.pullback(slot, one, point.values[consumer], args, node.settings)
                )
            yield "local", _slope(region, node), slopes
    met = set[int]()
    for version in sorted(program.forward, key=lambda one: -one.order):
        if version.node not in met and not graph.nodes[version.node].truth:
            met.add(version.node)
            yield "local", version.name, region.values(version.node)


def _slope(region: LineSlice, node: Node) -> str:
    name = region.program.titles.get(node.index, "")
    return f"the slope of {node.gate.title if node.gate else ''}{f' in {name}' if name else ''}"
