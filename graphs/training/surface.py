"""The loss over two numbers of a program, as a grid: the surface that a run walks down."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import lt
from typing import Any

import numpy as np

from graphs.autodiff.forward import forward, normalize_name
from graphs.compiled import compile
from graphs.errors import GraphError
from graphs.evaluation import Evaluation
from graphs.limits import Limits
from graphs.model import Value
from graphs.trace import trace

SIZES = (41, 31, 21, 15, 11)  # points along each axis, the most that time allows
MARGIN = 0.25  # of the path's extent, on each side
LEAST = 0.5  # half the extent at least, as a share of the number's magnitude or of 1
MOST_MAGNITUDE = 1e150  # of a range's ends: their squares are finite still
ELEMENT = re.compile(r"\s*(\w+)\s*(?:\[([\d\s,-]+)\])?\s*")
Range = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """A number that can be varied: an input, or one element of one: ``w``, ``W[0, 1]``."""

    name: str
    index: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.name}[{', '.join(map(str, self.index))}]" if self.index else self.name

    def of(self, values: Mapping[str, Value]) -> float:
        """The number that stands there; NaN where none does: in the run of another program."""
        array = np.asarray(values.get(self.name, np.nan), dtype=np.float64)
        fits = array.ndim == len(self.index) and all(map(lt, self.index, array.shape))
        return float(array[self.index]) if fits else np.nan

    def put(self, values: dict[str, Value], number: float) -> None:
        """Another number there, in an array of its own."""
        if not self.index:
            values[self.name] = number
            return
        array = np.array(values[self.name], dtype=np.float64)
        array[self.index] = number
        values[self.name] = array


@dataclass(frozen=True)
class Surface:
    """``z`` (len(y), len(x)): the loss at each point; ``note`` says where the grid is coarser."""

    names: tuple[str, str]
    x: Any
    y: Any
    z: Any
    path: Sequence[tuple[int, float, float]]  # iteration, x, y
    note: str | None = None


def surface(
    program: str,
    inputs: Mapping[str, Value],
    of: Sequence[str],
    *,
    output: str | None = None,
    ranges: Sequence[Range] | None = None,
    path: Sequence[tuple[int, Mapping[str, Value]]] = (),
    seconds: float = 1.0,
    seed: int | None = None,
    limits: Limits | None = None,
) -> Surface:
    """The loss on a grid over two numbers, the others as given.

    ``of`` names them (``w``, ``W[0, 1]``), ``ranges`` says from where to where; without, they hold
    the ``path`` (iteration, values) and the numbers now, with a margin. The grid has 41 × 41
    points, fewer where that would take longer than ``seconds``.

    Raises:
        GraphError: the names are not two numbers of the program, or its output is no number.
    """
    now = trace(program, inputs, output, limits=limits, seed=seed).evaluation
    shape = np.shape(now.node_values[now.model.output])
    if shape:
        raise GraphError(
            f"{now.output} has shape {shape}; a surface shows one number.",
            hint="End with its sum or mean.",
        )
    given = now.inputs
    places = places_of(of, given)
    walked = [(k, places[0].of(values), places[1].of(values)) for k, values in path]
    walked = [point for point in walked if np.isfinite(point).all()]
    points = [tuple(place.of(given) for place in places), *(point[1:] for point in walked)]
    chosen = (
        _checked(ranges) if ranges else [_range(column) for column in zip(*points, strict=True)]
    )
    loss = _evaluator(now, limits)

    def at(first: float, second: float) -> float:
        values = dict(given)
        places[0].put(values, first)
        places[1].put(values, second)
        with np.errstate(all="ignore"):
            return float(loss(values))

    middle = [sum(one) / 2 for one in chosen]
    at(*middle)  # the first call reads the program
    start = time.perf_counter()
    at(*middle)
    once = time.perf_counter() - start
    size = next((size for size in SIZES if size * size * once <= seconds), SIZES[-1])
    x, y = (np.linspace(low, high, size) for low, high in chosen)
    z = np.array([[at(first, second) for first in x.tolist()] for second in y.tolist()])
    note = None
    if size < SIZES[0]:
        note = (
            f"The grid has {size} × {size} points, not {SIZES[0]} × {SIZES[0]}: "
            f"the loss takes {1000 * once:.2g} ms a point."
        )
    names = (places[0].text, places[1].text)
    return Surface(names, x, y, z, walked, note)


def places_of(of: Sequence[str], values: Mapping[str, Value]) -> tuple[Place, Place]:
    """The two numbers that are named.

    Raises:
        GraphError: they are not two different numbers among the inputs.
    """
    if len(of) != 2:
        raise GraphError("A surface is over two numbers.", hint='Name two, such as ["w", "b"].')
    first, second = (_place(text, values) for text in of)
    if first == second:
        raise GraphError(
            f"A surface needs two different numbers, not {first.text} twice.",
            hint="Choose another one.",
        )
    return first, second


def _place(text: str, values: Mapping[str, Value]) -> Place:
    found = ELEMENT.fullmatch(text)
    name = normalize_name(found[1]) if found else ""
    if found is None or name not in values:
        raise GraphError(
            f"{text[:60]!r} is not an input of the program.",
            hint=f"Its inputs are {', '.join(values) or 'none'}.",
        )
    shape = np.shape(values[name])
    try:
        index = tuple(int(one) for one in (found[2] or "").split(",") if one.strip())
        flat = np.arange(int(np.prod(shape))).reshape(shape)[index]
    except (ValueError, IndexError):
        flat = None
    if flat is None or np.ndim(flat):
        example = f"{name}[{', '.join('0' for _ in shape)}]"
        raise GraphError(
            f"{text[:60]} is not one number: {name} has shape {shape}.",
            hint=f"Write {example if shape else name}, say.",
        )
    return Place(name, tuple(int(one) for one in np.unravel_index(int(flat), shape)))


def _checked(ranges: Sequence[Range]) -> list[Range]:
    fits = len(ranges) == 2 and all(
        -MOST_MAGNITUDE <= low < high <= MOST_MAGNITUDE for low, high in ranges
    )
    if not fits:
        raise GraphError(
            "ranges must say from where to where for both numbers.",
            hint="Write [[-1, 1], [-2, 2]], say.",
        )
    return [(float(low), float(high)) for low, high in ranges]


def _range(numbers: Sequence[float]) -> Range:
    """From where to where an axis runs so that it holds some numbers with room around them."""
    finite = [number for number in numbers if abs(number) < MOST_MAGNITUDE] or [0.0]
    low, high = min(finite), max(finite)
    middle, half = (low + high) / 2, (high - low) / 2 * (1 + 2 * MARGIN)
    half = max(half, LEAST * max(1.0, abs(finite[0])))
    return middle - half, middle + half


def _evaluator(now: Evaluation, limits: Limits | None) -> Callable[[Mapping[str, Value]], Any]:
    """The output as a function of the inputs alone."""
    if now.model.seed is not None:  # what the text draws has to stay what it is
        return lambda values: forward(now.model, values)[0][now.model.output]
    run = compile(now.model.program, now.output, (), limits=limits)
    return lambda values: run(**values)[0]
