"""What a text's own training is called, and how it is offered: as a row of the table of optimizers,
or as the program's own rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphs.autodiff.forward import normalize_inputs
from graphs.errors import GraphError
from graphs.language.parse import parse
from graphs.limits import Limits
from graphs.model import Graph, Training, Value
from graphs.updates.optimizers import OPTIMIZERS, WRITTEN
from graphs.updates.recognise import TrainingLoop, recognise

OWN_RULE = "the program's own rule"
MOST_ITERATIONS = 10_000  # of a loop that goes on as long as it must


def described(found: Training, graph: Graph) -> dict[str, Any]:
    """A training as JSON-safe data; ``rule`` is the title of the optimizer that the updates are,
    where they are one, with its ``settings``."""
    known = recognise(graph.program) if found.place is not None else None
    is_same = known is not None and set(known.parameters) <= set(found.parameters)
    return {
        "line": found.line,
        "iterations": found.iterations,
        "rule": OPTIMIZERS[known.optimizer].title if known and is_same else OWN_RULE,
        "settings": dict(known.settings) if known and is_same else {},
        "parameters": list(found.parameters),
        "loss": found.loss,
    }


def own_training(
    text: str, inputs: Mapping[str, Value] | None = None, limits: Limits | None = None
) -> TrainingLoop | None:
    """The training that a program's own loop does, by the optimizer that its update is, else by the
    program's own passes; None where no loop of it trains."""
    training = None
    try:
        graph = parse(text, normalize_inputs(inputs or {}), limits=limits)
        training = graph.training
    except GraphError:
        pass  # a gradient that no line computes, say
    if training is None or training.place is not None:  # an optimizer makes a loss small
        found = recognise(text, inputs, limits)
        if found is not None or training is None:
            return found
    known = tuple(name for name in training.parameters if name in graph.inputs)
    iterations = training.iterations or MOST_ITERATIONS
    output = graph.output_name if graph.output_name in graph.names else f"n{graph.output}"
    return TrainingLoop(
        text, output, known, WRITTEN.name, {}, iterations, (training.line,)
    ) if known else None  # fmt: skip
