"""The backward pass a stage at a time: each contribution over the gradient of its gate alone."""

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
LIFTED = Pattern("reshape(x, 1)", free=True)
SPREAD = Pattern("broadcast_to(x, 1)", free=True)
SHORTER = (Identity("x * (1 / y)", "x / y"),)


@dataclass(frozen=True)
class Stages:
    """``nodes`` are the forward nodes, then a leaf for each gradient, then what is between.

    ``leaves`` maps a forward node to the leaf that stands for its gradient; ``wires`` hold each
    contribution as a node over forward nodes and the leaf of its gate.
    """

    nodes: tuple[Node, ...]
    leaves: dict[int, int]
    wires: tuple[Wire, ...]


def stages(joint: BackwardGraph) -> Stages:
    """The backward pass cut at the gradients of the forward nodes, each piece simplified."""
    cut, leaves = _cut(joint)
    cut = simplify(plainer(cut), CHOICES)
    ahead = cut.graph.nodes[: joint.forward_count]
    closed = tuple(
        node if node.gate is None else replace(node, kind="input", gate=None, args=(), settings={})
        for node in ahead
    )  # a stage is written in the names of the others, not in what they were made of
    graph = replace(cut.graph, nodes=(*closed, *cut.graph.nodes[joint.forward_count :]))
    short = simplify(replace(cut, graph=graph), (*ALWAYS, *SHORTER))
    return Stages((*ahead, *short.graph.nodes[joint.forward_count :]), leaves, short.wires)


def _cut(joint: BackwardGraph) -> tuple[BackwardGraph, dict[int, int]]:
    """Each contribution over a leaf for its gate's gradient, and the leaves."""
    nodes = list(joint.graph.nodes[: joint.forward_count])
    leaves: dict[int, int] = {}
    for target in joint.gradient:
        leaves[target] = len(nodes)
        nodes.append(Node(len(nodes), "input", shape=joint.graph.nodes[target].shape))
    count, wires = len(nodes), []
    for wire in joint.wires:
        place = {joint.gradient[wire.gate]: leaves[wire.gate]}
        contribution = _copy(joint, wire.contribution, place, nodes)
        wires.append(Wire(wire.gate, wire.slot, contribution, contribution))
    graph = replace(joint.graph, nodes=tuple(nodes))
    return BackwardGraph(graph, count, leaves.get(joint.graph.output, 0), {}, tuple(wires)), leaves


def _copy(joint: BackwardGraph, root: int, place: dict[int, int], made: list[Node]) -> int:
    """Append what a value is computed from; ``place`` says what is there already."""
    waiting = [root]
    while waiting:
        index = waiting[-1]
        if index < joint.forward_count:
            place[index] = index
        node = joint.graph.nodes[index]
        missing = [it for it in node.args if it not in place] if index not in place else []
        waiting += missing
        if missing:
            continue
        waiting.pop()
        if index not in place:
            args = tuple(place[argument] for argument in node.args)
            place[index] = len(made)
            made.append(replace(node, index=len(made), args=args))
    return place[root]


def plainer(joint: BackwardGraph) -> BackwardGraph:
    """The same without reshapes that only serve shapes: axes of size 1 that come and go."""
    nodes = list(joint.graph.nodes[: joint.forward_count])
    place = list(range(joint.forward_count))
    lower: dict[int, int | None] = {}
    for index in place:
        _keep(nodes[index], lower)
    for node in joint.graph.nodes[joint.forward_count :]:
        node = replace(node, args=tuple(place[argument] for argument in node.args))
        if node.gate is not None:
            node = _without_lifts(_kept_axes(node, nodes), nodes, lower)
        place.append(len(nodes))
        nodes.append(replace(node, index=len(nodes)))
        _lower(nodes[-1], nodes, lower)
    return BackwardGraph(
        replace(joint.graph, nodes=tuple(nodes)),
        joint.forward_count,
        place[joint.seed],
        {target: place[total] for target, total in joint.gradient.items()},
        tuple(
            Wire(wire.gate, wire.slot, place[wire.contribution], place[wire.total])
            for wire in joint.wires
        ),
    )


def _kept_axes(node: Node, nodes: list[Node]) -> Node:
    """A sum over all axes names none; one whose axes are put back as 1 keeps them."""
    match = TOTAL.match([*nodes, node], len(nodes)) if node.op == TOTAL.root else None
    if match is not None and node.shape == () and nodes[node.args[0]].shape:
        return replace(node, settings={})
    match = SUMMED.match([*nodes, node], len(nodes)) if node.op == SUMMED.root else None
    if match is None:
        return node
    inner = nodes[match.gates[1]]
    axis = inner.settings.get("axis")
    kept = {**({} if axis is None else {"axis": axis}), "keepdims": True}
    if _shape(inner, nodes, inner.args, kept) != node.shape:
        return node
    return replace(inner, settings=kept, shape=node.shape)


def _without_lifts(node: Node, nodes: list[Node], lower: Mapping[int, int | None]) -> Node:
    """An array that is given axes of size 1 in front only to be repeated is used as it is."""
    spreads = node.gate is not None and (node.gate.elementwise or node.op == SPREAD.root)
    for slot, argument in enumerate(node.args):
        found = lower[argument]
        if found in (None, argument) or not (spreads or nodes[found].shape == ()):
            continue
        args = (*node.args[:slot], found, *node.args[slot + 1 :])
        if _shape(node, nodes, args, node.settings) == node.shape:
            node = replace(node, args=args)
    return node


def _stripped(node: Node) -> Shape:
    """A shape without axes of size 1 in front."""
    shape = node.shape or ()
    return shape[next((at for at, size in enumerate(shape) if size != 1), len(shape)) :]


def _keep(node: Node, lower: dict[int, int | None]) -> None:
    """A value that stays as it is: its own lower form, if it has no axes of size 1 in front."""
    lower[node.index] = node.index if node.shape == _stripped(node) else None


def _lower(node: Node, nodes: list[Node], lower: dict[int, int | None]) -> None:
    """Find the value without axes of size 1 in front, where these were put there."""
    _keep(node, lower)
    if lower[node.index] is not None or node.gate is None:
        return
    match = LIFTED.match(nodes, node.index) if node.op == LIFTED.root else None
    if match is not None and _stripped(nodes[match.names["x"]]) == _stripped(node):
        lower[node.index] = lower[match.names["x"]]
    elif node.gate.elementwise:
        args = [lower[argument] for argument in node.args]
        known = tuple(argument for argument in args if argument is not None)
        fits = len(known) == len(args)
        shape = _shape(node, nodes, known, node.settings) if fits else None
        if shape == _stripped(node):
            made = replace(node, index=len(nodes), args=known, shape=shape)
            nodes.append(made)
            lower[node.index] = lower[made.index] = made.index


def _shape(
    node: Node, nodes: list[Node], args: tuple[int, ...], settings: Settings
) -> Shape | None:
    """The shape that a gate would have with other arguments; None where they do not fit."""
    assert node.gate is not None
    try:
        return node.gate.shape(*(nodes[index].shape or () for index in args), **settings)
    except (ValueError, IndexError):
        return None
