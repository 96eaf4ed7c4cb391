"""Edits of a text, line for line, and the way back from places after them to places before."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping, Sequence

Edit = tuple[int, int, str]  # from, to (exclusive) in a line, and what stands there afterwards
Edits = Mapping[int, Sequence[Edit]]  # by line, counted from 0; those of a line in order


def applied(lines: Sequence[str], edits: Edits) -> list[str]:
    """The lines after the edits: as many as before."""
    result = list(lines)
    for number, several in edits.items():
        pieces, at = [], 0
        for start, end, new in several:
            pieces += [result[number][at:start], new]
            at = end
        result[number] = "".join((*pieces, result[number][at:]))
    return result


def column_before(several: Sequence[Edit], column: int, is_end: bool = False) -> int:
    """The column before a line's edits of a column after them; a part that begins where something
    was taken away begins after it, one that ends there ends before it."""
    shift = 0
    for start, end, new in several:
        if column < start + shift or (is_end and column == start + shift):
            break
        if column < start + shift + len(new):
            return min(column - shift, end)
        shift += len(new) - (end - start)
    return column - shift


def places_before(
    parts: Iterable[ast.AST], before: Sequence[str], layers: Sequence[Edits], after: Sequence[str]
) -> None:
    """Put the parts of a tree, read from the lines ``after``, where they stand in those
    ``before`` all the edits."""
    changed = {number for edits in layers for number in edits}

    def moved(line: int, offset: int, is_end: bool) -> int:
        number = line - 1
        if number not in changed:
            return offset
        column = len(after[number].encode("utf-8", "replace")[:offset].decode("utf-8", "ignore"))
        column = column_in_layers(layers, number, column, is_end)
        return len(before[number][:column].encode("utf-8", "replace"))

    for part in parts:
        if isinstance(part, ast.expr | ast.stmt | ast.keyword | ast.alias | ast.arg):
            part.col_offset = moved(part.lineno, part.col_offset, False)
            if part.end_lineno is not None and part.end_col_offset is not None:
                part.end_col_offset = moved(part.end_lineno, part.end_col_offset, True)


def column_in_layers(
    layers: Sequence[Edits], number: int, column: int, is_end: bool = False
) -> int:
    """The column before several edits, one after the other, of a column after all of them."""
    for edits in reversed(layers):
        column = column_before(edits.get(number, ()), column, is_end)
    return column
