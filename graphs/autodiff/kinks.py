"""Where a gate has no slope: at a kink of its own, or where the condition that chooses may turn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from graphs.model import Graph, Node, Value


def kinks(graph: Graph, node: Node, values: Sequence[Value]) -> Any:
    """Where a gate's gradient is a choice: a truth value, or an array of them in its shape or that
    of its argument; None where it never is.

    A gate that a condition decides (``where``) is there where the condition compares equal values.
    """
    gate = node.gate
    if gate is None:
        return None
    if gate.tie is not None:
        args = [values[argument] for argument in node.args]
        with np.errstate(all="ignore"):
            return gate.tie(values[node.index], *args, **node.settings)
    if gate.decided_by is None:
        return None
    return undecided(graph, node.args[gate.decided_by], values)


def undecided(graph: Graph, condition: int, values: Sequence[Value]) -> Any:
    """Where a condition compares equal values that vary with an input; None where it never does."""
    node = graph.nodes[condition]
    if node.gate is None or not node.gate.elementwise:
        return None
    args = [values[argument] for argument in node.args]
    if node.gate.border is not None:
        varies = any(graph.depends_on_wrt[argument] for argument in node.args)
        return node.gate.border(*args) if varies else None
    if not node.gate.data:
        return None
    parts = [undecided(graph, argument, values) for argument in node.args]
    found = [part for part in parts if part is not None]
    return np.any(np.broadcast_arrays(*found), axis=0) if found else None


def is_at_kink(graph: Graph, values: Sequence[Value], among: Iterable[int]) -> bool:
    """Whether one of these nodes stands at a kink or a tie."""
    found = (kinks(graph, graph.nodes[index], values) for index in among)
    return any(kink is not None and bool(np.any(kink)) for kink in found)
