"""Single edits of the lines behind a wrong value, tried until the expected value comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.check.log import Version
from graphs.check.names import looks
from graphs.check.region import Make, Region
from graphs.check.truth import descendants
from graphs.gates import BY_NAME
from graphs.model import Node, Value

MOST_FACTORS = 60
FLIPS = {"less": "greater", "less_equal": "greater_equal"}
FLIPS |= {other: one for one, other in FLIPS.items()}


@dataclass(frozen=True)
class Repair:
    cause: str
    line: int
    kind: str
    what: str = ""


def rewritten(region: Region, expected: Sequence[Value]) -> Iterator[Repair]:
    """Other values or gates in the place of some, the most telling first."""
    for tried in (overwritten, _transposes, _gates, _names):
        yield from tried(region, expected)


def upstream(region: Region, target: int, expected: Sequence[Value]) -> Iterator[Repair]:
    """A gradient that is not there."""
    for repair in _factors(region, target, expected):
        if repair.cause == "upstream":
            yield repair


def factored(region: Region, target: int, expected: Sequence[Value]) -> Iterator[Repair]:
    """Factors more or fewer."""
    yield from _products(region, expected)
    yield from _dropped(region, expected)
    yield from _factors(region, target, expected)


def _replaced(slot: int, values: Sequence[Value]) -> Make:
    """An argument replaced by another value."""

    def make(number: int, args: list[Any], node: Node) -> Any:
        assert node.gate is not None
        new = [values[number] if place == slot else one for place, one in enumerate(args)]
        return node.gate.compute(new, node.settings)

    return make


def overwritten(region: Region, expected: Sequence[Value]) -> Iterator[Repair]:
    """Another value of the same name: before an update, before it was overwritten."""
    program = region.program
    for argument, lines in _read(region).items():
        for version in program.log.versions:
            if version.node != argument or not _is_read(version, lines):
                continue
            for other in _others(version, program.log.versions):
                if region.gives_with(expected, {argument: region.values(other.node)}):
                    yield Repair("stale", lines[0], "version", version.name)


def _read(region: Region) -> dict[int, list[int]]:
    """The values that come into the lines from outside, and the lines that read each."""
    found: dict[int, list[int]] = {}
    for index in region.nodes:
        for argument in region.node(index).args:
            found.setdefault(argument, []).append(region.line(index))
    if region.top not in region.inside:
        found[region.top] = [region.stage.version.line]
    return found


def _is_read(version: Version, lines: Sequence[int]) -> bool:
    return any(reader.line in lines for reader in version.readers)


def _others(version: Version, versions: Sequence[Version]) -> Iterator[Version]:
    for other in versions:
        if other.name == version.name and other.node != version.node:
            yield other


def _transposes(region: Region, expected: Sequence[Value]) -> Iterator[Repair]:
    for index in region.nodes:
        node, line = region.node(index), region.line(index)
        if node.op == "transpose":
            if region.gives(expected, index, lambda number, args, node: args[0]):
                yield Repair("transpose", line, "dropped", _title(region, node.args[0]))
        if node.op not in ("matmul", "tensordot", "outer"):
            continue
        for slots in ((0,), (1,), (0, 1)):

            def turned(number: int, args: list[Any], node: Node, slots: Any = slots) -> Any:
                assert node.gate is not None
                new = [np.transpose(a) if place in slots else a for place, a in enumerate(args)]
                return node.gate.compute(new, node.settings)

            if region.gives(expected, index, turned):
                what = _title(region, node.args[slots[0]])
                yield Repair("transpose", line, "turned" if len(slots) == 1 else "both", what)
        for both in (False, True):

            def swapped(number: int, args: list[Any], node: Node, both: bool = both) -> Any:
                assert node.gate is not None
                new = [np.transpose(a) if both else a for a in reversed(args)]
                return node.gate.compute(new, node.settings)

            if region.gives(expected, index, swapped):
                yield Repair("transpose" if both else "swapped", line, "order")


def _gates(region: Region, expected: Sequence[Value]) -> Iterator[Repair]:
    """A gate that should be another one: sum for mean, a comparison turned round."""
    for index in region.nodes:
        node, line = region.node(index), region.line(index)
        if node.op in ("sum", "mean"):
            other = "mean" if node.op == "sum" else "sum"
            if region.gives(expected, index, _as(other)):
                yield Repair("scale", line, node.op, other)
        elif node.op in FLIPS:
            if region.gives(expected, index, _as(FLIPS[node.op])):
                yield Repair("local", line, "mask")
        elif node.op in ("sub", "div", "pow", "where"):

            def turned(number: int, args: list[Any], node: Node) -> Any:
                assert node.gate is not None
                return node.gate.compute([*args[:-2], args[-1], args[-2]], node.settings)

            if region.gives(expected, index, turned):
                cause = {"sub": "sign", "where": "local"}.get(node.op, "swapped")
                yield Repair(cause, line, "order")
        if node.op in ("add", "sub"):
            other = "add" if node.op == "sub" else "sub"
            if region.gives(expected, index, _as(other)):
                yield Repair("sign", line, other)


def _products(region: Region, expected: Sequence[Value]) -> Iterator[Repair]:
    for index in region.nodes:
        if (op := region.node(index).op) in ("mul", "div"):
            other = "mul" if op == "div" else "div"
            if region.gives(expected, index, _as(other)):
                yield Repair("local", region.line(index), other)


def _as(name: str) -> Make:
    gate = BY_NAME[name]
    return lambda number, args, node: gate.compute(args, node.settings)


def _dropped(region: Region, expected: Sequence[Value]) -> Iterator[Repair]:
    """A factor or a gate that should not be there."""
    for index in region.nodes:
        node = region.node(index)
        slots = {"mul": (0, 1), "div": (0,), "neg": (0,), "where": (1, 2), "max": (0, 1)}
        for slot in slots.get(node.op, ()):
            if region.gives(expected, index, lambda number, args, node, slot=slot: args[slot]):  # type: ignore[misc]
                if node.op == "neg":
                    yield Repair("sign", region.line(index), "dropped")
                    continue
                gone = node.args[1 - slot] if node.op in ("mul", "div") else node.args[0]
                yield Repair(_kind(region, gone), region.line(index), "extra", _title(region, gone))


def _kind(region: Region, index: int) -> str:
    """What a factor is: a number, a gradient, or a local factor."""
    node = region.node(index)
    if node.gate is None and node.shape == () and node.name is None:
        return "scale"
    if looks(region.program.titles.get(index, "")) and not region.program.graph.used[index]:
        return "upstream"
    return "local"


def _names(region: Region, expected: Sequence[Value]) -> Iterator[Repair]:
    """Another value in the place of one that is used: a sibling, another gradient."""
    program = region.program
    forward = [version for version in program.log.versions if version in program.forward]
    gradients = [
        version
        for version in program.log.versions
        if version.order < region.stage.version.order
        and looks(version.name)
        and version not in program.forward
        and version not in region.stage.writes
        and region.node(version.node).gate is not None
    ]
    outside = {argument: lines[0] for argument, lines in _read(region).items()}
    for argument, line in outside.items():
        if argument in region.inside or not _has_name(region, argument):
            continue
        is_gradient = _kind(region, argument) == "upstream"
        several = [("name", gradients), ("swapped", forward)]
        for cause, versions in several if is_gradient else reversed(several):
            for version in versions:
                what = f"{_title(region, argument)}|{version.name}"
                values = region.values(version.node)
                if version.node != argument and region.gives_with(expected, {argument: values}):
                    yield Repair(cause, line, "replaced", what)
    for index, slot, argument in region.wires():
        for version in forward if _has_name(region, argument) else ():
            make = _replaced(slot, region.values(version.node))
            if version.node != argument and region.gives(expected, index, make):
                what = f"{_title(region, argument)}|{version.name}"
                yield Repair("swapped", region.line(index), "replaced", what)


def _has_name(region: Region, index: int) -> bool:
    return index in region.program.titles


def _factors(region: Region, target: int, expected: Sequence[Value]) -> Iterator[Repair]:
    """A factor that is missing: a gradient, a value of the forward pass, a mask, a number."""
    factors = list(_candidates(region, target))[:MOST_FACTORS]
    places: list[tuple[int, int | None]] = [(index, None) for index in reversed(region.nodes)]
    places += [(index, slot) for index, slot, _ in region.wires()]
    if region.top not in region.inside:
        places.append((region.top, None))
    for cause, what, values in factors:
        for index, slot in places:
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


def _candidates(region: Region, target: int) -> Iterator[tuple[str, str, list[Value]]]:
    """(cause, how it is written, values) of what a factor may be."""
    program, graph = region.program, region.program.graph
    later = descendants(graph, target)
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
                    node.gate.pull(slot, one, point.values[consumer], args, node.settings)
                )
            yield "local", _slope(region, node), slopes
    met = set[int]()
    for version in sorted(program.forward, key=lambda one: -one.order):
        if version.node not in met and not graph.nodes[version.node].truth:
            met.add(version.node)
            yield "local", version.name, region.values(version.node)


def _slope(region: Region, node: Node) -> str:
    name = region.program.titles.get(node.index, "")
    return f"the slope of {node.gate.title if node.gate else ''}{f' in {name}' if name else ''}"


def _title(region: Region, index: int) -> str:
    """How the lines call a value: its name, or its text."""
    name = region.program.titles.get(index)
    if name:
        return name
    node = region.node(index)
    if node.source is None:
        return "this value"
    lines = region.program.graph.program.split("\n")
    source = node.source
    if source.line != source.end_line:
        return "this value"
    return lines[source.line - 1][source.column : source.end_column]
