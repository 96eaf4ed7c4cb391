"""Which optimizer an update written by hand is, judged by what it computes.

The update is run on random gradients. It is the row of the table that moves the parameter to the
same positions, with settings that occur in the update as numbers; the learning rate follows from
the first step, which is proportional to it in every row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import product
from typing import NamedTuple

import numpy as np

from graphs.autodiff.forward import forward
from graphs.language.parse import parse
from graphs.model import Graph, Value
from graphs.updates.optimizers import OPTIMIZERS, Optimizer

GRADIENT_SCALES = (1.0, 1.0, 30.0, 1_000.0)  # gradients of each step: some would be clipped
SIZE = 5
CLOSE = 1e-9
MOST_COMBINATIONS = 1_000  # ways to fill in the settings of a rule
Update = Callable[[int, Value], Value]  # (pass, gradient) → the parameter after it


class Rule(NamedTuple):
    """A row of the table and its settings."""

    optimizer: str
    settings: Mapping[str, float]


def start() -> Value:
    """The parameter before the first of the updates that are compared, on both sides of 0."""
    return np.linspace(-1.5, 2.0, SIZE)


def classify_rule(update: Update, numbers: Sequence[float]) -> Rule | None:
    """The rule of an update; ``numbers`` are those that occur in its text.

    ``update`` is called for passes 0, 1, … in order and keeps its own state.
    """
    random = np.random.RandomState(0)
    gradients = [size * random.randn(SIZE) for size in GRADIENT_SCALES]
    positions = [update(step, gradient) for step, gradient in enumerate(gradients)]
    if not all(
        np.shape(position) == (SIZE,) and np.all(np.isfinite(position)) for position in positions
    ):
        return None
    candidates = dict.fromkeys([*numbers, *(1.0 - one for one in numbers), 0.0])
    for row in OPTIMIZERS.values():
        for settings in _setting_combinations(row, [one for one in candidates if one >= 0.0]):
            rate = _rate(row, settings, gradients[0], positions[0], numbers)
            if rate is None:
                continue
            complete = settings | {"lr": rate}
            row_positions = _positions(row, complete, gradients)
            if all(map(_is_close, row_positions, positions)):
                return Rule(row.name, {name: complete[name] for name in row.settings})
    return None


def _setting_combinations(row: Optimizer, numbers: Sequence[float]) -> Iterator[dict[str, float]]:
    """Each way to set a row's settings, the rate left out, to numbers of an update.

    Averages need a factor from 0 to 1; eps may be 0 where it is not written.
    """
    names = [name for name in row.settings if name != "lr"]
    fractions = [one for one in numbers if 0.0 < one < 1.0]
    small = [one for one in numbers if one < 1e-2]
    choices = [small if name == "eps" else fractions for name in names]
    for count, combination in enumerate(product(*choices)):
        if count >= MOST_COMBINATIONS:
            return
        yield dict(zip(names, combination, strict=True))


def _rate(
    row: Optimizer,
    settings: Mapping[str, float],
    gradient: Value,
    position: Value,
    numbers: Sequence[float],
) -> float | None:
    """The learning rate of the first step; None where it is not the same for all elements."""
    (unit,) = _positions(row, {**settings, "lr": 1.0}, [gradient])
    rates = (position - start()) / (unit - start())
    rate = float(np.mean(rates))
    if not rate > 0.0 or not np.allclose(rates, rate, rtol=1e-6, atol=0.0):
        return None
    close = [abs(one) for one in numbers if abs(abs(one) - rate) <= 1e-6 * rate]
    return min(close, key=lambda one: abs(one - rate)) if close else float(f"{rate:.10g}")


def _positions(
    row: Optimizer, settings: Mapping[str, float], gradients: Sequence[Value]
) -> list[Value]:
    """The parameter after each step of a row."""
    values: dict[str, Value] = {
        **settings,
        "w": start(),
        **dict.fromkeys(row.state, np.zeros(SIZE)),
    }
    graph = _graph(row.name)
    positions = []
    with np.errstate(all="ignore"):
        for step, gradient in enumerate(gradients):
            values |= {"dw": gradient, "t": step + 1.0}
            node_values, _ = forward(graph, {name: values[name] for name in graph.inputs})
            values |= {name: node_values[graph.names[name]] for name in ("w", *row.state)}
            positions.append(values["w"])
    return positions


@cache
def _graph(name: str) -> Graph:
    row = OPTIMIZERS[name]
    arrays = dict.fromkeys(("w", "dw", *row.state), np.zeros(SIZE))
    return parse(row.text, {**dict.fromkeys(row.settings, 0.5), **arrays, "t": 1.0})


def _is_close(one: Value, other: Value) -> bool:
    return bool(np.allclose(one, other, rtol=CLOSE, atol=CLOSE * 1e-3))
