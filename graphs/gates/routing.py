"""Gates that choose (max, min, where, clip, relu), comparisons, and casts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphs.gates.row import (
    AND,
    COMPARE,
    NOT,
    OR,
    PAIR,
    ROUTER,
    Gate,
    Reason,
    Rule,
    as_number,
    is_zero,
    latex_operator,
)
from graphs.gates.shapes import Misfit

MOST_DECIMALS = 300


def _pairwise(function: Callable[[Any, Any], Any]) -> Callable[..., Any]:
    def forward(first: Any, *rest: Any) -> Any:
        for value in rest:
            first = function(first, value)
        return first

    return forward


def _first_equal_vjp(slot: int, g: Any, z: Any, *args: Any) -> Any:
    """The whole gradient for the first argument that equals the result, 0 for the others."""
    is_first = np.equal(args[slot], z)
    for earlier in args[:slot]:
        is_first = np.logical_and(is_first, np.not_equal(earlier, z))
    return np.where(is_first, g, 0.0)


def _has_ties(z: Any, *args: Any) -> Any:
    return sum(np.equal(argument, z) * 1 for argument in args) > 1


def _comparison(
    name: str,
    sign: str,
    latex: str,
    forward: Rule,
    precedence: int = COMPARE,
    border: Rule | None = None,
) -> Gate:
    return Gate(
        name,
        form="{0} " + sign + " {1}",
        symbol=sign.replace("<=", "≤").replace(">=", "≥").replace("==", "=").replace("!=", "≠"),
        role=None,
        forward=forward,
        vjp=(None, None),
        local=(None, None),
        latex="{0} " + latex + " {1}",
        precedence=precedence,
        domain=((-2.0, 2.0), (-2.0, 2.0)),
        truth=True,
        border=border,
    )


def _extreme_reason(chosen: str, signed: str, negation: str, consequence: str) -> Reason:
    """Why an argument gets its gradient; against a 0 its sign decides."""

    def reason(args: Sequence[Any]) -> str:
        against_zero = len(args) == 2 and any(np.ndim(arg) == 0 and arg == 0 for arg in args)
        word = signed if against_zero else f"the {chosen}"
        return f"{{x}} was {negation}{word}, so {consequence}."

    return reason


def _extreme_row(
    name: str,
    chosen: str,
    signed: str,
    function: Callable[..., Any],
    alias: str,
    local: tuple[str, str],
) -> Gate:
    """The row of max or min of two or more arguments; ``local`` is for two."""
    return Gate(
        name,
        form=name + "({0}, {1})",
        symbol=name,
        role=ROUTER,
        forward=_pairwise(function),
        vjp=(_first_equal_vjp,),
        local=local,
        says=f"the {chosen} of {{0}} and {{1}}",
        why=(_extreme_reason(chosen, signed, "", "the gradient passes whole"),),
        blocked=(_extreme_reason(chosen, signed, "not ", "nothing gets through"),),
        latex="\\" + name + r"\left({0},\, {1}\right)",
        domain=PAIR,
        aliases=(alias,),
        variadic=True,
        tie=_has_ties,
        tie_word="tie",
        tie_explanation="the whole gradient goes to the first of the equal inputs",
        numpy=function,
        reduction="a" + name,
    )


MAX = _extreme_row("max", "largest", "positive", np.maximum, "maximum", ("{0} >= {1}", "{1} > {0}"))
MIN = _extreme_row(
    "min", "smallest", "negative", np.minimum, "minimum", ("{0} <= {1}", "{1} < {0}")
)
WHERE = Gate(
    "where",
    form="where({0}, {1}, {2})",
    symbol="where",
    role=ROUTER,
    forward=np.where,
    vjp=(
        None,
        lambda g, z, c, x, y: np.where(c, g, 0.0),
        lambda g, z, c, x, y: np.where(c, 0.0, g),
    ),
    local=(None, "where({0}, 1, 0)", "where({0}, 0, 1)"),
    why=("The condition chose {x}, so the gradient passes whole.",),
    blocked=("The condition did not choose {x}, so nothing gets through.",),
    latex=r"\operatorname{{where}}\left({0},\, {1},\, {2}\right)",
    domain=((0.0, 1.0), (-2.0, 2.0), (-2.0, 2.0)),
    decided_by=0,
    tie_explanation="the branch that the condition chose gets the gradient",
)
CLIP = Gate(
    "clip",
    form="clip({0}, {1}, {2})",
    symbol="clip",
    role=ROUTER,
    forward=lambda x, low, high: np.minimum(np.maximum(x, low), high),
    vjp=(
        lambda g, z, x, low, high: np.where(np.logical_and(x >= low, x <= high), g, 0.0),
        lambda g, z, x, low, high: np.where(np.logical_and(x < low, low <= high), g, 0.0),
        lambda g, z, x, low, high: np.where(np.maximum(x, low) > high, g, 0.0),
    ),
    local=("{1} <= {0} <= {2}", "{0} < {1} <= {2}", "max({0}, {1}) > {2}"),
    why=(
        "{0} was within its bounds, so the gradient passes whole.",
        "{0} was below {1}, so the bound gets the gradient.",
        "{0} was above {2}, so the bound gets the gradient.",
    ),
    blocked=(
        "{0} was outside its bounds, so nothing gets through.",
        "{0} was not below {1}, so the bound changes nothing.",
        "{0} was not above {2}, so the bound changes nothing.",
    ),
    latex=r"\operatorname{{clip}}\left({0},\, {1},\, {2}\right)",
    domain=((-2.0, 2.0), (-1.0, -0.2), (0.2, 1.0)),
    defaults={1: -np.inf, 2: np.inf},
    keywords=("a", "a_min min", "a_max max"),
    tie=lambda z, x, low, high: np.isfinite(x) & ((x == low) | (x == high)),
    tie_explanation="its gradient at a bound is that of the inside",
)
RELU = Gate(
    "relu",
    form="relu({0})",
    symbol="relu",
    role=ROUTER,
    forward=lambda x: np.maximum(x, 0.0),
    vjp=(lambda g, z, x: np.where(x > 0.0, g, 0.0),),
    local=("{0} > 0",),
    why=("{0} was positive, so the gradient passes whole.",),
    blocked=("{0} was not positive, so nothing gets through.",),
    latex=r"\operatorname{{relu}}\left({0}\right)",
    aliases=("ReLU",),
    tie=is_zero,
    tie_explanation="its gradient at 0 is taken as 0",
)


def _cast(name: str, forward: Rule, *aliases: str, truth: bool = False) -> Gate:
    """The row of a cast between numbers, whole numbers and truth values: its result is data."""
    return Gate(
        name,
        form=name + "({0})",
        symbol=name,
        role=None,
        forward=forward,
        vjp=(None,),
        local=(None,),
        latex=latex_operator(name) + r"\left({0}\right)",
        aliases=aliases,
        truth=truth,
    )


TO_INT = _cast("int", lambda x: np.trunc(as_number(x)), "int_", "int32", "int64", "intp")


def _rounded(x: Any, decimals: Any = 0) -> Any:
    if type(decimals) is not int or abs(decimals) > MOST_DECIMALS:
        raise Misfit(f"decimals must be a whole number, not {decimals!r}")
    return np.round(as_number(x), decimals)


ROUND = Gate(
    "round",
    form="round({0})",
    symbol="round",
    role=None,
    forward=_rounded,
    numpy=np.round,
    vjp=(None,),
    local=(None,),
    latex=latex_operator("round") + r"\left({0}\right)",
    aliases=("around", "rint"),
    settings={"decimals": 0},
)
TO_BOOL = _cast("bool", lambda x: np.not_equal(x, 0.0), "bool_", truth=True)
TO_FLOAT = _cast("float", as_number, "float64", "float32")
DATA = (
    _comparison("less", "<", "<", np.less, border=np.equal),
    _comparison("less_equal", "<=", r"\le", np.less_equal, border=np.equal),
    _comparison("greater", ">", ">", np.greater, border=np.equal),
    _comparison("greater_equal", ">=", r"\ge", np.greater_equal, border=np.equal),
    _comparison("equal", "==", "=", np.equal),
    _comparison("not_equal", "!=", r"\ne", np.not_equal),
    _comparison("logical_and", "and", r"\wedge", np.logical_and, AND),
    _comparison("logical_or", "or", r"\vee", np.logical_or, OR),
    Gate(
        "logical_not",
        form="not {0}",
        symbol="not",
        role=None,
        forward=np.logical_not,
        vjp=(None,),
        local=(None,),
        latex=r"\neg {0}",
        precedence=NOT,
        truth=True,
    ),
)

ROWS = (MAX, MIN, WHERE, CLIP, RELU, *DATA, TO_INT, TO_BOOL, TO_FLOAT, ROUND)
