"""Functions that make arrays: ``zeros``, ``arange``, and NumPy's random values. One row each.

A row has the settings of the function, the shape of its array (checked before anything is
allocated) and how NumPy makes it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphs.gates.row import REQUIRED, Settings
from graphs.gates.shapes import Misfit, Shape, as_shape, broadcast

LEGACY = "legacy"  # np.random's own functions, and default_rng's
MODERN = "modern"


@dataclass(frozen=True)
class Recipe:
    """``make`` gets the settings; a drawing one gets NumPy's own method of the generator too."""

    settings: Settings
    shape: Callable[..., Shape]
    make: Callable[..., Any]
    star_setting: str = ""  # the setting whose whole numbers are written one by one: randn(2, 3)
    data: bool = False  # whole numbers
    of: frozenset[str] = field(default_factory=frozenset)  # generators that have it


def _shape_of_size(size: Any) -> Shape:
    shape = () if size is None else as_shape(size)
    if any(one < 0 for one in shape):
        raise Misfit("a size cannot be negative")
    return shape


def _arange_shape(start: float, stop: float | None, step: float) -> Shape:
    if stop is None:
        start, stop = 0, start
    if not all(map(math.isfinite, (start, stop, step))) or step == 0:
        raise Misfit("start, stop and step must be finite, and step not 0")
    return (max(0, math.ceil((stop - start) / step)),)


def _eye_shape(**given: Any) -> Shape:
    rows, columns = given["N"], given.get("M")
    return _shape_of_size((rows, rows if columns is None else columns))


PLAIN: Mapping[str, Recipe] = {
    "zeros": Recipe({"shape": REQUIRED}, lambda shape: _shape_of_size(shape), np.zeros),
    "ones": Recipe({"shape": REQUIRED}, lambda shape: _shape_of_size(shape), np.ones),
    "empty": Recipe({"shape": REQUIRED}, lambda shape: _shape_of_size(shape), np.zeros),
    "full": Recipe(
        {"shape": REQUIRED, "fill_value": REQUIRED},
        lambda shape, fill_value: _shape_of_size(shape),
        np.full,
    ),
    "eye": Recipe({"N": REQUIRED, "M": None, "k": 0}, _eye_shape, np.eye),
    "identity": Recipe({"n": REQUIRED}, lambda n: _shape_of_size((n, n)), np.identity),
    "arange": Recipe(
        {"start": REQUIRED, "stop": None, "step": 1},
        lambda start, stop=None, step=1: _arange_shape(start, stop, step),
        lambda start, stop=None, step=1: (
            np.arange(start) if stop is None else np.arange(start, stop, step)
        ),
    ),
    "linspace": Recipe(
        {"start": REQUIRED, "stop": REQUIRED, "num": 50, "endpoint": True},
        lambda start, stop, num=50, endpoint=True: _shape_of_size(num),
        np.linspace,
    ),
    "zeros_like": Recipe({"a": REQUIRED}, lambda a: a, np.zeros),
    "ones_like": Recipe({"a": REQUIRED}, lambda a: a, np.ones),
    "empty_like": Recipe({"a": REQUIRED}, lambda a: a, np.zeros),
    "full_like": Recipe({"a": REQUIRED, "fill_value": REQUIRED}, lambda a, fill_value: a, np.full),
}
LIKE = frozenset(("zeros_like", "ones_like", "empty_like", "full_like"))
BUFFERS = frozenset(("zeros", "empty", "zeros_like", "empty_like"))  # often filled item by item


def _random_recipe(
    name: str, settings: Settings, *of: str, spread: str = "", data: bool = False
) -> Recipe:
    """A random function: NumPy's own, by its name."""
    sized = "dims" if spread else "size"

    def shape(**given: Any) -> Shape:
        if given.get(sized) is None and not spread:  # of the means, bounds, … that are arrays
            return broadcast(*(np.shape(value) for value in given.values() if value is not None))
        return _shape_of_size(given.get(sized))

    def make(source: Any, **given: Any) -> Any:
        if spread:
            return getattr(source, name)(*as_shape(given.get("dims", ())))
        return getattr(source, name)(**given)

    return Recipe(settings, shape, make, spread, data, frozenset(of))


def _choice_shape(a: Any, size: Any = None, replace: bool = True, p: Any = None) -> Shape:
    if not replace and not isinstance(a, tuple):  # NumPy shuffles all of them first
        return _shape_of_size(a)
    return _shape_of_size(size)


RANDOM: dict[str, Recipe] = {
    "randn": _random_recipe("randn", {"dims": ()}, LEGACY, spread="dims"),
    "rand": _random_recipe("rand", {"dims": ()}, LEGACY, spread="dims"),
    "random": _random_recipe("random", {"size": None}, LEGACY, MODERN),
    "random_sample": _random_recipe("random_sample", {"size": None}, LEGACY),
    "standard_normal": _random_recipe("standard_normal", {"size": None}, LEGACY, MODERN),
    "normal": _random_recipe("normal", {"loc": 0.0, "scale": 1.0, "size": None}, LEGACY, MODERN),
    "uniform": _random_recipe("uniform", {"low": 0.0, "high": 1.0, "size": None}, LEGACY, MODERN),
    "randint": _random_recipe(
        "randint", {"low": REQUIRED, "high": None, "size": None}, LEGACY, data=True
    ),
    "integers": _random_recipe(
        "integers", {"low": REQUIRED, "high": None, "size": None}, MODERN, data=True
    ),
    "permutation": Recipe(
        {"x": REQUIRED},
        lambda x: _shape_of_size(x),
        lambda source, x: source.permutation(x),
        data=True,
        of=frozenset((LEGACY, MODERN)),
    ),
    "choice": Recipe(
        {"a": REQUIRED, "size": None, "replace": True, "p": None},
        _choice_shape,
        lambda source, **given: source.choice(**given),
        data=True,
        of=frozenset((LEGACY, MODERN)),
    ),
}
# Draws that are seldom imported bare: their names mean other things, too.
DISTRIBUTIONS: Mapping[str, Settings] = {
    "poisson": {"lam": 1.0, "size": None},
    "binomial": {"n": REQUIRED, "p": REQUIRED, "size": None},
    "exponential": {"scale": 1.0, "size": None},
    "standard_exponential": {"size": None},
    "gamma": {"shape": REQUIRED, "scale": 1.0, "size": None},
    "beta": {"a": REQUIRED, "b": REQUIRED, "size": None},
    "laplace": {"loc": 0.0, "scale": 1.0, "size": None},
    "logistic": {"loc": 0.0, "scale": 1.0, "size": None},
    "gumbel": {"loc": 0.0, "scale": 1.0, "size": None},
    "lognormal": {"mean": 0.0, "sigma": 1.0, "size": None},
    "geometric": {"p": REQUIRED, "size": None},
    "chisquare": {"df": REQUIRED, "size": None},
    "standard_t": {"df": REQUIRED, "size": None},
    "standard_cauchy": {"size": None},
    "triangular": {"left": REQUIRED, "mode": REQUIRED, "right": REQUIRED, "size": None},
}
RANDOM |= {
    name: _random_recipe(name, settings, LEGACY, MODERN) for name, settings in DISTRIBUTIONS.items()
}


def stream_kind(source: Any) -> str:
    return MODERN if isinstance(source, np.random.Generator) else LEGACY
