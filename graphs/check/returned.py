"""A function that hands back the wrong one of its values: told at its ``return``."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

import numpy as np

from graphs.check.compare import Judgement
from graphs.check.diagnosis import Diagnosis
from graphs.check.log import Statement, Version
from graphs.check.provenance import Program
from graphs.check.truth import constant_factor


def returned_another(judged: Judgement, program: Program) -> Diagnosis | None:
    """``return dW, dx`` of a function whose caller writes ``dx, dW = …``: what belongs to a name is
    there, in another place or under another name of the function."""
    call = judged.version.statement
    end = None if call is None else _return_of(call, program)
    if call is None or end is None:
        return None
    for other in _others(judged.version, call, program):
        values = [point.values[other.node] for point in judged.points]
        if np.shape(values[0]) != np.shape(judged.true[0]):
            continue
        factor = constant_factor(values, judged.true)  # which a later line may take out
        if factor is not None and (factor == 1.0 or np.size(values[0]) > 1):
            what = program.name_of(judged.version.node)
            return Diagnosis("name", end.line, "replaced", f"{what}|{other.name}")
    return None


def _return_of(call: Statement, program: Program) -> Statement | None:
    """The last statement of the function that a statement called."""
    match call.tree:
        case ast.Assign(value=ast.Call()):
            inside: Sequence[Statement] = [
                one
                for one in program.log.statements
                if isinstance(one.tree, ast.Return) and one.call is call
            ]
            return inside[-1] if inside else None
    return None


def _others(version: Version, call: Statement, program: Program) -> Iterator[Version]:
    """What else the call gave, and what else its function has computed."""
    for other in program.log.versions:
        is_other = other.name != version.name and other.statement is call
        is_inside = other.statement is not None and other.statement.call is call
        if other is not version and (is_other or is_inside) and other not in program.forward:
            yield other
