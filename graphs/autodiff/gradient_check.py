"""The gradient check: every gradient against a central difference, as CS231n teaches it.

The numeric gradient is (f(x + h) - f(x - h)) / 2h with h = 1e-5, the relative error
|analytic - numeric| / max(|analytic|, |numeric|) (CS231n notes, "Gradient checks").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from graphs.autodiff.differences import Differences
from graphs.autodiff.kinks import kinks
from graphs.autodiff.seed import loss_of
from graphs.model import Graph, Guard, Node, Value

H = 1e-5  # the step of the check itself
STEP_SIZES = tuple(10.0**-power for power in range(1, 13))  # of the plot of error by step
MOST_ELEMENTS = 200  # of an input that are checked; of a larger one as many, chosen at random
MOST_PLOTTED = 8  # elements of an input in the plot
BUDGET = 10**9  # operations, about a second: with large arrays fewer elements are checked
PER_GATE = 10_000  # operations that Python's own work for one gate counts as
EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class InputCheck:
    """The gradient of one input beside central differences.

    ``analytic`` and ``numeric`` belong to the ``element`` (in C order) with the largest error;
    ``error`` is relative to the largest element of either. ``kink`` is the gate whose slope
    changes within h, where a central difference means nothing; ``decision`` is the decision of
    the text that does, on whose side the numeric slope stays. ``errors`` has one for each of
    ``STEP_SIZES`` (nan where a decision changes), or is empty where that would take too long.
    """

    name: str
    error: float
    element: int
    analytic: float
    numeric: float
    elements_checked: int
    size: int
    kink: Node | None
    errors: tuple[float, ...]
    decision: Guard | None = None


def gradient_check(
    graph: Graph,
    input_values: Mapping[str, Value],
    values: Sequence[Value],
    gradients: Mapping[int, Value],
    text_graph: Graph | None = None,
) -> list[InputCheck]:
    """The check of each ``wrt`` input but the structural ones, which change the graph.

    ``values`` and ``gradients`` are by node index; ``text_graph`` holds the decisions of the text,
    where ``graph`` is made from another.
    """
    text_graph = text_graph or graph
    names = [
        name
        for name, entry in graph.inputs.items()
        if entry.node in graph.wrt and not entry.structural
    ]
    operations = _operations(graph) * (2 if text_graph.guards else 1)
    evaluations = BUDGET // (operations * max(len(names), 1))
    return [
        _check_input(graph, text_graph, name, dict(input_values), values, gradients, evaluations)
        for name in names
    ]


def _operations(graph: Graph) -> int:
    """About how many operations one evaluation takes."""
    total = 0
    for node in graph.nodes:
        if node.gate is not None:
            shapes = [graph.nodes[argument].shape or () for argument in node.args]
            total += PER_GATE + 10 * prod(node.shape or ())
            total += node.gate.work(*shapes, **node.settings) if node.gate.work else 0
    return max(total, PER_GATE)


def _check_input(
    graph: Graph,
    text_graph: Graph,
    name: str,
    input_values: dict[str, Value],
    values: Sequence[Value],
    gradients: Mapping[int, Value],
    evaluations: int,
) -> InputCheck:
    node = graph.inputs[name].node
    point = np.asarray(values[node], dtype=np.float64)
    analytic = np.ravel(np.asarray(gradients.get(node, np.zeros(point.shape)), dtype=np.float64))
    plotted_count = min(MOST_PLOTTED, evaluations // (4 * len(STEP_SIZES)))
    checked_count = max(1, min(MOST_ELEMENTS, evaluations // 2 - plotted_count * len(STEP_SIZES)))
    elements = list(range(point.size))
    if point.size > checked_count:
        elements = sorted(np.random.RandomState(0).permutation(point.size)[:checked_count].tolist())
    plotted = elements[:plotted_count]

    if (
        not elements or not graph.receives_gradient[node]
    ):  # it is empty, or does not reach the output
        return InputCheck(name, 0.0, 0, 0.0, 0.0, 0, 0, None, ())

    differences = Differences(graph, text_graph, input_values, name, point)
    numeric = np.array([differences.slope(element, H) for element in elements])
    decisions = {element: differences.decision(element, H) for element in elements}
    scale = float(np.max(np.abs(loss_of(graph, values[graph.output])), initial=1e-300))
    error, worst = _relative_error(analytic[elements], numeric, _rounding_error(scale, H))
    sides = (
        [differences.values_at(element, change) for change in (H, -H)]
        for element in plotted or elements[:1]
        if decisions[element] is None
    )
    kinks = (_kink(graph, values, above, below) for above, below in sides)
    errors = tuple(
        _relative_error(
            analytic[plotted],
            np.array([differences.central(element, h) for element in plotted]),
            0.0,
        )[0]
        for h in STEP_SIZES
        if plotted
    )
    return InputCheck(
        name, error, elements[worst], float(analytic[elements[worst]]), float(numeric[worst]),
        len(elements), point.size, next((kink for kink in kinks if kink), None), errors,
        next((decision for decision in decisions.values() if decision), None),
    )  # fmt: skip


def _rounding_error(scale: float, h: float) -> float:
    """How far a central difference may be from the slope by rounding alone.

    ``scale`` is the size of the output.
    """
    return 4 * EPSILON * scale / h


def _relative_error(analytic: Value, numeric: Value, noise: float) -> tuple[float, int]:
    """The largest relative error and its position; 0 where both are 0 but for ``noise``."""
    if not np.size(analytic):
        return 0.0, 0
    with np.errstate(all="ignore"):
        return _largest_error(analytic, numeric, noise)


def _largest_error(analytic: Value, numeric: Value, noise: float) -> tuple[float, int]:
    difference = np.abs(analytic - numeric)
    equal = (analytic == numeric) | ((analytic == 0) & (difference <= noise))
    difference = np.where(equal, 0.0, difference)
    size = max(float(np.max(np.abs(analytic))), float(np.max(np.abs(numeric))))
    worst = int(np.argmax(np.where(np.isnan(difference), np.inf, difference)))
    if difference[worst] == 0:
        return 0.0, worst
    return float(difference[worst] / size), worst


def _kink(
    graph: Graph, at_point: Sequence[Value], above: Sequence[Value], below: Sequence[Value]
) -> Node | None:
    """The first gate whose slope jumps between the values one step above and one below."""
    for node in graph.nodes:
        gate = node.gate
        tied = kinks(graph, node, at_point)
        if gate is None or tied is None or not graph.receives_gradient[node.index]:
            continue
        sides = [
            [
                np.asarray(
                    gate.pullback(
                        slot, np.ones(np.shape(side[node.index]))[()], side[node.index],
                        tuple(side[argument] for argument in node.args), node.settings,
                    )
                )
                for slot in graph.slots(node)
            ]
            for side in (above, below)
        ]  # fmt: skip
        changes = [up - down for up, down in zip(*sides, strict=True)]
        if np.any(tied) or any(np.any(np.abs(change) > 0.1) for change in changes):
            changed = any(np.any(change != 0) for change in changes)
            if changed:
                return node
    return None
