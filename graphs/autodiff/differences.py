"""Differences of the output where one number of an input moves, on one side of every decision."""

from __future__ import annotations

from collections.abc import Mapping
from math import nan

import numpy as np

from graphs.autodiff.decisions import changed
from graphs.autodiff.forward import forward, record_faults
from graphs.autodiff.seed import loss_of
from graphs.model import Graph, Guard, Value

SHRUNK = tuple(10.0**-power for power in range(5))  # of a step that would cross a decision


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

    def _moved(self, element: int, change: float) -> dict[str, Value]:
        point = self._point.copy()
        point.reshape(-1)[element] += change
        return self._input_values | {self._name: point[()]}

    def values_at(self, element: int, change: float) -> list[Value]:
        """The value of each node."""
        with record_faults():
            return forward(self.graph, self._moved(element, change))[0]

    def decision(self, element: int, h: float) -> Guard | None:
        """A decision that turns out otherwise a step above or below."""
        if not self.text_graph.guards:
            return None
        found = changed(self.text_graph, self._moved(element, h))
        return found or changed(self.text_graph, self._moved(element, -h))

    def central(self, element: int, h: float) -> float:
        """The central difference; nan where a decision turns out otherwise within h."""
        if self.decision(element, h) is not None:
            return nan
        with np.errstate(all="ignore"):
            return (self._output(element, h) - self._output(element, -h)) / (2 * h)

    def slope(self, element: int, h: float) -> float:
        """The central difference; next to a decision with a smaller step, at one to one side. Nan
        where the text decides otherwise on both sides."""
        if not self.text_graph.guards:
            return self.central(element, h)
        for shrunk in SHRUNK:
            if self.decision(element, h * shrunk) is None:
                return self.central(element, h * shrunk)
        for side in (h, -h):
            if self._holds(element, side) and self._holds(element, 2 * side):
                with np.errstate(all="ignore"):
                    start, near, far = (self._output(element, k * side) for k in range(3))
                    return (4 * near - 3 * start - far) / (2 * side)
        return nan

    def _holds(self, element: int, change: float) -> bool:
        return changed(self.text_graph, self._moved(element, change)) is None

    def _output(self, element: int, change: float) -> float:
        return loss_of(self.graph, self.values_at(element, change)[self.graph.output])
