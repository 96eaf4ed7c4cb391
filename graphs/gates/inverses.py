"""Inverse, determinant, cofactors, and solutions of linear systems."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from graphs.gates.matrices import matrix_transpose, matrix_transpose_text
from graphs.gates.products import PRODUCTS_OF_OTHERS
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
    square_matrices,
)


def _det_shape(shape: Shape) -> Shape:
    return square_matrices(shape)[:-2]


def _as_matrices(g: Any) -> Any:
    """One number per matrix, reshaped so that it multiplies the matrix."""
    return np.reshape(g, (*shape_of(g), 1, 1))


def _with_sign(u: Any, s: Any, v: Any) -> Any:
    """u · s · v times the determinants of u and v, for a matrix s; 0 where it is but rounding."""
    total = u @ s @ v
    rounding = 4 * np.finfo(np.float64).eps * (np.abs(u) @ np.abs(s) @ np.abs(v))
    sign = np.linalg.det(u) * np.linalg.det(v)
    return sign[..., None, None] * np.where(np.abs(total) <= rounding, 0.0, total)


def _cofactors(x: Any) -> Any:
    """The cofactor matrix, the derivative of the determinant; by SVD, so that it is defined for a
    singular matrix too."""
    u, s, v = np.linalg.svd(x)
    others = PRODUCTS_OF_OTHERS(s, axis=-1)
    return _with_sign(u, others[..., None] * np.eye(s.shape[-1]), v)


def _change_of_cofactors(x: Any, direction: Any) -> Any:
    """How the cofactors change as the matrix moves: also by SVD, of the matrix alone.

    In its axes the cell (i, k) of the direction counts the product of the singular values but i
    and k: on the diagonal towards every other place there, else against the turned cell.
    """
    u, s, v = np.linalg.svd(x)
    moved = matrix_transpose(u) @ direction @ matrix_transpose(v)
    one = np.eye(s.shape[-1])
    pairs = PRODUCTS_OF_OTHERS(np.where(one, 1.0, s[..., None, :]), axis=-1) * (1.0 - one)
    along = np.sum(pairs * np.diagonal(moved, axis1=-2, axis2=-1)[..., None, :], axis=-1)
    return _with_sign(u, along[..., None] * one - pairs * matrix_transpose(moved), v)


def _third_change_vjp(g: Any, z: Any, x: Any, direction: Any) -> Any:
    # The derivative of det · (tr(iG) tr(iU) − tr(iGiU)), where i is the inverse.
    inverse = INV(x)
    by_g, by_d = inverse @ g, inverse @ direction
    trace_g, trace_d = (_traces(it) for it in (by_g, by_d))
    both, turned = by_g @ by_d, by_d @ by_g
    total = (
        (trace_g * trace_d - _traces(both)) * inverse
        - trace_g * (by_d @ inverse)
        - trace_d * (by_g @ inverse)
        + (both + turned) @ inverse
    )
    return _as_matrices(DET(x)) * matrix_transpose(total)


def _traces(x: Any) -> Any:
    """The trace of each matrix, as a matrix of one cell."""
    return np.sum(x * np.eye(shape_of(x)[-1]), axis=(-2, -1), keepdims=True)


def _two_square_matrices(x: Shape, direction: Shape) -> Shape:
    if x != direction:
        raise Misfit(f"a direction of shape {direction} for a matrix of shape {x}")
    return square_matrices(x)


def _solve_shape(a: Shape, b: Shape) -> Shape:
    square_matrices(a)
    if not b:
        raise Misfit("the right side must be a vector or a matrix")
    rows = b[-1] if len(b) == 1 else b[-2]
    if rows != a[-1]:
        raise Misfit(f"the matrix has {a[-1]} rows, the right side {rows}")
    return a[:-2] + b if len(b) == 1 else broadcast(a[:-2], b[:-2]) + b[-2:]


def _solve_matrix_vjp(g: Any, z: Any, a: Any, b: Any) -> Any:
    solution = SOLVE(matrix_transpose(a), g) if len(shape_of(b)) > 1 else _solve_transposed(a, g)
    if len(shape_of(b)) > 1:
        return -(solution @ matrix_transpose(z))
    return -(np.expand_dims(solution, -1) * np.expand_dims(z, -2))


def _solve_transposed(a: Any, g: Any) -> Any:
    """The solution of the transposed system, with one right side per matrix."""
    if len(shape_of(g)) == 1:
        return SOLVE(matrix_transpose(a), g)
    return np.squeeze(SOLVE(matrix_transpose(a), np.expand_dims(g, -1)), -1)


def _solve_right_vjp(g: Any, z: Any, a: Any, b: Any) -> Any:
    return SOLVE(matrix_transpose(a), g) if len(shape_of(b)) > 1 else _solve_transposed(a, g)


def _solve_local(shapes: Sequence[Shape], settings: Settings) -> str:
    transposed = matrix_transpose_text("{0}", len(shapes[0]))
    if len(shapes[1]) == 1 and len(shapes[0]) > 2:
        solution = f"squeeze(solve({transposed}, expand_dims({{g}}, -1)), -1)"
    else:
        solution = f"solve({transposed}, {{g}})"
    if settings["slot"]:
        return solution
    if len(shapes[1]) == 1:
        return f"-(expand_dims({solution}, -1) * expand_dims({{z}}, -2))"
    return f"-({solution} @ {matrix_transpose_text('{z}', len(_solve_shape(*shapes)))})"


def _inverse_local(shapes: Sequence[Shape], settings: Settings) -> str:
    transposed = matrix_transpose_text("{z}", len(shapes[0]))
    return f"-({transposed} @ {{g}} @ {transposed})"


def _det_local(shapes: Sequence[Shape], settings: Settings) -> str:
    rank = len(shapes[0])
    lifted = "{g} * {z}" if rank == 2 else f"reshape({{g}} * {{z}}, {(*shapes[0][:-2], 1, 1)})"
    return f"{lifted} * {matrix_transpose_text('inv({0})', rank)}"


def _elimination_work(*shapes: Shape) -> int:
    """About the multiply-adds of an elimination."""
    return prod(shapes[0]) * shapes[0][-1]


INV = Gate(
    "inv",
    form="inv({0})",
    symbol="inv",
    role=MIXER,
    forward=np.linalg.inv,
    vjp=(lambda g, z, x: -(matrix_transpose(z) @ g @ matrix_transpose(z)),),
    local=(_inverse_local,),
    why=("The inverse shrinks as {0} grows: minus its transpose on both sides of upstream.",),
    latex=r"{0}^{{-1}}",
    shape=square_matrices,
    work=_elimination_work,
    samples=(Sample(((3, 3),)), Sample(((2, 2, 2),))),
)


DET = Gate(
    "det",
    form="det({0})",
    symbol="det",
    role=MIXER,
    forward=np.linalg.det,
    vjp=(lambda g, z, x: _as_matrices(g) * COFACTORS(x),),
    local=(_det_local,),
    why=("A cell moves the determinant by its cofactor.",),
    latex=r"\det\left({0}\right)",
    shape=_det_shape,
    work=_elimination_work,
    samples=(Sample(((3, 3),)), Sample(((2, 2, 2),))),
)


COFACTORS: Gate = Gate(
    "cofactors",
    form="cofactors({0})",
    symbol="cof",
    role=MIXER,
    forward=_cofactors,
    vjp=(lambda g, z, x: CHANGE_OF_COFACTORS(x, g),),
    local=(None,),
    latex=r"\operatorname{{cof}}\left({0}\right)",
    shape=square_matrices,
    work=_elimination_work,
    samples=(Sample(((3, 3),)), Sample(((2, 2, 2),))),
    hidden=True,
)


CHANGE_OF_COFACTORS: Gate = Gate(
    "change_of_cofactors",
    form="change_of_cofactors({0}, {1})",
    symbol="Δcof",
    role=MIXER,
    forward=_change_of_cofactors,
    vjp=(_third_change_vjp, lambda g, z, x, direction: CHANGE_OF_COFACTORS(x, g)),
    local=(None, None),
    latex=r"\Delta\operatorname{{cof}}\left({0},\, {1}\right)",
    shape=_two_square_matrices,
    work=_elimination_work,
    samples=(Sample(((3, 3), (3, 3))), Sample(((2, 2, 2), (2, 2, 2)))),
    hidden=True,
)


SOLVE = Gate(
    "solve",
    form="solve({0}, {1})",
    symbol="solve",
    role=MIXER,
    forward=np.linalg.solve,
    vjp=(_solve_matrix_vjp, _solve_right_vjp),
    local=(_solve_local, _solve_local),
    why=("Solving backward means solving with {0} transposed.",),
    latex=r"{0}^{{-1}} \, {1}",
    shape=_solve_shape,
    work=_elimination_work,
    samples=(
        Sample(((3, 3), (3,))),
        Sample(((3, 3), (3, 2))),
        Sample(((2, 3, 3), (2, 3, 2))),
        Sample(((2, 3, 3), (3,))),
    ),
)

ROWS = (INV, DET, COFACTORS, CHANGE_OF_COFACTORS, SOLVE)
