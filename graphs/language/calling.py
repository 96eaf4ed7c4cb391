"""Calls: of functions of the text, methods, and the library."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from inspect import Signature, signature
from typing import Any

from graphs.errors import GraphError
from graphs.language.arguments import bind_arguments, callee_place, label_of
from graphs.language.blocks import Return, block
from graphs.language.descriptions import described
from graphs.language.generators import generator_of
from graphs.language.positions import Place
from graphs.language.reading import MOST_DEPTH, Frame, Reading
from graphs.language.scope import Scope
from graphs.language.things import (
    END,
    Builtin,
    Class,
    ClassMethod,
    Function,
    Instance,
    LeftOut,
    Method,
    Partial,
    StaticMethod,
    Super,
    Thing,
    Type,
)
from graphs.language.unread.left_out import inherited
from graphs.language.visits import Evaluate, Parked, Visit

LONGEST_TITLE = 24


def call(
    run: Reading, callee: Thing, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    """What a call gives, or a visit that finds it.

    Raises:
        GraphError: the callee cannot be called, or not with these arguments.
    """
    caller = run.callers.get(type(callee))
    if caller is None:
        raise run.raised(
            "TypeError",
            f"{run.segment(callee_place(node))} is {described(callee)} and cannot be called.",
            node,
            "Leave out the brackets.",
        )
    return caller(run, callee, things, named, node)


def method_of(run: Reading, thing: Thing, name: str) -> Thing:
    """A method that the text's class defines, bound to its instance; END where it has none."""
    if isinstance(thing, Instance):
        found = thing.type.find(name)
        if found is not END:
            return bound(found, thing, thing.type)
    return END


def bound(found: Thing, owner: Thing, kind: Class) -> Thing:
    """A class's attribute as its instance (or the class itself) sees it; not for properties."""
    if isinstance(found, StaticMethod):
        return found.function
    if isinstance(found, ClassMethod):
        return Method(kind, found.function)
    if isinstance(found, Function | Builtin) and isinstance(owner, Instance):
        return Method(owner, found)
    return found


# Functions of the text


def _call_function(
    run: Reading, function: Function, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    for watcher in run.watchers:
        if (found := watcher.instead(run, function, things, named, node)) is not END:
            return found
    return run_function(run, function, things, named, node)


def run_function(
    run: Reading, function: Function, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    """A call of a function of the text, by its text."""
    names = bind_arguments(run, function, things, named, node)
    scope = Scope(names, function.scope, function.locals)
    if function.is_generator:
        parked = Parked([], name=function.name)
        parked.frames = [_generator_body(run, function, scope, node)]
        return generator_of(parked)
    return _run_function(run, function, scope, node, things)


def _run_function(
    run: Reading, function: Function, scope: Scope, node: Place, things: list[Thing]
) -> Visit:
    run.count_call(node)
    if len(run.frames) >= MOST_DEPTH:
        raise run.raised(
            "RecursionError",
            f"{label_of(run, function, node)} calls itself more than {MOST_DEPTH} times deep.",
            node,
            "End the recursion earlier, or write a loop.",
        )
    builder = run.builder
    outer = builder.open_group(title_of(run, function, node), "function")
    item_names, run.item_names = run.item_names, {}
    frame = Frame(function, node.lineno, things[0] if things else None)
    run.frames.append(frame)
    depth = len(run.frames)
    for watcher in run.watchers:
        watcher.call(run, function, scope, node)
    try:
        if isinstance(function.body, ast.expr):
            return (yield Evaluate(function.body, scope))
        left = yield block(run, function.body, scope)
        return left.thing if isinstance(left, Return) else None
    except GraphError as error:
        if error.line is not None:
            error.callers.append(node.lineno)
        raise
    finally:
        del run.frames[depth - 1 :]
        run.item_names = item_names
        builder.close_group(outer)


def _generator_body(run: Reading, function: Function, scope: Scope, node: Place) -> Visit:
    assert not isinstance(function.body, ast.expr)
    left = yield block(run, function.body, scope)
    return left.thing if isinstance(left, Return) else None


def title_of(run: Reading, function: Function, node: Place) -> str:
    """The title of a call's group: the call as it is written, or its name where that is long."""
    text = " ".join(run.segment(node).split())
    for name, shown in run.item_names.items():
        text = re.sub(rf"\b{re.escape(name)}\b", shown, text)
    if len(text) <= LONGEST_TITLE and isinstance(node, ast.Call):
        return text
    if isinstance(node, ast.Call):
        return f"{label_of(run, function, node)}(…)"
    return f"{function.name}(…)"


# What is not a function of the text


@lru_cache(maxsize=2_000)
def _signature(function: Callable[..., Any]) -> Signature:
    return signature(function)


def call_library(
    run: Reading,
    name: str,
    function: Callable[..., Any],
    things: list[Thing],
    named: Mapping[str, Thing],
    node: Place,
) -> Thing | Visit:
    """A function of the library, whose own signature is that of the call."""
    try:
        arguments = _signature(function).bind(run, node, *things, **named)
    except TypeError as error:
        message, usage = f"{name} is called otherwise: {error}.", _usage(name, function)
        if name in ("array", "asarray") and isinstance(node, ast.Call) and len(node.args) > 1:
            listed = ", ".join(run.segment(part) for part in node.args)
            message, usage = f"{name} takes one list.", f"Write np.{name}([{listed}])."
        raise run.raised("TypeError", message, node, usage) from None
    return function(*arguments.args, **arguments.kwargs)


def _usage(name: str, function: Callable[..., Any]) -> str:
    """How a function is called."""
    words = []
    for parameter in list(_signature(function).parameters.values())[2:]:
        if parameter.kind is parameter.VAR_POSITIONAL:
            words.append("…")
        elif parameter.kind is not parameter.VAR_KEYWORD:
            is_needed = parameter.default is parameter.empty
            words.append(parameter.name if is_needed else f"{parameter.name}=…")
    return f"Write {name}({', '.join(words)})."


def _call_builtin(
    run: Reading, callee: Builtin, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    return call_library(run, callee.name, callee.run, things, named, node)


def _call_type(
    run: Reading, callee: Type, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    if callee.make is None:
        raise run.raised("TypeError", f"{callee.name} makes nothing here.", node, None)
    return call_library(run, callee.name, callee.make, things, named, node)


def _call_method(
    run: Reading, callee: Method, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    return call(run, callee.function, [callee.owner, *things], named, node)


def _call_partial(
    run: Reading, callee: Partial, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    return call(run, callee.function, [*callee.things, *things], {**callee.named, **named}, node)


def _call_instance(
    run: Reading, callee: Instance, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    method = method_of(run, callee, "__call__")
    if method is END and (unknown := inherited(callee, "__call__")) is not None:
        return unknown
    if method is END:
        raise run.raised(
            "TypeError",
            f"{run.segment(callee_place(node))} is an instance of {callee.type.name}, which has no "
            "__call__.",
            node,
            "Call one of its methods.",
        )
    return call(run, method, things, named, node)


def _call_super(
    run: Reading, callee: Super, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    raise run.raised(
        "TypeError", "super() itself cannot be called.", node, "Write super().name(…)."
    )


def _call_static(
    run: Reading, callee: StaticMethod, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    return call(run, callee.function, things, named, node)


def _call_left_out(
    run: Reading, callee: LeftOut, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing:
    return callee


# What needs rooms above this one is added in parse.py.
CALLERS: Mapping[type, Callable[..., Any]] = {
    Function: _call_function,
    Builtin: _call_builtin,
    Type: _call_type,
    Method: _call_method,
    Partial: _call_partial,
    Instance: _call_instance,
    Super: _call_super,
    StaticMethod: _call_static,
    LeftOut: _call_left_out,
}
