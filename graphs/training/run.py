"""A run of training: one update after the other, and any earlier iteration again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from graphs.autodiff.forward import forward, normalize_inputs
from graphs.errors import GraphError
from graphs.format.numbers import write
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Graph, Value
from graphs.training.findings import Finding
from graphs.training.history import (
    BUDGET,
    Checkpoint,
    History,
    States,
    Values,
    checkpoint,
    copied,
)
from graphs.training.plan import Plan, filled
from graphs.training.setup import Setup
from graphs.training.statistics import Statistics, evaluate
from graphs.training.update_in_numbers import Update, explained
from graphs.training.watch import Watch


@dataclass(frozen=True)
class Record:
    """What is known of one iteration: its loss, on its batch, before the update that follows."""

    iteration: int
    loss: float
    statistics: Statistics | None = None  # at chosen iterations only


class Training:
    """A run, at first at iteration 0. ``advance`` makes one update.

    ``losses[k]`` is the loss at iteration k, on that iteration's batch; there is one for each
    update made. Where the loss or a parameter is no finite number any more, ``reason`` says so
    and the run is over.
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
        self.plan, self.watching = plan, watch
        self.setup = Setup(plan, limits)
        self.history = History(self.setup.start, self.setup.update, budget)
        self._begin(self.setup.start, [])

    def _begin(self, start: Checkpoint, losses: Sequence[float]) -> None:
        """Stand at a checkpoint."""
        self._values, self._states = start.parts()
        self.iteration = start.iteration
        self.losses = list(losses)
        self.reason: str | None = None

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
        if self.watching and self.watch.wants(at):
            statistics = self._measured()
            before = self._parameters().parts()[0]
        loss = self.setup.update(at, self._values, self._states)
        self.losses.append(loss)
        self.iteration = at + 1
        if statistics is not None:
            statistics = self.watch.moved(statistics, before, self._values)
        if self.history.wants(self.iteration):
            self.history.keep(self.checkpoint())
        self._judge(at, loss, thorough=statistics is not None)
        return Record(at, loss, statistics)

    def run(self) -> Iterator[Record]:
        """Every iteration that is left, and at the end the record of where it stands."""
        while not self.over:
            yield self.advance()
        if self.reason is None:
            yield self.stand()

    def stand(self) -> Record:
        """The record of the current iteration, with no update."""
        return Record(self.iteration, self.loss, self._measured() if self.watching else None)

    @property
    def loss(self) -> float:
        """The loss at the current iteration, on its batch."""
        graph, given = self.setup.look(self.iteration, self._values)
        with np.errstate(all="ignore"):
            values, _ = forward(graph, given)
        return float(values[graph.output])

    def _measured(self) -> Statistics:
        return self.watch.measure(self.iteration, *self.setup.look(self.iteration, self._values))

    def _judge(self, iteration: int, loss: float, *, thorough: bool) -> None:
        """Stop where numbers are finite no more; ``thorough`` looks at the parameters too."""
        what = f"the loss at iteration {iteration} is {write(loss)}"
        lost = not math.isfinite(loss)
        if not lost and (thorough or self.iteration >= self.plan.iterations):
            odd = [
                one for one in self.plan.parameters if not np.all(np.isfinite(self._values[one]))
            ]
            what = f"{', '.join(odd)} at iteration {self.iteration} is no finite number any more"
            lost = bool(odd)
        if lost and iteration == 0 and not math.isfinite(loss):
            self.reason = f"There is no slope to go down: {what}, before any update."
        elif lost:
            self.reason = f"The run diverged: {what}. Try a smaller learning rate."

    @property
    def findings(self) -> list[Finding]:
        """What went wrong so far, in words; without ``watch`` no more than that it diverged."""
        found = self.watch.findings if self.watching else []
        if self.reason is None:
            return found
        return [*found, Finding("diverged", self.reason, self.iteration - 1)]

    @cached_property
    def watch(self) -> Watch:
        """Which iterations are measured, and what of: its ``layers``, in forward order."""
        return Watch(self.setup.graph, self.plan)

    # Looking back

    def values_at(self, iteration: int) -> dict[str, Value]:
        """The inputs as they are at an iteration: parameters, the rows of its batch, and random
        values that the program itself does not seed.

        Raises:
            GraphError: the run has not come so far.
        """
        values, _ = self._met(iteration)
        own = {name: self.inputs[name] for name in self.setup.drawn}
        own |= {name: values[name] for name in self.plan.parameters}
        own = {name: copied(value) for name, value in own.items()}
        return own | self.setup.batches.at(iteration)

    def update_at(self, iteration: int) -> Update:
        """The rule with the numbers of the update after an iteration, for each parameter.

        Raises:
            GraphError: the run has not come so far.
        """
        values, states = self._met(iteration)
        graph, given = self.setup.look(iteration, values)
        _, gradients = evaluate(graph, given)
        slopes = {name: gradients[graph.inputs[name].node] for name in self.plan.parameters}
        return explained(self.plan, iteration, values, slopes, states)

    def _met(self, iteration: int) -> tuple[Values, States]:
        """Parameters and states at an iteration; what is given out changes at the next call."""
        if not 0 <= iteration <= self.iteration:
            raise GraphError(
                f"The run has no iteration {iteration}.",
                hint=f"It stands at iteration {self.iteration}.",
            )
        if iteration == self.iteration:
            return self._values, self._states
        return self.history.met(iteration)

    def _parameters(self) -> Checkpoint:
        own = {name: self._values[name] for name in self.plan.parameters}
        return Checkpoint(self.iteration, own, self._states)

    def checkpoint(self) -> Checkpoint:
        """A copy of where the run stands, to go on from elsewhere."""
        return checkpoint(self._parameters())

    def resume(self, start: Checkpoint, losses: Sequence[float]) -> None:
        """Stand where a run of the same plan stood; ``losses`` are those until then."""
        self._begin(start, losses)
        self.history.keep(start)


def train(
    program: str,
    inputs: Mapping[str, Value] | None = None,
    *,
    parameters: Sequence[str] | None = None,
    data: Sequence[str] | None = None,
    optimizer: str = "sgd",
    iterations: int = 100,
    batch: int | None = None,
    seed: int = 0,
    output: str | None = None,
    limits: Limits | None = None,
    **settings: float,
) -> Training:
    """Train a program's parameters to make its output small; the run, at its end.

    ``parameters`` are the inputs that change and ``data`` those whose rows are drawn ``batch`` at
    a time; both are guessed from names and shapes where they are not given (see ``guess``).
    ``settings`` are the optimizer's: ``lr=0.1``, ``mu=0.9``.

    Raises:
        GraphError: what is wrong, where, and what to write instead.
    """

    def read() -> Graph:
        return parse(program, normalize_inputs(inputs or {}), output, None, limits, seed)

    roles = filled(read, parameters, data)
    plan = Plan(program, inputs or {}, output, *roles, optimizer, settings, iterations, batch, seed)
    training = Training(plan, limits)
    while not training.over:
        training.advance()
    return training
