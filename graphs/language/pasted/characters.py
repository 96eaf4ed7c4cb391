"""Characters of word processors: typographic quotes, and characters that cannot be seen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphs.language.pasted.edits import Edit, Edits

UNSEEN = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\u00ad\u202a-\u202e]")
QUOTES = re.compile("[“”„‟″‘’‚‛＂＇]")
_DOUBLE, _SINGLE = "“”„‟″＂", "‘’‚‛＇"
_TEXTS = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|#.*"
_QUOTED = re.compile(
    rf"({_TEXTS})|[{_DOUBLE}]([^{_DOUBLE}\"]*)[{_DOUBLE}]|[{_SINGLE}]([^{_SINGLE}']*)[{_SINGLE}]"
    rf"|[{_DOUBLE}{_SINGLE}]"
)


def without_unseen(lines: Sequence[str]) -> Edits:
    """The lines without characters of no width."""
    return {
        number: [(*match.span(), "") for match in UNSEEN.finditer(line)]
        for number, line in enumerate(lines)
        if not line.isascii()
    }


def with_plain_quotes(lines: Sequence[str]) -> Edits:
    """“a” as "a", ‘a’ as 'a', outside texts that Python can read."""
    edits: dict[int, Sequence[Edit]] = {}
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        found: list[Edit] = []
        for match in _QUOTED.finditer(line):
            if match[1] is not None:
                continue
            quote = '"' if match.group()[0] in _DOUBLE else "'"
            start, end = match.span()
            found.append((start, start + 1, quote))
            if end > start + 1:
                found.append((end - 1, end, quote))
        edits[number] = found
    return edits
