"""What a classifier says of each point of the plane of its two features; of one, a curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from graphs.autodiff.forward import forward, normalize_name
from graphs.errors import GraphError
from graphs.evaluation import Evaluation
from graphs.model import Node, Value

SIZE = 60  # points along each axis of the plane
CURVE = 121  # points of a curve
MARGIN = 0.15
MOST_POINTS = 2_000
MOST_CLASSES = 100
Kind = Literal["classes", "scores", "curve"]


@dataclass(frozen=True)
class Boundary:
    """What a program says along ``x`` and ``y`` (None for a curve).

    ``classes`` (len(y), len(x)) whole numbers, or ``scores`` of that shape (a number a point), or
    (len(x),) for a curve. ``points`` are the data: feature 1, feature 2 (none for a curve) and
    label. ``threshold`` is where scores are cut in two classes; None: they are no classes'.
    """

    kind: Kind
    x: Any
    y: Any | None
    values: Any
    points: Any
    node: str
    threshold: float | None = None


def boundary(
    now: Evaluation, features: str, labels: str | None = None, scores: str | None = None
) -> Boundary:
    """Evaluate the scores at a grid of points put in place of the features' rows.

    The circuit's shapes depend on the number of rows n, so the grid goes through it n points at a
    time, beside the labels as they are. ``scores`` is a node's id or name; without, it is the last
    named value with a row a point that depends on the features and not on the labels.

    Raises:
        GraphError: the features are not an input of one or two columns, or nothing is a score.
    """
    data = _features(now, features)
    given = now.inputs
    truth = None if labels is None else np.asarray(_input(now, labels)).ravel()
    if truth is not None and len(truth) != len(data):
        raise GraphError(f"{features} has {len(data)} rows and {labels} {len(truth)} numbers.")
    node = _scores(now, normalize_name(features), labels, scores, len(data))
    flat = np.ndim(given[normalize_name(features)]) == 1
    axes = [_axis(column, CURVE if data.shape[1] == 1 else SIZE) for column in data.T]
    grid = np.stack([one.ravel() for one in np.meshgrid(*axes)], axis=1)
    found = _through(
        now, normalize_name(features), grid[:, 0] if flat else grid, len(data), node.index
    )
    points = np.column_stack((data, np.zeros(len(data)) if truth is None else truth))
    points = points[:: -(-len(points) // MOST_POINTS)]
    if len(axes) == 1:
        return Boundary(
            "curve", axes[0], None, found.reshape(len(found), -1)[:, -1], points, node.id
        )
    x, y = axes
    if found.ndim == 2 and found.shape[1] > 1:
        classes = np.argmax(found, axis=1).reshape(len(y), len(x))
        return Boundary("classes", x, y, classes, points, node.id)
    single = found.reshape(len(y), len(x))
    kinds = set() if truth is None else set(truth.tolist())
    if len(kinds) != 2:
        return Boundary("scores", x, y, single, points, node.id)
    here = np.asarray(now.node_values[node.index])
    chance = bool(np.all((here >= 0.0) & (here <= 1.0)))
    threshold = 0.5 if chance else 0.0
    return Boundary("scores", x, y, single, points, node.id, threshold)


def _input(now: Evaluation, name: str) -> Value:
    found = now.inputs.get(normalize_name(name))
    if found is None:
        raise GraphError(
            f"{name} is not an input of the program.",
            hint=f"Its inputs are {', '.join(now.inputs) or 'none'}.",
        )
    return found


def _features(now: Evaluation, name: str) -> Any:
    """The features as rows (n, 1) or (n, 2)."""
    value = np.asarray(_input(now, name), dtype=np.float64)
    rows = value[:, None] if value.ndim == 1 else value
    if rows.ndim != 2 or rows.shape[1] not in (1, 2) or not len(rows):
        raise GraphError(
            f"{name} has shape {value.shape}; a boundary is drawn over one or two features.",
            hint="Choose an input with a row a point and two columns.",
        )
    return rows


def _scores(
    now: Evaluation, features: str, labels: str | None, asked: str | None, rows: int
) -> Node:
    """The node whose rows are the scores of the points."""
    nodes, names = now.model.nodes, now.model.names
    if asked is not None:
        index = names.get(normalize_name(asked))
        found = [node for node in nodes if node.id == asked or node.index == index]
        if not found:
            raise GraphError(f"There is no value {asked[:60]!r} in the program.")
        if not _fits(found[0], rows):
            shape = found[0].shape or ()
            raise GraphError(
                f"{asked} has shape {shape}; scores have a row for each of the {rows} points."
            )
        return found[0]
    from_features = _reached(now, features)
    from_labels = _reached(now, normalize_name(labels)) if labels is not None else set()
    able = [
        node
        for node in nodes
        if node.kind == "gate"
        and node.index in from_features - from_labels
        and now.model.depends_on_wrt[node.index]
        and _fits(node, rows)
    ]
    named = [node for node in able if node.index in now.model.titles]
    if not able:
        raise GraphError(
            f"No value of the program has a row for each of the {rows} points.",
            hint="Name the value that holds the scores.",
        )
    return (named or able)[-1]


def _fits(node: Node, rows: int) -> bool:
    shape = node.shape or ()
    wide = len(shape) == 1 or (len(shape) == 2 and 1 <= shape[1] <= MOST_CLASSES)
    return shape[:1] == (rows,) and wide


def _reached(now: Evaluation, name: str) -> set[int]:
    """The nodes that depend on an input."""
    found = {now.model.inputs[name].node} if name in now.model.inputs else set()
    for node in now.model.nodes:
        if found.intersection(node.args):
            found.add(node.index)
    return found


def _axis(column: Any, size: int) -> Any:
    """Evenly spaced numbers over a column, with room at both ends."""
    finite = column[np.isfinite(column)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (-1.0, 1.0)
    room = MARGIN * (high - low) or 1.0
    return np.linspace(low - room, high + room, size)


def _through(now: Evaluation, features: str, grid: Any, rows: int, node: int) -> Any:
    """A node's rows with the grid's points in the features' place, ``rows`` at a time."""
    given: Mapping[str, Value] = now.inputs
    found = []
    for start in range(0, len(grid), rows):
        some = grid[start : start + rows]
        filled = np.concatenate([some, np.repeat(some[-1:], rows - len(some), axis=0)])
        values, _ = forward(now.model, {**given, features: filled})
        found.append(np.asarray(values[node], dtype=np.float64)[: len(some)])
    return np.concatenate(found)
