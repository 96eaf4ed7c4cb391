"""The circuit in Graphviz's language, for other tools. The picture itself is not drawn from it."""

from __future__ import annotations

import graphviz

from graphs.draw.text import clean
from graphs.format.arrays import shape_text
from graphs.model import Graph, Node


def dot_source(graph: Graph) -> str:
    """DOT text: a node a gate, input and constant; an edge a wire, in slot order."""
    drawing = graphviz.Digraph(
        "circuit",
        graph_attr={"rankdir": "LR"},
        node_attr={"fontname": "Inter", "shape": "circle"},
        edge_attr={"arrowsize": "0.7"},
    )
    for node in graph.nodes:
        shape = {"input": "plain", "constant": "plain"}.get(node.kind, "circle")
        drawing.node(node.id, label=_label(graph, node), shape=shape)
    for node in graph.nodes:
        for argument in node.args:
            drawing.edge(graph.nodes[argument].id, node.id)
    return str(drawing.source)


def _label(graph: Graph, node: Node) -> str:
    """A node's label. ``escape`` keeps Graphviz from reading HTML or backslash escapes in it.

    A label that begins with a line break crashes Graphviz 14: text is cleaned of those.
    """
    title = graph.titles.get(node.index) or node.name
    if node.kind == "constant":
        text = shape_text(node.shape) if node.shape else str(node.constant)
    elif node.gate is not None:
        text = f"{title} = {node.gate.symbol}" if title else node.gate.symbol
    else:
        text = title or node.id
    label: str = graphviz.escape(clean(text).strip() or node.id)
    return label
