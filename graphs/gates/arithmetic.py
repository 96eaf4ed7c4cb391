"""Sums, products, quotients and powers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.gates.row import (
    DISTRIBUTOR,
    PAIR,
    POWER,
    PRODUCT,
    SCALER,
    SIGN,
    SIGNED,
    SUM,
    SWITCHER,
    Gate,
    known_number,
)


def _base_vjp(g: Any, z: Any, x: Any, n: Any) -> Any:
    """x**0 is flat everywhere; where x is 0, inf or nan, n * x**(n - 1) would be 0 · inf."""
    exponent = known_number(n)
    if exponent is not None:
        return g * (n * x ** (n - 1.0)) if exponent else g * 0.0
    size = np.absolute(x)
    ordinary = np.logical_and(size > 0.0, size < np.inf)
    flat = np.logical_and(np.equal(n, 0.0), np.logical_not(ordinary))
    return g * (n * np.where(flat, 1.0, x) ** (n - 1.0))


def _exponent_vjp(g: Any, z: Any, x: Any, n: Any) -> Any:
    """Where the power is 0 it stays 0, as it does for 0**0; log(0) would make that 0 · inf."""
    flat = np.logical_or(np.equal(z, 0.0), np.logical_and(np.equal(x, 0.0), np.equal(n, 0.0)))
    return g * (z * np.log(np.where(flat, 1.0, x)))


def _power_reason(args: Sequence[Any]) -> str:
    """Why the base of a power gets its gradient."""
    exponent = args[1]
    if np.ndim(exponent) == 0 and exponent == 2:
        return "The slope of a square is twice its base."
    if np.ndim(exponent) == 0 and exponent == 3:
        return "The slope of a cube is three times its base squared."
    return "The slope of a power is the exponent times the base to one power less."


ADD = Gate(
    "add",
    form="{0} + {1}",
    symbol="+",
    role=DISTRIBUTOR,
    forward=np.add,
    vjp=(lambda g, z, x, y: g * 1.0, lambda g, z, x, y: g * 1.0),
    local=("1", "1"),
    says="{0} plus {1}",
    why=("Plus passes the gradient on unchanged, so {x} gets all of it.",),
    meets=("added to",),
    latex="{0} + {1}",
    precedence=SUM,
    domain=PAIR,
    commutes=True,
)
SUB = Gate(
    "sub",
    form="{0} - {1}",
    symbol="−",
    role=SIGNED,
    forward=np.subtract,
    vjp=(lambda g, z, x, y: g * 1.0, lambda g, z, x, y: -g),
    local=("1", "-1"),
    says="{0} minus {1}",
    why=(
        "{1} is taken away from {0}, so {0} gets the whole gradient, unchanged.",
        "{1} is taken away, so its gradient changes sign.",
    ),
    meets=("used in", "taken away from"),
    latex="{0} - {1}",
    precedence=SUM,
    domain=PAIR,
    aliases=("subtract",),
)
MUL = Gate(
    "mul",
    form="{0} * {1}",
    symbol="×",
    role=SWITCHER,
    forward=np.multiply,
    vjp=(lambda g, z, x, y: g * y, lambda g, z, x, y: g * x),
    local=("{1}", "{0}"),
    says="{0} times {1}",
    why=(
        "{0} is multiplied by {1}, so a change in {0} counts {is1} times.",
        "{1} is multiplied by {0}, so a change in {1} counts {is0} times.",
    ),
    cells=(
        "{0} is multiplied by {1}, so a change in {0} counts {1} times.",
        "{1} is multiplied by {0}, so a change in {1} counts {0} times.",
    ),
    meets=("multiplied with",),
    latex=r"{0} \, {1}",
    precedence=PRODUCT,
    domain=PAIR,
    aliases=("multiply",),
    commutes=True,
)
DIV = Gate(
    "div",
    form="{0} / {1}",
    symbol="÷",
    role=SCALER,
    forward=np.divide,
    vjp=(lambda g, z, x, y: g / y, lambda g, z, x, y: g * -(z / y)),
    plain=(None, lambda g, z, x, y: g * (-x / (y * y))),
    local=("1 / {1}", "-{0} / {1}**2"),
    says="{0} divided by {1}",
    why=(
        "{0} is divided by {1}, so a change in {0} counts {local} times.",
        "Dividing by a growing {1} {shrinks} {z}, ever less as {1} grows.",
    ),
    cells=(
        "{0} is divided by {1}, so a change in {0} counts 1/{1} times.",
        "Dividing by a growing {1} shrinks a positive quotient, ever less as {1} grows.",
    ),
    meets=("divided by", "the divisor of"),
    inline="{0} / {1}",
    latex=r"\frac{{{0}}}{{{1}}}",
    precedence=PRODUCT,
    domain=((-2.0, 2.0), (0.3, 3.0)),
    aliases=("divide", "true_divide"),
)
NEG = Gate(
    "neg",
    form="-{0}",
    symbol="−",
    role=SCALER,
    forward=np.negative,
    vjp=(lambda g, z, x: -g,),
    local=("-1",),
    says="minus {0}",
    why=("Minus turns the sign of {0}, so its gradient changes sign.",),
    latex="-{0}",
    precedence=SIGN,
    aliases=("negative",),
)
POW = Gate(
    "pow",
    form="{0}**{1}",
    symbol="pow",
    role=SCALER,
    forward=np.power,
    vjp=(_base_vjp, _exponent_vjp),
    plain=(
        lambda g, z, x, n: g * (n * x ** (n - 1.0)),
        lambda g, z, x, n: g * (z * np.log(x)),
    ),
    local=("{1} * {0}**({1} - 1)", "{z} * log({0})"),
    says="{0} to the power {1}",
    why=(
        _power_reason,
        "The slope in the exponent is the result times the log of the base.",
    ),
    meets=("the base of", "the exponent of"),
    latex="{0}^{{{1}}}",
    precedence=POWER,
    domain=((0.3, 2.0), (-2.0, 2.0)),
    aliases=("power",),
)

ROWS = (ADD, SUB, MUL, DIV, NEG, POW)
