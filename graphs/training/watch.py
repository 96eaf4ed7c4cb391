"""Which iterations of a run are measured, and what was found in them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from graphs.model import Graph, Value
from graphs.training.findings import Finding, Findings
from graphs.training.layers import Layer, layers
from graphs.training.plan import Plan
from graphs.training.statistics import Statistics, evaluate, histogram, norm

AT_FIRST = 16  # iterations that are all measured
GROWTH = 1.05  # from one measured iteration to the next, later on


class Watch:
    """Which iterations are measured, and what of; it remembers what it found."""

    def __init__(self, graph: Graph, plan: Plan) -> None:
        self.plan = plan
        self.layers: Sequence[Layer] = layers(graph)
        self._graph = graph
        self._noted = Findings(self.layers)

    @property
    def findings(self) -> list[Finding]:
        """What went wrong so far, in the order in which it was seen."""
        return self._noted.list

    def wants(self, iteration: int) -> bool:
        """Whether an iteration is measured: the first ones all, then more and more rarely."""
        if iteration < AT_FIRST:
            return True
        step = math.log(iteration / AT_FIRST) / math.log(GROWTH)
        before = math.log((iteration - 1) / AT_FIRST) / math.log(GROWTH)
        return math.floor(step) > math.floor(before) or iteration == AT_FIRST

    def measure(self, iteration: int, graph: Graph, given: Mapping[str, Value]) -> Statistics:
        """The norms and histograms of an iteration, from one evaluation of its circuit."""
        every, gradients = evaluate(graph, given)
        watched = self.layers if graph is self._graph else layers(graph)
        found = Statistics(
            iteration,
            {
                name: norm(gradients[graph.inputs[name].node])
                for name in self.plan.parameters
                if graph.inputs[name].node in gradients
            },
            {
                one.id: histogram(
                    every[one.index],
                    one.activation.saturated(every, every[one.index]) if one.activation else None,
                )
                for one in watched
            },
            {one.id: histogram(gradients.get(one.index, 0.0)) for one in watched},
        )
        self._noted.meet(iteration, found, {one.id: every[one.index] for one in watched})
        return found

    def moved(
        self, found: Statistics, before: Mapping[str, Value], after: Mapping[str, Value]
    ) -> Statistics:
        """The statistics with the ratios of the update that followed."""
        ratio: dict[str, float | None] = {}
        with np.errstate(all="ignore"):
            for name, value in before.items():
                size, step = norm(value), norm(np.subtract(after[name], value))
                ratio[name] = step / size if size > 0.0 and math.isfinite(step) else None
        found = replace(found, ratio=ratio)
        matrices = {name: one for name, one in ratio.items() if np.ndim(after[name]) > 1}
        self._noted.rates(found.iteration, matrices)
        return found
