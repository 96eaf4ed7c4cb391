"""A run of training: one update after the other, and the state at any earlier iteration."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphs.autodiff.backward import values_and_gradients
from graphs.autodiff.forward import forward, normalize_inputs
from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.language.assumptions import Assumptions
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Graph, Value
from graphs.training.as_written import WrittenTraining
from graphs.training.explain_update import Update, explain_update
from graphs.training.findings import Finding
from graphs.training.history import (
    BUDGET,
    Checkpoint,
    History,
    States,
    Values,
    copy_checkpoint,
    copy_value,
)
from graphs.training.plan import Plan, complete_roles
from graphs.training.right import Classifier, Count, classifier_of
from graphs.training.setup import Setup
from graphs.training.statistics import Statistics
from graphs.training.watch import Watch


@dataclass(frozen=True)
class Record:
    """One iteration: its loss, on its batch, before the update that follows; None where a pass of
    the program's own loop computes none."""

    iteration: int
    loss: float | None
    statistics: Statistics | None = None  # at chosen iterations only


class Training:
    """A run, at first at iteration 0. ``advance`` makes one update.

    ``losses[k]`` is the loss at iteration k, on that iteration's batch; there is one for each
    update made, None where a pass of the program's own loop computes none. Where the loss or a
    parameter is no finite number any more, ``reason`` says so and the run is over.
    """

    def __init__(
        self,
        plan: Plan,
        limits: Limits | None = None,
        *,
        watch: bool = False,
        budget: int = BUDGET,
    ) -> None:
        """``watch``: statistics are taken at chosen iterations. ``budget``: bytes of checkpoints.

        Raises:
            GraphError: the program has an error, or the plan does not fit it.
        """
        self.setup = Setup(plan, limits)
        self.is_watched = watch and self.setup.has_loss
        self.history = History(self.setup.start, self.setup.update, budget)
        self._restart(self.setup.start, [])

    def _restart(self, start: Checkpoint, losses: Sequence[float | None]) -> None:
        """Go on from a checkpoint."""
        self._values, self._states = start.copies_of_state()
        self.iteration = start.iteration
        self.losses = list(losses)
        self.reason: str | None = None

    @property
    def plan(self) -> Plan:
        """How it is trained, with what was changed on the way."""
        return self.setup.plan

    @property
    def inputs(self) -> Mapping[str, Value]:
        """Every input before training; parameters and batches are laid over them."""
        return self.setup.inputs

    # Going on

    @property
    def over(self) -> bool:
        """Whether there is nothing left to do: all iterations are done, or the run diverged."""
        return self.reason is not None or self.iteration >= self.plan.iterations

    def advance(self) -> Record:
        """One update. The record is of the iteration it starts from."""
        at = self.iteration
        statistics, before = None, Values()
        if self.is_watched and self.watch.measures(at):
            statistics = self._measure()
            before = self._parameters().copies_of_state()[0]
        loss = self.setup.update(at, self._values, self._states)
        if self.setup.is_over:
            self.reason = f"The program's own loop ended after {at:,} iterations."
            return Record(at, self.loss, statistics)
        self.losses.append(loss)
        self.iteration = at + 1
        if statistics is not None:
            statistics = self.watch.with_ratios(statistics, before, self._values)
        if self.history.needs_checkpoint(self.iteration):
            self.history.add(self.checkpoint())
        self._judge(at, loss, thorough=statistics is not None)
        return Record(at, loss, statistics)

    def follow(self, plan: Plan) -> None:
        """Take over the settings that a plan changes from here on; earlier ones are history.

        Raises:
            GraphError: a batch does not fit the program, or the history would be another.
        """
        past, own = (
            [change for change in each.changes if change.iteration < self.iteration]
            for each in (plan, self.plan)
        )
        if past != own:
            raise GraphError("What a run has done cannot be changed.", hint="Begin a new run.")
        self.setup.follow(plan)

    def run(self) -> Iterator[Record]:
        """Make all iterations that are left; yields their records, then that of the last state."""
        while not self.over:
            yield self.advance()
        if self.reason is None:
            yield self.current_record()

    def current_record(self) -> Record:
        """The record of the current iteration, with no update."""
        return Record(self.iteration, self.loss, self._measure() if self.is_watched else None)

    @property
    def loss(self) -> float | None:
        """The loss at the current iteration, on its batch; None where the program has none."""
        graph, input_values = self.setup.graph_and_inputs(self.iteration, self._values)
        if not self.setup.has_loss or graph.nodes[graph.output].shape:
            return None
        with np.errstate(all="ignore"):
            values, _ = forward(graph, input_values)
        return float(values[graph.output])

    @cached_property
    def _classifier(self) -> Classifier | None:
        return classifier_of(self.setup.whole, self.inputs) if self.setup.has_loss else None

    @property
    def right(self) -> Count | None:
        """How many of all labels are right at the current iteration, and how many there are; None
        where the loss does not tell."""
        return self.right_at(self.iteration)

    def right_at(self, iteration: int) -> Count | None:
        """The same at an iteration that the run has come to."""
        if self._classifier is None:
            return None
        state, _ = self._state_at(iteration)
        graph, inputs = self.setup.whole_graph_and_inputs(state)
        same = graph is self.setup.whole
        classifier = self._classifier if same else classifier_of(graph, inputs)
        with np.errstate(all="ignore"):
            values, _ = forward(graph, inputs)
        return None if classifier is None else classifier.count(values)

    def _measure(self) -> Statistics:
        return self.watch.measure(
            self.iteration, *self.setup.graph_and_inputs(self.iteration, self._values)
        )

    def _judge(self, iteration: int, loss: float | None, *, thorough: bool) -> None:
        """End the run where numbers are not finite; ``thorough`` tests the parameters too."""
        is_lost = loss is not None and not math.isfinite(loss)
        what = "" if loss is None else f"the loss at iteration {iteration} is {write(loss)}"
        diverged = is_lost
        if not diverged and (thorough or self.iteration >= self.plan.iterations):
            bad = [
                one for one in self.plan.parameters if not np.all(np.isfinite(self._values[one]))
            ]
            what = f"{', '.join(bad)} at iteration {self.iteration} is no finite number any more"
            diverged = bool(bad)
        if is_lost and iteration == 0:
            self.reason = f"There is no slope to go down: {what}, before any update."
        elif diverged:
            self.reason = f"The run diverged: {what}. Try a smaller learning rate."

    @property
    def findings(self) -> list[Finding]:
        """What went wrong so far, in words; without ``watch`` only whether it diverged."""
        findings = self.watch.findings if self.is_watched else []
        if self.reason is None:
            return findings
        return [*findings, Finding("diverged", self.reason, self.iteration - 1)]

    @cached_property
    def watch(self) -> Watch:
        """The measurements of the run, with its ``layers`` in forward order."""
        return Watch(self.setup.graph, self.plan)

    # Looking back

    def values_at(self, iteration: int) -> dict[str, Value]:
        """The inputs as they are at an iteration: parameters, the rows of its batch, and random
        values that the program itself does not seed.

        Raises:
            GraphError: the run has not come so far.
        """
        values, _ = self._state_at(iteration)
        own = {name: self.inputs[name] for name in self.setup.random_inputs}
        own |= {name: values[name] for name in self.plan.parameters}
        own = {name: copy_value(value) for name, value in own.items()}
        return own | self.setup.batch_at(iteration)

    def update_at(self, iteration: int) -> Update:
        """The rule with the numbers of the update after an iteration, for each parameter.

        Raises:
            GraphError: the run has not come so far.
        """
        values, states = self._state_at(iteration)
        graph, input_values = self.setup.graph_and_inputs(iteration, values)
        _, gradients = values_and_gradients(graph, input_values)
        own = {
            name: gradients.get(graph.inputs[name].node, np.zeros(np.shape(values[name]))[()])
            for name in self.plan.parameters
        }
        states = self.setup.states_at(iteration, states)
        loss = graph.output_name
        return explain_update(self.plan, iteration, values, own, states, loss=loss)

    def _state_at(self, iteration: int) -> tuple[Values, States]:
        """Parameters and states at an iteration; the next call may change them in place."""
        if not 0 <= iteration <= self.iteration:
            raise GraphError(
                f"The run has no iteration {iteration}.",
                hint=f"It stands at iteration {self.iteration}.",
            )
        if iteration == self.iteration:
            return self._values, self._states
        return self.history.state_at(iteration)

    def _parameters(self) -> Checkpoint:
        own = {name: self._values[name] for name in self.plan.parameters}
        return Checkpoint(self.iteration, own, self._states)

    def checkpoint(self) -> Checkpoint:
        """A copy of the run's state, from which another run can go on."""
        return copy_checkpoint(self._parameters())

    def resume(self, start: Checkpoint, losses: Sequence[float | None]) -> None:
        """Go on from a checkpoint of a run of the same plan; ``losses`` are those until then."""
        self._restart(start, losses)
        self.history.add(start)


def train(
    program: str,
    inputs: Mapping[str, Value] | None = None,
    *,
    parameters: Sequence[str] | None = None,
    data: Sequence[str] | None = None,
    optimizer: str | None = None,
    iterations: int | None = None,
    batch: int | None = None,
    seed: int = 0,
    output: str | None = None,
    limits: Limits | None = None,
    generate: bool = False,
    **settings: float,
) -> Training | WrittenTraining:
    """Train a program's parameters to make its output small; the run, at its end.

    A program that trains itself is run as it is written, at most ``iterations`` passes of its loop,
    where nothing else is asked for.

    ``parameters`` are the inputs that change and ``data`` those whose rows are drawn ``batch`` at
    a time; both are guessed from names and shapes by default (see ``guess``).
    ``settings`` are the optimizer's: ``lr=0.1``, ``mu=0.9``. ``generate`` gives values
    to names that hold what a program that trains itself reads from outside.

    Raises:
        GraphError: what is wrong, where, and what to write instead.
    """

    is_bare = (parameters, data, optimizer, batch, output) == (None,) * 5 and not settings
    if is_bare:
        given, assume = normalize_inputs(inputs or {}), Assumptions(fill=True, generate=generate)
        graph = parse(program, given, None, None, limits, seed, assume)
        if graph.training is not None:
            return WrittenTraining(
                program, inputs, iterations=iterations, limits=limits, seed=seed, graph=graph
            )
    optimizer, iterations = optimizer or "sgd", 100 if iterations is None else iterations

    def read() -> Graph:
        return parse(program, normalize_inputs(inputs or {}), output, None, limits, seed)

    roles = complete_roles(read, parameters, data)
    plan = Plan(program, inputs or {}, output, *roles, optimizer, settings, iterations, batch, seed)
    training = Training(plan, limits)
    while not training.over:
        training.advance()
    return training
