"""Records, while a program is read, which statement writes and which reads each variable.

Names are Python's objects: two names of one array change together when one of them is changed in
place, as in NumPy, and ``.copy()`` makes another. An object is a ``Wire``, by identity.
"""
# ruff: noqa: N802 (a visitor is called on_ and the syntax's own name)

from __future__ import annotations

import ast
import difflib
from collections.abc import Hashable, Mapping
from typing import Any

from graphs.check.dictionaries import Dictionaries, Dictionary
from graphs.check.gradient_names import looks_like_gradient, targets
from graphs.check.log import Log, Statement, Undefined, Version
from graphs.errors import GraphError
from graphs.language.reader import Visit
from graphs.language.scope import Number, Scope, Thing, Wire
from graphs.limits import Limits
from graphs.model import Source, Value

MOST_NEAR = 4


class Unread:
    """The value of a name whose line could not be read: an error, raised where the name is used."""

    def __init__(self, error: GraphError) -> None:
        self.error = error


class Recorder(Dictionaries):
    """Writes the log. ``choice`` says which of the near names the first undefined
    one means."""

    def __init__(
        self,
        text: str,
        given: Mapping[str, Value],
        limits: Limits,
        choice: int = 0,
    ) -> None:
        super().__init__(text, given, limits, seed=0)
        self.log = Log()
        self.running: list[Statement] = []
        self.latest: dict[tuple[Hashable, str], Version] = {}
        self.owners: dict[int, Version] = {}
        self.missing: list[str] = []
        self.choice = choice
        self.meant: dict[str, tuple[Hashable, str]] = {}
        self.copies: list[Wire] = []  # kept, so that no other object gets their identity
        self.unread: list[Unread] = []
        self.lost: GraphError | None = None  # the latest name that has no value and none near
        self.begun = False  # whether a gradient has been written

    # Reading

    def on_Name(self, node: ast.Name, scope: Scope) -> Any:
        place = scope.find(node.id)
        if place is None and node.id not in self.input_values:
            if self.begun or self._in_gradient():
                return self._undefined(node.id, self.places.source(node), scope)
            self.missing.append(node.id)
        thing: Any = super().on_Name(node, scope)
        if isinstance(thing, Unread):
            raise thing.error
        if place is None and isinstance(thing, Wire):
            self.record(node.id, self.top, thing)
        self._read(thing, self.latest.get((place or self.top, node.id)))
        if place is not None and isinstance(thing, Wire) and not looks_like_gradient(node.id):
            self._parameter(node.id, place, thing)
        return thing

    def _parameter(self, name: str, place: Scope, wire: Wire) -> None:
        """Note what a function's parameter is: ``dx`` in it is the gradient of its ``x``."""
        if (place, name) not in self.latest:
            owner = self.owners.get(id(wire))
            self.record(name, place, wire)
            if owner is not None:
                self.owners[id(wire)] = owner

    def entry(self, table: Dictionary, key: Any, node: ast.expr) -> Any:
        name = self._entry_name(table, key)
        if key not in table.items:
            if self.begun or self._in_gradient():
                return self._undefined(name, self.places.source(node), table)
            raise self.error(
                f"{table.name} has no entry {name[len(table.name) :]}.",
                node,
                f"Its entries are {', '.join(map(repr, table.items)) or 'none'}.",
            )
        thing = table.items[key]
        if isinstance(thing, Unread):
            raise thing.error
        self._read(thing, self.latest.get((table, name)))
        return thing

    def _read(self, thing: Any, version: Version | None) -> None:
        """Note that the running statement reads a value; of a list, all its items."""
        if isinstance(thing, tuple):
            for item in thing:
                self._read(item, None)
            return
        if version is None or version.wire is not thing:
            version = self.owners.get(id(thing))
        if version is not None and self.running:
            statement = self.running[-1]
            if version not in statement.reads:
                statement.reads.append(version)
                version.readers.append(statement)

    def _in_gradient(self) -> bool:
        """Whether the running statement writes what is called like the gradient of something."""
        known = {version.name for version in self.log.versions}
        for statement in self.running:
            tree = statement.tree
            parts = (
                tree.targets if isinstance(tree, ast.Assign) else [getattr(tree, "target", None)]
            )
            for part in parts:
                name = self.segment(part) if isinstance(part, ast.Name | ast.Subscript) else ""
                if looks_like_gradient(name) and targets(name, known):
                    return True
        return False

    def _undefined(self, name: str, source: Source, place: Scope | Dictionary) -> Any:
        """The value of the name that was meant."""
        near = self._near(name, place)
        statement = self.running[-1] if self.running else None
        meant: Version | None = None
        if name in self.meant:
            meant = self.latest[self.meant[name]]
        else:
            choice = 0 if self.meant else min(self.choice, len(near) - 1)
            meant = near[choice] if near else None
        if meant is not None:
            self.meant[name] = meant.place, meant.name
        self.log.undefined.append(
            Undefined(name, source, statement, tuple(one.name for one in near), meant)
        )
        if meant is None:
            end = source.end_column if source.end_line == source.line else None
            hint = "Give it a value above this line."
            self.lost = GraphError(f"{name} has no value.", source.line, source.column, end, hint)
            raise self.lost
        self._read(meant.wire, meant)
        return meant.wire

    def _near(self, name: str, place: Scope | Dictionary) -> list[Version]:
        """What a name may mean: stored and never read, or spelled alike; likely ones first."""
        found = []
        known = {version.name for version in self.log.versions}
        gradient = looks_like_gradient(name)
        for (where, _), version in self.latest.items():
            if isinstance(place, Dictionary) and where is not place:
                continue
            if isinstance(where, Dictionary) and not isinstance(place, Dictionary):
                continue
            if gradient and not looks_like_gradient(version.name):
                continue
            one, other = name.lower(), version.name.lower()
            alike = difflib.SequenceMatcher(None, one, other).ratio()
            alike += 0.2 * (one.startswith(other) or other.startswith(one))
            alike += 0.1 * (name.startswith(version.name) or version.name.startswith(name))
            unread = gradient and not version.readers and bool(targets(version.name, known))
            if alike >= 0.6 or (unread and alike >= 0.3) or (gradient and not version.readers):
                found.append((alike + 0.3 * (not version.readers), version))
        found.sort(key=lambda pair: -pair[0])
        return [version for _, version in found[:MOST_NEAR]]

    def mask(self, index: int) -> Value:
        before = set(self.structural)
        value = super().mask(index)
        self.structural = before  # a point where a mask picks others is not taken
        return value

    # Writing

    def record(self, name: str, place: Hashable, wire: Wire, shared: bool = False) -> None:
        """Note a new value of a variable."""
        before = self.latest.get((place, name))
        statement = self.running[-1] if self.running else None
        version = Version(len(self.log.versions), name, place, wire, statement, before)
        version.shared, version.source = shared, self.owners.get(id(wire))
        version.continues = before is not None and (
            shared or (statement is not None and before in statement.reads)
        )
        if before is not None:
            before.after = version
        self.log.versions.append(version)
        self.latest[place, name] = self.owners[id(wire)] = version
        if not self.begun and looks_like_gradient(name):
            self.begun = bool(targets(name, {one.name for one in self.log.versions}))

    def spoil(self, place: Hashable, name: str) -> None:
        """A line that writes a variable is left out: its value so far is not what it comes to."""
        if (place, name) in self.latest:
            self.latest[place, name].spoiled = True

    def _assign_name(
        self, name: str, value: Thing, target: ast.expr, scope: Scope, written: ast.expr | None
    ) -> None:
        if isinstance(value, tuple) and value and looks_like_gradient(name):
            shapes = [self._shape(item) for item in value]
            if all(shape == () for shape in shapes):  # dx = [dq * y, dq * z]
                value = Wire(self.number(value, target))
        if value is None:
            scope.names[name] = None
            return
        super()._assign_name(name, value, target, scope, written)
        thing = scope.names[name]
        if isinstance(thing, Wire):
            self.record(name, scope, thing)

    def _assign_item(self, name: str, target: ast.expr, value: Thing, scope: Scope) -> Visit:
        yield super()._assign_item(name, target, value, scope)
        items = scope.names.get(name)
        if isinstance(items, tuple) and isinstance(value, Wire):  # dWs[i] = …
            for place, item in enumerate(items):
                if item is value:
                    self.record(f"{name}[{place}]", scope, value)

    def _shape(self, thing: Thing) -> Any:
        if isinstance(thing, Wire):
            return self.builder.nodes[thing.index].shape
        return () if isinstance(thing, Number) else None

    def set_entry(self, table: Dictionary, key: Any, value: Any, node: ast.expr) -> None:
        super().set_entry(table, key, value, node)
        if isinstance(value, Wire):
            self.record(self._entry_name(table, key), table, value)

    def _entry_name(self, table: Dictionary, key: Any) -> str:
        if isinstance(key, float) and key.is_integer():
            key = int(key)
        return f"{table.name}[{key!r}]"
