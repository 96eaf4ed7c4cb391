"""Lines for a notebook or a shell: ``%matplotlib inline``, ``!pip install x``, ``np.dot?``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphs.language.pasted.edits import Edit, Edits
from graphs.language.pasted.prompts import blank

MAGIC = re.compile(r"^\s*(?:%{1,2}[A-Za-z_]|!|\?{1,2}[\w.%]+\s*$|[\w.%]+\?{1,2}\s*$)")
_TIMED = re.compile(r"\s*%(?:time|prun|memit)\s+(?=[^\W\d]|\()")  # of one statement, which is read
OTHER_LANGUAGE = re.compile(
    r"\s*%%(?:bash|sh|script|system|cmd|html|HTML|svg|SVG|javascript|js|latex|markdown|writefile|"
    r"file|perl|ruby|R|cython|sql|timeit)\b"
)
_NEXT_CELL = re.compile(r"\s*#\s*(?:%%|In\s?\[|<codecell>)")


def without_magics(lines: Sequence[str]) -> Edits:
    """The lines without those that only a notebook reads."""
    edits: dict[int, Sequence[Edit]] = {}
    foreign = continued = False
    for number, line in enumerate(lines):
        if _NEXT_CELL.match(line):
            foreign = False
        if OTHER_LANGUAGE.match(line):
            foreign = True
        if foreign or continued:
            edits[number] = blank(line)
            continued = continued and line.rstrip().endswith("\\")
        elif timed := _TIMED.match(line):
            edits[number] = [(len(line) - len(line.lstrip()), timed.end(), "")]
        elif MAGIC.match(line) and not _goes_on(line):
            indent = line[: len(line) - len(line.lstrip())]
            edits[number] = [(len(indent), len(line), "pass")] if indent else blank(line)
            continued = line.rstrip().endswith("\\") and line.lstrip()[0] in "!%"
    return edits


def _goes_on(line: str) -> bool:
    """Whether a line closes a bracket that was opened above: it is the end of an expression."""
    return line.count(")") > line.count("(") or line.count("]") > line.count("[")
