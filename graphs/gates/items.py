"""Gates that read and write items: ``x[1:, y]``, ``x[mask] = 0`` and what they need backward.

A ``key`` is the tuple between the brackets: whole numbers, slices, ``...``, None, and a ``Slot``
for each array in it, which is an argument of the gate, after the values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from graphs.gates.row import MOVER, OR, REQUIRED, ROUTER, Gate, Sample, shape_of
from graphs.gates.shapes import Misfit, Shape, broadcast, sizes_of

Key = tuple[Any, ...]


class Slot(NamedTuple):
    """The place of an index array: which one, how many axes it takes, how many items it picks.

    ``axes`` is 0 for whole numbers, which take one axis; a mask takes as many as it has and has
    ``picks`` elements that are true.
    """

    place: int
    axes: int = 0
    picks: int = 0


def completed(key: Key, rank: int) -> Key:
    """The key without ``...`` and with a slice for every axis it does not name."""
    taken = 0
    for part in key:
        taken += max(part.axes, 1) if isinstance(part, Slot) else part not in (None, ...)
    if taken > rank:
        raise Misfit(f"{taken} indices for a shape with {rank} ax{'i' if rank == 1 else 'e'}s")
    if key.count(...) > 1:
        raise Misfit("... may stand once")
    at = key.index(...) if ... in key else len(key)
    return (*key[:at], *[slice(None)] * (rank - taken), *key[at + 1 :])


def picked(shape: Shape, *indices: Shape, key: Key) -> Shape:
    """The shape of ``x[key]``, by NumPy's rules for basic and advanced indexing."""
    sizes: list[int] = []
    arrays: list[Shape] = []
    place, first = 0, 0
    parts = completed(key, len(shape))
    advanced = any(isinstance(part, Slot) for part in parts)
    for part in parts:
        chosen = isinstance(part, Slot) or (advanced and isinstance(part, int))
        if chosen and not arrays:
            first = len(sizes)
        if part is None:
            sizes.append(1)
            continue
        if isinstance(part, Slot) and part.axes:
            mask = indices[part.place]
            if mask != shape[place : place + part.axes]:
                raise Misfit(
                    f"a mask of shape {mask} cannot choose from {shape[place : place + part.axes]}"
                )
            arrays.append((part.picks,))
            place += part.axes
            continue
        size = shape[place]
        if isinstance(part, Slot):
            arrays.append(indices[part.place])
        elif isinstance(part, slice):
            sizes.append(len(range(*part.indices(size))))
        else:
            if not -size <= part < size:
                raise Misfit(f"index {part} is outside axis {place} of size {size}")
            if advanced:
                arrays.append(())
        place += 1
    if not advanced:
        return tuple(sizes)
    kinds = [isinstance(part, Slot | int) for part in key]  # also ... stands between two, if empty
    if sum(chosen for chosen, _ in groupby(kinds)) > 1:  # apart: NumPy puts them first
        first = 0
    return (*sizes[:first], *broadcast(*arrays), *sizes[first:])


def filled_in(key: Key, indices: Sequence[Any]) -> Key:
    """The key with its arrays, as NumPy takes it."""
    return tuple(
        np.asarray(indices[part.place])
        if isinstance(part, Slot) and part.axes  # a mask
        else _as_index(indices[part.place])
        if isinstance(part, Slot)
        else part
        for part in key
    )


def _as_index(array: Any) -> Any:
    array = np.asarray(array)
    numbers = array.astype(np.intp) if np.all(np.isfinite(array)) else None
    if numbers is None or np.any(numbers != array):
        raise Misfit("an index must be a whole number")
    return numbers


def _at(shape: Shape, key: Key, indices: Sequence[Any]) -> Key:
    """The key filled in, known to lie inside a shape."""
    place = 0
    for part in completed(key, len(shape)):
        if isinstance(part, Slot) and part.axes:
            count = int(np.count_nonzero(indices[part.place]))
            if count != part.picks:
                raise Misfit(f"the mask chooses {count} elements, not {part.picks}")
            place += part.axes
            continue
        if isinstance(part, Slot):
            array, size = _as_index(indices[part.place]), shape[place]
            wrong = array[(array < -size) | (array >= size)]
            if wrong.size:
                raise Misfit(f"index {wrong.flat[0]} is outside axis {place} of size {size}")
        place += part is not None
    return filled_in(key, indices)


def _pick(x: Any, *indices: Any, key: Key) -> Any:
    return np.asarray(x)[_at(np.shape(x), key, indices)]


def _pick_back(g: Any, z: Any, x: Any, *indices: Any, key: Key) -> Any:
    return ADD_AT(g, *indices, key=key, shape=shape_of(x))


def _add_at(g: Any, *indices: Any, key: Key, shape: Shape) -> Any:
    result = np.zeros(shape)
    if any(isinstance(part, Slot) for part in key):
        np.add.at(result, _at(shape, key, indices), g)
    else:
        result[key] = g
    return result


def _written_shape(shape: Shape, value: Shape, *indices: Shape, key: Key) -> Shape:
    wanted = picked(shape, *indices, key=key)
    extra = max(len(value) - len(wanted), 0)  # axes of size 1 in front do not count, as in NumPy
    if set(value[:extra]) - {1} or broadcast(value[extra:], wanted) != wanted:
        raise Misfit(f"a value of shape {value} does not fit into {wanted}")
    return shape


def _write(x: Any, value: Any, *indices: Any, key: Key) -> Any:
    result = np.array(x)
    where = _at(result.shape, key, indices)
    shape, rank = np.shape(value), np.ndim(result[where])
    result[where] = np.reshape(value, shape[max(len(shape) - rank, 0) :])
    return result


def _write_back(g: Any, z: Any, x: Any, value: Any, *indices: Any, key: Key) -> Any:
    return WRITE(g, 0.0, *indices, key=key)


def _value_back(g: Any, z: Any, x: Any, value: Any, *indices: Any, key: Key) -> Any:
    taken = INDEX(g, *indices, key=key)
    if any(isinstance(part, Slot) and not part.axes for part in key):  # the last write counts
        taken = taken * LAST(*indices, key=key, shape=shape_of(x))
    wanted, extra = shape_of(taken), len(shape_of(value)) - len(shape_of(taken))
    return np.reshape(taken, (1,) * extra + wanted) if extra > 0 else taken


def _last(*indices: Any, key: Key, shape: Shape) -> Any:
    """Of writes to one place, which one stays."""
    owner = np.zeros(shape, dtype=np.intp)
    where = _at(shape, key, indices)
    order = np.arange(owner[where].size).reshape(owner[where].shape)
    owner[where] = order
    return owner[where] == order


def _brackets(key: Key, first: int) -> str:
    """The key as Python writes it, in a template whose arrays start at slot ``first``."""
    return "[" + (", ".join(_parts(key, first)) or "()") + "]"


def _parts(key: Key, first: int) -> Iterator[str]:
    for part in key:
        if isinstance(part, Slot):
            yield f"{{{first + part.place}}}"
        elif isinstance(part, slice):
            start, stop, step = ("" if one is None else str(one) for one in _ends(part))
            yield f"{start}:{stop}" + (f":{step}" if step else "")
        else:
            yield "..." if part is ... else str(part)


def _ends(part: slice) -> tuple[Any, Any, Any]:
    return part.start, part.stop, part.step


INDEX = Gate(
    "index",
    form=lambda settings: "{0}" + _brackets(settings["key"], 1),
    symbol="[ ]",
    role=MOVER,
    forward=_pick,
    vjp=(_pick_back,),
    local=(None,),
    why=("put back where it was taken from, 0 elsewhere",),
    latex=lambda settings: (
        "{0}" + _brackets(settings["key"], 1).replace("[", r"\left[").replace("]", r"\right]")
    ),
    shape=picked,
    settings={"key": REQUIRED},
    samples=(
        Sample(((4, 3),), {"key": (slice(3, 0, -1), 1)}),
        Sample(((4, 3),), {"key": (..., None, slice(None, None, 2))}),
        Sample(((4, 3),), {"key": (Slot(0), Slot(1))}, ([0.0, 2.0, 2.0], [1.0, -1.0, -1.0])),
        Sample(((4, 3),), {"key": (slice(1, None), Slot(0))}, ([0.0, 0.0, 2.0],)),
        Sample(((2, 2),), {"key": (Slot(0, 2, 3),)}, ([[True, False], [True, True]],)),
    ),
)
ADD_AT = Gate(
    "add_at",
    form=lambda settings: "add_at({0})",
    symbol="+=[ ]",
    role=MOVER,
    forward=_add_at,
    vjp=(lambda g, z, x, *indices, key, shape: INDEX(g, *indices, key=key),),
    local=(None,),
    why=("taken from where it was added",),
    latex=lambda settings: r"\operatorname{{add\_at}}\left({0}\right)",
    shape=lambda value, *indices, key, shape: sizes_of(shape),
    settings={"key": REQUIRED, "shape": REQUIRED},
    samples=(
        Sample(((3,),), {"key": (Slot(0),), "shape": (4,)}, ([0.0, 2.0, 2.0],)),
        Sample(((2, 3),), {"key": (slice(1, None),), "shape": (3, 3)}),
    ),
    hidden=True,
)
WRITE = Gate(
    "scatter",
    form=lambda settings: "{0}" + _brackets(settings["key"], 2) + " ← {1}",
    binds=OR,
    symbol="[ ]=",
    role=ROUTER,
    forward=_write,
    vjp=(_write_back, _value_back),
    local=(None, None),
    why=("0 where it was written over", "taken from where it was written"),
    latex=lambda settings: (
        r"\left.{0}\right|_{{" + _brackets(settings["key"], 2) + r" \leftarrow {1}}}"
    ),
    shape=_written_shape,
    settings={"key": REQUIRED},
    samples=(
        Sample(((4, 3), (3,)), {"key": (1,)}),
        Sample(((4, 3), ()), {"key": (slice(None), 2)}),
        Sample(((4,), (3,)), {"key": (Slot(0),)}, ([0.0, 2.0, 2.0],)),
        Sample(((4, 3), (1, 1, 3)), {"key": (1,)}),
    ),
    hidden=True,
)
LAST = Gate(
    "last_write",
    form="last_write({0})",
    symbol="last",
    role=None,
    forward=_last,
    vjp=(None,),
    local=(None,),
    latex=r"\operatorname{{last}}\left({0}\right)",
    shape=lambda *indices, key, shape: picked(shape, *indices, key=key),
    settings={"key": REQUIRED, "shape": REQUIRED},
    samples=(Sample((), {"key": (Slot(0),), "shape": (4,)}, ([0.0, 2.0, 2.0],)),),
    truth=True,
    hidden=True,
)

ROWS = (INDEX, ADD_AT, WRITE, LAST)
