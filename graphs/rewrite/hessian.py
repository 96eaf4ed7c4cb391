"""Second derivatives: the gradient of a gradient, by the same backpropagation once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graphs.autodiff.bends import Kink
from graphs.errors import GraphError, TooLarge
from graphs.model import Graph, Value
from graphs.rewrite.around import limits
from graphs.rewrite.gradient_graph import GradientGraph
from graphs.rewrite.hessian_kinks import deciding, turning, turns
from graphs.rewrite.hessian_kinks import kink as kink_between

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
        self._of = GradientGraph(graph, input_values, values, of, text_graph or graph)
        self.nodes, self.shapes = self._of.nodes, self._of.shapes
        self.size = self._of.size  # of the Hessian's side

    def hvp(self, directions: Mapping[str, Value]) -> dict[str, Value]:
        """The Hessian-vector product: the gradient of gradient · vector, one more backward pass.

        The vector and the product have a part for each input, in its shape.

        Raises:
            GraphError: a part of the vector has another shape than its input.
        """
        return self.product(directions)[0]

    def product(self, directions: Mapping[str, Value]) -> tuple[dict[str, Value], Kink | None]:
        """The same, and the kink where numbers of it do not exist."""
        directions = self._of.graph.by_path(directions)
        for name, part in directions.items():
            if np.shape(part) != self.shapes[name]:
                raise GraphError(
                    f"The vector's part for {name} has shape {np.shape(part)}.",
                    hint=f"Give it the shape of {name}: {self.shapes[name]}.",
                )
        direction = self._of.flat(
            {name: directions.get(name, np.zeros(shape)) for name, shape in self.shapes.items()}
        )
        rows, kink = self._rows(direction[None])
        return self._of.parts(rows[0]), kink

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
        straight = not self._of.graph.depends_on_wrt[self._of.graph.output]
        return Hessian(self._of.entries, matrix, eigenvalues, kink, asymmetric, straight)

    def _rows(self, directions: np.ndarray) -> tuple[np.ndarray, Kink | None]:
        """The product with each direction, a row each; nan where it does not exist.

        Where a choice of a gate or of the text turns on one side of the point, or a number is not
        finite or not symmetric although the gradient is, it is what all sides tend to.
        """
        of = self._of
        values = of.values(of.point)
        exact, gradient = of.products(values, directions), of.gradient(values)

        def without(there_is_none: np.ndarray, rows: np.ndarray) -> np.ndarray:
            beside = np.any(there_is_none & (directions != 0.0), axis=1)[:, None]
            return np.where(there_is_none | beside, np.nan, rows)

        turned, decision = turns(of, values)
        if decision is not None:
            return without(deciding(of), exact), Kink(
                "curvature", "", (np.nan, np.nan), decision=decision
            )
        whole = len(directions) == self.size and self.size > 1
        sure = bool(np.all(np.isfinite(exact))) and not (whole and _asymmetry(exact))
        if (sure and not turned) or not np.all(np.isfinite([of.value(values), *gradient])):
            return exact, None
        count = 1 + len(gradient)
        near = limits(
            lambda point: of.all(point, directions),
            of.point,
            (slice(0, 1), slice(1, count), slice(count, None)),
        )
        if near is None or (not turned and np.any(np.isnan(near.value))):
            return exact, None
        start = of.value(values)
        if not abs(near.value[0] - start) <= CLOSE * abs(start):
            return without(np.ones(self.size, dtype=bool), exact), Kink(
                "value", "", (start, start), turning(of)
            )
        jumping, rows = np.isnan(near.value[1:count]), near.value[count:].reshape(exact.shape)
        size = np.max(np.abs(rows), initial=0.0, where=np.isfinite(rows))
        if sure and not np.any(jumping) and np.all(np.abs(rows - exact) <= CLOSE * size):
            return exact, None
        rows = without(jumping, rows)
        bends = np.any(jumping) or np.any(np.isnan(rows))
        return rows, kink_between(of, near) if bends else None


def _asymmetry(matrix: np.ndarray) -> float:
    """The largest difference of two entries that should be equal; 0 where that is rounding."""
    with np.errstate(all="ignore"):
        gap = float(
            np.max(np.abs(matrix - matrix.T), initial=0.0, where=np.isfinite(matrix - matrix.T))
        )
        size = float(np.max(np.abs(matrix), initial=0.0, where=np.isfinite(matrix)))
    return gap if gap > CLOSE * size else 0.0
