"""A program's gradient as a graph of its own, at any values of some inputs laid out as one vector.

Backpropagation through it gives the gradient's gradient: rows of the Hessian.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.decisions import changed
from graphs.autodiff.forward import as_float64, forward, record_faults
from graphs.autodiff.seed import loss_of
from graphs.errors import GraphError
from graphs.model import Graph, Node, Value
from graphs.model.builder import Builder
from graphs.model.expressions import Expression
from graphs.rewrite.backward_graph import backward_graph
from graphs.rewrite.simplify import simplify


class GradientGraph:
    """The gradient by the inputs ``of``, and its products with directions.

    ``point`` is where the inputs are; ``forward`` is the program, ``graph`` the program with its
    gradient, whose output is Σ gradient × direction. The decisions of the text are in
    ``text_graph``.

    Raises:
        GraphError: a name is not an input.
    """

    def __init__(
        self,
        graph: Graph,
        input_values: Mapping[str, Value],
        values: Sequence[Value],
        of: Sequence[str],
        text_graph: Graph,
    ) -> None:
        self.nodes = {path: graph.inputs[path].node for path in map(graph.input_path, of)}
        self.shapes = {name: np.shape(values[node]) for name, node in self.nodes.items()}
        self.forward = replace(graph, wrt=frozenset(self.nodes.values()))
        self.text_graph = text_graph
        self.graph, self._direction_nodes = self._gradient_dot_direction(self.forward)
        self._input_values = dict(input_values)
        self.point = self.flat({name: values[node] for name, node in self.nodes.items()})

    @property
    def size(self) -> int:
        """How many elements the inputs have together: the Hessian's side."""
        return sum(int(np.prod(shape)) for shape in self.shapes.values())

    @property
    def entries(self) -> tuple[tuple[str, int], ...]:
        """The input and the element of each row."""
        return tuple(
            (name, element)
            for name, shape in self.shapes.items()
            for element in range(int(np.prod(shape)))
        )

    def _gradient_dot_direction(self, graph: Graph) -> tuple[Graph, dict[str, int]]:
        """A graph with the output Σ gradient × direction, and its node for each direction."""
        backward = simplify(backward_graph(graph), gradients_of=list(self.nodes.values()))
        self._gradient_nodes = dict(backward.gradient)
        builder = Builder(nodes=list(backward.graph.nodes))
        total = Expression(builder, builder.constant(np.float64(0.0)))
        direction_nodes = {}
        for name, node in self.nodes.items():
            if node not in backward.gradient:
                continue
            direction_node = builder.constant(np.zeros(self.shapes[name])[()])
            direction_nodes[name] = direction_node
            total = total + np.sum(
                Expression(builder, backward.gradient[node]) * Expression(builder, direction_node)
            )
        with_product = replace(
            backward.graph, nodes=tuple(builder.nodes), output=total.index, upstream=None
        )
        return with_product, direction_nodes

    def inputs(self, point: np.ndarray) -> dict[str, Value]:
        return self._input_values | self.parts(point)

    def values(self, point: np.ndarray) -> list[Value]:
        with record_faults():
            return forward(self.graph, self.inputs(point))[0]

    def value(self, values: Sequence[Value]) -> float:
        """The output, or the sum of its elements."""
        return loss_of(self.forward, values[self.forward.output])

    def gradient(self, values: Sequence[Value]) -> np.ndarray:
        return self.flat(
            {
                name: np.broadcast_to(values[self._gradient_nodes[node]], self.shapes[name])
                for name, node in self.nodes.items()
                if node in self._gradient_nodes
            }
        )

    def products(self, values: Sequence[Value], directions: np.ndarray) -> np.ndarray:
        """The product with each direction, by the rules: a backward pass each."""
        names, values = {index: name for name, index in self.nodes.items()}, list(values)
        rows = []
        for direction in directions:
            parts, product = self.parts(direction), dict[str, Value]()
            for name, direction_node in self._direction_nodes.items():
                values[direction_node] = parts[name]
            with record_faults():
                if self.graph.depends_on_wrt[self.graph.output]:
                    for node, slot, _, total in _backpropagate_values(self.graph, values):
                        if node.args[slot] in names:
                            product[names[node.args[slot]]] = total
            rows.append(self.flat(product))
        return np.array(rows).reshape(len(directions), self.size)

    def all(self, point: np.ndarray, directions: np.ndarray) -> np.ndarray | None:
        """The value, the gradient and the products; None where the text decides otherwise."""
        if changed(self.text_graph, self.inputs(point)) is not None:
            return None
        try:
            values = self.values(point)
            products = self.products(values, directions)
        except GraphError:
            return None
        return np.concatenate([[self.value(values)], self.gradient(values), np.ravel(products)])

    def flat(self, parts: Mapping[str, Value]) -> np.ndarray:
        """The parts of all inputs one after the other; 0 for one that is missing."""
        flat = [
            np.ravel(np.asarray(parts.get(name, np.zeros(shape)), dtype=np.float64))
            for name, shape in self.shapes.items()
        ]
        return np.concatenate(flat) if flat else np.zeros(0)

    def parts(self, flat: np.ndarray) -> dict[str, Value]:
        parts, start = {}, 0
        for name, shape in self.shapes.items():
            size = int(np.prod(shape))
            parts[name] = as_float64(flat[start : start + size].reshape(shape))
            start += size
        return parts


def _backpropagate_values(
    graph: Graph, values: Sequence[Value]
) -> Iterator[tuple[Node, int, Value, Value]]:
    """``backpropagate`` on numbers.

    Raises:
        GraphError: a gradient rule needs the inverse of a singular matrix.
    """
    try:
        yield from backpropagate(graph, values, np.float64(1.0))
    except np.linalg.LinAlgError:
        raise GraphError(
            "A second derivative cannot be computed: a matrix on the way back is singular.",
            hint="Check the values that go in.",
        ) from None
