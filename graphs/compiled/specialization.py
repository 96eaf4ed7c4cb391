"""A graph and the inputs it holds for: their shapes, and the values that decide its structure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from graphs.autodiff.decisions import holds
from graphs.autodiff.forward import as_float64, as_python
from graphs.gates.row import is_truth
from graphs.language.missing_names.missing_inputs import missing_inputs_error
from graphs.model import Graph, Value
from graphs.model.generated import Redraw

MISSING: Any = object()  # marks an input without a value
MOST_SPECIALIZATIONS = 8  # of one program that are remembered


class Specialization:
    """A program's graph at inputs of certain shapes and structural values.

    Raises:
        GraphError: an input has no value.
    """

    def __init__(self, graph: Graph, input_values: Mapping[str, Value]) -> None:
        self.graph = graph
        self.redraws = redraws_in(graph.by_path(input_values))
        self.text_values = {
            name: None if entry.written is None else as_python(as_float64(entry.written))
            for name, entry in graph.inputs.items()
        }
        values = self.complete(input_values)
        missing = [name for name, value in values.items() if value is None]
        if missing:
            raise missing_inputs_error(graph, missing)
        self.structural = {
            name: values[name] for name, entry in graph.inputs.items() if entry.structural
        }

    def complete(self, input_values: Mapping[str, Value]) -> dict[str, Value]:
        """The value of every input: from ``input_values``, by paths or their spellings, else from
        the text, else None."""
        values = dict(self.text_values)
        for name, value in self.graph.by_path(input_values).items():
            if not isinstance(value, Redraw):
                values[name] = value if isinstance(value, np.ndarray) else as_python(value)
        return values

    def fits(self, input_values: Mapping[str, Value]) -> bool:
        """Whether the graph holds for these inputs: the same names, shapes and structural values,
        and every decision the same."""
        input_values = self.graph.by_path(input_values)
        if (
            redraws_in(input_values) != self.redraws
            or input_values.keys() - self.graph.inputs.keys()
        ):
            return False
        values = self.complete(input_values)
        for name, entry in self.graph.inputs.items():
            node, value = self.graph.nodes[entry.node], values[name]
            if value is None:
                return False
            if np.shape(value) != node.shape or is_truth(value) != node.truth:
                return False
        if not all(np.array_equal(values[name], it) for name, it in self.structural.items()):
            return False
        return holds(self.graph, values)


def redraws_in(input_values: Mapping[str, Value]) -> dict[str, Redraw]:
    return {name: it for name, it in input_values.items() if isinstance(it, Redraw)}
