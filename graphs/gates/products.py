"""The product of an array's elements, and what its derivatives are made of: products of the others.

They are gathered in a tree, so that nothing is divided by an element that may be 0, and as fraction
times power of two, so that no product on the way leaves the range of floats.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from graphs.gates.reductions import SAMPLES, reduction_row, restore_axes
from graphs.gates.row import MIXER, Gate, Sample, shape_of
from graphs.gates.shapes import Misfit, Shape, normalize_axes, same_shape

ABSENT = -(2**40)  # the power of a weight that is not there: its product is 0 also with inf and nan
MOST_POWER = 5_000  # past it a float is inf or 0


@dataclass(frozen=True)
class _Scaled:
    """Numbers as fraction · 2**power."""

    fraction: Any
    power: Any

    def __getitem__(self, key: Any) -> _Scaled:
        return _Scaled(self.fraction[key], self.power[key])

    def __mul__(self, other: _Scaled) -> _Scaled:
        absent = np.minimum(self.power, other.power) < ABSENT // 2
        fraction, shift = np.frexp(np.where(absent, 0.0, self.fraction * other.fraction))
        return _Scaled(fraction, self.power + other.power + shift)

    def __add__(self, other: _Scaled) -> _Scaled:
        power = np.maximum(self.power, other.power)
        fraction, shift = np.frexp(
            sum(
                np.ldexp(it.fraction, np.maximum(it.power - power, -MOST_POWER))
                for it in (self, other)
            )
        )
        return _Scaled(fraction, power + shift)

    def zipped(self, other: _Scaled, count: int) -> _Scaled:
        """One element of each in turn; the first ``count``."""
        fraction = np.stack([self.fraction, other.fraction], axis=-1)
        power = np.stack([self.power, other.power], axis=-1)
        shape = (*fraction.shape[:-2], 2 * fraction.shape[-2])
        return _Scaled(fraction.reshape(shape)[..., :count], power.reshape(shape)[..., :count])

    def value(self) -> Any:
        return np.ldexp(self.fraction, np.clip(self.power, -MOST_POWER, MOST_POWER))


def _scaled(x: Any) -> _Scaled:
    fraction, power = np.frexp(x)
    return _Scaled(fraction, power.astype(np.int64))


def _weights(g: Any) -> _Scaled:
    """The same, where a 0 is not there at all."""
    there = _scaled(g)
    return _Scaled(there.fraction, np.where(np.equal(g, 0.0), ABSENT, there.power))


def _padded(x: _Scaled, fraction: float, power: int) -> _Scaled:
    ends = [(0, 0)] * (np.ndim(x.fraction) - 1) + [(0, 1)]
    return _Scaled(
        np.pad(x.fraction, ends, constant_values=fraction),
        np.pad(x.power, ends, constant_values=power),
    )


def _others(x: _Scaled) -> _Scaled:
    """For each element of a row the product of the others: of its pair's others and its partner."""
    count = x.fraction.shape[-1]
    if count < 2:
        return _Scaled(np.ones_like(x.fraction), np.zeros_like(x.power))
    x = _padded(x, 1.0, 0) if count % 2 else x
    even, odd = x[..., ::2], x[..., 1::2]
    outside = _others(even * odd)
    return (outside * odd).zipped(outside * even, count)


def _others_and_change(x: _Scaled, weight: _Scaled) -> tuple[_Scaled, _Scaled]:
    """The same, and how it changes as the elements move by their weights: the product rule."""
    count = x.fraction.shape[-1]
    if count < 2:
        nothing = np.zeros_like(x.fraction)
        return _others(x), _Scaled(nothing, np.full_like(x.power, ABSENT))
    if count % 2:
        x, weight = _padded(x, 1.0, 0), _padded(weight, 0.0, ABSENT)
    even, odd = x[..., ::2], x[..., 1::2]
    of_even, of_odd = weight[..., ::2], weight[..., 1::2]
    outside, change = _others_and_change(even * odd, of_even * odd + of_odd * even)
    return (
        (outside * odd).zipped(outside * even, count),
        (change * odd + of_odd * outside).zipped(change * even + of_even * outside, count),
    )


def _order(rank: int, axis: Any) -> tuple[int, ...]:
    """The axes that stay, then those along which elements are multiplied."""
    axes = normalize_axes(axis, rank)
    return (*(place for place in range(rank) if place not in axes), *axes)


def _as_rows(x: Any, axis: Any) -> Any:
    """The elements that are multiplied with each other as the rows of a matrix."""
    shape = shape_of(x)
    count = prod(shape[place] for place in normalize_axes(axis, len(shape)))
    order = _order(len(shape), axis)
    rows = (prod(shape[place] for place in order) // count if count else 0, count)
    return np.reshape(np.transpose(x, order) if order else x, rows)


def _from_rows(rows: Any, shape: Shape, axis: Any) -> Any:
    order = _order(len(shape), axis)
    if not order:
        return np.reshape(rows, ())
    moved = np.reshape(rows, tuple(shape[place] for place in order))
    return np.transpose(moved, tuple(int(place) for place in np.argsort(order)))


def _products_of_others(x: Any, axis: Any = None) -> Any:
    return _from_rows(_others(_scaled(_as_rows(x, axis))).value(), np.shape(x), axis)


def _change_of_others(x: Any, direction: Any, axis: Any = None) -> Any:
    rows, weights = _scaled(_as_rows(x, axis)), _weights(_as_rows(direction, axis))
    return _from_rows(_others_and_change(rows, weights)[1].value(), np.shape(x), axis)


def _second_change_vjp(g: Any, z: Any, x: Any, direction: Any, axis: Any = None) -> Any:
    # Σ over i of g_i times the change of the products without i: those where x_i is 1 and stays.
    x_rows, g_rows, d_rows = (_as_rows(it, axis) for it in (x, g, direction))
    one = np.eye(shape_of(x_rows)[-1])
    changes = CHANGE_OF_OTHERS(
        np.expand_dims(x_rows, -2) * (1.0 - one) + one,
        np.expand_dims(d_rows, -2) * (1.0 - one),
        axis=-1,
    )
    total = np.sum(changes * (1.0 - one) * np.expand_dims(g_rows, -1), axis=-2)
    return _from_rows(total, shape_of(x), axis)


def _prod_vjp(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    return restore_axes(g, x, axis, keepdims) * PRODUCTS_OF_OTHERS(x, axis=axis)


def _two_alike(x: Shape, direction: Shape, *, axis: Any = None) -> Shape:
    if x != direction:
        raise Misfit(f"a direction of shape {direction} for an array of shape {x}")
    return x


def _of_one(x: Shape, *, axis: Any = None) -> Shape:
    return same_shape(x)


PROD = reduction_row(
    "prod",
    np.prod,
    _prod_vjp,
    "{g} * {z} / {0}",
    "A number is multiplied by all others, so its change counts their product times.",
    symbol="Π",
    latex=r"\prod<axis> {0}",
    domain=((0.3, 2.0),),
)

_WHERE = tuple(
    Sample(sample.shapes, {"axis": sample.settings.get("axis")}) for sample in SAMPLES[:4]
)

PRODUCTS_OF_OTHERS = Gate(
    "products_of_others",
    form="products_of_others({0})",
    symbol="Π others",
    role=MIXER,
    forward=_products_of_others,
    vjp=(lambda g, z, x, axis=None: CHANGE_OF_OTHERS(x, g, axis=axis),),
    local=(None,),
    latex=r"\operatorname{{others}}<axis>\left({0}\right)",
    shape=_of_one,
    settings={"axis": None},
    samples=_WHERE,
    hidden=True,
)

CHANGE_OF_OTHERS: Gate = Gate(
    "change_of_others",
    form="change_of_others({0}, {1})",
    symbol="ΔΠ others",
    role=MIXER,
    forward=_change_of_others,
    vjp=(
        _second_change_vjp,
        lambda g, z, x, direction, axis=None: CHANGE_OF_OTHERS(x, g, axis=axis),
    ),
    local=(None, None),
    latex=r"\Delta\operatorname{{others}}\left({0},\, {1}\right)",
    shape=_two_alike,
    settings={"axis": None},
    samples=tuple(Sample(it.shapes * 2, it.settings) for it in _WHERE),
    hidden=True,
)

ROWS = (PROD, PRODUCTS_OF_OTHERS, CHANGE_OF_OTHERS)
