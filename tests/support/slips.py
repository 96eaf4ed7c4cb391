"""Checking a program with a slip in it: what the tests of verdicts share."""

from __future__ import annotations

from graphs.check import check
from tests.support.right_programs import texts

LECTURES = texts("lecture")


def verdicts(text: str, **more: object) -> dict[str, dict]:
    """Each verdict by its name."""
    return {verdict["name"]: verdict for verdict in check(text, **more)["verdicts"]}


def slip(name: str, old: str, new: str) -> dict:
    """What is found once a program has a slip in it."""
    text = LECTURES[name]
    assert text.count(old) >= 1
    return check(text.replace(old, new, 1))


def line_of(name: str, old: str) -> int:
    """The line of a program where a text stands."""
    text = LECTURES[name]
    return text[: text.index(old)].count("\n") + 1
