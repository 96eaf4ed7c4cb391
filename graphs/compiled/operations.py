"""The operations of a lowered program: inputs, constants, gates over earlier operations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np

from graphs.gates import Gate
from graphs.gates.row import Settings
from graphs.model import Shape, Value

NO_SETTINGS: Settings = {}


class Operation:
    """An input (``name``), a constant (``value``) or a gate over earlier operations."""

    __slots__ = ("args", "gate", "name", "settings", "shape", "truth", "value")

    def __init__(
        self,
        shape: Shape,
        truth: bool,
        gate: Gate | None = None,
        args: tuple[int, ...] = (),
        settings: Settings = NO_SETTINGS,
        name: str | None = None,
        value: Value = None,
    ) -> None:
        self.shape, self.truth = shape, truth
        self.gate, self.args, self.settings = gate, args, settings
        self.name, self.value = name, value

    @property
    def constant(self) -> Value:
        """The value of a constant, as a graph's node holds it."""
        return self.value

    @property
    def ufunc(self) -> np.ufunc | None:
        """NumPy's function that computes it with ``out=``, if there is one."""
        function = self.gate and ufunc_of(self.gate)
        return function if function and len(self.args) == function.nin else None


class Operations(Protocol):
    """What a simplification reads and adds to: ``Lowering`` is one."""

    nodes: list[Operation]

    def constant(self, value: Value) -> int:
        """The index of a constant."""
        ...

    def number(self, index: int) -> float | None:
        """The value of a constant that is a number."""
        ...

    def apply(self, gate: Gate, args: Sequence[int], settings: Settings | None = None) -> int:
        """The index of a gate's result, which may be an earlier operation."""
        ...


def ufunc_of(gate: Gate) -> np.ufunc | None:
    function = gate.numpy or gate.forward
    return function if isinstance(function, np.ufunc) else None


def live(nodes: Sequence[Any], roots: Iterable[int]) -> list[int]:
    """The nodes that the roots need, in order."""
    needed: set[int] = set()
    waiting = list(roots)
    while waiting:
        index = waiting.pop()
        if index not in needed:
            needed.add(index)
            waiting += nodes[index].args
    return sorted(needed)
