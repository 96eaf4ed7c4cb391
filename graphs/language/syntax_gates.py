"""Which syntax is which gate (derived from the table), and hints for syntax that is none."""

from __future__ import annotations

import ast

from graphs.gates import GATES, Gate


def _operator(gate: Gate) -> type[ast.AST] | None:
    """The operator that a row's form is written with, if it is written with one."""
    if callable(gate.form) or not gate.form:
        return None
    tree = ast.parse(gate.form.format("a", "b", "c"), mode="eval").body
    match tree:
        case ast.BinOp(op=operator) | ast.UnaryOp(op=operator) | ast.BoolOp(op=operator):
            return type(operator)
        case ast.Compare(ops=[operator]):
            return type(operator)
    return None


OPERATORS: dict[type[ast.AST], Gate] = {
    operator: gate
    for gate in GATES
    if not gate.hidden and (operator := _operator(gate)) is not None
}

# NumPy's way to write the logic of masks.
MASKS: dict[type[ast.AST], Gate] = {
    ast.BitAnd: OPERATORS[ast.And],
    ast.BitOr: OPERATORS[ast.Or],
    ast.Invert: OPERATORS[ast.Not],
}

# Construct → (what to say, what to write instead).
NOT_IN_THE_LANGUAGE: dict[type[ast.AST], tuple[str, str]] = {
    ast.AsyncFunctionDef: ("async is not part of the language.", "Write def."),
    ast.AsyncFor: ("async is not part of the language.", "Write for."),
    ast.AsyncWith: ("async is not part of the language.", "Write its body alone."),
    ast.Await: ("await is not part of the language.", "Write the expression alone."),
    ast.TryStar: ("except* is not part of the language.", "Write except."),
    ast.LShift: ("<< is not a gate.", "Write x * 2**n instead."),
    ast.RShift: (">> is not a gate.", "Write x / 2**n instead."),
    ast.BitOr: (
        "| joins masks and whole numbers that count.",
        "Write (x > 0) | (y > 0) for masks, abs(x) for |x|, + for a sum.",
    ),
    ast.BitAnd: (
        "& joins masks and whole numbers that count.",
        "Write (x > 0) & (y > 0) for masks, * for a product.",
    ),
    ast.BitXor: ("^ is not a power in Python.", "Write ** for a power."),
    ast.Invert: ("~ turns a mask around.", "Write ~(x > 0) for a mask, 1 - x for a number."),
}
