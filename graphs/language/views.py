"""Which results of gates are views of their argument, as NumPy has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from graphs.gates import Gate
from graphs.gates.items import INDEX, SCATTER, IndexArray
from graphs.gates.shapes import permutation
from graphs.gates.shaping import EXPAND_DIMS, RESHAPE, SQUEEZE, TRANSPOSE
from graphs.language.things import Thing, View, Wire

if TYPE_CHECKING:
    from graphs.language.reading import Reading

# How a base is made anew from what a view of it has become: (gate, things, settings).
PutBack = Callable[[Wire, Wire, Any, Mapping[str, Any]], tuple[Gate, list[Thing], dict[str, Any]]]


def _reshaped(base: Wire, new: Wire, shape: Any, settings: Any) -> Any:
    return RESHAPE, [new], {"shape": shape}


def _turned_back(base: Wire, new: Wire, shape: Any, settings: Any) -> Any:
    order = permutation(settings.get("axes"), len(shape))
    back = tuple(order.index(place) for place in range(len(order)))
    return TRANSPOSE, [new], {} if back == tuple(range(len(back)))[::-1] else {"axes": back}


def _scattered(base: Wire, new: Wire, shape: Any, settings: Any) -> Any:
    return SCATTER, [base, new], {"key": settings["key"]}


VIEWS: Mapping[str, PutBack] = {
    INDEX.name: _scattered,
    TRANSPOSE.name: _turned_back,
    RESHAPE.name: _reshaped,
    EXPAND_DIMS.name: _reshaped,
    SQUEEZE.name: _reshaped,
}


def relate(
    run: Reading, wire: Wire, gate: Gate, things: Sequence[Thing], settings: Mapping[str, Any]
) -> None:
    """Make what a gate gave a view of its argument, where NumPy gives a view."""
    base = things[0] if things else None
    if gate.name in VIEWS:
        is_basic = not any(isinstance(part, IndexArray) for part in settings.get("key", ()))
        if type(base) is Wire and base.mutable and wire.mutable and is_basic:
            if gate is RESHAPE and not _shares(run, base, gate, settings):
                return
            wire.base, wire.view, wire.seen = base, View(gate, settings), root(base).change
    elif (
        wire.mutable
        and gate.elementwise
        and any(
            type(thing) is Wire and (thing.base is not None or thing.fortran) for thing in things
        )
    ):
        wire.fortran = _is_fortran(run, wire, things)


def root(wire: Wire) -> Wire:
    while wire.base is not None:
        wire = wire.base
    return wire


def _shape(run: Reading, wire: Wire) -> tuple[int, ...] | None:
    if wire.node is None:
        return None if wire.literal is None else np.shape(wire.literal.value)
    return run.builder.nodes[wire.node].shape


def numbers(run: Reading, wire: Wire) -> Any:
    """The numbers, in memory, of an array's elements in the array that it is a view of: an array
    of its shape, which is itself a view; None where a shape is not known."""
    if wire.base is None:
        shape = _shape(run, wire)
        if shape is None:
            return None
        flat = np.arange(prod(shape))
        return flat.reshape(shape[::-1]).T if wire.fortran else flat.reshape(shape)
    base = numbers(run, wire.base)
    assert wire.view is not None
    return None if base is None else _viewed(wire.view.gate, wire.view.settings, base)


def _viewed(gate: Gate, settings: Mapping[str, Any], base: Any) -> Any:
    if gate is INDEX:
        return base[tuple(settings["key"])]
    if gate is TRANSPOSE:
        return np.transpose(base, settings.get("axes"))
    if gate is EXPAND_DIMS:
        return np.expand_dims(base, settings["axis"])
    if gate is SQUEEZE:
        return np.squeeze(base, settings.get("axis"))
    return np.reshape(base, settings["shape"])


def _shares(run: Reading, base: Wire, gate: Gate, settings: Mapping[str, Any]) -> bool:
    """Whether NumPy's reshape gives a view: not where the elements would have to move."""
    if base.base is None and not base.fortran:
        return True
    before = numbers(run, base)
    return before is None or np.shares_memory(before, _viewed(gate, settings, before))


def _is_fortran(run: Reading, wire: Wire, things: Sequence[Thing]) -> bool:
    """Whether NumPy lays an elementwise result out column by column, as its arguments are."""
    shape = _shape(run, wire)
    if shape is None or len(shape) < 2:
        return False
    layouts = [
        numbers(run, thing)
        for thing in things
        if type(thing) is Wire and len(_shape(run, thing) or ()) == len(shape)
    ]
    return bool(layouts) and all(
        one is not None and one.flags.f_contiguous and not one.flags.c_contiguous for one in layouts
    )


def same_array(one: Wire, other: Wire) -> bool:
    """Whether two wires are views of one array."""
    return root(one) is root(other)
