"""Gates that undo a product of matrices: inverse, determinant, solutions of systems."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from graphs.gates.matrices import flip, flipped
from graphs.gates.row import (
    MIXER,
    Gate,
    Sample,
    Settings,
    shape_of,
)
from graphs.gates.shapes import (
    Misfit,
    Shape,
    broadcast,
    squares,
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
    inverse = flip(INV(x))
    along = np.sum(g * inverse, axis=(-2, -1), keepdims=True)
    return _lift(DET(x)) * (along * inverse - inverse @ flip(g) @ inverse)


def _solve_shape(a: Shape, b: Shape) -> Shape:
    squares(a)
    if not b:
        raise Misfit("the right side must be a vector or a matrix")
    rows = b[-1] if len(b) == 1 else b[-2]
    if rows != a[-1]:
        raise Misfit(f"the matrix has {a[-1]} rows, the right side {rows}")
    return a[:-2] + b if len(b) == 1 else broadcast(a[:-2], b[:-2]) + b[-2:]


def _solve_matrix(g: Any, z: Any, a: Any, b: Any) -> Any:
    pulled = SOLVE(flip(a), g) if len(shape_of(b)) > 1 else _solved(a, g)
    if len(shape_of(b)) > 1:
        return -(pulled @ flip(z))
    return -(np.expand_dims(pulled, -1) * np.expand_dims(z, -2))


def _solved(a: Any, g: Any) -> Any:
    """The transposed system, for one vector a matrix."""
    if len(shape_of(g)) == 1:
        return SOLVE(flip(a), g)
    return np.squeeze(SOLVE(flip(a), np.expand_dims(g, -1)), -1)


def _solve_right(g: Any, z: Any, a: Any, b: Any) -> Any:
    return SOLVE(flip(a), g) if len(shape_of(b)) > 1 else _solved(a, g)


def _solve_local(shapes: Sequence[Shape], settings: Settings) -> str:
    turned = flipped("{0}", len(shapes[0]))
    if len(shapes[1]) == 1 and len(shapes[0]) > 2:
        pulled = f"squeeze(solve({turned}, expand_dims({{g}}, -1)), -1)"
    else:
        pulled = f"solve({turned}, {{g}})"
    if settings["slot"]:
        return pulled
    if len(shapes[1]) == 1:
        return f"-(expand_dims({pulled}, -1) * expand_dims({{z}}, -2))"
    return f"-({pulled} @ {flipped('{z}', len(_solve_shape(*shapes)))})"


def _inverse_local(shapes: Sequence[Shape], settings: Settings) -> str:
    turned = flipped("{z}", len(shapes[0]))
    return f"-({turned} @ {{g}} @ {turned})"


def _det_local(shapes: Sequence[Shape], settings: Settings) -> str:
    rank = len(shapes[0])
    lifted = "{g} * {z}" if rank == 2 else f"reshape({{g}} * {{z}}, {(*shapes[0][:-2], 1, 1)})"
    return f"{lifted} * {flipped('inv({0})', rank)}"


def _cubed(*shapes: Shape) -> int:
    """About as many multiply-adds as an elimination takes."""
    return prod(shapes[0]) * shapes[0][-1]


INV = Gate(
    "inv",
    form="inv({0})",
    symbol="inv",
    role=MIXER,
    forward=np.linalg.inv,
    vjp=(lambda g, z, x: -(flip(z) @ g @ flip(z)),),
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

ROWS = (INV, DET, COFACTORS, SOLVE)
