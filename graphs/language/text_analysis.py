"""What is seen in the syntax tree before anything runs: names in shapes, places of statements."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from graphs.language.array_makers import DISTRIBUTIONS, LIKE, PLAIN, RANDOM
from graphs.language.gradient_names import targets
from graphs.language.reading import Reading

SHAPE_FUNCTIONS = frozenset((*PLAIN, *RANDOM, "range")) - LIKE - {"linspace", *DISTRIBUTIONS}
ARRAY_WORDS = frozenset(dir(np.ndarray))


def names_in_shapes(parts: Iterable[ast.AST]) -> frozenset[str]:
    """Names used as a shape or a count, as in ``np.zeros((D, H))`` and ``range(T)``."""
    names = set[str]()
    for node in parts:
        if not isinstance(node, ast.Call):
            continue
        if called_word(node) in SHAPE_FUNCTIONS:
            sized = [*node.args, *(keyword.value for keyword in node.keywords)]
            names |= {
                part.id
                for argument in sized
                for part in ast.walk(argument)
                if isinstance(part, ast.Name)
            }
    return frozenset(names)


def is_given(parts: Iterable[ast.AST], attribute: str, inside: str) -> bool:
    """Whether some line outside a function of this name gives an attribute, of whatever object."""
    lines = [part for part in parts if type(part) is ast.Attribute and part.attr == attribute]
    own = {
        id(one)
        for part in parts
        if type(part) is ast.FunctionDef and part.name == inside
        for one in ast.walk(part)
    }
    return any(not isinstance(one.ctx, ast.Load) and id(one) not in own for one in lines)


def called_word(node: ast.Call) -> str:
    """The last word of what is called: zeros of ``np.zeros(3)``."""
    match node.func:
        case ast.Attribute(attr=word) | ast.Name(id=word):
            return word
    return ""


def step_names(parts: Iterable[ast.AST]) -> frozenset[ast.AST]:
    """Names called like the gradient of what they are taken away from: dw in ``w -= lr * dw``."""
    found: list[ast.AST] = []
    for node in parts:
        match node:
            case (
                ast.AugAssign(target=ast.Name(id=name), op=ast.Sub(), value=step)
                | ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(op=ast.Sub(), right=step))
            ):
                names = (part for part in ast.walk(step) if isinstance(part, ast.Name))
                found += [part for part in names if targets(part.id, (name,))]
    return frozenset(found)


# Where an operand stands: of these kinds of syntax, the fields that hold one or several.
_OPERANDS: Mapping[type[ast.AST], tuple[str, ...]] = {
    ast.BinOp: ("left", "right"),
    ast.UnaryOp: ("operand",),
    ast.AugAssign: ("value",),
    ast.Expr: ("value",),
    ast.Compare: ("left", "comparators"),
    ast.BoolOp: ("values",),
    ast.Subscript: ("value",),
    ast.IfExp: ("test",),
    ast.If: ("test",),
    ast.While: ("test",),
}


def operand_names(parts: Iterable[ast.AST]) -> frozenset[ast.AST]:
    """The names that stand where a number must: they may be inputs named like a function."""
    found: list[ast.AST] = []
    for node in parts:
        for name in _OPERANDS.get(type(node), ()):
            part = getattr(node, name)
            found += part if type(part) is list else (part,)
    return frozenset(one for one in found if type(one) is ast.Name)


def record_names(parts: Sequence[ast.AST]) -> frozenset[str]:
    """Names that are never bound and used through attributes alone, one of which no array has."""
    bound, bare, through = set[str](), set[str](), dict[str, set[str]]()
    owners = set[int]()
    for node in parts:
        if type(node) is ast.Attribute and type(node.value) is ast.Name:
            through.setdefault(node.value.id, set()).add(node.attr)
            owners.add(id(node.value))
    if not any(words - ARRAY_WORDS for words in through.values()):
        return frozenset()
    for node in parts:
        match node:
            case ast.arg(arg=name):
                bound.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                bound.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                bound |= {(it.asname or it.name).split(".")[0] for it in aliases}
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)):
                bound.add(name)
    for node in parts:
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                bound.add(node.id)
            elif id(node) not in owners:
                bare.add(node.id)
    known = {"np", "numpy", "math"}
    return frozenset(
        name
        for name, words in through.items()
        if name not in bound | bare | known and words - ARRAY_WORDS
    )


def entry_names(parts: Sequence[ast.AST]) -> dict[str, list[str]]:
    """Names that are never bound and asked for entries by their texts, as in ``params['W1']``:
    the keys of each."""
    found: dict[str, list[str]] = {}
    owners = set[int]()
    for node in parts:
        if type(node) is ast.Subscript and type(node.value) is ast.Name:
            owners.add(id(node.value))
            if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
                keys = found.setdefault(node.value.id, [])
                if node.slice.value not in keys:
                    keys.append(node.slice.value)
    if not found:
        return found
    for node in parts:
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                found.pop(name, None)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                for one in aliases:
                    found.pop((one.asname or one.name).split(".")[0], None)
    return found


_PLACED = frozenset((ast.Return, ast.Break, ast.Continue, ast.Yield, ast.YieldFrom, ast.Nonlocal))


def check_places(run: Reading, tree: ast.Module, parts: Iterable[ast.AST]) -> None:
    """Check that ``return``, ``yield``, ``break``, ``nonlocal`` and ``await`` stand where they may.

    Raises:
        GraphError: one does not.
    """
    if _PLACED.isdisjoint(map(type, parts)):
        return
    for node, in_function, in_loop in _placed(tree):
        match node:
            case ast.Return() if not in_function:
                raise run.error(
                    "return stands outside a function.", node, "Write the expression alone."
                )
            case ast.Break() | ast.Continue() if not in_loop:
                raise run.error(
                    f"{run.segment(node)} stands outside a loop.",
                    node,
                    "Indent it into the loop that it is about.",
                )
            case ast.Yield() | ast.YieldFrom() if not in_function:
                raise run.error("yield stands outside a function.", node, "Use return.")
            case ast.Nonlocal() if not in_function:
                raise run.error(
                    "nonlocal stands outside a function.",
                    node,
                    "Leave it out: here the name is the program's own.",
                )


def _placed(tree: ast.Module) -> Iterator[tuple[ast.AST, bool, bool]]:
    stack: list[tuple[ast.AST, bool, bool]] = [(tree, False, False)]
    while stack:
        node, in_function, in_loop = stack.pop()
        yield node, in_function, in_loop
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            in_function, in_loop = True, False
        elif isinstance(node, ast.ClassDef | ast.Lambda):
            in_function = in_loop = False
        looped = isinstance(node, ast.For | ast.While)
        for name in node._fields:
            inside = in_loop or (looped and name == "body")
            part = getattr(node, name, None)
            for one in part if isinstance(part, list) else (part,):
                if isinstance(one, ast.AST):
                    stack.append((one, in_function, inside))
