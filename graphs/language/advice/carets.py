"""``x^2`` means a power; ``x > 1 & x < 4`` lacks brackets."""

from __future__ import annotations

import ast

from graphs.errors import GraphError
from graphs.language.bound_lines import tree_of
from graphs.language.reading import Reading


def bits_error(run: Reading, node: ast.AST, are_masks: bool) -> GraphError | None:
    """The error for ``^``, ``&`` and ``|`` between what they do not join, with what was meant;
    None for other operators and where nothing is known."""
    if not isinstance(node, ast.BinOp):
        return None
    if isinstance(node.op, ast.BitXor):
        return _caret_error(run, node, "!=" if are_masks else "**")
    if isinstance(node.op, ast.BitAnd | ast.BitOr):
        return _precedence_error(run, node)
    return None


def _caret_error(run: Reading, node: ast.BinOp, meant: str) -> GraphError:
    """The mend stands at the sign alone, for ``^`` binds less than ``+`` does."""
    left, right = run.places.source(node.left), run.places.source(node.right)
    line = run.places.lines[left.end_line - 1]
    end = right.column if right.line == left.end_line else len(line)
    column = line.find("^", left.end_column, end)
    found, whole = run.segment(node), run.places.source(node)
    known = column >= 0 and whole.line == left.end_line
    at = column - whole.column if known else found.find("^")
    mended = f"{found[:at]}{meant}{found[at + 1 :]}"
    is_power = meant == "**"
    if is_power and isinstance(node.left, ast.Name) and node.left.id == "e":
        mended = f"np.exp({run.segment(node.right)})"
    what = "^ is not a power in Python." if is_power else "^ of two masks is not read."
    return GraphError(
        f"{found}: {what}",
        left.end_line,
        max(column, 0),
        max(column, 0) + 1,
        f"Write {mended}" + ("" if is_power else ": it is true where they differ."),
        meant if column >= 0 and not mended.startswith("np.exp(") else None,
    )


def _precedence_error(run: Reading, node: ast.BinOp) -> GraphError | None:
    """The error for a comparison in whose middle ``&`` stands: it binds more than ``<`` does."""
    sign = "&" if isinstance(node.op, ast.BitAnd) else "|"
    for part in ast.walk(tree_of(run.text)):
        if not isinstance(part, ast.Compare) or len(part.ops) != 2:
            continue
        middle = part.comparators[0]
        here = (middle.lineno, middle.col_offset, middle.end_col_offset)
        if here != (node.lineno, node.col_offset, node.end_col_offset):
            continue
        before, after = run.places.source(part.left), run.places.source(middle.left)  # type: ignore[attr-defined]
        last, whole = run.places.source(middle.right), run.places.source(part)  # type: ignore[attr-defined]
        if whole.line != whole.end_line:
            break
        line = run.places.lines[whole.line - 1]
        first = line[before.column : after.end_column]
        second = line[last.column : whole.end_column]
        mend = f"({first}) {sign} ({second})"
        message = f"{sign} binds more than the comparisons around it."
        return run.error(message, part, f"Write {mend}", mend)
    return None
