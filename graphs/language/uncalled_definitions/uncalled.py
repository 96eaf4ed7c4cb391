"""Texts that define and call nothing: the main definition is called, with its parameters as
inputs, and a forward pass is joined with the backward pass that belongs to it."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

from graphs.language import adopting
from graphs.language.blocks import Return, block
from graphs.language.calling import method_of
from graphs.language.instances import make_instance
from graphs.language.reading import Frame, Reading
from graphs.language.results.result_kinds import is_computed
from graphs.language.scope import Scope
from graphs.language.things import END, Class, Count, Dict, Function, Instance, List, Thing, Wire
from graphs.language.uncalled_definitions import given_arguments, upstream
from graphs.language.uncalled_definitions.main_definition import (
    Definition,
    definitions,
    is_cost,
    main_definition,
    main_method,
    partner,
)
from graphs.language.uncalled_definitions.signatures import (
    argument,
    cache_parameter,
    gradient_names,
    last_return,
    parameters,
    returned_names,
    upstream_parameters,
)
from graphs.language.visits import Evaluate, Visit
from graphs.model import Notice

_NOWHERE: Any = ast.Constant(0, lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)
OWN_NAME = "self"  # of the instance that is made of a class


def call_main_definition(run: Reading, tree: ast.Module) -> Visit:
    """Call the main definition of a text whose own lines compute nothing."""
    found = definitions(tree.body)
    has_trained = run.trains is not None and run.trains.at > 0
    if not found or has_trained or not _is_bare(run):
        return
    name = run.assume.call if run.assume.call in found else _uncalled(run, tree, found)
    if name is None:
        return
    thing, node = run.top.names.get(name), found[name]
    if not isinstance(thing, Function | Class | Instance):
        return
    is_used = name in _called(tree)
    run.notes.append(_note(name, node, [one for one in found if one != name], is_used))
    if isinstance(thing, Class) and isinstance(node, ast.ClassDef):
        instance = yield _made(run, thing, node)
        yield _call_method(run, instance, node)
    elif isinstance(thing, Instance) and isinstance(node, ast.ClassDef):
        yield _call_method(run, thing, node)
    elif isinstance(thing, Function) and not isinstance(node, ast.ClassDef):
        yield _call(run, thing, node, found, name, None)


def _is_bare(run: Reading) -> bool:
    """Whether no line of the text's own computes or prints anything."""
    shown = [one for one in run.shown or run.shown_inside if not _is_length(run, one.thing)]
    objects = (thing for thing in run.top.names.values() if isinstance(thing, Instance))
    kept = [it for one in objects for it in one.attributes.values() if type(it) is Wire]
    tables = (thing for thing in run.top.names.values() if isinstance(thing, Dict))
    kept += [it for one in tables for _, it in one.items.values() if type(it) is Wire]
    if any(is_computed(run, run.result_of("", it, _NOWHERE)) for it in kept):
        return False
    return (
        not shown
        and not run.trainings
        and not any(is_computed(run, one) for one in run.results.values())
    )


def _is_length(run: Reading, thing: Thing) -> bool:
    """Whether what a line prints is no more than a number of items, maybe in a text."""
    if type(thing) is Wire and thing.node is not None:
        return run.builder.nodes[thing.node].kind == "constant"
    return isinstance(thing, Count)


def _called(tree: ast.Module) -> set[str]:
    """The names that lines outside definitions call."""
    return {
        part.func.id
        for statement in tree.body
        if not isinstance(statement, ast.FunctionDef | ast.ClassDef)
        for part in ast.walk(statement)
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name)
    }


def _uncalled(run: Reading, tree: ast.Module, found: Mapping[str, Definition]) -> str | None:
    called = _called(tree)
    uses_objects = any(
        isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute)
        for statement in tree.body
        if isinstance(statement, ast.Expr)
        for part in ast.walk(statement)
    )
    free = {
        name: node
        for name, node in found.items()
        if isinstance(run.top.names.get(name), Function | Class)
        and (name not in called or (_has_method(node) and not uses_objects))
    }
    return main_definition(free)


def _has_method(node: Definition) -> bool:
    """Whether a class has a method that can be called for what it computes."""
    return isinstance(node, ast.ClassDef) and main_method(node) is not None


def _note(name: str, node: Definition, others: Sequence[str], is_used: bool) -> Notice:
    what = f"{name} is defined and never called: it is called here"
    if isinstance(node, ast.ClassDef):
        method = main_method(node)
        never = f"No method of {name} is called" if is_used else f"{name} is defined and never used"
        what = f"{never}: one is made here" + (f" and its {method} called" if method else "")
    message = f"{what}, with its parameters as inputs."
    return Notice(message, node.lineno, "called", choices=tuple(others))


def _made(run: Reading, kind: Class, node: ast.ClassDef) -> Visit:
    """An instance of a class, made with the parameters of ``__init__`` as inputs."""
    method = kind.find("__init__")
    things: list[Thing] = []
    named: dict[str, Thing] = {}
    if isinstance(method, Function):
        things, named = given_arguments.arguments(run, method, skip=1, keeps_defaults=True)
    elif kind.fields:
        for name in kind.fields:
            if kind.find(name) is END:
                named[name] = given_arguments.an_input(run, name, node)
    instance = yield make_instance(run, kind, things, named, node)
    run.top.names[OWN_NAME] = instance
    run.made_here = instance
    adopting.adopt(run, instance, OWN_NAME, node, True)
    return instance


def _call_method(run: Reading, instance: Instance, node: ast.ClassDef) -> Visit:
    name = main_method(node)
    if name is None:
        return
    methods = {part.name: part for part in node.body if isinstance(part, ast.FunctionDef)}
    method = method_of(run, instance, name)
    function = getattr(method, "function", method)
    run.made_here = instance
    if isinstance(function, Function):
        yield _call(run, function, methods[name], methods, name, instance)


def _call(
    run: Reading,
    function: Function,
    node: Any,
    found: Mapping[str, Any],
    name: str,
    owner: Instance | None,
) -> Visit:
    """Call the main function, and the one that goes back where it goes forward."""
    if function.is_generator:
        return
    other = partner(name, found)
    given, named = given_arguments.arguments(run, function, 0, owner)
    scope, result = yield _run_body(run, function, given, named, node)
    names = returned_names(node)
    _bind_returned(run, result, names, scope, node)
    if other is None or not isinstance(found[other], ast.FunctionDef):
        return
    back = run.top.names.get(other) if owner is None else owner.type.find(other)
    out = _first_wire(result)
    if not isinstance(back, Function) or out is None:
        return
    known = dict(scope.names)
    several = result if isinstance(result, tuple) else (result,)
    if len(names) == len(several):
        known |= dict(zip(names, several, strict=True))
    outs = [one for one in several if type(one) is Wire]
    upstreams = upstream_parameters(back)
    for first, one in zip(upstreams, outs, strict=False):
        known[first] = upstream.given(run, first, one, argument(back, first))
    if len(several) > 1:
        kept = [one for one in several[1:] if type(one) is not Wire] or several[1:2]
        known.setdefault(cache_parameter(back) or "cache", kept[-1])
    if not upstreams:
        yield _call_cost(run, found, name, owner, known, out)
    things, named = given_arguments.arguments(run, back, 0, owner, known)
    upstream.join(run, node)
    scope, result = yield _run_body(run, back, things, named, found[other])
    returned = gradient_names(returned_names(found[other]), function)
    _bind_returned(run, result, returned, scope, found[other])


def _call_cost(
    run: Reading,
    found: Mapping[str, Any],
    forward: str,
    owner: Instance | None,
    known: dict[str, Thing],
    out: Wire,
) -> Visit:
    """Call the cost of what a forward pass gives, where the backward pass begins with it."""
    name = next((one for one in reversed(list(found)) if is_cost(one) and one != forward), None)
    if name is None or run.builder.nodes[out.node or 0].shape == ():
        return
    cost = run.top.names.get(name) if owner is None else owner.type.find(name)
    node = found[name]
    if not isinstance(cost, Function) or not isinstance(node, ast.FunctionDef):
        return
    names = [one.arg for one in parameters(cost) if one.arg != "self"]
    if names and names[0] not in known:
        known[names[0]] = out
    given, named = given_arguments.arguments(run, cost, 0, owner, known)
    scope, result = yield _run_body(run, cost, given, named, node)
    known |= {one: it for one, it in scope.names.items() if one not in known and one in names}
    _bind_returned(run, result, returned_names(node), scope, node)


def _run_body(
    run: Reading, function: Function, things: list[Thing], named: Mapping[str, Thing], node: Any
) -> Visit:
    """(the names of a function's own, what it gives): its body run as if it stood at the top."""
    run.count_call(node)
    plain = [*function.arguments.posonlyargs, *function.arguments.args]
    bound = dict(zip((one.arg for one in plain), things, strict=False)) | dict(named)
    scope = Scope(bound, function.scope, function.locals)
    run.frames.append(Frame(function, node.lineno, things[0] if things else None))
    depth = len(run.frames)
    for watcher in run.watchers:
        watcher.call(run, function, scope, node)
    try:
        if isinstance(function.body, ast.expr):
            return scope, (yield Evaluate(function.body, scope))
        left = yield block(run, function.body, scope)
        return scope, left.thing if isinstance(left, Return) else None
    finally:
        del run.frames[depth - 1 :]


def _bind_returned(
    run: Reading, result: Thing, names: Sequence[str], scope: Scope, node: Any
) -> None:
    """Make what a call gives results of the text, and its names names of the top level."""
    for name, thing in scope.names.items():
        if type(thing) is Wire and thing.node in run.structured:
            thing = run.structured[thing.node]
        if name not in run.top.names and not isinstance(thing, Function | Class):
            run.top.names[name] = thing
    several = result if isinstance(result, tuple) else (result,)
    if len(names) != len(several):
        names = [""] * len(several)
    last = last_return(node)
    for name, thing in reversed(list(zip(names, several, strict=True))):
        if name and name not in run.top.names and type(thing) is Wire:
            run.top.names[name] = thing
            for watcher in run.watchers:
                if last is not None:
                    watcher.statement(run, last, scope)
                watcher.bound(run, run.top, name, thing)
                if last is not None:
                    watcher.left(run, last)
        if isinstance(thing, Wire | List | int | float | tuple):
            run.note_result(name or None, thing, _place(node))
    if result is None:
        for name, thing in scope.names.items():
            if type(thing) is Wire and is_computed(run, run.result_of(name, thing, _place(node))):
                run.note_result(name, thing, _place(node))


def _place(node: Any) -> ast.expr:
    return ast.copy_location(ast.Constant(0), node)


def _first_wire(result: Thing) -> Wire | None:
    first = result[0] if isinstance(result, tuple) and result else result
    return first if type(first) is Wire else None
