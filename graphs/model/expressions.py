"""A node as a value: NumPy's operators and functions on it add nodes (NEP 13, NEP 18)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from graphs.gates import BY_FUNCTION, Gate
from graphs.gates.arithmetic import ADD, DIV, MUL, NEG, SUB
from graphs.gates.items import INDEX
from graphs.gates.row import known_number
from graphs.model import Shape, Value


class GraphBuilder(Protocol):
    """What expressions add their nodes to: ``graphs.model.builder.Builder`` is one."""

    @property
    def nodes(self) -> Sequence[Any]: ...

    def constant(self, value: Value) -> int: ...

    def apply(
        self, gate: Gate, args: Sequence[int], settings: Mapping[str, Any] | None = None
    ) -> int: ...


class Expression(np.lib.mixins.NDArrayOperatorsMixin):
    """The operand of a gradient rule, so that the backward pass becomes a graph."""

    __slots__ = ("builder", "index")

    def __init__(self, builder: GraphBuilder, index: int) -> None:
        self.builder = builder
        self.index = index

    def __bool__(self) -> bool:
        raise TypeError("the truth of an expression is not known while a rule is read")

    @property
    def shape(self) -> Shape:
        return self.builder.nodes[self.index].shape or ()

    @property
    def known_number(self) -> float | None:
        """The number that the node is; None where it is no constant number."""
        node = self.builder.nodes[self.index]
        return known_number(node.constant) if node.gate is None else None

    def __getitem__(self, key: Any) -> Expression:
        whole = key if isinstance(key, tuple) else (key,)
        return self.apply_gate(INDEX, (self,), {"key": whole})

    # The operators of most rules, directly instead of through NumPy's dispatch.

    def __add__(self, other: Any) -> Any:
        return self.apply_gate(ADD, (self, other))

    def __sub__(self, other: Any) -> Any:
        return self.apply_gate(SUB, (self, other))

    def __mul__(self, other: Any) -> Any:
        return self.apply_gate(MUL, (self, other))

    def __rmul__(self, other: Any) -> Any:
        return self.apply_gate(MUL, (other, self))

    def __truediv__(self, other: Any) -> Any:
        return self.apply_gate(DIV, (self, other))

    def __neg__(self) -> Any:
        return self.apply_gate(NEG, (self,))

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
