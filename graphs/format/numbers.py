"""Numbers as text for people. The only place that rounds."""

from __future__ import annotations

import math
from typing import Any, Literal, get_args

import numpy as np

MOST_WRITTEN = 6  # elements of an array that is written out in a sentence
TRUTH = (bool, np.bool_)
MOST_SET = 4  # rows and columns of a matrix that is typeset
Style = Literal["3 digits", "2 decimals", "full"]
Digits = Style | int  # or so many significant digits
STYLES: tuple[Style, ...] = get_args(Style)


def write(value: Any, digits: Digits = "3 digits") -> str:
    """Write a number, with an ASCII minus; an array of up to six elements as nested lists, a
    larger one as its shape.

    ``3 digits`` keeps three significant digits and every digit before the point, ``2 decimals``
    is the lecture slides' format, ``full`` the shortest text that reads back as the same float64.
    A whole number is a number of significant digits.
    A number that is not 0 never shows as 0; negative zero shows as 0.
    """
    if isinstance(value, np.ndarray) and value.ndim:
        if value.ndim > 2 or value.size > MOST_WRITTEN:
            return f"array {value.shape}"
        return f"[{', '.join(write(part, digits) for part in value)}]"
    if isinstance(value, TRUTH):
        return "True" if value else "False"
    number = float(value)
    if not math.isfinite(number):
        return "nan" if math.isnan(number) else "inf" if number > 0 else "-inf"
    if number == 0:
        return "0.00" if digits == "2 decimals" else "0"
    if digits == "full":
        return _strip_zeros(repr(number))
    size = math.floor(math.log10(abs(number)))
    if digits == "2 decimals":
        if size >= 6 or size < -4:
            return _strip_zeros(f"{number:.2e}")
        short = f"{number:.2f}"
        return (
            short
            if float(short)
            else _strip_zeros(f"{number:.0e}" if size < -3 else f"{number:.3f}")
        )
    count = digits if isinstance(digits, int) else 3
    if size >= max(5, count) or size < -3:
        return _strip_zeros(f"{number:.{count - 1}e}")
    return _strip_zeros(f"{number:.{max(0, count - 1 - size)}f}")


def _strip_zeros(text: str) -> str:
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


def typeset_array(value: Any, digits: Digits = "3 digits") -> str:
    """A value as LaTeX: a number, a small vector or matrix, or the shape of a larger array."""
    if not np.ndim(value):
        return latex(write(value, digits))
    if value.ndim > 2 or max(value.shape) > MOST_SET or not value.size:
        return rf"\text{{array }}{value.shape}"
    rows = [
        " & ".join(latex(write(number, digits)) for number in row)
        for row in value.reshape(-1, value.shape[-1])
    ]
    return r"\begin{bmatrix}" + r" \\ ".join(rows) + r"\end{bmatrix}"
