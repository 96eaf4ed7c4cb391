"""Text → Python syntax tree, or an error that says what to write instead. Nothing is executed."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from typing import NamedTuple

from graphs.errors import GraphError, TooLarge
from graphs.language.advice.mends import explain
from graphs.language.pasted.edits import column_in_layers, places_before
from graphs.language.pasted.mending import Mended, is_session, mended
from graphs.language.pasted.python_parser import to_tree
from graphs.limits import Limits
from graphs.model import Notice

# One character for one, so that places in the text stay true: what people paste from slides and
# what Chinese and Japanese keyboards type.
ACCEPTED = str.maketrans(
    "·⋅∙×∗÷∕−–（）［］，：；＝＋－＊／＜＞．０１２３４５６７８９",
    "*****//--()[],:;=+-*/<>.0123456789",
) | dict.fromkeys((0x00A0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")

FOREIGN = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")


class Syntax(NamedTuple):
    """A program's tree and all its parts, the text with accepted characters (``·``, full-width
    brackets) as Python's, one for one, and what is said of how it was read."""

    tree: ast.Module
    text: str
    parts: list[ast.AST]
    notes: Sequence[Notice]


def to_syntax_tree(text: str, limits: Limits) -> Syntax:
    """Parse a program; places are those of the text, also where it was mended to be read.

    Raises:
        GraphError: the text is not Python, with the place and where possible a mend.
        TooLarge: the text passes a limit.
    """
    if len(text) > limits.characters:
        raise TooLarge(
            f"The program has {len(text)} characters; at most {limits.characters} are read.",
            hint="Shorten the program.",
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = text.translate(ACCEPTED)
    if bad := FOREIGN.search(text):
        start = bad.start() - (text.rfind("\n", 0, bad.start()) + 1)
        raise GraphError(
            "This character cannot be part of a program.",
            text.count("\n", 0, bad.start()) + 1,
            start,
            start + 1,
            hint="Delete it.",
            mend="",
        )
    around: Mended | None = None
    try:
        try:
            tree = to_tree(text)
            if is_session(text):
                around = mended(text, None)
        except SyntaxError as error:
            around = mended(text, error)
        if around is not None:
            if around.error is not None or around.tree is None:
                raise _explained(text, around)
            tree = around.tree
    except (RecursionError, MemoryError):
        raise TooLarge(
            "The program is nested too deeply to be read.",
            hint="Give parts of it names on lines of their own.",
        ) from None
    except ValueError:
        raise GraphError("The program cannot be read as text.", hint="Type it again.") from None
    parts = _check_size(tree, limits)
    if around is None:
        return Syntax(tree, text, parts, ())
    places_before(parts, text.split("\n"), around.layers, around.lines)
    return Syntax(tree, text, parts, around.notes)


def _explained(text: str, around: Mended) -> GraphError:
    """What Python says against a text, at its place in the text as it was typed."""
    assert around.error is not None
    error = explain("\n".join(around.lines), around.error)
    number = (error.line or 1) - 1
    if error.column is not None and any(number in edits for edits in around.layers):
        start, end = error.column, error.end_column or error.column + 1
        found = around.lines[number][start:end]
        error.column = column_in_layers(around.layers, number, start)
        error.end_column = max(column_in_layers(around.layers, number, end, True), error.column + 1)
        if text.split("\n")[number][error.column : error.end_column] != found:
            error.mend = None
    return error


def _check_size(tree: ast.Module, limits: Limits) -> list[ast.AST]:
    """All parts of a tree, whose number and depth are within the limits."""
    parts: list[ast.AST] = []
    statements = depth = 0
    level: list[ast.AST] = [tree]
    while level:
        depth += 1
        parts += level
        statements += sum(isinstance(node, ast.stmt) for node in level)
        inside: list[ast.AST] = []
        for node in level:
            for name in node._fields:
                part = getattr(node, name, None)
                if isinstance(part, ast.AST):
                    inside.append(part)
                elif type(part) is list:
                    inside += [item for item in part if isinstance(item, ast.AST)]
        level = inside
    for measured, limit, what in (
        (statements, limits.statements, "statements"),
        (len(parts), limits.tree_nodes, "parts"),
        (depth, limits.depth, "levels of nesting"),
    ):
        if measured > limit:
            raise TooLarge(
                f"The program has {measured} {what}; at most {limit} are read.",
                hint="Shorten it, or repeat parts of it in a for loop.",
            )
    return parts
