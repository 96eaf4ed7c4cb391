"""Products written with subscripts: einsum, and tensordot, which is one of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from string import ascii_letters
from typing import Any

import numpy as np

from graphs.gates.matrices import PRODUCTS
from graphs.gates.row import (
    REQUIRED,
    SWITCHER,
    Gate,
    Sample,
    Settings,
    latex_operator,
    shape_of,
)
from graphs.gates.shapes import (
    Misfit,
    Shape,
    normalize_axis,
)

MOST_ARRAYS = 16  # NumPy's search for a good order takes long for many

# Subscripts of einsum: the letters of each argument, and those of the output.
Letters = tuple[list[str], str]


def _parse_subscripts(subscripts: Any, shapes: Sequence[Shape]) -> Letters:
    """Parse ``"ij,jk->ik"``; ``...`` becomes unused letters."""
    if not isinstance(subscripts, str):
        raise Misfit("the subscripts must be a text such as 'ij,jk->ik'")
    text = subscripts.replace(" ", "")
    before, arrow, output = text.partition("->")
    parts = before.split(",")
    if len(shapes) > MOST_ARRAYS:
        raise Misfit(f"{len(shapes)} arrays; at most {MOST_ARRAYS} are multiplied at once")
    if len(parts) != len(shapes):
        raise Misfit(f"{len(parts)} groups of letters for {len(shapes)} arrays")
    if not set(text.replace("...", "")) <= set(ascii_letters + ",->"):
        raise Misfit("subscripts are letters, commas and one ->")
    spare = [letter for letter in reversed(ascii_letters) if letter not in text]
    rank = 0
    for part, shape in zip(parts, shapes, strict=True):
        if "..." in part:
            rank = max(rank, len(shape) - len(part) + 3)
    if rank > len(spare):
        raise Misfit("there are too many axes for letters")
    dots = "".join(spare[:rank])
    whole = []
    for part, shape in zip(parts, shapes, strict=True):
        own = len(shape) - len(part) + 3
        if "..." in part and own >= 0:
            part = part.replace("...", dots[rank - own :], 1)
        if len(part) != len(shape):
            raise Misfit(f"{part!r} names {len(part)} axes, the array has {len(shape)}")
        if "." in part:
            raise Misfit("... stands once in a group of letters")
        if not set(part) <= set(ascii_letters):
            raise Misfit("subscripts are letters, commas and one ->")
        whole.append(part)
    if arrow:
        if dots and "..." not in output:
            raise Misfit("the axes of ... are left over: write ... after the -> too, or letters")
        output = output.replace("...", dots, 1)
    else:
        once = sorted(
            letter for letter in set(before) & set(ascii_letters) if before.count(letter) == 1
        )
        output = dots + "".join(once)
    if len(set(output)) < len(output) or not set(output) <= set("".join(whole)):
        raise Misfit(f"the output letters {output!r} must each stand once, and before the ->")
    return whole, output


def _sizes(letters: Sequence[str], shapes: Sequence[Shape]) -> dict[str, int]:
    """The size of each letter; an array of size 1 is repeated along it, unless a diagonal is taken
    there."""
    sizes: dict[str, int] = {}
    for part, shape in zip(letters, shapes, strict=True):
        own: dict[str, int] = {}
        for letter, size in zip(part, shape, strict=True):
            before = sizes.setdefault(letter, size)
            if own.setdefault(letter, size) != size or (before != size and 1 not in (before, size)):
                sizes_met = own[letter] if own[letter] != size else before
                raise Misfit(f"the sizes {sizes_met} and {size} of {letter!r} must be equal")
            sizes[letter] = size if before == 1 else before
    return sizes


def _einsum_shape(*shapes: Shape, subscripts: Any) -> Shape:
    letters, output = _parse_subscripts(subscripts, shapes)
    sizes = _sizes(letters, shapes)
    return tuple(sizes[letter] for letter in output)


def _einsum_work(*shapes: Shape, subscripts: Any) -> int:
    return prod(_sizes(_parse_subscripts(subscripts, shapes)[0], shapes).values())


def _einsum(*args: Any, subscripts: str) -> Any:
    letters, output = _parse_subscripts(subscripts, [np.shape(one) for one in args])
    return np.einsum(",".join(letters) + "->" + output, *args, optimize="greedy")


def _einsum_vjp(slot: int, g: Any, z: Any, *args: Any, subscripts: str) -> Any:
    shapes = [shape_of(one) for one in args]
    text, helper_shapes = _vjp_subscripts(slot, shapes, subscripts)
    others = [one for place, one in enumerate(args) if place != slot]
    return EINSUM(
        g,
        *others,
        *[np.eye(sizes[0]) if len(sizes) > 1 else np.ones(sizes) for sizes in helper_shapes],
        subscripts=text,
    )


def _vjp_subscripts(
    slot: int, shapes: Sequence[Shape], subscripts: str
) -> tuple[str, list[tuple[int, ...]]]:
    """The subscripts of a gradient, and the shapes of the helper arrays multiplied in.

    A letter that only this argument has was summed: a vector of ones repeats the gradient along it.
    Where this argument was repeated itself, the gradient has the whole size there; it is summed by
    who called.
    A letter that it has twice took its diagonal: an identity matrix puts the gradient there.
    """
    letters, output = _parse_subscripts(subscripts, shapes)
    sizes = _sizes(letters, shapes)
    own_letters = letters[slot]
    others = [part for place, part in enumerate(letters) if place != slot]
    repeated = {  # letters along which what is multiplied has the whole size
        letter
        for place, (part, shape) in enumerate(zip(letters, shapes, strict=True))
        for letter, size in zip(part, shape, strict=True)
        if place != slot and size == sizes[letter]
    }
    there = repeated | set(output)
    spare = iter(letter for letter in ascii_letters if letter not in sizes)
    helpers: list[str] = []
    helper_shapes: list[tuple[int, ...]] = []
    result_letters = ""
    for place, letter in enumerate(own_letters):
        if letter in own_letters[:place]:
            fresh = next(spare)
            helpers.append(letter + fresh)
            helper_shapes.append((sizes[letter], sizes[letter]))
            result_letters += fresh
            continue
        if letter not in there:
            helpers.append(letter)
            helper_shapes.append((sizes[letter],))
        result_letters += letter
    return ",".join([output, *others, *helpers]) + "->" + result_letters, helper_shapes


def _einsum_local(shapes: Sequence[Shape], settings: Settings) -> str:
    slot = settings["slot"]
    text, helper_shapes = _vjp_subscripts(slot, shapes, settings["subscripts"])
    others = [f"{{{place}}}" for place in range(len(shapes)) if place != slot]
    helpers = [
        f"eye({sizes[0]})" if len(sizes) > 1 else f"ones({sizes[0]})" for sizes in helper_shapes
    ]
    return f"einsum({text!r}, {', '.join(['{g}', *others, *helpers])})"


def _contraction(x: Shape, y: Shape, axes: Any) -> str:
    """tensordot's axes as einsum's subscripts."""
    if isinstance(axes, int):
        if axes < 0 or axes > min(len(x), len(y)):
            raise Misfit(f"axes={axes} for shapes with {len(x)} and {len(y)} axes")
        pairs = [(len(x) - axes + place, place) for place in range(axes)]
    else:
        try:
            left, right = ((one,) if isinstance(one, int) else tuple(one) for one in axes)
            pairs = [
                (normalize_axis(one, len(x)), normalize_axis(other, len(y)))
                for one, other in zip(left, right, strict=True)
            ]
        except TypeError:
            raise Misfit("axes must be a number or two lists of axes") from None
        except ValueError as error:
            raise Misfit(
                error.rule if isinstance(error, Misfit) else "axes must be two equally long lists"
            ) from None
    if len(x) + len(y) > len(ascii_letters):
        raise Misfit("there are too many axes")
    if any(len(set(axes_named)) < len(pairs) for axes_named in zip(*pairs, strict=True)):
        raise Misfit("an axis is named twice")
    for left_place, right_place in pairs:
        if x[left_place] != y[right_place]:
            raise Misfit(f"the sizes {x[left_place]} and {y[right_place]} must be equal")
    one, other = list(ascii_letters[: len(x)]), list(ascii_letters[len(x) : len(x) + len(y)])
    for left_place, right_place in pairs:
        other[right_place] = one[left_place]
    gone = {one[place] for place, _ in pairs}
    output = [letter for letter in one + other if letter not in gone]
    return f"{''.join(one)},{''.join(other)}->{''.join(output)}"


def _tensordot_shape(x: Shape, y: Shape, *, axes: Any = 2) -> Shape:
    return _einsum_shape(x, y, subscripts=_contraction(x, y, axes))


def _tensordot_work(x: Shape, y: Shape, *, axes: Any = 2) -> int:
    return _einsum_work(x, y, subscripts=_contraction(x, y, axes))


def _tensordot_vjp(slot: int) -> Callable[..., Any]:
    def rule(g: Any, z: Any, x: Any, y: Any, axes: Any = 2) -> Any:
        text = _contraction(shape_of(x), shape_of(y), axes)
        return _einsum_vjp(slot, g, z, x, y, subscripts=text)

    return rule


def _tensordot_local(shapes: Sequence[Shape], settings: Settings) -> str:
    text = _contraction(shapes[0], shapes[1], settings.get("axes", 2))
    return _einsum_local(shapes, {"subscripts": text, "slot": settings["slot"]})


EINSUM = Gate(
    "einsum",
    form="",
    symbol="einsum",
    role=SWITCHER,
    forward=_einsum,
    vjp=(_einsum_vjp,),
    local=(_einsum_local,),
    why=(PRODUCTS,),
    variadic=True,
    setting_first=True,
    shape=_einsum_shape,
    work=_einsum_work,
    settings={"subscripts": REQUIRED},
    samples=(
        Sample(((2, 3), (3, 4)), {"subscripts": "ij,jk->ik"}),
        Sample(((2, 3), (2, 3)), {"subscripts": "ij,ij"}),
        Sample(((3, 3),), {"subscripts": "ii"}),
        Sample(((3, 3), (3,)), {"subscripts": "ii,k->i"}),
        Sample(((5, 2, 3), (3, 4)), {"subscripts": "...ij,jk->...ik"}),
        Sample(((2, 3), (3,), (2,)), {"subscripts": "ij,j,i->j"}),
        Sample(((2, 3), (1, 3), (2, 1)), {"subscripts": "ij,ij,ij->j"}),
    ),
)


TENSORDOT = Gate(
    "tensordot",
    form="tensordot({0}, {1})",
    symbol="tensordot",
    role=SWITCHER,
    forward=lambda x, y, axes=2: np.tensordot(x, y, axes=axes),
    vjp=(_tensordot_vjp(0), _tensordot_vjp(1)),
    local=(_tensordot_local, _tensordot_local),
    why=(PRODUCTS,),
    latex=latex_operator("tensordot") + r"\left({0},\, {1}\right)",
    shape=_tensordot_shape,
    work=_tensordot_work,
    settings={"axes": 2},
    samples=(
        Sample(((2, 3, 4), (3, 4, 2))),
        Sample(((2, 3), (3, 2)), {"axes": 1}),
        Sample(((2, 3, 4), (2, 4)), {"axes": ((0, -1), (0, 1))}),
        Sample(((2,), (3,)), {"axes": 0}),
    ),
)

ROWS = (EINSUM, TENSORDOT)
