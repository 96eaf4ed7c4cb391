"""Scopes of names, and which names a piece of text binds."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graphs.language.things import Thing


@dataclass(eq=False, slots=True)
class Scope:
    """Names and what they are bound to: of the top level, a function, a class or a comprehension.

    ``locals`` are a function's own names, assigned or not yet; ``elsewhere`` those that it declared
    ``global`` or ``nonlocal``, with the scope that holds them.
    """

    names: dict[str, Thing] = field(default_factory=dict)
    outer: Scope | None = None
    locals: frozenset[str] = frozenset()
    items: bool = False  # of a comprehension: its names stand for one item after the other
    is_class: bool = False  # its names are not seen from the functions in it
    elsewhere: dict[str, Scope] = field(default_factory=dict)

    def find(self, name: str) -> Scope | None:
        """The innermost scope that holds the name; none where a function's own has no value yet."""
        scope: Scope | None = self
        while scope is not None:
            if name in scope.names:
                return scope
            if name in scope.elsewhere:
                scope = scope.elsewhere[name]
            elif name in scope.locals:
                return None
            else:
                scope = scope.outer
        return None

    def is_local(self, name: str) -> bool:
        """Whether a function around this place has the name for its own."""
        scope: Scope | None = self
        while scope is not None and name not in scope.elsewhere:
            if name in scope.locals:
                return True
            scope = scope.outer
        return False

    def home(self, name: str) -> Scope:
        """The scope in which an assignment binds the name."""
        scope = self
        while scope.items and scope.outer is not None:
            scope = scope.outer
        return scope.elsewhere.get(name, scope)

    @property
    def enclosing(self) -> Scope:
        """What a function written here sees: not the names of a class around it."""
        scope = self
        while scope.is_class and scope.outer is not None:
            scope = scope.outer
        return scope


INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def parts_outside_functions(body: Iterable[ast.AST]) -> Iterator[ast.AST]:
    """The parts of a function's body, not looking into functions and classes inside it."""
    stack = list(body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, INNER):
            stack.extend(ast.iter_child_nodes(node))


def bound_names(body: Iterable[ast.AST]) -> frozenset[str]:
    """The names that a function's body binds, without those it declares global or nonlocal."""
    names: set[str] = set()
    declared: set[str] = set()
    stack: list[tuple[ast.AST, bool]] = [(node, False) for node in body]
    while stack:
        node, in_comprehension = stack.pop()
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                names.add(name)
                continue
            case ast.ClassDef(name=name):
                names.add(name)
                continue
            case ast.Lambda():
                continue
            case ast.Name(id=name, ctx=ast.Store()) if not in_comprehension:
                names.add(name)
            case ast.NamedExpr(target=ast.Name(id=name)):
                names.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                names |= {(alias.asname or alias.name).split(".")[0] for alias in aliases}
            case ast.ExceptHandler(name=str(name)):
                names.add(name)
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                names.add(name)
            case ast.MatchMapping(rest=str(name)):
                names.add(name)
            case ast.Global(names=several) | ast.Nonlocal(names=several):
                declared |= set(several)
        inside = in_comprehension or isinstance(node, COMPREHENSIONS)
        stack.extend((child, inside) for child in ast.iter_child_nodes(node))
    return frozenset(names - declared)
