"""Graphviz as a layout engine: boxes of known size in, their positions out.

It gets no text: names are ours, labels empty, sizes fixed, so that fonts, platforms and typed text
cannot change its result. The columns are known already; Graphviz computes the order in each column
and the heights.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from graphs.draw.nesting import ancestors
from graphs.draw.plan import Plan

try:
    import pygraphviz
    from pygraphviz import graphviz as bundled
except ImportError:  # no wheel for this platform: a `dot` on PATH does
    pygraphviz = bundled = None

SEPARATION = 6  # pixels between two boxes in a column
MARGIN = 18  # pixels between a group's outline and its members, with room for the title
# The same where groups are nested, or values stand close above: a title needs a line of its own.
NESTED = 26
GRAPH = {
    "rankdir": "LR",
    "splines": "none",
    "nodesep": f"{SEPARATION / 72:.4f}",
    "ranksep": "0.5",
}
NODE = {"shape": "box", "fixedsize": "true", "label": "", "width": "0.2"}
EDGE = {"arrowhead": "none"}


def margin(plan: Plan) -> int:
    """The pixels between outlines and their members: one value for all clusters of a plan."""
    is_flat = all(group.parent is None for group in plan.graph.groups)
    return MARGIN if is_flat and not plan.wiring.spacing.low else NESTED


Run = Callable[[str], str]  # Graphviz's attribute "ordering" → its output in the format "plain"

_lock = threading.Lock()  # Graphviz keeps global state


def _hop_weights(plan: Plan) -> dict[tuple[int, int], int]:
    """The weight of each hop: 1, 2 or 8 by how many of its ends are lanes, which are Graphviz's own
    factors for keeping long edges straight (Gansner et al., 1993)."""
    hops: dict[tuple[int, int], int] = {}
    for wire in plan.wires:
        for tail, head in zip(wire.boxes, wire.boxes[1:], strict=False):
            lanes = (plan.boxes[tail].kind == "lane") + (plan.boxes[head].kind == "lane")
            hops[tail, head] = hops.get((tail, head), 0) + (1, 2, 8)[lanes]
    return hops


def _invisible_hops(plan: Plan) -> list[tuple[int, int]]:
    """Edges without a wire that connect separate components, so that ranks match the columns."""
    parent = list(range(len(plan.boxes)))

    def root(box: int) -> int:
        while parent[box] != box:
            parent[box] = parent[parent[box]]
            box = parent[box]
        return box

    for wire in plan.wires:
        for tail, head in zip(wire.boxes, wire.boxes[1:], strict=False):
            parent[root(tail)] = root(head)
    output = next(box.index for box in plan.boxes if box.node == plan.graph.output)
    main = root(output)
    at_column = {box.column: box.index for box in plan.boxes if root(box.index) == main}
    ties = []
    for box in plan.boxes:
        if root(box.index) == main:
            continue
        if box.column - 1 in at_column:
            ties.append((at_column[box.column - 1], box.index))
        elif box.column + 1 in at_column:
            ties.append((box.index, at_column[box.column + 1]))
        else:
            continue
        parent[root(box.index)] = main
    return ties


def _members(plan: Plan) -> dict[int | None, list[int]]:
    """The boxes of each group, including those of the groups inside it."""
    members: dict[int | None, list[int]] = {}
    for box in plan.boxes:
        for group in ancestors(plan.graph, box.group):
            members.setdefault(group, []).append(box.index)
    return members


def graphviz_session(plan: Plan) -> AbstractContextManager[Run]:
    """A context manager that gives a function to lay the plan out, callable several times."""
    return (_with_pygraphviz if pygraphviz is not None else _with_dot_command)(plan)


@contextmanager
def _with_pygraphviz(plan: Plan) -> Iterator[Run]:
    """Calls Graphviz's C functions: pygraphviz's classes take longer than the layout itself."""
    graph = bundled.agraphnew(b"", False, True)
    for kind, settings in (
        (0, GRAPH | {"ordering": "", "margin": str(margin(plan))}),
        (1, NODE | {"height": "1"}),
        (2, EDGE),
    ):
        for name, value in settings.items():
            bundled.agattr_label(graph, kind, name.encode(), value.encode())
    weight_of = bundled.agattr_label(graph, 2, b"weight", b"1")
    height_of = bundled.agattr_label(graph, 1, b"height", b"1")
    nodes = []
    for box in plan.boxes:
        node = bundled.agnode(graph, f"b{box.index}".encode(), 1)
        bundled.agxset(node, height_of, f"{2 * box.half_height / 72:.4f}".encode())
        nodes.append(node)
    for (tail, head), weight in _hop_weights(plan).items():
        edge = bundled.agedge(graph, nodes[tail], nodes[head], None, 1)
        if weight > 1:
            bundled.agxset(edge, weight_of, str(weight).encode())
    for tail, head in _invisible_hops(plan):
        bundled.agedge(graph, nodes[tail], nodes[head], None, 1)
    subgraphs: dict[int | None, Any] = {None: graph}
    for group in plan.graph.groups:
        subgraphs[group.index] = bundled.agsubg(
            subgraphs[group.parent], f"cluster_{group.id}".encode(), 1
        )
    for group_index, members in _members(plan).items():
        for index in members:
            bundled.agsubnode(subgraphs[group_index], nodes[index], 1)
    context = None

    def run(ordering: str) -> str:
        bundled.agattr_label(graph, 0, b"ordering", ordering.encode())
        bundled.gvLayout(context, graph, b"dot")
        text = bytes(bundled.gvRenderData(context, graph, b"plain")[1]).decode("ascii")
        bundled.gvFreeLayout(context, graph)
        return text

    with _lock:
        context = bundled.gvContextWithBuiltins()
        yield run
        bundled.gvFreeContext(context)
    bundled.agclose(graph)


@contextmanager
def _with_dot_command(plan: Plan) -> Iterator[Run]:
    import graphviz  # for weight: only where there is no pygraphviz

    graph = graphviz.Digraph(
        graph_attr=GRAPH | {"margin": str(margin(plan))}, node_attr=NODE, edge_attr=EDGE
    )
    for box in plan.boxes:
        graph.node(f"b{box.index}", label="", height=f"{2 * box.half_height / 72:.4f}")
    for (tail, head), weight in _hop_weights(plan).items():
        graph.edge(f"b{tail}", f"b{head}", weight=str(weight))
    for tail, head in _invisible_hops(plan):
        graph.edge(f"b{tail}", f"b{head}")
    members = _members(plan)

    def add_clusters(parent: int | None, into: graphviz.Digraph) -> None:
        for group in plan.graph.groups:
            if group.parent == parent:
                with into.subgraph(name=f"cluster_{group.id}") as cluster:
                    for index in members.get(group.index, ()):
                        cluster.node(f"b{index}")
                    add_clusters(group.index, cluster)

    add_clusters(None, graph)

    def run(ordering: str) -> str:
        graph.graph_attr["ordering"] = ordering
        try:
            return str(graph.pipe(format="plain", encoding="ascii"))
        except graphviz.ExecutableNotFound:
            raise RuntimeError(
                "Nothing can lay out the picture: install pygraphviz 2.0.4 or newer, "
                "or put Graphviz's dot on PATH."
            ) from None

    yield run
