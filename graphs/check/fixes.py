"""The mend of a wrong line: another text for it, offered only where that is judged right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from graphs.check.line_edits import edits
from graphs.check.rows import FINE

MOST_TRIED = 48  # texts for one line, and
MOST_NODES = 3_000  # that reading all of them again makes, and
MOST_SPENT = 500_000_000  # operations of judging them
SIZES = re.compile(r"^\s*(\w+)(?:\s*,\s*\w+)*\s*=.*(?:\.shape\b|\blen\()", re.MULTILINE)

Result = dict[str, Any]


def add_fixes(result: Result, text: str, judge: Callable[[str], Result | None]) -> None:
    """Puts in the place of each verdict's clue the text of its line that makes it right, or None
    where none is found."""
    nodes, spent = result.pop("work")
    left = min(MOST_NODES // max(nodes, 1), MOST_SPENT // max(spent, 1))
    lines, names = text.split("\n"), tuple(dict.fromkeys(SIZES.findall(text)))
    for verdict in result["verdicts"]:
        clue, at = verdict["fix"], verdict["line"] - 1
        verdict["fix"] = None
        if clue is None or at >= len(lines):
            continue
        clue = replace(clue, counts=(*names, *clue.counts))
        for line in islice(edits(lines[at], clue), min(MOST_TRIED, left)):
            left -= 1
            after = judge("\n".join([*lines[:at], line, *lines[at + 1 :]]))
            if after is not None and _is_mended(result, after, verdict):
                verdict["fix"] = {"line": verdict["line"], "text": line}
                is_all_right = all(one["status"] in FINE for one in after["verdicts"])
                left = 0 if is_all_right else left  # what else is wrong follows from this line
                break


def _is_mended(before: Result, after: Result, verdict: Mapping[str, Any]) -> bool:
    """Whether a line is right now, as much is judged as before, and nothing else went wrong."""
    if before["loss"] != after["loss"]:
        return False
    wrong = {(one["name"], one["line"]) for one in before["verdicts"] if one["status"] not in FINE}
    left = {(one["name"], one["line"]) for one in after["verdicts"] if one["status"] not in FINE}
    judged = {one["name"] for one in after["verdicts"]}
    expected = {one["name"] for one in before["verdicts"] if one["status"] != "undefined"}
    is_right = all(line != verdict["line"] for _, line in left)
    return is_right and left < wrong and expected <= judged and bool(judged)
