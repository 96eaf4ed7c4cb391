"""What a name can be bound to while a program is read, and scopes of names."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphs.gates import Gate
from graphs.gates.spellings import Spelling


@dataclass(frozen=True, slots=True)
class Wire:
    """The output of a node, by its index in the builder."""

    index: int


@dataclass(frozen=True, slots=True)
class Number:
    """A literal or a loop's counter; each use of it becomes a constant of its own."""

    value: float | bool


@dataclass
class Streams:
    """Random numbers from one seed, as NumPy's old functions and as its generators draw them."""

    seed: int
    memory: dict[int, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.legacy = np.random.RandomState(self.seed)
        self.modern = np.random.default_rng(self.seed)

    def like(self, source: Any) -> Any:
        return self.modern if isinstance(source, np.random.Generator) else self.legacy


@dataclass(frozen=True, eq=False, slots=True)
class Array:
    """An array written without inputs; each use of it becomes a constant, a first name an input.

    ``drawn`` names the random function it comes from, ``redraw`` computes its value with other
    streams of random numbers.
    """

    value: Any
    drawn: str | None = None
    redraw: Callable[[Streams], Any] | None = None

    def redrawn(self, streams: Streams) -> Any:
        """Its value with other random numbers; worked out once for each array."""
        if self.redraw is None:
            return self.value
        if id(self) not in streams.memory:
            streams.memory[id(self)] = self.redraw(streams)
        return streams.memory[id(self)]


@dataclass(frozen=True, eq=False, slots=True)
class Method:
    """A function of a value, as in ``x.sum``, with the value it belongs to."""

    owner: Thing
    function: Thing


@dataclass(frozen=True, eq=False, slots=True)
class Maker:
    """A function that makes an array of what is known: ``zeros``, ``arange``, ``randn``.

    ``source`` is the random generator it draws from, if it draws.
    """

    name: str
    source: Any = None


@dataclass(frozen=True, eq=False, slots=True)
class Generator:
    """What ``np.random.default_rng(seed)`` gives."""

    source: Any


@dataclass(frozen=True, slots=True)
class Helper:
    """A name that is no gate: ``len``, ``range``, ``print``, ``copy``, ``astype``, …"""

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


Thing = (
    Wire
    | Number
    | Array
    | Method
    | Maker
    | Generator
    | Helper
    | Module
    | Function
    | Gate
    | Spelling
    | tuple["Thing", ...]
    | None
)


@dataclass(eq=False)
class Scope:
    """Names and what they are bound to, in a function or at the top."""

    names: dict[str, Thing] = field(default_factory=dict)
    outer: Scope | None = None
    locals: frozenset[str] = frozenset()  # a function's own names, assigned or not yet
    items: bool = False  # of a comprehension: its names stand for one item after the other

    def find(self, name: str) -> Scope | None:
        """The innermost scope that holds the name; none where a function's own has no value yet."""
        scope: Scope | None = self
        while scope is not None and name not in scope.names:
            scope = None if name in scope.locals else scope.outer
        return scope


CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan}
MODULES = ("numpy", "math")
# What a reader types → the helper it is.
HELPERS: Mapping[str, str] = {
    "sum": "total",
    "len": "len",
    "range": "range",
    "print": "print",
    "list": "list",
    "tuple": "tuple",
    "split": "split",
    "zip": "zip",
    "enumerate": "enumerate",
    "reversed": "reversed",
    "float": "scalar",
    "float64": "scalar",
    "float32": "scalar",
    "shape": "shape",
    "ndim": "ndim",
    "size": "size",
    "copy": "copy",
    "array": "array",
    "asarray": "array",
}
SHAPE_ATTRIBUTES = ("shape", "ndim", "size")
RANDOM_HELPERS = ("seed", "default_rng", "RandomState")
METHOD_HELPERS = ("copy", "astype", "item", "tolist")


def assigned(body: tuple[ast.stmt, ...]) -> frozenset[str]:
    """The names a function's body assigns, not looking into functions inside it."""
    names: set[str] = set()
    stack: list[ast.AST] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.FunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif not isinstance(node, ast.Lambda | ast.ListComp | ast.GeneratorExp):
            stack.extend(ast.iter_child_nodes(node))
    return frozenset(names)
