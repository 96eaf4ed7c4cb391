"""How far a program got whose evaluation failed half-way: the forward steps before the failure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphs.errors import GraphError
from graphs.evaluation import Display, Structure, evaluate
from graphs.format.numbers import Digits
from graphs.model import Value
from graphs.payload.circuit import node_data, step_data
from graphs.payload.page import text_data


def partial_trace(
    error: GraphError, input_values: Mapping[str, Value], digits: Digits
) -> dict[str, Any]:
    """``steps`` and their ``nodes``, and what was printed, sent beside such an error; {} where
    there are none."""
    if error.graph is None:
        return {}
    try:
        evaluation = evaluate(
            Structure(error.graph), error.graph.by_path(input_values), Display(digits)
        )
    except GraphError:
        return {}
    return {
        **text_data(evaluation),
        "steps": step_data(evaluation),
        "nodes": [node_data(evaluation, node) for node in evaluation.model.nodes],
    }
