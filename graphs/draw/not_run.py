"""What stands at a gate that an error stopped: its line, the sizes that do not fit, and its label
for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest
from typing import Any

from graphs.gates.shapes import elementwise, matmul_shape
from graphs.model import Graph, Node, Shape

Pair = tuple[int, int]


def line_text(node: Node) -> str:
    return f"line {node.source.line}" if node.source else ""


def misfit_text(graph: Graph, node: Node) -> str:
    """The sizes that do not fit, or the axis that is missing: "6 ≠ 3"; "" where it is neither."""
    if node.gate is None or node.shape is not None:  # its shapes fit
        return ""
    shapes = [graph.nodes[argument].shape or () for argument in node.args]
    axis = node.settings.get("axis")
    if type(axis) is int and shapes and not -len(shapes[0]) <= axis < len(shapes[0]):
        return f"no axis {axis}"
    rule = CLASHES.get(node.gate.shape)
    pair = rule(*shapes) if rule and len(shapes) == 2 else None
    return f"{pair[0]} ≠ {pair[1]}" if pair else ""


def not_run_label(node: Node) -> str:
    title = f"{node.gate.title} gate" if node.gate else ""
    if node.not_run == "ahead":
        return f"{title}, not run"
    return f"{title}, does not fit" if node.shape is None else f"{title}, cannot be computed"


def _inner(one: Shape, other: Shape) -> Pair | None:
    """The inner sizes of a matrix product."""
    if not one or not other:
        return None
    pair = one[-1], other[-2] if len(other) > 1 else other[-1]
    return pair if pair[0] != pair[1] else None


def _aligned(one: Shape, other: Shape) -> Pair | None:
    """The last sizes that differ, of which neither is 1."""
    pairs = zip_longest(reversed(one), reversed(other), fillvalue=1)
    return next((pair for pair in pairs if 1 not in pair and pair[0] != pair[1]), None)


CLASHES: Mapping[Callable[..., Any], Callable[[Shape, Shape], Pair | None]] = {
    matmul_shape: _inner,
    elementwise: _aligned,
}
