"""Data to train on: the small sets that courses use, made from a seed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphs.errors import GraphError

Array = Any  # numpy.ndarray of float64, or of int64 where it holds classes
Sizes = Mapping[str, int]

MOST_ROWS = 5_000
MOST_NUMBERS = 100_000
MOST_IN_TEXT = 200  # numbers written into a program's text; more are passed as inputs
MOST_NOISE = 100.0
MOST_SIZE = 1_000  # classes, features, outputs


@dataclass(frozen=True)
class Generator:
    """One set of data. ``make(random, rows, noise, **sizes)`` returns x (rows, features) and y.

    ``rows`` and ``noise`` are the defaults, ``noise_meaning`` says what it is; ``sizes`` are what
    else may be chosen, whole numbers with their defaults. ``classes`` says that y counts classes
    from 0.
    """

    name: str
    title: str
    make: Callable[..., tuple[Array, Array]]
    rows: int
    noise: float
    noise_meaning: str
    remark: str
    source: str
    classes: bool = True
    sizes: Sizes = field(default_factory=dict)


def _split(rows: int, parts: int) -> list[int]:
    """Numbers of rows for each part; the first ones get one more where they do not divide."""
    return [rows // parts + (part < rows % parts) for part in range(parts)]


def _labelled(parts: list[Array]) -> tuple[Array, Array]:
    """The parts below each other, each a class."""
    labels = [np.full(len(part), label) for label, part in enumerate(parts)]
    return np.concatenate(parts), np.concatenate(labels)


def _two_moons(random: np.random.RandomState, rows: int, noise: float) -> tuple[Array, Array]:
    outer, inner = (np.linspace(0.0, np.pi, count) for count in _split(rows, 2))
    x, y = _labelled(
        [
            np.column_stack((np.cos(outer), np.sin(outer))),
            np.column_stack((1.0 - np.cos(inner), 0.5 - np.sin(inner))),
        ]
    )
    return x + noise * random.randn(*x.shape), y


def _spirals(
    random: np.random.RandomState, rows: int, noise: float, classes: int
) -> tuple[Array, Array]:
    arms = []
    for arm, count in enumerate(_split(rows, classes)):
        radius = np.linspace(0.0, 1.0, count)
        angle = np.linspace(arm * 4, (arm + 1) * 4, count) + random.randn(count) * noise
        arms.append(np.column_stack((radius * np.sin(angle), radius * np.cos(angle))))
    return _labelled(arms)


def _circles(random: np.random.RandomState, rows: int, noise: float) -> tuple[Array, Array]:
    rings = []
    for radius, count in zip((1.0, 0.5), _split(rows, 2), strict=True):
        angle = np.linspace(0.0, 2.0 * np.pi, count, endpoint=False)
        rings.append(radius * np.column_stack((np.cos(angle), np.sin(angle))))
    x, y = _labelled(rings)
    return x + noise * random.randn(*x.shape), y


def _xor(random: np.random.RandomState, rows: int, noise: float) -> tuple[Array, Array]:
    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    chosen = corners[np.arange(rows) % 4]
    return chosen + noise * random.randn(rows, 2), (chosen.sum(axis=1) == 1).astype(np.int64)


def _linear(random: np.random.RandomState, rows: int, noise: float) -> tuple[Array, Array]:
    x = random.uniform(-1.0, 1.0, rows)
    return x[:, None], 2.0 * x + 1.0 + noise * random.randn(rows)


def _matrices(
    random: np.random.RandomState, rows: int, noise: float, features: int, outputs: int
) -> tuple[Array, Array]:
    return random.randn(rows, features), noise * random.randn(rows, outputs)


COURSE = "CS231n, notes"
GENERATORS: Mapping[str, Generator] = {
    row.name: row
    for row in (
        Generator(
            "two_moons",
            "Two moons",
            _two_moons,
            rows=100,
            noise=0.1,
            noise_meaning="How far points stray from their half circle.",
            remark="Two half circles reach into each other: no straight line parts them.",
            source="scikit-learn, make_moons",
        ),
        Generator(
            "spirals",
            "Spirals",
            _spirals,
            rows=300,
            noise=0.2,
            noise_meaning="How far the angle of a point strays, in radians.",
            remark="Arms wound around each other: a linear classifier gets about half of them.",
            source=f"{COURSE}: Putting it together, minimal neural network case study",
            sizes={"classes": 3},
        ),
        Generator(
            "circles",
            "Circles",
            _circles,
            rows=100,
            noise=0.05,
            noise_meaning="How far points stray from their circle.",
            remark="A ring in a ring: the distance from the middle parts them, no line does.",
            source="scikit-learn, make_circles",
        ),
        Generator(
            "xor",
            "XOR",
            _xor,
            rows=4,
            noise=0.0,
            noise_meaning="How far points stray from their corner.",
            remark="1 where exactly one of two is 1: the smallest set that needs a hidden layer.",
            source="Minsky and Papert, Perceptrons (1969)",
        ),
        Generator(
            "linear",
            "Linear regression",
            _linear,
            rows=50,
            noise=0.1,
            noise_meaning="The standard deviation of y about the line.",
            remark="y = 2x + 1 and noise: the fitted slope and offset come near 2 and 1.",
            source=f"{COURSE}: Linear classification",
            classes=False,
        ),
        Generator(
            "matrices",
            "The lecture's random matrices",
            _matrices,
            rows=64,
            noise=1.0,
            noise_meaning="The standard deviation of y.",
            remark="x = randn(N, D_in), y = randn(N, D_out): nothing to learn but the loss falls. "
            "In the lecture D_in is 1,000 and D_out 10.",
            source="CS231n, lecture 4: a two-layer network in 20 lines",
            classes=False,
            sizes={"features": 10, "outputs": 3},
        ),
    )
}


def generate(
    name: str, rows: int | None = None, noise: float | None = None, seed: int = 0, **sizes: int
) -> tuple[Array, Array, list[str]]:
    """x (rows, features), y (classes counted from 0, or numbers) and the columns' names.

    The same seed gives the same data: ``numpy.random.RandomState(seed)`` draws it.

    Raises:
        GraphError: there is no such generator, or it cannot make that many rows.
    """
    row = GENERATORS.get(name)
    if row is None:
        raise GraphError(
            f"There is no generator {name!r}.", hint=f"There are: {', '.join(GENERATORS)}."
        )
    rows = row.rows if rows is None else rows
    noise = row.noise if noise is None else noise
    for size_name, value in sizes.items():
        if size_name not in row.sizes:
            raise GraphError(f"{row.title} has no setting {size_name!r}.")
        if not 1 <= value <= MOST_SIZE:
            raise GraphError(f"{size_name} must be from 1 to {MOST_SIZE:,}, not {value:,}.")
    if not 1 <= rows <= MOST_ROWS:
        raise GraphError(f"rows must be from 1 to {MOST_ROWS:,}, not {rows:,}.")
    if not 0.0 <= noise <= MOST_NOISE:  # NaN is not either
        raise GraphError(f"noise must be from 0 to {MOST_NOISE:g}, not {noise:g}.")
    if not 0 <= seed < 2**32:
        raise GraphError(f"seed must be from 0 to {2**32 - 1}.")
    chosen_sizes = {**row.sizes, **sizes}
    numbers = rows * (chosen_sizes.get("features", 2) + chosen_sizes.get("outputs", 1))
    if numbers > MOST_NUMBERS:
        raise GraphError(
            f"These would be {numbers:,} numbers; at most {MOST_NUMBERS:,} are made.",
            hint="Take fewer rows.",
        )
    x, y = row.make(np.random.RandomState(seed), rows, float(noise), **chosen_sizes)
    return x, y, _columns(x, y)


def _columns(x: Array, y: Array) -> list[str]:
    features = ["x"] if x.shape[1] == 1 else [f"x{one}" for one in range(1, x.shape[1] + 1)]
    targets = ["y"] if y.ndim == 1 else [f"y{one}" for one in range(1, y.shape[1] + 1)]
    return features + targets


def data_lines(x: Array, y: Array | None) -> str | None:
    """Lines of a program that define the data; None for more than ``MOST_IN_TEXT`` numbers."""
    arrays = {"X": x} | ({} if y is None else {"y": y})
    if sum(array.size for array in arrays.values()) > MOST_IN_TEXT:
        return None
    return "\n".join(f"{name} = np.array({array.tolist()})" for name, array in arrays.items())
