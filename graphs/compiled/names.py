"""What the values of a generated function are called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


class Names:
    """Makes names that are all different, and different from the ``reserved`` ones."""

    def __init__(self, reserved: Iterable[str]) -> None:
        self._used = set(reserved)
        self._counts: Counter[str] = Counter()

    def new(self, base: str) -> str:
        name = base
        while name in self._used:
            self._counts[base] += 1
            name = f"{base}_{self._counts[base] + 1}"
        self._used.add(name)
        return name

    def numbered(self, letter: str) -> str:
        """``t1``, ``t2``, …"""
        while True:
            self._counts[letter] += 1
            name = f"{letter}{self._counts[letter]}"
            if name not in self._used:
                self._used.add(name)
                return name
