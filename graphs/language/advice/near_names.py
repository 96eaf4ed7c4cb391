"""Near names: what a typing mistake makes of a name, not another word that looks like it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from graphs.language.advice.numpy_words import NUMPY


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """The known word that was meant: in other letters of case, or one or two letters apart.

    A word of NumPy's own means something else than its neighbour: sort is not sqrt.
    """
    return _nearest(word, tuple(known))


@lru_cache(maxsize=1_000)
def _nearest(word: str, known: tuple[str, ...]) -> str | None:
    lower = word.lower()
    same = [one for one in known if one.lower() == lower and one != word]
    if same or word in NUMPY or len(word) < 3:
        return same[0] if same else None
    most = 1 if len(word) < 6 else 2
    found: list[tuple[int, bool, str]] = []
    for one in known:
        if abs(len(one) - len(word)) > most or len(one) < 3 or _are_of_one_family(one, word):
            continue
        away = _distance(lower, one.lower())
        if away <= most and (len(word) > 3 or sorted(lower) == sorted(one.lower())):
            found.append((away, sorted(lower) != sorted(one.lower()), one))
    return min(found)[-1] if found else None


def _are_of_one_family(one: str, other: str) -> bool:
    """Whether two names differ on purpose: h1 is no slip for h2, nor h_prev for c_prev."""
    if re.sub(r"\d", "", one) == re.sub(r"\d", "", other):
        return True
    parts, others = one.split("_"), other.split("_")
    apart = [pair for pair in zip(parts, others, strict=False) if pair[0] != pair[1]]
    return len(parts) == len(others) > 1 and max(len(it) for pair in apart for it in pair) < 3


def _distance(one: str, other: str) -> int:
    """How many letters are wrong, too many, missing, or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        longer, before, row = before, row, [i]
        for j, right in enumerate(other, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                best = min(best, longer[j - 2] + 1)
            row.append(best)
    return row[-1]
