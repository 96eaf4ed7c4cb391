"""What stands at a gate that an error stopped: its line, the sizes that do not fit, and its label
for screen readers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphs.gates.shapes import elementwise, matmul_shape
from graphs.model import Graph, Node, Shape

NOWHERE: frozenset[int] = frozenset()


def line_text(node: Node) -> str:
    return f"line {node.source.line}" if node.source else ""


def misfit_text(graph: Graph, node: Node) -> str:
    """The sizes that do not fit, or the axis that is missing: "6 ≠ 3"; "" where it is neither."""
    shapes = _shapes(graph, node)
    if axes := _clash(graph, node):
        return " ≠ ".join(str(shape[at]) for shape, at in zip(shapes, axes, strict=True))
    axis = node.settings.get("axis")
    is_missing = type(axis) is int and shapes and not -len(shapes[0]) <= axis < len(shapes[0])
    return f"no axis {axis}" if is_missing and node.shape is None else ""


def clashes(graph: Graph) -> Mapping[int, frozenset[int]]:
    """The axes of each value whose sizes do not fit where it is read."""
    found: dict[int, frozenset[int]] = {}
    for node in graph.nodes:
        for argument, axis in zip(node.args, _clash(graph, node), strict=False):
            found[argument] = found.get(argument, NOWHERE) | {axis}
    return found


def not_run_label(node: Node) -> str:
    title = f"{node.gate.title} gate" if node.gate else ""
    if node.not_run == "ahead":
        return f"{title}, not run"
    return f"{title}, does not fit" if node.shape is None else f"{title}, cannot be computed"


def _shapes(graph: Graph, node: Node) -> list[Shape]:
    return [graph.nodes[argument].shape or () for argument in node.args]


def _clash(graph: Graph, node: Node) -> tuple[int, ...]:
    """The axis of each of two arguments on which they do not fit; () where they do."""
    if node.not_run != "failed" or node.gate is None or node.shape is not None:
        return ()
    shapes, rule = _shapes(graph, node), CLASHES.get(node.gate.shape)
    return rule(*shapes) if rule and len(shapes) == 2 else ()


def _inner(one: Shape, other: Shape) -> tuple[int, ...]:
    """The inner axes of a matrix product."""
    if not one or not other:
        return ()
    axes = len(one) - 1, max(len(other) - 2, 0)
    return axes if one[axes[0]] != other[axes[1]] else ()


def _aligned(one: Shape, other: Shape) -> tuple[int, ...]:
    """The last axes whose sizes differ, of which neither is 1."""
    for back, sizes in enumerate(zip(reversed(one), reversed(other), strict=False), 1):
        if 1 not in sizes and sizes[0] != sizes[1]:
            return len(one) - back, len(other) - back
    return ()


CLASHES: Mapping[Callable[..., Any], Callable[[Shape, Shape], tuple[int, ...]]] = {
    matmul_shape: _inner,
    elementwise: _aligned,
}
