"""Statements, one handler for each kind of syntax. A handler gives what leaves the block early."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from graphs.errors import GraphError
from graphs.language.advice.meant_names import meant_name
from graphs.language.assertions import assert_statement
from graphs.language.assignments import assign, augment, delete
from graphs.language.blocks import Leave, Return
from graphs.language.definitions import define, define_class
from graphs.language.exceptions import (
    raise_statement,
    try_statement,
    with_statement,
)
from graphs.language.imports import import_from, import_statement
from graphs.language.loops import for_statement, if_statement, while_statement
from graphs.language.matching import match_statement
from graphs.language.nodes import is_number
from graphs.language.reading import Reading
from graphs.language.resolve import has_value
from graphs.language.scope import Scope
from graphs.language.things import List, Wire
from graphs.language.unread.left_out import leave_out
from graphs.language.unread.left_out_calls import left_out_call, unknown_function
from graphs.language.visits import Evaluate, Handlers, Visit
from graphs.model import Notice


def assignment(run: Reading, node: ast.Assign, scope: Scope) -> Visit:
    """``a = b = x``."""
    thing = yield Evaluate(node.value, scope)
    for target in node.targets:
        yield assign(run, target, thing, scope, node.value)


def annotated_assignment(run: Reading, node: ast.AnnAssign, scope: Scope) -> Visit:
    """``x: float = 1.0``; the annotation is not looked at."""
    if node.value is not None:
        thing = yield Evaluate(node.value, scope)
        yield assign(run, node.target, thing, scope, node.value)


def expression_statement(run: Reading, node: ast.Expr, scope: Scope) -> Visit:
    """An expression alone: at the top it may be the output."""
    if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return None  # a docstring
    if is_print(node.value, scope):
        return (yield _print(run, node, scope))
    try:
        thing = yield Evaluate(node.value, scope)
    except GraphError as error:
        function = unknown_function(run, error, node.value)
        if function is None or not isinstance(node.value, ast.Call):
            raise
        yield left_out_call(run, node.value, scope, function)
        return None
    if scope is run.top and not run.frames and _may_be_output(thing):
        name = node.value.id if isinstance(node.value, ast.Name) else None
        run.note_result(name, thing, node.value)
    return None


def is_print(node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is a call of Python's ``print``."""
    match node:
        case ast.Call(func=ast.Name(id="print")):
            return scope.find("print") is None
    return False


def _print(run: Reading, node: ast.Expr, scope: Scope) -> Visit:
    """A line that prints: names that have no value elsewhere do not stop the program."""
    before, start, shown = set(run.inputs), len(run.builder.nodes), list(run.shown)
    unread: GraphError | None = None
    try:
        yield Evaluate(node.value, scope)
    except GraphError as error:
        if not error.unknown_function or error.callers or run.tries:
            raise
        unread = error
    run.aside.update(range(start, len(run.builder.nodes)))
    without = [name for name in run.inputs.keys() - before if not has_value(run, name)]
    for name in without:
        run.not_printed[name] = run.inputs.pop(name)
        run.top.names.pop(name, None)
        run.recorded.pop(name, None)
    if unread is not None:
        run.unknown_call = run.unknown_call or unread
        message = f"{unread.message.rstrip('.')}, so this line prints nothing."
        leave_out(run, message, node.lineno)
    elif without:
        run.shown = shown
        del run.printed[node.value.lineno][-1]
        run.notes.append(_nothing_printed(run, sorted(without), node))


def _nothing_printed(run: Reading, names: Sequence[str], node: ast.Expr) -> Notice:
    has = "has" if len(names) == 1 else "have"
    message = f"{', '.join(names)} {has} no value, so this line prints nothing"
    meant = [(name, near) for name in names if (near := meant_name(name, run.text))]
    if not meant:
        return Notice(f"{message}.", node.lineno, "left out")
    name, near = meant[0]
    message = f"{message}; did you mean {near}{f' for {name}' if len(names) > 1 else ''}?"
    return Notice(message, node.lineno, "filled", choices=(name, near))


def _may_be_output(thing: Any) -> bool:
    return isinstance(thing, Wire | List | tuple) or is_number(thing)


def return_statement(run: Reading, node: ast.Return, scope: Scope) -> Visit:
    """``return x``."""
    thing = None if node.value is None else (yield Evaluate(node.value, scope))
    return Return(thing)


def break_statement(run: Reading, node: ast.Break, scope: Scope) -> Leave:
    """``break``."""
    return Leave.BREAK


def continue_statement(run: Reading, node: ast.Continue, scope: Scope) -> Leave:
    """``continue``."""
    return Leave.CONTINUE


def nothing(run: Reading, node: ast.stmt, scope: Scope) -> None:
    """``pass``."""


def global_statement(run: Reading, node: ast.Global, scope: Scope) -> None:
    """``global x``: the names are the top level's."""
    for name in node.names if scope is not run.top else ():
        scope.elsewhere[name] = run.top


def nonlocal_statement(run: Reading, node: ast.Nonlocal, scope: Scope) -> None:
    """``nonlocal x``: the names are those of the function around."""
    for name in node.names:
        outer = scope.outer
        while outer is not None and name not in outer.names and name not in outer.locals:
            outer = outer.outer
        if outer is None or outer is run.top:
            raise run.error(f"{name} is no name of a function around.", node, "Write global.")
        scope.elsewhere[name] = outer


STATEMENTS: Handlers = {
    ast.Assign: assignment,
    ast.AnnAssign: annotated_assignment,
    ast.AugAssign: augment,
    ast.Expr: expression_statement,
    ast.Return: return_statement,
    ast.Break: break_statement,
    ast.Continue: continue_statement,
    ast.Pass: nothing,
    ast.Import: import_statement,
    ast.ImportFrom: import_from,
    ast.FunctionDef: define,
    ast.ClassDef: define_class,
    ast.If: if_statement,
    ast.For: for_statement,
    ast.While: while_statement,
    ast.Try: try_statement,
    ast.Raise: raise_statement,
    ast.Assert: assert_statement,
    ast.With: with_statement,
    ast.Match: match_statement,
    ast.Delete: delete,
    ast.Global: global_statement,
    ast.Nonlocal: nonlocal_statement,
}
