"""Functions and classes of the text."""

from __future__ import annotations

import ast
from typing import Any

from graphs.language.blocks import Return, block
from graphs.language.calling import call
from graphs.language.descriptions import described
from graphs.language.python_classes import OBJECT
from graphs.language.reading import Reading
from graphs.language.scope import Scope, bound_names, parts_outside_functions
from graphs.language.things import (
    Class,
    ClassMethod,
    Function,
    Instance,
    LeftOut,
    Property,
    StaticMethod,
    Thing,
)
from graphs.language.visits import Evaluate, Visit

MOST_BASES = 50

# Methods by which Python makes classes and finds attributes: without them values would be others.
NOT_READ = frozenset(
    [
        *("__new__", "__init_subclass__", "__class_getitem__", "__getattribute__"),
        *("__get__", "__set__", "__delete__", "__set_name__"),
    ]
)


def make_lambda(run: Reading, node: ast.Lambda, scope: Scope) -> Visit:
    """``lambda x: x * y``."""
    return (yield _function(run, "lambda", node.args, node.body, scope))


def _function(
    run: Reading,
    name: str,
    arguments: ast.arguments,
    body: list[ast.stmt] | ast.expr,
    scope: Scope,
) -> Visit:
    defaults = []
    for default in arguments.defaults:
        defaults.append((yield Evaluate(default, scope)))
    keyword_defaults: dict[str, Thing] = {}
    for parameter, given in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if given is not None:
            keyword_defaults[parameter.arg] = yield Evaluate(given, scope)
    if arguments not in run.analysed:
        run.analysed[arguments] = _analysed(run, arguments, body)
    names, generates = run.analysed[arguments]
    return Function(
        name,
        arguments,
        tuple(defaults),
        keyword_defaults,
        tuple(body) if isinstance(body, list) else body,
        scope.enclosing,
        names,
        generates,
    )


def _analysed(
    run: Reading, arguments: ast.arguments, body: list[ast.stmt] | ast.expr
) -> tuple[frozenset[str], bool]:
    """The names that are a function's own, and whether it is a generator.

    Raises:
        GraphError: a parameter stands twice.
    """
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    names = [one.arg for one in parameters]
    for parameter in parameters:
        if names.count(parameter.arg) > 1:
            raise run.error(
                f"{parameter.arg} stands twice among the parameters.",
                parameter,
                "Give each parameter its own name.",
            )
    names += [one.arg for one in (arguments.vararg, arguments.kwarg) if one is not None]
    parts = body if isinstance(body, list) else [body]
    generates = isinstance(body, list) and any(
        isinstance(part, ast.Yield | ast.YieldFrom) for part in parts_outside_functions(body)
    )
    return bound_names(parts) | set(names), generates


def define(run: Reading, node: ast.FunctionDef, scope: Scope) -> Visit:
    """``def f(x): …``."""
    decorators = []
    for decorator in node.decorator_list:
        decorators.append((yield Evaluate(decorator, scope)))
    thing: Thing = yield _function(run, node.name, node.args, node.body, scope)
    for decorator, place in zip(reversed(decorators), reversed(node.decorator_list), strict=True):
        if isinstance(decorator, LeftOut):
            continue
        thing = yield call(run, decorator, [thing], {}, place)
    home = scope.home(node.name)
    home.names[node.name] = thing
    for watcher in run.watchers:
        watcher.bound(run, home, node.name, thing)


def define_class(run: Reading, node: ast.ClassDef, scope: Scope) -> Visit:
    """``class Net(Base): …``."""
    decorators = []
    for decorator in node.decorator_list:
        decorators.append((yield Evaluate(decorator, scope)))
    bases, left_out = [], None
    for base in node.bases:
        thing = yield Evaluate(base, scope)
        if isinstance(thing, LeftOut):
            left_out = thing
        if isinstance(thing, LeftOut) or thing is OBJECT:
            continue
        if not isinstance(thing, Class):
            raise run.raised(
                "TypeError",
                f"{run.segment(base)} is {described(thing)}, not a class to inherit from.",
                base,
                "Name a class.",
            )
        bases.append(thing)
    for keyword in node.keywords:
        if keyword.arg not in ("metaclass",):
            raise run.error("Classes take bases alone.", keyword.value, "Leave it out.")
        meta = yield Evaluate(keyword.value, scope)
        if not isinstance(meta, LeftOut) and getattr(meta, "name", "") not in ("ABCMeta", "type"):
            raise run.error("Metaclasses are not part of the language.", keyword.value, None)
    kind = Class(node.name, tuple(bases))
    if left_out is not None:
        kind.options = {"left out": left_out}
    kind.order = _resolution_order(run, kind, node)
    kind.kind = next((one.kind for one in kind.order[1:] if one.kind), "")
    kind.fields = next((one.fields for one in kind.order[1:] if one.fields), ())
    for one in kind.order[1:]:
        if one.kind and one.options:
            kind.options = dict(one.options)
            break
    inside = Scope({}, scope, is_class=True)
    left = yield block(run, node.body, inside)
    if left is not None and isinstance(left, Return):
        raise run.error("return stands outside a function.", node, "Indent it into the function.")
    annotated = [
        one.target.id
        for one in node.body
        if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)
    ]
    kind.attributes = inside.names
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name in NOT_READ:
            raise run.error(
                f"{part.name} is not read here.", part, "Do what it does in __init__, or by a call."
            )
    if annotated:
        kind.attributes["__annotations__"] = tuple(annotated)
    for thing in list(kind.attributes.values()):
        _own(kind, thing)
    if kind.kind == "namedtuple" and annotated:
        kind.fields = (*kind.fields, *annotated)
    if kind.kind == "enum":
        _make_members(kind)
    made: Thing = kind
    for decorator, place in zip(reversed(decorators), reversed(node.decorator_list), strict=True):
        if isinstance(decorator, LeftOut):
            continue
        made = yield call(run, decorator, [made], {}, place)
    home = scope.home(node.name)
    home.names[node.name] = made


def _own(kind: Class, thing: Thing) -> None:
    """Note for ``super()`` in which class a method stands."""
    if isinstance(thing, Function):
        thing.owner = thing.owner or kind
    elif isinstance(thing, StaticMethod | ClassMethod):
        _own(kind, thing.function)
    elif isinstance(thing, Property):
        _own(kind, thing.getter)
        _own(kind, thing.setter)


def _make_members(kind: Class) -> None:
    members = []
    for name, value in list(kind.attributes.items()):
        if name.startswith("_") or isinstance(
            value, Function | Property | StaticMethod | ClassMethod | Class
        ):
            continue
        member = Instance(kind, {"name": name, "value": value})
        kind.attributes[name] = member
        members.append(member)
    kind.options = {**kind.options, "members": tuple(members)}


def _resolution_order(run: Reading, kind: Class, node: ast.ClassDef) -> tuple[Class, ...]:
    """Python's C3 order: itself, then the bases in an order that keeps each one's own."""
    if len(kind.bases) > MOST_BASES:
        raise run.error("A class has fewer bases.", node, "Inherit from one class.")
    if len(set(map(id, kind.bases))) < len(kind.bases):
        raise run.raised("TypeError", "A base stands twice.", node, "Name each base once.")
    run.count_items(sum(len(base.order) for base in kind.bases), node)
    rows: list[list[Class]] = [list(base.order) for base in kind.bases] + [list(kind.bases)]
    order: list[Any] = [kind]
    while rows := [row for row in rows if row]:
        for row in rows:
            if not any(row[0] in other[1:] for other in rows):
                break
        else:
            raise run.raised(
                "TypeError", f"The bases of {kind.name} cannot be put in an order.", node, None
            )
        first = row[0]
        order.append(first)
        for row in rows:
            if row[0] is first:
                del row[0]
    return tuple(order)
