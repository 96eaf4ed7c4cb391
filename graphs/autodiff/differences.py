"""Differences of the output where one number of an input moves, on one side of every decision."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import nan
from typing import NamedTuple

import numpy as np

from graphs.autodiff.bends import TINY, bent_gates, choices, first_change
from graphs.autodiff.decisions import changed
from graphs.autodiff.forward import forward, record_faults
from graphs.autodiff.seed import loss_of
from graphs.model import Graph, Guard, Node, Value

STEP_SIZES = tuple(10.0**-power for power in range(1, 13))  # relative to what moves
EPSILON = float(np.finfo(np.float64).eps)
NOISE = 64 * EPSILON  # relative: less is no jump of the output
SURE = 1e-9  # relative: a slope that no other step can better by much
FARTHER = 8.0  # times a step: what a jump of slopes within it is compared with


class Slope(NamedTuple):
    """A numeric slope, its step, and how far it may be off: by rounding, and from the next step."""

    value: float
    step: float
    doubt: float


NO_SLOPE = Slope(nan, nan, nan)


class Differences:
    """The output's slope by an element of the input ``name``, whose value is ``point``.

    The circuit holds where the decisions of ``text_graph`` do; beyond them it is never evaluated.
    """

    def __init__(
        self,
        graph: Graph,
        text_graph: Graph,
        input_values: Mapping[str, Value],
        name: str,
        point: np.ndarray,
    ) -> None:
        self.graph, self.text_graph = graph, text_graph
        self._input_values, self._name, self._point = dict(input_values), name, point

    def unit(self, element: int) -> float:
        """The size of an element, by which it is moved; of a 0 it is 1."""
        return float(units(self._point.reshape(-1)[element]))

    def _moved(self, element: int, change: float) -> dict[str, Value]:
        point = self._point.copy()
        point.reshape(-1)[element] += change
        return self._input_values | {self._name: point[()]}

    def _values(self, inputs: Mapping[str, Value]) -> list[Value]:
        with record_faults():
            return forward(self.graph, inputs)[0]

    def decision(self, element: int, h: float) -> Guard | None:
        """A decision that turns out otherwise a step above or below."""
        if not self.text_graph.guards:
            return None
        found = changed(self.text_graph, self._moved(element, h))
        return found or changed(self.text_graph, self._moved(element, -h))

    def central(self, element: int, h: float) -> Slope:
        """The central difference; nan where a decision turns out otherwise within h."""
        if self.decision(element, h) is not None:
            return NO_SLOPE
        return self._difference(element, {-h: -1.0, h: 1.0})

    def best(self, element: int) -> Slope:
        """The central difference whose neighbour among the steps agrees best with it; no step
        crosses a decision, the bend of a gate or, where one is short enough, a gate's choice."""

        def central(h: float) -> Slope:
            return self.central(element, h)

        def bends(h: float) -> bool:
            return any(True for _ in self.bends(element, (FARTHER * h, h)))

        def chooses(h: float) -> bool:
            return bends(h) or any(it is not None for it in self._changes(element, h))

        best = self._best(element, central, lambda h: not chooses(h))
        return (
            best
            if np.isfinite(best.value)
            else self._best(element, central, lambda h: not bends(h))
        )

    def side(self, element: int, way: int) -> Slope:
        """The slope of one side, by three points there; nan where the text decides otherwise."""

        def one_sided(h: float) -> Slope:
            if any(not self._holds(element, times * way * h) for times in (1, 2)):
                return NO_SLOPE
            return self._difference(element, {0.0: -3.0, way * h: 4.0, 2 * way * h: -1.0}, way)

        return self._best(element, one_sided, lambda h: True)

    def bends(self, element: int, steps: tuple[float, float]) -> Iterator[Node]:
        """The gates whose slopes jump within the smaller step of the element."""
        pairs = []
        for h in steps:
            if self.decision(element, h) is not None:
                return
            above, below = (self._values(self._moved(element, way * h)) for way in (1, -1))
            pairs.append((above, below))
        yield from bent_gates(self.graph, pairs)

    def jump(self, element: int, steps: tuple[float, float]) -> Node | None:
        """The gate that chooses otherwise right beside the point, where the output jumps."""
        here = self._values(self._moved(element, 0.0))
        chosen = choices(self.graph.nodes, here)
        for way in (1, -1):
            far, near = (self._values(self._moved(element, way * h)) for h in steps)
            start, *ends = (
                loss_of(self.graph, values[self.graph.output]) for values in (here, far, near)
            )
            before, gap = (abs(end - start) for end in ends)
            index = first_change(chosen, choices(self.graph.nodes, near))
            if index is not None and gap > before / 2 and gap > NOISE * abs(start):
                return self.graph.nodes[index]
        return None

    def turn(self, element: int, h: float) -> Node | None:
        """The comparison that turns out otherwise on both sides of the point than at it."""
        above, below = self._changes(element, h, ties=False)
        return None if above is None or below is None else self.graph.nodes[above]

    def _changes(self, element: int, h: float, *, ties: bool = True) -> list[int | None]:
        """The first gate that chooses otherwise a step above, and a step below."""
        here, *sides = (
            choices(self.graph.nodes, self._values(self._moved(element, step)), ties=ties)
            for step in (0.0, h, -h)
        )
        return [first_change(here, side) for side in sides]

    def _best(
        self, element: int, slope: Callable[[float], Slope], fits: Callable[[float], bool]
    ) -> Slope:
        best, least = NO_SLOPE, np.inf
        for base in dict.fromkeys((self.unit(element), 1.0)):
            before = NO_SLOPE
            for h in (base * step for step in STEP_SIZES):
                here = slope(h)
                with np.errstate(all="ignore"):
                    doubt = max(abs(here.value - before.value), here.doubt)
                before = here
                if doubt < least and fits(h):
                    best, least = here._replace(doubt=float(doubt)), doubt
                    if doubt <= SURE * abs(here.value):
                        return best
        return best

    def _holds(self, element: int, change: float) -> bool:
        return changed(self.text_graph, self._moved(element, change)) is None

    def _difference(self, element: int, weights: Mapping[float, float], way: int = 1) -> Slope:
        """Weighted outputs over twice the step, which is the one that floats have there."""
        start = float(self._point.reshape(-1)[element])
        places = sorted((start + change for change in weights), reverse=way < 0)
        with np.errstate(all="ignore"):
            outputs = [
                loss_of(self.graph, self._values(self._moved(element, change))[self.graph.output])
                for change in weights
            ]
            twice = np.float64(places[-1]) - places[0]
            total = np.dot(list(weights.values()), outputs)
            rounding = 4 * EPSILON * np.max(np.abs(outputs)) / np.abs(twice / 2)
            return Slope(float(total / twice), float(np.abs(twice / 2)), float(rounding))


def units(point: Value) -> np.ndarray:
    """The size of each element, by which it is moved; of a 0 it is 1."""
    size = np.abs(np.asarray(point, dtype=np.float64))
    return np.where((size > 0.0) & (size < np.inf), size, 1.0)


def any_bend(
    graph: Graph, text_graph: Graph, input_values: Mapping[str, Value], points: Mapping[str, Value]
) -> bool:
    """Whether a gate chooses otherwise, or a decision turns, as the inputs at the points move."""
    drawn = np.random.RandomState(0)
    with record_faults():
        here = choices(graph.nodes, forward(graph, input_values)[0])
    for both_ways in (False, True):
        line = {
            name: units(point)
            * drawn.uniform(0.5, 1.0, np.shape(point))
            * (drawn.choice((-1.0, 1.0), np.shape(point)) if both_ways else 1.0)
            for name, point in points.items()
        }
        pairs = []
        for tiny in TINY:
            sides = []
            for step in (tiny, -tiny):
                moved = {name: (point + step * line[name])[()] for name, point in points.items()}
                inputs = {**input_values, **moved}
                if changed(text_graph, inputs) is not None:
                    return True
                with record_faults():
                    sides.append(forward(graph, inputs)[0])
            pairs.append((sides[0], sides[1]))
        turned = (first_change(here, choices(graph.nodes, side)) is not None for side in pairs[-1])
        if any(turned) or any(True for _ in bent_gates(graph, pairs)):
            return True
    return False
