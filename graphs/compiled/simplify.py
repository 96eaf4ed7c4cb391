"""Algebraic simplification while operations are made: ``x * 1`` is x, ``x - (-y)`` is x + y.

The identities of ``graphs.gates.identities`` that hold for every number, inf and nan included, as
functions, since matching patterns would take longer than the rest of compiling. Each takes the
operations and a gate's arguments and returns the shorter operation, or None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from graphs.compiled.operations import Operations
from graphs.gates import BY_FUNCTION, Gate
from graphs.gates.arithmetic import ADD, DIV, MUL, NEG, POW, SUB
from graphs.gates.routing import TO_FLOAT, WHERE
from graphs.gates.shaping import BROADCAST_TO, EXPAND_DIMS, RESHAPE, SQUEEZE, TRANSPOSE

MODERATE = 2.0**10  # largest factor that is merged into another, lest a product overflow earlier
RESHAPERS = (RESHAPE, EXPAND_DIMS, SQUEEZE)
_KEEP_ORDER = frozenset(gate.name for gate in (*RESHAPERS, BROADCAST_TO))


def keeps_order(gate: Gate) -> bool:
    """Whether a gate keeps the elements in order, so that an equal shape is an equal value."""
    return gate.name in _KEEP_ORDER


def _args_if(ops: Operations, gate: Gate, index: int) -> tuple[int, ...] | None:
    """The arguments of an operation, where it is one of that gate."""
    operation = ops.nodes[index]
    return operation.args if operation.gate is gate else None


def _simplify_mul(ops: Operations, x: int, y: int) -> int | None:
    for one, other in ((x, y), (y, x)):
        factor = ops.number(one)
        if factor == 1.0:
            return other
        if factor == -1.0:
            return ops.apply(NEG, (other,))
        if factor is not None and (args := _args_if(ops, MUL, other)):
            for part, rest in (args, args[::-1]):
                inner_factor = ops.number(part)
                if (
                    inner_factor
                    and 1 / MODERATE < abs(inner_factor) < MODERATE
                    and ops.nodes[rest].shape
                ):
                    return ops.apply(MUL, (ops.constant(factor * inner_factor), rest))
        if args := _args_if(ops, NEG, one):
            return ops.apply(NEG, (ops.apply(MUL, (args[0], other)),))
        if (args := _args_if(ops, DIV, one)) and ops.number(args[0]) == 1.0:
            return ops.apply(DIV, (other, args[1]))
    return None


def _simplify_add(ops: Operations, x: int, y: int) -> int | None:
    if x == y:
        return ops.apply(MUL, (ops.constant(2.0), x))
    for one, other in ((x, y), (y, x)):
        if ops.number(one) == 0.0:
            return other
        if args := _args_if(ops, NEG, one):
            return ops.apply(SUB, (other, args[0]))
        if args := _args_if(ops, MUL, one):
            for part, rest in (args, args[::-1]):
                factor = ops.number(part)
                if rest == other and factor is not None and 0.0 < factor < MODERATE:
                    return ops.apply(MUL, (ops.constant(factor + 1.0), other))
    return None


def _simplify_sub(ops: Operations, x: int, y: int) -> int | None:
    if ops.number(y) == 0.0:
        return x
    if ops.number(x) == 0.0:
        return ops.apply(NEG, (y,))
    if args := _args_if(ops, NEG, y):
        return ops.apply(ADD, (x, args[0]))
    if args := _args_if(ops, MUL, x):
        for part, rest in (args, args[::-1]):
            factor = ops.number(part)
            if rest == y and factor is not None and -MODERATE < factor < 0.0:
                return ops.apply(MUL, (ops.constant(factor - 1.0), y))
    return None


def _simplify_div(ops: Operations, x: int, y: int) -> int | None:
    if ops.number(y) == 1.0:
        return x
    numerator = ops.number(x)
    if numerator is not None and numerator < 0.0:
        return ops.apply(NEG, (ops.apply(DIV, (ops.constant(-numerator), y)),))
    for index in (x, y):
        if args := _args_if(ops, NEG, index):
            operands = (args[0], y) if index == x else (x, args[0])
            return ops.apply(NEG, (ops.apply(DIV, operands),))
    return None


def _simplify_neg(ops: Operations, x: int) -> int | None:
    if args := _args_if(ops, NEG, x):
        return args[0]
    if args := _args_if(ops, SUB, x):
        return ops.apply(SUB, (args[1], args[0]))
    if args := _args_if(ops, MUL, x):
        for part, rest in (args, args[::-1]):
            factor = ops.number(part)
            if factor is not None:
                return ops.apply(MUL, (ops.constant(-factor), rest))
    return None


def _simplify_pow(ops: Operations, x: int, n: int) -> int | None:
    exponent = ops.number(n)
    if exponent == 1.0:
        return x
    if exponent == -1.0:
        return ops.apply(DIV, (ops.constant(1.0), x))
    if exponent not in (2.0, 3.0):
        return None
    square = ops.apply(MUL, (x, x))
    return square if exponent == 2.0 else ops.apply(MUL, (square, x))


def _simplify_square(ops: Operations, x: int) -> int | None:
    return ops.apply(MUL, (x, x))


def _simplify_transpose(ops: Operations, x: int, axes: object = None) -> int | None:
    args = _args_if(ops, TRANSPOSE, x)
    return args[0] if args and axes is None and not ops.nodes[x].settings else None


def _simplify_reciprocal(ops: Operations, x: int) -> int | None:
    return ops.apply(DIV, (ops.constant(1.0), x))


def _simplify_and(ops: Operations, x: int, y: int) -> int | None:
    for one, other in ((x, y), (y, x)):
        if (known := ops.nodes[one].value) is True or known is False:
            return other if known else one
    return None


def _simplify_or(ops: Operations, x: int, y: int) -> int | None:
    for one, other in ((x, y), (y, x)):
        if (known := ops.nodes[one].value) is True or known is False:
            return one if known else other
    return None


def _simplify_where(ops: Operations, condition: int, x: int, y: int) -> int | None:
    known = ops.nodes[condition].value
    return None if known is not True and known is not False else x if known else y


def _simplify_to_float(ops: Operations, x: int) -> int | None:
    return None if ops.nodes[x].truth else x


SIMPLIFICATIONS: Mapping[str, Callable[..., int | None]] = {
    MUL.name: _simplify_mul,
    ADD.name: _simplify_add,
    SUB.name: _simplify_sub,
    DIV.name: _simplify_div,
    NEG.name: _simplify_neg,
    POW.name: _simplify_pow,
    BY_FUNCTION[np.square].name: _simplify_square,
    BY_FUNCTION[np.reciprocal].name: _simplify_reciprocal,
    TRANSPOSE.name: _simplify_transpose,
    TO_FLOAT.name: _simplify_to_float,
    BY_FUNCTION[np.logical_and].name: _simplify_and,
    BY_FUNCTION[np.logical_or].name: _simplify_or,
    WHERE.name: _simplify_where,
}
