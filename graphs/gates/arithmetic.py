"""Sums, products, quotients and powers."""

from __future__ import annotations

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
)


def _base_vjp(g: Any, z: Any, x: Any, n: Any) -> Any:
    # At n = 0 the slope is 0 for every x, where n * x**(n - 1) would be 0 · inf at x = 0.
    return g * (n * x ** np.where(np.equal(n, 0.0), 1.0, n - 1.0))


def _exponent_vjp(g: Any, z: Any, x: Any, n: Any) -> Any:
    # 0**n is flat in n; log(0) would make it 0 · inf.
    return g * (z * np.log(np.where(np.equal(x, 0.0), 1.0, x)))


ADD = Gate(
    "add",
    form="{0} + {1}",
    symbol="+",
    role=DISTRIBUTOR,
    forward=np.add,
    vjp=(lambda g, z, x, y: g * 1.0, lambda g, z, x, y: g * 1.0),
    local=("1", "1"),
    why=("",),
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
    why=("",),
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
    why=("the other input",),
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
    vjp=(lambda g, z, x, y: g / y, lambda g, z, x, y: g * (-x / (y * y))),
    local=("1 / {1}", "-{0} / ({1} * {1})"),
    why=("1 over the divisor", "minus the dividend over the divisor squared"),
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
    why=("",),
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
    local=("{1} * {0}**({1} - 1)", "{z} * log({0})"),
    why=("the exponent × the base to one power less", "the result × the log of the base"),
    latex="{0}^{{{1}}}",
    precedence=POWER,
    domain=((0.3, 2.0), (-2.0, 2.0)),
    aliases=("power",),
)

ROWS = (ADD, SUB, MUL, DIV, NEG, POW)
