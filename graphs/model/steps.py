"""The steps of the forward and backward passes: one frozen record each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from graphs.model.decided import Value


@dataclass(frozen=True, slots=True)
class Forward:
    """One gate computed its value."""

    node: int
    value: Value
    phase: Literal["forward"] = field(default="forward", init=False)


@dataclass(frozen=True, slots=True)
class Backward:
    """The gradient along one wire: upstream × local = contribution; ``total`` is the sum so far.

    The seed has ``node`` and ``slot`` None: the output's gradient with respect to itself is 1.
    """

    node: int | None
    to: int
    slot: int | None
    upstream: Value
    local: Value
    contribution: Value
    total: Value
    phase: Literal["backward"] = field(default="backward", init=False)


@dataclass(frozen=True, slots=True)
class Tangent:
    """Forward mode: a gate's derivative with respect to one input.

    ``terms`` holds (slot, local factor, the argument's derivative) for each wire that carries
    one; the factor is None where the gate mixes the elements of arrays.
    """

    node: int
    value: Value
    tangent: Value
    terms: tuple[tuple[int, Value, Value], ...]
    phase: Literal["forward"] = field(default="forward", init=False)


Step = Forward | Backward
