"""Python 2: ``print x``, ``<>``, ``except E, e:``, ``raise E, "text"``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from graphs.language.pasted.edits import Edit, Edits

PRINT = re.compile(r"(?:^|[:;])\s*print\b(?!\s*[=.,)])")
UNEQUAL = re.compile(r"<>")
EXCEPT = re.compile(r"^\s*except\s+(?:[\w.]+|\([\w., ]*\))(\s*,\s*)\w+\s*:")
RAISE = re.compile(r"^\s*raise\s+[\w.]+(\s*,\s*)[^#]*?(?=\s*(?:#.*)?$)")

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'(?:\\.|[^\\])*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''
    r"|#[^\n]*|\\\n|[ \t]+|[^\W\d]\w*|.|\n",
    re.DOTALL,
)
_TO_FILE = re.compile(r">>\s*[\w.]+\s*,?")
_NO_STATEMENT = ("=", ".", ",", ")", "+", "*", "/", "%")


def with_brackets(lines: Sequence[str]) -> Edits:
    """``print x`` as ``print(x)``, up to the end of its statement."""
    text = "\n".join(lines)
    edits: dict[int, list[Edit]] = {}
    tokens = [(match.start(), match.group()) for match in _TOKEN.finditer(text)]
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)

    def edit(start: int, end: int, new: str) -> None:
        number = text.count("\n", 0, start)
        edits.setdefault(number, []).append((start - starts[number], end - starts[number], new))

    depth, at_start, begun = 0, True, -1  # where the arguments of an open print begin
    for index, (place, token) in enumerate(tokens):
        ends = token in "\n;" or token.startswith("#")
        if begun >= 0 and depth == 0 and ends:
            _bracket(text, begun, place, edit)
            begun = -1
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth = max(depth - 1, 0)
        if at_start and token == "print" and depth == 0:
            following = text[place + 5 :].lstrip(" \t")[:1] if index + 1 < len(tokens) else ""
            if following and following not in (*_NO_STATEMENT, "\n", ";", "#"):
                begun = place + 5
        if not token.isspace() or token == "\n":
            at_start = token in "\n;:" and depth == 0
    if begun >= 0:
        _bracket(text, begun, len(text), edit)
    return edits


def _bracket(text: str, start: int, end: int, edit: Callable[[int, int, str], None]) -> None:
    """Put brackets around the arguments of a print, unless it has its own around all of them."""
    arguments = text[start:end].rstrip()
    end = start + len(arguments)
    inner = arguments.lstrip(" \t")
    if not inner or (inner[0] == "(" and _is_one_group(inner)):
        return
    if file := _TO_FILE.match(inner):
        skipped = len(arguments) - len(inner) + file.end()
        edit(start, start + skipped, "(" + " " * (skipped - 1))
    elif arguments[0] in " \t":
        edit(start, start + 1, "(")
    else:
        edit(start, start, "(")
    edit(end, end, ")")


def _is_one_group(text: str) -> bool:
    """Whether the first bracket closes at the end of a text."""
    depth = 0
    for match in _TOKEN.finditer(text):
        depth += (match.group() in "([{") - (match.group() in ")]}")
        if depth == 0:
            return match.end() == len(text)
    return False


def with_unequal(lines: Sequence[str]) -> Edits:
    """``a <> b`` as ``a != b``."""
    return _each(lines, UNEQUAL, lambda match: [(*match.span(), "!=")])


def with_as(lines: Sequence[str]) -> Edits:
    """``except E, e:`` as ``except E as e:``."""
    return _each(lines, EXCEPT, lambda match: [(*match.span(1), " as ")])


def with_raised_call(lines: Sequence[str]) -> Edits:
    """``raise E, "text"`` as ``raise E("text")``."""
    return _each(
        lines, RAISE, lambda match: [(*match.span(1), "("), (match.end(), match.end(), ")")]
    )


def _each(
    lines: Sequence[str], pattern: re.Pattern[str], edits: Callable[[re.Match[str]], list[Edit]]
) -> Edits:
    return {
        number: [edit for match in pattern.finditer(line) for edit in edits(match)]
        for number, line in enumerate(lines)
        if pattern.search(line)
    }
