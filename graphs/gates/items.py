"""Gates that read and write items, ``x[1:, y]`` and ``x[mask] = 0``, and those of their gradients.

A ``key`` is the tuple between the brackets: whole numbers, slices, ``...``, None, and an
``IndexArray`` for each array, which is an argument of the gate, after the values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np

from graphs.gates.row import MOVER, OR, REQUIRED, ROUTER, Gate, Sample, shape_of
from graphs.gates.shapes import Misfit, Shape, as_shape, broadcast

Key = tuple[Any, ...]


class IndexArray(NamedTuple):
    """An array in a key, by its position among the gate's index arguments.

    ``axes`` is 0 for whole numbers, which index one axis; a mask indexes as many axes as it has and
    has ``picks`` true elements.
    """

    position: int
    axes: int = 0
    picks: int = 0


def count_hint(size: int) -> str:
    """Which indices there are."""
    return f"Indices count from 0 to {size - 1}." if size else "There is none."


def complete_key(key: Key, rank: int) -> Key:
    """The key with ``...`` and missing axes replaced by full slices."""
    axes_used = 0
    for part in key:
        axes_used += max(part.axes, 1) if isinstance(part, IndexArray) else part not in (None, ...)
    if axes_used > rank:
        raise Misfit(f"{axes_used} indices for a shape with {rank} ax{'i' if rank == 1 else 'e'}s")
    if key.count(...) > 1:
        raise Misfit("... may stand once")
    ellipsis = key.index(...) if ... in key else len(key)
    return (*key[:ellipsis], *[slice(None)] * (rank - axes_used), *key[ellipsis + 1 :])


def index_shape(shape: Shape, *indices: Shape, key: Key) -> Shape:
    """The shape of ``x[key]``, by NumPy's rules for basic and advanced indexing."""
    sizes: list[int] = []
    arrays: list[Shape] = []
    axis, first = 0, 0
    parts = complete_key(key, len(shape))
    advanced = any(isinstance(part, IndexArray) for part in parts)
    for part in parts:
        is_advanced = isinstance(part, IndexArray) or (advanced and isinstance(part, int))
        if is_advanced and not arrays:
            first = len(sizes)
        if part is None:
            sizes.append(1)
            continue
        if isinstance(part, IndexArray) and part.axes:
            mask = indices[part.position]
            if mask != shape[axis : axis + part.axes]:
                raise Misfit(
                    f"a mask of shape {mask} cannot choose from {shape[axis : axis + part.axes]}"
                )
            arrays.append((part.picks,))
            axis += part.axes
            continue
        size = shape[axis]
        if isinstance(part, IndexArray):
            arrays.append(indices[part.position])
        elif isinstance(part, slice):
            sizes.append(len(range(*part.indices(size))))
        else:
            if not -size <= part < size:
                raise Misfit(
                    f"index {part} is outside axis {axis} of size {size}",
                    hint=count_hint(size),
                )
            if advanced:
                arrays.append(())
        axis += 1
    if not advanced:
        return tuple(sizes)
    kinds = [
        isinstance(part, IndexArray | int) for part in key
    ]  # also ... stands between two, if empty
    if sum(is_advanced for is_advanced, _ in groupby(kinds)) > 1:  # apart: NumPy puts them first
        first = 0
    return (*sizes[:first], *broadcast(*arrays), *sizes[first:])


def numpy_key(key: Key, indices: Sequence[Any]) -> Key:
    """The key with its arrays filled in, as NumPy takes it."""
    return tuple(
        np.asarray(indices[part.position])
        if isinstance(part, IndexArray) and part.axes  # a mask
        else _as_index(indices[part.position])
        if isinstance(part, IndexArray)
        else part
        for part in key
    )


def _as_index(array: Any) -> Any:
    array = np.asarray(array)
    numbers = array.astype(np.intp) if np.all(np.isfinite(array)) else None
    if numbers is None or np.any(numbers != array):
        raise Misfit("an index must be a whole number")
    return numbers


def _checked_key(shape: Shape, key: Key, indices: Sequence[Any]) -> Key:
    """The key filled in; Misfit where an index is outside the shape or a mask's count differs."""
    axis = 0
    for part in complete_key(key, len(shape)):
        if isinstance(part, IndexArray) and part.axes:
            count = int(np.count_nonzero(indices[part.position]))
            if count != part.picks:
                raise Misfit(f"the mask chooses {count} elements, not {part.picks}")
            axis += part.axes
            continue
        if isinstance(part, IndexArray):
            array, size = _as_index(indices[part.position]), shape[axis]
            outside = array[(array < -size) | (array >= size)]
            if outside.size:
                raise Misfit(
                    f"index {outside.flat[0]} is outside axis {axis} of size {size}",
                    hint=count_hint(size),
                )
        axis += part is not None
    return numpy_key(key, indices)


def _index(x: Any, *indices: Any, key: Key) -> Any:
    return np.asarray(x)[_checked_key(np.shape(x), key, indices)]


def _index_vjp(g: Any, z: Any, x: Any, *indices: Any, key: Key) -> Any:
    return ADD_AT(g, *indices, key=key, shape=shape_of(x))


def _add_at(g: Any, *indices: Any, key: Key, shape: Shape) -> Any:
    result = np.zeros(shape)
    if any(isinstance(part, IndexArray) for part in key):
        np.add.at(result, _checked_key(shape, key, indices), g)
    else:
        result[key] = g
    return result


def _scatter_shape(shape: Shape, value: Shape, *indices: Shape, key: Key) -> Shape:
    target = index_shape(shape, *indices, key=key)
    extra = max(len(value) - len(target), 0)  # axes of size 1 in front do not count, as in NumPy
    if set(value[:extra]) - {1} or broadcast(value[extra:], target) != target:
        raise Misfit(f"a value of shape {value} does not fit into {target}")
    return shape


def _scatter(x: Any, value: Any, *indices: Any, key: Key) -> Any:
    result = np.array(x)
    where = _checked_key(result.shape, key, indices)
    shape, rank = np.shape(value), np.ndim(result[where])
    result[where] = np.reshape(value, shape[max(len(shape) - rank, 0) :])
    return result


def _scatter_vjp(g: Any, z: Any, x: Any, value: Any, *indices: Any, key: Key) -> Any:
    return SCATTER(g, 0.0, *indices, key=key)


def _scattered_value_vjp(g: Any, z: Any, x: Any, value: Any, *indices: Any, key: Key) -> Any:
    gradient = INDEX(g, *indices, key=key)
    if any(isinstance(part, IndexArray) and not part.axes for part in key):  # the last write counts
        gradient = gradient * LAST_WRITE(*indices, key=key, shape=shape_of(x))
    shape, extra = shape_of(gradient), len(shape_of(value)) - len(shape_of(gradient))
    return np.reshape(gradient, (1,) * extra + shape) if extra > 0 else gradient


def _last_write(*indices: Any, key: Key, shape: Shape) -> Any:
    """Which of several writes to one element is the last, as truth values."""
    owner = np.zeros(shape, dtype=np.intp)
    where = _checked_key(shape, key, indices)
    order = np.arange(owner[where].size).reshape(owner[where].shape)
    owner[where] = order
    return owner[where] == order


def _key_text(key: Key, first: int) -> str:
    """The key as Python writes it, in a template whose arrays start at slot ``first``."""
    return "[" + (", ".join(_key_parts(key, first)) or "()") + "]"


def _key_parts(key: Key, first: int) -> Iterator[str]:
    for part in key:
        if isinstance(part, IndexArray):
            yield f"{{{first + part.position}}}"
        elif isinstance(part, slice):
            start, stop, step = ("" if one is None else str(one) for one in _ends(part))
            yield f"{start}:{stop}" + (f":{step}" if step else "")
        else:
            yield "..." if part is ... else str(part)


def _ends(part: slice) -> tuple[Any, Any, Any]:
    return part.start, part.stop, part.step


INDEX = Gate(
    "index",
    form=lambda settings: "{0}" + _key_text(settings["key"], 1),
    symbol="[ ]",
    role=MOVER,
    forward=_index,
    vjp=(_index_vjp,),
    local=(None,),
    why=("The numbers only move; the gradient moves back the same way.",),
    latex=lambda settings: (
        "{0}" + _key_text(settings["key"], 1).replace("[", r"\left[").replace("]", r"\right]")
    ),
    shape=index_shape,
    settings={"key": REQUIRED},
    samples=(
        Sample(((4, 3),), {"key": (slice(3, 0, -1), 1)}),
        Sample(((4, 3),), {"key": (..., None, slice(None, None, 2))}),
        Sample(
            ((4, 3),), {"key": (IndexArray(0), IndexArray(1))}, ([0.0, 2.0, 2.0], [1.0, -1.0, -1.0])
        ),
        Sample(((4, 3),), {"key": (slice(1, None), IndexArray(0))}, ([0.0, 0.0, 2.0],)),
        Sample(((2, 2),), {"key": (IndexArray(0, 2, 3),)}, ([[True, False], [True, True]],)),
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
    why=("The numbers only move; the gradient moves back the same way.",),
    latex=lambda settings: r"\operatorname{{add\_at}}\left({0}\right)",
    shape=lambda value, *indices, key, shape: as_shape(shape),
    settings={"key": REQUIRED, "shape": REQUIRED},
    samples=(
        Sample(((3,),), {"key": (IndexArray(0),), "shape": (4,)}, ([0.0, 2.0, 2.0],)),
        Sample(((2, 3),), {"key": (slice(1, None),), "shape": (3, 3)}),
    ),
    hidden=True,
)
SCATTER = Gate(
    "scatter",
    form=lambda settings: "{0}" + _key_text(settings["key"], 2) + " ← {1}",
    precedence=OR,
    symbol="[ ]=",
    role=ROUTER,
    forward=_scatter,
    vjp=(_scatter_vjp, _scattered_value_vjp),
    local=(None, None),
    why=(
        "What was written over counts no more: its gradient is 0, the rest passes.",
        "The numbers only move; the gradient moves back the same way.",
    ),
    latex=lambda settings: (
        r"\left.{0}\right|_{{" + _key_text(settings["key"], 2) + r" \leftarrow {1}}}"
    ),
    shape=_scatter_shape,
    settings={"key": REQUIRED},
    samples=(
        Sample(((4, 3), (3,)), {"key": (1,)}),
        Sample(((4, 3), ()), {"key": (slice(None), 2)}),
        Sample(((4,), (3,)), {"key": (IndexArray(0),)}, ([0.0, 2.0, 2.0],)),
        Sample(((4, 3), (1, 1, 3)), {"key": (1,)}),
    ),
    hidden=True,
)
LAST_WRITE = Gate(
    "last_write",
    form="last_write({0})",
    symbol="last",
    role=None,
    forward=_last_write,
    vjp=(None,),
    local=(None,),
    latex=r"\operatorname{{last}}\left({0}\right)",
    shape=lambda *indices, key, shape: index_shape(shape, *indices, key=key),
    settings={"key": REQUIRED, "shape": REQUIRED},
    samples=(Sample((), {"key": (IndexArray(0),), "shape": (4,)}, ([0.0, 2.0, 2.0],)),),
    truth=True,
    hidden=True,
)

ROWS = (INDEX, ADD_AT, SCATTER, LAST_WRITE)
