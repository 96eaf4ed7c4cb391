"""Sample points, the values at which lines are judged: the input values and seeded copies moved.

A wrong line can be right by accident where values are 0, 1 or equal; moved values show it. What is
no free number is not moved: labels, one-hot rows, masks, sizes, an ε against division by 0.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graphs.autodiff.forward import as_float64, record_faults
from graphs.check.movable import free_inputs, is_finite, moved_value
from graphs.check.truth import true_gradients
from graphs.gates.row import MOVER
from graphs.gates.shapes import Misfit
from graphs.model import Graph, Value

FAR = (0.3, 1.0)  # how far values are moved, in their own size
AROUND = (0.3, 0.5, 0.7, 0.9, 1.0, 1.1)  # to stand on both sides of a kink
ROUNDING = 2.0**-52
SHAKE = 3.0  # times the rounding of a number: roundings of one size would cancel
SHAKES = 2
UNSTEADY = 1e-8  # a change of gradients, in their size, by rounding alone
TRIES = 4  # each half as far, where a logarithm or a root would leave its domain


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
    kept: Collection[int] = (),
) -> list[Point]:
    """The point of the input values and moved ones, each with the true gradients.

    ``fixed`` are constants that are others at the moved points; ``stand_ins`` nodes whose value
    is the true gradient of another; ``kept`` inputs that stay as they are.
    """
    stand_ins = stand_ins or {}
    truth = true_gradients(graph, values, {})[0]
    given = _at(graph, values, {}, truth, stand_ins) if stand_ins else None
    found = [given or Point(values, truth)]
    free = [index for index in free_inputs(graph, values, structural) if index not in kept]
    if not free:
        return found
    for number, size in enumerate(far):
        for attempt in range(TRIES):
            random = np.random.RandomState(7 * number + attempt)
            moved = {index: moved_value(values[index], size / 2**attempt, random) for index in free}
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
    return all(map(is_finite, [point.values[graph.output], *point.truth.values()]))
