"""The log of a sum of exponentials and its slope, the softmax."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.gates.reductions import back, row
from graphs.gates.row import (
    MIXER,
    Gate,
    Sample,
    operator,
)
from graphs.gates.shapes import axes_of, filled, reduced, same


def _logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    top = np.max(x, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    whole = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return whole if keepdims else np.squeeze(whole, axis=axes_of(axis, np.ndim(x)))


def _logsumexp_rule(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return back(g, x, axis, keepdims) * np.exp(x - back(z, x, axis, keepdims))


def _softmax(x: Any, axis: Any = -1) -> Any:
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def _softmax_rule(g: Any, z: Any, x: Any, axis: Any = -1) -> Any:
    return z * (g - np.sum(g * z, axis=axis, keepdims=True))


def _log_softmax_rule(g: Any, z: Any, x: Any, axis: Any = -1) -> Any:
    return g - np.exp(z) * np.sum(g, axis=axis, keepdims=True)


SOFTMAX_SAMPLES = (Sample(((3,),)), Sample(((2, 3),)), Sample(((2, 3),), {"axis": 0}))


LOGSUMEXP = row(
    "logsumexp",
    _logsumexp,
    _logsumexp_rule,
    "{g} * exp({0} - {z})",
    "the softmax of its input",
    shape=filled(reduced),
)


SOFTMAX = Gate(
    "softmax",
    form="softmax({0})",
    symbol="softmax",
    role=MIXER,
    forward=_softmax,
    vjp=(_softmax_rule,),
    local=(
        lambda shapes, settings: (
            f"{{z}} * ({{g}} - sum({{g}} * {{z}}, axis={settings.get('axis', -1)}, keepdims=True))"
        ),
    ),
    why=("its output × (upstream - their weighted sum)",),
    latex=operator("softmax") + r"<axis>\left({0}\right)",
    shape=filled(same),
    settings={"axis": -1},
    samples=SOFTMAX_SAMPLES,
)


LOG_SOFTMAX = Gate(
    "log_softmax",
    form="log_softmax({0})",
    symbol="log softmax",
    role=MIXER,
    forward=lambda x, axis=-1: x - _logsumexp(x, axis=axis, keepdims=True),
    vjp=(_log_softmax_rule,),
    local=(
        lambda shapes, settings: (
            f"{{g}} - exp({{z}}) * sum({{g}}, axis={settings.get('axis', -1)}, keepdims=True)"
        ),
    ),
    why=("1 minus the softmax, gathered over the row",),
    latex=operator("log_softmax") + r"<axis>\left({0}\right)",
    shape=filled(same),
    settings={"axis": -1},
    samples=SOFTMAX_SAMPLES,
)

ROWS = (LOGSUMEXP, SOFTMAX, LOG_SOFTMAX)
