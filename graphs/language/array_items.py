"""Items of arrays: the parts of a key, indices that are values of the graph, bounds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from graphs.errors import GraphError
from graphs.gates.items import INDEX, IndexArray
from graphs.gates.row import is_truth
from graphs.language import known_shapes, literal_values, nodes, recipes, resolve
from graphs.language.advice import shape_errors
from graphs.language.decisions import (
    as_python_numbers,
    is_count,
    known_value,
    whole_number,
)
from graphs.language.descriptions import described
from graphs.language.item_places import no_items, place_of_owner, places_of_parts
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    Dict,
    Instance,
    List,
    Literal,
    Template,
    Thing,
    Wire,
)

Indices = list[tuple[Thing, Place]]


def array_item(run: Reading, owner: Wire, key: Thing, node: Place) -> Thing:
    made, indices = array_key(run, key, node)
    shape = known_shapes.shape_if_known(run, owner, node)
    if shape == () and made != (None,) * len(made) and made != (...,) and made != ():
        raise no_items(run, owner, node)
    things = [owner, *(thing for thing, _ in indices)]
    places = [place_of_owner(node), *(place for _, place in indices)]
    if type(owner) is Wire and shape is not None:
        _check_bounds(run, made, shape, node)
    return nodes.apply(run, INDEX, things, node, places, {"key": made})


def _check_bounds(run: Reading, key: tuple[Any, ...], shape: tuple[int, ...], node: Place) -> None:
    """Inside ``try`` an index outside the array can be caught; else the gate explains it."""
    if not run.tries:
        return
    axis = 0
    for part in key:
        if part is None or part is ...:
            continue
        if isinstance(part, int) and axis < len(shape) and not -shape[axis] <= part < shape[axis]:
            raise run.raised(
                "IndexError",
                f"index {part} is outside axis {axis} of size {shape[axis]}.",
                node,
                "Count from 0.",
            )
        axis += 1


def array_key(run: Reading, key: Thing, node: Place) -> tuple[tuple[Any, ...], Indices]:
    """A key of the gate, and the arrays that its slots stand for."""
    parts = key if isinstance(key, tuple) else (key,)
    indices: Indices = []
    places = places_of_parts(node, len(parts))
    made = tuple(
        _part(run, part, place, indices) for part, place in zip(parts, places, strict=True)
    )
    return made, indices


def _part(run: Reading, part: Thing, place: Place, indices: Indices) -> Any:
    if part is None or part is ...:
        return part
    if isinstance(part, slice):
        return known_slice(run, part, place, recipes.place_in_array)
    if isinstance(part, int | float) and not isinstance(part, bool):
        return _whole(run, part, place)
    if isinstance(part, bool):
        raise run.error("One truth value cannot index.", place, "Write where(c, x, y).")
    if isinstance(part, str | Template | Dict | Instance):
        raise run.raised(
            "TypeError",
            f"{described(part).capitalize()} is no index of an array.",
            place,
            "Use whole numbers.",
        )
    if type(part) is Wire and _is_number(run, part, place):
        if run.repeats:
            return recipes.place_in_array(run, part, place, "An index")
        value = as_python_numbers(known_value(run, part, place))
        try:
            return _whole(run, value, place)
        except GraphError as error:
            error.indexing = part.node
            raise
    if isinstance(part, List | tuple | range):
        if isinstance(part, List) and part.array is not None:
            part = part.array
        else:
            known = literal_values.literal(run, part, place)
            if known is None:
                part = Wire(nodes.number(run, part, place), mutable=True)
            else:
                part = Wire(None, Literal(np.asarray(known[0]), whole=known[1]), mutable=True)
    if type(part) is not Wire:
        raise shape_errors.no_number(run, part, place)
    indices.append((part, place))
    return _index_slot(run, part, place, len(indices) - 1)


def _is_number(run: Reading, wire: Wire, place: Place) -> bool:
    if wire.node is None and wire.literal is not None:
        return not np.ndim(wire.literal.value) and not is_truth(wire.literal.value)
    if known_shapes.shape_if_known(run, wire, place) != ():
        return False
    assert wire.node is not None
    return not run.builder.nodes[wire.node].truth and is_count(run, wire)


def _index_slot(run: Reading, thing: Wire, place: Place, slot: int) -> IndexArray:
    """The place of an index array; a mask must be known, for it decides the shape."""
    if thing.node is None and thing.literal is not None:
        value = thing.literal.value
        if not is_truth(value):
            return IndexArray(slot)
    else:
        index = nodes.node_of(run, thing, place)
        if not run.builder.nodes[index].truth:
            return IndexArray(slot)
        value = resolve.decided_by_value(run, index, is_size=False)
    if not np.ndim(value):
        raise run.error("One truth value cannot index.", place, "Write where(c, x, y).")
    return IndexArray(slot, np.ndim(value), int(np.count_nonzero(value)))


def _whole(run: Reading, value: Any, place: Place) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) < 2**62:
            return int(value)
        raise run.raised("IndexError", "This index is outside every array.", place, "Write x[0].")
    if isinstance(value, bool) or not np.isfinite(value) or value != int(value):
        raise run.raised(
            "TypeError",
            f"An index must be a whole number, not {as_python_numbers(value)}.",
            place,
            "Write x[0].",
        )
    return int(value)


def known_slice(
    run: Reading,
    part: slice,
    place: Place,
    whole_number: Callable[[Reading, Thing, Place, str], int] = whole_number,
) -> slice:
    """A slice of known numbers."""
    ends: list[int | None] = []
    parts = (part.start, part.stop, part.step)
    written: Sequence[Any] = (place,) * 3
    if isinstance(place, ast.Slice):
        written = (place.lower, place.upper, place.step)
    for end, where in zip(parts, written, strict=True):
        if end is None:
            ends.append(None)
            continue
        if isinstance(end, List | tuple) or (
            type(end) is Wire and known_shapes.shape_of(run, end, where or place)
        ):
            raise run.error("A slice needs whole numbers.", where or place, "Write x[1:3].")
        if isinstance(end, float):
            _whole(run, end, where or place)
        ends.append(whole_number(run, end, where or place, "A slice"))
    if ends[2] == 0:
        raise run.raised(
            "ValueError", "A slice cannot step by 0.", written[2] or place, "Step by 1 or -1."
        )
    return slice(*ends)
