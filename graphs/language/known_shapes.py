"""The shapes of things, as far as they are known while the text is read."""

from __future__ import annotations

import numpy as np

from graphs.language import resolve
from graphs.language.advice.shape_errors import no_number
from graphs.language.literal_values import literal
from graphs.language.nodes import number
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    List,
    Thing,
    Wire,
)
from graphs.model import Shape


def shape_if_known(run: Reading, thing: Thing, node: Place) -> Shape | None:
    """The shape of a value; None where it depends on an input without a value."""
    if type(thing) is Wire:
        if thing.node is None:
            assert thing.literal is not None
            shape: Shape = np.shape(thing.literal.value)
            return shape
        return run.builder.nodes[thing.node].shape
    if isinstance(thing, int | float):
        return ()
    if isinstance(thing, List) and thing.array is not None:
        return shape_if_known(run, thing.array, node)
    items = thing.items if isinstance(thing, List) else thing
    if isinstance(items, list | tuple | range):
        run.count_items(len(items), node)
        if not items:
            return (0,)
        shapes = [shape_if_known(run, item, node) for item in items]
        if any(shape != shapes[0] for shape in shapes) and None not in shapes:
            literal(run, thing, node)  # raises
            known = [run.builder.nodes[number(run, thing, node)].shape]
            return known[0]
        return None if shapes[0] is None else (len(items), *shapes[0])
    raise no_number(run, thing, node)


def shape_of(run: Reading, thing: Thing, node: Place) -> Shape:
    """The shape of a value.

    Raises:
        GraphError: it depends on an input without a value.
    """
    shape = shape_if_known(run, thing, node)
    if shape is None:
        at = thing.node if type(thing) is Wire else None
        raise resolve.unknown_inputs_error(run, at=at)
    return shape
