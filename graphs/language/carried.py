"""What a loop carries from pass to pass: names, entries and attributes from before it that a pass
gives another value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import (
    Dict,
    Function,
    Instance,
    List,
    Method,
    Thing,
    Wire,
    WrittenFloat,
    WrittenInt,
)

MOST_PLACES = 5_000
NOTHING: Any = object()


@dataclass(eq=False, slots=True)
class Place:
    """A name, an entry or an attribute before a pass, with what it held then."""

    path: str
    holder: Thing
    key: Any
    thing: Thing
    node: int | None  # of a wire

    def now(self) -> Thing:
        """What it holds now; ``NOTHING`` where it is gone."""
        match self.holder:
            case Scope():
                return self.holder.names.get(self.key, NOTHING)
            case Instance():
                return self.holder.attributes.get(self.key, NOTHING)
            case Dict():
                return self.holder.items.get(self.key, (None, NOTHING))[1]
            case List():
                items = self.holder.items
                return items[self.key] if self.key < len(items) else NOTHING
        return NOTHING

    def put(self, thing: Thing) -> None:
        """Make it hold a thing."""
        match self.holder:
            case Scope():
                self.holder.names[self.key] = thing
            case Instance():
                self.holder.attributes[self.key] = thing
            case Dict():
                self.holder.items[self.key] = (self.holder.items[self.key][0], thing)
            case List():
                self.holder.items[self.key] = thing

    def before(self) -> int | None:
        """The node of what it held: that of a known number is made where it is first used."""
        if isinstance(self.thing, WrittenInt | WrittenFloat):
            return self.thing.written.node
        return self.node

    def after(self) -> int | None:
        """The node of what it holds now, where that is another value; else None."""
        thing = self.now()
        if type(thing) is not Wire or thing.base is not None or thing.node is None:
            return None
        changed = thing is not self.thing or thing.node != self.node
        return thing.node if changed else None

    def restore(self) -> None:
        """Make it hold what it held, with the value that it had."""
        if type(self.thing) is Wire and self.node is not None:
            if self.thing.node != self.node:
                self.thing.change += 1
            self.thing.node = self.node
        if self.now() is not NOTHING:
            self.put(self.thing)


def places(run: Reading, scope: Scope) -> list[Place]:
    """Every place that code in a scope can reach and that holds something, outermost last."""
    found: list[Place] = []
    met = set[int]()
    stack: list[tuple[str, Thing]] = []
    here: Scope | None = scope
    while here is not None:
        stack.append(("", here))
        here = here.outer
    stack.reverse()
    while stack and len(found) < MOST_PLACES:
        path, holder = stack.pop()
        if id(holder) in met:
            continue
        met.add(id(holder))
        for key, thing, inner in _held(holder, path):
            if isinstance(holder, tuple):
                stack.append((inner, thing))
                continue
            node = thing.node if type(thing) is Wire and thing.base is None else None
            found.append(Place(inner, holder, key, thing, node))
            if isinstance(thing, Dict | Instance | List | tuple):
                stack.append((inner, thing))
            elif isinstance(thing, Method):
                stack.append((inner, thing.owner))
            elif isinstance(thing, Function) and thing.scope is not None:
                stack.append(("", thing.scope))
    return found


def _held(holder: Thing, path: str) -> Iterator[tuple[Any, Thing, str]]:
    """(key, thing, path) of what a scope or a container holds."""
    match holder:
        case Scope():
            for name, thing in list(holder.names.items()):
                yield name, thing, name
        case Instance():
            owner = holder.path or path
            for name, thing in holder.attributes.items():
                yield name, thing, f"{owner}.{name}" if owner else name
        case Dict():
            owner = holder.path or path
            for key, (_, thing) in holder.items.items():
                if isinstance(key, str | int | tuple):
                    yield key, thing, f"{owner}[{key!r}]"
        case List() if holder.array is None:
            owner = holder.path or path
            for at, thing in enumerate(holder.items):
                yield at, thing, f"{owner}[{at}]"
        case tuple():
            for at, thing in enumerate(holder):
                yield at, thing, f"{path}[{at}]"
