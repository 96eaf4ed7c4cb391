"""One operation as Python code: an expression over its arguments, from its gate's row."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from graphs.autodiff.forward import as_float64
from graphs.compiled import scalars
from graphs.compiled.operations import Operation, ufunc_of
from graphs.compiled.simplify import RESHAPERS
from graphs.gates import ATOM, COMPARE, GATES, POWER, SIGN, SUM, Gate
from graphs.gates.arithmetic import POW
from graphs.gates.functions import UNARY
from graphs.gates.items import INDEX, IndexArray
from graphs.gates.routing import MAX, MIN, RELU, TO_FLOAT, WHERE
from graphs.gates.row import AND, NOT, OR, PRODUCT
from graphs.gates.shaping import BROADCAST_TO, TRANSPOSE
from graphs.model import Shape

NON_FINITE = {"inf": "1e999", "-inf": "-1e999", "nan": "(1e999 - 1e999)"}
CONDITIONAL = -1  # precedence of ``x if c else y``: below everything


class Term(NamedTuple):
    """Code of a value, and the precedence of its outermost operator."""

    text: str
    precedence: int = ATOM


# Gates of numbers that Python computes: each raises where NumPy gives inf or nan, or gives that.
PYTHON: Mapping[str, Callable[..., float]] = {
    gate.name: getattr(module, word)
    for gate in (*UNARY, POW)
    for module in (math, scalars)
    for word in (gate.name, *gate.aliases)
    if hasattr(module, word)
}
# Gates of numbers that are written as conditional expressions; nan passes as in NumPy.
CONDITIONALS: Mapping[str, str] = {
    RELU.name: "0.0 if {0} <= 0.0 else {0}",
    WHERE.name: "{1} if {0} else {2}",
    MAX.name: "{0} if {0} >= {1} or {0} != {0} else {1}",
    MIN.name: "{0} if {0} <= {1} or {0} != {0} else {1}",
}
REPEATED = frozenset(name for name, form in CONDITIONALS.items() if form.count("{0}") > 1)
INFIX: Mapping[str, str] = {
    gate.name: gate.form
    for gate in GATES
    if isinstance(gate.form, str) and gate.precedence != ATOM and "(" not in gate.form
}
# Gates of numbers that Python can write, so that they need not be decomposed.
ATOMIC = frozenset((*PYTHON, *CONDITIONALS, *INFIX, TO_FLOAT.name))
LOGICAL = (OR, AND, NOT)
# (x + y) + z needs no brackets.
LEFT_ASSOCIATIVE = (SUM, PRODUCT, SIGN, AND, OR)
# NumPy's reductions as the ufuncs they are.
REDUCERS: Mapping[Any, str] = {
    np.sum: "np.add.reduce",
    np.prod: "np.multiply.reduce",
    np.max: "np.maximum.reduce",
    np.min: "np.minimum.reduce",
    np.any: "np.logical_or.reduce",
    np.all: "np.logical_and.reduce",
}


def bracketed(term: Term, least: int) -> str:
    return term.text if term.precedence >= least else f"({term.text})"


def literal(value: Any) -> Term:
    """A number as Python writes it, without names for inf and nan."""
    text = repr(value)
    text = NON_FINITE.get(text, text)
    return Term(text, SIGN if text[0] == "-" else ATOM)


def infix(gate: Gate, args: Sequence[Term]) -> Term:
    """``x + y``, with brackets where an argument binds too loosely."""
    binds = least = gate.precedence
    parts = []
    for slot, (text, binding) in enumerate(args):
        if slot or binds not in LEFT_ASSOCIATIVE:
            least = binds + 1
        parts.append(text if binding >= least else f"({text})")
    return Term(INFIX[gate.name].format(*parts), binds)


def scalar(
    operation: Operation,
    args: Sequence[Term],
    exponent: float | None,
    function_name: Callable[[str], str],
) -> Term | None:
    """An operation of numbers on Python's floats; None where Python has no way to write it.

    ``exponent`` is the value of the second argument where that is a constant; ``function_name``
    gives the name by which the text calls a gate's function.
    """
    gate = operation.gate
    assert gate is not None
    if operation.settings:
        return None
    if gate is POW and not (exponent is not None and exponent.is_integer()):
        return call(function_name(gate.name), args)
    if gate.name in INFIX:
        return infix(gate, args)
    if gate is TO_FLOAT:
        return Term(f"{bracketed(args[0], SIGN)} * 1.0", PRODUCT)
    if gate.name in CONDITIONALS:
        parts = [bracketed(term, COMPARE + 1) for term in args]
        return Term(CONDITIONALS[gate.name].format(*parts), CONDITIONAL)
    return call(function_name(gate.name), args) if gate.name in PYTHON else None


def call(name: str, args: Sequence[Term], more: str = "") -> Term:
    return Term(f"{name}({', '.join(term.text for term in args)}{more})")


def is_view(operation: Operation, shapes: Sequence[Shape]) -> bool:
    """Whether NumPy computes an operation as a view of its argument's memory."""
    gate = operation.gate
    if gate is INDEX:
        by_array = any(isinstance(it, IndexArray) for it in operation.settings["key"])
        return bool(shapes[0]) and not by_array
    return gate is BROADCAST_TO or (bool(shapes[0]) and (gate is TRANSPOSE or gate in RESHAPERS))


def view(operation: Operation, arg: Term) -> Term:
    """A view, without copying: ``x.T``, ``x.reshape(3, 2)``, ``x[1:]``."""
    gate, text = operation.gate, bracketed(arg, ATOM)
    if gate is BROADCAST_TO:
        return Term(f"np.broadcast_to({arg.text}, {operation.shape})")
    if gate is TRANSPOSE:
        axes = operation.settings.get("axes")
        return Term(f"{text}.T" if axes is None else f"{text}.transpose({axes!r})")
    if gate is INDEX:
        return Term(gate.write([text], operation.settings))
    return Term(f"{text}.reshape({operation.shape})")


def reduction(operation: Operation, arg: Term) -> Term | None:
    """A reduction along axes; None for other gates."""
    assert operation.gate is not None
    name = REDUCERS.get(operation.gate.forward)
    if name is None:
        return None
    axis = operation.settings.get("axis")
    keepdims = ", keepdims=True" if operation.settings.get("keepdims") else ""
    axis = tuple(axis) if isinstance(axis, list) else axis
    return call(name, [arg], f", axis={axis}{keepdims}")


def array(operation: Operation, args: Sequence[Term]) -> Term | None:
    """An operation of arrays as a call of NumPy; None where only its row can compute it."""
    gate = operation.gate
    assert gate is not None
    if gate is WHERE:
        return call("np.where", args)
    function = ufunc_of(gate)
    if function is None or operation.settings:
        return reduction(operation, args[0]) if len(args) == 1 else None
    if gate.name in INFIX and gate.precedence not in LOGICAL and gate.precedence != POWER:
        return infix(gate, args)
    return call(f"np.{function.__name__}", args)


def by_row(operation: Operation) -> Callable[..., Any]:
    """A function that computes an operation by its gate's row, where no code does."""
    gate, settings = operation.gate, operation.settings
    assert gate is not None

    def compute(*args: Any) -> Any:
        return as_float64(gate.compute(args, settings))

    return compute
