"""Lines of the backward part that cannot be computed, where no value stands in for theirs: an
entry, an element, what a function returns."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

import numpy as np

from graphs.check import messages
from graphs.check.assign import Judge
from graphs.check.clues import clue_of_failure
from graphs.check.compare import Judgement
from graphs.check.log import Failure
from graphs.check.provenance import Program
from graphs.check.reader import StudentReading
from graphs.check.rows import Verdict, cause_of_an_error


def failures(reading: StudentReading, program: Program) -> Sequence[Failure]:
    """The lines that fail after the loss was computed."""
    of_loss = [one.order for one in reading.log.versions if one.name == program.loss.name]
    first = min(of_loss, default=0)
    return [one for one in reading.log.failures if one.error.line and one.order > first]


def misshapen(one: Judgement, judging: Judge) -> Judgement | None:
    """The value that a line cannot go on from, where that has not the shape of what it is the
    gradient of: the line before is wrong then."""
    before = one.version.before
    if before is None or not one.version.continues:
        return None
    found = judging.assess(judging.program.stage(before), one.target)
    found.status = "shape"
    return found if np.shape(found.values[0]) != np.shape(one.true[0]) else None


def failed(failure: Failure, reading: StudentReading) -> Verdict:
    """The verdict on a line that cannot be computed, where the expression stands that fails."""
    error = failure.error
    line = error.line or 1
    name = next(_written_on(line, reading.tree, ""), "")
    return {
        "name": name,
        "of": None,
        "line": line,
        "made": line,
        "order": failure.order,
        "status": "wrong",
        "cause": cause_of_an_error(error),
        "fix": clue_of_failure(failure, name, reading),
        "open": True,
        "message": messages.failed(name, error),
        "value": None,
        "expected": None,
        "ratio": None,
    }


def _written_on(line: int, part: ast.AST, function: str) -> Iterator[str]:
    """What the statement on a line writes, as the text calls it; of a ``return`` the function."""
    for one in ast.iter_child_nodes(part):
        if not isinstance(one, ast.stmt) or not one.lineno <= line <= (one.end_lineno or line):
            continue
        inside = one.name if isinstance(one, ast.FunctionDef) else function
        yield from _written_on(line, one, inside)
        match one:
            case ast.Assign(targets=[target, *_]) | ast.AugAssign(target=target):
                yield ast.unparse(target)
            case (
                ast.Expr(value=ast.Call(func=ast.Attribute(attr="at"), args=[owner, *_]))
                | ast.Expr(value=ast.Call(func=ast.Attribute(value=owner)))
            ):
                yield ast.unparse(owner)
        yield inside
