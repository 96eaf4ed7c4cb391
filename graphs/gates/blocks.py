"""Matrices laid out from smaller arrays: a vector on a diagonal, an array for each number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.gates.matrices import PRODUCTS
from graphs.gates.row import MOVER, SWITCHER, Gate, Sample, Settings, latex_operator, shape_of
from graphs.gates.shapes import Misfit, Shape, whole_number


def _diag_shape(shape: Shape, *, k: Any = 0) -> Shape:
    whole_number("k", k)
    if len(shape) == 1:
        return (shape[0] + abs(k),) * 2
    if len(shape) != 2:
        raise Misfit("diag takes a vector or a matrix")
    rows, columns = shape
    return (max(min(rows, columns - k) if k >= 0 else min(rows + k, columns), 0),)


def _pads(shape: Shape, k: int) -> tuple[int, int, int]:
    """How many cells a diagonal of a matrix has, and how many of its rows or, below the main
    diagonal, columns come after it."""
    (length,) = _diag_shape(shape, k=k)
    return length, max(shape[0] - length, 0), max(shape[1] - length, 0)


def _diag_vjp(g: Any, z: Any, x: Any, k: int = 0) -> Any:
    shape = shape_of(x)
    if len({*shape}) == 1:  # a vector or a square matrix
        return np.diag(g, k)
    _, below, beside = _pads(shape, k)
    if k >= 0:  # cell (i, i + k) gets the gradient i
        return np.eye(shape[0], shape[1], k) * np.expand_dims(np.pad(g, (0, below)), 1)
    return np.eye(shape[0], shape[1], k) * np.pad(g, (0, beside))


def _diag_local(shapes: Sequence[Shape], settings: Settings) -> str:
    k, shape = settings.get("k", 0), shapes[0]
    if len({*shape}) == 1:
        return f"diag({{g}}, k={k})"
    _, below, beside = _pads(shape, k)
    if k >= 0:
        return f"eye({shape[0]}, {shape[1]}, {k}) * expand_dims(pad({{g}}, (0, {below})), 1)"
    return f"eye({shape[0]}, {shape[1]}, {k}) * pad({{g}}, (0, {beside}))"


def _kron_shape(x: Shape, y: Shape) -> Shape:
    return tuple(one * other for one, other in zip(*_ranked(x, y), strict=True))


def _ranked(x: Shape, y: Shape) -> tuple[Shape, Shape]:
    """Two shapes with as many axes, new ones first."""
    rank = max(len(x), len(y))
    return (1,) * (rank - len(x)) + x, (1,) * (rank - len(y)) + y


def _apart(x: Shape, y: Shape) -> tuple[Shape, Shape, Shape]:
    """The shape of a Kronecker product with each axis split in two, and that of its factors."""
    pairs = list(zip(*_ranked(x, y), strict=True))
    return (
        tuple(size for pair in pairs for size in pair),
        tuple(size for one, _ in pairs for size in (one, 1)),
        tuple(size for _, other in pairs for size in (1, other)),
    )


def _kron_vjp(slot: int) -> Any:
    def rule(g: Any, z: Any, x: Any, y: Any) -> Any:
        shapes = shape_of(x), shape_of(y)
        whole, *parts = _apart(*shapes)
        axes = tuple(range(1 - slot, len(whole), 2))
        other = np.reshape((x, y)[1 - slot], parts[1 - slot])
        terms = np.reshape(g, whole) * other
        return np.reshape(np.sum(terms, axis=axes) if axes else terms, shapes[slot])

    return rule


def _kron_local(slot: int) -> Any:
    def local(shapes: Sequence[Shape], settings: Settings) -> str:
        whole, *parts = _apart(*shapes)
        axes = tuple(range(1 - slot, len(whole), 2))
        if not axes:
            return f"{{{1 - slot}}}"
        terms = f"reshape({{g}}, {whole}) * reshape({{{1 - slot}}}, {parts[1 - slot]})"
        return f"reshape(sum({terms}, axis={axes}), {shapes[slot]})"

    return local


DIAG = Gate(
    "diag",
    form="diag({0})",
    symbol="diag",
    role=MOVER,
    forward=np.diag,
    vjp=(_diag_vjp,),
    local=(_diag_local,),
    why=("The numbers of the diagonal move; their gradient moves back the same way.",),
    latex=latex_operator("diag") + r"\left({0}\right)",
    shape=_diag_shape,
    settings={"k": 0},
    samples=(
        Sample(((3,),)),
        Sample(((2,),), {"k": -1}),
        Sample(((3, 3),)),
        Sample(((2, 4),), {"k": 1}),
        Sample(((3, 2),), {"k": -1}),
    ),
)

KRON = Gate(
    "kron",
    form="kron({0}, {1})",
    symbol="⊗",
    role=SWITCHER,
    forward=np.kron,
    vjp=(_kron_vjp(0), _kron_vjp(1)),
    local=(_kron_local(0), _kron_local(1)),
    why=(PRODUCTS,),
    latex=r"{0} \otimes {1}",
    shape=_kron_shape,
    samples=(
        Sample(((2, 2), (2, 3))),
        Sample(((3,), (2,))),
        Sample(((2, 2), (3,))),
        Sample(((), (2, 2))),
    ),
)

ROWS = (DIAG, KRON)
