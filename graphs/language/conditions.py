"""Conditions: of ``if``, ``while`` and comprehensions."""

from __future__ import annotations

import ast

from graphs.language.decisions import truth_of
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.visits import Evaluate, Visit


def condition(run: Reading, node: ast.expr, scope: Scope, what: str = "if") -> Visit:
    """Whether a condition holds; what it is computed from alone is not drawn."""
    start = len(run.builder.nodes)
    holds = yield _holds(run, node, scope, what)
    made = range(start, len(run.builder.nodes))
    run.aside.update(made)
    run.tested.update(made)
    return holds


def _holds(run: Reading, node: ast.expr, scope: Scope, what: str) -> Visit:
    """``and`` and ``or`` stop where Python stops."""
    if isinstance(node, ast.BoolOp):
        is_and = isinstance(node.op, ast.And)
        for part in node.values:
            if (yield _holds(run, part, scope, what)) is not is_and:
                return not is_and
        return is_and
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return not (yield _holds(run, node.operand, scope, what))
    thing = yield Evaluate(node, scope)
    return (yield truth_of(run, thing, node, what))
