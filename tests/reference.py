"""A second reading of a program: Python executes the text itself, over HIPS autograd.

The engine only ever sees text; here the same text runs in a namespace built from
``autograd.numpy``, so that two independent readings and two independent sets of rules meet.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import reduce
from typing import Any

import autograd.numpy as anp
import numpy as np
from autograd import make_vjp
from autograd.extend import defvjp, primitive

erf = primitive(math.erf)
defvjp(erf, lambda ans, x: lambda g: g * 2.0 / anp.sqrt(anp.pi) * anp.exp(-x * x))


def sigmoid(x: Any) -> Any:
    return 1.0 / (1.0 + anp.exp(-x))


NAMESPACE: dict[str, Any] = {
    **{name: value for name, value in vars(anp).items() if callable(value)},
    "erf": erf,
    "sigmoid": sigmoid,
    "softplus": lambda x: anp.logaddexp(0.0, x),
    "gelu": lambda x: x * (1.0 + erf(x / anp.sqrt(2.0))) / 2.0,
    "relu": lambda x: x if x > 0 else 0.0,
    "leaky_relu": lambda x, a: x if x > 0 else a * x,
    "elu": lambda x, a: x if x > 0 else a * (anp.exp(x) - 1.0),
    "clip": lambda x, low, high: low if x < low else high if x > high else x,
    "where": lambda c, x, y: x if c else y,
    "max": lambda *args: reduce(lambda a, b: a if a >= b else b, args),
    "min": lambda *args: reduce(lambda a, b: a if a <= b else b, args),
    "range": range,
}


def as_function(
    text: str, names: tuple[str, ...], output: str, words: Mapping[str, Any] = NAMESPACE
) -> Callable[..., Any]:
    """The program as a Python function of its inputs, ``words`` being what it may call."""
    body = "\n".join("    " + line for line in text.split("\n"))
    namespace = dict(words)
    exec(f"def program({', '.join(names)}):\n{body}\n    return {output}", namespace)
    program: Callable[..., Any] = namespace["program"]
    return program


def by_autograd(text: str, inputs: Mapping[str, float], output: str) -> tuple[float, list[float]]:
    """The value, and the gradient of each input."""
    program = as_function(text, tuple(inputs), output)
    with np.errstate(all="ignore"):
        pull, value = make_vjp(lambda point: program(*point))(tuple(inputs.values()))
        return float(value), [float(part) for part in pull(1.0)]
