"""What differs from pass to pass of a loop that is run to its end, and how it is had again.

Where a text is trained, its passes are compared (``graphs.training.replay``). A loop's counter,
random values and whole numbers computed from them are then values of the graph with a recipe, and
places in arrays remember the node that gave them, so that passes that differ in nothing else are
alike. Where a text is drawn there are none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from graphs.language import nodes, resolve
from graphs.language.decisions import whole_number
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import Thing, Wire
from graphs.model import Value


class Recipe(NamedTuple):
    """How a value is had in another pass: ``compute`` of the values of nodes."""

    compute: Callable[..., Value]
    args: tuple[int, ...] = ()
    source: Any = None  # the generator that draws it


class Followed(int):
    """A place in an array, and the node that it is the value of."""

    node: int


COUNTER = Recipe(float)  # of the loop itself: the item that is next


def counter(run: Reading, item: int) -> Wire:
    """A counter of the loop whose passes are compared."""
    return _wire(run, float(item), COUNTER, whole=True)


def drawn(
    run: Reading,
    value: Value,
    draw: Callable[[], Value],
    source: Any,
    *,
    whole: bool,
    mutable: bool = True,
) -> Wire:
    """A random value, which ``draw`` draws again from the same generator, ``source``."""
    run.draws_followed += 1
    return _wire(run, value, Recipe(draw, (), source), whole=whole, mutable=mutable)


def whole_part(
    run: Reading, left: Thing, right: Thing, node: Place, python: Callable[[Any, Any], Any]
) -> Wire | None:
    """``//`` or ``%`` of numbers that may differ; None where they are not whole, or known."""
    if not (run.repeats and (type(left) is Wire or type(right) is Wire)):
        return None
    indices = [nodes.number(run, side, node) for side in (left, right)]
    if not all(index in run.whole for index in indices):
        return None

    def compute(*values: Value) -> Value:
        return float(python(*(int(np.reshape(value, ())) for value in values)))

    values = [resolve.value_of(run, index) for index in indices]
    try:
        value = compute(*values)
    except (ValueError, TypeError, ArithmeticError):
        return None
    return _wire(run, value, Recipe(compute, tuple(indices)), whole=True)


def place_in_array(run: Reading, thing: Thing, node: Place, what: str) -> int:
    """A whole number that says where in an array; no decision where it is followed.

    Raises:
        GraphError: it is none.
    """
    if not (run.repeats and type(thing) is Wire):
        return whole_number(run, thing, node, what)
    index = nodes.node_of(run, thing, node)
    value = resolve.value_of(run, index)
    if np.size(value) != 1 or float(np.reshape(value, ())) % 1:
        return whole_number(run, thing, node, what)
    place = Followed(np.reshape(value, ()))
    place.node = index
    return place


def _wire(
    run: Reading, value: Value, recipe: Recipe, *, whole: bool, mutable: bool = False
) -> Wire:
    index = run.builder.constant(value)
    run.recipes[index] = recipe
    run.held.add(index)
    if whole:
        run.whole.add(index)
    return Wire(index, mutable=mutable)
