"""Which iterations of a run are measured, and the findings of these measurements."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from graphs.autodiff.backward import values_and_gradients
from graphs.model import Graph, Value
from graphs.training.findings import Finding, Findings
from graphs.training.layers import Layer, layers
from graphs.training.plan import Plan
from graphs.training.statistics import Statistics, histogram, norm

AT_FIRST = 16  # iterations that are all measured
GROWTH = 1.05  # from one measured iteration to the next, later on


class Watch:
    """Measures chosen iterations of a run, and collects findings."""

    def __init__(self, graph: Graph, plan: Plan) -> None:
        self.plan = plan
        self.layers: Sequence[Layer] = layers(graph)
        self._graph = graph
        self._findings = Findings(self.layers)

    @property
    def findings(self) -> list[Finding]:
        """What went wrong so far, in the order of its first measurement."""
        return self._findings.all

    def measures(self, iteration: int) -> bool:
        """Whether an iteration is measured: the first ones all, then more and more rarely."""
        if iteration < AT_FIRST:
            return True
        step = math.log(iteration / AT_FIRST) / math.log(GROWTH)
        before = math.log((iteration - 1) / AT_FIRST) / math.log(GROWTH)
        return math.floor(step) > math.floor(before) or iteration == AT_FIRST

    def measure(
        self, iteration: int, graph: Graph, input_values: Mapping[str, Value]
    ) -> Statistics:
        """The norms and histograms of an iteration, from one evaluation of its circuit."""
        values, gradients = values_and_gradients(graph, input_values)
        measured_layers = self.layers if graph is self._graph else layers(graph)
        statistics = Statistics(
            iteration,
            {
                name: norm(gradients[graph.inputs[name].node])
                for name in self.plan.parameters
                if graph.inputs[name].node in gradients
            },
            {
                layer.id: histogram(
                    values[layer.index],
                    layer.activation.saturated(values, values[layer.index])
                    if layer.activation
                    else None,
                )
                for layer in measured_layers
            },
            {layer.id: histogram(gradients.get(layer.index, 0.0)) for layer in measured_layers},
        )
        self._findings.judge(
            iteration, statistics, {layer.id: values[layer.index] for layer in measured_layers}
        )
        return statistics

    def with_ratios(
        self, statistics: Statistics, before: Mapping[str, Value], after: Mapping[str, Value]
    ) -> Statistics:
        """The statistics with the ratios of the update that followed."""
        ratio: dict[str, float | None] = {}
        with np.errstate(all="ignore"):
            for name, value in before.items():
                size, step = norm(value), norm(np.subtract(after[name], value))
                ratio[name] = step / size if size > 0.0 and math.isfinite(step) else None
        statistics = replace(statistics, ratio=ratio)
        matrices = {name: one for name, one in ratio.items() if np.ndim(after[name]) > 1}
        self._findings.judge_rates(statistics.iteration, matrices)
        return statistics
