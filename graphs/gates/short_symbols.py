"""Symbols that say a constant argument too: x³ for a cube, 1/x for a reciprocal, +1."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphs.gates.row import Gate

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"


def _power(exponent: Any) -> str | None:
    whole = isinstance(exponent, int | float) and exponent in range(2, 10)
    return f"x{SUPERSCRIPTS[int(exponent)]}" if whole else None


def _reciprocal(numerator: Any) -> str | None:
    return "1/x" if isinstance(numerator, int | float) and numerator == 1 else None


def _digit(form: str) -> Callable[[Any], str | None]:
    """The form with a whole number of one digit in it."""

    def symbol(number: Any) -> str | None:
        whole = isinstance(number, int | float) and number in range(10)
        return form.format(int(number)) if whole else None

    return symbol


# (gate, slot of the constant) → the symbol for its value, or None
_SYMBOLS: Mapping[tuple[str, int], Callable[[Any], str | None]] = {
    ("pow", 1): _power,
    ("div", 0): _reciprocal,
    ("add", 0): _digit("+{}"),
    ("add", 1): _digit("+{}"),
    ("sub", 0): _digit("{}−x"),
    ("sub", 1): _digit("−{}"),
}


def short_symbol(gate: Gate, slot: int, constant: Any) -> str | None:
    """The symbol of a gate with this constant in a slot; None where there is none."""
    symbol = _SYMBOLS.get((gate.name, slot))
    return symbol(constant) if symbol else None
