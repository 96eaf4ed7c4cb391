"""Reading on without the value of an input whose shape is needed, to find what else is missing."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from graphs.errors import GraphError
from graphs.language.guessed_shapes import guessed_shapes
from graphs.language.missing_inputs import missing_inputs_error
from graphs.model import Graph, Shape, Source, Value

MOST = 8  # inputs that are tried
A_MATRIX, A_VECTOR = (4, 3), (4,)  # tried in turn where nothing tells a shape


@dataclass
class ShapeGuesses:
    """The shapes tried so far for inputs without a value: the program is read again with them."""

    given: dict[str, Value]
    shapes: dict[str, Shape] = field(default_factory=dict)
    sources: dict[str, Source | None] = field(default_factory=dict)
    unsure: list[str] = field(default_factory=list)

    def goes_on(self, graph: Graph, error: GraphError) -> bool:
        """Whether to read again, with a shape for each input that ``error`` misses.

        ``graph`` is the circuit as far as the reading came.
        """
        fresh = [name for name in error.missing if name not in self.shapes]
        if fresh and len(self.shapes) < MOST:
            told = {**guessed_shapes(graph, fresh), **error.shapes}
            for name in fresh:
                self.sources[name] = graph.nodes[graph.inputs[name].node].source
                self._try(name, told[name] or A_MATRIX)
            self.unsure += [name for name in fresh if not told[name]]
            return True
        if self.unsure:
            self._try(self.unsure.pop(), A_VECTOR)
            return True
        return False

    def _try(self, name: str, shape: Shape) -> None:
        self.shapes[name], self.given[name] = shape, np.zeros(shape)

    def error(self, graph: Graph) -> GraphError:
        """The error that lists all inputs without a value.

        Where nothing but its shape is used, an input leaves no node: it was met somewhere.
        """
        names = [
            name
            for name, entry in graph.inputs.items()
            if name in self.shapes or (entry.default is None and name not in self.given)
        ]
        names += [name for name in self.shapes if name not in names]
        return missing_inputs_error(graph, names, self.shapes, self.sources.get(names[0]))
