"""What people make of sums over axes and of matrix products."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from graphs.gates.matrices import MATMUL
from graphs.gates.reductions import MEAN, SUM
from graphs.misconceptions.row import Misconception, each
from graphs.misconceptions.wire import Wire


def _orders(wire: Wire) -> Iterator[Any]:
    """Products of the upstream gradient and the other matrix, in other orders or on their sides."""
    one, other = np.asarray(wire.upstream), np.asarray(wire.other)
    if one.ndim != 2 or other.ndim != 2:
        return
    for left, right in ((one, other), (one, other.T), (one.T, other), (one.T, other.T)):
        for first, second in ((left, right), (right, left)):
            if first.shape[1] == second.shape[0]:
                yield first @ second


def _other_axes(wire: Wire) -> Iterator[Any]:
    """What was spread over rows, summed over columns, and the other way round."""
    whole = np.asarray(wire.pull())
    if whole.shape == wire.shape or whole.ndim != 2:
        return
    for axis in (0, 1):
        for keeps in (False, True):
            total = np.sum(whole, axis=axis, keepdims=keeps)
            if total.shape == wire.shape:
                yield total


def _not_summed(wire: Wire) -> Iterator[Any]:
    whole = np.asarray(wire.pull())
    if whole.shape != wire.shape:
        yield whole


def _turned(wire: Wire) -> Iterator[Any]:
    right = np.asarray(wire.right)
    if right.ndim == 2:
        yield right.T


ROWS = (
    Misconception(
        "scale",
        each(lambda wire: wire.pull() / wire.count),
        "It was divided by the count, {count}, as for a mean.",
        "sum does not divide: each number gets the whole upstream gradient.",
        (SUM,),
    ),
    Misconception(
        "scale",
        each(lambda wire: wire.pull() * wire.count),
        "It was not divided by the count.",
        "mean divides: each number gets the upstream gradient over {count}.",
        (MEAN,),
    ),
    Misconception(
        "transpose",
        _orders,
        "The factors are in another order, or one is on its other side.",
        "Towards {x} it is {product}.",
        (MATMUL,),
    ),
    Misconception(
        "axis",
        _other_axes,
        "The sum is over the wrong axis.",
        "{x} was spread over the other one: sum there.",
    ),
    Misconception(
        "axis",
        _not_summed,
        "It is not summed.",
        "{x} served several places: add their gradients.",
        sums=False,
    ),
    Misconception("transpose", _turned, "It is transposed.", "It has the shape of {x}."),
)
