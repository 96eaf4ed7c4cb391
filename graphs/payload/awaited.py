"""Which values would get a gradient once a program runs that an error stopped: for the rail."""

from __future__ import annotations

from typing import Any

from graphs.explain.labels import of_name
from graphs.model import Graph, Node


def awaited_data(model: Graph) -> dict[str, Any]:
    """The ids of the values that would get a gradient, the last computed first, and the nodes among
    them that did not run; {} for a program that ran."""
    if not model.wanted:
        return {}
    graph = model.drawn
    computed: dict[int, None] = {}  # an input counts where it is first read
    for node in graph.nodes:
        if node.gate is not None:
            computed |= dict.fromkeys((*node.args, node.index))
    awaits = graph.awaits_gradient
    return {
        "awaited": [graph.nodes[index].id for index in reversed(computed) if awaits[index]],
        "not_run": [_named(graph, node) for node in model.not_run],
    }


def _named(graph: Graph, node: Node) -> dict[str, Any]:
    """What a label is made of: a name, or what the gate is called in the picture."""
    symbol = node.gate.symbol if node.gate else ""
    label = of_name(node.name) if node.name else None
    return {
        "id": node.id,
        "name": node.name,
        "symbol": symbol,
        "label": label.text if label else symbol,
        "latex": label.latex if label else "",
        "args": [graph.nodes[argument].id for argument in node.args],
    }
