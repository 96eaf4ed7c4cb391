"""Remainders and whole parts: steps, flat between their jumps."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.gates.row import (
    PRODUCT,
    SCALER,
    Gate,
    Rule,
    latex_operator,
    unary,
)


def _is_multiple(z: Any, x: Any, y: Any) -> Any:
    return np.equal(np.mod(x, y), 0.0)


def _step(name: str, function: Rule, left: str, right: str, *aliases: str) -> Gate:
    """A row of whole numbers next to a number."""
    return unary(
        name,
        function,
        lambda g, z, x: g * 0.0,
        "0",
        f"The steps of {name} are flat: nothing gets through where a curve is level.",
        so=("",),
        latex=rf"\left\{left} {{0}} \right\{right}",
        tie=lambda z, x: np.equal(z, x) & np.isfinite(x),
        tie_explanation="it jumps there, and its gradient is taken as 0",
        domain=((0.1, 0.9),),
        aliases=aliases,
    )


REMAINDER = Gate(
    "remainder",
    form="{0} % {1}",
    symbol="%",
    role=SCALER,
    forward=np.remainder,
    vjp=(lambda g, z, x, y: g * 1.0, lambda g, z, x, y: g * -np.floor_divide(x, y)),
    local=("1", "-({0} // {1})"),
    says="the remainder of {0} divided by {1}",
    why=(
        "Between two multiples of {1} the remainder grows as {0} does.",
        "{1} is taken off {0} a whole number of times, so a change in {1} counts {local} times.",
    ),
    cells=(
        "Between two multiples of {1} the remainder grows as {0} does.",
        "{1} is taken off {0} a whole number of times: minus that many times it counts.",
    ),
    meets=("divided by", "the divisor of"),
    latex=r"{0} \bmod {1}",
    precedence=PRODUCT,
    domain=((2.1, 2.9), (1.0, 1.05)),
    aliases=("mod",),
    tie=_is_multiple,
    tie_explanation="it jumps there, and has the slopes from beside the jump",
)
FLOOR_DIVIDE = Gate(
    "floor_divide",
    form="{0} // {1}",
    symbol="⌊÷⌋",
    role=SCALER,
    forward=np.floor_divide,
    vjp=(lambda g, z, x, y: g * 0.0, lambda g, z, x, y: g * 0.0),
    local=("0", "0"),
    says="{0} divided by {1}, rounded down",
    why=("Rounding down makes steps, and a step is flat: nothing gets through.",),
    meets=("divided by", "the divisor of"),
    latex=r"\left\lfloor {0} / {1} \right\rfloor",
    precedence=PRODUCT,
    domain=((2.1, 2.9), (1.0, 1.05)),
    tie=_is_multiple,
    tie_explanation="it jumps there, and its gradient is taken as 0",
)
FLOOR = _step("floor", np.floor, "lfloor", "rfloor")
CEIL = _step("ceil", np.ceil, "lceil", "rceil")
TRUNC = unary(
    "trunc",
    np.trunc,
    lambda g, z, x: g * 0.0,
    "0",
    "The steps of trunc are flat: nothing gets through where a curve is level.",
    so=("",),
    latex=latex_operator("trunc") + r"\left({0}\right)",
    tie=lambda z, x: np.equal(z, x) & np.not_equal(x, 0.0) & np.isfinite(x),
    tie_explanation="it jumps there, and its gradient is taken as 0",
    domain=((0.1, 0.9),),
)

ROWS = (REMAINDER, FLOOR_DIVIDE, FLOOR, CEIL, TRUNC)
