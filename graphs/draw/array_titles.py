"""What the picture says of arrays to those who hear it or point at it."""

from __future__ import annotations

from graphs.draw.text import clean
from graphs.draw.wiring import shape_of
from graphs.format.arrays import shape_text
from graphs.model import Graph


def label_of(graph: Graph, node: int, what: str) -> str:
    """Of an array's mark: ``gradient of W, (10, 5)``; nothing of a number's."""
    shape = shape_of(graph.nodes[node])
    return f"{what} of {_called(graph, node)}, {shape_text(shape)}" if shape else ""


def repeated(graph: Graph, pair: tuple[int, int]) -> str:
    """Of a broadcast: ``b (5,) is repeated along axis 0 to (10, 5)``."""
    consumer = graph.nodes[pair[0]]
    argument = consumer.args[pair[1]]
    shape = shape_of(graph.nodes[argument])
    axes = graph.broadcasts[pair]
    along = " and ".join(f"{axis}" for axis in axes)
    known = f" {shape_text(shape)}" if shape else ", a number,"
    return (
        f"{_called(graph, argument)}{known} is repeated along "
        f"{'axis' if len(axes) == 1 else 'axes'} {along} to {shape_text(shape_of(consumer))}"
    )


def _called(graph: Graph, node: int) -> str:
    """A node's name, or its gate's."""
    title = clean(graph.titles.get(node) or "")
    gate = graph.nodes[node].gate
    return title or (f"the {gate.title} gate" if gate else "a constant")
