"""A plan and its program: the initial values, and one update."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graphs.autodiff.forward import as_python, forward, normalize_inputs
from graphs.autodiff.readings import Readings
from graphs.compiled import training_step
from graphs.errors import GraphError
from graphs.language.parse import parse
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Value
from graphs.model.generated import check_affordable
from graphs.training.batches import Batches
from graphs.training.history import Checkpoint, States, Values
from graphs.training.plan import Plan
from graphs.training.written_passes import WrittenPasses
from graphs.updates.optimizers import WRITTEN


class Setup:
    """What stays constant in a run. ``inputs`` holds every input's value before training.

    Raises:
        GraphError: the program has an error, or the plan does not fit it.
    """

    def __init__(self, plan: Plan, limits: Limits | None) -> None:
        self.plan, self.limits = plan, limits
        check_affordable(plan.inputs, limits or UNLIMITED)
        input_values = normalize_inputs(plan.inputs)
        graph = self._parse(input_values)
        self.plan = plan = plan.check(graph)
        values, _ = forward(graph, graph.by_path(input_values))
        self.inputs: Values = {
            name: as_python(values[entry.node]) for name, entry in graph.inputs.items()
        }
        self.random_inputs = tuple(
            name
            for name, entry in graph.inputs.items()
            if entry.drawn is not None and graph.seed is not None
        )
        self.batches = Batches(plan, self.inputs)
        self.whole, self._whole_readings = graph, Readings(graph, self._parse)
        self.graph = self._with_batch_shapes(graph)
        self._data_is_structural = any(self.graph.inputs[name].structural for name in plan.data)
        self._readings = Readings(self.graph, self._parse)
        row = plan.row
        self._written: WrittenPasses | None = None
        if row is WRITTEN:
            self._written = WrittenPasses(plan.program, self.graph, input_values, limits, plan.seed)
        else:
            self._training_step = training_step(
                plan.program, plan.parameters, row.text, row.state,
                output=plan.output, limits=limits, seed=plan.seed,
            )  # fmt: skip
        zeros = {name: np.zeros(np.shape(self.inputs[name]))[()] for name in plan.parameters}
        states: States = {
            name: dict.fromkeys(row.state, as_python(zeros[name])) for name in plan.parameters
        }
        self.start = Checkpoint(0, {name: self.inputs[name] for name in plan.parameters}, states)

    def _parse(self, input_values: Mapping[str, Value]) -> Graph:
        plan = self.plan
        wrt = plan.parameters or None
        return parse(plan.program, input_values, plan.output, wrt, self.limits, plan.seed)

    def _with_batch_shapes(self, graph: Graph) -> Graph:
        """The graph at the shapes of a batch."""
        batch = self.batches.at(0)
        if not batch:
            return graph
        try:
            graph = self._parse(self.inputs | batch)
            forward(graph, self.inputs | batch)
        except GraphError as error:
            raise GraphError(
                f"With a batch of {self.batches.size} rows: {error.message}",
                error.line,
                error.column,
                error.end_column,
                f"Take the number of rows from the data: N = {next(iter(batch))}.shape[0].",
            ) from None
        return graph

    @property
    def is_over(self) -> bool:
        """Whether the program's own loop has ended."""
        return self._written is not None and self._written.is_over

    @property
    def has_loss(self) -> bool:
        """Whether the program computes what is minimized; a loop of its own may do without."""
        training = self.graph.training
        return self._written is None or (training is not None and training.place is not None)

    def update(self, iteration: int, values: Values, states: States) -> float | None:
        """The update that follows an iteration, in place; the loss before it, None where a pass of
        the program's own loop computes none, or the loop has ended.

        ``values`` hold the parameters; they get the other inputs and the iteration's batch.
        """
        if len(values) < len(self.inputs):
            values.update({**self.inputs, **values})
        if self._written is not None:
            return self._written_update(self._written, iteration, values)
        values.update(self.batches.at(iteration))
        constants = {**self.plan.settings, "t": float(iteration + 1)}
        with np.errstate(all="ignore"):
            return float(self._training_step(values, states, constants))

    def _written_update(
        self, passes: WrittenPasses, iteration: int, values: Values
    ) -> float | None:
        """One pass of the program's own loop. What it remembers is not known at other iterations:
        for an earlier one it begins again."""
        if passes.at > iteration:
            passes.restart()
        while passes.at <= iteration:
            passes.advance()
            if passes.is_over:
                return None
        values.update(passes.values)
        return passes.loss

    def whole_graph_and_inputs(self, values: Mapping[str, Value]) -> tuple[Graph, Values]:
        """The graph over all the data, and its input values; ``values`` hold the parameters."""
        inputs = {**self.inputs, **{name: values[name] for name in self.plan.parameters}}
        return self._whole_readings.at(inputs), inputs

    def graph_and_inputs(self, iteration: int, values: Mapping[str, Value]) -> tuple[Graph, Values]:
        """The graph at an iteration, and its input values; ``values`` hold the parameters."""
        input_values_at = {**self.inputs, **values, **self.batches.at(iteration)}
        if self._data_is_structural:
            return self._parse(input_values_at), input_values_at
        return self._readings.at(input_values_at), input_values_at
