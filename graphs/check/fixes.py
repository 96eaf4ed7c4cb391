"""The mend of a wrong line: another text for it, offered only where that is judged right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from graphs.check.compare import FINE
from graphs.check.edited_line import Answer
from graphs.check.line_edits import Clue, Told, edits

MOST_TRIED = 160  # texts for the first wrong line, where its cause is not known
FEW_TRIED = 40  # for others
MOST_READ = 2  # texts of the whole program, which are judged as often
MOST_NODES = 3_000  # that reading all of them again makes, and
MOST_SPENT = 400_000_000  # operations of judging them
VAGUE = ("local", "upstream")  # causes that give way to what a mend tells
COMMENT = re.compile(r"\s+#.*$")
SIZES = re.compile(r"^\s*(\w+)(?:\s*,\s*\w+)*\s*=.*(?:\.shape\b|\blen\()", re.MULTILINE)

Result = dict[str, Any]
Tries = list[tuple[int, Callable[[str], Answer] | None]]
Edit = tuple[str, Told | None]  # the text of a line, and what it tells


def add_fixes(result: Result, text: str, judge: Callable[[str], Result | None]) -> None:
    """Puts in the place of each verdict's clue the text of a line that makes it right, or None
    where none is found. Where nothing else told which line is wrong, the mend does."""
    nodes, spent = result.pop("work")
    left = min(MOST_READ, MOST_NODES // max(nodes, 1), MOST_SPENT // max(spent, 1))
    mends = _Mends(result, text, judge, left)
    first = result["first_wrong"]
    same = first and (first["name"], first["line"])
    for verdict in result["verdicts"]:
        is_first = (verdict["name"], verdict["line"]) == same
        mends.add(verdict, is_first)
        if is_first:
            told = verdict
    if first:
        told = mends.without_first(told)
        result["first_wrong"] = {word: told[word] for word in first}
    for verdict in result["verdicts"]:
        del verdict["order"]
    result["lines"] = [{"line": one["line"], "status": one["status"]} for one in result["verdicts"]]


class _Mends:
    """The mends of one text's verdicts; ``left`` other texts may be read."""

    def __init__(
        self, result: Result, text: str, judge: Callable[[str], Result | None], left: int
    ) -> None:
        self.result, self.judge, self.left = result, judge, left
        self.lines, self.faults = text.split("\n"), _faults(result)
        self.sizes = tuple(dict.fromkeys(SIZES.findall(text)))

    def add(self, verdict: Result, is_first: bool) -> None:
        """Puts a verdict's mend into it, and takes out what was to help to find one."""
        clue, made = verdict["fix"], verdict.pop("made")
        plain, is_open = verdict.pop("plain", ""), verdict.pop("open", False)
        tries = verdict.pop("tries", None) or [(verdict["line"], None)]
        verdict["fix"] = None
        if clue is None or verdict["line"] > len(self.lines):
            return
        clue = replace(clue, counts=(*self.sizes, *clue.counts))
        found = self._found(clue, tries, verdict["line"], is_first, (verdict["name"], made))
        if found is None:
            return
        line, text, told = found
        verdict["line"], verdict["fix"] = line, {"line": line, "text": text}
        if told and (is_open or (plain and verdict["cause"] in VAGUE)):
            verdict["cause"] = told.cause
            verdict["message"] = f"{plain} {told.sentence}" if plain else verdict["message"]
        verdict["message"] += f" With {COMMENT.sub('', text).strip()} it is right."

    def without_first(self, first: Result) -> Result:
        """The first wrong line: another than the one told, where the mends of the others make the
        whole text right without it. What it computes is then no slip, only of no use as it is."""
        wrong = [one for one in self.result["verdicts"] if one["status"] not in FINE]
        others = [one for one in wrong if one is not first]
        lines = list(self.lines)
        for one in others:
            if one["fix"] is None:
                return first
            lines[one["fix"]["line"] - 1] = one["fix"]["text"]
        after = self.judge("\n".join(lines)) if others else None
        if after is None or _faults(after) or not _judges_as_much(self.result, after, first):
            return first
        self.result["verdicts"].remove(first)
        self.result["unjudged"] = after["unjudged"]
        found: Result = min(others, key=lambda one: (one["order"], one["line"]))
        return found

    def _found(
        self, clue: Clue, tries: Tries, line: int, is_first: bool, fault: tuple[str, int]
    ) -> tuple[int, str, Told | None] | None:
        """A line, its other text and what that tells: known from the line alone, or by reading."""
        unsure: list[Edit] = []
        for at, answer in tries if is_first else [one for one in tries if one[0] == line]:
            most = MOST_TRIED if is_first and clue.cause in VAGUE else FEW_TRIED
            texts = islice(edits(self.lines[at - 1], clue), most)
            sure, some = _tried(texts, answer)
            if sure:
                return at, *sure
            unsure = some if at == line else unsure
        for text, told in unsure:
            if not self.left:
                break
            self.left -= 1
            if self._is_right(line, text, fault):
                return line, text, told
        return None

    def _is_right(self, line: int, text: str, fault: tuple[str, int]) -> bool:
        """Whether the whole text is better with another line."""
        after = self.judge("\n".join([*self.lines[: line - 1], text, *self.lines[line:]]))
        if after is None or not _judges_as_much(self.result, after):
            return False
        if any(note["line"] == line and note["kind"] == "reading" for note in after["notes"]):
            return False  # it is left out now
        if not _mends(after, self.faults, fault, line):
            return False
        if not _faults(after):
            self.left = 0  # what else is wrong follows from this line
        return True


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


def _judges_as_much(before: Result, after: Result, but: Result | None = None) -> bool:
    """Whether the same loss has no fewer gradients, one left out."""
    several = [one for one in before["verdicts"] if one is not but and one["of"]]
    names = {one["name"] for one in several if one["status"] != "undefined"}
    judged = {one["name"] for one in after["verdicts"]}
    return bool(before["loss"] == after["loss"] and judged and names <= judged)
