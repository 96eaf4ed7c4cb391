"""What stands between the brackets of items: whole numbers, which the engine holds as float64."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graphs.gates.items import IndexArray
from graphs.gates.row import MOVER
from graphs.model import Node, Value


def index_slots(node: Node) -> Mapping[int, int]:
    """Which argument slots stand between brackets, and how many axes each takes."""
    parts = [part for part in node.settings.get("key") or () if isinstance(part, IndexArray)]
    first = len(node.args) - len(parts)
    return {first + part.position: part.axes for part in parts}


def whole_numbers(nodes: Sequence[Node], values: Sequence[Value]) -> frozenset[int]:
    """Data that is whole numbers and used as nothing but an index: it is written as such."""
    wanted: set[int] = set()
    counted: set[int] = set()
    for node in reversed(nodes):
        slots = index_slots(node)
        wanted |= {node.args[slot] for slot, axes in slots.items() if not axes}
        if node.gate is None:
            continue
        if node.gate.role is MOVER:
            if node.index in wanted:
                wanted.update(node.args)
            if node.index in counted or node.index not in wanted:
                counted |= {arg for slot, arg in enumerate(node.args) if slot not in slots}
        elif not node.gate.data:
            counted |= {arg for slot, arg in enumerate(node.args) if slot not in slots}
    found: set[int] = set()
    for node in nodes:
        if node.index not in wanted - counted or node.truth:
            continue
        if node.gate is None:
            fits = (node.data or node.kind == "constant") and node.shape != ()
            if fits and is_whole(values[node.index]):
                found.add(node.index)
        elif node.gate.role is MOVER:
            slots = index_slots(node)
            if all(arg in found for slot, arg in enumerate(node.args) if slot not in slots):
                found.add(node.index)
        elif node.gate.data and not node.gate.elementwise:
            made = node.gate.compute([values[argument] for argument in node.args], node.settings)
            if np.asarray(made).dtype.kind == "i":
                found.add(node.index)
    return frozenset(found)


def is_whole(value: Any) -> bool:
    """Whether an array can be written with whole numbers."""
    value = np.asarray(value)
    return bool(
        value.dtype != bool
        and np.all(np.isfinite(value))
        and np.all(value == np.trunc(value))
        and np.all(np.abs(value) < 2**53)
    )
