"""Arrays changed in place: other names of the same array change with it, as in NumPy."""
# ruff: noqa: N802 (a visitor is called on_ and the syntax's own name)

from __future__ import annotations

import ast
from typing import Any

from graphs.check.dictionaries import Dictionary
from graphs.check.recorder import Recorder
from graphs.gates.items import ADD_AT, INDEX
from graphs.gates.shaping import BROADCAST_TO
from graphs.language.reader import Visit
from graphs.language.scope import Helper, Scope, Thing, Wire
from graphs.language.syntax_gates import OPERATORS


class ChangesInPlace(Recorder):
    """Reads ``dx += …``, ``dh[h < 0] = 0`` and ``np.add.at(…)``; ``.copy()`` makes a new array."""

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
            and name not in self.input_values
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
            elif isinstance(place, Dictionary):
                keys = [key for key, thing in place.items.items() if thing is old]
                place.items.update(dict.fromkeys(keys, new))
            else:
                continue
            self.record(name, place, new, shared=True)

    def call_builtin(
        self, helper: Helper, node: ast.Call, scope: Scope, owner: tuple[Thing, ast.expr] | None
    ) -> Visit:
        thing = yield super().call_builtin(helper, node, scope, owner)
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
        taken = self.apply(INDEX, (before, *things), node, settings={"key": key})
        picked = self.shape_of(taken, target)
        if self.shape_of(added, written) != picked:
            added = self.apply(BROADCAST_TO, (added,), node, settings={"shape": picked})
        change = self.apply(ADD_AT, (added, *things), node, settings={"key": key, "shape": shape})
        changed = self.apply(OPERATORS[type(sign)], (before, change), node)
        old = self._object(target, scope)
        yield super().assign(target, changed, scope)
        self._share(old, self._object(target, scope))
