"""The backward pass in stages: each contribution as a function of its gate's gradient alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graphs.gates.identities import ALWAYS, CHOICES, Identity
from graphs.gates.row import Settings
from graphs.model import Node, Shape
from graphs.rewrite.backward_graph import BackwardGraph, Wire
from graphs.rewrite.match import Pattern
from graphs.rewrite.simplify import simplify

SUMMED = Pattern("reshape(sum(x), 1)", free=True)
TOTAL = Pattern("sum(x)", free=True)
PREPENDED = Pattern("reshape(x, 1)", free=True)
BROADCAST = Pattern("broadcast_to(x, 1)", free=True)
DIVISION = (Identity("x * (1 / y)", "x / y"),)


@dataclass(frozen=True)
class Stages:
    """``nodes`` are the forward nodes, then a leaf for each gradient, then what is between.

    ``leaves`` maps a forward node to the leaf that is its gradient; ``wires`` hold each
    contribution as a node over forward nodes and the leaf of its gate.
    """

    nodes: tuple[Node, ...]
    leaves: dict[int, int]
    wires: tuple[Wire, ...]


def stages(joint: BackwardGraph) -> Stages:
    """The backward pass cut at the gradients of the forward nodes, each piece simplified."""
    cut, leaves = _cut_at_gradients(joint)
    cut = simplify(without_reshapes(cut), CHOICES)
    forward_nodes = cut.graph.nodes[: joint.forward_count]
    as_inputs = tuple(
        node if node.gate is None else replace(node, kind="input", gate=None, args=(), settings={})
        for node in forward_nodes
    )  # so that a stage refers to forward values by name and is not simplified through them
    graph = replace(cut.graph, nodes=(*as_inputs, *cut.graph.nodes[joint.forward_count :]))
    short = simplify(replace(cut, graph=graph), (*ALWAYS, *DIVISION))
    return Stages((*forward_nodes, *short.graph.nodes[joint.forward_count :]), leaves, short.wires)


def _cut_at_gradients(joint: BackwardGraph) -> tuple[BackwardGraph, dict[int, int]]:
    """Each contribution over a leaf for its gate's gradient, and the leaves."""
    nodes = list(joint.graph.nodes[: joint.forward_count])
    leaves: dict[int, int] = {}
    for target in joint.gradient:
        leaves[target] = len(nodes)
        nodes.append(Node(len(nodes), "input", shape=joint.graph.nodes[target].shape))
    count, wires = len(nodes), []
    for wire in joint.wires:
        new_index = {joint.gradient[wire.gate]: leaves[wire.gate]}
        contribution = _copy(joint, wire.contribution, new_index, nodes)
        wires.append(Wire(wire.gate, wire.slot, contribution, contribution))
    graph = replace(joint.graph, nodes=tuple(nodes))
    return BackwardGraph(graph, count, leaves.get(joint.graph.output, 0), {}, tuple(wires)), leaves


def _copy(joint: BackwardGraph, root: int, new_index: dict[int, int], copied: list[Node]) -> int:
    """Append what a value is computed from; ``new_index`` holds what is there already."""
    pending = [root]
    while pending:
        index = pending[-1]
        if index < joint.forward_count:
            new_index[index] = index
        node = joint.graph.nodes[index]
        missing = [it for it in node.args if it not in new_index] if index not in new_index else []
        pending += missing
        if missing:
            continue
        pending.pop()
        if index not in new_index:
            args = tuple(new_index[argument] for argument in node.args)
            new_index[index] = len(copied)
            copied.append(replace(node, index=len(copied), args=args))
    return new_index[root]


def without_reshapes(joint: BackwardGraph) -> BackwardGraph:
    """The same without reshapes that only add or remove axes of size 1."""
    nodes = list(joint.graph.nodes[: joint.forward_count])
    new_index = list(range(joint.forward_count))
    stripped: dict[int, int | None] = {}
    for index in new_index:
        _record_if_stripped(nodes[index], stripped)
    for node in joint.graph.nodes[joint.forward_count :]:
        node = replace(node, args=tuple(new_index[argument] for argument in node.args))
        if node.gate is not None:
            node = _without_prepended_axes(_with_kept_axes(node, nodes), nodes, stripped)
        new_index.append(len(nodes))
        nodes.append(replace(node, index=len(nodes)))
        _find_stripped(nodes[-1], nodes, stripped)
    return BackwardGraph(
        replace(joint.graph, nodes=tuple(nodes)),
        joint.forward_count,
        new_index[joint.seed],
        {target: new_index[total] for target, total in joint.gradient.items()},
        tuple(
            Wire(wire.gate, wire.slot, new_index[wire.contribution], new_index[wire.total])
            for wire in joint.wires
        ),
    )


def _with_kept_axes(node: Node, nodes: list[Node]) -> Node:
    """A sum over all axes names none; one whose axes are put back as 1 keeps them."""
    match = TOTAL.match([*nodes, node], len(nodes)) if node.op == TOTAL.root else None
    if match is not None and node.shape == () and nodes[node.args[0]].shape:
        return replace(node, settings={})
    match = SUMMED.match([*nodes, node], len(nodes)) if node.op == SUMMED.root else None
    if match is None:
        return node
    inner = nodes[match.gates[1]]
    axis = inner.settings.get("axis")
    settings = {**({} if axis is None else {"axis": axis}), "keepdims": True}
    if _shape(inner, nodes, inner.args, settings) != node.shape:
        return node
    return replace(inner, settings=settings, shape=node.shape)


def _without_prepended_axes(
    node: Node, nodes: list[Node], stripped: Mapping[int, int | None]
) -> Node:
    """The node with arguments from before their axes of size 1 in front, where it broadcasts."""
    broadcasts = node.gate is not None and (node.gate.elementwise or node.op == BROADCAST.root)
    for slot, argument in enumerate(node.args):
        shorter = stripped[argument]
        if shorter in (None, argument) or not (broadcasts or nodes[shorter].shape == ()):
            continue
        args = (*node.args[:slot], shorter, *node.args[slot + 1 :])
        if _shape(node, nodes, args, node.settings) == node.shape:
            node = replace(node, args=args)
    return node


def _without_leading_ones(node: Node) -> Shape:
    """A shape without axes of size 1 in front."""
    shape = node.shape or ()
    return shape[next((at for at, size in enumerate(shape) if size != 1), len(shape)) :]


def _record_if_stripped(node: Node, stripped: dict[int, int | None]) -> None:
    """Record a value as its own stripped form, if it has no axes of size 1 in front."""
    stripped[node.index] = node.index if node.shape == _without_leading_ones(node) else None


def _find_stripped(node: Node, nodes: list[Node], stripped: dict[int, int | None]) -> None:
    """Find the form of a value without axes of size 1 in front, or make it."""
    _record_if_stripped(node, stripped)
    if stripped[node.index] is not None or node.gate is None:
        return
    match = PREPENDED.match(nodes, node.index) if node.op == PREPENDED.root else None
    if match is not None and _without_leading_ones(
        nodes[match.names["x"]]
    ) == _without_leading_ones(node):
        stripped[node.index] = stripped[match.names["x"]]
    elif node.gate.elementwise:
        args = [stripped[argument] for argument in node.args]
        stripped_args = tuple(argument for argument in args if argument is not None)
        fits = len(stripped_args) == len(args)
        shape = _shape(node, nodes, stripped_args, node.settings) if fits else None
        if shape == _without_leading_ones(node):
            stripped_node = replace(node, index=len(nodes), args=stripped_args, shape=shape)
            nodes.append(stripped_node)
            stripped[node.index] = stripped[stripped_node.index] = stripped_node.index


def _shape(
    node: Node, nodes: list[Node], args: tuple[int, ...], settings: Settings
) -> Shape | None:
    """The shape that a gate would have with other arguments; None where they do not fit."""
    assert node.gate is not None
    try:
        return node.gate.shape(*(nodes[index].shape or () for index in args), **settings)
    except (ValueError, IndexError):
        return None
