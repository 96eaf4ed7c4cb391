"""What a function has around a point, on every side of it: limits along lines that lead there.

At a kink the rules say what one side is taken for. Moved off it they are exact, so what all sides
tend to is there, and what they do not agree on is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

RATIO = 8.0  # of one step to the next
STEPS = tuple(2.0**-7 / RATIO**power for power in range(13))  # relative to what moves
LINES = 3  # through the point, each with two sides
AGREE = 1e-12  # relative: sides so close are one
NEARLY = 1e-5  # sides so close are one where they come closer with every step
CLOSER = 1e-2  # how much closer
JITTER = 1e-9  # relative: of what is said of a side
GROWS = 1e3  # times: what grows so much from the first step to the last has no bound
STEADY = 1e-2  # a difference that changes by less from step to step stays


@dataclass(frozen=True)
class Limits:
    """For each number its limit (nan where the sides do not agree), and what the sides tend to."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


def lines(size: int) -> np.ndarray:
    """Directions in general position, always the same; the first goes up in every number."""
    count = min(LINES, max(size, 1))
    drawn = np.random.RandomState(0).uniform(0.5, 1.0, (count, size))
    signs = np.sign(np.random.RandomState(1).uniform(-1.0, 1.0, (count, size)))
    signs[:1] = 1.0
    return drawn * signs


def sides(size: int) -> Iterator[np.ndarray]:
    for line in lines(size):
        yield line
        yield -line


def scale_of(point: np.ndarray) -> np.ndarray:
    """The size of each number, by which it is moved: of a 0 it is 1, what is infinite stays."""
    return np.where(point == 0.0, 1.0, np.where(np.isfinite(point), np.abs(point), 0.0))


@np.errstate(all="ignore")
def limits(
    function: Callable[[np.ndarray], np.ndarray | None], point: np.ndarray, blocks: Sequence[slice]
) -> Limits | None:
    """The limits of a function's numbers at the point; each block has a scale of its own.

    The function is None where it cannot be computed. None where it cannot on any side, close by.
    """
    directions = [scale_of(point) * side for side in sides(point.size)]
    rows: list[np.ndarray] = []  # by step: side × number
    found: list[np.ndarray] = []
    for step in STEPS:
        here = [function(point + step * direction) for direction in directions]
        if any(one is None for one in here):
            rows.clear()
            continue
        rows.append(np.array(here))
        if len(rows) >= 3:
            found.append(_extrapolated(rows[-3:]))
            size = _sizes(rows[:3], blocks)
            spreads = [_spread(one) for one in found]
            if np.all(spreads[-1] <= AGREE * size) or _stays(spreads[-3:], size):
                break
    if not found:
        return None
    return _judged(np.array(found), _sizes(rows[:3], blocks), blocks)


def _extrapolated(rows: Sequence[np.ndarray]) -> np.ndarray:
    """Where the parabola through three steps meets step 0."""
    steps = [RATIO**-place for place in range(3)]
    total = np.zeros_like(rows[0])
    for at, row in enumerate(rows):
        weight = 1.0
        for other, step in enumerate(steps):
            if other != at:
                weight *= step / (step - steps[at])
        total = total + weight * row
    return total


def _sizes(rows: Sequence[np.ndarray], blocks: Sequence[slice]) -> np.ndarray:
    """The largest number of its block, for each number."""
    whole = np.array(rows)
    size = np.zeros(whole.shape[-1])
    for block in blocks:
        finite = np.where(np.isfinite(whole[..., block]), np.abs(whole[..., block]), 0.0)
        size[block] = np.max(finite, initial=0.0)
    return size


def _spread(sides: np.ndarray) -> np.ndarray:
    spread: np.ndarray = np.max(sides, axis=0) - np.min(sides, axis=0)
    return np.where(np.isfinite(spread), spread, np.inf)


def _stays(spreads: Sequence[np.ndarray], size: np.ndarray) -> bool:
    """Whether no number that the sides differ in comes closer any more."""
    if len(spreads) < 3 or not np.all(np.isfinite(spreads)):
        return False
    last = spreads[-1]
    steady = (np.abs(spreads[0] - last) <= STEADY * last) & (last > NEARLY * size)
    return bool(np.all(steady | (last <= AGREE * size)))


def _judged(found: np.ndarray, size: np.ndarray, blocks: Sequence[slice]) -> Limits:
    spreads = np.array([_spread(one) for one in found])
    best = np.argmin(spreads, axis=0)
    places = np.arange(len(best))
    spread, chosen = spreads[best, places], found[best, :, places].T
    one = spread <= 10 * AGREE * size
    closer = (spread <= NEARLY * size) & (spread <= CLOSER * np.max(spreads, axis=0))
    error = np.maximum(spread, AGREE * size)
    for block in blocks:  # what comes closer slowly may not have come far
        slow = np.where(one[block], 0.0, spread[block])
        error[block] = np.maximum(
            error[block], 100 * np.max(slow, initial=0.0, where=closer[block])
        )
    value = np.where(one | closer, _rounded(np.mean(chosen, axis=0), error), np.nan)
    first, last = np.abs(found[0]).max(axis=0), np.abs(found[-1]).max(axis=0)
    ends = []
    for side, bound in ((np.min(found[-1], axis=0), -np.inf), (np.max(found[-1], axis=0), np.inf)):
        ends.append(np.where(last > GROWS * first, bound, _rounded(side, JITTER * size)))
    return Limits(value, *ends)


@np.vectorize(otypes=[float])
def _rounded(value: float, error: float) -> float:
    """Without the digits that are not sure."""
    if not (0.0 < error < np.inf and np.isfinite(value)):
        return value
    return round(float(value), -int(np.ceil(np.log10(error)))) + 0.0
