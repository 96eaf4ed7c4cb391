"""Where each row of the table of gates is tried: shapes, settings and random arguments."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import numpy as np

from graphs.gates import Gate
from graphs.gates.row import Sample
from graphs.gates.shapes import Misfit

LETTERS = list("abcdefg")
SCALARS = 8  # places at which a row is tried on numbers
MIXED = ((2, 3), (3,), (2, 1), ())  # shapes that broadcast together, dealt out to the slots


def elementwise_samples(gate: Gate) -> Iterator[Sample]:
    for count in (2, 3) if gate.variadic else (gate.arity,):
        for shape in ((),) * SCALARS + ((3,), (2, 3), (1,), (2, 0)):
            yield Sample((shape,) * count)
        for first in range(len(MIXED)):
            dealt = tuple(MIXED[(first + slot) % len(MIXED)] for slot in range(count))
            yield Sample(dealt)
            yield Sample(dealt[::-1])


def samples(gate: Gate) -> list[Sample]:
    """Where a row is tried: its own samples, or for an elementwise row shapes that broadcast."""
    return list(gate.samples or elementwise_samples(gate))


def resized(gate: Gate, sample: Sample, seed: int) -> Sample | None:
    """A sample at other sizes, equal ones staying equal; None where what else it holds names
    sizes, or places that may lie outside of others."""
    if sample.routing_values or "shape" in gate.settings:
        return None
    sizes = sorted({size for shape in sample.shapes for size in shape} - {0, 1})
    source = random.Random(f"{gate.name} {sample} {seed}")
    other = dict(zip(sizes, source.sample(range(2, 6), len(sizes)), strict=True))
    shapes = tuple(tuple(other.get(size, size) for size in shape) for shape in sample.shapes)
    try:
        gate.shape(*shapes, **sample.settings)
    except Misfit:
        return None
    return Sample(shapes, sample.settings)


def arguments(gate: Gate, sample: Sample, seed: int = 0) -> tuple[Any, ...]:
    """Random values in the row's domain; truth values where a slot only routes."""
    source = np.random.default_rng([seed, *gate.name.encode()])
    drawn = []
    for slot, shape in enumerate(sample.shapes):
        low, high = gate.domain[min(slot, len(gate.domain) - 1)]
        value: Any = source.uniform(low, high, shape)
        if not gate.data and not gate.differentiable(slot):
            value = value > (low + high) / 2
        drawn.append(value[()] if isinstance(value, np.ndarray) else value)
    return (*drawn, *map(np.array, sample.routing_values))


def tried(
    gate: Gate, where: list[Sample] | None = None
) -> Iterator[tuple[Sample, tuple[Any, ...]]]:
    """Each sample of a row, or each of those that are given, with arguments."""
    for seed, sample in enumerate(samples(gate) if where is None else where):
        yield sample, arguments(gate, sample, seed)
