"""Which optimizer an update written by hand is: told by what it does, however it is written.

The update is run on random gradients. A row of the table is the one if it moves the parameter to
the same places with settings that stand in the update as numbers; the learning rate follows from
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
from graphs.training.optimizers import OPTIMIZERS, Optimizer

STRETCHED = (1.0, 1.0, 30.0, 1_000.0)  # gradients of each step: some would be clipped
SIZE = 5
CLOSE = 1e-9
MOST = 1_000  # ways to fill in the settings of a rule
Update = Callable[[int, Value], Value]  # (pass, gradient) → the parameter after it


class Rule(NamedTuple):
    """A row of the table and its settings."""

    optimizer: str
    settings: Mapping[str, float]


def start() -> Value:
    """The parameter before the first of the updates that are compared, on both sides of 0."""
    return np.linspace(-1.5, 2.0, SIZE)


def identify(update: Update, numbers: Sequence[float]) -> Rule | None:
    """The row that an update is; ``numbers`` are those that stand in it.

    ``update`` is called for passes 0, 1, … in order and remembers what it remembers.
    """
    random = np.random.RandomState(0)
    slopes = [size * random.randn(SIZE) for size in STRETCHED]
    places = [update(step, slope) for step, slope in enumerate(slopes)]
    if not all(np.shape(place) == (SIZE,) and np.all(np.isfinite(place)) for place in places):
        return None
    known = dict.fromkeys([*numbers, *(1.0 - one for one in numbers), 0.0])
    for row in OPTIMIZERS.values():
        for settings in _fillings(row, [one for one in known if one >= 0.0]):
            rate = _rate(row, settings, slopes[0], places[0], numbers)
            if rate is None:
                continue
            whole = settings | {"lr": rate}
            found = _moved(row, whole, slopes)
            if all(map(_same, found, places)):
                return Rule(row.name, {name: whole[name] for name in row.settings})
    return None


def _fillings(row: Optimizer, numbers: Sequence[float]) -> Iterator[dict[str, float]]:
    """Each way to set a row's settings, the rate left out, to numbers that stand in an update.

    Averages need a factor below 1; only what keeps a division from 0 may be missing.
    """
    names = [name for name in row.settings if name != "lr"]
    shares = [one for one in numbers if 0.0 < one < 1.0]
    small = [one for one in numbers if one < 1e-2]
    choices = [small if name == "eps" else shares for name in names]
    for place, filling in enumerate(product(*choices)):
        if place >= MOST:
            return
        yield dict(zip(names, filling, strict=True))


def _rate(
    row: Optimizer,
    settings: Mapping[str, float],
    slope: Value,
    place: Value,
    numbers: Sequence[float],
) -> float | None:
    """The learning rate of the first step; None where it is not the same for all elements."""
    (unit,) = _moved(row, {**settings, "lr": 1.0}, [slope])
    rates = (place - start()) / (unit - start())
    rate = float(np.mean(rates))
    if not rate > 0.0 or not np.allclose(rates, rate, rtol=1e-6, atol=0.0):
        return None
    near = [abs(one) for one in numbers if abs(abs(one) - rate) <= 1e-6 * rate]
    return min(near, key=lambda one: abs(one - rate)) if near else float(f"{rate:.10g}")


def _moved(row: Optimizer, settings: Mapping[str, float], slopes: Sequence[Value]) -> list[Value]:
    """Where a row moves the parameter, step by step."""
    here: dict[str, Value] = {**settings, "w": start(), **dict.fromkeys(row.state, np.zeros(SIZE))}
    graph = _graph(row.name)
    places = []
    with np.errstate(all="ignore"):
        for step, slope in enumerate(slopes):
            here |= {"dw": slope, "t": step + 1.0}
            values, _ = forward(graph, {name: here[name] for name in graph.inputs})
            here |= {name: values[graph.names[name]] for name in ("w", *row.state)}
            places.append(here["w"])
    return places


@cache
def _graph(name: str) -> Graph:
    row = OPTIMIZERS[name]
    arrays = dict.fromkeys(("w", "dw", *row.state), np.zeros(SIZE))
    return parse(row.text, {**dict.fromkeys(row.settings, 0.5), **arrays, "t": 1.0})


def _same(one: Value, other: Value) -> bool:
    return bool(np.allclose(one, other, rtol=CLOSE, atol=CLOSE * 1e-3))
