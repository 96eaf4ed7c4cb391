"""How a number is written for people. The one place that rounds."""

from __future__ import annotations

import math
from typing import Any, Literal, get_args

Digits = Literal["3 digits", "2 decimals", "full"]
STYLES: tuple[Digits, ...] = get_args(Digits)


def write(value: Any, digits: Digits = "3 digits") -> str:
    """Write a scalar, with an ASCII minus.

    ``3 digits`` keeps three significant digits and every digit before the point, ``2 decimals``
    is the lecture slides' way, ``full`` is the shortest text that reads back as the same float64.
    A number that is not 0 never shows as 0; negative zero shows as 0.
    """
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "True" if value else "False"
    number = float(value)
    if not math.isfinite(number):
        return "nan" if math.isnan(number) else "inf" if number > 0 else "-inf"
    if number == 0:
        return "0.00" if digits == "2 decimals" else "0"
    if digits == "full":
        return _tidy(repr(number))
    size = math.floor(math.log10(abs(number)))
    if digits == "2 decimals":
        if size >= 6 or size < -4:
            return _tidy(f"{number:.2e}")
        short = f"{number:.2f}"
        return short if float(short) else _tidy(f"{number:.0e}" if size < -3 else f"{number:.3f}")
    if size >= 5 or size < -3:
        return _tidy(f"{number:.2e}")
    return _tidy(f"{number:.{max(0, 2 - size)}f}")


def _tidy(text: str) -> str:
    """``1.50e-05`` → ``1.5e-5``, ``3.0`` → ``3``."""
    digits, _, exponent = text.partition("e")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return f"{digits}e{int(exponent)}" if exponent else digits


def typeset(text: str) -> str:
    """A number written by ``write`` with the true minus sign, for pictures and pages."""
    return text.replace("-", "\N{MINUS SIGN}")


def latex(text: str) -> str:
    """A number written by ``write`` as LaTeX: ``1.2e-5`` is 1.2 · 10⁻⁵."""
    if text.lstrip("-") in ("inf", "nan", "True", "False"):
        return text.replace("inf", r"\infty").replace("nan", r"\mathrm{NaN}")
    digits, _, exponent = text.partition("e")
    return rf"{digits} \cdot 10^{{{exponent}}}" if exponent else digits
