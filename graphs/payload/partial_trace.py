"""How far a program got that ends with an error: the circuit before it, drawn like a whole one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graphs.errors import GraphError
from graphs.evaluation import Display, Structure, evaluate
from graphs.groups.open_groups import Groups, Opening, ShownEvaluation, open_groups
from graphs.language.assumptions import NOTHING_ASSUMED, Assumptions
from graphs.language.missing_names.filled_values import value_for
from graphs.language.missing_names.filling import Filling
from graphs.language.missing_names.guessed_shapes import guessed_shapes
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Graph, Value
from graphs.payload.page import payload

MOST_GATES = 5_000  # before an error; more would take the time in which it could be told


@dataclass(frozen=True)
class Read:
    """How the text was read that ended with an error."""

    display: Display
    opening: Opening = None
    assume: Assumptions = NOTHING_ASSUMED
    limits: Limits | None = None
    seed: int | None = None


def partial_evaluation(
    error: GraphError, input_values: Mapping[str, Value], read: Read
) -> ShownEvaluation | None:
    """The forward pass as far as it came; None where there is none."""
    graph: Graph | None = error.graph
    if graph is None or not 0 < sum(node.gate is not None for node in graph.nodes) <= MOST_GATES:
        return None
    given = graph.by_path(input_values)
    try:
        if read.assume.fills:
            graph = _filled(graph, given, read)
        evaluation = evaluate(Structure(graph), given, read.display)
    except GraphError:
        return None
    return open_groups(evaluation, Groups(graph), read.opening)


def partial_trace(
    error: GraphError, input_values: Mapping[str, Value], read: Read
) -> dict[str, Any]:
    """The payload of the circuit before an error, sent beside it; {} where there is none."""
    shown = partial_evaluation(error, input_values, read)
    return {} if shown is None else payload(shown)


def _filled(graph: Graph, given: Mapping[str, Value], read: Read) -> Graph:
    """The circuit with a value for each input: an error may come before they are given one.

    The text is read again, for shapes follow from the values; it ends with an error once more.
    """
    lacking = [
        name for name, entry in graph.inputs.items() if entry.written is None and name not in given
    ]
    if not lacking:
        return graph
    shapes = {name: shape or () for name, shape in guessed_shapes(graph, lacking).items()}
    values = value_for(graph, shapes, Filling(given=given, fill=True, seed=read.seed or 0))
    try:
        again = parse(
            graph.program,
            {**given, **values},
            limits=read.limits,
            seed=read.seed,
            assume=read.assume,
        )
    except GraphError as error:
        if error.graph is None:
            raise
        again = error.graph
    inputs = {
        name: replace(entry, default=values[name], filled=True) if name in values else entry
        for name, entry in again.inputs.items()
    }
    return replace(again, inputs=inputs)
