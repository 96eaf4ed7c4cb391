"""Products of arrays: matrices, outer products, einsum; and the inverse, which undoes one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import prod
from string import ascii_letters
from typing import Any

import numpy as np

from graphs.gates.row import (
    MIXER,
    PRODUCT,
    REQUIRED,
    SPREADER,
    SWITCHER,
    Gate,
    Sample,
    Settings,
    operator,
    shape_of,
)
from graphs.gates.shapes import (
    Misfit,
    Shape,
    axis_of,
    broadcast,
    matrix_product,
    product_work,
    squares,
)

OTHER = "the other input"


def _flip(x: Any) -> Any:
    """Each matrix transposed: the last two axes change places."""
    rank = len(shape_of(x))
    return np.transpose(x, (*range(rank - 2), rank - 1, rank - 2))


def _flipped(name: str, rank: int) -> str:
    """The same as text."""
    if rank == 2:
        return name + ".T"
    return f"transpose({name}, axes={(*range(rank - 2), rank - 1, rank - 2)})"


def _left(g: Any, z: Any, x: Any, y: Any) -> Any:
    ranks = len(shape_of(x)), len(shape_of(y))
    if ranks == (1, 1):  # x (k) @ y (k) -> z ()
        return g * y
    if ranks[1] == 1:  # x (…, n, k) @ y (k) -> z (…, n)
        return np.expand_dims(g, -1) * y
    if ranks[0] == 1:  # x (k) @ y (…, k, m) -> z (…, m)
        return np.sum(y * np.expand_dims(g, -2), axis=-1)
    return g @ _flip(y)  # x (…, n, k) @ y (…, k, m) -> z (…, n, m)


def _right(g: Any, z: Any, x: Any, y: Any) -> Any:
    ranks = len(shape_of(x)), len(shape_of(y))
    if ranks == (1, 1):
        return g * x
    if ranks == (2, 1):  # x (n, k) @ y (k) -> z (n)
        return _flip(x) @ g
    if ranks[1] == 1:
        return np.sum(_flip(x) * np.expand_dims(g, -2), axis=-1)
    if ranks[0] == 1:
        return np.expand_dims(x, -1) * np.expand_dims(g, -2)
    return _flip(x) @ g


def _left_local(shapes: Sequence[Shape], settings: Settings) -> str:
    ranks = len(shapes[0]), len(shapes[1])
    if ranks == (1, 1):
        return "{1}"
    if ranks == (2, 1):
        return "outer({g}, {1})"
    if ranks[1] == 1:
        return "expand_dims({g}, -1) * {1}"
    if ranks == (1, 2):
        return "{1} @ {g}"
    if ranks[0] == 1:
        return "sum({1} * expand_dims({g}, -2), axis=-1)"
    return "{g} @ " + _flipped("{1}", ranks[1])


def _right_local(shapes: Sequence[Shape], settings: Settings) -> str:
    ranks = len(shapes[0]), len(shapes[1])
    if ranks == (1, 1):
        return "{0}"
    if ranks[1] == 1 and ranks[0] > 2:
        return f"sum({_flipped('{0}', ranks[0])} * expand_dims({{g}}, -2), axis=-1)"
    if ranks == (1, 2):
        return "outer({0}, {g})"
    if ranks[0] == 1:
        return "expand_dims({0}, -1) * expand_dims({g}, -2)"
    return _flipped("{0}", ranks[0]) + " @ {g}"


def _outer_shape(x: Shape, y: Shape) -> Shape:
    return (prod(x), prod(y))


# Subscripts of einsum: letters of each argument, letters of the output.
Letters = tuple[list[str], str]


def _letters(subscripts: Any, shapes: Sequence[Shape]) -> Letters:
    """Read ``"ij,jk->ik"``; ``...`` becomes letters of its own."""
    if not isinstance(subscripts, str):
        raise Misfit("the subscripts must be a text such as 'ij,jk->ik'")
    text = subscripts.replace(" ", "")
    before, arrow, output = text.partition("->")
    parts = before.split(",")
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
        whole.append(part)
    if arrow:
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
    sizes: dict[str, int] = {}
    for part, shape in zip(letters, shapes, strict=True):
        for letter, size in zip(part, shape, strict=True):
            if sizes.setdefault(letter, size) != size:
                raise Misfit(f"the sizes {sizes[letter]} and {size} of {letter!r} must be equal")
    return sizes


def _einsum_shape(*shapes: Shape, subscripts: Any) -> Shape:
    letters, output = _letters(subscripts, shapes)
    sizes = _sizes(letters, shapes)
    return tuple(sizes[letter] for letter in output)


def _einsum_work(*shapes: Shape, subscripts: Any) -> int:
    return prod(_sizes(_letters(subscripts, shapes)[0], shapes).values())


def _einsum(*args: Any, subscripts: str) -> Any:
    letters, output = _letters(subscripts, [np.shape(one) for one in args])
    return np.einsum(",".join(letters) + "->" + output, *args, optimize="greedy")


def _einsum_back(slot: int, g: Any, z: Any, *args: Any, subscripts: str) -> Any:
    shapes = [shape_of(one) for one in args]
    text, places = _back_letters(slot, shapes, subscripts)
    others = [one for place, one in enumerate(args) if place != slot]
    return EINSUM(
        g,
        *others,
        *[np.eye(sizes[0]) if len(sizes) > 1 else np.ones(sizes) for sizes in places],
        subscripts=text,
    )


def _back_letters(
    slot: int, shapes: Sequence[Shape], subscripts: str
) -> tuple[str, list[tuple[int, ...]]]:
    """The subscripts of a gradient, and the shapes of what is multiplied in.

    A letter that only this argument has was summed away: a vector of ones spreads the gradient
    along it. A letter that it has twice was its diagonal: an identity puts the gradient there.
    """
    letters, output = _letters(subscripts, shapes)
    sizes = _sizes(letters, shapes)
    mine = letters[slot]
    others = [part for place, part in enumerate(letters) if place != slot]
    there = set(output + "".join(others))
    spare = iter(letter for letter in ascii_letters if letter not in sizes)
    helpers: list[str] = []
    places: list[tuple[int, ...]] = []
    wanted = ""
    for place, letter in enumerate(mine):
        if letter in mine[:place]:
            fresh = next(spare)
            helpers.append(letter + fresh)
            places.append((sizes[letter], sizes[letter]))
            wanted += fresh
            continue
        if letter not in there:
            helpers.append(letter)
            places.append((sizes[letter],))
        wanted += letter
    return ",".join([output, *others, *helpers]) + "->" + wanted, places


def _einsum_local(shapes: Sequence[Shape], settings: Settings) -> str:
    slot = settings["slot"]
    text, places = _back_letters(slot, shapes, settings["subscripts"])
    others = [f"{{{place}}}" for place in range(len(shapes)) if place != slot]
    helpers = [f"eye({sizes[0]})" if len(sizes) > 1 else f"ones({sizes[0]})" for sizes in places]
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
                (axis_of(one, len(x)), axis_of(other, len(y)))
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
    if any(len(set(places)) < len(pairs) for places in zip(*pairs, strict=True)):
        raise Misfit("an axis is named twice")
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


def _tensordot_back(slot: int) -> Callable[..., Any]:
    def rule(g: Any, z: Any, x: Any, y: Any, axes: Any = 2) -> Any:
        text = _contraction(shape_of(x), shape_of(y), axes)
        return _einsum_back(slot, g, z, x, y, subscripts=text)

    return rule


def _tensordot_local(shapes: Sequence[Shape], settings: Settings) -> str:
    text = _contraction(shapes[0], shapes[1], settings.get("axes", 2))
    return _einsum_local(shapes, {"subscripts": text, "slot": settings["slot"]})


def _trace_shape(shape: Shape) -> Shape:
    if len(shape) < 2:
        raise Misfit("a trace needs a matrix")
    return shape[2:]


def _trace_back(g: Any, z: Any, x: Any) -> Any:
    rows, columns, *rest = shape_of(x)
    return np.eye(rows, columns).reshape((rows, columns, *[1] * len(rest))) * g


def _trace_local(shapes: Sequence[Shape], settings: Settings) -> str:
    rows, columns, *rest = shapes[0]
    one = f"eye({rows}, {columns})"
    return (
        f"{{g}} * reshape({one}, {(rows, columns, *[1] * len(rest))})" if rest else f"{{g}} * {one}"
    )


def _det_shape(shape: Shape) -> Shape:
    return squares(shape)[:-2]


def _lift(g: Any) -> Any:
    """A number for each matrix, so that it multiplies the matrix."""
    return np.reshape(g, (*shape_of(g), 1, 1))


def _cofactors(x: Any) -> Any:
    """What the determinant's slope is: defined for a singular matrix too, by its SVD."""
    u, s, v = np.linalg.svd(x)
    n = s.shape[-1]
    others = np.stack([np.prod(np.delete(s, i, axis=-1), axis=-1) for i in range(n)], axis=-1)
    sign = np.linalg.det(u) * np.linalg.det(v)
    return sign[..., None, None] * ((u * others[..., None, :]) @ v)


def _cofactors_back(g: Any, z: Any, x: Any) -> Any:
    inverse = _flip(INV(x))
    along = np.sum(g * inverse, axis=(-2, -1), keepdims=True)
    return _lift(DET(x)) * (along * inverse - inverse @ _flip(g) @ inverse)


def _solve_shape(a: Shape, b: Shape) -> Shape:
    squares(a)
    if not b:
        raise Misfit("the right side must be a vector or a matrix")
    rows = b[-1] if len(b) == 1 else b[-2]
    if rows != a[-1]:
        raise Misfit(f"the matrix has {a[-1]} rows, the right side {rows}")
    return a[:-2] + b if len(b) == 1 else broadcast(a[:-2], b[:-2]) + b[-2:]


def _solve_matrix(g: Any, z: Any, a: Any, b: Any) -> Any:
    pulled = SOLVE(_flip(a), g) if len(shape_of(b)) > 1 else _solved(a, g)
    if len(shape_of(b)) > 1:
        return -(pulled @ _flip(z))
    return -(np.expand_dims(pulled, -1) * np.expand_dims(z, -2))


def _solved(a: Any, g: Any) -> Any:
    """The transposed system, for one vector a matrix."""
    if len(shape_of(g)) == 1:
        return SOLVE(_flip(a), g)
    return np.squeeze(SOLVE(_flip(a), np.expand_dims(g, -1)), -1)


def _solve_right(g: Any, z: Any, a: Any, b: Any) -> Any:
    return SOLVE(_flip(a), g) if len(shape_of(b)) > 1 else _solved(a, g)


def _solve_local(shapes: Sequence[Shape], settings: Settings) -> str:
    flipped = _flipped("{0}", len(shapes[0]))
    if len(shapes[1]) == 1 and len(shapes[0]) > 2:
        pulled = f"squeeze(solve({flipped}, expand_dims({{g}}, -1)), -1)"
    else:
        pulled = f"solve({flipped}, {{g}})"
    if settings["slot"]:
        return pulled
    if len(shapes[1]) == 1:
        return f"-(expand_dims({pulled}, -1) * expand_dims({{z}}, -2))"
    return f"-({pulled} @ {_flipped('{z}', len(_solve_shape(*shapes)))})"


def _inverse_local(shapes: Sequence[Shape], settings: Settings) -> str:
    flipped = _flipped("{z}", len(shapes[0]))
    return f"-({flipped} @ {{g}} @ {flipped})"


def _det_local(shapes: Sequence[Shape], settings: Settings) -> str:
    rank = len(shapes[0])
    lifted = "{g} * {z}" if rank == 2 else f"reshape({{g}} * {{z}}, {(*shapes[0][:-2], 1, 1)})"
    return f"{lifted} * {_flipped('inv({0})', rank)}"


def _cubed(*shapes: Shape) -> int:
    """About as many multiply-adds as an elimination takes."""
    return prod(shapes[0]) * shapes[0][-1]


MATMUL = Gate(
    "matmul",
    form="{0} @ {1}",
    symbol="@",
    role=SWITCHER,
    forward=np.matmul,
    vjp=(_left, _right),
    local=(_left_local, _right_local),
    why=(OTHER,),
    latex=r"{0} \, {1}",
    binds=PRODUCT,
    shape=matrix_product,
    work=product_work,
    samples=tuple(
        Sample(shapes)
        for shapes in (
            ((3,), (3,)),
            ((2, 3), (3,)),
            ((3,), (3, 2)),
            ((2, 3), (3, 4)),
            ((5, 2, 3), (5, 3, 2)),
            ((5, 2, 3), (3, 4)),
            ((2, 3), (4, 3, 2)),
            ((5, 2, 3), (3,)),
            ((3,), (5, 3, 2)),
            ((2, 1, 2, 3), (4, 3, 2)),
        )
    ),
)
OUTER = Gate(
    "outer",
    form="outer({0}, {1})",
    symbol="⊗",
    role=SWITCHER,
    forward=np.outer,
    vjp=(
        lambda g, z, x, y: np.reshape(g @ np.reshape(y, -1), shape_of(x)),
        lambda g, z, x, y: np.reshape(np.reshape(x, -1) @ g, shape_of(y)),
    ),
    local=(
        lambda shapes, settings: f"reshape({{g}} @ ravel({{1}}), {shapes[0]})",
        lambda shapes, settings: f"reshape(ravel({{0}}) @ {{g}}, {shapes[1]})",
    ),
    why=(OTHER,),
    latex=r"{0} \otimes {1}",
    shape=_outer_shape,
    samples=(Sample(((3,), (2,))), Sample(((2, 2), (3,)))),
)
EINSUM = Gate(
    "einsum",
    form="",
    symbol="einsum",
    role=SWITCHER,
    forward=_einsum,
    vjp=(_einsum_back,),
    local=(_einsum_local,),
    why=("the other inputs",),
    variadic=True,
    leads=True,
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
    ),
)
TENSORDOT = Gate(
    "tensordot",
    form="tensordot({0}, {1})",
    symbol="tensordot",
    role=SWITCHER,
    forward=lambda x, y, axes=2: np.tensordot(x, y, axes=axes),
    vjp=(_tensordot_back(0), _tensordot_back(1)),
    local=(_tensordot_local, _tensordot_local),
    why=(OTHER,),
    latex=operator("tensordot") + r"\left({0},\, {1}\right)",
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
TRACE = Gate(
    "trace",
    form="trace({0})",
    symbol="tr",
    role=SPREADER,
    forward=np.trace,
    vjp=(_trace_back,),
    local=(_trace_local,),
    why=("",),
    latex=r"\operatorname{{tr}}\left({0}\right)",
    shape=_trace_shape,
    samples=(Sample(((3, 3),)), Sample(((2, 3),)), Sample(((2, 2, 3),))),
)
INV = Gate(
    "inv",
    form="inv({0})",
    symbol="inv",
    role=MIXER,
    forward=np.linalg.inv,
    vjp=(lambda g, z, x: -(_flip(z) @ g @ _flip(z)),),
    local=(_inverse_local,),
    why=("its output on both sides",),
    latex=r"{0}^{{-1}}",
    shape=squares,
    work=_cubed,
    samples=(Sample(((3, 3),)), Sample(((2, 2, 2),))),
)
DET = Gate(
    "det",
    form="det({0})",
    symbol="det",
    role=MIXER,
    forward=np.linalg.det,
    vjp=(lambda g, z, x: _lift(g) * COFACTORS(x),),
    local=(_det_local,),
    why=("the determinant times the transposed inverse",),
    latex=r"\det\left({0}\right)",
    shape=_det_shape,
    work=_cubed,
    samples=(Sample(((3, 3),)), Sample(((2, 2, 2),))),
)
COFACTORS: Gate = Gate(
    "cofactors",
    form="cofactors({0})",
    symbol="cof",
    role=MIXER,
    forward=_cofactors,
    vjp=(_cofactors_back,),
    local=(None,),
    latex=r"\operatorname{{cof}}\left({0}\right)",
    shape=squares,
    work=_cubed,
    samples=(Sample(((3, 3),)), Sample(((2, 2, 2),))),
    hidden=True,
)
SOLVE = Gate(
    "solve",
    form="solve({0}, {1})",
    symbol="solve",
    role=MIXER,
    forward=np.linalg.solve,
    vjp=(_solve_matrix, _solve_right),
    local=(_solve_local, _solve_local),
    why=("the solution of the transposed system",),
    latex=r"{0}^{{-1}} \, {1}",
    shape=_solve_shape,
    work=_cubed,
    samples=(
        Sample(((3, 3), (3,))),
        Sample(((3, 3), (3, 2))),
        Sample(((2, 3, 3), (2, 3, 2))),
        Sample(((2, 3, 3), (3,))),
    ),
)

ROWS = (MATMUL, OUTER, EINSUM, TENSORDOT, TRACE, INV, DET, COFACTORS, SOLVE)
