"""What a backward pass starts with: ones, or the upstream gradient that is given from outside.

With an upstream gradient G of the output y, the gradients are those of the sum of y * G: for a loss
that is computed from y elsewhere, with the gradient G by y, they are the loss's own.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graphs.autodiff.forward import as_float64, normalize_input
from graphs.errors import GraphError
from graphs.model import Graph, Value


def seed_of(graph: Graph) -> Value:
    """The gradient of the output."""
    if graph.upstream is not None:
        return graph.upstream
    return as_float64(np.ones(graph.nodes[graph.output].shape or ()))


def loss_of(graph: Graph, output: Value) -> float:
    """The number that the gradients are of, for this value of the output or this change of it."""
    with np.errstate(all="ignore"):
        return float(np.sum(output if graph.upstream is None else output * graph.upstream))


def normalize_upstream(upstream: object) -> Value:
    """An upstream gradient from outside as the engine holds it: a float64 or an array of them.

    Raises:
        GraphError: it is no number and no array of numbers.
    """
    if isinstance(upstream, dict):
        raise GraphError(
            "The upstream gradient is not a number, nor an array of numbers.",
            hint="Write upstream=[1.0, 0.5], say.",
        )
    return np.asarray(normalize_input("upstream", upstream), dtype=np.float64)[()]


def with_upstream(graph: Graph, upstream: Value) -> Graph:
    """The graph with this gradient of its output.

    Raises:
        GraphError: the output has another shape.
    """
    shape, given = graph.nodes[graph.output].shape, np.shape(upstream)
    if shape is not None and given != shape:  # None: an input without a value is refused later
        raise GraphError(
            f"The upstream gradient has shape {given}, the output {graph.output_name} has shape "
            f"{shape}.",
            hint=f"Trace it with an upstream gradient of shape {shape}, or with none.",
        )
    return replace(graph, upstream=upstream)
