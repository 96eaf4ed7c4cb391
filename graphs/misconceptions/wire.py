"""One wire of a backward pass, as the rules of the misconceptions see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from graphs.autodiff.backward import unbroadcast
from graphs.autodiff.forward import as_float64
from graphs.gates import Gate
from graphs.gates.row import Settings, shape_of
from graphs.gates.shapes import Shape, normalize_axes
from graphs.model import Value


@dataclass(frozen=True)
class Wire:
    """The wire from a gate back to its argument in ``slot``, with the numbers on the way.

    ``upstream`` is the gradient of the gate's ``output``.
    """

    gate: Gate
    slot: int
    upstream: Any
    output: Any
    args: tuple[Any, ...]
    settings: Settings

    @property
    def own(self) -> Any:
        """The argument itself."""
        return self.args[self.slot]

    @property
    def other(self) -> Any:
        """The other argument of a gate with two."""
        return self.args[1 - self.slot]

    @property
    def shape(self) -> Shape:
        return shape_of(self.own)

    def pull(self, upstream: Any = None, output: Any = None, args: Sequence[Any] = ()) -> Any:
        """The gate's rule, with other numbers where they are given, before it is summed over what
        the argument was spread over."""
        return self.gate.pullback(
            self.slot,
            self.upstream if upstream is None else upstream,
            self.output if output is None else output,
            tuple(args) or self.args,
            self.settings,
        )

    def summed(self, contribution: Any) -> Value:
        """A contribution in the argument's shape."""
        return as_float64(unbroadcast(self.shape, contribution))

    @cached_property
    def right(self) -> Value:
        """What the wire carries."""
        return self.summed(self.pull())

    @cached_property
    def local(self) -> Value:
        """The local factor: what the rule makes of an upstream gradient of ones."""
        return as_float64(self.pull(np.ones(shape_of(self.output))[()]))

    @cached_property
    def count(self) -> int:
        """How many elements of the argument a reduction makes into one."""
        axes = normalize_axes(self.settings.get("axis"), len(self.shape))
        return prod(self.shape[axis] for axis in axes)

    def with_upstream(self, upstream: Any) -> Wire:
        return replace(self, upstream=upstream)
