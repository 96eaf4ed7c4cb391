"""The circuit of a program that also holds a backward pass written by hand: its forward part.

Gradients and updates that the text computes are judged by the check; the picture shows ours.
"""

from __future__ import annotations

from dataclasses import replace

from graphs.language.gradient_names import looks_like_gradient, targets
from graphs.model import Graph, Node


def forward_circuit(graph: Graph) -> Graph:
    """The graph without the gates that only gradients of the text's own, or what follows from them,
    are computed by; the same graph where it has none."""
    if not _has_own_gradient(graph):
        return graph
    new_index: dict[int, int] = {}
    nodes: list[Node] = []
    for node in graph.nodes:
        if not graph.used[node.index] and node.kind != "input":
            continue
        new_index[node.index] = len(nodes)
        args = tuple(new_index[argument] for argument in node.args)
        nodes.append(replace(node, index=len(nodes), args=args, original_id=node.id))
    names = {name: new_index[at] for name, at in graph.names.items() if at in new_index}
    inputs = {
        name: replace(entry, node=new_index[entry.node]) for name, entry in graph.inputs.items()
    }
    return graph.with_nodes(
        nodes,
        names=names,
        inputs=inputs,
        output=new_index[graph.output],
        wrt=frozenset(new_index[index] for index in graph.wrt),
        absorbed=frozenset(
            new_index[entry.node]
            for entry in graph.inputs.values()
            if not graph.used[entry.node] and graph.consumers[entry.node]
        ),
    )


def _has_own_gradient(graph: Graph) -> bool:
    unused = [name for name, index in graph.names.items() if not graph.used[index]]
    return any(
        graph.nodes[graph.names[name]].gate is not None
        and looks_like_gradient(name)
        and targets(name, graph.names.keys() | graph.inputs.keys())
        for name in unused
    )
