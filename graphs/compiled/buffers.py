"""Which arrays may be written over: how long each value is used, and what is free again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from graphs.compiled.names import Names
from graphs.model import Shape

Kind = tuple[Shape, bool]  # a shape, and whether it holds truth values


class Lifetimes:
    """Who reads the memory of each operation's value, and whose memory that is.

    Operations run in the order of their indices.
    """

    def __init__(self) -> None:
        self._owner: dict[int, int] = {}
        self.last: dict[int, float] = {}

    def add(self, index: int, shows: int | None) -> None:
        """Say whose memory an operation's value is: its own, or that of what it ``shows``."""
        self._owner[index] = index if shows is None else self._owner[shows]

    def owner(self, index: int) -> int:
        """The operation whose memory a value is."""
        return self._owner.get(index, index)

    def read(self, index: int, by: float) -> None:
        """Say that an operation reads a value; infinity stands for the end of the function."""
        owner = self.owner(index)
        self.last[owner] = max(self.last.get(owner, -1), by)

    def dies(self, index: int, at: int) -> bool:
        """Whether nothing reads the memory of a value after the operation ``at``."""
        return self.last.get(self.owner(index), -1) <= at


class Buffers:
    """Names of arrays that are made once and written over at every call."""

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}
        self.held: dict[int, str] = {}  # operation → the buffer that holds its value
        self._free: dict[Kind, list[str]] = {}

    def take(self, index: int, kind: Kind, names: Names) -> str:
        """A buffer for an operation's value: a free one, or a new one."""
        waiting = self._free.get(kind)
        buffer = waiting.pop() if waiting else names.numbered("b")
        self.kinds.setdefault(buffer, kind)
        self.held[index] = buffer
        return buffer

    def release(self, owners: Iterable[int]) -> None:
        for owner in owners:
            buffer = self.held.pop(owner, None)
            if buffer is not None:
                self._free.setdefault(self.kinds[buffer], []).append(buffer)

    def functions(self) -> dict[str, Any]:
        """``take`` gives the arrays, ``give`` takes them back for the next call.

        A call that runs meanwhile, in this thread or another, takes others.
        """
        known = [(shape, bool if truth else np.float64) for shape, truth in self.kinds.values()]
        spare: list[tuple[np.ndarray, ...]] = []

        def take() -> tuple[np.ndarray, ...]:
            try:
                return spare.pop()
            except IndexError:
                return tuple(np.empty(shape, dtype=kind) for shape, kind in known)

        return {"take": take, "give": spare.append}
