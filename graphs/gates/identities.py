"""Algebraic identities for simplification, in the language the reader types.

The left side is replaced by the right where both have the same shape. ``c`` stands for a number,
``u`` and ``v`` for vectors, every other name for a value of any shape.
"""

from __future__ import annotations

from typing import NamedTuple


class Identity(NamedTuple):
    """``any_settings``: the gates of the left side may have any settings."""

    left: str
    right: str
    any_settings: bool = False


# Which argument a maximum or minimum chose.
CHOICES = (
    Identity("(y == max(x, y)) and (x != max(x, y))", "y > x"),
    Identity("(y == min(x, y)) and (x != min(x, y))", "y < x"),
    Identity("x == max(x, y)", "x >= y"),
    Identity("x == min(x, y)", "x <= y"),
)
# These hold for every number, also for inf and nan.
PLAIN = (
    *CHOICES,
    Identity("x * 1", "x"),
    Identity("x / 1", "x"),
    Identity("x + 0", "x"),
    Identity("x - 0", "x"),
    Identity("x**1", "x"),
    Identity("reshape(x, 1)", "x", any_settings=True),
    Identity("broadcast_to(x, 1)", "x", any_settings=True),
    Identity("x.T.T", "x"),
    Identity("sum(y * expand_dims(v, -2), axis=-1)", "y @ v"),
    Identity("expand_dims(u, -1) * expand_dims(v, -2)", "outer(u, v)"),
    Identity("expand_dims(u, -1) * v", "outer(u, v)"),
)
# Signs move outwards, where two of them cancel.
SIGNS = (
    Identity("0 - x", "-x"),
    Identity("-(-x)", "x"),
    Identity("x * -1", "-x"),
    Identity("-1 / x", "-(1 / x)"),
    Identity("x * (-y)", "-(x * y)"),
    Identity("x / (-y)", "-(x / y)"),
    Identity("(-x) / y", "-(x / y)"),
    Identity("x + (-y)", "x - y"),
    Identity("x - (-y)", "x + y"),
    Identity("(-x) @ y", "-(x @ y)"),
    Identity("x @ (-y)", "-(x @ y)"),
)
ALWAYS = PLAIN + SIGNS
# A value repeated only to fit a value of that shape, which broadcasting does anyway.
REPEATS = (
    Identity("broadcast_to(x, 1) * y", "x * y", any_settings=True),
    Identity("broadcast_to(x, 1) / y", "x / y", any_settings=True),
    Identity("y / broadcast_to(x, 1)", "y / x", any_settings=True),
    Identity("broadcast_to(x, 1) + y", "x + y", any_settings=True),
    Identity("broadcast_to(x, 1) - y", "x - y", any_settings=True),
    Identity("y - broadcast_to(x, 1)", "y - x", any_settings=True),
    Identity("where(m, broadcast_to(x, 1), y)", "where(m, x, y)", any_settings=True),
    Identity("where(m, y, broadcast_to(x, 1))", "where(m, y, x)", any_settings=True),
    Identity("reshape(c, 1) * x", "c * x", any_settings=True),
    Identity("x * (1 / y)", "x / y"),
)
# These hold for finite numbers only: for formulas that are shown, not computed with.
FORMULA = (
    Identity("x * 0", "0"),
    Identity("0 / x", "0"),
    Identity("x * (1 / y)", "x / y"),
    Identity("x / y / y", "x / y**2"),
    Identity("x * x", "x**2"),
    Identity("x**2 * x", "x**3"),
    Identity("x / x", "1"),
    Identity("x * (y / x)", "y"),
    Identity("x - x", "0"),
    Identity("x + x", "2 * x"),
    Identity("exp(log(x))", "x"),
    Identity("sqrt(x)**2", "x"),
    Identity("where(n == 0 and not (abs(x) > 0 and abs(x) < np.inf), 1, x)", "x"),
    Identity("where(z == 0 or (x == 0 and n == 0), 1, x)", "x"),
    Identity("(1 - x) * (1 + x)", "1 - x**2"),
)
