"""Integer arrays in indices, which the engine holds as float64 and a script writes as integers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graphs.gates.items import IndexArray
from graphs.gates.row import MOVER
from graphs.model import Node, Value


def index_slots(node: Node) -> Mapping[int, int]:
    """The argument slots that are indices, each with how many axes it takes."""
    parts = [part for part in node.settings.get("key") or () if isinstance(part, IndexArray)]
    first = len(node.args) - len(parts)
    return {first + part.position: part.axes for part in parts}


def integer_nodes(nodes: Sequence[Node], values: Sequence[Value]) -> frozenset[int]:
    """The nodes whose values are whole numbers used only as indices: written as integers."""
    used_as_index: set[int] = set()
    used_as_number: set[int] = set()
    for node in reversed(nodes):
        slots = index_slots(node)
        used_as_index |= {node.args[slot] for slot, axes in slots.items() if not axes}
        if node.gate is None:
            continue
        if node.gate.role is MOVER:
            if node.index in used_as_index:
                used_as_index.update(node.args)
            if node.index in used_as_number or node.index not in used_as_index:
                used_as_number |= {arg for slot, arg in enumerate(node.args) if slot not in slots}
        elif not node.gate.data:
            used_as_number |= {arg for slot, arg in enumerate(node.args) if slot not in slots}
    integers: set[int] = set()
    for node in nodes:
        if node.index not in used_as_index - used_as_number or node.truth:
            continue
        if node.gate is None:
            fits = (node.data or node.kind == "constant") and node.shape != ()
            if fits and is_integer(values[node.index]):
                integers.add(node.index)
        elif node.gate.role is MOVER:
            slots = index_slots(node)
            if all(arg in integers for slot, arg in enumerate(node.args) if slot not in slots):
                integers.add(node.index)
        elif node.gate.data and not node.gate.elementwise:
            result = node.gate.compute([values[argument] for argument in node.args], node.settings)
            if np.asarray(result).dtype.kind == "i":
                integers.add(node.index)
    return frozenset(integers)


def is_integer(value: Any) -> bool:
    """Whether an array can be written with whole numbers."""
    value = np.asarray(value)
    return bool(
        value.dtype != bool
        and np.all(np.isfinite(value))
        and np.all(value == np.trunc(value))
        and np.all(np.abs(value) < 2**53)
    )
