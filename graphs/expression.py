"""A node as a value: NumPy's operators and functions on it grow the graph (NEP 13, NEP 18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graphs.build import Builder
from graphs.gates import BY_FUNCTION, Gate
from graphs.gates.items import INDEX
from graphs.model import Shape


class Expression(np.lib.mixins.NDArrayOperatorsMixin):
    """What a gradient rule computes with, so that the backward pass becomes a graph."""

    def __init__(self, builder: Builder, index: int) -> None:
        self.builder = builder
        self.index = index

    @property
    def shape(self) -> Shape:
        return self.builder.nodes[self.index].shape or ()

    def __getitem__(self, key: Any) -> Expression:
        whole = key if isinstance(key, tuple) else (key,)
        return self.apply_gate(INDEX, (self,), {"key": whole})

    def apply_gate(
        self, gate: Gate, args: Sequence[Any], settings: Mapping[str, Any] | None = None
    ) -> Expression:
        builder = self.builder
        indices = [
            argument.index if isinstance(argument, Expression) else builder.constant(argument)
            for argument in args
        ]
        return Expression(builder, builder.apply(gate, indices, settings))

    def __array_ufunc__(self, function: Any, method: str, *args: Any, **options: Any) -> Any:
        gate = BY_FUNCTION.get(function)
        if gate is None or method != "__call__" or options:
            return NotImplemented
        return self.apply_gate(gate, args)

    def __array_function__(self, function: Any, types: Any, args: Any, options: Any) -> Any:
        gate = BY_FUNCTION.get(function)
        if gate is None:
            return NotImplemented
        slots = len(args) if gate.variadic else gate.arity
        settings = dict(zip(gate.settings, args[slots:], strict=False)) | options
        return self.apply_gate(gate, args[:slots], settings)
