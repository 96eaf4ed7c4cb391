"""A plan and its program: the initial values, and one update."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from graphs.autodiff.forward import as_python, forward, normalize_inputs
from graphs.autodiff.readings import Readings
from graphs.compiled import TrainingStep, training_step
from graphs.errors import GraphError
from graphs.language.parse import parse
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Value
from graphs.model.generated import check_affordable
from graphs.training.batches import Batches
from graphs.training.history import Checkpoint, States, Values
from graphs.training.plan import Plan
from graphs.training.written_passes import WrittenPasses
from graphs.updates.optimizers import WRITTEN, optimizer


class _Batched(NamedTuple):
    """What hangs on the size of a batch."""

    batches: Batches
    graph: Graph
    readings: Readings
    is_structural: bool  # whether the data decide the graph


class Setup:
    """A run's plan at work. ``inputs`` holds every input's value before training.

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
        self.whole, self._whole_readings = graph, Readings(graph, self._parse)
        self._batched: dict[int | None, _Batched] = {}  # by the size that was asked for
        self._steps: dict[str, TrainingStep] = {}  # by the optimizer's name
        self.follow(plan)
        self.graph = self._batched[plan.batch].graph
        self._written: WrittenPasses | None = None
        if plan.row is WRITTEN:
            self._written = WrittenPasses(plan.program, self.graph, input_values, limits, plan.seed)
        states = self._blank_states(self.stretches.at(0).optimizer)
        self.start = Checkpoint(0, {name: self.inputs[name] for name in plan.parameters}, states)

    def follow(self, plan: Plan) -> None:
        """Take over a plan's changes on the way.

        Raises:
            GraphError: a batch does not fit the program.
        """
        for size in {stretch.batch for stretch in plan.stretches.all} - self._batched.keys():
            self._batched[size] = self._batches_of(size)
        self.plan = replace(self.plan, changes=plan.changes)
        self.stretches = self.plan.stretches

    def _parse(self, input_values: Mapping[str, Value]) -> Graph:
        plan = self.plan
        wrt = plan.parameters or None
        return parse(plan.program, input_values, plan.output, wrt, self.limits, plan.seed)

    def _batches_of(self, size: int | None) -> _Batched:
        """Batches of so many rows, and the graph at their shapes."""
        batches, graph = Batches(self.plan, self.inputs, size), self.whole
        batch = batches.at(0)
        try:
            if batch:
                graph = self._parse(self.inputs | batch)
                forward(graph, self.inputs | batch)
        except GraphError as error:
            raise GraphError(
                f"With a batch of {batches.size} rows: {error.message}",
                error.line,
                error.column,
                error.end_column,
                f"Take the number of rows from the data: N = {next(iter(batch))}.shape[0].",
            ) from None
        structural = any(graph.inputs[name].structural for name in self.plan.data)
        return _Batched(batches, graph, Readings(graph, self._parse), structural)

    def _step_of(self, name: str) -> TrainingStep:
        """One iteration of an optimizer of the table."""
        if name not in self._steps:
            plan, row = self.plan, optimizer(name)
            self._steps[name] = training_step(
                plan.program, plan.parameters, row.text, row.state,
                output=plan.output, limits=self.limits, seed=plan.seed,
            )  # fmt: skip
        return self._steps[name]

    def _blank_states(self, name: str) -> States:
        """An optimizer's state before its first update."""
        shapes = {each: np.shape(self.inputs[each]) for each in self.plan.parameters}
        return {
            each: {part: as_python(np.zeros(shape)[()]) for part in optimizer(name).state}
            for each, shape in shapes.items()
        }

    def states_at(self, iteration: int, states: States) -> States:
        """The states that an iteration's update starts from: another optimizer has none yet."""
        stretch = self.stretches.at(iteration)
        if stretch.begins_anew and stretch.iteration == iteration:
            return self._blank_states(stretch.optimizer)
        return states

    def batch_at(self, iteration: int) -> dict[str, Value]:
        """The data inputs at an iteration; empty where it uses all rows."""
        return self._batched[self.stretches.at(iteration).batch].batches.at(iteration)

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
        stretch = self.stretches.at(iteration)
        values.update(self._batched[stretch.batch].batches.rows_at(iteration))
        states.update(self.states_at(iteration, states))
        step = self._step_of(stretch.optimizer)
        with np.errstate(all="ignore"):
            return float(step(values, states, stretch.constants(iteration)))

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
        batched = self._batched[self.stretches.at(iteration).batch]
        input_values_at = {**self.inputs, **values, **batched.batches.rows_at(iteration)}
        if batched.is_structural:
            return self._parse(input_values_at), input_values_at
        return batched.readings.at(input_values_at), input_values_at
