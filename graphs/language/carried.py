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
    """A name, an entry or an attribute before a pass, with what it held then.

    ``owner`` is the place of the container that it is in; a name's ``holder`` is its scope. The
    container may have been made anew since: the place is then the same one in the new one.
    """

    path: str
    owner: Place | None
    holder: Thing
    key: Any
    thing: Thing
    node: int | None  # of a wire
    literal: Any = None  # of a wire that has no node yet

    def now(self) -> Thing:
        """What it holds now; ``NOTHING`` where it is gone."""
        if self.holder is None:
            return self.thing
        return _get(self.holder if self.owner is None else self.owner.now(), self.key)

    def before(self, run: Reading) -> int | None:
        """The node of what it held: that of a known number is made where it is first used."""
        if isinstance(self.thing, WrittenInt | WrittenFloat):
            return self.thing.written.node
        return run.drawn_literals.get(id(self.literal)) if self.node is None else self.node

    def after(self) -> int | None:
        """The node of what it holds now, where that is another value; else None."""
        thing = self.now()
        if type(thing) is not Wire or thing.base is not None or thing.node is None:
            return None
        changed = thing is not self.thing or thing.node != self.node
        return thing.node if changed else None

    def restore(self, before: int | None) -> None:
        """Make it hold what it held, with the value that it had."""
        if self.owner is not None and self.owner.now() is not self.owner.thing:
            self.owner.restore(None)
        if type(self.thing) is Wire and before is not None:
            if self.thing.node != before:
                self.thing.change += 1
            self.thing.node = before
        if self.now() is not NOTHING:
            _put(self.holder, self.key, self.thing)


def _get(holder: Thing, key: Any) -> Thing:
    match holder:
        case Scope():
            return holder.names.get(key, NOTHING)
        case Instance():
            return holder.attributes.get(key, NOTHING)
        case Dict():
            return holder.items.get(key, (None, NOTHING))[1]
        case List() if isinstance(key, int):
            return holder.items[key] if key < len(holder.items) else NOTHING
        case tuple() if isinstance(key, int):
            return holder[key] if key < len(holder) else NOTHING
    return NOTHING


def _put(holder: Thing, key: Any, thing: Thing) -> None:
    match holder:
        case Scope():
            holder.names[key] = thing
        case Instance():
            holder.attributes[key] = thing
        case Dict():
            holder.items[key] = (holder.items[key][0], thing)
        case List():
            holder.items[key] = thing


def places(run: Reading, scope: Scope) -> list[Place]:
    """Every place that code in a scope can reach and that holds something, outermost first."""
    found: list[Place] = []
    met = set[int]()
    stack: list[tuple[str, Thing, Place | None]] = []
    here: Scope | None = scope
    while here is not None:
        stack.append(("", here, None))
        here = here.outer
    while stack and len(found) < MOST_PLACES:
        path, holder, owner = stack.pop()
        if id(holder) in met:
            continue
        met.add(id(holder))
        for key, thing, inner in _held(holder, path):
            node = thing.node if type(thing) is Wire and thing.base is None else None
            literal = thing.literal if type(thing) is Wire and node is None else None
            place = Place(inner, owner, holder, key, thing, node, literal)
            found.append(place)
            if isinstance(thing, Dict | Instance | List | tuple):
                stack.append((inner, thing, place))
            elif isinstance(thing, Method):
                stack.append((inner, thing.owner, Place("", None, None, None, thing.owner, None)))
            elif isinstance(thing, Function) and thing.scope is not None:
                stack.append(("", thing.scope, None))
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
