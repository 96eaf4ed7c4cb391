"""What a text's own training is called: a row of the table of optimizers, or its own rule."""

from __future__ import annotations

from typing import Any

from graphs.model import Graph, Training
from graphs.training.optimizers import OPTIMIZERS
from graphs.training.recognise import recognise

OWN_RULE = "the program's own rule"


def described(found: Training, graph: Graph) -> dict[str, Any]:
    """A training as JSON-safe data; ``rule`` is the title of the optimizer that the updates are,
    where they are one, with its ``settings``."""
    known = recognise(graph.program)
    is_same = known is not None and set(known.parameters) <= set(found.parameters)
    return {
        "line": found.line,
        "iterations": found.iterations,
        "rule": OPTIMIZERS[known.optimizer].title if known and is_same else OWN_RULE,
        "settings": dict(known.settings) if known and is_same else {},
        "parameters": list(found.parameters),
        "loss": found.loss,
    }
