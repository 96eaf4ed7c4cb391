"""True gradients, those that follow from the gradients a line used, and how two values compare."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.autodiff.backward import ONE, unbroadcast
from graphs.autodiff.forward import as_float64, record_faults
from graphs.autodiff.kinks import kinks
from graphs.errors import GraphError
from graphs.gates.row import shape_of
from graphs.model import Graph, Node, Value

NEAR = 1e-6  # of the largest element
CLOSE = 2e-5  # equal but for an ε in a logarithm
LEAST = 1e-11
NUDGE = 1e-9
# Where the slope above a kink is taken, by the sizes of the slopes below and above it.
SIDES: Mapping[str, Callable[[Any, Any], Any]] = {
    "below": lambda below, above: False,
    "above": lambda below, above: True,
    "flatter": lambda below, above: above < below,
    "steeper": lambda below, above: above > below,
}


def true_gradients(
    graph: Graph,
    values: Sequence[Value],
    replaced: Mapping[int, Value],
    start: int | None = None,
    only: Collection[int] | None = None,
    side: str = "",
) -> tuple[dict[int, Value], dict[int, list[Value]]]:
    """Gradients of ``start`` (the output), and each wire's contribution to them.

    ``replaced`` holds gradients used at their nodes in place of the ones that arrive there. With
    ``only`` no others are computed. ``side`` names one of ``SIDES``: at kinks its slope is taken.
    Returned are the gradients by node, and by node the contributions that add up to each.
    """
    start = graph.output if start is None else start
    shape = graph.nodes[start].shape
    totals: dict[int, Value] = {start: as_float64(np.ones(shape)) if shape else ONE}
    parts: dict[int, list[Value]] = {}
    totals.update(replaced)
    with record_faults():
        for index in range(max(totals), -1, -1):
            node = graph.nodes[index]
            if node.gate is None or index not in totals:
                continue
            args = tuple(values[argument] for argument in node.args)
            output = values[index]
            if side and node.gate.elementwise:
                args, output = _beside_kinks(graph, node, values, side)
            for slot in graph.slots(node):
                target = node.args[slot]
                if only is not None and target not in only:
                    continue
                try:
                    pulled_back = node.gate.pullback(
                        slot, totals[index], output, args, node.settings
                    )
                    part = as_float64(unbroadcast(shape_of(values[target]), pulled_back))
                except np.linalg.LinAlgError:
                    raise GraphError(
                        "A gradient cannot be computed: a matrix on the way back is singular.",
                        hint="Check the values that go in.",
                    ) from None
                parts.setdefault(target, []).append(part)
                if target not in replaced:
                    totals[target] = totals[target] + part if target in totals else part
    return totals, parts


def _beside_kinks(
    graph: Graph, node: Node, values: Sequence[Value], side: str
) -> tuple[tuple[Value, ...], Value]:
    """A gate's arguments where they are moved off a kink to one side, and its value there.

    What moves is the condition of a gate that has one, else the first argument that varies.
    """
    gate, slots = node.gate, graph.slots(node)
    assert gate is not None
    args, output = tuple(values[argument] for argument in node.args), values[node.index]
    kink = kinks(graph, node, values)
    if kink is None or not slots or not np.any(kink):
        return args, output

    def moved(upwards: Any) -> tuple[tuple[Value, ...], Value]:
        there = list(args)
        if gate.decided_by is not None:
            there[gate.decided_by] = np.where(kink, upwards, args[gate.decided_by])
        else:
            there[slots[0]] = as_float64(args[slots[0]] + np.where(upwards, NUDGE, -NUDGE) * kink)
        return tuple(there), as_float64(gate.compute(there, node.settings))

    def steepness(upwards: bool) -> Any:
        there, value = moved(upwards)
        one = np.ones(np.shape(value))
        return np.abs(gate.pullback(slots[0], one, value, there, node.settings))

    return moved(SIDES[side](steepness(False), steepness(True)))


def descendants(graph: Graph, index: int) -> frozenset[int]:
    """A node and all nodes computed from it."""
    found = {index}
    for node in graph.nodes[index + 1 : graph.output + 1]:
        if any(node.args[slot] in found for slot in graph.slots(node)):
            found.add(node.index)
    return frozenset(found)


def _scale(value: Any) -> float:
    return float(np.max(np.abs(value))) if np.size(value) else 0.0


def is_close(value: Any, expected: Any, near: float = NEAR) -> bool:
    """Whether two values of one shape are equal but for rounding, where what is expected is a
    number: a nan of ours convicts nobody."""
    if np.shape(value) != np.shape(expected):
        return False
    with np.errstate(all="ignore"):
        unknown = np.isnan(expected)
        if np.any(unknown):
            value, expected = np.where(unknown, 0.0, value), np.where(unknown, 0.0, expected)
        if not np.all(np.isfinite(expected)) or not np.all(np.isfinite(value)):
            return bool(np.allclose(value, expected, rtol=near, equal_nan=True))
        apart = _scale(np.subtract(value, expected, dtype=np.float64))
    return apart <= near * _scale(expected) + LEAST


@dataclass(frozen=True)
class Fit:
    """How the student's values, point by point, compare with what they should be.

    ``factor`` is the constant they are off by; ``shape`` says how a value of another shape becomes
    the one expected, ``loose`` that NumPy makes up for its shape wherever it is used.
    """

    equal: bool = False
    factor: float | None = None
    shape: str | None = None
    loose: bool = False
    close: bool = False  # equal but for an ε


NO_FIT = Fit()


def fit(values: Sequence[Any], expected: Sequence[Any]) -> Fit:
    """Compare at all points together."""
    if any(np.shape(one) != np.shape(other) for one, other in zip(values, expected, strict=True)):
        return _fit_shape(values, expected)
    pairs = list(zip(values, expected, strict=True))
    if all(is_close(*pair) for pair in pairs):
        return Fit(equal=True)
    if all(is_close(*pair, near=CLOSE) for pair in pairs):
        return Fit(equal=True, close=True)
    factor = constant_factor(values, expected)
    return Fit(factor=factor) if factor is not None else NO_FIT


def constant_factor(values: Sequence[Any], expected: Sequence[Any]) -> float | None:
    """``k`` where each value is k × what is expected, with one k at all points."""
    found: list[float] = []
    for value, other in zip(values, expected, strict=True):
        if np.shape(value) != np.shape(other):
            return None
        with np.errstate(all="ignore"):
            size = float(np.sum(np.square(other, dtype=np.float64)))
            factor = (
                float(np.sum(np.multiply(value, other, dtype=np.float64))) / size if size else 0
            )
        if not size:
            if _scale(value) > LEAST:
                return None
            continue
        if not np.isfinite(factor) or abs(factor) < 1e-9 or not is_close(value, factor * other):
            return None
        found.append(factor)
    if not found or max(found) - min(found) > 1e-6 * abs(found[0]):
        return None
    if len(values) == 1 and np.size(values[0]) == 1 and not is_plain(found[0]):
        return None  # at one point any two numbers are in some ratio
    return found[0]


def is_plain(factor: float) -> bool:
    """Whether a factor is a small whole number or 1 over one."""
    several = (factor, 1 / factor)
    return any(abs(one - round(one)) < 1e-9 and abs(one) <= 64 for one in several)


def _fit_shape(values: Sequence[Any], expected: Sequence[Any]) -> Fit:
    shape, wanted = np.shape(values[0]), np.shape(expected[0])
    if np.size(values[0]) == np.size(expected[0]):
        if fit([np.reshape(one, wanted) for one in values], expected).equal:
            loose = _broadcasts(shape, wanted)
            return Fit(shape=f"reshape({wanted})", loose=loose)
        if len(wanted) == 2 and shape == wanted[::-1]:
            return NO_FIT
    for axes in _axes(len(shape)):
        for keep in (False, True):
            summed = [np.sum(one, axis=axes, keepdims=keep) for one in values]
            if np.shape(summed[0]) == wanted and fit(summed, expected).equal:
                axis = f"axis={axes[0] if len(axes) == 1 else axes}"
                axis = axis if len(axes) < len(shape) or keep else ""
                return Fit(shape=f"sum({axis}{', keepdims=True' if keep else ''})")
    if _broadcasts(shape, wanted):
        wide = [np.broadcast_to(one, wanted) for one in values]
        if fit(wide, expected).equal:
            return Fit(shape=f"broadcast_to({wanted})", loose=True)
    return NO_FIT


def _broadcasts(shape: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    try:
        return np.broadcast_shapes(shape, wanted) == wanted
    except ValueError:
        return False


def _axes(rank: int) -> list[tuple[int, ...]]:
    every = [tuple(axis for axis in range(rank) if mask >> axis & 1) for mask in range(1, 2**rank)]
    return sorted(every, key=len) if rank <= 5 else [tuple(range(rank))]
