"""``x^2``: what was meant is a power."""

from __future__ import annotations

import ast

from graphs.errors import GraphError
from graphs.language.reading import Reading


def caret_error(run: Reading, node: ast.AST) -> GraphError | None:
    """The error for ``^`` between numbers, with its mend; None for other operators.

    The mend stands at the sign alone, for ``^`` binds less than ``+`` does.
    """
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, ast.BitXor):
        return None
    left, right = run.places.source(node.left), run.places.source(node.right)
    line = run.places.lines[left.end_line - 1]
    end = right.column if right.line == left.end_line else len(line)
    column = line.find("^", left.end_column, end)
    found, whole = run.segment(node), run.places.source(node)
    known = column >= 0 and whole.line == left.end_line
    at = column - whole.column if known else found.find("^")
    power = f"{found[:at]}**{found[at + 1 :]}"
    return GraphError(
        f"{found}: ^ is not a power in Python.",
        left.end_line,
        max(column, 0),
        max(column, 0) + 1,
        f"Write {power}",
        "**" if column >= 0 else None,
    )
