"""What arithmetic leaves out while operations are made: ``x * 1``, two signs that meet.

The identities of ``graphs.gates.identities`` that hold for every number, also inf and nan,
written as functions, for a program is compiled in less time than patterns are matched in.
Each takes the lowering and the arguments; it returns the shorter operation or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from graphs.compiled.operations import Operations
from graphs.gates import BY_FUNCTION, Gate
from graphs.gates.arithmetic import ADD, DIV, MUL, NEG, POW, SUB
from graphs.gates.routing import TO_FLOAT
from graphs.gates.shaping import BROADCAST_TO, EXPAND_DIMS, RESHAPE, SQUEEZE, TRANSPOSE

MODERATE = 2.0**10  # of factors that are multiplied beforehand: what overflows stays the same
RESHAPERS = (RESHAPE, EXPAND_DIMS, SQUEEZE)
_SAME = frozenset(gate.name for gate in (*RESHAPERS, BROADCAST_TO))


def same_shape(gate: Gate) -> bool:
    """Whether a gate keeps the elements in order, so that an equal shape is an equal value."""
    return gate.name in _SAME


def _inside(low: Operations, gate: Gate, index: int) -> tuple[int, ...] | None:
    made = low.nodes[index]
    return made.args if made.gate is gate else None


def _times(low: Operations, x: int, y: int) -> int | None:
    for one, other in ((x, y), (y, x)):
        factor = low.number(one)
        if factor == 1.0:
            return other
        if factor == -1.0:
            return low.apply(NEG, (other,))
        if factor is not None and (parts := _inside(low, MUL, other)):
            for part, rest in (parts, parts[::-1]):
                inner = low.number(part)
                if inner and 1 / MODERATE < abs(inner) < MODERATE and low.nodes[rest].shape:
                    return low.apply(MUL, (low.constant(factor * inner), rest))
        if parts := _inside(low, NEG, one):
            return low.apply(NEG, (low.apply(MUL, (parts[0], other)),))
        if (parts := _inside(low, DIV, one)) and low.number(parts[0]) == 1.0:
            return low.apply(DIV, (other, parts[1]))
    return None


def _plus(low: Operations, x: int, y: int) -> int | None:
    if x == y:
        return low.apply(MUL, (low.constant(2.0), x))
    for one, other in ((x, y), (y, x)):
        if low.number(one) == 0.0:
            return other
        if parts := _inside(low, NEG, one):
            return low.apply(SUB, (other, parts[0]))
        if parts := _inside(low, MUL, one):
            for part, rest in (parts, parts[::-1]):
                factor = low.number(part)
                if rest == other and factor is not None and 0.0 < factor < MODERATE:
                    return low.apply(MUL, (low.constant(factor + 1.0), other))
    return None


def _minus(low: Operations, x: int, y: int) -> int | None:
    if low.number(y) == 0.0:
        return x
    if low.number(x) == 0.0:
        return low.apply(NEG, (y,))
    if parts := _inside(low, NEG, y):
        return low.apply(ADD, (x, parts[0]))
    if parts := _inside(low, MUL, x):
        for part, rest in (parts, parts[::-1]):
            factor = low.number(part)
            if rest == y and factor is not None and -MODERATE < factor < 0.0:
                return low.apply(MUL, (low.constant(factor - 1.0), y))
    return None


def _over(low: Operations, x: int, y: int) -> int | None:
    if low.number(y) == 1.0:
        return x
    above = low.number(x)
    if above is not None and above < 0.0:
        return low.apply(NEG, (low.apply(DIV, (low.constant(-above), y)),))
    for index in (x, y):
        if parts := _inside(low, NEG, index):
            pair = (parts[0], y) if index == x else (x, parts[0])
            return low.apply(NEG, (low.apply(DIV, pair),))
    return None


def _negative(low: Operations, x: int) -> int | None:
    if parts := _inside(low, NEG, x):
        return parts[0]
    if parts := _inside(low, SUB, x):
        return low.apply(SUB, (parts[1], parts[0]))
    if parts := _inside(low, MUL, x):
        for part, rest in (parts, parts[::-1]):
            factor = low.number(part)
            if factor is not None:
                return low.apply(MUL, (low.constant(-factor), rest))
    return None


def _power(low: Operations, x: int, n: int) -> int | None:
    exponent = low.number(n)
    if exponent == 1.0:
        return x
    if exponent == -1.0:
        return low.apply(DIV, (low.constant(1.0), x))
    if exponent not in (2.0, 3.0):
        return None
    square = low.apply(MUL, (x, x))
    return square if exponent == 2.0 else low.apply(MUL, (square, x))


def _square(low: Operations, x: int) -> int | None:
    return low.apply(MUL, (x, x))


def _turned(low: Operations, x: int, axes: object = None) -> int | None:
    parts = _inside(low, TRANSPOSE, x)
    return parts[0] if parts and axes is None and not low.nodes[x].settings else None


def _reciprocal(low: Operations, x: int) -> int | None:
    return low.apply(DIV, (low.constant(1.0), x))


def _as_float(low: Operations, x: int) -> int | None:
    return None if low.nodes[x].truth else x


FOLDS: Mapping[str, Callable[..., int | None]] = {
    MUL.name: _times,
    ADD.name: _plus,
    SUB.name: _minus,
    DIV.name: _over,
    NEG.name: _negative,
    POW.name: _power,
    BY_FUNCTION[np.square].name: _square,
    BY_FUNCTION[np.reciprocal].name: _reciprocal,
    TRANSPOSE.name: _turned,
    TO_FLOAT.name: _as_float,
}
