"""How the body of a function uses a parameter, where nobody says what it is called with."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from graphs.language.text_analysis import ARRAY_WORDS

TABLE_WORDS = frozenset(("get", "items", "keys", "values", "setdefault", "pop"))


@dataclass
class Uses:
    """Of one name: the attributes and texts it is asked for, the texts it is compared with,
    whether it is called, tested by ``is None`` or ``in``, and whether it stands alone."""

    attributes: set[str] = field(default_factory=set)
    keys: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    entry_texts: dict[str, str] = field(default_factory=dict)  # of entries, by key
    is_called: bool = False
    is_tested: bool = False
    is_bare: bool = False

    @property
    def is_record(self) -> bool:
        """Whether it is used through attributes alone, one of which no array has."""
        return bool(self.attributes - ARRAY_WORDS) and not (self.is_bare or self.keys)

    @property
    def is_table(self) -> bool:
        """Whether it is asked for entries by their texts."""
        return bool(self.keys or (self.attributes & TABLE_WORDS and not self.is_bare))

    @property
    def is_used(self) -> bool:
        return bool(self.attributes or self.keys or self.texts or self.is_called or self.is_bare)


def uses(body: Iterable[ast.AST], names: Sequence[str]) -> dict[str, Uses]:
    """The uses of these names in the parts of a body, functions inside it included."""
    found = {name: Uses() for name in names}
    explained = set[int]()
    aliases: dict[str, tuple[str, str]] = {}  # local names of entries
    parts = [part for one in body for part in ast.walk(one)]
    for part in parts:
        match part:
            case ast.Attribute(value=ast.Name(id=name) as owner, attr=word) if name in found:
                found[name].attributes.add(word)
                explained.add(id(owner))
            case ast.Subscript(
                value=ast.Name(id=name) as owner, slice=ast.Constant(value=str(key))
            ) if name in found:
                if key not in found[name].keys:
                    found[name].keys.append(key)
                explained.add(id(owner))
            case ast.Call(func=ast.Name(id=name) as owner) if name in found:
                found[name].is_called = True
                explained.add(id(owner))
            case ast.Compare(
                left=ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))),
                comparators=[other],
            ) if name in found and _texts(other):
                found[name].entry_texts.setdefault(key, _texts(other)[0])
            case ast.Assign(
                targets=[ast.Name(id=alias)],
                value=ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))),
            ) if name in found:
                aliases[alias] = name, key
            case ast.Compare(left=ast.Name(id=name) as owner, ops=[op], comparators=[other]) if (
                name in found
            ):
                if isinstance(op, ast.Is | ast.IsNot):
                    found[name].is_tested = True
                    explained.add(id(owner))
                elif texts := _texts(other):
                    found[name].texts += texts
                    explained.add(id(owner))
    for part in parts:
        match part:
            case ast.Compare(left=ast.Name(id=alias), comparators=[other]) if alias in aliases:
                name, key = aliases[alias]
                if texts := _texts(other):
                    found[name].entry_texts.setdefault(key, texts[0])
    for part in parts:
        if isinstance(part, ast.Name) and part.id in found and id(part) not in explained:
            found[part.id].is_bare = found[part.id].is_bare or isinstance(part.ctx, ast.Load)
    return found


def _texts(node: ast.AST) -> list[str]:
    """The texts that a name is compared with: ``== "relu"``, ``in ("relu", "tanh")``."""
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return [
        part.value
        for part in parts
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
