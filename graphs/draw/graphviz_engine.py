"""Graphviz as a geometry engine: boxes of known size in, their places out.

No text ever reaches it: names are ours, labels empty, sizes fixed, so neither fonts nor platforms
nor typed text can move or break anything. Columns are known; only the order in each column and
the heights are asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from graphs.draw.plan import Plan
from graphs.draw.wiring import ancestors

try:
    import pygraphviz
    from pygraphviz import graphviz as bundled
except ImportError:  # no wheel for this platform: a `dot` on PATH does
    pygraphviz = bundled = None

SEPARATION = 6  # units between two boxes in a column
MARGIN = 18  # units between a group's outline and its members; a title stands in it
NESTED = 26  # the same where groups stand in groups: each title has a line and a button of its own
GRAPH = {
    "rankdir": "LR",
    "splines": "none",
    "nodesep": f"{SEPARATION / 72:.4f}",
    "ranksep": "0.5",
}
NODE = {"shape": "box", "fixedsize": "true", "label": "", "width": "0.2"}
EDGE = {"arrowhead": "none"}


def margin(plan: Plan) -> int:
    """The units between outlines and their members, which clusters inherit from the whole."""
    return MARGIN if all(group.parent is None for group in plan.graph.groups) else NESTED


Run = Callable[[str], str]  # "ordering" of the arguments → the picture in Graphviz's plain format

_lock = threading.Lock()  # Graphviz keeps global state


def _hops(plan: Plan) -> dict[tuple[int, int], int]:
    """Weight of each hop. Long wires should be straight: Graphviz's own 1 : 2 : 8."""
    hops: dict[tuple[int, int], int] = {}
    for wire in plan.wires:
        for tail, head in zip(wire.boxes, wire.boxes[1:], strict=False):
            lanes = (plan.boxes[tail].kind == "lane") + (plan.boxes[head].kind == "lane")
            hops[tail, head] = hops.get((tail, head), 0) + (1, 2, 8)[lanes]
    return hops


def _ties(plan: Plan) -> list[tuple[int, int]]:
    """Invisible hops that hold separate parts of the picture in their columns."""
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
    """The boxes of each group, those of the groups inside it among them."""
    members: dict[int | None, list[int]] = {}
    for box in plan.boxes:
        for group in ancestors(plan.graph, box.group):
            members.setdefault(group, []).append(box.index)
    return members


def opened(plan: Plan) -> AbstractContextManager[Run]:
    """A plan in Graphviz's hands, to be laid out once or several times."""
    return (_in_process if pygraphviz is not None else _outside)(plan)


@contextmanager
def _in_process(plan: Plan) -> Iterator[Run]:
    """Through the library's own functions: pygraphviz's classes take longer than Graphviz does."""
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
        bundled.agxset(node, height_of, f"{2 * box.half / 72:.4f}".encode())
        nodes.append(node)
    for (tail, head), weight in _hops(plan).items():
        edge = bundled.agedge(graph, nodes[tail], nodes[head], None, 1)
        if weight > 1:
            bundled.agxset(edge, weight_of, str(weight).encode())
    for tail, head in _ties(plan):
        bundled.agedge(graph, nodes[tail], nodes[head], None, 1)
    inside: dict[int | None, Any] = {None: graph}
    for group in plan.graph.groups:
        inside[group.index] = bundled.agsubg(
            inside[group.parent], f"cluster_{group.id}".encode(), 1
        )
    for group_index, members in _members(plan).items():
        for index in members:
            bundled.agsubnode(inside[group_index], nodes[index], 1)
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
def _outside(plan: Plan) -> Iterator[Run]:
    import graphviz

    graph = graphviz.Digraph(
        graph_attr=GRAPH | {"margin": str(margin(plan))}, node_attr=NODE, edge_attr=EDGE
    )
    for box in plan.boxes:
        graph.node(f"b{box.index}", label="", height=f"{2 * box.half / 72:.4f}")
    for (tail, head), weight in _hops(plan).items():
        graph.edge(f"b{tail}", f"b{head}", weight=str(weight))
    for tail, head in _ties(plan):
        graph.edge(f"b{tail}", f"b{head}")
    members = _members(plan)

    def enclose(parent: int | None, into: graphviz.Digraph) -> None:
        for group in plan.graph.groups:
            if group.parent == parent:
                with into.subgraph(name=f"cluster_{group.id}") as cluster:
                    for index in members.get(group.index, ()):
                        cluster.node(f"b{index}")
                    enclose(group.index, cluster)

    enclose(None, graph)

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
