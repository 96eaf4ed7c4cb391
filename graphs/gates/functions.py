"""Functions of one argument, each a scaler by its slope, and the two that take a setting too."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from graphs.gates.row import POSITIVE, POWER, PRODUCT, SCALER, SUM, Gate, is_zero, unary


def _erf(x: Any) -> Any:
    """The error function, which NumPy lacks, elementwise."""
    return math.erf(x) if np.ndim(x) == 0 else np.vectorize(math.erf, otypes=[float])(x)


def _erfc(x: Any) -> Any:
    """1 - erf(x), without the loss of digits where erf is close to 1."""
    return math.erfc(x) if np.ndim(x) == 0 else np.vectorize(math.erfc, otypes=[float])(x)


def _sigmoid_slope(x: Any) -> Any:
    power = np.exp(-np.absolute(x))
    return power / np.square(1.0 + power)


# σ(1 - σ) and 1 - tanh² have no digits left where σ or tanh is close to 1: these keep them.
SIGMOID_SLOPE: Gate = unary(
    "sigmoid_slope",
    _sigmoid_slope,
    lambda g, z, x: g * (z * -np.tanh(x / 2.0)),
    "sigmoid({0}) * (1 - sigmoid({0})) * -tanh({0} / 2)",
    "minus a tanh, times itself",
    form="sigmoid({0}) * (1 - sigmoid({0}))",
    latex=r"\sigma\left({0}\right) \, \left(1 - \sigma\left({0}\right)\right)",
    precedence=PRODUCT,
    symbol="σ′",
    hidden=True,
)
TANH_SLOPE: Gate = unary(
    "tanh_slope",
    lambda x: 4.0 * _sigmoid_slope(2.0 * x),
    lambda g, z, x: g * (z * (-2.0 * np.tanh(x))),
    "(1 - tanh({0})**2) * -2 * tanh({0})",
    "minus twice the tanh, times itself",
    form="1 - tanh({0})**2",
    latex=r"1 - \tanh\left({0}\right)^{{2}}",
    precedence=SUM,
    symbol="tanh′",
    hidden=True,
)
SIGMOID = unary(
    "sigmoid",
    lambda x: np.exp(-np.logaddexp(0.0, -x)),  # 1 / (1 + exp(-x)) without overflow
    lambda g, z, x: g * SIGMOID_SLOPE(x),
    "{z} * (1 - {z})",
    "",
    plain=(lambda g, z, x: g * (z * (1.0 - z)),),
    symbol="σ",
    why=("The curve is {steep} here, so {passes}.",),
    so=("",),
    cells=("The curve is flat far out, so cells far from 0 let little through.",),
    latex=r"\sigma\left({0}\right)",
    aliases=("σ", "expit", "sigma"),
)
ERF = unary(
    "erf",
    _erf,
    lambda g, z, x: g * (2.0 / math.sqrt(math.pi) * np.exp(-x * x)),
    "2 / sqrt(np.pi) * exp(-{0}**2)",
    "the bell curve",
)
ERFC = unary(
    "erfc",
    _erfc,
    lambda g, z, x: g * (-2.0 / math.sqrt(math.pi) * np.exp(-x * x)),
    "-2 / sqrt(np.pi) * exp(-{0}**2)",
    "minus the bell curve",
    hidden=True,
)
TANH = unary(
    "tanh",
    np.tanh,
    lambda g, z, x: g * TANH_SLOPE(x),
    "1 - {z}**2",
    "",
    plain=(lambda g, z, x: g * (1.0 - z * z),),
    why=("The curve is {steep} here, so {passes}.",),
    so=("",),
    cells=("The curve is flat far out, so cells far from 0 let little through.",),
)
SOFTPLUS = unary(
    "softplus",
    lambda x: np.logaddexp(0.0, x),
    lambda g, z, x: g * SIGMOID(x),
    "sigmoid({0})",
    "the sigmoid",
)
# Hendrycks and Gimpel (2016), the exact form: x times the normal distribution function.
GELU = unary(
    "gelu",
    lambda x: x * (0.5 * _erfc(x / -math.sqrt(2.0))),
    lambda g, z, x: (
        g * (0.5 * ERFC(x / -math.sqrt(2.0)) + x * np.exp(x * x / -2.0) / math.sqrt(2.0 * math.pi))
    ),
    "(1 + erf({0} / sqrt(2))) / 2 + {0} * exp(-{0}**2 / 2) / sqrt(2 * np.pi)",
    "close to 1 above 0 and close to 0 far below",
    plain=(
        lambda g, z, x: (
            g
            * (
                0.5 * (1.0 + ERF(x / math.sqrt(2.0)))
                + x * np.exp(x * x / -2.0) / math.sqrt(2.0 * math.pi)
            )
        ),
    ),
)
EXP = unary(
    "exp",
    np.exp,
    lambda g, z, x: g * z,
    "exp({0})",
    "exp itself",
    says="exp of {0}",
    latex="e^{{{0}}}",
    precedence=POWER,
)
LOG = unary(
    "log",
    np.log,
    lambda g, z, x: g / x,
    "1 / {0}",
    "log is steep near 0.",
    so=("at {0} = {n0} every change counts {times}.",),
    latex=r"\ln\left({0}\right)",
    domain=POSITIVE,
    aliases=("ln",),
)
UNARY = (
    EXP,
    unary(
        "expm1",
        np.expm1,
        lambda g, z, x: g * np.exp(x),
        "exp({0})",
        "exp",
    ),
    LOG,
    unary(
        "log2",
        np.log2,
        lambda g, z, x: g / (x * math.log(2.0)),
        "1 / ({0} * log(2))",
        "1 over x, over ln 2",
        latex=r"\log_2\left({0}\right)",
        domain=POSITIVE,
    ),
    unary(
        "log10",
        np.log10,
        lambda g, z, x: g / (x * math.log(10.0)),
        "1 / ({0} * log(10))",
        "1 over x, over ln 10",
        latex=r"\log_{{10}}\left({0}\right)",
        domain=POSITIVE,
    ),
    unary(
        "log1p",
        np.log1p,
        lambda g, z, x: g / (1.0 + x),
        "1 / (1 + {0})",
        "1 over (1 + x)",
        domain=((-0.7, 2.0),),
    ),
    unary(
        "sqrt",
        np.sqrt,
        lambda g, z, x: g / (2.0 * z),
        "1 / (2 * {z})",
        "1 over twice the root",
        latex=r"\sqrt{{{0}}}",
        domain=POSITIVE,
    ),
    unary(
        "square",
        np.square,
        lambda g, z, x: g * (2.0 * x),
        "2 * {0}",
        "twice its base",
        symbol="x²",
    ),
    unary(
        "reciprocal",
        np.reciprocal,
        lambda g, z, x: g * -(z * z),
        "-1 / {0}**2",
        "minus 1 over x²",
        plain=(lambda g, z, x: g * (-1.0 / (x * x)),),
        symbol="1/x",
        domain=POSITIVE,
    ),
    unary(
        "abs",
        np.absolute,
        lambda g, z, x: g * np.sign(x),
        "sign({0})",
        "the sign of what goes in",
        symbol="|x|",
        latex=r"\left|{0}\right|",
        aliases=("absolute", "fabs"),
        tie=is_zero,
        tie_explanation="its gradient at 0 is taken as 0",
    ),
    unary(
        "sign",
        np.sign,
        lambda g, z, x: g * 0.0,
        "0",
        "The steps of sign are flat: nothing gets through where a curve is level.",
        tie=is_zero,
        tie_explanation="it jumps at 0, and its gradient there is taken as 0",
    ),
    unary("sin", np.sin, lambda g, z, x: g * np.cos(x), "cos({0})", "the cosine"),
    unary("cos", np.cos, lambda g, z, x: g * -np.sin(x), "-sin({0})", "minus the sine"),
    unary(
        "tan",
        np.tan,
        lambda g, z, x: g * (1.0 + z * z),
        "1 + {z}**2",
        "1 plus its value squared",
        domain=((-1.2, 1.2),),
    ),
    unary(
        "arcsin",
        np.arcsin,
        lambda g, z, x: g / np.sqrt((1.0 - x) * (1.0 + x)),
        "1 / sqrt(1 - {0}**2)",
        "1 over the root of (1 - x²)",
        plain=(lambda g, z, x: g / np.sqrt(1.0 - x * x),),
        domain=((-0.9, 0.9),),
        aliases=("asin",),
    ),
    unary(
        "arccos",
        np.arccos,
        lambda g, z, x: -(g / np.sqrt((1.0 - x) * (1.0 + x))),
        "-1 / sqrt(1 - {0}**2)",
        "minus 1 over the root of (1 - x²)",
        plain=(lambda g, z, x: g * (-1.0 / np.sqrt(1.0 - x * x)),),
        domain=((-0.9, 0.9),),
        aliases=("acos",),
    ),
    unary(
        "arctan",
        np.arctan,
        lambda g, z, x: g / (1.0 + x * x),
        "1 / (1 + {0}**2)",
        "1 over (1 + x²)",
        aliases=("atan",),
    ),
    unary(
        "sinh",
        np.sinh,
        lambda g, z, x: g * np.cosh(x),
        "cosh({0})",
        "the hyperbolic cosine",
    ),
    unary(
        "cosh",
        np.cosh,
        lambda g, z, x: g * np.sinh(x),
        "sinh({0})",
        "the hyperbolic sine",
    ),
    TANH,
    SIGMOID,
    SOFTPLUS,
    GELU,
    ERF,
    ERFC,
    SIGMOID_SLOPE,
    TANH_SLOPE,
)
SQRT, SQUARE, SIN, COS, SIGN = (
    next(row for row in UNARY if row.name == name)
    for name in ("sqrt", "square", "sin", "cos", "sign")
)
LEAKY = tuple(
    Gate(
        name,
        form=name + "({0}, {1})",
        symbol=symbol,
        role=SCALER,
        forward=forward,
        vjp=rules,
        local=local,
        why=(
            "{0} is on the side of 0 where the slope is {local}, so {passes}.",
            "{1} is the slope below 0: it matters only where {0} is negative.",
        ),
        cells=(
            "Above 0 the slope is 1, below it is small: cells below 0 let little through.",
            "{1} is the slope below 0: it matters only where {0} is negative.",
        ),
        latex=r"\operatorname{{" + latex + r"}}\left({0},\, {1}\right)",
        domain=((-2.0, 2.0), (0.1, 1.0)),
        defaults={1: default},
        tie=lambda z, x, a: np.equal(x, 0.0) & np.not_equal(a, 1.0),
        tie_explanation="its gradient at 0 is taken as the slope below 0",
    )
    for name, symbol, latex, default, forward, rules, local in (
        (
            "leaky_relu",
            "leaky",
            "leaky\\_relu",
            0.01,
            lambda x, a: np.where(x > 0.0, x, a * x),
            (
                lambda g, z, x, a: g * np.where(x > 0.0, 1.0, a),
                lambda g, z, x, a: g * np.where(x > 0.0, 0.0, x),
            ),
            ("where({0} > 0, 1, {1})", "where({0} > 0, 0, {0})"),
        ),
        (
            "elu",
            "elu",
            "elu",
            1.0,
            lambda x, a: np.where(x > 0.0, x, a * np.expm1(np.minimum(x, 0.0))),
            (
                lambda g, z, x, a: g * np.where(x > 0.0, 1.0, a * np.exp(np.minimum(x, 0.0))),
                lambda g, z, x, a: g * np.where(x > 0.0, 0.0, np.expm1(np.minimum(x, 0.0))),
            ),
            ("where({0} > 0, 1, {1} * exp({0}))", "where({0} > 0, 0, expm1({0}))"),
        ),
    )
)
LEAKY_RELU, ELU = LEAKY

ROWS = (*UNARY, *LEAKY)
