"""The log of a sum of exponentials and its slope, the softmax."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.gates.reductions import reduction_row, restore_axes
from graphs.gates.row import (
    MIXER,
    Gate,
    Sample,
    latex_operator,
)
from graphs.gates.shapes import nonempty, normalize_axes, reduced_shape, same_shape


def _logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    top = np.max(x, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    whole = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return whole if keepdims else np.squeeze(whole, axis=normalize_axes(axis, np.ndim(x)))


def _logsumexp_vjp(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    z = restore_axes(z, x, axis, keepdims)
    shift = np.where(np.equal(z, -np.inf), 0.0, z)  # of nothing but -inf no element has a share
    return restore_axes(g, x, axis, keepdims) * np.exp(x - shift)


def _plain_logsumexp_vjp(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return restore_axes(g, x, axis, keepdims) * np.exp(x - restore_axes(z, x, axis, keepdims))


def _softmax(x: Any, axis: Any = -1) -> Any:
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def _softmax_vjp(g: Any, z: Any, x: Any, axis: Any = -1) -> Any:
    return z * (g - np.sum(g * z, axis=axis, keepdims=True))


def _log_softmax_vjp(g: Any, z: Any, x: Any, axis: Any = -1) -> Any:
    return g - np.exp(z) * np.sum(g, axis=axis, keepdims=True)


SOFTMAX_SAMPLES = (Sample(((3,),)), Sample(((2, 3),)), Sample(((2, 3),), {"axis": 0}))


LOGSUMEXP = reduction_row(
    "logsumexp",
    _logsumexp,
    _logsumexp_vjp,
    "{g} * exp({0} - {z})",
    "Each number moves the log of the sum by its share, the softmax.",
    plain=(_plain_logsumexp_vjp,),
    shape=nonempty(reduced_shape),
)


SOFTMAX = Gate(
    "softmax",
    form="softmax({0})",
    symbol="softmax",
    role=MIXER,
    forward=_softmax,
    vjp=(_softmax_vjp,),
    local=(
        lambda shapes, settings: (
            f"{{z}} * ({{g}} - sum({{g}} * {{z}}, axis={settings.get('axis', -1)}, keepdims=True))"
        ),
    ),
    why=(
        "The outputs share a total of 1: what one gains the others lose, so their mean goes off.",
    ),
    latex=latex_operator("softmax") + r"<axis>\left({0}\right)",
    shape=nonempty(same_shape, axis=-1),
    settings={"axis": -1},
    samples=SOFTMAX_SAMPLES,
)


LOG_SOFTMAX = Gate(
    "log_softmax",
    form="log_softmax({0})",
    symbol="log softmax",
    role=MIXER,
    forward=lambda x, axis=-1: x - _logsumexp(x, axis=axis, keepdims=True),
    vjp=(_log_softmax_vjp,),
    local=(
        lambda shapes, settings: (
            f"{{g}} - exp({{z}}) * sum({{g}}, axis={settings.get('axis', -1)}, keepdims=True)"
        ),
    ),
    why=("Raising one score raises its log, and lowers all by its probability.",),
    latex=latex_operator("log_softmax") + r"<axis>\left({0}\right)",
    shape=nonempty(same_shape, axis=-1),
    settings={"axis": -1},
    samples=SOFTMAX_SAMPLES,
)

ROWS = (LOGSUMEXP, SOFTMAX, LOG_SOFTMAX)
