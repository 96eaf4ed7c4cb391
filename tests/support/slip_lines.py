"""Slips of whole lines: forgotten, written twice, changed places, an update too early."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from tests.support.right_programs import RightProgram
from tests.support.slip_edits import Slip, first_reader
from tests.support.slip_names import GRADIENT, STRENGTH, ZERO, base, reads, targets
from tests.support.source_text import SourceText


def of_several_lines(
    program: RightProgram, source: SourceText, backward: list[ast.stmt]
) -> Iterator[Slip]:
    for place, statement in enumerate(backward):
        yield from _forgotten(source, backward, place)
        yield from _misspelt(source, backward, statement)
        if isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add | ast.Sub):
            new = source.repeated(statement)
            after = source.of(statement)
            line = (statement.end_lineno or 0) + 1
            yield Slip("double", frozenset([line]), new, "", after)
    blocks = [
        body
        for node in ast.walk(source.tree)
        if isinstance(body := getattr(node, "body", None), list)
    ]
    blocks += [node.orelse for node in ast.walk(source.tree) if isinstance(node, ast.If)]
    for one, other in itertools.pairwise(backward):
        if not any(one in block and other in block for block in blocks):
            continue
        yield from _changed_places(source, one, other)
    yield from _too_early(program, source, backward)


def _forgotten(source: SourceText, backward: list[ast.stmt], place: int) -> Iterator[Slip]:
    """A statement left out. Blamed is a line that leaves the value as it now is: the last one that
    writes it before, or any that goes on writing it; if there is none, the first that reads it."""
    statement = backward[place]
    text = source.of(statement)
    value = getattr(statement, "value", None)
    kind = _kind_of_line(source, statement)
    if kind is None and _is_carried(source, statement):
        kind = "carried"
    if kind is None or value is None:
        return
    several = targets(statement)
    name = base(several[0]) if several else source.of(value).split("(")[-1].split(",")[0]
    others = [one for one in backward if one is not statement and _writes(one, name)]
    before = [one for one in others if one.lineno < statement.lineno]
    if kind == "undefined":
        blamed = [one for one in backward if _writes(one, name) and one is not statement][:1]
        blamed += [one for one in backward[place + 1 :] if reads(one, name)][:1]
    else:
        after = [one for one in others if one.lineno > statement.lineno]
        blamed = before[-1:] + after or [one for one in backward if reads(one, name)][:1]
    if blamed:
        is_slope = kind in ("mask", "local")  # what is missing between two lines is missing in both
        users = first_reader(statement, backward) if is_slope else frozenset()
        lines = users | {one.lineno for one in blamed}
        yield Slip(kind, lines, source.without(statement), text, "")


def _misspelt(source: SourceText, backward: list[ast.stmt], statement: ast.stmt) -> Iterator[Slip]:
    """A gradient stored under a name nobody reads; a single reader may be the fault as well."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name) as target]):
            readers = [one for one in backward if reads(one, name)]
            others = [one for one in backward if one is not statement and _writes(one, name)]
            typo = f"{name}_" if len(name) < 3 else name + name[-1]
            if readers and not others and typo not in source.text:
                lines = {statement.lineno, *(one.lineno for one in readers if len(readers) == 1)}
                new = source.with_(source.put(target, typo))
                yield Slip("typo", frozenset(lines), new, name, typo)


def _kind_of_line(source: SourceText, statement: ast.stmt) -> str | None:
    value = getattr(statement, "value", None)
    text = "" if value is None else source.of(value)
    match statement:
        case ast.Assign(targets=[ast.Name()]) if ZERO.match(text) and "None" not in text:
            return "undefined"
        case ast.Assign(targets=[ast.Subscript(slice=index)]) if text in ("0", "0.0"):
            return "mask" if any(isinstance(p, ast.Compare) for p in ast.walk(index)) else None
        case ast.AugAssign(op=ast.Sub()) if text in ("1", "1.0"):
            return "target"
        case ast.AugAssign(op=ast.Div()):
            return "count"
        case ast.AugAssign(op=ast.Mult()):
            return "local"
        case ast.AugAssign(op=ast.Add() | ast.Sub()):
            return "regularization" if STRENGTH.search(text) else "share"
    return None


def _is_carried(source: SourceText, statement: ast.stmt) -> bool:
    """Whether a value set at the end of a loop's pass is read at the beginning of the next."""
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)]):
            loops = [node for node in ast.walk(source.tree) if isinstance(node, ast.For)]
            bodies = [loop.body for loop in loops if loop.body[-1:] == [statement]]
            return any(reads(one, name) for body in bodies for one in body[:-1])
    return False


def _writes(statement: ast.stmt, name: str) -> bool:
    return any(base(target) == name for target in targets(statement))


def _changed_places(source: SourceText, one: ast.stmt, other: ast.stmt) -> Iterator[Slip]:
    """What belongs to one gradient stored under the name of the next, and the reverse."""
    match one, other:
        case (
            ast.Assign(targets=[first], value=left) | ast.AugAssign(target=first, value=left),
            ast.Assign(targets=[second], value=right) | ast.AugAssign(target=second, value=right),
        ) if type(one) is type(other) and one.col_offset == other.col_offset:
            texts = source.of(left), source.of(right)
            if any(ZERO.search(text) for text in texts) or base(first) in texts[1]:
                return
            if not all(
                GRADIENT.match(ast.unparse(one)) or "grad" in base(one) for one in (first, second)
            ):
                return
            new = source.with_(source.put(left, texts[1]), source.put(right, texts[0]))
            yield Slip("rows", frozenset([one.lineno]), new, *texts)


def _too_early(
    program: RightProgram, source: SourceText, backward: list[ast.stmt]
) -> Iterator[Slip]:
    """A parameter stepped right below its gradient, while later lines still read it. Blamed may
    be the step or the first line that reads what it has changed."""
    for parameter, gradient in program.gradients:
        if not (parameter.isidentifier() and gradient.isidentifier()):
            continue
        writes = [one for one in backward if _writes(one, gradient)]
        readers = [one for one in backward if writes and one.lineno > writes[-1].lineno
                 and one.col_offset == writes[-1].col_offset and reads(one, parameter)]  # fmt: skip
        if readers and len({one.col_offset for one in writes}) == 1:
            step = f"{parameter} -= 0.1 * {gradient}"
            new = source.repeated(writes[-1], step)
            added = (writes[-1].end_lineno or 0) + 1
            lines = frozenset([added, readers[0].lineno + 1])
            yield Slip("update", lines, new, "", step)
