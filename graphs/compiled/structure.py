"""A graph and which inputs it is the graph of: their shapes, and the values that shape it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from graphs.autodiff.forward import as_float64, as_python
from graphs.gates.row import is_truth
from graphs.language.missing_inputs import missing_inputs_error
from graphs.model import Graph, Value
from graphs.model.generated import Redraw

LACKING: Any = object()  # stands for an input without a value
MOST_KEPT = 8  # structures of one program


class Structure:
    """A program read at given inputs.

    Raises:
        GraphError: an input has no value.
    """

    def __init__(self, graph: Graph, given: Mapping[str, Value]) -> None:
        self.graph = graph
        self.redrawn = _redrawn(given)
        self.written = {
            name: None if entry.written is None else as_python(as_float64(entry.written))
            for name, entry in graph.inputs.items()
        }
        values = self.values(given)
        missing = [name for name, value in values.items() if value is None]
        if missing:
            raise missing_inputs_error(graph, missing)
        self.structural = {
            name: values[name] for name, entry in graph.inputs.items() if entry.structural
        }

    def values(self, given: Mapping[str, Value]) -> dict[str, Value]:
        """The value of each input, given or from the text; None where there is none."""
        values = dict(self.written)
        for name, value in given.items():
            if not isinstance(value, Redraw):
                values[name] = value if isinstance(value, np.ndarray) else as_python(value)
        return values

    def fits(self, given: Mapping[str, Value]) -> bool:
        """Whether these inputs have the structure it was made for."""
        if _redrawn(given) != self.redrawn or given.keys() - self.graph.inputs.keys():
            return False
        values = self.values(given)
        for name, entry in self.graph.inputs.items():
            node, value = self.graph.nodes[entry.node], values[name]
            if value is None:
                return False
            if np.shape(value) != node.shape or is_truth(value) != node.truth:
                return False
        return all(np.array_equal(values[name], it) for name, it in self.structural.items())


def _redrawn(given: Mapping[str, Value]) -> dict[str, Redraw]:
    return {name: it for name, it in given.items() if isinstance(it, Redraw)}
