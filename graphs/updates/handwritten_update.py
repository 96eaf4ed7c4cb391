"""The update of a parameter as a program's own loop writes it, as a function that can be run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from graphs.autodiff.forward import forward
from graphs.autodiff.readings import Readings
from graphs.errors import GraphError
from graphs.language.gradient_names import looks_like_gradient
from graphs.language.parse import parse
from graphs.model import Value
from graphs.updates.classify_rule import SIZE, Rule, classify_rule, start
from graphs.updates.loop_slice import Loop, names_read

MODULES = {"np", "numpy", "math"}


class HandwrittenUpdate(NamedTuple):
    """The optimizer that a loop writes for a parameter, its lines, and the name that it uses as the
    parameter's gradient."""

    rule: Rule
    lines: frozenset[int]
    gradient: str


def handwritten_update(
    loop: Loop, parameter: str, values_before: Mapping[str, Value], counter_values: range
) -> HandwrittenUpdate | None:
    """How a loop updates a parameter; None where that is no known optimizer.

    ``values_before`` are the values of names before the loop's first update.
    """
    for with_intermediates in (True, False):
        places, start_names = _update_statements(loop, parameter, with_intermediates)
        gradients = [name for name in start_names if _may_be_gradient(loop, name, values_before)]
        body = [loop.body[place] for place in places]
        only_assignments = all(isinstance(one, ast.Assign | ast.AugAssign) for one in body)
        if len(gradients) != 1 or not only_assignments:
            continue
        try:
            update = _UpdateFunction(
                loop, body, parameter, gradients[0], values_before, counter_values
            )
            rule = classify_rule(update, update.numbers)
        except GraphError:
            continue
        if rule is not None:
            moves = (place for place in places if loop.assigned[place] & loop.carried)
            return HandwrittenUpdate(
                rule, frozenset(loop.body[place].lineno for place in moves), gradients[0]
            )
    return None


def _update_statements(
    loop: Loop, parameter: str, with_intermediates: bool
) -> tuple[list[int], set[str]]:
    """The places of an update's statements in the body, and the names that it starts from.

    ``with_intermediates``: names made on the way (m_hat) belong to it, unless they look like
    gradients; otherwise only names carried from pass to pass do.
    """
    names = {parameter}
    while True:  # what is carried to the next pass matters at the end of this one
        places, start_names = loop.backward_slice(
            names,
            len(loop.body) - 1,
            lambda name: (
                name in loop.carried or (with_intermediates and not looks_like_gradient(name))
            ),
        )
        if start_names & loop.carried <= names:
            break
        names |= start_names & loop.carried
    function_names = {
        one.id
        for place in places
        for call in ast.walk(loop.body[place])
        if isinstance(call, ast.Call)
        for one in ast.walk(call.func)
        if isinstance(one, ast.Name)
    }
    arguments = {
        name
        for place in places
        for call in ast.walk(loop.body[place])
        if isinstance(call, ast.Call)
        for argument in call.args
        for name in names_read(argument)
    }
    return places, start_names - loop.carried - (function_names - arguments) - MODULES - {
        loop.counter
    }


def _may_be_gradient(loop: Loop, name: str, values_before: Mapping[str, Value]) -> bool:
    """Whether a name may be a gradient: it is no number that is known before the loop."""
    return (
        name in loop.assigned_names or name not in values_before or np.ndim(values_before[name]) > 0
    )


class _UpdateFunction:
    """An update written by hand: (pass, gradient) → the parameter after it.

    Raises:
        GraphError: it is not of the language, or starts from more than an optimizer remembers.
    """

    def __init__(
        self,
        loop: Loop,
        body: list[ast.stmt],
        parameter: str,
        gradient: str,
        values_before: Mapping[str, Value],
        counter_values: range,
    ) -> None:
        self.parameter, self.gradient = parameter, gradient
        self.counter, self.counter_values = loop.counter, counter_values
        self._values: dict[str, Value] = {self.counter: 0.0, gradient: np.zeros(SIZE)}
        for name, value in values_before.items():
            is_state = (
                np.shape(value) == np.shape(values_before[parameter]) and name in loop.carried
            )
            if is_state and not np.any(value):
                self._values[name] = np.zeros(SIZE)  # what the optimizer remembers
            elif np.ndim(value) == 0:
                self._values[name] = float(value)
        self._values[parameter] = start()
        text = "\n".join(map(ast.unparse, body))
        self.graph = parse(text, self._values)
        self._readings = Readings(self.graph, lambda values: parse(text, values))
        if (
            unknown := self.graph.inputs.keys() - self._values.keys()
        ):  # an array that is no 0 before
            raise GraphError(f"The update starts from {', '.join(sorted(unknown))} too.")
        self.updated = [
            name for name in self.graph.names if name in loop.carried & set(self._values)
        ]
        constants = [node.constant for node in self.graph.nodes if node.kind == "constant"]
        settings = [self._values[name] for name in self.graph.inputs if name != self.counter]
        self.numbers = [float(one) for one in (*constants, *settings) if np.ndim(one) == 0]

    def __call__(self, step: int, gradient: Value) -> Value:
        count = self.counter_values.start + step * self.counter_values.step
        self._values |= {self.counter: float(count), self.gradient: gradient}
        with np.errstate(all="ignore"):
            graph = self._readings.at(self._values)
            values, _ = forward(graph, {name: self._values[name] for name in graph.inputs})
        self._values |= {name: values[graph.names[name]] for name in self.updated}
        return self._values[self.parameter]
