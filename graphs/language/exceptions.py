"""``try``, ``raise``, ``assert`` and ``with``."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from graphs.errors import GraphError, TooLarge
from graphs.language.assignments import assign
from graphs.language.attributes import attribute
from graphs.language.blocks import block
from graphs.language.builtin_functions import EXCEPTIONS
from graphs.language.calling import call, is_exception, method_of
from graphs.language.conditions import condition
from graphs.language.decisions import truth_of
from graphs.language.descriptions import described
from graphs.language.reading import Reading, shortened
from graphs.language.scope import Scope
from graphs.language.things import END, Class, Instance, Missing, Template, Thing, Type
from graphs.language.visits import Evaluate, Visit
from graphs.language.writing import as_text


def raise_statement(run: Reading, node: ast.Raise, scope: Scope) -> Visit:
    """``raise ValueError('…')``."""
    if node.exc is None:
        if not run.caught:
            raise run.raised("RuntimeError", "There is no error to raise again.", node, None)
        raise run.caught[-1]
    thing = yield Evaluate(node.exc, scope)
    if node.cause is not None:
        yield Evaluate(node.cause, scope)
    raise (yield raised_by(run, thing, node))


def raised_by(run: Reading, thing: Thing, node: ast.stmt | ast.expr) -> Visit:
    """The error of ours for an exception of the text."""
    if isinstance(thing, Class) and is_exception(thing):
        thing = yield call(run, thing, [], {}, node)
    if not isinstance(thing, Instance) or not is_exception(thing.type):
        raise run.raised(
            "TypeError",
            f"{described(thing)} cannot be raised.",
            node,
            "Write raise ValueError('…').",
        )
    text = yield message_of(run, thing, node)
    name = thing.type.name
    error = run.error(f"{name}: {shortened(text)}" if text else f"{name}.", node, None)
    error.hint = "The program itself raises this error here."
    error.kind = next(one.python for one in thing.type.order if one.python)
    error.exception = thing
    return error


def message_of(run: Reading, thing: Instance, node: ast.stmt | ast.expr) -> Visit:
    """The text of an exception."""
    method = method_of(run, thing, "__str__")
    if method is not END:
        text = yield call(run, method, [], {}, node)
        return text if isinstance(text, str) else ""
    args = thing.attributes.get("args", ())
    parts = []
    for one in args if isinstance(args, tuple) else ():
        parts.append((yield as_text(run, one, node, "s")))
    return ", ".join(part if isinstance(part, str) else _shown(part) for part in parts)


def _shown(template: Template) -> str:
    return "".join(part if isinstance(part, str) else "…" for part in template.parts)


def try_statement(run: Reading, node: ast.Try, scope: Scope) -> Visit:
    """``try: … except …: … else: … finally: …``."""
    left: Any = None
    try:
        left = yield _guarded(run, node, scope)
    except GraphError as error:
        if isinstance(error, TooLarge) or not node.finalbody:
            raise
        left = yield block(run, node.finalbody, scope)
        if left is not None:
            return left
        raise
    if node.finalbody:
        last = yield block(run, node.finalbody, scope)
        if last is not None:
            return last
    return left


def _guarded(run: Reading, node: ast.Try, scope: Scope) -> Visit:
    run.tries += 1
    state = len(run.frames), run.builder.group
    try:
        left = yield block(run, node.body, scope)
    except GraphError as error:
        run.tries -= 1
        if isinstance(error, TooLarge) or not error.kind:
            raise
        del run.frames[state[0] :]
        run.builder.group = state[1]
        return (yield _handled(run, node.handlers, scope, error))
    run.tries -= 1
    if left is not None:
        return left
    return (yield block(run, node.orelse, scope))


def _handled(
    run: Reading, handlers: Sequence[ast.ExceptHandler], scope: Scope, error: GraphError
) -> Visit:
    exception = exception_of(run, error)
    for handler in handlers:
        if handler.type is not None:
            wanted = yield Evaluate(handler.type, scope)
            if not _matches(exception, wanted):
                continue
        home = scope.home(handler.name) if handler.name else scope
        if handler.name:
            home.names[handler.name] = exception
        run.caught.append(error)
        try:
            return (yield block(run, handler.body, scope))
        finally:
            run.caught.pop()
            if handler.name:
                home.names.pop(handler.name, None)
    raise error


def exception_of(run: Reading, error: GraphError) -> Instance:
    """The exception that the text catches for an error of ours."""
    if error.exception is None:
        kind = EXCEPTIONS.get(error.kind, EXCEPTIONS["Exception"])
        error.exception = Instance(kind, {"args": (error.message,)})
        if error.kind == "StopIteration":
            error.exception.attributes["value"] = error.value
    found: Instance = error.exception
    return found


def _matches(exception: Instance, wanted: Thing) -> bool:
    if isinstance(wanted, tuple):
        return any(_matches(exception, one) for one in wanted)
    return isinstance(wanted, Class) and wanted in exception.type.order


def assert_statement(run: Reading, node: ast.Assert, scope: Scope) -> Visit:
    """``assert c, message``: checked where the condition is known."""
    try:
        holds = yield condition(run, node.test, scope, "assert")
    except GraphError as error:
        if error.missing:
            return
        raise
    if holds:
        return
    text: Any = ""
    if node.msg is not None:
        text = yield as_text(run, (yield Evaluate(node.msg, scope)), node.msg, "s")
        text = text if isinstance(text, str) else _shown(text)
    what = shortened(" ".join(run.segment(node.test).split()))
    message = f"{what} does not hold" + (f": {shortened(text)}" if text else "")
    error = run.raised(
        "AssertionError", f"{message}.", node, "The program itself asserts this here."
    )
    error.exception = Instance(EXCEPTIONS["AssertionError"], {"args": (text,) if text else ()})
    raise error


def with_statement(run: Reading, node: ast.With, scope: Scope) -> Visit:
    """``with manager as name: …``."""
    return (yield _with(run, node, list(node.items), scope))


def _with(run: Reading, node: ast.With, items: list[ast.withitem], scope: Scope) -> Visit:
    if not items:
        return (yield block(run, node.body, scope))
    item = items[0]
    manager = yield Evaluate(item.context_expr, scope)
    is_typed = isinstance(manager, Instance)
    if is_typed:
        entered = yield call(
            run, (yield attribute(run, manager, "__enter__", item.context_expr)), [], {}, node
        )
    elif isinstance(manager, Missing | Type):
        entered = manager
    else:
        raise run.raised(
            "TypeError", f"{described(manager)} is no context manager.", item.context_expr, None
        )
    if item.optional_vars is not None:
        yield assign(run, item.optional_vars, entered, scope)
    if not is_typed:
        return (yield _with(run, node, items[1:], scope))
    leave = yield attribute(run, manager, "__exit__", item.context_expr)
    try:
        left = yield _with(run, node, items[1:], scope)
    except GraphError as error:
        if isinstance(error, TooLarge) or not error.kind:
            raise
        exception = exception_of(run, error)
        answer = yield call(run, leave, [exception.type, exception, None], {}, node)
        if (yield truth_of(run, answer, node)):
            return None
        raise
    yield call(run, leave, [None, None, None], {}, node)
    return left
