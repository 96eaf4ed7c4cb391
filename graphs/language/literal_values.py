"""The values of things that are written without inputs."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.gates.row import is_truth
from graphs.language import resolve
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    List,
    Thing,
    Wire,
)
from graphs.model import Value

LARGEST = 10**300


def literal(run: Reading, thing: Thing, node: Place) -> tuple[Value, bool] | None:
    """The value of what is written without inputs, and whether Python holds whole numbers.

    None where there are inputs in it.

    Raises:
        GraphError: the rows of a list differ in shape.
    """
    if isinstance(thing, bool):
        return thing, False
    if isinstance(thing, int | float):
        if abs(thing) > LARGEST and abs(thing) != np.inf:
            raise run.error("This number is too large for float64.", node, "Write it as 1e300.")
        return float(thing), isinstance(thing, int)
    if type(thing) is Wire:
        if thing.node is None and thing.literal is not None:
            return thing.literal.value, thing.literal.whole
        value = value_from_shapes(run, thing)
        return None if value is None else (value, thing.node in run.whole)
    if isinstance(thing, List) and thing.array is not None:
        return literal(run, thing.array, node)
    items = thing.items if isinstance(thing, List) else thing
    if not isinstance(items, list | tuple | range):
        return None
    run.count_items(1 + len(items), node)
    parts: list[Any] = []
    whole = True
    for item in items:
        part = literal(run, item, node)
        if part is None:
            return None
        parts.append(part[0])
        whole = whole and part[1]
    shapes = {np.shape(part) for part in parts}
    if len(shapes) > 1:
        listed = ", ".join(str(shape) for shape in sorted(shapes)[:3])
        raise run.raised(
            "ValueError",
            f"The rows of this list differ in shape: {listed}.",
            node,
            "Give each row as many numbers.",
        )
    truth = bool(parts) and all(map(is_truth, parts))
    return np.array(parts, dtype=bool if truth else np.float64), whole and bool(parts)


def value_from_shapes(run: Reading, wire: Wire) -> Value | None:
    """The value of a node that depends on nothing but names that decide shapes."""
    if wire.base is not None:
        return None
    nodes, visited = run.builder.nodes, set[int]()
    stack = [wire.node]
    while stack:
        current = stack.pop()
        if current is None or current in visited:
            continue
        if current in run.held:
            return None
        visited.add(current)
        node = nodes[current]
        if node.kind == "input" and (node.shape != () or node.name not in run.shape_names):
            return None
        stack.extend(node.args)
    assert wire.node is not None
    if any(
        nodes[one].kind == "input" and not resolve.has_value(run, nodes[one].name)
        for one in visited
    ):
        return None
    return resolve.decided_by_value(run, wire.node)
