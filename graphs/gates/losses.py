"""The gates that recognised patterns are fused into, each with a simple gradient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.gates.functions import SIGMOID
from graphs.gates.items import ADD_AT, INDEX, IndexArray, Key, index_shape
from graphs.gates.reductions import restore_axes
from graphs.gates.row import (
    MIXER,
    REQUIRED,
    SCALER,
    Gate,
    Sample,
    Settings,
    latex_operator,
    shape_of,
)
from graphs.gates.shapes import Shape, reduced_shape, same_shape
from graphs.gates.softmax import LOG_SOFTMAX, SOFTMAX


def _length(x: Any, axis: Any) -> Any:
    return np.sqrt(np.sum(x * x, axis=axis, keepdims=True))


def _normalize(x: Any, axis: Any = None) -> Any:
    return x / _length(x, axis)


def _normalize_vjp(g: Any, z: Any, x: Any, axis: Any = None) -> Any:
    # The part of g orthogonal to z, over the length of x.
    return (g - z * np.sum(g * z, axis=axis, keepdims=True)) / _length(x, axis)


def _reduce_losses(logs: Any, reduction: str) -> Any:
    if reduction == "none":
        return -logs
    return -(np.mean(logs) if reduction == "mean" else np.sum(logs))


def _row_gradients(g: Any, shape: Shape, reduction: str) -> Any:
    """The upstream gradient for each row's loss."""
    if reduction == "none":
        return g
    each = g / float(np.prod(shape)) if reduction == "mean" else g
    return np.broadcast_to(restore_axes(each, np.zeros(shape), None, False), shape)


def _cross_entropy_at(x: Any, *indices: Any, key: Key, reduction: str = "none") -> Any:
    return _reduce_losses(INDEX(LOG_SOFTMAX(x), *indices, key=key), reduction)


def _cross_entropy_at_vjp(
    g: Any, z: Any, x: Any, *indices: Any, key: Key, reduction: str = "none"
) -> Any:
    shape = shape_of(x)
    rows = index_shape(shape, *(shape_of(index) for index in indices), key=key)
    right = ADD_AT(_row_gradients(g, rows, reduction), *indices, key=key, shape=shape)
    return SOFTMAX(x) * np.sum(right, axis=-1, keepdims=True) - right


def _cross_entropy_at_shape(
    shape: Shape, *indices: Shape, key: Key, reduction: str = "none"
) -> Shape:
    rows = index_shape(shape, *indices, key=key)
    return rows if reduction == "none" else ()


def _cross_entropy(x: Any, y: Any, reduction: str = "none") -> Any:
    return _reduce_losses(np.sum(y * LOG_SOFTMAX(x), axis=-1), reduction)


def _column_gradients(g: Any, x: Any, reduction: str) -> Any:
    each = _row_gradients(g, shape_of(x)[:-1], reduction)
    return np.reshape(each, (*shape_of(x)[:-1], 1))


def _scores_vjp(g: Any, z: Any, x: Any, y: Any, reduction: str = "none") -> Any:
    return _column_gradients(g, x, reduction) * (SOFTMAX(x) * np.sum(y, axis=-1, keepdims=True) - y)


def _targets_vjp(g: Any, z: Any, x: Any, y: Any, reduction: str = "none") -> Any:
    return _column_gradients(g, x, reduction) * -LOG_SOFTMAX(x)


def _cross_entropy_shape(x: Shape, y: Shape, *, reduction: str = "none") -> Shape:
    return reduced_shape(x, axis=-1, keepdims=False) if reduction == "none" else ()


def _local_over_rows(template: str) -> Any:
    """The ``local`` for one row or several, divided by N where the loss is their mean."""

    def local(shapes: Sequence[Shape], settings: Settings) -> str:
        rows = int(np.prod(shapes[0][:-1]))
        over = f" / {rows}" if settings.get("reduction") == "mean" and rows > 1 else ""
        lift = settings.get("reduction", "none") == "none" and len(shapes[0]) > 1
        return template.replace("<g>", "expand_dims({g}, -1)" if lift else "{g}") + over

    return local


NORMALIZE = Gate(
    "normalize",
    form="normalize({0})",
    symbol="x/‖x‖",
    role=MIXER,
    forward=_normalize,
    vjp=(_normalize_vjp,),
    local=(None,),
    why=("The length is set to 1, so only a change at a right angle to {z} counts.",),
    latex=latex_operator("normalize") + r"\left({0}\right)",
    shape=same_shape,
    settings={"axis": None},
    domain=((0.3, 2.0),),
    samples=(Sample(((3,),)), Sample(((2, 3),), {"axis": 1})),
    hidden=True,
)
CROSS_ENTROPY = Gate(
    "cross_entropy",
    form="cross_entropy({0}, {1})",
    symbol="CE",
    role=MIXER,
    forward=_cross_entropy,
    vjp=(_scores_vjp, _targets_vjp),
    local=(_local_over_rows("<g> * (softmax({0}) * sum({1}, axis=-1, keepdims=True) - {1})"), None),
    why=(
        "The loss falls as the right class gains: p − y, probabilities minus targets.",
        "A target is multiplied by minus the log of its probability.",
    ),
    latex=latex_operator("cross_entropy") + r"\left({0},\, {1}\right)",
    shape=_cross_entropy_shape,
    settings={"reduction": "none"},
    samples=(
        Sample(((3,), (3,))),
        Sample(((2, 3), (2, 3)), {"reduction": "mean"}),
        Sample(((2, 3), (2, 3)), {"reduction": "sum"}),
    ),
    hidden=True,
    display_name="cross-entropy",
)
LABELS = {"key": (IndexArray(0), IndexArray(1))}
CROSS_ENTROPY_AT = Gate(
    "cross_entropy_at",
    form=lambda settings: "cross_entropy({0})",
    symbol="CE",
    role=MIXER,
    forward=_cross_entropy_at,
    vjp=(_cross_entropy_at_vjp,),
    local=(None,),
    why=("The loss falls as the right class gains: p − y, with 1 at the right class.",),
    latex=lambda settings: latex_operator("cross_entropy") + r"\left({0}\right)",
    shape=_cross_entropy_at_shape,
    settings={"key": REQUIRED, "reduction": "none"},
    samples=(
        Sample(((3,),), {"key": (1,)}),
        Sample(((3, 4),), {**LABELS, "reduction": "mean"}, ([0.0, 1.0, 2.0], [1.0, 1.0, 3.0])),
        Sample(((2, 4),), LABELS, ([0.0, 1.0], [1.0, 3.0])),
    ),
    hidden=True,
    display_name="cross-entropy",
)
BINARY = Gate(
    "binary_cross_entropy",
    form="binary_cross_entropy({0}, {1})",
    symbol="BCE",
    role=SCALER,
    forward=lambda s, y: np.logaddexp(0.0, s) - s * y,
    vjp=(lambda g, z, s, y: g * (SIGMOID(s) - y), lambda g, z, s, y: -(g * s)),
    local=("sigmoid({0}) - {1}", "-{0}"),
    why=(
        "The gradient is p − y, the probability minus the label.",
        "The label is multiplied by minus the score.",
    ),
    latex=latex_operator("BCE") + r"\left({0},\, {1}\right)",
    domain=((-2.0, 2.0), (0.0, 1.0)),
    hidden=True,
    display_name="sigmoid cross-entropy",
)

ROWS = (NORMALIZE, CROSS_ENTROPY, CROSS_ENTROPY_AT, BINARY)
