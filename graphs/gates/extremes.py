"""The largest and the smallest of an array's elements, and where they stand."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from graphs.gates.reductions import AXES, SAMPLES, back, row
from graphs.gates.row import (
    ROUTER,
    Gate,
    Rule,
    Sample,
    operator,
)
from graphs.gates.shapes import Misfit, Shape, axes_of, filled, reduced, same


def _first(function: Rule) -> Rule:
    """Where the first of the elements stands that a reduction chooses, as truth values."""

    def chosen(x: Any, axis: Any = None) -> Any:
        shape = np.shape(x)
        gone = axes_of(axis, len(shape))
        kept = [place for place in range(len(shape)) if place not in gone]
        order = (*kept, *gone)
        rows = np.transpose(x, order).reshape(prod(shape[place] for place in kept), -1)
        mine = np.zeros(rows.shape, dtype=bool)
        mine[np.arange(len(rows)), function(rows, axis=1)] = True
        moved = mine.reshape([shape[place] for place in order])
        return moved.transpose(np.argsort(order))

    return chosen


def _chosen(gate: Gate) -> Rule:
    def rule(g: Any, z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
        return np.where(gate(x, axis=axis), back(g, x, axis, keepdims), 0.0)

    return rule


def _tied(z: Any, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    lifted = np.reshape(z, reduced(np.shape(x), axis=axis, keepdims=True))
    return np.sum(np.equal(x, lifted), axis=axis) > 1


def _extreme(name: str, short: str, function: Rule, arg: Rule) -> tuple[Gate, Gate, Gate]:
    first = Gate(
        f"first_{short}",
        form=f"first_{short}({{0}})",
        symbol=short,
        role=None,
        forward=_first(arg),
        vjp=(None,),
        local=(None,),
        latex=operator(f"first_{short}") + r"\left({0}\right)",
        shape=same,
        settings={"axis": None},
        samples=SAMPLES[:2],
        truth=True,
        hidden=True,
    )
    chooser = row(
        name,
        function,
        _chosen(first),
        f"{{g}} * ({{0}} == {short}({{0}}<axis>))",
        "where that element was chosen, 0 elsewhere",
        form=short + "({0})",
        symbol=short,
        role=ROUTER,
        latex="\\" + short + r"<axis>\left({0}\right)",
        shape=filled(reduced),
        called=short,
        tie=_tied,
        at_tie="the whole gradient goes to the first of the equal elements",
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
        shape=filled(_one_axis),
        settings=AXES,
        samples=(Sample(((2, 3),), {"axis": 1}), Sample(((2, 3),))),
    )
    return first, chooser, place


def _one_axis(shape: Shape, *, axis: Any = None, keepdims: bool = False) -> Shape:
    if isinstance(axis, tuple | list):
        raise Misfit("axis must be one whole number here")
    return reduced(shape, axis=axis, keepdims=keepdims)


FIRST_MAX, AMAX, ARGMAX = _extreme("amax", "max", np.max, np.argmax)


FIRST_MIN, AMIN, ARGMIN = _extreme("amin", "min", np.min, np.argmin)

ROWS = (AMAX, AMIN, ARGMAX, ARGMIN, FIRST_MAX, FIRST_MIN)
