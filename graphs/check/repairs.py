"""Single edits of the lines behind a wrong value, tried until the expected value comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.check.line_slice import LineSlice, Make
from graphs.check.log import Version
from graphs.gates import BY_NAME, Gate
from graphs.gates.arithmetic import ADD, DIV, POW, SUB
from graphs.gates.einsum import TENSORDOT
from graphs.gates.matrices import MATMUL, OUTER
from graphs.gates.reductions import MEAN, SUM
from graphs.gates.routing import WHERE
from graphs.gates.shaping import TRANSPOSE
from graphs.language.gradient_names import looks_like_gradient
from graphs.model import Node, Value

MOST_FACTORS = 60
AXES = ("rows", "columns")  # of a matrix
PAIRS = (("less", "greater"), ("less_equal", "greater_equal"))
FLIPS = {one: BY_NAME[other] for pair in PAIRS for one, other in (pair, pair[::-1])}


@dataclass(frozen=True)
class Repair:
    cause: str
    line: int
    kind: str
    what: str = ""


def single_edits(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    """Edits that replace one value or gate, the likeliest first."""
    for tried in (stale_value_edits, _transposes, _gates, _names):
        yield from tried(region, expected)


def _replaced(slot: int, values: Sequence[Value]) -> Make:
    """An argument replaced by another value."""

    def make(number: int, args: list[Any], node: Node) -> Any:
        assert node.gate is not None
        new = [values[number] if place == slot else one for place, one in enumerate(args)]
        return node.gate.compute(new, node.settings)

    return make


def stale_value_edits(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    """Edits that read an earlier or later value of the same name."""
    program = region.program
    for argument, lines in _read(region).items():
        for version in program.log.versions:
            if version.node != argument or version.variable not in program.variables:
                continue
            for other in _others(version, program.log.versions):
                if region.gives_with(expected, {argument: region.values(other.node)}):
                    yield Repair("stale", lines[0], "version", version.name)


def _read(region: LineSlice) -> dict[int, list[int]]:
    """The values that come into the lines from outside, and the lines that read each."""
    found: dict[int, list[int]] = {}
    for index in region.nodes:
        for argument in region.node(index).args:
            found.setdefault(argument, []).append(region.line(index))
    for write in region.stage.writes:  # dx = df, and then dx += …
        if write.node not in region.inside:
            found.setdefault(write.node, []).insert(0, write.line)
    return found


def _others(version: Version, versions: Sequence[Version]) -> Iterator[Version]:
    for other in versions:
        if (
            other.name == version.name
            and other.node != version.node
            and other.order < version.order
        ):
            yield other


def _transposes(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    for index in region.places:
        node, line = region.node(index), region.line(index)
        if node.gate is TRANSPOSE and region.gives(expected, index, _first_argument):
            yield Repair("transpose", line, "dropped", region.program.name_of(node.args[0]))
        if node.gate not in (MATMUL, TENSORDOT, OUTER):
            continue
        for slots in ((0,), (1,), (0, 1)):

            def turned(number: int, args: list[Any], node: Node, slots: Any = slots) -> Any:
                assert node.gate is not None
                new = [np.transpose(a) if place in slots else a for place, a in enumerate(args)]
                return node.gate.compute(new, node.settings)

            if region.gives(expected, index, turned):
                what = region.program.name_of(node.args[slots[0]])
                yield Repair("transpose", line, "turned" if len(slots) == 1 else "both", what)
        for both in (False, True):

            def swapped(number: int, args: list[Any], node: Node, both: bool = both) -> Any:
                assert node.gate is not None
                new = [np.transpose(a) if both else a for a in reversed(args)]
                return node.gate.compute(new, node.settings)

            if region.gives(expected, index, swapped):
                yield Repair("transpose" if both else "swapped", line, "order")


def _first_argument(number: int, args: list[Any], node: Node) -> Any:
    return args[0]


def turned_masks(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    """A comparison that is to point the other way."""
    for index in region.places:
        other = FLIPS.get(region.node(index).op)
        if other is not None and region.gives(expected, index, as_gate(other)):
            yield Repair("local", region.line(index), "mask")


def _gates(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    """A gate that should be another one: sum for mean, + for -."""
    for index in region.places:
        node, line = region.node(index), region.line(index)
        if node.gate in (SUM, MEAN):
            other = MEAN if node.gate is SUM else SUM
            if region.gives(expected, index, as_gate(other)):
                yield Repair("scale", line, node.op, other.name)
            yield from _axis(region, index, expected)
        elif node.gate in (SUB, DIV, POW, WHERE):

            def turned(number: int, args: list[Any], node: Node) -> Any:
                assert node.gate is not None
                return node.gate.compute([*args[:-2], args[-1], args[-2]], node.settings)

            if region.gives(expected, index, turned):
                chosen = "local" if node.gate is WHERE else "swapped"
                cause = "sign" if node.gate is SUB else chosen
                yield Repair(cause, line, "order")
        if node.gate in (ADD, SUB):
            other = ADD if node.gate is SUB else SUB
            if region.gives(expected, index, as_gate(other)):
                yield Repair("sign", line, other.name)


def axes(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    """Sums and means over another axis."""
    for index in region.places:
        if region.node(index).gate in (SUM, MEAN):
            yield from _axis(region, index, expected)


def _axis(region: LineSlice, index: int, expected: Sequence[Value]) -> Iterator[Repair]:
    """A sum or a mean over another axis."""
    node = region.node(index)
    rank = len(region.node(node.args[0]).shape or ())
    old, keeps = node.settings.get("axis"), bool(node.settings.get("keepdims"))

    def kept(number: int, args: list[Any], node: Node) -> Any:
        assert node.gate is not None
        return node.gate.compute(args, {**node.settings, "keepdims": not keeps})

    if old is not None and region.gives(expected, index, kept):
        kind = "no keepdims" if keeps else "keepdims"
        yield Repair("keepdims", region.line(index), kind, f"axis {old}")
    for axis in (None, *range(rank)):

        def over(number: int, args: list[Any], node: Node, axis: Any = axis) -> Any:
            assert node.gate is not None
            return node.gate.compute(args, {**node.settings, "axis": axis})

        if axis != old and region.gives(expected, index, over):
            lines = AXES[axis] if rank == 2 and axis is not None else ""
            what = "|".join("all of it" if one is None else f"axis {one}" for one in (old, axis))
            yield Repair("axis", region.line(index), lines, what)


def as_gate(gate: Gate) -> Make:
    return lambda number, args, node: gate.compute(args, node.settings)


def _names(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    """Another value in the place of one that is used: a sibling, another gradient."""
    yield from _replaced_names(region, expected, of_its_kind=True)
    for index, slot, argument in region.wires():
        for version in _forward(region) if _has_name(region, argument) else ():
            make = _replaced(slot, region.values(version.node))
            if version.node != argument and region.gives(expected, index, make):
                what = f"{region.program.name_of(argument)}|{version.name}"
                yield Repair("swapped", region.line(index), _which(what), what)


def other_kinds(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    """A gradient in the place of a value of the forward pass, and the other way round."""
    yield from _replaced_names(region, expected, of_its_kind=False)


def _forward(region: LineSlice) -> list[Version]:
    program = region.program
    several = [version for version in program.log.versions if version in program.forward]
    return [version for version in several if version.node != program.graph.output]


def _gradients(region: LineSlice) -> list[Version]:
    program = region.program
    return [
        version
        for version in program.log.versions
        if version.order < region.stage.version.order
        and looks_like_gradient(version.name)
        and version not in program.forward
        and version not in region.stage.writes
        and region.node(version.node).gate is not None
    ]


def _replaced_names(
    region: LineSlice, expected: Sequence[Value], of_its_kind: bool
) -> Iterator[Repair]:
    for argument, lines in _read(region).items():
        if argument in region.inside or not _has_name(region, argument):
            continue
        is_gradient = kind(region, argument) == "upstream"
        takes_gradients = is_gradient is of_its_kind
        cause = "name" if takes_gradients else "swapped"
        for version in (_gradients if takes_gradients else _forward)(region):
            what = f"{region.program.name_of(argument)}|{version.name}"
            values = region.values(version.node)
            if version.node != argument and region.gives_with(expected, {argument: values}):
                yield Repair(cause, lines[0], _which(what), what)


def missing_terms(region: LineSlice, expected: Sequence[Value]) -> Iterator[Repair]:
    """``p`` where ``p - y`` belongs: a value of the forward pass that is taken away or added."""
    program = region.program
    forward = {one.node: one.name for one in program.log.versions if one in program.forward}
    forward |= {one.node: name for name, one in program.graph.inputs.items()}
    for argument, lines in _read(region).items():
        shape = region.node(argument).shape
        for node, name in forward.items():
            if node == argument or region.node(node).shape != shape:
                continue
            for sign, step in (("-", np.subtract), ("+", np.add)):
                pairs = zip(region.values(argument), region.values(node), strict=True)
                if region.gives_with(expected, {argument: [step(*pair) for pair in pairs]}):
                    what = program.name_of(argument)
                    yield Repair("term", lines[0], "missing", f"{what}|{what} {sign} {name}")


def _which(what: str) -> str:
    """Whether one name stands where another belongs, or that of another object."""
    name, _, other = what.partition("|")
    return "same" if name == other else "replaced"


def kind(region: LineSlice, index: int) -> str:
    """What a factor is: a number, a gradient, or a local factor."""
    node = region.node(index)
    if node.gate is None and node.shape == () and node.name is None:
        return "scale"
    if looks_like_gradient(region.program.titles.get(index, "")) and not region.program.used[index]:
        return "upstream"
    return "local"


def _has_name(region: LineSlice, index: int) -> bool:
    return index in region.program.titles
