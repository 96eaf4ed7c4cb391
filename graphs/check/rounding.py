"""Numbers rounded by hand: 0.20 where the value is 0.1966 is no mistake."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.check.line_slice import LineSlice

MOST_OFF = 0.05  # of the value: more than that is no rounding
DIGITS = 3  # behind the point; a number with more is taken to be exact


def is_fraction(number: float) -> bool:
    """Whether it is a number that somebody may have rounded: no half is."""
    return math.isfinite(number) and number * 2 != round(number * 2)


def _decimals(number: float) -> int:
    return len(repr(abs(number)).partition(".")[2].rstrip("0"))


def is_rounded(region: LineSlice, numbers: Sequence[int], expected: Any, alone: bool) -> bool:
    """Whether one typed number, unrounded, gives what is expected.

    ``alone``: the value is the number as it stands, be it that of a product of rounded ones.
    """
    value = region.values(region.top)[0]
    if np.shape(value) != np.shape(expected) or not np.all(np.isfinite(expected)):
        return False
    size = float(np.max(np.abs(expected))) if np.size(expected) else 0.0
    apart = float(np.max(np.abs(value - expected))) if np.size(expected) else 0.0
    if not size or apart > MOST_OFF * size:
        return False
    for index in numbers:
        number = float(region.values(index)[0])
        if not is_fraction(number) or _decimals(number) > DIGITS:
            continue
        unit = 0.5 * 10.0 ** -max(_decimals(number), 1) * (1 + 1e-9)
        exact = number * float(np.sum(expected * value) / np.sum(value * value))
        if abs(exact - number) > unit:
            continue
        if alone or region.gives_with([expected], {index: [np.float64(exact)]}):
            return True
    return False
