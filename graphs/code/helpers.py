"""Functions that NumPy lacks, as a course would write them. A script gets the ones that it uses.

Their source is copied, so each uses only ``np`` and the others here.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np


def sigmoid(x: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-x))


def sigmoid_slope(x: Any) -> Any:
    """s * (1 - s) for a sigmoid s, with digits left where s is close to 1."""
    power = np.exp(-np.abs(x))
    return power / (1.0 + power) ** 2


def tanh_slope(x: Any) -> Any:
    """1 - t**2 for a tanh t, with digits left where t is close to 1."""
    return 4.0 * sigmoid_slope(2.0 * x)


def softplus(x: Any) -> Any:
    return np.maximum(x, 0.0) + np.log1p(np.exp(-np.abs(x)))


def relu(x: Any) -> Any:
    return np.maximum(x, 0.0)


def leaky_relu(x: Any, slope: Any) -> Any:
    return np.where(x > 0.0, x, slope * x)


def elu(x: Any, scale: Any) -> Any:
    return np.where(x > 0.0, x, scale * np.expm1(np.minimum(x, 0.0)))


def erf(x: Any) -> Any:
    return np.vectorize(math.erf, otypes=[float])(x)


def erfc(x: Any) -> Any:
    return np.vectorize(math.erfc, otypes=[float])(x)


def gelu(x: Any) -> Any:
    return x * (0.5 * erfc(x / -np.sqrt(2.0)))


def logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    top = np.max(x, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0.0)
    total = np.log(np.sum(np.exp(x - top), axis=axis, keepdims=True)) + top
    return total if keepdims else np.squeeze(total, axis=axis)


def softmax(x: Any, axis: int = -1) -> Any:
    powers = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def log_softmax(x: Any, axis: int = -1) -> Any:
    return x - logsumexp(x, axis=axis, keepdims=True)


def first_max(x: Any, axis: Any = None) -> Any:
    """True where the first of the largest elements along the axes stands; a nan is largest."""
    return first_true((x == np.max(x, axis=axis, keepdims=True)) | np.isnan(x), axis)


def first_min(x: Any, axis: Any = None) -> Any:
    """True where the first of the smallest elements along the axes stands; a nan is smallest."""
    return first_true((x == np.min(x, axis=axis, keepdims=True)) | np.isnan(x), axis)


def first_true(chosen: Any, axis: Any = None) -> Any:
    """Of the places that are true along the axes only the first."""
    axes = range(np.ndim(chosen)) if axis is None else np.atleast_1d(axis)
    last = range(-len(axes), 0)
    moved = np.moveaxis(chosen, tuple(axes), tuple(last))
    kept = moved.shape[: moved.ndim - len(axes)]
    rows = moved.reshape((*kept, int(np.prod(moved.shape[len(kept) :]))))
    first = rows & (np.cumsum(rows, axis=-1) == 1)
    return np.moveaxis(first.reshape(moved.shape), tuple(last), tuple(axes))


def centred(x: Any, axis: Any = None) -> Any:
    """``x`` less its mean; the first element is taken off before, so that equal ones give 0."""
    axes = range(np.ndim(x)) if axis is None else np.atleast_1d(axis) % np.ndim(x)
    first = tuple(slice(1) if place in axes else slice(None) for place in range(np.ndim(x)))
    shifted = x - x[first] if np.ndim(x) else x - x
    count = np.sum(np.ones_like(shifted), axis=axis, keepdims=True)
    return shifted - np.sum(shifted, axis=axis, keepdims=True) / count


def var(x: Any, axis: Any = None, ddof: Any = 0, keepdims: bool = False) -> Any:
    """np.var, exactly 0 for equal numbers."""
    count = np.sum(np.ones_like(x), axis=axis, keepdims=keepdims)
    squares = np.sum(centred(x, axis) ** 2, axis=axis, keepdims=keepdims)
    return squares / np.maximum(count - ddof, 0.0)


def std(x: Any, axis: Any = None, ddof: Any = 0, keepdims: bool = False) -> Any:
    return np.sqrt(var(x, axis, ddof, keepdims))


def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """np.linalg.norm of numbers whose squares may overflow or underflow."""
    power, size = 2.0 if ord in (None, "fro") else float(ord), np.abs(x)
    top = np.max(size, axis=axis, keepdims=True, initial=0.0)
    top = np.where((top > 0.0) & np.isfinite(top), top, 1.0)
    if power < np.inf:
        total = np.sum((size / top) ** power, axis=axis, keepdims=True) ** (1.0 / power) * top
    else:
        total = np.max(size, axis=axis, keepdims=True, initial=0.0)
    return total if keepdims else np.squeeze(total, axis=axis)


def last_write(key: Any, shape: tuple[int, ...]) -> Any:
    """Of several writes to one place of an array, which one stays."""
    owner = np.zeros(shape, dtype=int)
    order = np.arange(owner[key].size).reshape(owner[key].shape)
    owner[key] = order
    return owner[key] == order


def products_of_others(x: Any, axis: Any = None) -> Any:
    """For each element the product of the others along the axes, also where some are 0."""
    if not np.size(x):
        return x * 1.0
    axes = tuple(range(np.ndim(x))) if axis is None else tuple(np.atleast_1d(axis))
    last = tuple(range(-len(axes), 0))
    moved = np.moveaxis(x, axes, last)
    rows = moved.reshape((*moved.shape[: moved.ndim - len(axes)], -1))
    fraction, power = others_of_rows(*np.frexp(rows))
    return np.moveaxis(np.ldexp(fraction, power).reshape(moved.shape), last, axes)


def others_of_rows(fraction: Any, power: Any) -> Any:
    """The same for rows of fraction * 2**power, which no product on the way can overflow."""
    count = fraction.shape[-1]
    if count < 2:
        return np.ones_like(fraction), np.zeros_like(power)
    if count % 2:
        one = np.ones_like(fraction[..., :1])
        fraction = np.concatenate([fraction, one], axis=-1)
        power = np.concatenate([power, 0 * power[..., :1]], axis=-1)
    pair, shift = np.frexp(fraction[..., ::2] * fraction[..., 1::2])
    rest, rest_power = others_of_rows(pair, power[..., ::2] + power[..., 1::2] + shift)
    partner = np.arange(fraction.shape[-1]) ^ 1
    rest, shift = np.frexp(np.repeat(rest, 2, axis=-1) * fraction[..., partner])
    power = np.repeat(rest_power, 2, axis=-1) + power[..., partner] + shift
    return rest[..., :count], power[..., :count]


def cofactors(x: Any) -> Any:
    """The slope of the determinant: det(x) * inv(x).T, defined for singular matrices too."""
    u, s, v = np.linalg.svd(x)
    sign = np.linalg.det(u) * np.linalg.det(v)
    others = products_of_others(s, axis=-1)
    return sign[..., None, None] * ((u * others[..., None, :]) @ v)


def normalize(x: Any, axis: Any = None) -> Any:
    return x / np.sqrt(np.sum(x * x, axis=axis, keepdims=True))


def cross_entropy(scores: Any, targets: Any, reduction: str = "none") -> Any:
    return reduced(-np.sum(targets * log_softmax(scores), axis=-1), reduction)


def cross_entropy_at(scores: Any, key: Any, reduction: str = "none") -> Any:
    """The cross-entropy where ``key`` picks the right class of each row."""
    return reduced(-log_softmax(scores)[key], reduction)


def reduced(losses: Any, reduction: str) -> Any:
    return {"mean": np.mean(losses), "sum": np.sum(losses)}.get(reduction, losses)


def binary_cross_entropy(score: Any, label: Any) -> Any:
    return softplus(score) - score * label
