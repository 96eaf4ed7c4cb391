"""What the values of a generated function are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


class Names:
    """Names that no two values share; those of the inputs are given."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._counts: Counter[str] = Counter()

    def new(self, wanted: str) -> str:
        name = wanted
        while name in self._taken:
            self._counts[wanted] += 1
            name = f"{wanted}_{self._counts[wanted] + 1}"
        self._taken.add(name)
        return name

    def numbered(self, letter: str) -> str:
        """``t1``, ``t2``, …"""
        while True:
            self._counts[letter] += 1
            name = f"{letter}{self._counts[letter]}"
            if name not in self._taken:
                self._taken.add(name)
                return name
