"""Attributes that are set: of instances, classes and functions."""

from __future__ import annotations

import ast

from graphs.language import adopting, literals
from graphs.language.attributes import owner_text
from graphs.language.calling import call
from graphs.language.descriptions import described
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    Class,
    Function,
    Instance,
    LeftOut,
    Property,
    Record,
    Thing,
)
from graphs.language.visits import Visit


def set_attribute(
    run: Reading,
    owner: Thing,
    name: str,
    thing: Thing,
    target: Place,
    written: ast.AST | None = None,
) -> Thing | Visit:
    """``owner.name = thing``.

    Raises:
        GraphError: the owner's attributes cannot be set.
    """
    if isinstance(owner, LeftOut):
        return None
    if isinstance(owner, Instance):
        return _set_on_instance(run, owner, name, thing, target, written)
    if isinstance(owner, Record):
        run.recorded[f"{owner.name}.{name}"] = thing
    elif (isinstance(owner, Class) and not owner.python) or isinstance(owner, Function):
        owner.attributes[name] = thing
    else:
        raise run.raised(
            "AttributeError",
            f"{owner_text(run, target)} is {described(owner)}: its attributes cannot be set.",
            target,
            "Use a name of its own.",
        )
    return None


def _set_on_instance(
    run: Reading,
    owner: Instance,
    name: str,
    thing: Thing,
    target: Place,
    written: ast.AST | None,
) -> Thing | Visit:
    kind = owner.type
    found = kind.find(name)
    if isinstance(found, Property):
        if found.setter is None:
            raise run.raised(
                "AttributeError", f"{name} is a property without a setter.", target, None
            )
        return call(run, found.setter, [owner, thing], {}, target)
    if kind.kind in ("namedtuple", "enum") or kind.options.get("frozen"):
        raise run.raised(
            "AttributeError", f"{described(owner)} cannot be changed.", target, "Make a new one."
        )
    if name.startswith("__") and name.endswith("__"):
        raise run.raised(
            "AttributeError", f"{name} cannot be set.", target, "Use a name of your own."
        )
    if owner.path and name not in owner.attributes:
        may_be, path = not run.in_loop(), f"{owner.path}.{name}"
        thing = literals.store(run, thing, path, target, may_be, written, names=False)
        adopting.adopt(run, thing, path, target, may_be)
    else:
        thing = literals.entry(run, thing, target)
    owner.attributes[name] = thing
    for watcher in run.watchers:
        watcher.bound(run, owner, name, thing)
    return None
