"""One iteration of training as a function: one text for each specialization, generated once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from typing import Any

import numpy as np

from graphs.autodiff.forward import forward, normalize_inputs, normalize_name
from graphs.compiled.specialization import MOST_SPECIALIZATIONS, Specialization
from graphs.compiled.updates import training_step_source
from graphs.errors import GraphError
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Graph, Shape, Value

Values = MutableMapping[str, Value]
States = Mapping[str, MutableMapping[str, Value]]
Constants = Mapping[str, float]


class TrainingStep:
    """Called with (values, states, constants) it runs one iteration and returns the loss.

    ``values`` holds the inputs by name: floats, or arrays of float64 or bool. The parameters'
    arrays are changed in place, their numbers replaced; so are ``states[parameter][name]``.
    ``constants`` holds what else the update names. The loss is the one before the update.

    Raises:
        GraphError: as ``trace`` does; nothing is changed then.
    """

    def __init__(
        self,
        program: str,
        parameters: Sequence[str],
        update: str,
        state: Sequence[str],
        output: str | None,
        limits: Limits | None,
        seed: int | None,
    ) -> None:
        self.program, self.output, self.limits, self.seed = program, output, limits, seed
        self.parameters = tuple(map(normalize_name, parameters))
        self.update, self.state = update, tuple(state)
        self._known: list[SpecializedStep] = []
        self._run = self._respecialize

    def __call__(self, values: Values, states: States, constants: Constants) -> float:
        try:
            loss: float = self._run(values, states, constants)
            return loss
        except GraphError:  # it says what is wrong already
            raise
        except Exception:
            specialization = self._specialization(normalize_inputs(values))
            return specialization.run_in_numpy(values, states, constants)

    def code(self, values: Values) -> str:
        """The text that runs at values of these shapes."""
        return self._specialization(normalize_inputs(values)).source.text

    def _respecialize(self, values: Values, states: States, constants: Constants) -> float:
        """Run values that the latest function is not written for; adds defaults to them."""
        input_values = normalize_inputs(values)
        specialization = self._specialization(input_values)
        for name, value in specialization.complete(input_values).items():
            before: Any = values.get(name)
            array = type(before) is np.ndarray and isinstance(value, np.ndarray)
            if not (array and before.dtype == value.dtype):  # else it is changed in place
                values[name] = value.copy() if isinstance(value, np.ndarray) else value
        self._run = specialization.run
        loss: float = specialization.run_tested(values, states, constants)
        return loss

    def _specialization(self, input_values: Mapping[str, Value]) -> SpecializedStep:
        for specialization in self._known:
            if specialization.fits(input_values):
                return specialization
        graph = parse(
            self.program, dict(input_values), self.output, self.parameters, self.limits, self.seed
        )
        self.seed = graph.seed
        specialization = SpecializedStep(graph, input_values, self)
        self._known = [specialization, *self._known[: MOST_SPECIALIZATIONS - 1]]
        return specialization


class SpecializedStep(Specialization):
    """An iteration at values of one kind: the generated text and its function."""

    def __init__(self, graph: Graph, input_values: Mapping[str, Value], step: TrainingStep) -> None:
        super().__init__(graph, input_values)
        if np.prod(graph.nodes[graph.output].shape or ()) != 1:
            raise GraphError(
                f"The output {graph.output_name} is an array; what is trained is one number.",
                hint="End with a mean or a sum, such as loss = errors.mean().",
            )
        rules = {
            name: update_graph(
                step.update, step.state, graph.nodes[graph.inputs[name].node].shape or ()
            )
            for name in step.parameters
        }
        self.source = training_step_source(graph, rules, step.state, self.structural)
        self._again = {"again": step._respecialize}
        self.run_tested = self._function(python=self.source.floats_only)
        self.run = self.source.function(dict(self._again), python=self.source.floats_only)

    def _function(self, *, python: bool) -> Callable[..., Any]:
        """The step at values whose decisions are known to hold."""
        return self.source.function({**self._again, "tested": True}, python=python)

    def run_in_numpy(self, values: Values, states: States, constants: Constants) -> float:
        """Run on NumPy's numbers, where Python's raise; an error then says what is wrong."""
        if not self.source.floats_only:
            forward(self.graph, values)
            return float(self.run_tested(values, states, constants))
        run = self._function(python=False)
        numbers = {it: np.float64(value) for it, value in values.items()}
        new_states = {it: dict(state) for it, state in states.items()}
        with np.errstate(all="ignore"):
            loss = float(run(numbers, new_states, constants))
        for name, state in new_states.items():
            values[name] = float(numbers[name])
            states[name].update({it: float(value) for it, value in state.items()})
        return loss


def update_graph(update: str, state: Sequence[str], shape: Shape) -> Graph:
    """An optimizer's text over w, dw and its state, for a parameter of a shape, as a graph.

    Raises:
        GraphError: it does not leave w and its state the shape they had.
    """
    numbers = ("w", "dw", *state)
    names = {**parse(update).inputs, **dict.fromkeys(numbers)}
    blank = np.broadcast_to(0.5, shape)[()]
    graph = parse(update, {name: blank if name in numbers else 0.5 for name in names})
    for name in ("w", *state):
        new_shape = graph.nodes[graph.names[name]].shape
        if new_shape != shape:
            raise GraphError(
                f"The update gives {name} the shape {new_shape}; it had {shape}.",
                hint="Compute it element by element.",
            )
    return graph


def training_step(
    program: str,
    parameters: Sequence[str],
    update: str,
    state: Sequence[str] = (),
    *,
    output: str | None = None,
    limits: Limits | None = None,
    seed: int | None = None,
) -> TrainingStep:
    """One iteration of training: ``update`` is text over w, dw, ``state`` and constants.

    ``v = mu * v - lr * dw`` and ``w = w + v``, with ``state=("v",)``, is momentum. ``seed``
    starts the program's random values where it sets none itself.
    """
    return TrainingStep(program, parameters, update, state, output, limits, seed)
