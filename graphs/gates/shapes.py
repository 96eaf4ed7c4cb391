"""The shape of each gate's output from its arguments' shapes, or why they do not fit.

These are NumPy's rules, applied before anything is computed, so that a program that is too large or
does not fit is rejected without allocating anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest
from math import prod
from typing import Any

Shape = tuple[int, ...]


class Misfit(ValueError):
    """Shapes or settings that do not fit. ``rule`` is the rule they break, in words.

    ``mend`` is a change to one argument that makes them fit, or None: its slot and a template
    (``"{0}.T"``). ``hint`` says what to write where no change of a shape helps.
    """

    def __init__(
        self, rule: str, mend: tuple[int, str] | None = None, hint: str | None = None
    ) -> None:
        super().__init__(rule)
        self.rule = rule
        self.mend = mend
        self.hint = hint


def broadcast(*shapes: Shape) -> Shape:
    """The common shape by NumPy's broadcasting rules.

    Raises:
        Misfit: two sizes differ and neither is 1.
    """
    result: list[int] = []
    for place, sizes in enumerate(zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1)):
        distinct = sorted({size for size in sizes if size != 1})
        if len(distinct) > 1:
            one, other = [size for size in dict.fromkeys(sizes) if size != 1][:2]
            where = f"axis -{place + 1}" if place else "the last axis"
            raise Misfit(
                f"the sizes {one} and {other} on {where} must be equal, or one of them 1",
                _new_axis_mend(shapes),
            )
        result.append(distinct[0] if distinct else 1)
    return tuple(reversed(result))


def _new_axis_mend(shapes: tuple[Shape, ...]) -> tuple[int, str] | None:
    """The mend that makes one of two arguments fit by a new axis or a transpose, if any."""
    if len(shapes) != 2:
        return None
    for slot in (1, 0):
        shape, other = shapes[slot], shapes[1 - slot]
        if len(shape) == 1 and len(other) == 2 and other[0] == shape[0]:
            return slot, "{0}[:, None]"
        if len(shape) == 2 and shape[::-1] == other:
            return slot, "{0}.T"
    return None


def elementwise(*shapes: Shape, **settings: Any) -> Shape:
    """The default shape rule: the arguments broadcast."""
    first = shapes[0]
    if all(shape == first or shape == () for shape in shapes):
        return first
    return broadcast(*shapes)


def same_shape(shape: Shape, *others: Shape, **settings: Any) -> Shape:
    """The shape of the first argument."""
    return shape


def whole_number(name: str, value: Any) -> None:
    """Misfit where a setting such as the number of a diagonal is no whole number."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 2**31:
        raise Misfit(f"{name} must be a whole number, not {value!r}")


def normalize_axis(axis: Any, rank: int) -> int:
    """An axis counted from 0; Misfit where the shape has no such axis."""
    if isinstance(axis, bool) or not isinstance(axis, int):
        raise Misfit(f"axis must be a whole number, not {axis!r}")
    if not -rank <= axis < rank:
        axes = f"{rank} ax{'i' if rank == 1 else 'e'}s"
        last = "A number has no axis: leave it out."
        if rank:
            last = f"The {'only' if rank == 1 else 'last'} axis is {rank - 1}."
        raise Misfit(f"axis {axis} does not exist in a shape with {axes}", hint=last)
    return axis % rank


def normalize_axes(axis: Any, rank: int) -> tuple[int, ...]:
    """The axes of a reduction, counted from 0; None means all."""
    if axis is None:
        return tuple(range(rank))
    written = axis if isinstance(axis, tuple | list) else (axis,)
    axes = tuple(normalize_axis(one, rank) for one in written)
    if len(set(axes)) < len(axes):
        raise Misfit("an axis is named twice")
    return axes


def reduced_shape(
    shape: Shape, *, axis: Any = None, keepdims: bool = False, **settings: Any
) -> Shape:
    """The shape without the reduced axes, or with 1 in their place."""
    axes = normalize_axes(axis, len(shape))
    if keepdims not in (True, False):
        raise Misfit(f"keepdims must be True or False, not {keepdims!r}")
    if keepdims:
        return tuple(1 if place in axes else size for place, size in enumerate(shape))
    return tuple(size for place, size in enumerate(shape) if place not in axes)


def nonempty(rule: Callable[..., Shape], axis: Any = None) -> Callable[..., Shape]:
    """The shape rule of a gate that needs at least one element along ``axis``, unless another axis
    is set (max, logsumexp, softmax)."""

    def checked(shape: Shape, **settings: Any) -> Shape:
        result = rule(shape, **settings)
        axes = normalize_axes(settings.get("axis", axis), len(shape))
        if prod(shape[place] for place in axes) == 0:
            raise Misfit("there are no elements to choose from")
        return result

    return checked


def matmul_shape(x: Shape, y: Shape) -> Shape:
    """The shape of ``x @ y``, for every combination of ranks."""
    for shape in (x, y):
        if not shape:
            raise Misfit("a number has no axis to multiply along; use * for numbers")
    inner = (x[-1], y[-1] if len(y) == 1 else y[-2])
    if inner[0] != inner[1]:
        raise Misfit(
            f"the inner sizes {inner[0]} and {inner[1]} must be equal", _transpose_mend(x, y)
        )
    rows = x[-2:-1]
    columns = y[-1:] if len(y) > 1 else ()
    return broadcast(x[:-2], y[:-2]) + rows + columns


def _transpose_mend(x: Shape, y: Shape) -> tuple[int, str] | None:
    """The mend that transposes one argument, if that makes them fit."""
    if len(x) == 2 and x[0] == (y[-1] if len(y) == 1 else y[-2]):
        return 0, "{0}.T"
    if len(y) == 2 and x[-1] == y[-1]:
        return 1, "{0}.T"
    return None


def matmul_work(x: Shape, y: Shape) -> int:
    """The number of multiply-adds of ``x @ y``."""
    return prod(matmul_shape(x, y)) * x[-1]


def as_shape(shape: Any) -> Shape:
    """A shape as NumPy takes one: a whole number, a tuple or a list."""
    sizes = shape if isinstance(shape, tuple | list) else (shape,)
    if not all(isinstance(size, int) and not isinstance(size, bool) for size in sizes):
        raise Misfit(f"a shape is made of whole numbers, not {shape!r}")
    return tuple(sizes)


def reshape_shape(old: Shape, *, shape: Any, **settings: Any) -> Shape:
    """The shape of a reshape with as many elements; one size may be -1, which is computed."""
    sizes = as_shape(shape)
    size, known = prod(old), prod(one for one in sizes if one != -1)
    if sizes.count(-1) > 1:
        raise Misfit("only one size can be -1")
    if any(one < -1 for one in sizes):
        raise Misfit("a size cannot be negative")
    if -1 in sizes and known and size % known == 0:
        return tuple(size // known if one == -1 else one for one in sizes)
    if known != size or -1 in sizes:
        raise Misfit(f"{size} elements cannot fill {sizes}")
    return sizes


def transpose_shape(shape: Shape, *, axes: Any = None, **settings: Any) -> Shape:
    return tuple(shape[place] for place in permutation(axes, len(shape)))


def permutation(axes: Any, rank: int) -> tuple[int, ...]:
    """The order of axes after a transposition; None reverses them."""
    if axes is None:
        return tuple(range(rank))[::-1]
    places = normalize_axes(axes, rank)
    if len(places) != rank:
        raise Misfit(f"{len(places)} axes are named, the shape has {rank}")
    return places


def concatenate_shape(*shapes: Shape, axis: Any = 0, **settings: Any) -> Shape:
    """The shape of arrays concatenated along an existing axis."""
    first = shapes[0]
    if not first:
        raise Misfit("numbers have no axis to be joined along; use stack")
    place = normalize_axis(axis, len(first))
    for shape in shapes[1:]:
        if shape[:place] + shape[place + 1 :] != first[:place] + first[place + 1 :] or len(
            shape
        ) != len(first):
            raise Misfit(f"all sizes but the one on axis {axis} must be equal")
    return (*first[:place], sum(shape[place] for shape in shapes), *first[place + 1 :])


def stack_shape(*shapes: Shape, axis: Any = 0, **settings: Any) -> Shape:
    """The shape of arrays stacked along a new axis."""
    first = shapes[0]
    if any(shape != first for shape in shapes):
        raise Misfit("all shapes must be equal")
    place = normalize_axis(axis, len(first) + 1)
    return (*first[:place], len(shapes), *first[place:])


def square_matrices(shape: Shape, **settings: Any) -> Shape:
    """The shape of one square matrix or a batch; Misfit for any other."""
    if len(shape) < 2 or shape[-1] != shape[-2]:
        raise Misfit("the last two sizes must be equal: a square matrix")
    return shape


def summed_axes(repeated: Shape, shape: Shape) -> tuple[int, ...]:
    """The axes of ``repeated`` along which broadcasting repeated an argument of ``shape``: the
    gradient is summed over them."""
    extra = len(repeated) - len(shape)
    return (
        *range(extra),
        *(extra + place for place, size in enumerate(shape) if size != repeated[extra + place]),
    )


def total_elements(shapes: Iterable[Shape]) -> int:
    return sum(map(prod, shapes))
