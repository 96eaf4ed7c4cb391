"""The gradient check: every gradient against a central difference, as CS231n teaches it.

The numeric gradient is (f(x + h) - f(x - h)) / 2h, the relative error
|analytic - numeric| / max(|analytic|, |numeric|) (CS231n notes, "Gradient checks"). The step h fits
x: 1e-5 of its size first, and where that does not agree the best of many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from graphs.autodiff.bends import TINY
from graphs.autodiff.differences import STEP_SIZES, Differences, Slope, any_bend
from graphs.model import Graph, Guard, Node, Value

__all__ = ["STEP", "STEP_SIZES", "InputCheck", "gradient_check"]

STEP = 1e-5  # of the check itself, relative to the size of x
AGREES = 1e-8  # relative: what agrees so well needs no other step
RIGHT, SUSPICIOUS = 1e-7, 1e-4  # relative errors, in the words of CS231n's notes
MOST_ELEMENTS = 200  # of an input that are checked; of a larger one as many, chosen at random
MOST_PLOTTED = 8  # elements of an input in the plot
BUDGET = 10**9  # operations, about a second: with large arrays fewer elements are checked
PER_GATE = 10_000  # operations that Python's own work for one gate counts as


@dataclass(frozen=True)
class InputCheck:
    """The gradient of one input beside central differences.

    ``analytic`` and ``numeric`` belong to the ``element`` (in C order) with the largest error, and
    ``step`` is the h of it; ``error`` is relative to the largest element of either. ``kink`` is the
    gate whose slope jumps there, ``decision`` the decision of the text that turns, ``sides`` the
    slopes on both sides, none where the output jumps; a gradient between them is right. ``hidden``
    says that rounding alone may make the difference. ``errors`` has one for each of ``STEP_SIZES``
    (nan where a decision changes), or is empty where that would take too long.
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
    step: float = STEP
    sides: tuple[float, float] | None = None
    hidden: bool = False


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
    points = {name: np.asarray(values[graph.inputs[name].node], dtype=np.float64) for name in names}
    bent = any_bend(graph, text_graph, input_values, points)
    return [
        _check_input(
            graph, text_graph, name, dict(input_values), values, gradients, evaluations, bent
        )
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
    bent: bool,
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
    slopes, bends = {}, dict[int, _Bend]()
    for element in elements:
        bend = _bend(differences, element, float(analytic[element])) if bent else None
        if bend is not None:
            bends[element] = bend
        slopes[element] = differences.central(element, STEP * differences.unit(element))
    smooth = [element for element in elements if element not in bends]
    _with_better_steps(differences, analytic, slopes, smooth)
    at_kink = [element for element in bends if bends[element].between]
    for element, bend in bends.items():
        if element not in at_kink or bend.decision is not None:
            slopes[element] = bend.nearest
    judged = [element for element in elements if element not in at_kink]
    errors = tuple(
        _relative_error(
            analytic[plotted],
            [differences.central(element, h * differences.unit(element)) for element in plotted],
        )[0]
        for h in STEP_SIZES
        if plotted
    )
    error, worst = _relative_error(analytic[judged], [slopes[element] for element in judged])
    told = None
    if at_kink and not error > RIGHT:
        told = bends[at_kink[0]]
        judged = at_kink
        error, worst = _relative_error(analytic[judged], [slopes[element] for element in judged])
    element = judged[worst]
    slope = slopes[element]
    return InputCheck(
        name, error, element, float(analytic[element]), slope.value, len(elements), point.size,
        told.gate if told else None, errors, told.decision if told else None, slope.step,
        told.sides if told else None,
        bool(np.abs(analytic[element] - slope.value) <= slope.doubt),
    )  # fmt: skip


@dataclass(frozen=True)
class _Bend:
    """An element at whose value a gate's slope jumps, or a decision turns, and the output's too."""

    gate: Node | None
    decision: Guard | None
    sides: tuple[float, float] | None  # None where the output itself jumps
    between: bool  # the gradient is between the slopes of the sides, or several gates take sides
    nearest: Slope  # of the two sides the one that is nearer to the gradient


def _bend(differences: Differences, element: int, analytic: float) -> _Bend | None:
    """The bend at the value of an element; None where the output has one slope there."""
    unit = differences.unit(element)
    far, near = (tiny * unit for tiny in TINY)
    decision = differences.decision(element, near)
    jumps = None if decision else differences.jump(element, (far, near))
    if jumps is not None:
        slope = differences.central(element, near)
        return _Bend(jumps, None, None, True, slope)
    bent = [] if decision else list(differences.bends(element, (far, near)))
    alone = None if decision else differences.turn(element, near)
    gate = bent[0] if bent else alone
    if gate is None and decision is None:
        return None
    there = [slope for slope in (differences.side(element, way) for way in (-1, 1))
             if np.isfinite(slope.value)]  # fmt: skip
    if not there:
        return None
    nearest = min(there, key=lambda slope: abs(slope.value - analytic))
    low, high = (choose(slope.value for slope in there) for choose in (min, max))
    size = max(abs(low), abs(high), abs(analytic))
    mixed = len(bent) > 1 or alone is not None  # each gate takes a side of its own
    if decision is None and high - low <= SUSPICIOUS * size:
        agrees = abs(nearest.value - analytic) <= SUSPICIOUS * size
        if agrees or not mixed:
            return None
    between = low - SUSPICIOUS * size <= analytic <= high + SUSPICIOUS * size
    return _Bend(gate, decision, (there[0].value, there[-1].value), between or mixed, nearest)


def _with_better_steps(
    differences: Differences,
    analytic: np.ndarray,
    slopes: dict[int, Slope],
    elements: Sequence[int],
) -> None:
    """Other steps for elements that do not agree, the worst first, until one of them is wrong."""
    size = float(np.max(np.abs(analytic), initial=0.0, where=np.isfinite(analytic)))

    def gap(element: int) -> float:
        difference = abs(analytic[element] - slopes[element].value)
        return float(np.inf if np.isnan(difference) else difference)

    for element in sorted(elements, key=gap, reverse=True):
        if gap(element) <= AGREES * size:
            return
        first = slopes[element]
        if differences.unit(element) < 1.0:  # small beside what it is computed with, it may be
            slopes[element] = differences.central(element, STEP)
            if gap(element) <= AGREES * size:
                continue
            slopes[element] = first
        better = differences.best(element)
        if np.isfinite(better.value):
            slopes[element] = better
        if gap(element) > max(SUSPICIOUS * size, slopes[element].doubt):
            return


def _relative_error(analytic: np.ndarray, slopes: Sequence[Slope]) -> tuple[float, int]:
    """The largest relative error and its position; 0 where both are 0 as far as is known."""
    if not np.size(analytic):
        return 0.0, 0
    numeric = np.array([slope.value for slope in slopes])
    doubt = np.array([slope.doubt for slope in slopes])
    with np.errstate(all="ignore"):
        difference = np.abs(analytic - numeric)
        equal = (analytic == numeric) | ((analytic == 0) & (difference <= doubt))
        difference = np.where(equal, 0.0, difference)
        size = max(float(np.max(np.abs(analytic))), float(np.max(np.abs(numeric))))
        worst = int(np.argmax(np.where(np.isnan(difference), np.inf, difference)))
        return (float(difference[worst] / size) if difference[worst] else 0.0), worst
