"""One iteration of training as a function: generated once for each structure, and run."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import numpy as np

from graphs.autodiff.forward import forward, normalize_inputs, normalize_name
from graphs.compiled.structure import MOST_KEPT, Structure
from graphs.compiled.updates import step_source
from graphs.errors import GraphError
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Graph, Shape, Value

Values = MutableMapping[str, Value]
States = Mapping[str, MutableMapping[str, Value]]
Constants = Mapping[str, float]


class Step:
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
        self.kept: list[_At] = []
        self._run = self._again

    def __call__(self, values: Values, states: States, constants: Constants) -> float:
        try:
            loss: float = self._run(values, states, constants)
            return loss
        except GraphError:
            raise
        except Exception:
            return self._at(normalize_inputs(values)).slowly(values, states, constants)

    def code(self, values: Values) -> str:
        """The text that runs at values of these shapes."""
        return self._at(normalize_inputs(values)).source.text

    def _again(self, values: Values, states: States, constants: Constants) -> float:
        """Run values that the function at hand is not made for, and complete them."""
        given = normalize_inputs(values)
        here = self._at(given)
        for name, value in here.values(given).items():
            before: Any = values.get(name)
            array = type(before) is np.ndarray and isinstance(value, np.ndarray)
            if not (array and before.dtype == value.dtype):  # else it is changed where it is
                values[name] = value.copy() if isinstance(value, np.ndarray) else value
        self._run = here.run
        loss: float = here.run(values, states, constants)
        return loss

    def _at(self, given: Mapping[str, Value]) -> _At:
        for here in self.kept:
            if here.fits(given):
                return here
        graph = parse(
            self.program, dict(given), self.output, self.parameters, self.limits, self.seed
        )
        self.seed = graph.seed
        here = _At(graph, given, self)
        self.kept = [here, *self.kept[: MOST_KEPT - 1]]
        return here


class _At(Structure):
    """A step at one structure of the program."""

    def __init__(self, graph: Graph, given: Mapping[str, Value], step: Step) -> None:
        super().__init__(graph, given)
        if np.prod(graph.nodes[graph.output].shape or ()) != 1:
            raise GraphError(
                f"The output {graph.output_name} is an array; what is trained is one number.",
                hint="End with a mean or a sum, such as loss = errors.mean().",
            )
        rules = {
            name: rule_at(step.update, step.state, graph.nodes[graph.inputs[name].node].shape or ())
            for name in step.parameters
        }
        self.source = step_source(graph, rules, step.state, self.structural)
        self.run = self.source.function({"again": step._again}, python=self.source.whole)

    def slowly(self, values: Values, states: States, constants: Constants) -> float:
        """On NumPy's numbers, where Python's raise; or with an error that says what is wrong."""
        if not self.source.whole:
            forward(self.graph, values)
            return float(self.run(values, states, constants))
        run = self.source.function({}, python=False)
        own = {it: np.float64(value) for it, value in values.items()}
        changed = {it: dict(state) for it, state in states.items()}
        with np.errstate(all="ignore"):
            loss = float(run(own, changed, constants))
        for name, state in changed.items():
            values[name] = float(own[name])
            states[name].update({it: float(value) for it, value in state.items()})
        return loss


def rule_at(update: str, state: Sequence[str], shape: Shape) -> Graph:
    """An optimizer's text over w, dw and its state, for a parameter of a shape, as a graph.

    Raises:
        GraphError: it does not leave w and its state the shape they had.
    """
    own = ("w", "dw", *state)
    names = {**parse(update).inputs, **dict.fromkeys(own)}
    blank = np.broadcast_to(0.5, shape)[()]
    graph = parse(update, {name: blank if name in own else 0.5 for name in names})
    for name in ("w", *state):
        found = graph.nodes[graph.names[name]].shape
        if found != shape:
            raise GraphError(
                f"The update gives {name} the shape {found}; it had {shape}.",
                hint="Compute it element by element.",
            )
    return graph


def step(
    program: str,
    parameters: Sequence[str],
    update: str,
    state: Sequence[str] = (),
    *,
    output: str | None = None,
    limits: Limits | None = None,
    seed: int | None = None,
) -> Step:
    """One iteration of training: ``update`` is text over w, dw, ``state`` and constants.

    ``v = mu * v - lr * dw`` and ``w = w + v``, with ``state=("v",)``, is momentum. ``seed``
    starts the program's random values where it sets none itself.
    """
    return Step(program, parameters, update, state, output, limits, seed)
