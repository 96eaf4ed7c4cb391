"""Second derivatives: the gradient of a gradient, by the same backpropagation once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.forward import as_float64, forward, record_faults
from graphs.errors import GraphError, TooLarge
from graphs.model import Graph, Node, Value
from graphs.model.builder import Builder
from graphs.model.expressions import Expression
from graphs.rewrite.backward_graph import backward_graph
from graphs.rewrite.simplify import simplify

MOST_ENTRIES = 12  # of a Hessian's side


@dataclass(frozen=True)
class Hessian:
    """The second derivatives ∂²output / ∂entry ∂entry, a square matrix.

    ``entries`` names its rows and columns: (input, element in C order).
    """

    entries: tuple[tuple[str, int], ...]
    matrix: Value
    eigenvalues: Value  # ascending, of the symmetric part


class SecondDerivatives:
    """The Hessian of a program's output and its products with vectors.

    ``of`` names inputs; together their elements are the Hessian's rows and columns.

    Raises:
        GraphError: a name is not an input.
    """

    def __init__(
        self,
        graph: Graph,
        input_values: Mapping[str, Value],
        values: Sequence[Value],
        of: Sequence[str],
    ) -> None:
        self.nodes = {path: graph.inputs[path].node for path in map(graph.input_path, of)}
        self.shapes = {name: np.shape(values[node]) for name, node in self.nodes.items()}
        self._graph, self._direction_nodes = self._gradient_dot_direction(
            replace(graph, wrt=frozenset(self.nodes.values()))
        )
        self._input_values = dict(input_values)

    @property
    def size(self) -> int:
        """How many elements the inputs have together: the Hessian's side."""
        return sum(int(np.prod(shape)) for shape in self.shapes.values())

    def _gradient_dot_direction(self, graph: Graph) -> tuple[Graph, dict[str, int]]:
        """A graph with the output Σ gradient × direction, and its node for each direction."""
        backward = simplify(backward_graph(graph), gradients_of=list(self.nodes.values()))
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

    def hvp(self, directions: Mapping[str, Value]) -> dict[str, Value]:
        """The Hessian-vector product: the gradient of gradient · vector, one more backward pass.

        The vector and the product have a part for each input, in its shape.

        Raises:
            GraphError: a part of the vector has another shape than its input.
        """
        directions = self._graph.by_path(directions)
        for name, part in directions.items():
            if np.shape(part) != self.shapes[name]:
                raise GraphError(
                    f"The vector's part for {name} has shape {np.shape(part)}.",
                    hint=f"Give it the shape of {name}: {self.shapes[name]}.",
                )
        nodes = list(self._graph.nodes)
        for name, direction_node in self._direction_nodes.items():
            value = np.asarray(directions.get(name, np.zeros(self.shapes[name])))[()]
            nodes[direction_node] = replace(nodes[direction_node], constant=value)
        graph = replace(self._graph, nodes=tuple(nodes))
        product: dict[str, Value] = {name: np.zeros(shape) for name, shape in self.shapes.items()}
        with record_faults():
            values, _ = forward(graph, self._input_values)
            if graph.depends_on_wrt[graph.output]:
                names = {index: name for name, index in self.nodes.items()}
                for node, slot, _, total in _backpropagate_values(graph, values):
                    if node.args[slot] in names:
                        product[names[node.args[slot]]] = total
        return {name: as_float64(value) for name, value in product.items()}

    def hessian(self) -> Hessian:
        """The whole matrix, with a Hessian-vector product for each row.

        Raises:
            TooLarge: its side is longer than ``MOST_ENTRIES``.
        """
        if self.size > MOST_ENTRIES:
            raise TooLarge(
                f"The Hessian would have {self.size:,} × {self.size:,} entries; "
                f"up to {MOST_ENTRIES} × {MOST_ENTRIES} are computed.",
                hint="Choose fewer inputs, or ask for its product with a vector.",
            )
        entries = [
            (name, element)
            for name, shape in self.shapes.items()
            for element in range(int(np.prod(shape)))
        ]
        rows = []
        for name, element in entries:
            direction = np.zeros(self.shapes[name])
            direction.reshape(-1)[element] = 1.0
            hvp = self.hvp({name: direction})
            rows.append(np.concatenate([np.ravel(hvp[each]) for each in self.shapes]))
        matrix = np.array(rows).reshape(len(entries), len(entries))
        finite = bool(np.all(np.isfinite(matrix)))
        symmetric = (matrix + matrix.T) / 2
        eigenvalues = np.linalg.eigvalsh(symmetric) if finite and len(entries) else np.zeros(0)
        rounding = (
            len(entries) * np.finfo(np.float64).eps * np.max(np.abs(eigenvalues), initial=0.0)
        )
        eigenvalues = np.where(np.abs(eigenvalues) <= rounding, 0.0, eigenvalues)
        return Hessian(tuple(entries), matrix, eigenvalues)


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
