"""Slips put into correct staged code, one at a time: what students get wrong, a cause each.

Whether a slip matters is decided by running both texts as plain NumPy, at the values given and at
values moved about; one that changes no gradient is none.
"""

from __future__ import annotations

import ast
import copy
import random
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

import graphs

BACKWARD = "# backward pass"
SLIGHTLY = (0.1, 0.25, 0.5)


@dataclass(frozen=True)
class Mutant:
    text: str
    cause: str
    line: int
    what: str
    original: str

    def __str__(self) -> str:
        return f"{self.cause}, line {self.line}: {self.what}"


@dataclass(frozen=True)
class Line:
    """A line of the backward pass, as syntax."""

    number: int  # from 1
    tree: ast.stmt

    @property
    def target(self) -> str | None:
        target = getattr(self.tree, "target", None)
        if isinstance(self.tree, ast.Assign):
            target = self.tree.targets[0]
        return target.id if isinstance(target, ast.Name) else None


def staged(program: str, inputs: dict[str, object]) -> str:
    """The exported NumPy of a program."""
    return graphs.trace(program, inputs, seed=0).code("numpy")


def mutants(text: str, most: int | None = None, seed: int = 0) -> Iterator[Mutant]:
    """Slips of one text that change a gradient; at most so many of each cause, drawn by chance."""
    reference, slips = outcomes(text), list(_slips(text))
    if most is not None:
        random.Random(seed).shuffle(slips)
    counts: Counter[str] = Counter()
    for mutant in slips:
        if most is not None and counts[mutant.cause] >= most:
            continue
        found = outcomes(mutant.text)
        if mutant.cause == "name":
            changes = isinstance(found, NameError)
        else:
            changes = isinstance(found, list) and not _alike(found, reference)
        counts[mutant.cause] += changes
        if changes:
            yield mutant


def _slips(text: str) -> Iterator[Mutant]:
    lines = text.split("\n")
    start = lines.index(BACKWARD)
    forward = _forward_names(lines[:start])
    backward = [
        Line(number, tree)
        for number, one in enumerate(lines[start:], start + 1)
        for tree in ast.parse(one.strip()).body
        if not one.startswith(" ")
    ]
    gradients = {line.target for line in backward if line.target}
    for line in backward[1:]:  # the first is the seed
        for cause, tree in _edits(line, gradients, forward):
            new = list(lines)
            new[line.number - 1] = ast.unparse(ast.fix_missing_locations(tree))
            yield Mutant("\n".join(new), cause, line.number, new[line.number - 1],
                         lines[line.number - 1])  # fmt: skip
    yield from _inserted(lines, backward, gradients, forward)


def _forward_names(lines: list[str]) -> dict[str, set[str]]:
    """Each name of the forward pass → the names that stand beside it on some line."""
    found: dict[str, set[str]] = {}
    begin = lines.index("# forward pass")
    for one in lines[begin:]:
        if not one.strip() or one.startswith(("#", " ")):
            continue
        tree = ast.parse(one).body[0]
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - {"np"}
        for name in names:
            found.setdefault(name, set()).update(names - {name})
    return found


def _edits(
    line: Line, gradients: set[str], forward: dict[str, set[str]]
) -> Iterator[tuple[str, ast.stmt]]:
    tree = line.tree
    if isinstance(tree, ast.AugAssign):
        store = ast.parse(ast.unparse(tree.target) + " = 0").body[0]
        store.value = tree.value
        yield "accumulate", store
    if not isinstance(tree, ast.Assign | ast.AugAssign):
        return
    value = tree.value
    if isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute):
        buffer = value.func.attr in ("zeros", "zeros_like")
        if buffer:
            return

    def whole(new: ast.expr) -> ast.stmt:
        other = copy.deepcopy(tree)
        other.value = new
        return other

    yield "scale", whole(ast.BinOp(value, ast.Mult(), ast.Constant(2)))
    yield "scale", whole(ast.BinOp(value, ast.Div(), ast.Constant(5)))
    yield "sign", whole(ast.UnaryOp(ast.USub(), value))
    for place, node in enumerate(ast.walk(value)):
        for cause, new in _parts(node, gradients, forward):
            yield cause, whole(_with(value, place, new))


def _with(value: ast.expr, place: int, new: ast.expr) -> ast.expr:
    """An expression whose part number ``place`` is another."""
    if place == 0:
        return new
    whole = copy.deepcopy(value)
    old = list(ast.walk(whole))[place]
    for parent in ast.walk(whole):
        for field, child in ast.iter_fields(parent):
            if child is old:
                setattr(parent, field, new)
            elif isinstance(child, list):
                setattr(parent, field, [new if one is old else one for one in child])
    return whole


def _has(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node))


def _parts(
    node: ast.AST, gradients: set[str], forward: dict[str, set[str]]
) -> Iterator[tuple[str, ast.expr]]:
    """(cause, what stands in the place of a part of an expression)."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            for one, other in ((left, right), (right, left)):
                if _has(one, gradients) and not _has(other, gradients):
                    yield "upstream", other
                    yield "local", one
        case ast.BinOp(left=left, op=ast.Div(), right=right) if _has(left, gradients):
            yield "upstream", ast.BinOp(ast.Constant(1.0), ast.Div(), right)
            yield "local", left
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            for one in (left, right):
                if isinstance(one, ast.Name):
                    new = ast.Attribute(one, "T", ast.Load())
                    yield (
                        "transpose",
                        ast.BinOp(
                            new if one is left else left,
                            ast.MatMult(),
                            new if one is right else right,
                        ),
                    )
        case ast.Attribute(value=ast.Name() as name, attr="T"):
            yield "transpose", name
        case ast.Call(func=ast.Attribute(attr="where"), args=[mask, one, other]):
            if _has(one, gradients):
                yield "local", one
                yield "upstream", ast.Call(node.func, [mask, ast.Constant(1.0), other], [])
        case ast.Call(func=ast.Attribute(value=module, attr="sum"), args=args):
            yield "scale", ast.Call(ast.Attribute(module, "mean", ast.Load()), args, node.keywords)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield "sign", operand
        case ast.Name(id=name) if name in forward:
            for sibling in sorted(forward[name]):
                yield "swapped", ast.Name(sibling, ast.Load())
        case ast.Name(id=name) if name in gradients:
            typo = name + name[-1] if len(name) > 2 else name + "_out"
            if typo not in gradients:
                yield "name", ast.Name(typo, ast.Load())


def _inserted(
    lines: list[str], backward: list[Line], gradients: set[str], forward: dict[str, set[str]]
) -> Iterator[Mutant]:
    """Slips of order and of stored names."""
    texts = {line.number: lines[line.number - 1] for line in backward}
    for at, line in enumerate(backward):
        later = backward[at + 1 :]
        name = line.target
        if name is None:
            continue
        if isinstance(line.tree, ast.Assign) and any(_has(one.tree, {name}) for one in later):
            others = [one for one in backward if one is not line and one.target == name]
            if not others:
                new = list(lines)
                typo = f"{name}_{name[-1]}" if at % 2 else f"{name}{name[-1]}"
                new[line.number - 1] = texts[line.number].replace(name, typo, 1)
                yield Mutant("\n".join(new), "name", line.number, new[line.number - 1],
                             texts[line.number])  # fmt: skip
        weight = name[1:]
        reads = [one for one in later if _has(one.tree, {weight})]
        if weight in forward and reads and all(one.target != name for one in later):
            new = list(lines)
            new.insert(line.number, f"{weight} = {weight} - 0.1 * {name}")
            yield Mutant("\n".join(new), "stale", reads[0].number + 1, new[line.number],
                         texts[reads[0].number])  # fmt: skip
    met = set[str]()
    for line in backward[1:]:
        for read in sorted({n.id for n in ast.walk(line.tree) if isinstance(n, ast.Name)}):
            if read in forward and read not in met and read not in gradients:
                met.add(read)
                new = list(lines)
                new.insert(line.number - 1, f"{read} = {read} * 0.9 + 0.1")
                yield Mutant("\n".join(new), "stale", line.number + 1, new[line.number - 1],
                             texts[line.number])  # fmt: skip


# Running it as plain NumPy


def outcomes(text: str) -> list[dict[str, np.ndarray]] | Exception:
    """The gradients at the values given and at moved ones, or what went wrong."""
    head, _, rest = text.partition("# forward pass")
    start = head.index("# inputs")
    found = []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for number, far in enumerate((0.0, *SLIGHTLY)):
            names: dict[str, object] = {}
            try:
                exec(compile(head[:start], "<head>", "exec"), names)
                before = set(names)
                exec(compile(head[start:], "<inputs>", "exec"), names)
                draw = np.random.RandomState(number)
                for name in sorted(names.keys() - before):
                    names[name] = _moved(names[name], far, draw)
                exec(compile(rest, "<rest>", "exec"), names)
            except Exception as error:
                return error
            found.append(
                {
                    name: np.array(value, dtype=float)
                    for name, value in names.items()
                    if re.match(r"d[A-Za-z]", name) and not callable(value)
                }
            )
    return found


def _moved(value: object, far: float, draw: np.random.RandomState) -> object:
    array = np.asarray(value)
    if array.dtype.kind != "f" or not far:
        return value
    noise = draw.standard_normal(array.shape)
    moved = array + far * noise * np.maximum(np.abs(array), 0.3)
    return moved if array.ndim else float(moved)


def _alike(found: list[dict], reference: list[dict]) -> bool:
    for one, other in zip(found, reference, strict=True):
        for name in other:
            if name not in one or one[name].shape != other[name].shape:
                return False
            if not np.all(np.isfinite(other[name])):
                continue
            if not np.allclose(one[name], other[name], rtol=1e-7, atol=1e-10):
                return False
    return True
