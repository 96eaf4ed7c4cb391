"""Reading a program while noting who writes and who reads which variable.

Names are Python's objects: two names of one array change together when one of them is changed in
place, as in NumPy, and ``.copy()`` makes another. An object is a ``Wire``, by identity.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Hashable, Mapping
from typing import Any

from graphs.check.log import Log, Statement, Undefined, Version
from graphs.check.names import looks, targets
from graphs.check.tables import Table, Tables
from graphs.errors import GraphError
from graphs.gates.items import ADD_AT
from graphs.gates.shaping import BROADCAST_TO
from graphs.language.reader import Visit
from graphs.language.scope import Helper, Number, Scope, Thing, Wire
from graphs.language.words import OPERATORS
from graphs.limits import Limits
from graphs.model import Source, Value

MOST_NEAR = 4


class Unread:
    """What stands for a name whose line could not be read: the error, raised where it is used."""

    def __init__(self, error: GraphError) -> None:
        self.error = error


class Recording(Tables):
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
        self.begun = False  # whether a gradient has been written

    # Reading

    def on_Name(self, node: ast.Name, scope: Scope) -> Any:
        place = scope.find(node.id)
        if place is None and node.id not in self.given:
            if self.begun or self._in_gradient():
                return self._undefined(node.id, self.places.source(node), scope)
            self.missing.append(node.id)
        thing: Any = super().on_Name(node, scope)
        if isinstance(thing, Unread):
            raise thing.error
        if place is None and isinstance(thing, Wire):
            self.record(node.id, self.top, thing)
        self._read(thing, self.latest.get((place or self.top, node.id)))
        return thing

    def entry(self, table: Table, key: Any, node: ast.expr) -> Any:
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
                if looks(name) and targets(name, known):
                    return True
        return False

    def _undefined(self, name: str, source: Source, place: Scope | Table) -> Any:
        """The value of the name that was meant."""
        near = self._near(name, place)
        statement = self.running[-1] if self.running else None
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
            raise GraphError(f"{name} has no value.", source.line, source.column, end, hint)
        self._read(meant.wire, meant)
        return meant.wire

    def _near(self, name: str, place: Scope | Table) -> list[Version]:
        """What a name may mean: stored and never read, or spelled alike; likely ones first."""
        found = []
        known = {version.name for version in self.log.versions}
        gradient = looks(name)
        for (where, _), version in self.latest.items():
            if isinstance(place, Table) and where is not place:
                continue
            if isinstance(where, Table) and not isinstance(place, Table):
                continue
            if gradient and not looks(version.name):
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

    # Writing

    def record(self, name: str, place: Hashable, wire: Wire, shared: bool = False) -> None:
        """Note a new value of a variable."""
        before = self.latest.get((place, name))
        statement = self.running[-1] if self.running else None
        version = Version(len(self.log.versions), name, place, wire, statement, before)
        version.shared = shared
        version.continues = before is not None and (
            shared or (statement is not None and before in statement.reads)
        )
        if before is not None:
            before.after = version
        self.log.versions.append(version)
        self.latest[place, name] = self.owners[id(wire)] = version
        if not self.begun and looks(name):
            self.begun = bool(targets(name, {one.name for one in self.log.versions}))

    def _assign_name(
        self, name: str, value: Thing, target: ast.expr, scope: Scope, written: ast.expr | None
    ) -> None:
        if isinstance(value, tuple) and value and looks(name):
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

    def _shape(self, thing: Thing) -> Any:
        if isinstance(thing, Wire):
            return self.builder.nodes[thing.index].shape
        return () if isinstance(thing, Number) else None

    def set_entry(self, table: Table, key: Any, value: Any, node: ast.expr) -> None:
        super().set_entry(table, key, value, node)
        if isinstance(value, Wire):
            self.record(self._entry_name(table, key), table, value)

    def _entry_name(self, table: Table, key: Any) -> str:
        if isinstance(key, float) and key.is_integer():
            key = int(key)
        return f"{table.name}[{key!r}]"

    # Changing in place

    def on_AugAssign(self, node: ast.AugAssign, scope: Scope) -> Visit:
        target = self._known_name(node.target, scope)
        if target is not node.target and isinstance(target, ast.Name):
            node = ast.copy_location(ast.AugAssign(target, node.op, node.value), node)
        before = self._object(target, scope)
        yield super().on_AugAssign(node, scope)
        self._share(before, self._object(target, scope))

    def _known_name(self, target: ast.expr, scope: Scope) -> ast.expr:
        """A name to be changed in place; one without a value is the one that was meant."""
        if not isinstance(target, ast.Name) or not self._is_unknown(target.id, scope):
            return target
        self._undefined(target.id, self.places.source(target), scope)
        meant = self.log.undefined[-1].meant
        if meant is None or not isinstance(meant.place, Scope):
            return target
        return ast.copy_location(ast.Name(meant.name, ast.Store()), target)

    def _is_unknown(self, name: str, scope: Scope) -> bool:
        return (
            scope.find(name) is None
            and name not in self.given
            and (self.begun or self._in_gradient())
        )

    def assign(
        self, target: ast.expr, value: Thing, scope: Scope, written: ast.expr | None = None
    ) -> Visit:
        inside = target.value if isinstance(target, ast.Subscript) else None
        if isinstance(target, ast.Subscript) and isinstance(inside, ast.Name):
            inside = self._known_name(inside, scope)
            if inside is not target.value:
                target = ast.copy_location(ast.Subscript(inside, target.slice, target.ctx), target)
        before = None if inside is None else self._object(inside, scope)
        yield super().assign(target, value, scope, written)
        if inside is not None:
            self._share(before, self._object(inside, scope))

    def _object(self, node: ast.expr, scope: Scope) -> Any:
        """What a name stands for now, without counting as a use of it."""
        place = scope.find(node.id) if isinstance(node, ast.Name) else None
        return place.names[node.id] if place and isinstance(node, ast.Name) else None

    def _share(self, old: Any, new: Any) -> None:
        """Other names of an array that was changed in place have changed with it."""
        if not isinstance(old, Wire) or not isinstance(new, Wire) or old is new:
            return
        if not self.builder.nodes[old.index].shape:
            return
        for (place, name), version in list(self.latest.items()):
            if version.wire is not old:
                continue
            if isinstance(place, Scope) and place.names.get(name) is old:
                place.names[name] = new
            elif isinstance(place, Table):
                keys = [key for key, thing in place.items.items() if thing is old]
                place.items.update(dict.fromkeys(keys, new))
            else:
                continue
            self.record(name, place, new, shared=True)

    def help(
        self, helper: Helper, node: ast.Call, scope: Scope, owner: tuple[Thing, ast.expr] | None
    ) -> Visit:
        thing = yield super().help(helper, node, scope, owner)
        if helper.name in ("copy", "astype", "array") and isinstance(thing, Wire):
            source = self.owners.get(id(thing))
            thing = Wire(thing.index)
            if source is not None:
                self.owners[id(thing)] = source
                self.copies.append(thing)
        return thing

    def add_at(self, node: ast.Call, scope: Scope, sign: ast.operator) -> Visit:
        """``np.add.at(dE, words, g)``: ``dE`` with ``g`` added where the index says."""
        target, place, written = node.args
        before = yield self.value(target, scope)
        key, indices = yield self.key(place, scope)
        added = yield self.value(written, scope)
        shape = self.shape_of(before, target)
        things = [thing for thing, _ in indices]
        picked = self.shape_of(self._picked(before, things, node, key), target)
        if self.shape_of(added, written) != picked:
            added = self.apply(BROADCAST_TO, (added,), node, settings={"shape": picked})
        change = self.apply(ADD_AT, (added, *things), node, settings={"key": key, "shape": shape})
        changed = self.apply(OPERATORS[type(sign)], (before, change), node)
        old = self._object(target, scope)
        yield super().assign(target, changed, scope)
        self._share(old, self._object(target, scope))

    def _picked(self, before: Thing, things: list[Thing], node: ast.Call, key: Any) -> Thing:
        from graphs.gates.items import INDEX

        return self.apply(INDEX, (before, *things), node, settings={"key": key})
