"""The peer: micrograd 0.1.0, and the static picture its notebook draws with Graphviz.

micrograd's package holds the engine; ``draw_dot`` stands in its notebook trace_graph.ipynb and is
restated here: a record for each value with its data and gradient, a node for each operation,
left to right, rendered to SVG by Graphviz's ``dot``.
"""

from __future__ import annotations

from graphviz import Digraph
from micrograd.engine import Value


def built() -> Value:
    """The program of micrograd's README, built and run forward."""
    a, b = Value(-4.0), Value(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    return g


def example() -> Value:
    """The same, and backward."""
    g = built()
    g.backward()
    return g


def draw(root: Value) -> Digraph:
    """The circuit under ``root`` as a Graphviz graph."""
    nodes: set[Value] = set()
    wires: set[tuple[Value, Value]] = set()
    waiting = [root]
    while waiting:
        value = waiting.pop()
        if value not in nodes:
            nodes.add(value)
            for child in value._prev:
                wires.add((child, value))
                waiting.append(child)
    picture = Digraph(format="svg", graph_attr={"rankdir": "LR"})
    for value in nodes:
        label = f"{{ data {value.data:.4f} | grad {value.grad:.4f} }}"
        picture.node(str(id(value)), label=label, shape="record")
        if value._op:
            picture.node(f"{id(value)}{value._op}", label=value._op)
            picture.edge(f"{id(value)}{value._op}", str(id(value)))
    for child, value in wires:
        picture.edge(str(id(child)), f"{id(value)}{value._op}")
    return picture


def example_as_svg() -> bytes:
    """From nothing to the annotated SVG, as the notebook shows it."""
    rendered: bytes = draw(example()).pipe()
    return rendered
