"""The sentences of a misconception: what was done, then the rule, with the names around a gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.explain.labels import Label, local_factor
from graphs.format.numbers import write
from graphs.misconceptions.row import Misconception
from graphs.misconceptions.wire import Wire
from graphs.model import Value


@dataclass(frozen=True)
class Names:
    """How the text calls what is around a gate: its arguments, its output, the loss."""

    args: Sequence[Label]
    output: Label
    loss: str


def sentences(row: Misconception, wire: Wire, names: Names, number: Any = None) -> str:
    """What was done and what holds; with a ``number`` of a scalar first how it comes about."""
    slot, args = wire.slot, [label.text for label in names.args]
    others = [text for place, text in enumerate(args) if place != slot]
    slope = local_factor(wire.gate, slot, names.args, names.output)
    local = write(wire.local) if not np.ndim(wire.local) else slope.text if slope else ""
    fields = {
        "x": args[slot],
        "z": names.output.text,
        "other": others[0] if others else "1",
        "gate": wire.gate.title,
        "loss": names.loss,
        "local": local or "its local factor",
        "slope": slope.text if slope else "its local factor",
        "count": _count(wire),
        "product": _product(slot, others),
    }
    said = f"{row.what} {row.rule}".format(**fields)
    if number is None or not row.numbers or np.ndim(number) or np.ndim(wire.upstream):
        return said
    fields |= {"n": write(number), "g": write(wire.upstream), "own": _number(wire.own)}
    fields["local"] = bracketed(wire.local)
    return f"{row.numbers.format(**fields)}: {said[0].lower()}{said[1:]}"


def bracketed(number: Value) -> str:
    """A number as a second factor or term."""
    text = write(number)
    return f"({text})" if text.startswith("-") else text


def _count(wire: Wire) -> str:
    return str(wire.count) if wire.gate.settings.get("axis", 0) is None else ""


def _number(value: Any) -> str:
    return write(value) if not np.ndim(value) else "the value"


def _product(slot: int, others: Sequence[str]) -> str:
    other = f"{others[0]}.T" if others else ""
    return f"upstream @ {other}" if slot == 0 else f"{other} @ upstream"
