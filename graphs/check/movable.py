"""Which inputs a check moves, and how: what is no free number stays as it is.

Labels, one-hot rows, masks, sizes and an ε against division by 0 stay; rows of probabilities too.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np

from graphs.autodiff.forward import as_float64
from graphs.gates.arithmetic import ADD, SUB
from graphs.gates.routing import MAX
from graphs.language.gradient_names import LABELS
from graphs.model import Graph, Value

TINY = 1e-5
KEPT = re.compile(r"eps\w*|tiny|small|epsilon|tol", re.IGNORECASE)
MASKS = re.compile(r".*(mask|label|target|hot|true|keep|adj).*", re.IGNORECASE)
COUNTS = re.compile(r"[nmNM]|batch\w*|\w*size|num\w*|n_\w+", re.IGNORECASE)


def free_inputs(graph: Graph, values: list[Value], structural: set[str]) -> list[int]:
    """The inputs that may be moved, as nodes."""
    sizes = {size for node in graph.nodes for size in node.shape or ()}
    return [
        index
        for index in sorted(graph.wrt)
        if _is_free(graph, values, index, structural)
        and not _counts(graph, values[index], index, sizes)
    ]


def tiny_as_zero(graph: Graph) -> dict[int, Value]:
    """The small numbers that keep logarithms and roots from 0, replaced by 0."""
    return {
        argument: as_float64(0.0)
        for node in graph.nodes
        if node.gate in (ADD, SUB, MAX)
        for argument in node.args
        if graph.nodes[argument].gate is None
        and graph.nodes[argument].kind == "constant"
        and graph.nodes[argument].shape == ()
        and 0 < abs(float(graph.nodes[argument].constant)) <= TINY
    }


def marks_elsewhere(graph: Graph, values: list[Value], structural: set[str]) -> dict[int, Value]:
    """Arrays of 0, 1 and −1 that are moved, with their elements in other places: what holds for
    masks alone holds there too."""
    random = np.random.RandomState(1)
    return {
        index: random.permutation(values[index].ravel()).reshape(np.shape(values[index]))
        for index in free_inputs(graph, values, structural)
        if np.ndim(values[index])
        and np.isin(values[index], (-1.0, 0.0, 1.0)).all()
        and np.ptp(values[index])
    }


def is_finite(value: Any) -> bool:
    return bool(np.all(np.isfinite(value)))


def _is_free(graph: Graph, values: list[Value], index: int, structural: set[str]) -> bool:
    node, value = graph.nodes[index], values[index]
    if not graph.receives_gradient[index] or node.truth or node.name in structural:
        return False
    if KEPT.fullmatch(node.name or "") or not is_finite(value):
        return False
    if node.kind == "constant" and np.ndim(value) and not np.any(value):
        return False  # zeros to be filled in: one-hot rows, sums
    if not np.ndim(value):
        return True
    if not value.size:
        return False
    name = node.name or ""
    is_choice = not name or LABELS.fullmatch(name) or MASKS.fullmatch(name)
    if is_choice and np.any(value) and np.isin(value, (-1.0, 0.0, 1.0)).all():
        return False
    rows = value.sum(axis=-1)
    return not (np.all(value >= 0) and value.shape[-1] > 1 and np.allclose(rows, 1.0))


def _counts(graph: Graph, value: Value, index: int, sizes: set[int]) -> bool:
    """Whether a whole number is the size of something, as ``m`` in ``1/m`` is."""
    if np.ndim(value) or value < 2 or value != int(value):
        return False
    counts = COUNTS.fullmatch(graph.nodes[index].name or "") is not None
    return bool(sizes) and (counts or int(value) in sizes)


def moved_value(value: Value, far: float, random: np.random.RandomState) -> Value:
    size = float(np.sqrt(np.mean(np.square(value)))) if np.size(value) else 0.0
    noise = random.standard_normal(np.shape(value))
    noise = noise + 0.4 * np.where(noise < 0, -1.0, 1.0)  # never next to nothing
    if np.ndim(value) == 2 and value.shape[0] == value.shape[1] and np.array_equal(value, value.T):
        noise = (noise + noise.T) / 2
    return as_float64(value + far * max(size, 0.3) * noise)
