"""Shapes that a text tells its readers: in comments and docstrings (``x: (N, D)``), by taking a
shape apart (``N, C, H, W = x.shape``). They are taken where uses leave a shape open."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence

from graphs.language.missing_names.made_elsewhere import made_elsewhere
from graphs.language.missing_names.unknown_sizes import UNDECIDED_SIZES
from graphs.model import Shape

MOST_SIZE = 64  # of one axis, as a comment tells it: larger ones are taken for symbols
MOST_AXES = 4
_TOLD = re.compile(r"\b([^\W\d]\w*)\s*(?::|--|-|=|is\b|has\b|of\b|\b)\s*[^(),\n]*?\(([^()\n]+)\)")
_OF_SHAPE = re.compile(r"^\W*([^\W\d]\w*)\b.*?\bshape\b[^(\n]*\(([^()\n]+)\)")
_WINDOW = re.compile(r".*(kernel|filter|window).*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_DIMENSION = re.compile(r"(\d+)?\s*\*?\s*([^\W\d]\w*(?:\s+\w+)*)?")


def told_shapes(text: str, parts: Sequence[ast.AST]) -> dict[str, Shape]:
    """Shapes by name; sizes that are told as letters or words are the same for all names."""
    if "(" not in text:
        return {}
    symbols: dict[str, int] = {}
    found: dict[str, Shape] = {}
    for line in _prose(text, parts):
        several = [match] if (match := _OF_SHAPE.search(line)) else _TOLD.finditer(line)
        for match in several:
            shape = _shape(match[2], symbols)
            if shape is not None:
                found.setdefault(match[1], shape)
    for name, words in (*_listed(text, parts), *made_elsewhere(parts)):
        shape = _sizes(words, symbols)
        if shape is not None:
            found.setdefault(name, shape)
    for name, rank in ranks_taken_apart(parts).items():
        if len(found.get(name, ())) != rank:
            found[name] = tuple(UNDECIDED_SIZES[at % 3] for at in range(rank))
            if rank == 2 and _WINDOW.fullmatch(name):  # smaller than what it moves over
                found[name] = (2, 2)
            if rank == MOST_AXES:  # images, whose sides are halved
                found[name] = (2, 3, 4, 4)
    return found


def _prose(text: str, parts: Sequence[ast.AST]) -> Iterator[str]:
    """Lines of comments and of texts that stand alone."""
    for line in text.split("\n"):
        if "#" in line:
            yield line.partition("#")[2]
    for part in parts:
        match part:
            case ast.Expr(value=ast.Constant(value=str(words))):
                yield from words.split("\n")


def _shape(told: str, symbols: dict[str, int]) -> Shape | None:
    """``N, D`` or ``3x1`` as sizes; None where it is no shape."""
    words = [word.strip() for word in re.split(r"[,×]|(?<=\d)\s*x\s*(?=\d)", told)]
    if words and words[-1] == "":
        words = words[:-1]
    if not words or (len(words) == 1 and not told.rstrip().endswith(",")):
        return None
    return _sizes(words, symbols)


def _sizes(words: Sequence[str], symbols: dict[str, int]) -> Shape | None:
    """The sizes that words tell, ``N``, ``4`` or ``2 * D``; the same word is the same size."""
    if len(words) > MOST_AXES:
        return None
    sizes = []
    for word in words:
        match = _DIMENSION.fullmatch(word)
        if match is None or not word or len(word) > 40:
            return None
        size = int(match[1] or 1)
        if match[2]:
            if match[2] not in symbols:
                symbols[match[2]] = UNDECIDED_SIZES[len(symbols) % len(UNDECIDED_SIZES)]
            size *= symbols[match[2]]
        sizes.append(size)
    return tuple(sizes) if all(0 < size <= MOST_SIZE for size in sizes) else None


def _listed(text: str, parts: Sequence[ast.AST]) -> Iterator[tuple[str, list[str]]]:
    """Shapes listed behind a ``def``, in the order of its parameters: ``# [n, d], [d] -> [n]``."""
    lines = text.split("\n")
    for part in parts:
        if isinstance(part, ast.FunctionDef) and part.lineno <= len(lines):
            comment = lines[part.lineno - 1].partition("#")[2]
            several = _IN_BRACKETS.findall(comment.partition("->")[0])
            names = [one.arg for one in part.args.args if one.arg != "self"]
            if "->" in comment or len(several) == len(names):
                for name, told in zip(names, several, strict=False):
                    yield name, [word.strip() for word in told.split(",") if word.strip()]


def ranks_taken_apart(parts: Iterable[ast.AST]) -> dict[str, int]:
    """Ranks by name, or by the last word of ``self.W``, of shapes that are unpacked into several
    names."""
    return dict(_taken_apart(parts))


def _taken_apart(parts: Iterable[ast.AST]) -> Iterator[tuple[str, int]]:
    for part in parts:
        match part:
            case ast.Assign(
                targets=[ast.Tuple(elts=names)],
                value=ast.Attribute(
                    value=ast.Name(id=name) | ast.Attribute(attr=name), attr="shape"
                ),
            ):
                if not any(isinstance(one, ast.Starred) for one in names):
                    yield name, len(names)


def least_ranks(parts: Iterable[ast.AST]) -> dict[str, int]:
    """How many axes names have at least: two where the text asks for ``X.shape[1]``, one where
    it counts items, goes through them or takes some."""
    found: dict[str, int] = {}
    items: list[tuple[str, str]] = []
    for part in parts:
        for name, rank in _asked(part):
            found[name] = max(found.get(name, 0), rank)
        if isinstance(part, ast.For | ast.comprehension):
            items += _items(part.target, part.iter)
    for item, owner in items[::-1]:
        if item in found:  # rows that items are asked of
            found[owner] = max(found.get(owner, 0), min(found[item] + 1, 2))
    return found


def gone_through_together(parts: Iterable[ast.AST]) -> list[tuple[str, ...]]:
    """Names that one loop goes through item by item: ``zip(X, y)``, ``X[i]`` and ``y[i]``."""
    found: list[tuple[str, ...]] = []
    for part in parts:
        match part:
            case ast.Call(func=ast.Name(id="zip"), args=several):
                found.append(tuple(one.id for one in several if isinstance(one, ast.Name)))
            case ast.For(target=ast.Name(id=counter), body=body):
                items = (one for statement in body for one in ast.walk(statement))
                taken = (_owner_of_item(one, counter) for one in items)
                found.append(tuple(dict.fromkeys(name for name in taken if name)))
    return found


def _owner_of_item(part: ast.AST, counter: str) -> str | None:
    """y of ``y[i]``."""
    match part:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Name(id=index)) if index == counter:
            return name
    return None


def _items(target: ast.expr, over: ast.expr) -> Iterator[tuple[str, str]]:
    """(item, what it is an item of) in ``for x, y in zip(X, Y)``."""
    match target, over:
        case ast.Name(id=item), ast.Name(id=name):
            yield item, name
        case ast.Tuple(elts=items), ast.Call(func=ast.Name(id="zip"), args=several):
            for one, other in zip(items, several, strict=False):
                yield from _items(one, other)
        case ast.Tuple(elts=[_, item]), ast.Call(func=ast.Name(id="enumerate"), args=[owner]):
            yield from _items(item, owner)


def _asked(part: ast.AST) -> Iterator[tuple[str, int]]:
    match part:
        case ast.Subscript(
            value=ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr="shape"),
            slice=ast.Constant(value=int(axis)),
        ):
            if axis:
                yield name, axis + 1
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Tuple(elts=several)):
            parts = (getattr(one, "value", one) for one in several)
            yield name, max(sum(one is not None and one is not ... for one in parts), 1)
        case (
            ast.Subscript(value=ast.Name(id=name))
            | ast.Attribute(value=ast.Name(id=name) | ast.Attribute(attr=name), attr="size")
        ):
            yield name, 1
        case ast.Call(func=ast.Name(id="len" | "enumerate" | "zip"), args=several):
            for one in several:
                if isinstance(one, ast.Name):
                    yield one.id, 1
        case ast.For(iter=ast.Name(id=name)) | ast.comprehension(iter=ast.Name(id=name)):
            yield name, 1
