"""The gradient check: every gradient against a central difference, as CS231n teaches it.

The numeric gradient is (f(x + h) - f(x - h)) / 2h with h = 1e-5, the relative error
|analytic - numeric| / max(|analytic|, |numeric|) (CS231n notes, "Gradient checks").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from graphs.autodiff.forward import faults, forward
from graphs.model import Graph, Node, Value

H = 1e-5
STEPS = tuple(10.0**-power for power in range(1, 13))
MOST_ELEMENTS = 200  # of an input that are tried; of a larger one as many, picked at random
MOST_PLOTTED = 8  # elements of an input in the plot
BUDGET = 10**9  # operations, about a second: with large arrays fewer elements are tried
PER_GATE = 10_000
EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Difference:
    """One input's gradient and what the differences say of it.

    ``analytic`` and ``numeric`` belong to the ``element`` (in C order) with the largest error;
    ``error`` is relative to the largest element of either. ``kink`` names the gate whose slope
    changes within h, where a central difference means nothing. ``errors`` are for ``STEPS``;
    there are none where trying them would take too long.
    """

    name: str
    error: float
    element: int
    analytic: float
    numeric: float
    tried: int
    size: int
    kink: Node | None
    errors: tuple[float, ...]


def differences(
    graph: Graph, given: Mapping[str, Value], values: Sequence[Value], slopes: Mapping[int, Value]
) -> list[Difference]:
    """The check of each ``wrt`` input but the structural ones, which change the graph."""
    wanted = [
        name
        for name, entry in graph.inputs.items()
        if entry.node in graph.wrt and not entry.structural
    ]
    runs = BUDGET // (_operations(graph) * max(len(wanted), 1))
    return [_checked(graph, name, dict(given), values, slopes, runs) for name in wanted]


def _operations(graph: Graph) -> int:
    """About how many operations one evaluation takes."""
    total = 0
    for node in graph.nodes:
        if node.gate is not None:
            shapes = [graph.nodes[argument].shape or () for argument in node.args]
            total += PER_GATE + 10 * prod(node.shape or ())
            total += node.gate.work(*shapes, **node.settings) if node.gate.work else 0
    return max(total, PER_GATE)


def _checked(
    graph: Graph,
    name: str,
    given: dict[str, Value],
    values: Sequence[Value],
    slopes: Mapping[int, Value],
    runs: int,
) -> Difference:
    node = graph.inputs[name].node
    point = np.asarray(values[node], dtype=np.float64)
    analytic = np.ravel(np.asarray(slopes.get(node, np.zeros(point.shape)), dtype=np.float64))
    few = min(MOST_PLOTTED, runs // (4 * len(STEPS)))
    most = max(1, min(MOST_ELEMENTS, runs // 2 - few * len(STEPS)))
    picked = list(range(point.size))
    if point.size > most:
        picked = sorted(np.random.RandomState(0).permutation(point.size)[:most].tolist())
    plotted = picked[:few]

    if not picked or not graph.receives_gradient[node]:  # nothing to move, or it moves nothing
        return Difference(name, 0.0, 0, 0.0, 0.0, 0, 0, None, ())

    def at(element: int, change: float) -> list[Value]:
        moved = point.copy()
        moved.reshape(-1)[element] += change
        with faults():
            return forward(graph, given | {name: moved[()]})[0]

    def output(element: int, change: float) -> float:
        return float(np.sum(at(element, change)[graph.output]))

    numeric = np.array([_central(output, element, H) for element in picked])
    scale = float(np.max(np.abs(np.sum(values[graph.output])), initial=1e-300))
    error, worst = _relative(analytic[picked], numeric, _noise(scale, H))
    kink = next(
        (
            gate
            for element in plotted or picked[:1]
            if (gate := _kink(graph, values, at(element, H), at(element, -H))) is not None
        ),
        None,
    )
    errors = tuple(
        _relative(
            analytic[plotted],
            np.array([_central(output, element, h) for element in plotted]),
            0.0,
        )[0]
        for h in STEPS
        if plotted
    )
    return Difference(
        name, error, picked[worst], float(analytic[picked[worst]]), float(numeric[worst]),
        len(picked), point.size, kink, errors,
    )  # fmt: skip


def _central(output: Callable[[int, float], float], element: int, h: float) -> float:
    with np.errstate(all="ignore"):
        return (output(element, h) - output(element, -h)) / (2 * h)


def _noise(scale: float, h: float) -> float:
    """How far rounding alone may put a difference quotient from the slope."""
    return 4 * EPSILON * scale / h


def _relative(analytic: Value, numeric: Value, noise: float) -> tuple[float, int]:
    """The largest relative error and where; 0 where both are 0 but for rounding."""
    if not np.size(analytic):
        return 0.0, 0
    with np.errstate(all="ignore"):
        return _largest(analytic, numeric, noise)


def _largest(analytic: Value, numeric: Value, noise: float) -> tuple[float, int]:
    apart = np.abs(analytic - numeric)
    apart = np.where((analytic == numeric) | ((analytic == 0) & (apart <= noise)), 0.0, apart)
    size = max(float(np.max(np.abs(analytic))), float(np.max(np.abs(numeric))))
    worst = int(np.argmax(np.where(np.isnan(apart), np.inf, apart)))
    if apart[worst] == 0:
        return 0.0, worst
    return float(apart[worst] / size), worst


def _kink(
    graph: Graph, here: Sequence[Value], above: Sequence[Value], below: Sequence[Value]
) -> Node | None:
    """The first gate that lets another argument through, or turns its slope's sign, within h."""
    for node in graph.nodes:
        gate = node.gate
        if gate is None or gate.tie is None or not graph.receives_gradient[node.index]:
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
        tied = np.any(gate.tie(here[node.index], *(here[a] for a in node.args), **node.settings))
        moved = [up - down for up, down in zip(*sides, strict=True)]
        if tied or any(np.any(np.abs(change) > 0.1) for change in moved):
            changed = any(np.any(change != 0) for change in moved)
            if changed:
                return node
    return None
