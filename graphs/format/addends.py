"""The digits at which printed addends give their printed sum: 100.3 + 100.3 = 200.6."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from typing import Any

import numpy as np

from graphs.format.numbers import Digits, write

FEWEST_DIGITS, MOST_DIGITS = 3, 6


class _PrintedSum:
    """A sum as it is written with these digits, and the sum of its addends as they are written."""

    def __init__(self, addends: Sequence[Any], total: Any, digits: Digits) -> None:
        self.digits, self.total = digits, write(total, digits)
        self.found: Decimal | None = None
        with suppress(InvalidOperation):  # inf - inf
            self.found = sum([Decimal(write(addend, digits)) for addend in addends], Decimal())

    @property
    def is_exact(self) -> bool:
        return self.found == Decimal(self.total)

    @property
    def comes_out(self) -> bool:
        """Whether they are the same once the sum of the addends is written that way too."""
        return self.found is not None and write(float(self.found), self.digits) == self.total


def fork_digits(addends: Sequence[Any], total: Any, digits: Digits) -> Digits:
    """The fewest digits, 3 to 6, at which a sum comes out exactly, or else when rounded;
    ``digits`` where none do, or where these are not a number of significant digits."""
    if digits != "3 digits" or np.ndim(total):
        return digits
    found = 0
    for count in range(FEWEST_DIGITS, MOST_DIGITS + 1):
        printed = _PrintedSum(addends, total, count)
        if printed.is_exact:
            found = count
            break
        if not found and printed.comes_out:
            found = count
    return found if found > FEWEST_DIGITS else digits


def sign(addends: Sequence[Any], total: Any, digits: Digits) -> str:
    """An equals sign where the addends as written give the sum as written, else ≈."""
    return "=" if _PrintedSum(addends, total, digits).comes_out else "≈"


def joined(written: Sequence[str]) -> str:
    """Written numbers as a sum: ``3 - 0.5 + 2``."""
    return " + ".join(written).replace("+ -", "- ")
