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
from graphs.autodiff.readings import Readings
from graphs.compiled import compile
from graphs.errors import GraphError
from graphs.evaluation import Evaluation
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Value
from graphs.trace import trace

SIZES = (41, 31, 21, 15, 11)  # points along each axis, the most that time allows
MARGIN = 0.25  # of the path's extent, on each side
SMALLEST_HALF = 0.5  # half the extent at least, as a share of the number's magnitude or of 1
MOST_MAGNITUDE = 1e150  # of a range's ends: their squares are finite still
ELEMENT = re.compile(r"\s*(.+?)\s*\[([\d\s,-]+)\]\s*")
Range = tuple[float, float]


@dataclass(frozen=True)
class Coordinate:
    """A number that can be varied: an input, or one element of one: ``w``, ``W[0, 1]``."""

    name: str
    index: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.name}[{', '.join(map(str, self.index))}]" if self.index else self.name

    def of(self, values: Mapping[str, Value]) -> float:
        """Its number among these values; NaN where there is none, as in another program's run."""
        array = np.asarray(values.get(self.name, np.nan), dtype=np.float64)
        fits = array.ndim == len(self.index) and all(map(lt, self.index, array.shape))
        return float(array[self.index]) if fits else np.nan

    def put(self, values: dict[str, Value], number: float) -> None:
        """Set its number, in a copy of the array."""
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
    """The loss on a grid over two numbers, with all others as in ``inputs``.

    ``of`` names them (``w``, ``W[0, 1]``), ``ranges`` are the ends of both axes; without, the axes
    hold the ``path`` (iteration, values) and the current numbers, with a margin. The grid has
    41 × 41 points, fewer where that would take longer than ``seconds``.

    Raises:
        GraphError: the names are not two numbers of the program, or its output is no number.
    """
    evaluation = trace(program, inputs, output, limits=limits, seed=seed).evaluation
    shape = np.shape(evaluation.node_values[evaluation.model.output])
    if shape:
        raise GraphError(
            f"{evaluation.output} has shape {shape}; a surface shows one number.",
            hint="End with its sum or mean.",
        )
    input_values = evaluation.inputs
    axes = coordinates(of, input_values, evaluation.model.path)
    path_points = [(k, axes[0].of(values), axes[1].of(values)) for k, values in path]
    path_points = [point for point in path_points if np.isfinite(point).all()]
    points = [
        tuple(coordinate.of(input_values) for coordinate in axes),
        *(point[1:] for point in path_points),
    ]
    axis_ranges = (
        _check_ranges(ranges)
        if ranges
        else [_range(column) for column in zip(*points, strict=True)]
    )
    loss = _evaluator(evaluation, output, limits)

    def loss_at(first: float, second: float) -> float:
        values = dict(input_values)
        axes[0].put(values, first)
        axes[1].put(values, second)
        with np.errstate(all="ignore"):
            return float(loss(values))

    middle = [sum(one) / 2 for one in axis_ranges]
    loss_at(*middle)  # the first call reads the program
    start = time.perf_counter()
    loss_at(*middle)
    seconds_a_point = time.perf_counter() - start
    size = next((size for size in SIZES if size * size * seconds_a_point <= seconds), SIZES[-1])
    x, y = (np.linspace(low, high, size) for low, high in axis_ranges)
    z = np.array([[loss_at(first, second) for first in x.tolist()] for second in y.tolist()])
    note = None
    if size < SIZES[0]:
        note = (
            f"The grid has {size} × {size} points, not {SIZES[0]} × {SIZES[0]}: "
            f"the loss takes {1000 * seconds_a_point:.2g} ms a point."
        )
    names = (axes[0].text, axes[1].text)
    return Surface(names, x, y, z, path_points, note)


def coordinates(
    of: Sequence[str],
    values: Mapping[str, Value],
    path: Callable[[str], str] = lambda name: name,
) -> tuple[Coordinate, Coordinate]:
    """The two numbers that are named; ``path`` is the input that a name means.

    Raises:
        GraphError: they are not two different numbers among the inputs.
    """
    if len(of) != 2:
        raise GraphError("A surface is over two numbers.", hint='Name two, such as ["w", "b"].')
    first, second = (_coordinate(text, values, path) for text in of)
    if first == second:
        raise GraphError(
            f"A surface needs two different numbers, not {first.text} twice.",
            hint="Choose another one.",
        )
    return first, second


def _coordinate(text: str, values: Mapping[str, Value], path: Callable[[str], str]) -> Coordinate:
    whole, match = path(normalize_name(text.strip())), ELEMENT.fullmatch(text)
    if whole in values or match is None:
        name, place = whole, ""
    else:
        name, place = path(normalize_name(match[1])), match[2]
    if name not in values:
        raise GraphError(
            f"{text[:60]!r} is not an input of the program.",
            hint=f"Its inputs are {', '.join(values) or 'none'}.",
        )
    shape = np.shape(values[name])
    try:
        index = tuple(int(one) for one in place.split(",") if one.strip())
        flat_index = np.arange(int(np.prod(shape))).reshape(shape)[index]
    except (ValueError, IndexError):
        flat_index = None
    if flat_index is None or np.ndim(flat_index):
        example = f"{name}[{', '.join('0' for _ in shape)}]"
        raise GraphError(
            f"{text[:60]} is not one number: {name} has shape {shape}.",
            hint=f"Write {example if shape else name}, say.",
        )
    return Coordinate(name, tuple(int(one) for one in np.unravel_index(int(flat_index), shape)))


def _check_ranges(ranges: Sequence[Range]) -> list[Range]:
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
    """The ends of an axis that holds these numbers with a margin."""
    finite = [number for number in numbers if abs(number) < MOST_MAGNITUDE] or [0.0]
    low, high = min(finite), max(finite)
    middle, half = (low + high) / 2, (high - low) / 2 * (1 + 2 * MARGIN)
    half = max(half, SMALLEST_HALF * max(1.0, abs(finite[0])))
    return middle - half, middle + half


def _evaluator(
    evaluation: Evaluation, output: str | None, limits: Limits | None
) -> Callable[[Mapping[str, Value]], Any]:
    """The output as a function of the inputs alone, also where a decision turns out otherwise."""
    model = evaluation.model
    output = model.output_name if model.output_name in model.names else output
    if model.seed is None:
        run, words = compile(model.program, output, (), limits=limits), model.spellings
        return lambda values: run(**{words[name]: value for name, value in values.items()})[0]
    readings = Readings(
        evaluation.structure.text_model,
        lambda values: parse(model.program, values, output, (), limits, model.seed),
    )

    def loss(values: Mapping[str, Value]) -> Any:
        """With the random values of this evaluation."""
        graph = readings.at(values)
        return forward(graph, values)[0][graph.output]

    return loss
