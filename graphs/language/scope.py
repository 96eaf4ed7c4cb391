"""What a name can stand for while a program is read."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from graphs.gates import Gate


@dataclass(frozen=True, slots=True)
class Wire:
    """The output of a node, by its index in the builder."""

    index: int


@dataclass(frozen=True, slots=True)
class Number:
    """A literal or a loop's counter; each use of it becomes a constant of its own."""

    value: float | bool


@dataclass(frozen=True, slots=True)
class Helper:
    """A name of Python's that works on what is known: ``sum``, ``len``, ``range``, ``print``."""

    name: str


@dataclass(frozen=True, slots=True)
class Module:
    """``np`` or ``math``: a prefix and nothing else."""

    name: str


@dataclass(frozen=True, eq=False, slots=True)
class Function:
    """A ``def`` or ``lambda`` with the scope it was written in."""

    name: str
    parameters: tuple[str, ...]
    defaults: Mapping[str, Thing]
    body: tuple[ast.stmt, ...] | ast.expr
    scope: Scope
    locals: frozenset[str]


Thing = Wire | Number | Helper | Module | Function | Gate | tuple["Thing", ...] | None


@dataclass(eq=False)
class Scope:
    """Names and what they stand for now, in a function or at the top."""

    names: dict[str, Thing] = field(default_factory=dict)
    outer: Scope | None = None
    locals: frozenset[str] = frozenset()  # a function's own names, assigned or not yet

    def find(self, name: str) -> Scope | None:
        """The innermost scope that holds the name; none where a function's own has no value yet."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = None if name in scope.locals else scope.outer
        return scope


CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan}
MODULES = ("numpy", "math")
HELPERS = ("sum", "len", "range", "print")


def assigned(body: tuple[ast.stmt, ...]) -> frozenset[str]:
    """The names a function's body assigns, not looking into functions inside it."""
    names: set[str] = set()
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif not isinstance(node, ast.Lambda | ast.ListComp | ast.GeneratorExp):
            waiting.extend(ast.iter_child_nodes(node))
    return frozenset(names)
