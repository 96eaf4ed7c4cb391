"""How many labels a classifier has right, where the loss tells which numbers are its scores and
which its labels.

The label's own score must count against the loss: more of it, less loss. What is no such loss has
no right and wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.autodiff.backward import values_and_gradients
from graphs.gates.arithmetic import MUL, SUB
from graphs.gates.functions import LOG
from graphs.gates.items import INDEX, IndexArray
from graphs.model import Graph, Node, Value

Count = tuple[int, int]  # how many are right, of how many


@dataclass(frozen=True)
class Classifier:
    """Where a graph compares scores with labels; ``count`` takes the values of all its nodes."""

    node: int
    count: Callable[[Sequence[Value]], Count | None]


def classifier_of(graph: Graph, inputs: Mapping[str, Value]) -> Classifier | None:
    """The comparison that the loss is made of; None where it makes none."""
    used = [node for node in graph.nodes if graph.used[node.index]]
    candidates = [one for node in used for one in _ways(graph, node)]
    if not candidates:
        return None
    values, gradients = values_and_gradients(graph, inputs)
    for one in candidates:
        slope = gradients.get(one.node)
        if slope is not None and np.all(slope <= 0) and one.count(values) is not None:
            return one
    return None


def _ways(graph: Graph, node: Node) -> Iterator[Classifier]:
    if node.gate is INDEX and graph.depends_on_wrt[node.args[0]]:
        yield from _picked(graph, node)
    if node.gate is MUL:
        for scores, labels in (node.args, node.args[::-1]):
            if graph.depends_on_wrt[scores] and not graph.depends_on_wrt[labels]:
                yield from _weighed(graph, node, scores, labels)


def _picked(graph: Graph, node: Node) -> Iterator[Classifier]:
    """``scores[np.arange(N), y]``: the score of each row's label."""
    source, *indices = node.args
    key = node.settings["key"]
    is_pair = len(key) == 2 and all(isinstance(one, IndexArray) for one in key)
    if not is_pair or len(indices) != 2 or len(graph.nodes[source].shape or ()) != 2:
        return
    for axis in (1, 0):

        def count(values: Sequence[Value], axis: int = axis) -> Count | None:
            labels, places = values[indices[axis]], values[indices[1 - axis]]
            if np.ndim(labels) != 1 or not np.array_equal(places, np.arange(len(labels))):
                return None
            chosen = np.argmax(values[source], axis=axis)
            return _counted(chosen == labels) if len(chosen) == len(labels) else None

        yield Classifier(node.index, count)


def _weighed(graph: Graph, node: Node, scores: int, labels: int) -> Iterator[Classifier]:
    """``Y * np.log(p)`` with one-hot rows or columns, ``y * np.log(p)`` with 0 and 1, and the
    margin ``1 - y * score`` with -1 and 1."""
    if graph.nodes[scores].shape != graph.nodes[labels].shape:
        return
    for axis in (1, 0):

        def one_hot(values: Sequence[Value], axis: int = axis) -> Count | None:
            targets = values[labels]
            if np.ndim(targets) != 2 or targets.shape[axis] < 2 or not _are(targets, (0, 1)):
                return None
            if not np.all(targets.sum(axis=axis) == 1):
                return None
            chosen = np.argmax(values[scores], axis=axis)
            return _counted(chosen == np.argmax(targets, axis=axis))

        yield Classifier(node.index, one_hot)
    if graph.nodes[scores].gate is LOG:
        (probability,) = graph.nodes[scores].args

        def binary(values: Sequence[Value]) -> Count | None:
            if not _are(values[labels], (0, 1)):
                return None
            return _counted((values[probability] > 0.5) == (values[labels] == 1))

        yield Classifier(node.index, binary)
    takers = [one for one in graph.nodes if node.index in one.args]
    if all(one.gate is SUB and one.args[1] == node.index for one in takers):

        def margin(values: Sequence[Value]) -> Count | None:
            if not _are(values[labels], (-1, 1)) or not np.ndim(values[labels]):
                return None
            return _counted(np.sign(values[scores]) == values[labels])

        yield Classifier(node.index, margin)


def _are(labels: Value, kinds: tuple[int, int]) -> bool:
    """Whether labels are of two kinds, and of both."""
    return set(np.unique(labels).tolist()) == set(kinds)


def _counted(right: Any) -> Count:
    return int(np.count_nonzero(right)), int(np.size(right))
