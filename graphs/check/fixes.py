"""The mend of a wrong line: another text for it, offered only where that is judged right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from graphs.check.compare import FINE
from graphs.check.edited_line import Answer
from graphs.check.line_edits import Told, edits

MOST_TRIED = 600  # texts for the first wrong line
FEW_TRIED = 120  # for each that follows, of which most follow from it
MOST_READ = 2  # texts of the whole program, which are judged as often
MOST_NODES = 3_000  # that reading all of them again makes, and
MOST_SPENT = 400_000_000  # operations of judging them
VAGUE = ("local", "upstream")  # causes that give way to what a mend tells
COMMENT = re.compile(r"\s+#.*$")
SIZES = re.compile(r"^\s*(\w+)(?:\s*,\s*\w+)*\s*=.*(?:\.shape\b|\blen\()", re.MULTILINE)

Result = dict[str, Any]
Edit = tuple[str, Told | None]  # the text of a line, and what it tells


def add_fixes(result: Result, text: str, judge: Callable[[str], Result | None]) -> None:
    """Puts in the place of each verdict's clue the text of its line that makes it right, or None
    where none is found."""
    nodes, spent = result.pop("work")
    left = min(MOST_READ, MOST_NODES // max(nodes, 1), MOST_SPENT // max(spent, 1))
    lines, names = text.split("\n"), tuple(dict.fromkeys(SIZES.findall(text)))
    faults, first = _faults(result), result["first_wrong"]
    same = first and (first["name"], first["line"])
    for verdict in result["verdicts"]:
        clue, made, at = verdict["fix"], verdict.pop("made"), verdict["line"] - 1
        plain = verdict.pop("plain", "")
        answer, is_open = verdict.pop("answer", None), verdict.pop("open", False)
        del verdict["order"]
        verdict["fix"] = None
        if clue is None or at >= len(lines):
            continue
        clue = replace(clue, counts=(*names, *clue.counts))
        is_first = (verdict["name"], verdict["line"]) == same
        texts = islice(edits(lines[at], clue), MOST_TRIED if is_first else FEW_TRIED)
        sure, unsure = _tried(texts, answer)
        for line, told in [sure] if sure else unsure:
            if not sure:
                if not left:
                    break
                left -= 1
                after = judge("\n".join([*lines[:at], line, *lines[at + 1 :]]))
                if after is None or not _judges_as_much(result, after):
                    continue
                if not _mends(after, faults, (verdict["name"], made), at + 1):
                    continue
                left = left if _faults(after) else 0  # what else is wrong follows from this line
            verdict["fix"] = {"line": at + 1, "text": line}
            if told and (is_open or (plain and verdict["cause"] in VAGUE)):
                verdict["cause"] = told.cause
                verdict["message"] = f"{plain} {told.sentence}" if plain else verdict["message"]
            verdict["message"] += f" With {COMMENT.sub('', line).strip()} it is right."
            break
    if first:
        (verdict,) = (one for one in result["verdicts"] if (one["name"], one["line"]) == same)
        first.update(message=verdict["message"], cause=verdict["cause"])


def _tried(
    texts: Iterator[Edit], answer: Callable[[str], Answer] | None
) -> tuple[Edit | None, list[Edit]]:
    """The first text of a line that is known to make it right; else those of which the line alone
    does not tell, the likeliest first: what gives some gradient, then what the clue says."""
    unsure: list[tuple[Answer, Edit]] = []
    for edit in texts:
        found = answer(edit[0]) if answer else Answer.OPEN
        if found is Answer.RIGHT:
            return edit, []
        if found is Answer.LIKELY or (found is Answer.OPEN and edit[1] is None):
            unsure.append((found, edit))
    unsure.sort(key=lambda one: one[0])
    return None, [edit for _, edit in unsure]


def _mends(after: Result, faults: set[tuple[str, int]], one: tuple[str, int], line: int) -> bool:
    """Whether a verdict is right in another text, and no other has become wrong."""
    others = _faults(after)
    return all(other[1] != line for other in others) and one not in others and others < faults


def _faults(result: Result) -> set[tuple[str, int]]:
    """What is not right, by name and line."""
    several = result["verdicts"]
    return {(one["name"], one["made"]) for one in several if one["status"] not in FINE}


def _judges_as_much(before: Result, after: Result) -> bool:
    """Whether the same loss has no fewer gradients."""
    names = {one["name"] for one in before["verdicts"] if one["status"] != "undefined"}
    judged = {one["name"] for one in after["verdicts"]}
    return bool(before["loss"] == after["loss"] and judged and names <= judged)
