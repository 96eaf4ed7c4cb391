"""``assert c, message``: what a program says of itself, of shapes above all."""

from __future__ import annotations

import ast
from typing import Any

from graphs.errors import GraphError
from graphs.language.conditions import condition
from graphs.language.decisions import setting
from graphs.language.exceptions import shown_template
from graphs.language.reading import Reading, shortened
from graphs.language.scope import Scope
from graphs.language.things import Wire
from graphs.language.visits import Evaluate, Visit
from graphs.language.writing import as_text


def assert_statement(run: Reading, node: ast.Assert, scope: Scope) -> Visit:
    """``assert c, message``: checked where the condition is known."""
    try:
        holds = yield condition(run, node.test, scope, "assert")
    except GraphError as error:
        if error.missing or error.left_out:
            return
        raise
    if holds:
        return
    text: Any = ""
    if node.msg is not None:
        text = yield as_text(run, (yield Evaluate(node.msg, scope)), node.msg, "s")
        text = text if isinstance(text, str) else shown_template(text)
    what = shortened(" ".join(run.segment(node.test).split()))
    message = f"{what} does not hold" + (f": {shortened(text)}" if text else "")
    args = (text,) if text else ()
    hint = "The program itself asserts this here."
    failed = run.raised("AssertionError", f"{message}.", node, hint, args)
    failed.must = yield _asserted_shape(run, node.test, scope)
    raise failed


def _asserted_shape(run: Reading, test: ast.expr, scope: Scope) -> Visit:
    """The shape that ``assert a.shape == (1, m)`` asks of a node."""
    match test:
        case ast.Compare(
            left=ast.Attribute(value=owner, attr="shape"), ops=[ast.Eq()], comparators=[other]
        ):
            thing, shape = (yield Evaluate(owner, scope)), (yield Evaluate(other, scope))
            if type(thing) is Wire and thing.node is not None and isinstance(shape, tuple):
                found = setting(run, shape, other, "shape")
                return {thing.node: tuple(int(size) for size in found)}
    return {}
