"""How far a program came whose evaluation failed half-way: the forward steps before the failure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from graphs.errors import GraphError
from graphs.format.numbers import Digits
from graphs.model import Graph, Value


def until(graph: Graph, stop: int) -> Graph | None:
    """The circuit of the nodes before ``stop``; None where no gate is among them."""
    nodes = graph.nodes[:stop]
    gates = [node.index for node in nodes if node.gate is not None]
    if not gates:
        return None
    return replace(
        graph,
        nodes=nodes,
        names={name: index for name, index in graph.names.items() if index < stop},
        output=gates[-1],
        output_name=nodes[gates[-1]].name or f"n{gates[-1]}",
        wrt=frozenset(),
    )


def progress(error: GraphError, given: Mapping[str, Value], digits: Digits) -> dict[str, Any]:
    """What the contract sends beside such an error: ``steps``, and the ``nodes`` they speak of."""
    from graphs.payload.page import node_data  # here, since they build on what fails
    from graphs.trace import Trace

    if error.graph is None:
        return {}
    try:
        trace = Trace(error.graph, dict(given), (), digits=digits)
    except GraphError:
        return {}
    return {
        "steps": trace.steps,
        "nodes": [node_data(trace, node) for node in trace.model.nodes],
    }
