"""``try``, ``raise`` and ``with``."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from graphs.errors import GraphError, TooLarge
from graphs.language import contexts
from graphs.language.assignments import assign
from graphs.language.attributes import attribute
from graphs.language.blocks import block
from graphs.language.calling import call, method_of
from graphs.language.decisions import truth_of
from graphs.language.descriptions import described
from graphs.language.instances import is_exception
from graphs.language.python_classes import EXCEPTIONS
from graphs.language.reading import Reading, shortened
from graphs.language.scope import Scope
from graphs.language.things import (
    END,
    Class,
    Instance,
    Iterator,
    LeftOut,
    Progress,
    Template,
    Thing,
    Type,
)
from graphs.language.visits import Evaluate, Visit
from graphs.language.writing import as_text


def raise_statement(run: Reading, node: ast.Raise, scope: Scope) -> Visit:
    """``raise ValueError('…')``."""
    if node.exc is None:
        if not run.caught:
            raise run.raised("RuntimeError", "There is no error to raise again.", node, None)
        raise run.caught[-1]
    thing = yield Evaluate(node.exc, scope)
    cause = None if node.cause is None else (yield Evaluate(node.cause, scope))
    error = yield raised_by(run, thing, node)
    error.exception.attributes["__cause__"] = cause
    raise error


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
    if error_of_key(thing) and isinstance(args, tuple) and len(args) == 1:
        return (yield as_text(run, args[0], node, "r"))
    for one in args if isinstance(args, tuple) else ():
        parts.append((yield as_text(run, one, node, "s")))
    return ", ".join(part if isinstance(part, str) else shown_template(part) for part in parts)


def error_of_key(thing: Instance) -> bool:
    """Whether an exception is a KeyError, whose text quotes the key."""
    return any(one.python == "KeyError" for one in thing.type.order)


def shown_template(template: Template) -> str:
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
        args = (error.message,) if error.args_of_python is None else error.args_of_python
        error.exception = Instance(kind, {"args": args})
        if error.kind == "StopIteration":
            error.exception.attributes["value"] = error.value
    found: Instance = error.exception
    return found


def _matches(exception: Instance, wanted: Thing) -> bool:
    if isinstance(wanted, tuple):
        return any(_matches(exception, one) for one in wanted)
    return isinstance(wanted, Class) and wanted in exception.type.order


def with_statement(run: Reading, node: ast.With, scope: Scope) -> Visit:
    """``with manager as name: …``."""
    return (yield _with(run, node, list(node.items), scope))


def _with(run: Reading, node: ast.With, items: list[ast.withitem], scope: Scope) -> Visit:
    if not items:
        return (yield block(run, node.body, scope))
    item, rest = items[0], items[1:]
    place = item.context_expr
    manager = yield Evaluate(place, scope)
    entered = yield _enter(run, manager, place)
    if item.optional_vars is not None:
        yield assign(run, item.optional_vars, entered, scope)
    state = len(run.frames), run.builder.group
    try:
        run.tries += 1
        left = yield _with(run, node, rest, scope)
    except GraphError as error:
        run.tries -= 1
        if isinstance(error, TooLarge) or not error.kind:
            raise
        del run.frames[state[0] :]
        run.builder.group = state[1]
        if (yield _leave(run, manager, error, place)):
            return None
        raise
    run.tries -= 1
    yield _leave(run, manager, None, place)
    return left


def _enter(run: Reading, manager: Thing, place: ast.expr) -> Visit:
    if isinstance(manager, Instance):
        return (yield call(run, (yield attribute(run, manager, "__enter__", place)), [], {}, place))
    if isinstance(manager, Iterator) and manager.kind == "manager":
        return (yield contexts.enter(run, manager, place))
    if isinstance(manager, LeftOut | Progress | Type | contexts.Suppressed):
        return manager
    message = f"{described(manager)} is no context manager."
    raise run.raised("TypeError", message, place, "Give its class __enter__ and __exit__.")


def _leave(run: Reading, manager: Thing, error: GraphError | None, place: ast.expr) -> Visit:
    """Whether the manager swallowed the error."""
    exception = None if error is None else exception_of(run, error)
    if isinstance(manager, Instance):
        method = yield attribute(run, manager, "__exit__", place)
        kind = None if exception is None else exception.type
        answer = yield call(run, method, [kind, exception, None], {}, place)
        return error is not None and (yield truth_of(run, answer, place))
    if isinstance(manager, Iterator):
        return (yield contexts.leave(run, manager, place, error))
    if isinstance(manager, contexts.Suppressed) and exception is not None:
        return any(one in exception.type.order for one in manager.exceptions)
    return False
