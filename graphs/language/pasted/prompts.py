"""Prompts of Python and IPython with their outputs, fences of Markdown, numbers of lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphs.language.pasted.edits import Edit, Edits

PYTHON = re.compile(r"^\s*>>> ?")
_CONTINUED = re.compile(r"\s*\.\.\.(?: |$)")
IPYTHON = re.compile(r"^\s*(?:In \[[\d* ]*\]: ?|\[\d+\]:\s*$)")
_CONTINUED_IPYTHON = re.compile(r"\s*\.{3,}: ?")
_OUTPUT = re.compile(r"\s*Out ?\[\d+\]:")
FENCE = re.compile(r"^\s*```")
_PYTHON_FENCE = re.compile(r"\s*```+\s*\{?\.?(?:i?python\d?|py\d?|pycon|numpy|code-cell.*)?\}?\s*$")
NUMBER = re.compile(r"^(\s*(\d+)[.:|)]?)(?:\s|$)")


def blank(line: str) -> list[Edit]:
    """The edit that leaves nothing of a line."""
    return [(0, len(line), "")] if line else []


def without_prompts(lines: Sequence[str]) -> Edits:
    """``>>> x = 2`` and ``... `` without the prompt, and nothing of what was printed."""
    edits: dict[int, Sequence[Edit]] = {}
    begun = in_code = False
    for number, line in enumerate(lines):
        prompt = PYTHON.match(line) or (_CONTINUED.match(line) if in_code else None)
        in_code = prompt is not None
        begun = begun or in_code
        if prompt is not None:
            edits[number] = [(0, prompt.end(), "")]
        elif begun:
            edits[number] = blank(line)
    return edits


def without_cell_prompts(lines: Sequence[str]) -> Edits:
    """``In [3]: x = 2`` and its ``...: `` without the prompt, and nothing of ``Out[3]: 4``.

    After a prompt that stands alone, as pages show notebooks, the code is on the lines below."""
    edits: dict[int, Sequence[Edit]] = {}
    state = "above"  # "code" below a prompt of its own, "line" after one in a terminal, "output"
    for number, line in enumerate(lines):
        prompt = IPYTHON.match(line)
        if prompt is not None:
            state = "line" if line[prompt.end() :].strip() else "code"
        elif state == "line":
            prompt = _CONTINUED_IPYTHON.match(line)
            state = "line" if prompt is not None else "output"
        elif _OUTPUT.match(line):
            state = "output"
        if prompt is not None:
            edits[number] = [(0, prompt.end(), "")]
        elif state == "output":
            edits[number] = blank(line)
    return edits


def without_fences(lines: Sequence[str]) -> Edits:
    """What stands between ```` ```python ```` and ```` ``` ````; of one fence alone, all but it."""
    fences = [number for number, line in enumerate(lines) if FENCE.match(line)]
    edits: dict[int, Sequence[Edit]] = {number: blank(lines[number]) for number in fences}
    if len(fences) % 2:
        return edits
    inside, is_python = False, False
    for number, line in enumerate(lines):
        if number in edits:
            inside, is_python = not inside, _PYTHON_FENCE.match(line) is not None
        elif not (inside and is_python):
            edits[number] = blank(line)
    return edits


def without_line_numbers(lines: Sequence[str]) -> Edits:
    """``1  import numpy``, ``2  x = 1``: where every line has its number."""
    found = {at: NUMBER.match(line) for at, line in enumerate(lines) if line.strip()}
    heads = {at: match for at, match in found.items() if match is not None}
    values = [int(match[2]) for match in heads.values()]
    if len(heads) < max(len(found), 2) or values != list(range(values[0], values[0] + len(values))):
        return {}
    codes = {at: match.end(1) for at, match in heads.items() if lines[at][match.end(1) :].strip()}
    starts = {at: len(lines[at]) - len(lines[at][end:].lstrip()) for at, end in codes.items()}
    column = min(starts.values(), default=0)
    aligned = all(end < column for end in codes.values())
    # Numbers of one width, or padded: the code begins in one column; else after as many spaces.
    gap = min((starts[at] - end for at, end in codes.items()), default=0)
    return {
        at: [(0, (column if aligned else codes[at] + gap) if at in codes else len(lines[at]), "")]
        for at in heads
    }
