"""Attributes of what the text defines: instances, classes, functions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from graphs.language.advice.near_names import did_you_mean
from graphs.language.calling import bound, call, method_of
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.text_analysis import is_given
from graphs.language.things import (
    END,
    Builtin,
    Class,
    Function,
    Instance,
    Method,
    Partial,
    Property,
    Super,
    Thing,
    dict_of,
)
from graphs.language.uncalled_definitions import given_arguments
from graphs.language.visits import Visit


def of_instance(run: Reading, thing: Instance, name: str, node: Place) -> Thing | Visit:
    kind = thing.type
    found = kind.find(name)
    if isinstance(found, Property) and not (found.is_kept and name in thing.attributes):
        got = call(run, found.getter, [thing], {}, node)
        return _kept(thing, name, got) if found.is_kept else got
    if name in thing.attributes:
        value = thing.attributes[name]
        for watcher in run.watchers:
            watcher.read(run, thing, name, value)
        return value
    if found is not END:
        return bound(found, thing, kind)
    if name == "__class__":
        return kind
    if name == "__dict__":
        return dict_of(thing.attributes)
    if name == "_fields" and kind.kind == "namedtuple":
        return kind.fields
    if kind.kind == "namedtuple" and name in NAMEDTUPLE_METHODS:
        return Method(thing, Builtin(name, NAMEDTUPLE_METHODS[name]))
    method = method_of(run, thing, "__getattr__")
    if method is not END:
        return call(run, method, [name], {}, node)
    for watcher in run.watchers:
        if (instead := watcher.unknown(run, thing, name, node)) is not END:
            return instead
    if not name.startswith("__") and (thing is run.made_here or _is_open(run, thing, name, node)):
        wire = given_arguments.an_attribute(run, thing, name, node)
        thing.attributes[name] = wire
        return wire
    return END


def _is_open(run: Reading, thing: Instance, name: str, node: Place) -> bool:
    """Whether a method asks for an attribute that no other one gives, of a class without
    ``__init__``: a piece of a program, as lectures print it."""
    match node:
        case ast.Attribute(value=ast.Name(id="self")) if run.frames and not run.tries:
            known = [key for one in thing.type.order for key in one.attributes]
            known += [key for key in thing.attributes if f"{thing.path}.{key}" not in run.inputs]
            return not (
                thing.type.find("__init__") is not END
                or "setattr" in run.text_names
                or is_given(run.parts, name, run.frames[-1].function.name)
                or did_you_mean(name, known)
            )
    return False


def _replace(run: Reading, node: Place, self: Thing, /, **named: Thing) -> Thing:
    """``point._replace(x=1)``."""
    return Instance(self.type, {**self.attributes, **named})


def _as_dict(run: Reading, node: Place, self: Thing, /) -> Thing:
    """``point._asdict()``."""
    return dict_of(self.attributes)


NAMEDTUPLE_METHODS: Mapping[str, Callable[..., Any]] = {"_replace": _replace, "_asdict": _as_dict}


def _kept(thing: Instance, name: str, value: Visit) -> Visit:
    thing.attributes[name] = yield value
    return thing.attributes[name]


def of_class(run: Reading, thing: Class, name: str, node: Place) -> Thing:
    if name in ("__name__", "__qualname__"):
        return thing.name
    if name == "__doc__":
        return thing.attributes.get("__doc__")
    found = thing.find(name)
    if found is END and name == "_fields" and thing.fields:
        return thing.fields
    return found if found is END else bound(found, thing, thing)


def of_super(run: Reading, thing: Super, name: str, node: Place) -> Thing | Visit:
    owner = thing.owner
    kind = owner.type if isinstance(owner, Instance) else owner
    order = kind.order
    after = order[order.index(thing.after) + 1 :] if thing.after in order else order
    for one in after:
        if name in one.attributes:
            found = one.attributes[name]
            if isinstance(found, Property):
                return call(run, found.getter, [owner], {}, node)
            return bound(found, owner, kind)
    if name == "__init__":
        return Builtin("__init__", _object_init(owner))
    return END


def _object_init(owner: Thing) -> Callable[..., Any]:
    def initialize(run: Reading, node: Place, *things: Thing, **named: Thing) -> None:
        if isinstance(owner, Instance) and things and "args" in owner.attributes:
            owner.attributes["args"] = things

    return initialize


def of_function(run: Reading, thing: Function, name: str, node: Place) -> Thing:
    if name in thing.attributes:
        return thing.attributes[name]
    if name in ("__name__", "__qualname__"):
        return "<lambda>" if thing.name == "lambda" else thing.name
    if name == "__doc__":
        body = thing.body
        if isinstance(body, tuple) and body and isinstance(body[0], ast.Expr):
            found = body[0].value
            return found.value if isinstance(found, ast.Constant) else None
        return None
    return END


def of_method(run: Reading, thing: Method, name: str, node: Place) -> Thing | Visit:
    if name == "__self__" or not isinstance(thing.function, Function):
        return END
    return of_function(run, thing.function, name, node)


def of_partial(run: Reading, thing: Partial, name: str, node: Place) -> Thing:
    return {"func": thing.function, "args": thing.things}.get(name, END)


def of_property(run: Reading, thing: Property, name: str, node: Place) -> Thing:
    """``@x.setter``."""
    if name not in ("setter", "getter", "deleter"):
        return END

    def with_method(run: Reading, node: Place, method: Thing, /) -> Thing:
        if name == "deleter":
            return thing
        getter, setter = (thing.getter, method) if name == "setter" else (method, thing.setter)
        return Property(getter, setter)

    return Builtin(name, with_method)
