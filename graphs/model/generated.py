"""Input values from a recipe: ``{"generate": "randn", "shape": [3, 4], "seed": 7}``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from graphs.errors import GraphError, TooLarge
from graphs.limits import Limits

MOST_ELEMENTS = Limits().elements
REDRAW = "redraw"


@dataclass(frozen=True)
class Redraw:
    """The request to draw a random input again, as the text does, with another seed."""

    seed: int


GENERATORS: Mapping[str, Callable[[tuple[int, ...], np.random.RandomState], Any]] = {
    "randn": lambda shape, random: random.randn(*shape),
    "rand": lambda shape, random: random.rand(*shape),
    "zeros": lambda shape, random: np.zeros(shape),
    "ones": lambda shape, random: np.ones(shape),
    "eye": lambda shape, random: np.eye(shape[0], shape[-1]),
    "arange": lambda shape, random: np.arange(prod(shape)).reshape(shape),
}


def check_affordable(inputs: Mapping[str, Any], limits: Limits) -> None:
    """Check the size of all generated values before any is made.

    Raises:
        TooLarge: all together would take more memory than the limit.
    """
    total = 0
    for value in inputs.values():
        shape = value.get("shape") if isinstance(value, dict) else None
        if isinstance(shape, list | tuple) and all(type(size) is int for size in shape):
            total += 16 * prod(size for size in shape if size > 0)
    if total > limits.bytes:
        raise TooLarge(
            f"The values given would take {total:,} bytes with their gradients; "
            f"at most {limits.bytes:,} are used.",
            hint="Make them smaller.",
        )


def generate(name: str, recipe: Mapping[str, Any]) -> Any:
    """The array that a recipe describes, with NumPy's random values for its seed.

    ``{"generate": "redraw", "seed": 7}`` draws a random input of the program again, as its text
    says (``0.1 * np.random.randn(3, 4)``).

    Raises:
        GraphError: the recipe is malformed or too large.
    """
    kind, shape, seed = recipe.get("generate"), recipe.get("shape", []), recipe.get("seed", 0)
    is_redraw = kind == REDRAW and recipe.keys() <= {"generate", "seed"}
    if is_redraw and type(seed) is int and 0 <= seed < 2**32:
        return Redraw(seed)
    is_valid = (
        isinstance(kind, str)
        and kind in GENERATORS
        and recipe.keys() <= {"generate", "shape", "seed"}
        and isinstance(shape, list | tuple)
        and all(type(size) is int and size >= 0 for size in shape)
        and len(shape) <= Limits().rank
        and (kind != "eye" or len(shape) in (1, 2))
        and type(seed) is int
        and 0 <= seed < 2**32
    )
    if not is_valid or kind is None:
        raise GraphError(
            f"The value given for {name} does not say how to make it.",
            hint='Write {"generate": "randn", "shape": [3, 4], "seed": 0}; others are '
            f"{', '.join(GENERATORS)}.",
        )
    size = shape[0] * shape[-1] if kind == "eye" else prod(shape)
    if size > MOST_ELEMENTS:
        raise GraphError(
            f"The value given for {name} would have {size:,} elements; "
            f"at most {MOST_ELEMENTS:,} are made.",
            hint="Make it smaller.",
        )
    return GENERATORS[kind](tuple(shape), np.random.RandomState(seed))
