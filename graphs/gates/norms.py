"""Norms of vectors of every order, and the Frobenius norm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.gates.extremes import FIRST_MAX
from graphs.gates.reductions import AXES, SAMPLES, reduction_local, restore_axes
from graphs.gates.row import (
    MIXER,
    Gate,
    Sample,
    Settings,
)
from graphs.gates.shapes import Misfit, Shape, normalize_axes, reduced_shape


def _norm_shape(
    shape: Shape, *, ord: Any = None, axis: Any = None, keepdims: bool = False
) -> Shape:
    axes = normalize_axes(axis, len(shape))
    if ord not in (None, "fro") and len(axes) != 1:
        raise Misfit(
            f"ord={ord!r} is for vectors; of a matrix only the Frobenius norm (ord=None) is a gate"
        )
    if isinstance(ord, str) and ord != "fro":
        raise Misfit(f"there is no norm called {ord!r}")
    if not isinstance(ord, str | None) and not (isinstance(ord, int | float) and ord > 0):
        raise Misfit(f"ord must be a number greater than 0, not {ord!r}")
    if ord == np.inf and not all(shape[place] for place in axes):
        raise Misfit("there are no elements to choose from")
    return reduced_shape(shape, axis=axis, keepdims=keepdims)


def _norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    power = 2.0 if ord in (None, "fro") else float(ord)
    size = np.abs(x)
    if power == np.inf:
        return np.max(size, axis=axis, keepdims=keepdims, initial=0.0)
    top = np.max(size, axis=axis, keepdims=True, initial=0.0)
    top = np.where((top > 0.0) & np.isfinite(top), top, 1.0)  # squares of 1e200 do not overflow
    total = np.sum((size / top) ** power, axis=axis, keepdims=True) ** (1.0 / power) * top
    return total if keepdims else np.squeeze(total, axis=normalize_axes(axis, np.ndim(x)))


def _norm_vjp(
    g: Any, z: Any, x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False
) -> Any:
    power = 2.0 if ord in (None, "fro") else float(ord)
    g, z = restore_axes(g, x, axis, keepdims), restore_axes(z, x, axis, keepdims)
    if power == np.inf:
        return g * np.sign(x) * FIRST_MAX(np.absolute(x), axis=axis)
    size = np.where(np.equal(z, 0.0), 1.0, z)
    if power == 2.0:
        return g * (x / size)
    if power == 1.0:
        return g * np.sign(x)
    share = np.absolute(x) / size
    if power < 1.0:
        share = np.where(np.equal(x, 0.0), 1.0, share)
    return g * np.sign(x) * share ** (power - 1.0)


def _at_kink(z: Any, x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """Where the norm has no slope: at 0; where a number is 0, for orders up to 1; where several are
    the largest, for the order inf."""
    power = 2.0 if ord in (None, "fro") else float(ord)
    if power <= 1.0:
        return np.equal(x, 0.0)
    if power == np.inf:
        largest = np.equal(np.absolute(x), restore_axes(z, x, axis, keepdims))
        return np.equal(z, 0.0) | (np.sum(largest, axis=axis, keepdims=keepdims) > 1)
    return np.equal(z, 0.0)


def _norm_local(shapes: Sequence[Shape], settings: Settings) -> str:
    power = settings.get("ord")
    if power in (None, "fro", 2):
        return reduction_local("{g} * ({0} / {z})")(shapes, settings)
    if power == 1:
        return reduction_local("{g} * sign({0})")(shapes, settings)
    if power == np.inf:
        return reduction_local("{g} * sign({0}) * (abs({0}) == {z})")(shapes, settings)
    return reduction_local(f"{{g}} * sign({{0}}) * (abs({{0}}) / {{z}})**{float(power) - 1.0}")(
        shapes, settings
    )


NORM = Gate(
    "norm",
    form="norm({0})",
    symbol="‖x‖",
    role=MIXER,
    forward=_norm,
    numpy=np.linalg.norm,
    vjp=(_norm_vjp,),
    local=(_norm_local,),
    why=("The length grows fastest along {0} itself: {0} over its length.",),
    latex=r"\left\lVert {0} \right\rVert<axis>",
    shape=_norm_shape,
    settings={"ord": None, **AXES},
    samples=(
        *SAMPLES,
        Sample(((2, 3),), {"ord": 1, "axis": 1}),
        Sample(((2, 3),), {"ord": 3, "axis": 0}),
        Sample(((4,),), {"ord": np.inf}),
        Sample(((2, 3),), {"ord": "fro"}),
    ),
    tie=_at_kink,
    tie_explanation="its gradient at 0 is taken as 0, and of equal largest ones the first counts",
)

ROWS = (NORM,)
