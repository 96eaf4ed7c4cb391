"""One operation as Python: an expression over its arguments, read off its gate's row."""

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

UNNAMED = {"inf": "1e999", "-inf": "-1e999", "nan": "(1e999 - 1e999)"}
CHOICE = -1  # how tightly ``x if c else y`` binds: looser than everything


class Term(NamedTuple):
    """Code of a value, and how tightly its outermost sign binds."""

    text: str
    precedence: int = ATOM


# Gates of numbers that Python computes: each raises where NumPy gives inf or nan, or gives that.
PYTHON: Mapping[str, Callable[..., float]] = {
    row.name: getattr(module, word)
    for row in (*UNARY, POW)
    for module in (math, scalars)
    for word in (row.name, *row.aliases)
    if hasattr(module, word)
}
# Gates of numbers that are written as choices; all of them hand nan on as NumPy does.
CHOICES: Mapping[str, str] = {
    RELU.name: "0.0 if {0} <= 0.0 else {0}",
    WHERE.name: "{1} if {0} else {2}",
    MAX.name: "{0} if {0} >= {1} or {0} != {0} else {1}",
    MIN.name: "{0} if {0} <= {1} or {0} != {0} else {1}",
}
REPEATED = frozenset(name for name, form in CHOICES.items() if form.count("{0}") > 1)
INFIX: Mapping[str, str] = {
    gate.name: gate.form
    for gate in GATES
    if isinstance(gate.form, str) and gate.precedence != ATOM and "(" not in gate.form
}
WHOLE = frozenset((*PYTHON, *CHOICES, *INFIX, TO_FLOAT.name))  # gates that need no taking apart
LOGICAL = (OR, AND, NOT)
LEFT = (SUM, PRODUCT, SIGN, AND, OR)  # what may stand on the left of its like without brackets
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
    text = UNNAMED.get(text, text)
    return Term(text, SIGN if text[0] == "-" else ATOM)


def infix(gate: Gate, args: Sequence[Term]) -> Term:
    """``x + y``, with brackets where an argument binds too loosely."""
    binds = least = gate.precedence
    parts = []
    for slot, (text, tight) in enumerate(args):
        if slot or binds not in LEFT:
            least = binds + 1
        parts.append(text if tight >= least else f"({text})")
    return Term(INFIX[gate.name].format(*parts), binds)


def scalar(
    made: Operation,
    args: Sequence[Term],
    exponent: float | None,
    call: Callable[[str], str],
) -> Term | None:
    """An operation of numbers on Python's floats; None where Python has no way to write it.

    ``exponent`` is the value of the second argument where that is a constant; ``call`` gives a
    function's name.
    """
    gate = made.gate
    assert gate is not None
    if made.settings:
        return None
    if gate is POW and not (exponent is not None and exponent.is_integer()):
        return called(call(gate.name), args)
    if gate.name in INFIX:
        return infix(gate, args)
    if gate is TO_FLOAT:
        return Term(f"{bracketed(args[0], SIGN)} * 1.0", PRODUCT)
    if gate.name in CHOICES:
        parts = [bracketed(term, COMPARE + 1) for term in args]
        return Term(CHOICES[gate.name].format(*parts), CHOICE)
    return called(call(gate.name), args) if gate.name in PYTHON else None


def called(name: str, args: Sequence[Term], more: str = "") -> Term:
    return Term(f"{name}({', '.join(term.text for term in args)}{more})")


def is_view(made: Operation, shapes: Sequence[Shape]) -> bool:
    """Whether an operation shows elements of its argument in another order or shape."""
    gate = made.gate
    if gate is INDEX:
        return bool(shapes[0]) and not any(
            isinstance(it, IndexArray) for it in made.settings["key"]
        )
    return gate is BROADCAST_TO or (bool(shapes[0]) and (gate is TRANSPOSE or gate in RESHAPERS))


def view(made: Operation, arg: Term) -> Term:
    """A view, without copying: ``x.T``, ``x.reshape(3, 2)``, ``x[1:]``."""
    gate, inside = made.gate, bracketed(arg, ATOM)
    if gate is BROADCAST_TO:
        return Term(f"np.broadcast_to({arg.text}, {made.shape})")
    if gate is TRANSPOSE:
        axes = made.settings.get("axes")
        return Term(f"{inside}.T" if axes is None else f"{inside}.transpose({axes!r})")
    if gate is INDEX:
        return Term(gate.write([inside], made.settings))
    return Term(f"{inside}.reshape({made.shape})")


def reduction(made: Operation, arg: Term) -> Term | None:
    """A sum and the like along axes; None for other gates."""
    assert made.gate is not None
    name = REDUCERS.get(made.gate.forward)
    if name is None:
        return None
    axis = made.settings.get("axis")
    kept = ", keepdims=True" if made.settings.get("keepdims") else ""
    axis = tuple(axis) if isinstance(axis, list) else axis
    return called(name, [arg], f", axis={axis}{kept}")


def array(made: Operation, args: Sequence[Term]) -> Term | None:
    """An operation of arrays by NumPy's own function; None where its row must compute it."""
    gate = made.gate
    assert gate is not None
    if gate is WHERE:
        return called("np.where", args)
    function = ufunc_of(gate)
    if function is None or made.settings:
        return reduction(made, args[0]) if len(args) == 1 else None
    if gate.name in INFIX and gate.precedence not in LOGICAL and gate.precedence != POWER:
        return infix(gate, args)
    return called(f"np.{function.__name__}", args)


def row(made: Operation) -> Callable[..., Any]:
    """What computes an operation where nothing else does: its gate's row."""
    gate, settings = made.gate, made.settings
    assert gate is not None

    def compute(*args: Any) -> Any:
        return as_float64(gate.compute(args, settings))

    return compute
