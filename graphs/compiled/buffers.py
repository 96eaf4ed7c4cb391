"""Memory of arrays: how long each value is read, and which buffers are free for reuse."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from graphs.compiled.names import Names
from graphs.model import Shape

Kind = tuple[Shape, bool]  # a shape, and whether it holds truth values


class Lifetimes:
    """For each operation's value, which operation's memory it is and which reads it last.

    Operations run in the order of their indices.
    """

    def __init__(self) -> None:
        self._owner: dict[int, int] = {}
        self.last: dict[int, float] = {}

    def add(self, index: int, base: int | None) -> None:
        """Add an operation; its value is a view of ``base``'s memory, or its own where None."""
        self._owner[index] = index if base is None else self._owner[base]

    def owner(self, index: int) -> int:
        """The operation that made the memory a value is in."""
        return self._owner.get(index, index)

    def read(self, index: int, by: float) -> None:
        """Note that an operation reads a value; ``by`` infinity is the end of the function."""
        owner = self.owner(index)
        self.last[owner] = max(self.last.get(owner, -1), by)

    def is_dead_after(self, index: int, reader: int) -> bool:
        """Whether nothing reads the memory of a value after the operation ``reader``."""
        return self.last.get(self.owner(index), -1) <= reader


class Buffers:
    """Names of arrays that are allocated once and overwritten at every call."""

    def __init__(self) -> None:
        self.kinds: dict[str, Kind] = {}
        self.in_use: dict[int, str] = {}  # operation → the buffer that holds its value
        self._free: dict[Kind, list[str]] = {}

    def take(self, index: int, kind: Kind, names: Names) -> str:
        """A buffer for an operation's value: a free one, or a new one."""
        free = self._free.get(kind)
        buffer = free.pop() if free else names.numbered("b")
        self.kinds.setdefault(buffer, kind)
        self.in_use[index] = buffer
        return buffer

    def release(self, owners: Iterable[int]) -> None:
        for owner in owners:
            buffer = self.in_use.pop(owner, None)
            if buffer is not None:
                self._free.setdefault(self.kinds[buffer], []).append(buffer)

    def functions(self) -> dict[str, Any]:
        """``take`` returns the arrays, ``give`` returns them to the pool for the next call.

        A call that runs at the same time, in this thread or another, gets arrays of its own.
        """
        kinds = [(shape, bool if truth else np.float64) for shape, truth in self.kinds.values()]
        pool: list[tuple[np.ndarray, ...]] = []

        def take() -> tuple[np.ndarray, ...]:
            try:
                return pool.pop()
            except IndexError:
                return tuple(np.empty(shape, dtype=kind) for shape, kind in kinds)

        return {"take": take, "give": pool.append}
