"""How the body of a function uses a parameter, where nobody says what it is called with."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graphs.language.text_analysis import ARRAY_WORDS

LAYERS = 2  # that entries are made for, where the text counts them
TABLE_WORDS = frozenset(("get", "items", "keys", "values", "setdefault", "pop"))


@dataclass
class Uses:
    """Of one name: the attributes and texts it is asked for, the texts it is compared with,
    whether it is called, tested by ``is None`` or ``in``, given by ``**``, and whether it stands
    alone. ``optional`` are texts that have a default where they are asked for, or are tested."""

    attributes: set[str] = field(default_factory=set)
    keys: list[str] = field(default_factory=list)
    optional: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    entry_texts: dict[str, str] = field(default_factory=dict)  # of entries, by key
    is_called: bool = False
    is_tested: bool = False
    is_spread: bool = False
    is_counted: bool = False  # by ``len``
    is_bare: bool = False

    @property
    def required(self) -> list[str]:
        """The texts that it must have entries for."""
        return [key for key in self.keys if key not in self.optional]

    @property
    def is_record(self) -> bool:
        """Whether it is used through attributes alone, one of which no array has."""
        return bool(self.attributes - ARRAY_WORDS) and not (self.is_bare or self.keys)

    @property
    def is_table(self) -> bool:
        """Whether it is asked for entries by their texts."""
        is_asked = self.keys or self.optional or self.is_spread
        return bool(is_asked or (self.attributes & TABLE_WORDS and not self.is_bare))

    @property
    def is_used(self) -> bool:
        is_asked = self.attributes or self.is_table or self.texts
        return bool(is_asked or self.is_called or self.is_bare or self.is_counted)


def uses(body: Iterable[ast.AST], names: Sequence[str]) -> dict[str, Uses]:
    """The uses of these names in the parts of a body, functions inside it included."""
    found = {name: Uses() for name in names}
    explained = set[int]()
    parts = [part for one in body for part in ast.walk(one)]
    aliases = {  # local names of entries
        alias: path
        for part in parts
        for alias, value in assigned(part)
        if (path := entry_of(value)) is not None and path[0] in found
    }
    for part in parts:
        match part:
            case ast.Attribute(value=ast.Name(id=name) as owner, attr=word) if name in found:
                found[name].attributes.add(word)
                explained.add(id(owner))
            case ast.Subscript(
                value=ast.Name(id=name) as owner, slice=ast.Constant(value=str(key)), ctx=context
            ) if name in found:
                if key not in found[name].keys and isinstance(context, ast.Load):
                    found[name].keys.append(key)
                explained.add(id(owner))
            case ast.Subscript(value=ast.Name(id=name) as owner, slice=key, ctx=ast.Load()) if (
                name in found and (word := _counted_word(key))
            ):
                keys = [f"{word}{layer}" for layer in range(1, LAYERS + 1)]
                found[name].keys += [key for key in keys if key not in found[name].keys]
                explained.add(id(owner))
            case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name) as owner]) if (
                name in found
            ):
                found[name].is_counted = True
                explained.add(id(owner))
            case ast.Call(func=ast.Name(id=name) as owner) if name in found:
                found[name].is_called = True
                explained.add(id(owner))
            case ast.keyword(arg=None, value=ast.Name(id=name) as owner) if name in found:
                found[name].is_spread = True
                explained.add(id(owner))
            case ast.Compare(
                left=ast.Constant(value=str(key)),
                ops=[ast.In() | ast.NotIn()],
                comparators=[ast.Name(id=name) as owner],
            ) if name in found:
                found[name].optional.add(key)
                explained.add(id(owner))
            case ast.Compare(left=left, comparators=[other]) if path := (
                aliases.get(left.id) if isinstance(left, ast.Name) else entry_of(left)
            ):
                if path[0] in found and (texts := _texts(other)):
                    found[path[0]].entry_texts.setdefault(path[1], texts[0])
        match part:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr="get" | "setdefault" | "pop"),
                args=[ast.Constant(value=str(key)), _],
            ) if name in found:
                found[name].optional.add(key)
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
        if isinstance(part, ast.Name) and part.id in found and id(part) not in explained:
            found[part.id].is_bare = found[part.id].is_bare or isinstance(part.ctx, ast.Load)
    return found


def assigned(part: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """(name, what it is assigned) of a statement, ``a, b = c, d`` taken apart."""
    match part:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            yield name, value
        case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
            for target, value in zip(names, values, strict=False):
                if isinstance(target, ast.Name):
                    yield target.id, value


def entry_of(node: ast.AST) -> tuple[str, str] | None:
    """(name, key) of ``param['stride']`` and ``param.get('stride', 1)``."""
    match node:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str(key))):
            return name, key
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=name), attr="get" | "setdefault" | "pop"),
            args=[ast.Constant(value=str(key)), *_],
        ):
            return name, key
    return None


def _counted_word(key: ast.expr) -> str:
    """W of ``'W' + str(l)``, ``f'W{l}'`` and ``'W%d' % l``, entries of counted layers."""
    match key:
        case ast.BinOp(
            left=ast.Constant(value=str(word)),
            op=ast.Add(),
            right=ast.Call(func=ast.Name(id="str")),
        ):
            return word
        case ast.BinOp(left=ast.Constant(value=str(word)), op=ast.Mod()):
            return word.partition("%")[0] if word.endswith(("%d", "%i", "%s")) else ""
        case ast.JoinedStr(values=[ast.Constant(value=str(word)), ast.FormattedValue()]):
            return word
    return ""


def _texts(node: ast.AST) -> list[str]:
    """The texts that a name is compared with: ``== "relu"``, ``in ("relu", "tanh")``."""
    parts = node.elts if isinstance(node, ast.Tuple | ast.List | ast.Set) else [node]
    return [
        part.value
        for part in parts
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    ]
