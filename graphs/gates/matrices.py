"""Products of matrices and vectors, outer products, traces."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from graphs.gates.row import (
    PRODUCT,
    SPREADER,
    SWITCHER,
    Gate,
    Sample,
    Settings,
    shape_of,
)
from graphs.gates.shapes import (
    Misfit,
    Shape,
    matmul_shape,
    matmul_work,
)

PRODUCTS = (
    "Every product with {x} counts by its other factor, so the gradient is multiplied by those."
)


def _matmul_left_reason(args: Sequence[Any]) -> str:
    rank = np.ndim(args[1])
    if rank == 1:
        return "{0} meets the vector {1}, so its gradient is upstream times {1}."
    return (
        "Each row of {0} meets all of {1}, so its gradient sums over the columns: upstream times "
        "{1} transposed."
    )


def _matmul_right_reason(args: Sequence[Any]) -> str:
    ranks = np.ndim(args[0]), np.ndim(args[1])
    if ranks[0] == 1:
        return "{1} meets the vector {0}, so its gradient is {0} times upstream."
    rows = np.shape(args[0])[-2]
    return (
        f"{{1}} meets each of the {rows} rows of {{0}}, so its gradient sums over the rows: "
        "{0} transposed, times upstream."
    )


def matrix_transpose(x: Any) -> Any:
    """Each matrix transposed: the last two axes swapped, as np.matrix_transpose does."""
    rank = len(shape_of(x))
    if rank == 2:
        return np.transpose(x)
    return np.transpose(x, (*range(rank - 2), rank - 1, rank - 2))


def matrix_transpose_text(name: str, rank: int) -> str:
    """The same in the language that the reader types."""
    if rank == 2:
        return name + ".T"
    return f"transpose({name}, axes={(*range(rank - 2), rank - 1, rank - 2)})"


def _matmul_left_vjp(g: Any, z: Any, x: Any, y: Any) -> Any:
    ranks = len(shape_of(x)), len(shape_of(y))
    if ranks == (1, 1):  # x (k) @ y (k) -> z ()
        return g * y
    if ranks[1] == 1:  # x (…, n, k) @ y (k) -> z (…, n)
        return np.expand_dims(g, -1) * y
    if ranks[0] == 1:  # x (k) @ y (…, k, m) -> z (…, m)
        return np.sum(y * np.expand_dims(g, -2), axis=-1)
    return g @ matrix_transpose(y)  # x (…, n, k) @ y (…, k, m) -> z (…, n, m)


def _matmul_right_vjp(g: Any, z: Any, x: Any, y: Any) -> Any:
    ranks = len(shape_of(x)), len(shape_of(y))
    if ranks == (1, 1):
        return g * x
    if ranks == (2, 1):  # x (n, k) @ y (k) -> z (n)
        return matrix_transpose(x) @ g
    if ranks[1] == 1:
        return np.sum(matrix_transpose(x) * np.expand_dims(g, -2), axis=-1)
    if ranks[0] == 1:
        return np.expand_dims(x, -1) * np.expand_dims(g, -2)
    return matrix_transpose(x) @ g


def _matmul_left_local(shapes: Sequence[Shape], settings: Settings) -> str:
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
    return "{g} @ " + matrix_transpose_text("{1}", ranks[1])


def _matmul_right_local(shapes: Sequence[Shape], settings: Settings) -> str:
    ranks = len(shapes[0]), len(shapes[1])
    if ranks == (1, 1):
        return "{0}"
    if ranks[1] == 1 and ranks[0] > 2:
        return f"sum({matrix_transpose_text('{0}', ranks[0])} * expand_dims({{g}}, -2), axis=-1)"
    if ranks == (1, 2):
        return "outer({0}, {g})"
    if ranks[0] == 1:
        return "expand_dims({0}, -1) * expand_dims({g}, -2)"
    return matrix_transpose_text("{0}", ranks[0]) + " @ {g}"


def _outer_shape(x: Shape, y: Shape) -> Shape:
    return (prod(x), prod(y))


def _trace_shape(shape: Shape) -> Shape:
    if len(shape) < 2:
        raise Misfit("a trace needs a matrix")
    return shape[2:]


def _trace_vjp(g: Any, z: Any, x: Any) -> Any:
    rows, columns, *rest = shape_of(x)
    return np.eye(rows, columns).reshape((rows, columns, *[1] * len(rest))) * g


def _trace_local(shapes: Sequence[Shape], settings: Settings) -> str:
    rows, columns, *rest = shapes[0]
    one = f"eye({rows}, {columns})"
    return (
        f"{{g}} * reshape({one}, {(rows, columns, *[1] * len(rest))})" if rest else f"{{g}} * {one}"
    )


MATMUL = Gate(
    "matmul",
    form="{0} @ {1}",
    symbol="@",
    role=SWITCHER,
    forward=np.matmul,
    vjp=(_matmul_left_vjp, _matmul_right_vjp),
    local=(_matmul_left_local, _matmul_right_local),
    says="{0} times {1}",
    why=(_matmul_left_reason, _matmul_right_reason),
    latex=r"{0} \, {1}",
    precedence=PRODUCT,
    shape=matmul_shape,
    work=matmul_work,
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
    why=(PRODUCTS,),
    latex=r"{0} \otimes {1}",
    shape=_outer_shape,
    samples=(Sample(((3,), (2,))), Sample(((2, 2), (3,)))),
)


TRACE = Gate(
    "trace",
    form="trace({0})",
    symbol="tr",
    role=SPREADER,
    forward=np.trace,
    vjp=(_trace_vjp,),
    local=(_trace_local,),
    why=("Only the diagonal is summed, so only its cells get the gradient.",),
    latex=r"\operatorname{{tr}}\left({0}\right)",
    shape=_trace_shape,
    samples=(Sample(((3, 3),)), Sample(((2, 3),)), Sample(((2, 2, 3),))),
)

ROWS = (MATMUL, OUTER, TRACE)
