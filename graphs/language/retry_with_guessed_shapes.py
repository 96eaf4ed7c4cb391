"""Reads a program again with guessed shapes for inputs without a value, to list all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from graphs.errors import GraphError
from graphs.language.guessed_shapes import guessed_shapes
from graphs.language.missing_inputs import missing_inputs_error
from graphs.model import Graph, Shape, Source, Value

MOST_GUESSED = 8  # inputs
A_MATRIX, A_VECTOR = (4, 3), (4,)  # tried in turn where no use decides the shape


@dataclass
class ShapeGuesses:
    """The shapes guessed so far for inputs without a value.

    ``input_values`` has zeros of these shapes; ``unsupported`` are the names whose shape no use
    decides.
    """

    input_values: dict[str, Value]
    shapes: dict[str, Shape] = field(default_factory=dict)
    sources: dict[str, Source | None] = field(default_factory=dict)
    unsupported: list[str] = field(default_factory=list)

    def add_guesses(self, graph: Graph, error: GraphError) -> bool:
        """Guess a shape for each input that ``error`` misses; whether to read again with them.

        ``graph`` is the circuit up to the error.
        """
        new_names = [name for name in error.missing if name not in self.shapes]
        if new_names and len(self.shapes) < MOST_GUESSED:
            guessed = {**guessed_shapes(graph, new_names), **error.shapes}
            for name in new_names:
                self.sources[name] = graph.nodes[graph.inputs[name].node].source
                self._try(name, guessed[name] or A_MATRIX)
            self.unsupported += [name for name in new_names if not guessed[name]]
            return True
        if self.unsupported:
            self._try(self.unsupported.pop(), A_VECTOR)
            return True
        return False

    def _try(self, name: str, shape: Shape) -> None:
        self.shapes[name], self.input_values[name] = shape, np.zeros(shape)

    def error(self, graph: Graph) -> GraphError:
        """The error that lists all inputs without a value.

        An input of which only the shape is used has no node; it was guessed all the same.
        """
        names = [
            name
            for name, entry in graph.inputs.items()
            if name in self.shapes or (entry.default is None and name not in self.input_values)
        ]
        names += [name for name in self.shapes if name not in names]
        return missing_inputs_error(graph, names, self.shapes, self.sources.get(names[0]))
