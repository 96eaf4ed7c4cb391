"""Values for names that a text gives none: numbers are 1, arrays drawn at random, labels whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from zlib import crc32

import numpy as np

from graphs.gates.items import IndexArray, complete_key
from graphs.gates.shapes import Misfit
from graphs.language.missing_names.weighing_labels import weighs_logarithm
from graphs.model import Graph, Shape, Value
from graphs.model.paths import last_word

SIZES = (
    (re.compile(r"stride|pad|dilation"), 1.0),
    (re.compile(r"pool|kernel|filter|window|head|^(f|hh|ww|k)$"), 2.0),
    (re.compile(r"model|embed|hidden_size|channels"), 4.0),
)
RATES = (  # of numbers: 1 would train too fast, keep all or forget nothing
    (re.compile(r"learning_?rate|^lr$|'lr'|step_size", re.IGNORECASE), 0.1),
    (re.compile(r"momentum|decay|beta_?[12]$|beta_?[12]\b|^rho$|keep_?prob", re.IGNORECASE), 0.9),
    (re.compile(r"drop_?out|drop_?(rate|prob)|^p_drop", re.IGNORECASE), 0.5),
    (re.compile(r"^eps(ilon)?$|'eps(ilon)?'", re.IGNORECASE), 1e-5),
)
DECIMALS = 2  # of values drawn at random: they are read, and typed again
RANGES: tuple[Callable[[Any], Any], ...] = (  # positive, between 0 and 1, above 1
    lambda x: np.abs(x) + 0.1,
    lambda x: np.round(np.abs(x) / (1 + np.abs(x)) * 0.9 + 0.05, DECIMALS),
    lambda x: np.abs(x) + 1.1,
)


def counted_size(name: str) -> float:
    """A size, from 2 to 4, that stays the same whenever the text is read; strides and margins are
    1, windows 2."""
    word = last_word(name).lower()
    for pattern, size in SIZES:
        if pattern.search(word):
            return size
    return float(2 + crc32(name.encode()) % 3)


def value_for(graph: Graph, shapes: Mapping[str, Shape], filling: Any) -> dict[str, Value]:
    """A value for each of these inputs of a circuit, of these shapes.

    Each array has a random generator of its own, from the seed and the name. Where the circuit
    then has a value that is not finite, arrays are made positive, or lie in other ``RANGES``.
    """
    found: dict[str, Value] = {}
    whole = set(filling.labels)
    for name, shape in shapes.items():
        random = np.random.RandomState([filling.seed, crc32(name.encode())])
        if filling.is_size(name) or (graph.inputs[name].structural and not shape):
            found[name] = counted_size(name)
        elif name in filling.labels:
            found[name] = np.asarray(random.randint(0, 2, shape), float)[()]
        elif (labels := _labels(graph, name, shape, random)) is not None:
            found[name] = labels
            whole.add(name)
        elif shape:
            found[name] = np.round(random.randn(*shape), DECIMALS)
        else:
            found[name] = next((it for words, it in RATES if words.search(name)), 1.0)
    arrays = [name for name, shape in shapes.items() if shape and name not in whole]
    for ranged in (lambda x: x, *RANGES):
        moved = {name: ranged(found[name]) for name in arrays}
        if not arrays or _is_finite(graph, {**filling.given, **found, **moved}):
            return {**found, **moved}
    return {**found, **{name: RANGES[0](found[name]) for name in arrays}}


def _node(graph: Graph, name: str) -> int:
    return graph.inputs[name].node


def _labels(graph: Graph, name: str, shape: Shape, random: np.random.RandomState) -> Value:
    """Whole numbers for what indexes or is compared, 0 and 1 for what weighs a logarithm."""
    node = graph.nodes[_node(graph, name)]
    if node.data:
        return np.asarray(random.randint(0, _choices(graph, node.index), shape), float)[()]
    if not shape or not weighs_logarithm(graph, node.index):
        return None
    if len(shape) > 1 and shape[-1] > 1:
        return np.eye(shape[-1])[random.randint(0, shape[-1], shape[:-1])]
    return np.asarray(random.randint(0, 2, shape), float)


def _choices(graph: Graph, index: int) -> int:
    """How many places an index may take: the smallest axis that it indexes; else 2."""
    sizes = []
    for consumer, slot in graph.consumers[index]:
        node = graph.nodes[consumer]
        owner, axis = graph.nodes[node.args[0]].shape or (), 0
        key = node.settings.get("key", ())
        if key and len(key) <= len(owner):
            key = complete_key(key, len(owner))
        arrays = sum(isinstance(part, IndexArray) for part in key)
        for part in key:
            if isinstance(part, IndexArray):
                is_this = part.position == slot - (len(node.args) - arrays)
                if is_this and not part.axes and axis < len(owner):
                    sizes.append(owner[axis])
                axis += part.axes or 1
            else:
                axis += part is not None
    return max(min(sizes, default=2), 1)


def _is_finite(graph: Graph, given: Mapping[str, Value]) -> bool:
    """Whether all values of a circuit are finite at these inputs."""
    values: list[Any] = []
    with np.errstate(all="ignore"):
        for node in graph.nodes:
            if node.kind == "input":
                entry = graph.inputs[node.name or ""]
                values.append(given.get(node.name or "", entry.written))
            elif node.gate is None:
                values.append(node.constant)
            else:
                try:
                    values.append(
                        node.gate.compute([values[one] for one in node.args], node.settings)
                    )
                except (Misfit, np.linalg.LinAlgError, ValueError, IndexError, TypeError):
                    return True  # another error says more
            value = values[-1]
            if value is not None and not np.all(np.isfinite(np.asarray(value, float))):
                return node.gate is None
    return True
