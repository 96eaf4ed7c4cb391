"""Dictionaries with known keys, and the strings that are their keys."""
# ruff: noqa: N802 (a visitor is called on_ and the syntax's own name)

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeGuard

import numpy as np

from graphs.language.items import Indices
from graphs.language.known import as_python_numbers
from graphs.language.reader import Visit
from graphs.language.scope import Array, Number, Scope, Thing, Wire
from graphs.language.statements import Statements


@dataclass(eq=False)
class Dictionary:
    """A dictionary. It is changed in place, as Python's are."""

    name: str = ""
    items: dict[Any, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """A text, which is a key or is printed."""

    value: str


MEMBERS = ast.In | ast.NotIn | ast.Is | ast.IsNot


@dataclass(frozen=True, eq=False)
class Keyed:
    """``np.s_[1:, rows]``: what stands between brackets, with a name of its own."""

    key: tuple[Any, ...]
    indices: Indices


def is_text(node: ast.expr) -> bool:
    """Whether an expression is a text for certain: ``'W' + str(i)``."""
    match node:
        case ast.Constant(value=str()) | ast.JoinedStr() | ast.Call(func=ast.Name(id="str")):
            return True
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod()):
            return is_text(left)
    return False


def _is_key(node: ast.expr) -> TypeGuard[ast.Subscript]:
    return isinstance(node, ast.Subscript) and getattr(node.value, "attr", "") == "s_"


class Dictionaries(Statements):
    """Dictionaries and texts. An entry is read and written like a name."""

    def on_Constant(self, node: ast.Constant, scope: Scope) -> Any:
        if isinstance(node.value, str):
            return Text(node.value)
        return None if node.value is None else super().on_Constant(node, scope)

    def setting(self, node: ast.expr, scope: Scope, what: str) -> Visit:
        place = scope.find(node.id) if isinstance(node, ast.Name) else None
        thing: Any = place.names[node.id] if place and isinstance(node, ast.Name) else node
        if thing is None or isinstance(thing, Text):  # axis=axis, where axis is None
            return thing and thing.value
        return (yield super().setting(node, scope, what))

    def on_JoinedStr(self, node: ast.JoinedStr, scope: Scope) -> Visit:
        text = ""
        for part in node.values:
            inner = part.value if isinstance(part, ast.FormattedValue) else part
            text += self.text_of((yield self.value(inner, scope)), inner)
        return Text(text)

    def text_of(self, thing: Any, node: ast.expr) -> str:
        """A known value as ``str`` writes it."""
        if isinstance(thing, Text):
            return thing.value
        return str(as_python_numbers(self._value_of(thing, node, "a text")))

    def on_BinOp(self, node: ast.BinOp, scope: Scope) -> Visit:
        if not is_text(node):
            return (yield super().on_BinOp(node, scope))
        left = self.text_of((yield self.value(node.left, scope)), node.left)
        parts = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
        right = []
        for part in parts:
            right.append(self.text_of((yield self.value(part, scope)), part))
        if isinstance(node.op, ast.Add):
            return Text(left + right[0])
        for one in right:
            head, _, rest = left.partition("%")
            left = head + one + rest[1:]
        return Text(left)

    def _as_lists(
        self, sign: ast.operator, left: Thing, right: Thing, node: ast.BinOp
    ) -> tuple[Thing, ...] | None:
        counts = isinstance(left, tuple) and isinstance(right, Wire)  # [None] * L
        if counts and isinstance(right, Wire) and self._is_known_number(right):
            right = Number(self._known[right.index])
        return super()._as_lists(sign, left, right, node)

    def on_Compare(self, node: ast.Compare, scope: Scope) -> Visit:
        right = node.comparators[0]
        if len(node.ops) > 1 or not (
            is_text(node.left) or is_text(right) or isinstance(node.ops[0], MEMBERS)
        ):
            return (yield super().on_Compare(node, scope))
        left, other = (yield self.value(node.left, scope)), (yield self.value(right, scope))
        keys = other.items if isinstance(other, Dictionary) else other
        match node.ops[0], keys:
            case ast.In() | ast.NotIn(), dict() | tuple():
                holds = any(self._key(left) == self._key(key) for key in keys)
            case (ast.Eq() | ast.NotEq(), _) | (ast.Is() | ast.IsNot(), None):
                holds = left == other
            case _:
                raise self.not_in_the_language(node.ops[0], node)
        return Number(holds != isinstance(node.ops[0], ast.NotIn | ast.NotEq | ast.IsNot))

    def on_Dict(self, node: ast.Dict, scope: Scope) -> Visit:
        table = Dictionary()
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                raise self.error("** is not part of the language.", value, "Write the entries out.")
            place = yield self.key_of(key, scope)
            table.items[place] = yield self.value(value, scope, allow_functions=True)
        return table

    def _key(self, thing: Any) -> Any:
        if isinstance(thing, tuple):
            return tuple(map(self._key, thing))
        if isinstance(thing, Text):
            return thing.value
        if isinstance(thing, Wire) and self._resolve(thing.index) is None:
            thing = Number(self._known[thing.index])
        if isinstance(thing, Number | Array) and not np.ndim(thing.value):
            return float(thing.value)
        return thing

    def key_of(self, node: ast.expr, scope: Scope) -> Visit:
        """The key that stands between the brackets of an entry."""
        return self._known_key((yield self.value(node, scope)), node)

    def _known_key(self, thing: Any, node: ast.expr) -> Any:
        key = self._key(thing)
        parts = key if isinstance(key, tuple) else (key,)
        if not all(isinstance(part, str | float) for part in parts):
            hint = "Write a text or a whole number, as in grads['W1']."
            raise self.error("This key is not known.", node, hint)
        return key

    def table(self, node: ast.expr, scope: Scope) -> Dictionary | None:
        """The dictionary that a name stands for."""
        place = scope.find(node.id) if isinstance(node, ast.Name) else None
        thing: Any = place.names[node.id] if place and isinstance(node, ast.Name) else None
        if isinstance(thing, Dictionary):
            thing.name = thing.name or node.id if isinstance(node, ast.Name) else ""
            return thing
        return None

    def key(self, node: ast.expr, scope: Scope) -> Visit:
        if _is_key(node):
            return (yield super().key(node.slice, scope))
        place = scope.find(node.id) if isinstance(node, ast.Name) else None
        thing: Any = place.names[node.id] if place and isinstance(node, ast.Name) else None
        if isinstance(thing, Keyed):
            return thing.key, thing.indices
        return (yield super().key(node, scope))

    def on_Subscript(self, node: ast.Subscript, scope: Scope) -> Visit:
        if _is_key(node):
            return Keyed(*(yield self.key(node, scope)))
        table = self.table(node.value, scope)
        if table is None and isinstance(node.value, ast.Subscript):
            inner = self.table(node.value.value, scope)
            found = inner and inner.items.get((yield self.key_of(node.value.slice, scope)))
            table = found if isinstance(found, Dictionary) else None
        if table is None:
            return (yield super().on_Subscript(node, scope))
        return self.entry(table, (yield self.key_of(node.slice, scope)), node)

    def entry(self, table: Dictionary, key: Any, node: ast.expr) -> Any:
        """The entry of a dictionary."""
        return table.items[key]

    def set_entry(self, table: Dictionary, key: Any, value: Any, node: ast.expr) -> None:
        """An entry gets a value."""
        table.items[key] = value

    def assign(
        self, target: ast.expr, value: Thing, scope: Scope, written: ast.expr | None = None
    ) -> Visit:
        match target:
            case ast.Subscript(value=owner) if (table := self.table(owner, scope)) is not None:
                key = yield self.key_of(target.slice, scope)
                if isinstance(value, Number | Array):
                    source = self.places.source(target)
                    value = Wire(self.builder.constant(value.value, source))
                self.set_entry(table, key, value, target)
            case ast.Subscript(value=ast.Subscript() as owner):  # grads['W1'][mask] = 0
                thing: Any = yield self.value(owner, scope)
                if isinstance(thing, Dictionary):
                    self.set_entry(thing, (yield self.key_of(target.slice, scope)), value, target)
                    return
                key, indices = yield self.key(target.slice, scope)
                changed = self.written_item(thing, target, key, indices, value)
                yield self.assign(owner, changed, scope)
            case _:
                yield super().assign(target, value, scope, written)

    def items(self, thing: Any, node: ast.expr) -> tuple[Thing, ...] | None:
        if isinstance(thing, Dictionary):
            self.count_items(len(thing.items), node)
            keys: Any = tuple(self._unkeyed(key) for key in thing.items)
            found: tuple[Thing, ...] = keys
            return found
        return super().items(thing, node)

    @staticmethod
    def _unkeyed(key: Any) -> Any:
        return Text(key) if isinstance(key, str) else Number(key)

    def on_Call(self, node: ast.Call, scope: Scope) -> Visit:
        match node.func:
            case ast.Name(id="str") if len(node.args) == 1:
                return Text(self.text_of((yield self.value(node.args[0], scope)), node.args[0]))
            case ast.Name(id="dict") if not node.args and scope.find("dict") is None:
                made: dict[Any, Any] = {}
                for keyword in node.keywords:
                    made[keyword.arg] = yield self.value(keyword.value, scope)
                return Dictionary("", made)
            case ast.Name(id="sorted" | "len" as word) if len(node.args) == 1:
                table = self.table(node.args[0], scope)
                if table is not None:
                    items = self.items(table, node) or ()
                    return items if word == "sorted" else Number(float(len(items)))
            case ast.Attribute(value=owner, attr=word):
                table = self.table(owner, scope)
                if table is not None:
                    return (yield self._of_table(table, word, node, scope))
        return (yield super().on_Call(node, scope))

    def _of_table(self, table: Dictionary, word: str, node: ast.Call, scope: Scope) -> Visit:
        self.count_items(len(table.items), node)
        pairs: Mapping[str, Sequence[Any]] = {
            "keys": [self._unkeyed(key) for key in table.items],
            "values": list(table.items.values()),
            "items": [(self._unkeyed(key), value) for key, value in table.items.items()],
        }
        if word in pairs and not node.args:
            for key in table.items if word != "keys" else ():
                self.entry(table, key, node)
            return tuple(pairs[word])
        if word == "get" and node.args:
            return self.entry(table, (yield self.key_of(node.args[0], scope)), node)
        if word == "copy":
            return Dictionary(table.name, dict(table.items))
        raise self.error(f"A dictionary has no .{word} here.", node, "Read its entries by key.")
