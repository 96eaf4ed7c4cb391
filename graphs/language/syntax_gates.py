"""Which syntax is which gate (derived from the table), and hints for syntax that is none."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

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
    operator: gate for gate in GATES if (operator := _operator(gate)) is not None
}

# NumPy's way to write the logic of masks.
MASKS: dict[type[ast.AST], Gate] = {
    ast.BitAnd: OPERATORS[ast.And],
    ast.BitOr: OPERATORS[ast.Or],
    ast.Invert: OPERATORS[ast.Not],
}

# Construct → (what to say, what to write instead).
NOT_IN_THE_LANGUAGE: dict[type[ast.AST], tuple[str, str]] = {
    ast.While: ("while is not part of the language.", "Write for t in range(n)."),
    ast.ClassDef: ("Classes are not part of the language.", "Write a function with def."),
    ast.AsyncFunctionDef: ("async is not part of the language.", "Write def."),
    ast.AsyncFor: ("async is not part of the language.", "Write for."),
    ast.AsyncWith: ("async is not part of the language.", "Write its body alone."),
    ast.Await: ("await is not part of the language.", "Write the expression alone."),
    ast.With: ("with is not part of the language.", "Write its body alone."),
    ast.Try: ("try is not part of the language.", "Write its body alone."),
    ast.TryStar: ("try is not part of the language.", "Write its body alone."),
    ast.Raise: ("raise is not part of the language.", "Delete the line."),
    ast.Assert: ("assert is not part of the language.", "Delete the line."),
    ast.Delete: ("del is not part of the language.", "Delete the line."),
    ast.Global: ("global is not part of the language.", "Return the value and assign it."),
    ast.Nonlocal: ("nonlocal is not part of the language.", "Return the value and assign it."),
    ast.Match: ("match is not part of the language.", "Write if and else."),
    ast.NamedExpr: (":= is not part of the language.", "Assign on a line of its own."),
    ast.Yield: ("yield is not part of the language.", "Use return."),
    ast.YieldFrom: ("yield is not part of the language.", "Use return."),
    ast.Dict: (
        "Dictionaries are not part of the language.",
        "Use names of their own, or a list: hs = [h0], then hs.append(h).",
    ),
    ast.DictComp: ("Dictionaries are not part of the language.", "Use names of their own."),
    ast.Set: ("Sets are not part of the language.", "Use a list."),
    ast.SetComp: ("Sets are not part of the language.", "Use a list."),
    ast.JoinedStr: ("Strings are not part of the language.", "Use numbers and names."),
    ast.Starred: ("* before a name is not part of the language.", "Write the parts out."),
    ast.Slice: ("A slice stands between square brackets.", "Write x[1:3]."),
    ast.FloorDiv: ("// has no gradient and is not a gate.", "Write / instead."),
    ast.Mod: ("% has no gradient and is not a gate.", "Write the remainder out."),
    ast.LShift: ("<< is not a gate.", "Write * 2**n instead."),
    ast.RShift: (">> is not a gate.", "Write / 2**n instead."),
    ast.BitOr: ("| is not a gate.", "Write or, or abs(…) for |…|."),
    ast.BitAnd: ("& is not a gate.", "Write and."),
    ast.Invert: ("~ is not a gate.", "Write not."),
    ast.Is: ("is does not compare numbers.", "Write ==."),
    ast.IsNot: ("is not does not compare numbers.", "Write !=."),
    ast.In: ("in belongs to for.", "Compare with ==."),
    ast.NotIn: ("not in is not part of the language.", "Compare with !=."),
}


NUMPY = frozenset((*dir(np), *dir(np.random), *dir(np.linalg)))


def instead_of(word: str) -> str:
    """What to write instead of a function that is no gate."""
    if word in NUMPY:
        return "It is NumPy's, but no gate here: write it out with the gates that Help lists."
    return "Help lists the gates."


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word nearest to what was typed, if one is near."""
    return _nearest(word, tuple(known))


@lru_cache(maxsize=1_000)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.7)
    return close[0] if close else None
