"""Attributes of NumPy's arrays that are no gates: their shape, copies, casts, ``np.add.at``."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from graphs.gates import BY_FUNCTION
from graphs.gates.arithmetic import ADD, SUB
from graphs.gates.items import ADD_AT, INDEX
from graphs.gates.routing import TO_INT
from graphs.gates.shaping import BROADCAST_TO, RESHAPE, TRANSPOSE
from graphs.language import array_calls, cells, known_shapes, nodes
from graphs.language.advice import shape_errors
from graphs.language.array_items import array_key
from graphs.language.decisions import is_whole
from graphs.language.gate_arguments import places_of
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import Count, GateFunction, List, Thing, Type, Wire


@cache
def methods_of_numpy() -> frozenset[str]:
    """The names of an array's methods."""
    return frozenset(dir(np.ndarray))


def _transposed(run: Reading, thing: Thing, place: Place, node: Place) -> Thing:
    shape = known_shapes.shape_if_known(run, thing, place)
    if type(thing) is Wire and shape is not None and len(shape) < 2:
        return thing
    return nodes.apply(run, TRANSPOSE, (thing,), node, (place,))


def _shape(run: Reading, thing: Thing, place: Place, node: Place) -> Thing:
    return tuple(Count(size) for size in known_shapes.shape_of(run, thing, place))


def _rank(run: Reading, thing: Thing, place: Place, node: Place) -> Thing:
    return Count(len(known_shapes.shape_of(run, thing, place)))


def _size(run: Reading, thing: Thing, place: Place, node: Place) -> Thing:
    return Count(math.prod(known_shapes.shape_of(run, thing, place)))


def _dtype(run: Reading, thing: Thing, place: Place, node: Place) -> Thing:
    if array_calls.is_truth_thing(run, thing):
        return Type("bool", is_dtype=True)
    whole = is_whole(run, thing) if type(thing) is Wire else isinstance(thing, int)
    return Type("int64" if whole else "float64", is_dtype=True)


ARRAY_PROPERTIES: Mapping[str, Callable[..., Any]] = {
    "T": _transposed,
    "shape": _shape,
    "ndim": _rank,
    "size": _size,
    "dtype": _dtype,
}


def _astype(run: Reading, node: Place, x: Thing, /, dtype: Thing, copy: Thing = True) -> Thing:
    """``x.astype(int)``: another array."""
    place = places_of(node, 2)[-1]
    made = array_calls.cast(run, x, array_calls.kind_of(run, dtype, place), node)
    return array_calls.copied(run, node, made) if made is x else made


def _item(run: Reading, node: Place, x: Thing, /, *at: Thing) -> Thing:
    """``x.item()`` of an array of one element."""
    return scalar(run, x, node)


def scalar(run: Reading, x: Thing, node: Place) -> Thing:
    """A number of an array of one element."""
    made = array_calls.cast(run, x, "number", node)
    if type(made) is not Wire or known_shapes.shape_if_known(run, made, node) in ((), None):
        return made if type(made) is not Wire or not made.mutable else _number(run, made, node)
    return nodes.apply(run, RESHAPE, (made,), node, settings={"shape": ()})


def _number(run: Reading, made: Wire, node: Place) -> Wire:
    if made.node is None:
        return Wire(None, made.literal)
    return Wire(nodes.node_of(run, made, node))


def _to_list(run: Reading, node: Place, x: Thing, /) -> Thing:
    """``x.tolist()``."""
    if type(x) is not Wire:
        return x
    shape = known_shapes.shape_of(run, x, node)
    if not shape:
        return _number(run, x, node)
    run.count_items(math.prod(shape), node)
    rows = []
    for at in range(shape[0]):
        rows.append(nodes.apply(run, INDEX, (x,), node, settings={"key": (at,)}))
    return List([_to_list(run, node, row) for row in rows])


def _fill(run: Reading, node: Place, x: Thing, /, value: Thing) -> None:
    """``x.fill(0)``."""
    shape = known_shapes.shape_of(run, x, node)
    filled = nodes.apply(run, BROADCAST_TO, (value,), node, settings={"shape": shape})
    if type(x) is not Wire or not x.mutable:
        raise run.raised("TypeError", "Only an array is filled.", node, None)
    cells.write(run, x, filled, node)


def _is_integer(run: Reading, node: Place, x: Thing, /) -> Thing:
    """``x.is_integer()``."""
    whole = nodes.apply(run, TO_INT, (x,), node)
    return nodes.apply(run, BY_FUNCTION[np.equal], (x, whole), node)


ARRAY_METHODS: Mapping[str, Callable[..., Any]] = {
    "copy": array_calls.copied,
    "astype": _astype,
    "item": _item,
    "tolist": _to_list,
    "fill": _fill,
    "is_integer": _is_integer,
}


def _at(
    run: Reading, node: Place, function: GateFunction, a: Thing, indices: Thing, b: Thing, /
) -> None:
    """``np.add.at(dE, words, g)``: ``dE`` with ``g`` added where the index says."""
    if function.gate not in (ADD, SUB):
        raise run.raised(
            "AttributeError", f"{function.word}.at is not read here.", node, "Write np.add.at(…)."
        )
    places = places_of(node, 4)
    if isinstance(a, List) and a.array is not None:
        a = a.array
    if type(a) is not Wire:
        raise shape_errors.no_number(run, a, places[1])
    key, parts = array_key(run, indices, places[2])
    things = [thing for thing, _ in parts]
    shape = known_shapes.shape_of(run, a, places[1])
    taken = nodes.apply(run, INDEX, (a, *things), node, settings={"key": key})
    picked = known_shapes.shape_of(run, taken, node)
    added: Thing = b
    if known_shapes.shape_of(run, b, places[3]) != picked:
        added = nodes.apply(run, BROADCAST_TO, (b,), node, settings={"shape": picked})
    settings = {"key": key, "shape": shape}
    change = nodes.apply(run, ADD_AT, (added, *things), node, settings=settings)
    cells.write(run, a, nodes.apply(run, function.gate, (a, change), node), node)


UFUNC_METHODS: Mapping[str, Callable[..., Any]] = {"at": _at}
