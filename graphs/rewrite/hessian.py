"""Second derivatives: the gradient of a gradient, by the same backpropagation once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graphs.autodiff.backward import walk
from graphs.autodiff.forward import faults, forward, plain
from graphs.errors import GraphError, TooLarge
from graphs.model import Graph, Node, Value
from graphs.model.builder import Builder
from graphs.model.expressions import Expression
from graphs.rewrite.backward_graph import adjoint
from graphs.rewrite.simplify import tidied

MOST_ENTRIES = 12  # of a Hessian's side


@dataclass(frozen=True)
class Hessian:
    """∂²output / ∂entry ∂entry; ``entries`` are (name, element in C order)."""

    entries: tuple[tuple[str, int], ...]
    matrix: Value
    eigenvalues: Value  # ascending, of the symmetric part


class Curvature:
    """How the gradient of a program changes: products of its Hessian with vectors."""

    def __init__(
        self, graph: Graph, given: Mapping[str, Value], values: Sequence[Value], of: Sequence[str]
    ) -> None:
        for name in of:
            if name not in graph.inputs:
                raise GraphError(
                    f"{name} is not an input of the program.",
                    hint=f"Its inputs are {', '.join(graph.inputs) or 'none'}.",
                )
        self.nodes = {name: graph.inputs[name].node for name in of}
        self.shapes = {name: np.shape(values[node]) for name, node in self.nodes.items()}
        self._graph, self._leaves = self._along(replace(graph, wrt=frozenset(self.nodes.values())))
        self._given = dict(given)

    @property
    def size(self) -> int:
        """How many entries the inputs have together."""
        return sum(int(np.prod(shape)) for shape in self.shapes.values())

    def _along(self, graph: Graph) -> tuple[Graph, dict[str, int]]:
        """The gradient's product with a vector as an output: Σ gradient × direction."""
        joint = tidied(adjoint(graph), wanted=list(self.nodes.values()))
        builder = Builder(nodes=list(joint.graph.nodes))
        total = Expression(builder, builder.constant(np.float64(0.0)))
        leaves = {}
        for name, node in self.nodes.items():
            if node not in joint.gradient:
                continue
            leaf = builder.constant(np.zeros(self.shapes[name])[()])
            leaves[name] = leaf
            total = total + np.sum(
                Expression(builder, joint.gradient[node]) * Expression(builder, leaf)
            )
        return replace(joint.graph, nodes=tuple(builder.nodes), output=total.index), leaves

    def product(self, directions: Mapping[str, Value]) -> dict[str, Value]:
        """The Hessian times a vector, each in the shapes of the inputs: one more backward pass.

        Raises:
            GraphError: a part of the vector has another shape than its input.
        """
        for name, part in directions.items():
            if np.shape(part) != self.shapes[name]:
                raise GraphError(
                    f"The vector's part for {name} has shape {np.shape(part)}.",
                    hint=f"Give it the shape of {name}: {self.shapes[name]}.",
                )
        nodes = list(self._graph.nodes)
        for name, leaf in self._leaves.items():
            value = np.asarray(directions.get(name, np.zeros(self.shapes[name])))[()]
            nodes[leaf] = replace(nodes[leaf], constant=value)
        graph = replace(self._graph, nodes=tuple(nodes))
        found: dict[str, Value] = {name: np.zeros(shape) for name, shape in self.shapes.items()}
        with faults():
            values, _ = forward(graph, self._given)
            if graph.depends_on_wrt[graph.output]:
                names = {index: name for name, index in self.nodes.items()}
                for node, slot, _, total in _walked(graph, values):
                    if node.args[slot] in names:
                        found[names[node.args[slot]]] = total
        return {name: plain(value) for name, value in found.items()}

    def hessian(self) -> Hessian:
        """The whole matrix, a product a row.

        Raises:
            TooLarge: there are more than 12 entries.
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
            product = self.product({name: direction})
            rows.append(np.concatenate([np.ravel(product[each]) for each in self.shapes]))
        matrix = np.array(rows).reshape(len(entries), len(entries))
        finite = bool(np.all(np.isfinite(matrix)))
        half = (matrix + matrix.T) / 2
        eigenvalues = np.linalg.eigvalsh(half) if finite and len(entries) else np.zeros(0)
        noise = len(entries) * np.finfo(np.float64).eps * np.max(np.abs(eigenvalues), initial=0.0)
        eigenvalues = np.where(np.abs(eigenvalues) <= noise, 0.0, eigenvalues)
        return Hessian(tuple(entries), matrix, eigenvalues)


def _walked(graph: Graph, values: Sequence[Value]) -> Iterator[tuple[Node, int, Value, Value]]:
    """The walk on numbers; a rule that cannot be computed is an error."""
    try:
        yield from walk(graph, values, np.float64(1.0))
    except np.linalg.LinAlgError:
        raise GraphError(
            "A second derivative cannot be computed: a matrix on the way back is singular.",
            hint="Check the values that go in.",
        ) from None
