"""Titles of arrays in the picture: for screen readers and for the pointer."""

from __future__ import annotations

from graphs.draw.text import clean
from graphs.draw.wiring import shape_of
from graphs.format.arrays import shape_text
from graphs.model import Graph


def array_label(graph: Graph, node: int, quantity: str) -> str:
    """The label of an array's mark, ``gradient of W, (10, 5)``; "" for a number's."""
    shape = shape_of(graph.nodes[node])
    return f"{quantity} of {_node_title(graph, node)}, {shape_text(shape)}" if shape else ""


def broadcast_title(graph: Graph, pair: tuple[int, int]) -> str:
    """The title of the broadcast at a wire: ``b (5,) is repeated along axis 0 to (10, 5)``."""
    consumer = graph.nodes[pair[0]]
    argument = consumer.args[pair[1]]
    shape = shape_of(graph.nodes[argument])
    axes = graph.broadcasts[pair]
    along = " and ".join(f"{axis}" for axis in axes)
    shape_words = f" {shape_text(shape)}" if shape else ", a number,"
    return (
        f"{_node_title(graph, argument)}{shape_words} is repeated along "
        f"{'axis' if len(axes) == 1 else 'axes'} {along} to {shape_text(shape_of(consumer))}"
    )


def _node_title(graph: Graph, node: int) -> str:
    """A node's name, or its gate's."""
    title = clean(graph.titles.get(node) or "")
    gate = graph.nodes[node].gate
    return title or (f"the {gate.title} gate" if gate else "a constant")
