"""The largest and the smallest element of an array, and their indices."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from graphs.gates.reductions import AXES, SAMPLES, reduction_row, restore_axes
from graphs.gates.row import (
    ROUTER,
    Gate,
    Rule,
    Sample,
    latex_operator,
)
from graphs.gates.shapes import Misfit, Shape, nonempty, normalize_axes, reduced_shape, same_shape


def _first_chosen(function: Rule) -> Rule:
    """A mask of the first element that a reduction chooses, from its argmax or argmin."""

    def first_chosen(x: Any, axis: Any = None) -> Any:
        shape = np.shape(x)
        axes = normalize_axes(axis, len(shape))
        other_axes = [axis_index for axis_index in range(len(shape)) if axis_index not in axes]
        order = (*other_axes, *axes)
        sizes = (prod(shape[place] for place in places) for places in (other_axes, axes))
        rows = np.transpose(x, order).reshape(tuple(sizes))
        chosen_mask = np.zeros(rows.shape, dtype=bool)
        chosen_mask[np.arange(len(rows)), function(rows, axis=1)] = True
        reordered = chosen_mask.reshape([shape[axis_index] for axis_index in order])
        return reordered.transpose(np.argsort(order))

    return first_chosen


def _choice_vjp(gate: Gate) -> Rule:
    def rule(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        return np.where(gate(x, axis=axis), restore_axes(g, x, axis, keepdims), 0.0)

    return rule


def _has_ties(z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    lifted = np.reshape(z, reduced_shape(np.shape(x), axis=axis, keepdims=True))
    return np.sum(np.equal(x, lifted), axis=axis) > 1


def _extreme_rows(
    name: str, short: str, chosen: str, function: Rule, arg: Rule
) -> tuple[Gate, Gate, Gate]:
    first = Gate(
        f"first_{short}",
        form=f"first_{short}({{0}})",
        symbol=short,
        role=None,
        forward=_first_chosen(arg),
        vjp=(None,),
        local=(None,),
        latex=latex_operator(f"first_{short}") + r"\left({0}\right)",
        shape=same_shape,
        settings={"axis": None},
        samples=SAMPLES[:2],
        truth=True,
        hidden=True,
    )
    chooser = reduction_row(
        name,
        function,
        _choice_vjp(first),
        f"{{g}} * ({{0}} == {short}({{0}}<axis>))",
        f"Only the {chosen} counts, so its gradient passes whole and the others get 0.",
        form=short + "({0})",
        symbol=short,
        role=ROUTER,
        latex="\\" + short + r"<axis>\left({0}\right)",
        shape=nonempty(reduced_shape),
        display_name=short,
        tie=_has_ties,
        tie_word="tie",
        tie_explanation="the whole gradient goes to the first of the equal elements",
    )
    place = Gate(
        f"arg{short}",
        form=f"arg{short}({{0}})",
        symbol=f"arg{short}",
        role=None,
        forward=arg,
        vjp=(None,),
        local=(None,),
        latex="\\arg\\" + short + r"<axis>\left({0}\right)",
        shape=nonempty(_one_axis),
        settings=AXES,
        samples=(Sample(((2, 3),), {"axis": 1}), Sample(((2, 3),))),
    )
    return first, chooser, place


def _one_axis(shape: Shape, *, axis: Any = None, keepdims: bool = False) -> Shape:
    if isinstance(axis, tuple | list):
        raise Misfit("axis must be one whole number here")
    return reduced_shape(shape, axis=axis, keepdims=keepdims)


FIRST_MAX, AMAX, ARGMAX = _extreme_rows("amax", "max", "largest", np.max, np.argmax)


FIRST_MIN, AMIN, ARGMIN = _extreme_rows("amin", "min", "smallest", np.min, np.argmin)

ROWS = (AMAX, AMIN, ARGMAX, ARGMIN, FIRST_MAX, FIRST_MIN)
