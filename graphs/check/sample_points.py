"""Sample points, the values at which lines are judged: the input values and seeded copies moved.

A wrong line can be right by accident where values are 0, 1 or equal; moved values show it. What is
no free number is not moved: labels, one-hot rows, masks, sizes, an ε against division by 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.autodiff.forward import as_float64, record_faults
from graphs.check.truth import true_gradients
from graphs.gates.arithmetic import ADD, SUB
from graphs.gates.routing import MAX
from graphs.gates.row import MOVER
from graphs.gates.shapes import Misfit
from graphs.model import Graph, Value

FAR = (0.3, 1.0)  # how far values are moved, in their own size
AROUND = (0.3, 0.5, 0.7, 0.9, 1.0, 1.1)  # to stand on both sides of a kink
TINY = 1e-5
ROUNDING = 2.0**-52
SHAKE = 3.0  # times the rounding of a number: roundings of one size would cancel
SHAKES = 2
UNSTEADY = 1e-8  # a change of gradients, in their size, by rounding alone
TRIES = 4  # each half as far, where a logarithm or a root would leave its domain
KEPT = re.compile(r"eps\w*|tiny|small|epsilon|tol", re.IGNORECASE)
COUNTS = re.compile(r"[nmNM]|batch\w*|\w*size|num\w*|n_\w+", re.IGNORECASE)


@dataclass(frozen=True)
class Point:
    """The value of each node, and the true gradient of each node that has one."""

    values: list[Value]
    truth: Mapping[int, Value]


def sample_points(
    graph: Graph,
    values: list[Value],
    structural: set[str],
    far: Sequence[float] = FAR,
    fixed: Mapping[int, Value] | None = None,
    stand_ins: Mapping[int, int] | None = None,
) -> list[Point]:
    """The point of the input values and moved ones, each with the true gradients.

    ``fixed`` are constants that are others at the moved points; ``stand_ins`` nodes whose value
    is the true gradient of another.
    """
    stand_ins = stand_ins or {}
    truth = true_gradients(graph, values, {})[0]
    given = _at(graph, values, {}, truth, stand_ins) if stand_ins else None
    found = [given or Point(values, truth)]
    free = [index for index in sorted(graph.wrt) if _is_free(graph, values, index, structural)]
    sizes = {size for node in graph.nodes for size in node.shape or ()}
    free = [index for index in free if not _counts(graph, values[index], index, sizes)]
    if not free:
        return found
    for number, size in enumerate(far):
        for attempt in range(TRIES):
            random = np.random.RandomState(7 * number + attempt)
            moved = {index: _moved(values[index], size / 2**attempt, random) for index in free}
            moved.update(fixed or {})
            point = _at(graph, values, moved)
            if point is not None and stand_ins:
                point = _at(graph, point.values, {}, point.truth, stand_ins)
            if point is None or not _is_finite(graph, point):
                continue
            if _is_steady(graph, point, random):
                found.append(point)
                break
    return found


def tiny_as_zero(graph: Graph) -> dict[int, Value]:
    """The small numbers that keep logarithms and roots from 0, replaced by 0."""
    return {
        argument: as_float64(0.0)
        for node in graph.nodes
        if node.gate in (ADD, SUB, MAX)
        for argument in node.args
        if graph.nodes[argument].gate is None
        and graph.nodes[argument].kind == "constant"
        and graph.nodes[argument].shape == ()
        and 0 < abs(float(graph.nodes[argument].constant)) <= TINY
    }


def _at(
    graph: Graph,
    values: list[Value],
    moved: Mapping[int, Value],
    truth: Mapping[int, Value] | None = None,
    stand_ins: Mapping[int, int] | None = None,
) -> Point | None:
    """A point of its own; None where it cannot be computed."""
    now = list(values)
    for index, value in moved.items():
        now[index] = value
    for index, target in (stand_ins or {}).items():
        now[index] = (truth or {}).get(target, now[index])
    with record_faults():
        for node in graph.nodes:
            if node.gate is None:
                continue
            try:
                args = [now[argument] for argument in node.args]
                now[node.index] = as_float64(node.gate.compute(args, node.settings))
            except (Misfit, np.linalg.LinAlgError, ValueError, IndexError):
                return None
    return Point(now, truth or true_gradients(graph, now, {})[0])


def _shaken(graph: Graph, point: Point, random: np.random.RandomState) -> Mapping[int, Value]:
    """The true gradients where each gate rounds its result otherwise.

    Whole numbers are exact, and may be indices.
    """
    values = list(point.values)
    with record_faults():
        for node in graph.nodes:
            if node.gate is None or node.gate.data:
                continue
            args = [values[argument] for argument in node.args]
            value = as_float64(node.gate.compute(args, node.settings))
            is_exact = node.truth or bool(np.all(np.floor(value) == value))
            if node.gate.tie is None and node.gate.role is not MOVER and not is_exact:
                value = value * (1 + ROUNDING * random.uniform(-SHAKE, SHAKE, np.shape(value)))
            values[node.index] = as_float64(value)
        return true_gradients(graph, values, {})[0]


def _is_steady(graph: Graph, point: Point, random: np.random.RandomState) -> bool:
    """Whether rounding does not reach the gradients, as it does through log(1 - sigmoid(20))."""
    for shaken in (_shaken(graph, point, random) for _ in range(SHAKES)):
        for index in point.truth:
            if graph.nodes[index].gate is not None:
                continue
            one, other = point.truth[index], shaken.get(index, np.nan)
            size = np.max(np.abs(one), initial=0.0)
            if np.max(np.abs(one - other), initial=0.0) > UNSTEADY * size:
                return False
    return True


def _is_finite(graph: Graph, point: Point) -> bool:
    return all(map(_finite, [point.values[graph.output], *point.truth.values()]))


def _finite(value: Any) -> bool:
    return bool(np.all(np.isfinite(value)))


def _is_free(graph: Graph, values: list[Value], index: int, structural: set[str]) -> bool:
    node, value = graph.nodes[index], values[index]
    if not graph.receives_gradient[index] or node.truth or node.name in structural:
        return False
    if KEPT.fullmatch(node.name or "") or not _finite(value):
        return False
    if node.kind == "constant" and np.ndim(value) and not np.any(value):
        return False  # zeros to be filled in: one-hot rows, sums
    if not np.ndim(value):
        return True
    if not value.size:
        return False
    if np.any(value) and np.isin(value, (-1.0, 0.0, 1.0)).all():
        return False
    rows = value.sum(axis=-1)
    return not (np.all(value >= 0) and value.shape[-1] > 1 and np.allclose(rows, 1.0))


def _counts(graph: Graph, value: Value, index: int, sizes: set[int]) -> bool:
    """Whether a whole number is the size of something, as ``m`` in ``1/m`` is."""
    if np.ndim(value) or value < 2 or value != int(value):
        return False
    counts = COUNTS.fullmatch(graph.nodes[index].name or "") is not None
    return bool(sizes) and (counts or int(value) in sizes)


def _moved(value: Value, far: float, random: np.random.RandomState) -> Value:
    size = float(np.sqrt(np.mean(np.square(value)))) if np.size(value) else 0.0
    noise = random.standard_normal(np.shape(value))
    noise = noise + 0.4 * np.where(noise < 0, -1.0, 1.0)  # never next to nothing
    if np.ndim(value) == 2 and value.shape[0] == value.shape[1] and np.array_equal(value, value.T):
        noise = (noise + noise.T) / 2
    return as_float64(value + far * max(size, 0.3) * noise)
