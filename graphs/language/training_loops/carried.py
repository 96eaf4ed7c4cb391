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
    numbers: List | None = None  # that the thing is the array of

    def now(self) -> Thing:
        """What it holds now; ``NOTHING`` where it is gone."""
        if self.holder is None:
            return self.thing
        thing = _get(self.holder if self.owner is None else self.owner.now(), self.key)
        return thing.array if isinstance(thing, List) and thing.array is not None else thing

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
        if self.numbers is not None:
            self.numbers.array, self.numbers.items, self.numbers.rows = self.thing, [], None
        if self.owner is not None and isinstance(self.owner.thing, tuple):
            items = self.owner.thing
            self.owner.thing = self.holder = (
                *items[: self.key],
                self.thing,
                *items[self.key + 1 :],
            )
            self.owner.restore(None)
        elif self.now() is not NOTHING:
            _put(self.holder, self.key, self.numbers or self.thing)


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
            numbers = thing if isinstance(thing, List) and thing.array is not None else None
            thing = thing if numbers is None else numbers.array
            node = thing.node if type(thing) is Wire and thing.base is None else None
            literal = thing.literal if type(thing) is Wire and node is None else None
            place = Place(inner, owner, holder, key, thing, node, literal, numbers)
            found.append(place)
            if isinstance(thing, Dict | Instance | List | tuple):
                stack.append((inner, thing, place))
            elif isinstance(thing, Method):
                stack.append((inner, thing.owner, Place("", None, None, None, thing.owner, None)))
            elif isinstance(thing, Function) and thing.scope is not None:
                stack.append(("", thing.scope, None))
    return found + _behind_views(found)


def _behind_views(found: list[Place]) -> list[Place]:
    """Arrays that only views of them are held of: ``Q = Q.T``."""
    met, behind = {id(place.thing) for place in found}, list[Place]()
    for place in found:
        whole = place.thing
        while type(whole) is Wire and whole.base is not None:
            whole = whole.base
        if whole is not place.thing and id(whole) not in met:
            met.add(id(whole))
            literal = None if whole.node is not None else whole.literal
            behind.append(Place(place.path, None, None, None, whole, whole.node, literal))
    return behind


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
