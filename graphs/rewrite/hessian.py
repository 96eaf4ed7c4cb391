"""Second derivatives: the gradient of a gradient, by the same backpropagation once more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.decisions import changed
from graphs.autodiff.forward import as_float64, forward, record_faults
from graphs.autodiff.kinks import TINY, Kink, bent_gate, choices, first_change
from graphs.autodiff.seed import loss_of
from graphs.errors import GraphError, TooLarge
from graphs.format.arrays import element_name
from graphs.model import Graph, Guard, Node, Value
from graphs.model.builder import Builder
from graphs.model.expressions import Expression
from graphs.rewrite.around import Limits, limits, lines, scale_of, sides
from graphs.rewrite.backward_graph import backward_graph
from graphs.rewrite.simplify import simplify

MOST_ENTRIES = 12  # of a Hessian's side
CLOSE = 1e-7  # relative: entries that differ by less are equal but for rounding
EPSILON = float(np.finfo(np.float64).eps)


@dataclass(frozen=True)
class Hessian:
    """The second derivatives ∂²output / ∂entry ∂entry, a square matrix.

    ``entries`` names its rows and columns: (input, element in C order). At a ``kink`` those that
    do not exist are nan. ``asymmetric`` is by how much two entries differ that should be equal.
    ``straight`` says that no gate on the way is curved.
    """

    entries: tuple[tuple[str, int], ...]
    matrix: Value
    eigenvalues: Value  # ascending; none where an entry is not finite
    kink: Kink | None = None
    asymmetric: float = 0.0
    straight: bool = False


class SecondDerivatives:
    """The Hessian of a program's output and its products with vectors.

    ``of`` names inputs; together their elements are the Hessian's rows and columns. The decisions
    of the text are in ``text_graph``, where ``graph`` is made from another.

    Raises:
        GraphError: a name is not an input.
    """

    def __init__(
        self,
        graph: Graph,
        input_values: Mapping[str, Value],
        values: Sequence[Value],
        of: Sequence[str],
        text_graph: Graph | None = None,
    ) -> None:
        self.nodes = {path: graph.inputs[path].node for path in map(graph.input_path, of)}
        self.shapes = {name: np.shape(values[node]) for name, node in self.nodes.items()}
        self._forward = replace(graph, wrt=frozenset(self.nodes.values()))
        self._text_graph = text_graph or graph
        self._graph, self._direction_nodes = self._gradient_dot_direction(self._forward)
        self._input_values = dict(input_values)
        self._point = self._flat({name: values[node] for name, node in self.nodes.items()})

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

    def hvp(self, directions: Mapping[str, Value]) -> dict[str, Value]:
        """The Hessian-vector product: the gradient of gradient · vector, one more backward pass.

        The vector and the product have a part for each input, in its shape.

        Raises:
            GraphError: a part of the vector has another shape than its input.
        """
        return self.product(directions)[0]

    def product(self, directions: Mapping[str, Value]) -> tuple[dict[str, Value], Kink | None]:
        """The same, and the kink where numbers of it do not exist."""
        directions = self._graph.by_path(directions)
        for name, part in directions.items():
            if np.shape(part) != self.shapes[name]:
                raise GraphError(
                    f"The vector's part for {name} has shape {np.shape(part)}.",
                    hint=f"Give it the shape of {name}: {self.shapes[name]}.",
                )
        direction = self._flat(
            {name: directions.get(name, np.zeros(shape)) for name, shape in self.shapes.items()}
        )
        rows, kink = self._rows(direction[None])
        return self._parts(rows[0]), kink

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
        matrix, kink = self._rows(np.eye(self.size))
        asymmetric = _asymmetry(matrix)
        if not asymmetric:
            with np.errstate(all="ignore"):
                matrix = np.where(matrix == matrix.T, matrix, (matrix + matrix.T) / 2)
        finite = bool(np.all(np.isfinite(matrix))) and self.size > 0
        eigenvalues = np.linalg.eigvalsh((matrix + matrix.T) / 2) if finite else np.zeros(0)
        rounding = self.size * EPSILON * np.max(np.abs(eigenvalues), initial=0.0)
        eigenvalues = np.where(np.abs(eigenvalues) <= rounding, 0.0, eigenvalues)
        straight = not self._graph.depends_on_wrt[self._graph.output]
        return Hessian(self.entries, matrix, eigenvalues, kink, asymmetric, straight)

    def _rows(self, directions: np.ndarray) -> tuple[np.ndarray, Kink | None]:
        """The product with each direction, a row each; nan where it does not exist.

        Where a choice of a gate or of the text turns on one side of the point, or a number is not
        finite or not symmetric although the gradient is, it is what all sides tend to.
        """
        values = self._values(self._point)
        exact, gradient = self._products(values, directions), self._gradient(values)
        turns, decision = self._turns(values)
        if decision is not None:
            nothing = np.where(np.any(directions != 0.0, axis=1)[:, None], np.nan, exact)
            return nothing, Kink("curvature", "", (np.nan, np.nan), decision=decision)
        whole = len(directions) == self.size and self.size > 1
        sure = bool(np.all(np.isfinite(exact))) and not (whole and _asymmetry(exact))
        known = np.all(np.isfinite(gradient)) and np.all(np.isfinite(values[self._forward.output]))
        if (sure and not turns) or not known:
            return exact, None
        count = len(gradient)
        near = limits(
            lambda point: self._all(point, directions),
            self._point,
            (slice(0, 1), slice(1, 1 + count), slice(1 + count, None)),
        )
        if near is None or (not turns and np.any(np.isnan(near.value))):
            return exact, None
        start = loss_of(self._forward, values[self._forward.output])
        if not abs(near.value[0] - start) <= CLOSE * abs(start):
            nothing = np.where(np.any(directions != 0.0, axis=1)[:, None], np.nan, exact)
            return nothing, Kink("value", "", (start, start), self._turning_gate())
        slopes, rows = near.value[1 : 1 + count], near.value[1 + count :].reshape(exact.shape)
        size = np.max(np.abs(rows), initial=0.0, where=np.isfinite(rows))
        jumping = np.isnan(slopes)
        if sure and not np.any(jumping) and np.all(np.abs(rows - exact) <= CLOSE * size):
            return exact, None
        rows = np.where(
            jumping | np.any(jumping & (directions != 0.0), axis=1)[:, None], np.nan, rows
        )
        bent = np.any(jumping) or np.any(np.isnan(rows))
        return rows, self._kink(near) if bent else None

    def _all(self, point: np.ndarray, directions: np.ndarray) -> np.ndarray | None:
        """The value, the gradient and the products; None where the text decides otherwise."""
        if changed(self._text_graph, self._inputs(point)) is not None:
            return None
        try:
            values = self._values(point)
            products = self._products(values, directions)
        except GraphError:
            return None
        value = loss_of(self._forward, values[self._forward.output])
        return np.concatenate([[value], self._gradient(values), np.ravel(products)])

    def _turns(self, values: Sequence[Value]) -> tuple[bool, Guard | None]:
        """Whether a gate chooses otherwise on a side of the point, and the decision that does."""
        turns, here = False, choices(self._graph.nodes, values)
        for side in sides(self.size):
            moved = self._point + TINY[-1] * scale_of(self._point) * side
            decision = changed(self._text_graph, self._inputs(moved))
            if decision is not None:
                return True, decision
            try:
                there = choices(self._graph.nodes, self._values(moved))
            except GraphError:
                continue
            turns = turns or first_change(here, there) is not None
        return turns, None

    def _kink(self, near: Limits) -> Kink:
        """What differs most between the sides, and the gate that makes it."""
        slope = bool(np.any(np.isnan(near.value[1 : 1 + self.size])))
        part = slice(1, 1 + self.size) if slope else slice(1 + self.size, None)
        low, high = near.low[part], near.high[part]
        with np.errstate(all="ignore"):
            gap = np.where(np.isnan(near.value[part]), high - low, -np.inf)
        worst = int(np.argmax(np.where(np.isnan(gap), np.inf, gap)))
        name, element = self.entries[worst % self.size]
        by = element_name(name, element, self.shapes[name])
        gate = self._bent_gate()
        return Kink(
            "slope" if slope else "curvature",
            by if self.size > 1 else "",
            (float(low[worst]), float(high[worst])),
            gate,
            along_a_line=self.size == 1,
        )

    def _bent_gate(self) -> Node | None:
        """The gate whose slope jumps between two sides, else the one whose choice or rule turns."""
        scale = scale_of(self._point)
        for line in lines(self.size):
            moves = [self._point + tiny * scale * line for tiny in TINY]
            back = [self._point - tiny * scale * line for tiny in TINY]
            pairs = [
                (self._values(one), self._values(two)) for one, two in zip(moves, back, strict=True)
            ]
            gate = bent_gate(self._forward, pairs)
            if gate is not None:
                return gate
        return self._turning_gate()

    def _turning_gate(self) -> Node | None:
        """The first gate that chooses otherwise beside the point, or whose rule does."""
        scale, backward = scale_of(self._point), backward_graph(self._forward)
        here, *others = (
            self._chosen(backward.graph, self._point + tiny * scale * line)
            for line in lines(self.size)
            for tiny in (0.0, TINY[-1])
        )
        for there in others:
            index = first_change(here, there)
            wire = backward.first_wire.get(index) if index is not None else None
            if index is not None:
                return self._forward.nodes[wire.gate if wire else index]
        return None

    def _chosen(self, graph: Graph, point: np.ndarray) -> dict[int, Value]:
        with record_faults():
            return choices(graph.nodes, forward(graph, self._inputs(point))[0])

    def _inputs(self, point: np.ndarray) -> dict[str, Value]:
        return self._input_values | self._parts(point)

    def _values(self, point: np.ndarray) -> list[Value]:
        with record_faults():
            return forward(self._graph, self._inputs(point))[0]

    def _gradient(self, values: Sequence[Value]) -> np.ndarray:
        return self._flat(
            {
                name: np.broadcast_to(values[self._gradient_nodes[node]], self.shapes[name])
                for name, node in self.nodes.items()
                if node in self._gradient_nodes
            }
        )

    def _products(self, values: Sequence[Value], directions: np.ndarray) -> np.ndarray:
        """The product with each direction, by the rules: a backward pass each."""
        names, values = {index: name for name, index in self.nodes.items()}, list(values)
        rows = []
        for direction in directions:
            parts, product = self._parts(direction), dict[str, Value]()
            for name, direction_node in self._direction_nodes.items():
                values[direction_node] = parts[name]
            with record_faults():
                if self._graph.depends_on_wrt[self._graph.output]:
                    for node, slot, _, total in _backpropagate_values(self._graph, values):
                        if node.args[slot] in names:
                            product[names[node.args[slot]]] = total
            rows.append(self._flat(product))
        return np.array(rows).reshape(len(directions), self.size)

    def _flat(self, parts: Mapping[str, Value]) -> np.ndarray:
        """The parts of all inputs one after the other; 0 for one that is missing."""
        flat = [
            np.ravel(np.asarray(parts.get(name, np.zeros(shape)), dtype=np.float64))
            for name, shape in self.shapes.items()
        ]
        return np.concatenate(flat) if flat else np.zeros(0)

    def _parts(self, flat: np.ndarray) -> dict[str, Value]:
        parts, start = {}, 0
        for name, shape in self.shapes.items():
            size = int(np.prod(shape))
            parts[name] = as_float64(flat[start : start + size].reshape(shape))
            start += size
        return parts


def _asymmetry(matrix: np.ndarray) -> float:
    """The largest difference of two entries that should be equal; 0 where that is rounding."""
    with np.errstate(all="ignore"):
        gap = float(
            np.max(np.abs(matrix - matrix.T), initial=0.0, where=np.isfinite(matrix - matrix.T))
        )
        size = float(np.max(np.abs(matrix), initial=0.0, where=np.isfinite(matrix)))
    return gap if gap > CLOSE * size else 0.0


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
