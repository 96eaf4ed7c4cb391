"""The digits at which printed addends give their printed sum: 100.3 + 100.3 = 200.6."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np

from graphs.format.numbers import Digits, write

FEWEST_DIGITS, MOST_DIGITS = 3, 6


def comes_out(addends: Sequence[Any], total: Any, digits: Digits, *, rounded: bool) -> bool:
    """Whether the addends as they are written add up to the sum as it is written; ``rounded``:
    once their sum is written that way too."""
    try:
        found = sum((Decimal(write(addend, digits)) for addend in addends), Decimal())
    except InvalidOperation:  # inf - inf
        return False
    if rounded:
        return write(float(found), digits) == write(total, digits)
    return found == Decimal(write(total, digits))


def fork_digits(addends: Sequence[Any], total: Any, digits: Digits) -> Digits:
    """The fewest digits, 3 to 6, at which a sum comes out exactly, or else when rounded;
    ``digits`` where none do, or where these are not a number of significant digits."""
    if digits != "3 digits" or np.ndim(total):
        return digits
    for rounded in (False, True):
        for count in range(FEWEST_DIGITS, MOST_DIGITS + 1):
            if comes_out(addends, total, count, rounded=rounded):
                return digits if count == FEWEST_DIGITS else count
    return digits


def sign(addends: Sequence[Any], total: Any, digits: Digits) -> str:
    """An equals sign where the addends as written give the sum as written, else ≈."""
    return "=" if comes_out(addends, total, digits, rounded=True) else "≈"


def joined(written: Sequence[str]) -> str:
    """Written numbers as a sum: ``3 - 0.5 + 2``."""
    return " + ".join(written).replace("+ -", "- ")
