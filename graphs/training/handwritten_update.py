"""The update of a parameter as a program's own loop writes it, run as a function."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from graphs.autodiff.forward import forward
from graphs.check.gradient_names import looks_like_gradient
from graphs.errors import GraphError
from graphs.language.parse import parse
from graphs.model import Value
from graphs.training.classify_rule import SIZE, Rule, identify, start
from graphs.training.loop_slice import Loop, reads

MODULES = {"np", "numpy", "math"}


class Written(NamedTuple):
    """The optimizer that moves a parameter, the lines in which it does, and what it takes for the
    parameter's gradient."""

    rule: Rule
    lines: frozenset[int]
    slope: str


def written(
    loop: Loop, parameter: str, known: Mapping[str, Value], counts: range
) -> Written | None:
    """What moves a parameter; None where no optimizer does.

    ``known`` are the values of names before the loop's first update.
    """
    for through in (True, False):
        places, starts = _places(loop, parameter, through)
        slopes = [name for name in starts if _varies(loop, name, known)]
        body = [loop.body[place] for place in places]
        plain = all(isinstance(one, ast.Assign | ast.AugAssign) for one in body)
        if len(slopes) != 1 or not plain:
            continue
        try:
            update = _Update(loop, body, parameter, slopes[0], known, counts)
            rule = identify(update, update.numbers)
        except GraphError:
            continue
        if rule is not None:
            moves = (place for place in places if loop.assigned[place] & loop.carried)
            return Written(rule, frozenset(loop.body[place].lineno for place in moves), slopes[0])
    return None


def _places(loop: Loop, parameter: str, through: bool) -> tuple[list[int], set[str]]:
    """The places of an update in the body, and the names that it starts from.

    ``through``: names made on the way (m_hat) belong to it, unless they look like gradients;
    otherwise only what is carried from pass to pass does.
    """
    wanted = {parameter}
    while True:  # what is carried to the next pass matters at the end of this one
        places, starts = loop.needed(
            wanted,
            len(loop.body) - 1,
            lambda name: name in loop.carried or (through and not looks_like_gradient(name)),
        )
        if starts & loop.carried <= wanted:
            break
        wanted |= starts & loop.carried
    called = {
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
        for name in reads(argument)
    }
    return places, starts - loop.carried - (called - arguments) - MODULES - {loop.counter}


def _varies(loop: Loop, name: str, known: Mapping[str, Value]) -> bool:
    """Whether a name may be a gradient: it is no number that is known before the loop."""
    return name in loop.made or name not in known or np.ndim(known[name]) > 0


class _Update:
    """An update written by hand: (pass, gradient) → the parameter after it.

    Raises:
        GraphError: it is not of the language, or starts from more than an optimizer remembers.
    """

    def __init__(
        self,
        loop: Loop,
        body: list[ast.stmt],
        parameter: str,
        slope: str,
        known: Mapping[str, Value],
        counts: range,
    ) -> None:
        self.parameter, self.slope = parameter, slope
        self.counter, self.counts = loop.counter, counts
        self.here: dict[str, Value] = {self.counter: 0.0, slope: np.zeros(SIZE)}
        for name, value in known.items():
            like = np.shape(value) == np.shape(known[parameter]) and name in loop.carried
            if like and not np.any(value):
                self.here[name] = np.zeros(SIZE)  # what the optimizer remembers
            elif np.ndim(value) == 0:
                self.here[name] = float(value)
        self.here[parameter] = start()
        self.graph = parse("\n".join(map(ast.unparse, body)), self.here)
        if unknown := self.graph.inputs.keys() - self.here.keys():  # an array that is no 0 before
            raise GraphError(f"The update starts from {', '.join(sorted(unknown))} too.")
        self.changed = [name for name in self.graph.names if name in loop.carried & set(self.here)]
        constants = [node.constant for node in self.graph.nodes if node.kind == "constant"]
        settings = [self.here[name] for name in self.graph.inputs if name != self.counter]
        self.numbers = [float(one) for one in (*constants, *settings) if np.ndim(one) == 0]

    def __call__(self, step: int, slope: Value) -> Value:
        count = self.counts.start + step * self.counts.step
        self.here |= {self.counter: float(count), self.slope: slope}
        with np.errstate(all="ignore"):
            given = {name: self.here[name] for name in self.graph.inputs}
            values, _ = forward(self.graph, given)
        self.here |= {name: values[self.graph.names[name]] for name in self.changed}
        return self.here[self.parameter]
