"""What people make of the chain rule at any gate."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphs.gates.arithmetic import ADD, DIV, NEG, SUB
from graphs.gates.functions import COS, SIN
from graphs.gates.reductions import MEAN, SUM
from graphs.misconceptions.routing import MASKS, ROUTERS
from graphs.misconceptions.row import Misconception, each
from graphs.misconceptions.wire import Wire


def _at_output(wire: Wire) -> Iterator[Any]:
    if len(wire.gate.vjp) == 1 and wire.gate.elementwise:
        yield wire.pull(args=[wire.output], output=wire.gate.compute([wire.output], wire.settings))


ROWS = (
    Misconception(
        "upstream",
        each(lambda wire: wire.local),
        "This is the local factor alone.",
        "Multiply it by the upstream gradient, that of {z}.",
        numbers="{n} is the slope, the upstream is {g}",
    ),
    Misconception(
        "local",
        _at_output,
        "You took the slope at the output, {z}.",
        "Take it at the input, {x}.",
        numbers="{n} is the slope at the output",
    ),
    Misconception(
        "local",
        each(lambda wire: wire.upstream * 1.0),
        "This is the upstream gradient passed on as it is.",
        "The {gate} gate multiplies it by {local}.",
        but=(*ROUTERS, *MASKS, NEG, SUM, MEAN),
    ),
    Misconception(
        "arithmetic",
        each(lambda wire: wire.upstream + wire.local),
        "The factors may be right.",
        "The chain rule multiplies them: upstream times local.",
        numbers="{g} × {local} is not {n}",
        but=(*ROUTERS, *MASKS, ADD, SUB, NEG, SUM, MEAN),
        answers=True,
    ),
    Misconception(
        "sign",
        each(lambda wire: -wire.pull()),
        "The size is right, its sign is turned.",
        "The {gate} gate multiplies by {local}.",
        but=(NEG, COS, SIN, SUB, DIV),
    ),
    Misconception(
        "value",
        each(lambda wire: wire.own * 1.0),
        "That is the value of {x}.",
        "The gradient says how {loss} changes with {x}.",
        numbers="{n} is written above the wire",
        answers=True,
    ),
)
