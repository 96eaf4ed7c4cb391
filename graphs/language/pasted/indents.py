"""Indents: of a whole text that stood inside another, and of tabs mixed with spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphs.language.pasted.edits import Edits, applied
from graphs.language.pasted.python_parser import fault_of

_INDENT = re.compile(r"[ \t]*")
WIDTHS = (8, 4)  # of a tab


def _indents(lines: Sequence[str]) -> dict[int, str]:
    """The indents of the lines that hold code."""
    return {
        number: line[: len(line) - len(rest)]
        for number, line in enumerate(lines)
        if (rest := line.lstrip(" \t")) and not rest.startswith("#")
    }


def dedented(lines: Sequence[str], error: SyntaxError) -> Edits:
    """Without the indent of the first line, or with all others moved below the first: whatever
    Python then reads further."""
    indents = _indents(lines)
    if len(indents) < 1:
        return {}
    first = next(iter(indents))
    rest = [len(indent) for number, indent in indents.items() if number != first]
    tried = (
        (len(indents[first]), first),
        (min(rest, default=0) - len(indents[first]), first + 1),
    )
    for width, start in tried:
        if width <= 0:
            continue
        edits = {
            number: [(0, min(width, len(_indent(line))), "")]
            for number, line in enumerate(lines)
            if number >= start and _indent(line)
        }
        after = fault_of(applied(lines, edits))
        later = 0 if after is None else (after.lineno or 0) - (error.lineno or 0)
        if after is None or later > 0 or (later == 0 and not isinstance(after, IndentationError)):
            return edits
    return {}


def _indent(line: str) -> str:
    found = _INDENT.match(line)
    return found.group() if found else ""


def with_spaces(lines: Sequence[str], error: SyntaxError) -> Edits:
    """Tabs as spaces, where one width alone makes sense of them, or every width the same."""
    found: list[tuple[Edits, str | None]] = []
    for width in WIDTHS:
        edits = {
            number: [(0, len(indent), " " * len(indent.expandtabs(width)))]
            for number, line in enumerate(lines)
            if "\t" in (indent := _indent(line))
        }
        after = applied(lines, edits)
        fault = fault_of(after)
        if fault is None or not isinstance(fault, IndentationError):
            found.append((edits, structure_of(after)))
    meanings = {meaning for _, meaning in found}
    return found[0][0] if len(meanings) == 1 else {}


def structure_of(lines: Sequence[str]) -> str:
    """How deep each line stands, whatever the width of an indent."""
    depths: list[int] = []
    stack = [0]
    for indent in _indents(lines).values():
        while stack[-1] > len(indent):
            stack.pop()
        if stack[-1] < len(indent):
            stack.append(len(indent))
        depths.append(len(stack))
    return repr(depths)
