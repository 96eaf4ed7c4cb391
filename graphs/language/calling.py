"""Calls: of functions and classes of the text, methods, gates, array makers and the library."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from inspect import Signature, signature
from typing import Any

from graphs.errors import GraphError
from graphs.language.blocks import Return, block
from graphs.language.descriptions import described
from graphs.language.generators import generator_of
from graphs.language.positions import Place
from graphs.language.reading import MOST_DEPTH, MOST_INSTANCES, Frame, Reading
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
    Property,
    StaticMethod,
    Super,
    Thing,
    Type,
    dict_of,
)
from graphs.language.visits import Evaluate, Parked, Visit

LONGEST_TITLE = 24


def call(
    run: Reading, callee: Thing, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    """What a call gives, or a visit that finds it.

    Raises:
        GraphError: the callee cannot be called, or not with these arguments.
    """
    caller = run.callers.get(type(callee)) or CALLERS.get(type(callee))
    if caller is None:
        raise run.raised(
            "TypeError",
            f"{run.segment(callee_place(node))} is {described(callee)} and cannot be called.",
            node,
            "Leave out the brackets.",
        )
    return caller(run, callee, things, named, node)


def callee_place(node: Place) -> Place:
    """Where the callee of a call stands."""
    return node.func if isinstance(node, ast.Call) else node


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


def label_of(run: Reading, function: Function, node: Place) -> str:
    """How a message calls a function: its name, or the text of a lambda's call."""
    if function.name != "lambda":
        return function.name
    return " ".join(run.segment(callee_place(node)).split())


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


def count(arguments: int) -> str:
    return f"{arguments} argument{'' if arguments == 1 else 's'}"


def bind_arguments(
    run: Reading, function: Function, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> dict[str, Thing]:
    """A call's arguments by parameter, as Python binds them.

    Raises:
        GraphError: one is missing, given twice, or has no parameter.
    """
    arguments = function.arguments
    plain = [*arguments.posonlyargs, *arguments.args]
    names = [one.arg for one in plain]
    keyword_only = [one.arg for one in arguments.kwonlyargs]
    label = label_of(run, function, node)
    shown = ", ".join([*names, *keyword_only]) or "none"
    bound_names = dict(zip(names, things, strict=False))
    rest = things[len(names) :]
    if rest and arguments.vararg is None:
        is_method = isinstance(function.owner, Class) and names[:1] == ["self"]
        taken = len(names) - is_method
        raise run.raised(
            "TypeError",
            f"{label} takes {count(taken)}, not {len(things) - is_method}.",
            node,
            f"Call it as {label}({', '.join(names[is_method:])}).",
        )
    positional_only = {one.arg for one in arguments.posonlyargs}
    others: dict[str, Thing] = {}
    for name, thing in named.items():
        if name in bound_names and name not in positional_only:
            message = f"{name} is given twice in this call."
            raise run.raised("TypeError", message, node, "Give it once.")
        if (name in names and name not in positional_only) or name in keyword_only:
            bound_names[name] = thing
        elif arguments.kwarg is not None:
            others[name] = thing
        else:
            raise run.raised(
                "TypeError",
                f"{label} has no parameter {name}.",
                node,
                f"Its parameters are {shown}.",
            )
    given_defaults = names[len(names) - len(function.defaults) :]
    for name, thing in zip(given_defaults, function.defaults, strict=True):
        bound_names.setdefault(name, thing)
    for name, thing in function.keyword_defaults.items():
        bound_names.setdefault(name, thing)
    missing = [name for name in (*names, *keyword_only) if name not in bound_names]
    if missing:
        is_method = isinstance(function.owner, Class) and names[:1] == ["self"]
        raise run.raised(
            "TypeError",
            f"{label} is called without {', '.join(missing)}.",
            node,
            f"Call it as {label}({', '.join(names[is_method:])}).",
        )
    if arguments.vararg is not None:
        bound_names[arguments.vararg.arg] = tuple(rest)
    if arguments.kwarg is not None:
        bound_names[arguments.kwarg.arg] = dict_of(others)
    return bound_names


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
        message = f"{name} is called otherwise: {error}."
        raise run.raised("TypeError", message, node, "Check its arguments.") from None
    return function(*arguments.args, **arguments.kwargs)


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


# Classes


def _make_instance(
    run: Reading, kind: Class, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing | Visit:
    if kind.kind == "enum":
        return _member(run, kind, things, node)
    run.instances += 1
    if run.instances > MOST_INSTANCES:
        raise run.too_large(
            f"The program makes more than {MOST_INSTANCES:,} objects.",
            node,
            "Make fewer objects, or compute with whole arrays.",
        )
    instance = Instance(kind)
    if kind.fields:
        _fill_fields(run, instance, things, named, node)
        return _after_fields(run, instance, node)
    return _initialize(run, instance, things, named, node)


def _initialize(
    run: Reading,
    instance: Instance,
    things: list[Thing],
    named: Mapping[str, Thing],
    node: Place,
) -> Visit:
    method = method_of(run, instance, "__init__")
    if method is END:
        if is_exception(instance.type):
            instance.attributes["args"] = tuple(things)
        elif things or named:
            raise run.raised(
                "TypeError",
                f"{instance.type.name} takes no arguments, not {len(things) + len(named)}.",
                node,
                f"Give {instance.type.name} an __init__, or call it as {instance.type.name}().",
            )
        return instance
    if is_exception(instance.type):
        instance.attributes["args"] = tuple(things)
    given = yield call(run, method, things, named, node)
    if given is not None:
        raise run.raised("TypeError", "__init__ gives nothing back.", node, "Delete its return.")
    return instance


def _member(run: Reading, kind: Class, things: list[Thing], node: Place) -> Thing:
    """``Color(1)``: the member of an enumeration with this value."""
    for member in kind.options["members"]:
        value = member.attributes["value"]
        if things and isinstance(value, int | float | str) and value == things[0]:
            return member
    raise run.raised("ValueError", f"{kind.name} has no such member.", node, "Name one of them.")


def is_exception(kind: Class) -> bool:
    return any(one.python for one in kind.order)


def _fill_fields(
    run: Reading,
    instance: Instance,
    things: list[Thing],
    named: Mapping[str, Thing],
    node: Place,
) -> None:
    """Fields of a dataclass or a named tuple, by position and by name."""
    kind = instance.type
    takes = [name for name in kind.fields if name not in kind.options.get("not_given", ())]
    if len(things) > len(takes):
        raise run.raised(
            "TypeError",
            f"{kind.name} takes {count(len(takes))}, not {len(things)}.",
            node,
            f"Call it as {kind.name}({', '.join(takes)}).",
        )
    given = dict(zip(takes, things, strict=False))
    for name, thing in named.items():
        if name not in takes or name in given:
            told = "is given twice" if name in given else "is no field"
            raise run.raised(
                "TypeError",
                f"{name} {told} of {kind.name}.",
                node,
                f"Its fields are {', '.join(takes)}.",
            )
        given[name] = thing
    instance.attributes.update(given)


def _after_fields(run: Reading, instance: Instance, node: Place) -> Visit:
    kind, missing = instance.type, []
    factories = kind.options.get("factories", {})
    for name in kind.fields:
        if name in instance.attributes:
            continue
        default = kind.find(name)
        if name in factories:
            instance.attributes[name] = yield call(run, factories[name], [], {}, node)
        elif default is not END and not isinstance(default, Property):
            instance.attributes[name] = default
        else:
            missing.append(name)
    if missing:
        raise run.raised(
            "TypeError",
            f"{kind.name} is called without {', '.join(missing)}.",
            node,
            f"Call it as {kind.name}({', '.join(kind.fields)}).",
        )
    instance.attributes = {
        **{name: instance.attributes[name] for name in kind.fields},
        **instance.attributes,
    }
    method = method_of(run, instance, "__post_init__")
    if method is not END:
        yield call(run, method, [], {}, node)
    return instance


CALLERS: Mapping[type, Callable[..., Any]] = {
    Function: _call_function,
    Builtin: _call_builtin,
    Type: _call_type,
    Method: _call_method,
    Partial: _call_partial,
    Instance: _call_instance,
    Class: _make_instance,
    Super: _call_super,
    StaticMethod: _call_static,
    LeftOut: _call_left_out,
}
