"""Shapes of outputs from shapes of arguments, and what to say where they do not fit.

These are NumPy's rules, told before anything is computed: a program that is too large or does
not fit is known without allocating anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import zip_longest
from math import prod
from typing import Any

Shape = tuple[int, ...]
Axes = int | tuple[int, ...] | None


class Misfit(ValueError):
    """Shapes or settings that do not fit: the rule they break, in words.

    ``mend`` changes one argument so that they would fit: a slot, and how that argument is then
    written (``"{0}.T"``).
    """

    def __init__(self, rule: str, mend: tuple[int, str] | None = None) -> None:
        super().__init__(rule)
        self.rule = rule
        self.mend = mend


def broadcast(*shapes: Shape) -> Shape:
    """The shape that arguments share once axes of size 1 and missing ones are repeated."""
    result: list[int] = []
    for place, sizes in enumerate(zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1)):
        several = sorted({size for size in sizes if size != 1})
        if len(several) > 1:
            one, other = [size for size in dict.fromkeys(sizes) if size != 1][:2]
            where = f"axis -{place + 1}" if place else "the last axis"
            raise Misfit(
                f"the sizes {one} and {other} on {where} must be equal, or one of them 1",
                _new_axis(shapes),
            )
        result.append(several[0] if several else 1)
    return tuple(reversed(result))


def _new_axis(shapes: tuple[Shape, ...]) -> tuple[int, str] | None:
    """Whether a further axis makes one of two arguments fit: ``b[:, None]``."""
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
    """The default: arguments are broadcast together."""
    first = shapes[0]
    if all(shape == first or shape == () for shape in shapes):
        return first
    return broadcast(*shapes)


def same(shape: Shape, *others: Shape, **settings: Any) -> Shape:
    """The shape of the first argument."""
    return shape


def axis_of(axis: Any, rank: int) -> int:
    """An axis counted from 0."""
    if isinstance(axis, bool) or not isinstance(axis, int):
        raise Misfit(f"axis must be a whole number, not {axis!r}")
    if not -rank <= axis < rank:
        axes = f"{rank} ax{'i' if rank == 1 else 'e'}s"
        raise Misfit(f"axis {axis} does not exist in a shape with {axes}")
    return axis % rank


def axes_of(axis: Any, rank: int) -> tuple[int, ...]:
    """The axes that a reduction runs over, counted from 0; None means all."""
    if axis is None:
        return tuple(range(rank))
    several = axis if isinstance(axis, tuple | list) else (axis,)
    places = tuple(axis_of(one, rank) for one in several)
    if len(set(places)) < len(places):
        raise Misfit("an axis is named twice")
    return places


def reduced(shape: Shape, *, axis: Any = None, keepdims: bool = False, **settings: Any) -> Shape:
    """A shape without the axes that are reduced, or with 1 in their place."""
    gone = axes_of(axis, len(shape))
    if keepdims not in (True, False):
        raise Misfit(f"keepdims must be True or False, not {keepdims!r}")
    if keepdims:
        return tuple(1 if place in gone else size for place, size in enumerate(shape))
    return tuple(size for place, size in enumerate(shape) if place not in gone)


def filled(rule: Callable[..., Shape]) -> Callable[..., Shape]:
    """A reduction that has no value for no elements."""

    def checked(shape: Shape, **settings: Any) -> Shape:
        result = rule(shape, **settings)
        gone = axes_of(settings.get("axis"), len(shape))
        if prod(shape[place] for place in gone) == 0:
            raise Misfit("there are no elements to choose from")
        return result

    return checked


def matrix_product(x: Shape, y: Shape) -> Shape:
    """``@`` in every combination of ranks."""
    for shape in (x, y):
        if not shape:
            raise Misfit("a number has no axis to multiply along; use * for numbers")
    inner = (x[-1], y[-1] if len(y) == 1 else y[-2])
    if inner[0] != inner[1]:
        raise Misfit(f"the inner sizes {inner[0]} and {inner[1]} must be equal", _transposed(x, y))
    rows = x[-2:-1]
    columns = y[-1:] if len(y) > 1 else ()
    return broadcast(x[:-2], y[:-2]) + rows + columns


def _transposed(x: Shape, y: Shape) -> tuple[int, str] | None:
    """Which argument fits when it is transposed."""
    if len(x) == 2 and x[0] == (y[-1] if len(y) == 1 else y[-2]):
        return 0, "{0}.T"
    if len(y) == 2 and x[-1] == y[-1]:
        return 1, "{0}.T"
    return None


def product_work(x: Shape, y: Shape) -> int:
    return prod(matrix_product(x, y)) * x[-1]


def sizes_of(shape: Any) -> Shape:
    """A shape as a reader writes one: a whole number or several."""
    several = shape if isinstance(shape, tuple | list) else (shape,)
    if not all(isinstance(size, int) and not isinstance(size, bool) for size in several):
        raise Misfit(f"a shape is made of whole numbers, not {shape!r}")
    return tuple(several)


def reshaped(old: Shape, *, shape: Any, **settings: Any) -> Shape:
    """A shape with as many elements, in which one size may be -1: what is left."""
    sizes = sizes_of(shape)
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


def turned(shape: Shape, *, axes: Any = None, **settings: Any) -> Shape:
    return tuple(shape[place] for place in permutation(axes, len(shape)))


def permutation(axes: Any, rank: int) -> tuple[int, ...]:
    """The order of axes that a transposition asks for; None turns them all round."""
    if axes is None:
        return tuple(range(rank))[::-1]
    places = axes_of(axes, rank)
    if len(places) != rank:
        raise Misfit(f"{len(places)} axes are named, the shape has {rank}")
    return places


def joined(*shapes: Shape, axis: Any = 0, **settings: Any) -> Shape:
    """Shapes one after the other along an axis that all have."""
    first = shapes[0]
    if not first:
        raise Misfit("numbers have no axis to be joined along; use stack")
    place = axis_of(axis, len(first))
    for shape in shapes[1:]:
        if shape[:place] + shape[place + 1 :] != first[:place] + first[place + 1 :] or len(
            shape
        ) != len(first):
            raise Misfit(f"all sizes but the one on axis {axis} must be equal")
    return (*first[:place], sum(shape[place] for shape in shapes), *first[place + 1 :])


def piled(*shapes: Shape, axis: Any = 0, **settings: Any) -> Shape:
    """Equal shapes along a new axis."""
    first = shapes[0]
    if any(shape != first for shape in shapes):
        raise Misfit("all shapes must be equal")
    place = axis_of(axis, len(first) + 1)
    return (*first[:place], len(shapes), *first[place:])


def squares(shape: Shape, **settings: Any) -> Shape:
    """Square matrices, one or a batch."""
    if len(shape) < 2 or shape[-1] != shape[-2]:
        raise Misfit("the last two sizes must be equal: a square matrix")
    return shape


def summed_axes(seen: Shape, shape: Shape) -> tuple[int, ...]:
    """The axes of ``seen`` along which an argument of ``shape`` was repeated."""
    extra = len(seen) - len(shape)
    return (
        *range(extra),
        *(extra + place for place, size in enumerate(shape) if size != seen[extra + place]),
    )


def total(shapes: Iterable[Shape]) -> int:
    return sum(map(prod, shapes))
