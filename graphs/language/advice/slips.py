"""Slips of the pen that Python reads: a statement that is only a comparison, ``=+``, ``100,0``.

What they were likely meant to be is said, and the text is read as Python reads it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from graphs.errors import GraphError
from graphs.language.array_methods import ARRAY_PROPERTIES
from graphs.language.bound_lines import tree_of
from graphs.language.positions import Places
from graphs.model import Notice

_SIGNED = re.compile(r"([^=]*?[^-+*/@%=<>!\s])\s*=([-+*])(\s*)(.*)")
_DECIMAL = re.compile(r"(\d+),(\d+)")


class Slip(NamedTuple):
    """A statement that was likely meant otherwise, and what to say of it; ``name`` is what it
    gives no value to. The last line's comparison may be the answer that is asked for."""

    line: int
    message: str
    mend: tuple[str, str]  # what stands there, and what was meant
    name: str = ""
    may_be_answer: bool = False


def slips(parts: Sequence[ast.AST], places: Places) -> list[Slip]:
    """The slips of a text, from top to bottom; ``parts`` are those of its tree, that first."""
    found: list[Slip] = []
    for part in parts:
        look = _LOOKS.get(type(part))
        if look is not None:
            found += look(part, parts, places)
    return sorted(found)


def slip_notes(
    parts: Sequence[ast.AST], places: Places, filled: Collection[str]
) -> Iterator[Notice]:
    """A note for each slip, but for names that are filled: theirs say the same."""
    for slip in slips(parts, places):
        if slip.name not in filled and not slip.may_be_answer:
            choices = () if "\n" in slip.mend[0] else slip.mend
            yield Notice(slip.message, slip.line, "slip", choices=choices)


def explain(error: GraphError, parts: Sequence[ast.AST], places: Places) -> GraphError:
    """An error with the first slip up to its line, which may be the reason."""
    for slip in slips(parts, places)[:1]:
        if slip.line <= (error.line or 0) and slip.name not in error.missing:
            error.hint = f"{error.hint or ''} Line {slip.line}: {slip.message}".strip()
    return error


def is_compared_alone(text: str, name: str) -> bool:
    """Whether a line is nothing but ``name == …``."""
    return name in _compared_alone(text)


@lru_cache(maxsize=4)  # asked for name after name of one text
def _compared_alone(text: str) -> frozenset[str]:
    parts = list(ast.walk(tree_of(text)))
    return frozenset(slip.name for slip in slips(parts, Places(text)))


def _compared(node: ast.Expr, parts: Sequence[ast.AST], places: Places) -> Iterator[Slip]:
    """``lr == 0.1``, ``h[h < 0] == 0``: what is compared could be given a value."""
    match node.value:
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]) if _can_be_given(left):
            is_last = isinstance(parts[0], ast.Module) and node is parts[0].body[-1]
            meant = f"{places.segment(left)} = {places.segment(right)}"
            message = "== only compares, and nothing uses what it finds: to give a value, write "
            name = left.id if isinstance(left, ast.Name) else ""
            mend = places.segment(node), meant
            yield Slip(node.lineno, f"{message}{meant}.", mend, name, is_last)


def _can_be_given(node: ast.expr) -> bool:
    if isinstance(node, ast.Subscript):
        node = node.value
    is_size = isinstance(node, ast.Attribute) and node.attr in ARRAY_PROPERTIES
    return isinstance(node, ast.Name | ast.Attribute) and not is_size


def _assigned(node: ast.Assign, parts: Sequence[ast.AST], places: Places) -> Iterator[Slip]:
    first = node.value
    while isinstance(first, ast.BinOp):
        first = first.left
    match node:
        case _ if isinstance(first, ast.Starred | ast.UnaryOp):
            yield from _signed(node, places)
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Tuple(elts=[_, _])):
            written = _DECIMAL.fullmatch(places.segment(node.value))
            if written and _is_number(name, parts):
                meant = f"{written[1]}.{written[2]}"
                message = f"{written[0]} is a tuple of two numbers; with a decimal point it is "
                yield Slip(node.lineno, f"{message}{meant}.", (written[0], meant))


def _signed(node: ast.Assign, places: Places) -> Iterator[Slip]:
    """``w =+ 1``, ``w =- lr * dw``, ``w =* 2``: the sign stands at =, not at the number."""
    text = places.segment(node)
    found = _SIGNED.fullmatch(text)
    if found and (found[3] or found[2] != "-"):
        name, sign, _, value = found.groups()
        gives = f"gives {name} the value {value if sign == '+' else f'-{value}'}"
        if sign == "*":
            gives = "has no meaning"
        message = f"{name} ={sign} {value} {gives}: to change {name}, write "
        meant = f"{name} {sign}= {value}"
        yield Slip(node.lineno, f"{message}{meant}.", (text, meant))


def _is_number(name: str, parts: Sequence[ast.AST]) -> bool:
    """Whether a name stands as an operand, and nowhere where a tuple is taken apart."""
    uses = [
        type(part)
        for part in parts
        for one in ast.iter_child_nodes(part)
        if isinstance(one, ast.Name) and one.id == name
    ]
    return not _TAKEN_APART & {*uses} and bool({*uses} & _OPERANDS)


_TAKEN_APART = {ast.Subscript, ast.Starred, ast.For, ast.comprehension, ast.Tuple}
_OPERANDS = {ast.BinOp, ast.UnaryOp, ast.FormattedValue, ast.Compare}
_LOOKS: Mapping[type[ast.AST], Callable[..., Iterator[Slip]]] = {
    ast.Expr: _compared,
    ast.Assign: _assigned,
}
