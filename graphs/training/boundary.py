"""The decision boundary: a classifier's scores over the plane of its two features, or over one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from graphs.autodiff.decisions import holds
from graphs.autodiff.forward import forward, normalize_name
from graphs.autodiff.readings import Readings
from graphs.errors import GraphError
from graphs.evaluation import Evaluation
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Graph, Node, Value

SIZE = 60  # points along each axis of the plane
CURVE = 121  # points of a curve
MARGIN = 0.15
ALIKE = 2.0  # times the other's extent, from which on two features are of different measure
MOST_POINTS = 2_000
MOST_CLASSES = 100
Kind = Literal["classes", "scores", "curve"]


@dataclass(frozen=True)
class Boundary:
    """The scores of a program along ``x`` and ``y`` (None for a curve).

    ``values`` are by ``kind``: "classes" (len(y), len(x)) whole numbers, "scores" numbers of that
    shape, "curve" (len(x),). ``points`` are the data: feature 1, feature 2 (none for a curve) and
    label. ``threshold`` divides scores into two classes; None where there are not two.
    """

    kind: Kind
    x: Any
    y: Any | None
    values: Any
    points: Any
    node: str
    threshold: float | None = None


def boundary(
    evaluation: Evaluation,
    features: str,
    labels: str | None = None,
    scores: str | None = None,
    limits: Limits | None = None,
) -> Boundary:
    """Evaluate the scores at a grid of points put in place of the features' rows.

    The circuit's shapes depend on the number of rows n, so the grid goes through it n points at a
    time, beside the labels as they are. ``scores`` is a node's id or name; without, it is the last
    named value with a row a point that depends on the features and not on the labels.

    Raises:
        GraphError: the features are not an input of one or two columns, or nothing is a score.
    """
    path = evaluation.model.path
    features = path(normalize_name(features))
    labels = None if labels is None else path(normalize_name(labels))
    data = _features(evaluation, features)
    label_values = None if labels is None else np.asarray(_input(evaluation, labels)).ravel()
    if label_values is not None and len(label_values) != len(data):
        raise GraphError(
            f"{features} has {len(data)} rows and {labels} {len(label_values)} numbers."
        )
    node = _scores(evaluation, features, labels, scores, len(data))
    is_vector = np.ndim(evaluation.inputs[features]) == 1
    axes = _axes(data)
    grid = np.stack([one.ravel() for one in np.meshgrid(*axes)], axis=1)
    grid_scores = _evaluate_grid(
        evaluation, features, grid[:, 0] if is_vector else grid, len(data), node, limits
    )
    points = np.column_stack((data, np.zeros(len(data)) if label_values is None else label_values))
    points = points[:: -(-len(points) // MOST_POINTS)]
    if len(axes) == 1:
        return Boundary(
            "curve",
            axes[0],
            None,
            grid_scores.reshape(len(grid_scores), -1)[:, -1],
            points,
            node.id,
        )
    x, y = axes
    if grid_scores.ndim == 2 and grid_scores.shape[1] > 1:
        classes = np.argmax(grid_scores, axis=1).reshape(len(y), len(x))
        return Boundary("classes", x, y, classes, points, node.id)
    score_grid = grid_scores.reshape(len(y), len(x))
    label_kinds = set() if label_values is None else set(label_values.tolist())
    if len(label_kinds) != 2:
        return Boundary("scores", x, y, score_grid, points, node.id)
    scores_now = np.asarray(evaluation.node_values[node.index])
    probabilities = bool(np.all((scores_now >= 0.0) & (scores_now <= 1.0)))
    threshold = 0.5 if probabilities else 0.0
    return Boundary("scores", x, y, score_grid, points, node.id, threshold)


def _input(evaluation: Evaluation, name: str) -> Value:
    value = evaluation.inputs.get(name)
    if value is None:
        raise GraphError(
            f"{name} is not an input of the program.",
            hint=f"Its inputs are {', '.join(evaluation.inputs) or 'none'}.",
        )
    return value


def _features(evaluation: Evaluation, name: str) -> Any:
    """The features as rows (n, 1) or (n, 2)."""
    value = np.asarray(_input(evaluation, name), dtype=np.float64)
    rows = value[:, None] if value.ndim == 1 else value
    if rows.ndim != 2 or rows.shape[1] not in (1, 2) or not len(rows):
        raise GraphError(
            f"{name} has shape {value.shape}; a boundary is drawn over one or two features.",
            hint="Choose an input with a row a point and two columns.",
        )
    return rows


def _scores(
    evaluation: Evaluation, features: str, labels: str | None, requested: str | None, rows: int
) -> Node:
    """The node whose rows are the scores of the points."""
    nodes, names = evaluation.model.nodes, evaluation.model.names
    if requested is not None:
        index = names.get(evaluation.model.path(normalize_name(requested)))
        matches = [node for node in nodes if node.id == requested or node.index == index]
        if not matches:
            raise GraphError(f"There is no value {requested[:60]!r} in the program.")
        if not _fits(matches[0], rows):
            shape = matches[0].shape or ()
            raise GraphError(
                f"{requested} has shape {shape}; scores have a row for each of the {rows} points."
            )
        return matches[0]
    from_features = _dependents(evaluation, features)
    from_labels = _dependents(evaluation, labels) if labels is not None else set()
    candidates = [
        node
        for node in nodes
        if node.kind == "gate"
        and node.index in from_features - from_labels
        and evaluation.model.depends_on_wrt[node.index]
        and _fits(node, rows)
    ]
    named = [node for node in candidates if node.index in evaluation.model.titles]
    if not candidates:
        raise GraphError(
            f"No value of the program has a row for each of the {rows} points.",
            hint="Name the value that holds the scores.",
        )
    return (named or candidates)[-1]


def _fits(node: Node, rows: int) -> bool:
    shape = node.shape or ()
    narrow_enough = len(shape) == 1 or (len(shape) == 2 and 1 <= shape[1] <= MOST_CLASSES)
    return shape[:1] == (rows,) and narrow_enough


def _dependents(evaluation: Evaluation, name: str) -> set[int]:
    """The nodes that depend on an input."""
    dependents = {evaluation.model.inputs[name].node} if name in evaluation.model.inputs else set()
    for node in evaluation.model.nodes:
        if dependents.intersection(node.args):
            dependents.add(node.index)
    return dependents


def _axes(data: Any) -> list[Any]:
    """Evenly spaced numbers over each column, with a margin at both ends; two of like extent get
    the same, so that circles are round in a square."""
    ends = []
    for column in data.T:
        finite = column[np.isfinite(column)]
        low, high = (float(finite.min()), float(finite.max())) if finite.size else (-1.0, 1.0)
        margin = MARGIN * (high - low) or 1.0
        ends.append((low - margin, high + margin))
    spans = [high - low for low, high in ends]
    if max(spans) < ALIKE * min(spans):
        middles = [(low + high) / 2 for low, high in ends]
        ends = [(middle - max(spans) / 2, middle + max(spans) / 2) for middle in middles]
    size = CURVE if len(ends) == 1 else SIZE
    return [np.linspace(low, high, size) for low, high in ends]


def _evaluate_grid(
    evaluation: Evaluation,
    features: str,
    grid: Any,
    rows: int,
    node: Node,
    limits: Limits | None,
) -> Any:
    """A node's rows with the grid's points as the features, ``rows`` at a time."""
    input_values: Mapping[str, Value] = evaluation.inputs
    model = evaluation.model
    output = model.output_name if model.output_name in model.names else None

    def read(values: Mapping[str, Value]) -> Graph:
        return parse(model.program, values, output, None, limits, model.seed)

    text_model = evaluation.structure.text_model
    readings = Readings(text_model, read)
    chunks = []
    for start in range(0, len(grid), rows):
        chunk = grid[start : start + rows]
        padded = np.concatenate([chunk, np.repeat(chunk[-1:], rows - len(chunk), axis=0)])
        moved = {**input_values, features: padded}
        graph = model if holds(text_model, moved) else readings.at(moved)
        values, _ = forward(graph, moved)
        scores = np.asarray(values[_same_value(node, model, graph)], dtype=np.float64)
        chunks.append(scores[: len(chunk)])
    return np.concatenate(chunks)


def _same_value(node: Node, model: Graph, graph: Graph) -> int:
    """The node that holds the same value where the text was read again.

    Raises:
        GraphError: there is none.
    """
    title = model.titles.get(node.index, "")
    index = node.index if graph is model else graph.names.get(title, -1)
    if index < 0 or graph.nodes[index].shape != node.shape:
        raise GraphError(
            f"A decision of the program turns out otherwise where the features move, and "
            f"{title or node.id} is not computed there.",
            hint="Name the value that holds the scores.",
        )
    return index
