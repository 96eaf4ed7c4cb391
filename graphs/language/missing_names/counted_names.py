"""Which names of a text are whole numbers that count: sizes, strides, and lists of sizes."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from graphs.language.text_analysis import SHAPE_FUNCTIONS, called_word
from graphs.language.uncalled_definitions.parameter_uses import assigned, entry_of

_PAIRED = frozenset(("zip", "list", "tuple", "enumerate", "reversed"))
_TO_WHOLE = frozenset(("int", "round"))  # what a size is made with


class CountedNames:
    """The names of a text that are sizes, and those of lists of sizes, found when asked for."""

    def __init__(self, parts: Sequence[ast.AST]) -> None:
        self.parts = parts

    @cached_property
    def _found(self) -> list[tuple[set[str], set[str]]]:
        return [_counted(scope) for scope in _scopes(self.parts)]

    @cached_property
    def sizes(self) -> frozenset[str]:
        """Names and entries that are sizes or counts themselves, as N is in ``np.zeros((N, D))``,
        stride in ``h // stride`` and f in ``x[i:i + f]``; X is none in ``range(X.shape[0])``. What
        a function binds itself, a counter say, is no name without a value."""
        return frozenset(name for sizes, _ in self._found for name in sizes)

    @cached_property
    def lists(self) -> frozenset[str]:
        """Names of lists of sizes, as dims is in ``randn(dims[i], dims[i + 1])`` and sizes in ``for
        a, b in zip(sizes[:-1], sizes[1:])`` where a and b are sizes."""
        return frozenset(name for _, lists in self._found for name in lists)

    def is_size(self, name: str) -> bool:
        """Whether a name stands where sizes are written, or a list of which this is an item."""
        return name in self.sizes or name.rpartition("[")[0] in self.lists


def _scopes(parts: Sequence[ast.AST]) -> Iterator[list[ast.AST]]:
    """The parts of each function, those of functions inside it included, and of the rest."""
    inside = set[int]()
    for part in parts:
        if isinstance(part, ast.FunctionDef | ast.Lambda) and id(part) not in inside:
            scope = list(ast.walk(part))
            inside |= {id(one) for one in scope}
            yield scope
    yield [part for part in parts if id(part) not in inside]


def _counted(scope: Iterable[ast.AST]) -> tuple[set[str], set[str]]:
    """(sizes, lists of sizes) that a function does not bind itself."""
    parts = list(scope)
    found, lists = set[str](), set[str]()
    values: dict[str, list[ast.expr]] = {}
    stack = [one for part in parts for one in _places_of_sizes(part)]
    for part in parts:
        for name, value in assigned(part):
            values.setdefault(name, []).append(value)
    made = {one.id for one in parts if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    iterated = [one for part in parts for one in _iterated(part)]
    while stack:
        part = stack.pop()
        if isinstance(part, ast.Name) and part.id not in found:
            found.add(part.id)
            stack += values.get(part.id, ())
            lists |= {
                name
                for target, over in iterated
                if part.id in _names(target)
                for name in _listed(over)
            }
        elif entry := entry_of(part):
            found.add(f"{entry[0]}[{entry[1]!r}]")
        elif isinstance(part, ast.Subscript) and (name := _list_name(part.value)):
            lists.add(name)
        elif isinstance(part, ast.Tuple | ast.List | ast.BinOp):
            stack += ast.iter_child_nodes(part)
        elif isinstance(part, ast.Call) and called_word(part) in _TO_WHOLE:
            stack += part.args
    rest = list(lists)
    while rest:
        for value in values.get(rest.pop(), ()):
            new = set(_listed(value)) - lists
            lists |= new
            rest += new
    parameters = {part.arg for part in parts if isinstance(part, ast.arg)}
    return found - (made - parameters), lists - (made - parameters)


def _places_of_sizes(part: ast.AST) -> list[ast.AST]:
    """What stands where a size or a count must."""
    match part:
        case ast.Call() if called_word(part) in SHAPE_FUNCTIONS:
            return [*part.args, *(keyword.value for keyword in part.keywords)]
        case ast.BinOp(op=ast.FloorDiv() | ast.Mod()) if not isinstance(
            part.left, ast.Constant | ast.JoinedStr
        ):
            return [part.left, part.right]
        case ast.Slice():
            return [one for one in (part.lower, part.upper, part.step) if one is not None]
    return []


def _iterated(part: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    match part:
        case ast.For(target=target, iter=over) | ast.comprehension(target=target, iter=over):
            yield target, over


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _list_name(node: ast.AST) -> str:
    """The name or attribute of what is asked for items."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return name
    return ""


def _listed(node: ast.AST) -> Iterator[str]:
    """The lists that a list is made of: sizes in ``zip(sizes[:-1], sizes[1:])`` and ``[D] +
    list(sizes)``."""
    match node:
        case ast.Name() | ast.Attribute():
            if name := _list_name(node):
                yield name
        case ast.Subscript(value=owner, slice=ast.Slice()):
            yield from _listed(owner)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield from _listed(left)
            yield from _listed(right)
        case ast.Call(func=ast.Name(id=word), args=args) if word in _PAIRED:
            for one in args:
                yield from _listed(one)
