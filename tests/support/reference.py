"""A second reading of a program: Python executes the text itself, over HIPS autograd.

The engine only ever sees text; here the same text runs in a namespace built from
``autograd.numpy``, so that two independent readings and two independent sets of rules meet.
``NAMESPACE`` is for numbers, ``ARRAYS`` for arrays. What autograd lacks, or does otherwise at a
tie, is written here with what it has.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from functools import reduce
from types import SimpleNamespace
from typing import Any

import autograd.numpy as anp
import numpy as np
from autograd import make_vjp
from autograd.extend import defvjp, primitive
from autograd.numpy.numpy_boxes import ArrayBox

erf = primitive(np.vectorize(math.erf, otypes=[float]))
defvjp(erf, lambda ans, x: lambda g: g * 2.0 / anp.sqrt(anp.pi) * anp.exp(-x * x))
ArrayBox.__floordiv__ = lambda self, other: anp.floor_divide(self, other)
ArrayBox.__rfloordiv__ = lambda self, other: anp.floor_divide(other, self)


def sigmoid(x: Any) -> Any:
    return 1.0 / (1.0 + anp.exp(-x))


COMMON: dict[str, Any] = {
    **{name: value for name, value in vars(anp).items() if callable(value)},
    "erf": erf,
    "sigmoid": sigmoid,
    "softplus": lambda x: anp.logaddexp(0.0, x),
    "gelu": lambda x: x * (1.0 + erf(x / anp.sqrt(2.0))) / 2.0,
    "range": range,
    "len": len,
}
NAMESPACE: dict[str, Any] = {
    **COMMON,
    "relu": lambda x: x if x > 0 else 0.0,
    "leaky_relu": lambda x, a: x if x > 0 else a * x,
    "elu": lambda x, a: x if x > 0 else a * (anp.exp(x) - 1.0),
    "clip": lambda x, low, high: low if x < low else high if x > high else x,
    "where": lambda c, x, y: x if c else y,
    "max": lambda *args: reduce(lambda a, b: a if a >= b else b, args),
    "min": lambda *args: reduce(lambda a, b: a if a <= b else b, args),
    "bool": bool,
    "int": int,
    "float": float,
}


def axes_of(axis: Any, rank: int) -> tuple[int, ...]:
    several = range(rank) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    return tuple(sorted(place % rank for place in several))


def first_of(choose: Callable[..., Any]) -> Callable[..., Any]:
    """``max`` and ``min`` along axes: the whole gradient to the first of equal elements."""

    def reduction(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        x = anp.array(x)
        gone = axes_of(axis, x.ndim)
        kept = tuple(place for place in range(x.ndim) if place not in gone)
        sizes = [x.shape[place] for place in kept]
        rows = anp.reshape(anp.transpose(x, kept + gone), (math.prod(sizes), -1))
        best = rows[np.arange(len(rows)), choose(rows, axis=1)]
        if keepdims:
            sizes = [1 if place in gone else size for place, size in enumerate(x.shape)]
        return anp.reshape(best, sizes)

    return reduction


def logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return anp.log(anp.sum(anp.exp(x), axis=axis, keepdims=keepdims))


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    power = 2.0 if ord in (None, "fro") else ord
    if ord is not None and len(axes_of(axis, anp.ndim(x))) != 1:
        raise ValueError("an order is for vectors")
    if power == np.inf:
        return AMAX(anp.abs(x), axis=axis, keepdims=keepdims)
    return anp.sum(anp.abs(x) ** power, axis=axis, keepdims=keepdims) ** (1.0 / power)


def take(x: Any, indices: Any, axis: int = 0) -> Any:
    return x[(slice(None),) * (axis % anp.ndim(x)) + (indices,)]


def repeat(x: Any, repeats: int, axis: int | None = None) -> Any:
    x, axis = (anp.reshape(x, -1), 0) if axis is None else (x, axis)
    return take(x, np.repeat(np.arange(x.shape[axis]), repeats), axis)


def flip(x: Any, axis: int | None = None) -> Any:
    places = axes_of(axis, x.ndim)
    return x[tuple(slice(None, None, -1 if p in places else 1) for p in range(x.ndim))]


def where(chosen: Any, x: Any, y: Any) -> Any:
    spread = np.zeros(np.broadcast_shapes(*map(np.shape, (chosen, x, y))))
    return anp.where(chosen, x + spread, y + spread)


def tile(x: Any, reps: Any) -> Any:
    times = (reps,) if isinstance(reps, int) else reps
    shape = (1,) * (len(times) - anp.ndim(x)) + anp.shape(x)
    times = (1,) * (len(shape) - len(times)) + tuple(times)
    x = anp.reshape(x, shape)
    for axis, count in enumerate(times):
        x = anp.concatenate([x] * count, axis=axis)
    return x


def einsum(subscripts: str, *args: Any) -> Any:
    sizes: dict[str, int] = {}
    for part, one in zip(subscripts.partition("->")[0].split(","), args, strict=True):
        part = part.replace("...", "UVWXYZ"[len(part) - 3 - anp.ndim(one) :])
        for letter, size in zip(part, anp.shape(one), strict=True):
            if sizes.setdefault(letter, size) != size:
                raise ValueError("a size of 1 is not repeated here")
    return anp.einsum(subscripts, *args)


def softmax(x: Any, axis: int = -1) -> Any:
    return anp.exp(x) / anp.sum(anp.exp(x), axis=axis, keepdims=True)


def put(x: Any, key: Any, value: Any) -> Any:
    """``x[key] = value`` without changing ``x``; of several writes to one place the last stays."""
    places = np.arange(np.size(x)).reshape(np.shape(x))[key]
    shape = anp.shape(value)[-places.ndim :] if places.ndim else ()
    if np.broadcast_shapes(shape, places.shape) != places.shape:
        raise ValueError("the value does not fit")
    spread = anp.reshape(anp.reshape(value, shape) + np.zeros(places.shape), -1)
    chosen = np.zeros((np.size(x), places.size))
    for number, place in enumerate(places.ravel()):
        chosen[place] = 0.0
        chosen[place, number] = 1.0
    kept = 1.0 - chosen.sum(axis=1)
    return anp.reshape(kept * anp.reshape(x, -1) + chosen @ spread, np.shape(x))


AMAX, AMIN = first_of(anp.argmax), first_of(anp.argmin)
ARRAYS: dict[str, Any] = {
    **COMMON,
    "where": where,
    "relu": lambda x: where(x > 0.0, x, 0.0),
    "leaky_relu": lambda x, a: where(x > 0.0, x, a * x),
    "elu": lambda x, a: where(x > 0.0, x, a * (anp.exp(x) - 1.0)),
    "clip": lambda x, low, high: where(x < low, low, where(x > high, high, x)),
    "max": lambda *args: reduce(lambda a, b: where(a >= b, a, b), args),
    "min": lambda *args: reduce(lambda a, b: where(a <= b, a, b), args),
    "einsum": einsum,
    "tile": tile,
    "pad": lambda x, width, mode="constant": anp.pad(x, width, mode),
    "amax": AMAX,
    "amin": AMIN,
    "logsumexp": logsumexp,
    "norm": norm,
    "take": take,
    "flip": flip,
    "repeat": repeat,
    "softmax": softmax,
    "log_softmax": lambda x, axis=-1: x - logsumexp(x, axis, True),
    "outer": lambda x, y: anp.reshape(x, (-1, 1)) * anp.reshape(y, (1, -1)),
    "broadcast_to": lambda x, shape: x + np.zeros(shape),
    "inv": anp.linalg.inv,
    "det": anp.linalg.det,
    "solve": lambda a, b: anp.matmul(anp.linalg.inv(a), b),
    "abs": anp.abs,
    "put": put,
    "index_exp": np.index_exp,
    "newaxis": None,
    "pi": np.pi,
}
# np.max is of one array, max of several.
LIBRARY = {**ARRAYS, "max": AMAX, "min": AMIN, "maximum": ARRAYS["max"], "minimum": ARRAYS["min"]}
ARRAYS["np"] = SimpleNamespace(**LIBRARY, linalg=SimpleNamespace(**LIBRARY))


def _as_a_function(method: re.Match[str]) -> str:
    owner, word, inside = method.groups()
    given = f"({inside},)" if word == "transpose" and inside else inside
    return f"np.{word}({owner}, {given})" if given else f"np.{word}({owner})"


def without_changes(text: str) -> str:
    """The program with ``x += e`` and ``x[k] = e`` as new values of x: nothing is shared.

    Methods that autograd's arrays lack or differentiate wrongly become functions.
    """
    text = re.sub(r"\b(?!np\b)(\w+)\.(dot|transpose|repeat|take)\(([^()]*)\)", _as_a_function, text)
    text = text.replace(".copy()", " * 1.0")
    text = re.sub(r"(?m)^( *)(\w+(?:\[.+?\])?) ([-+*/])= (.+)$", r"\1\2 = \2 \3 (\4)", text)
    return re.sub(r"(?m)^( *)(\w+)\[(.+?)\] = (.+)$", r"\1\2 = put(\2, np.index_exp[\3], \4)", text)


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
    """The value, and the gradient of each input, of a program of numbers."""
    program = as_function(text, tuple(inputs), output)
    with np.errstate(all="ignore"):
        pull, value = make_vjp(lambda point: program(*point))(tuple(inputs.values()))
        return float(value), [float(part) for part in pull(1.0)]


def arrays_by_autograd(
    text: str, inputs: Mapping[str, Any], output: str, words: Mapping[str, Any] = ARRAYS
) -> tuple[float, dict[str, Any]]:
    """The same of a program of arrays whose output is a number."""
    program = as_function(without_changes(text), tuple(inputs), output, words)
    with np.errstate(all="ignore"):
        pull, value = make_vjp(lambda point: program(*point))(tuple(inputs.values()))
        return float(value), dict(zip(inputs, map(np.asarray, pull(1.0)), strict=True))
