"""The gate that an error stopped, as the picture shows it: with the name that it would get."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import replace

from graphs.errors import GraphError
from graphs.language.positions import Places
from graphs.model import Node


def not_run(error: GraphError, parts: Sequence[ast.AST], places: Places) -> tuple[Node, ...]:
    """The gate that failed; nothing where it was none, or reads nothing that is drawn."""
    attempt: Node | None = error.attempt
    if attempt is None or error.gate is not attempt.gate:
        return ()
    return (replace(attempt, name=_name(attempt, parts, places), not_run="failed"),)


def _name(node: Node, parts: Sequence[ast.AST], places: Places) -> str | None:
    """The name that a statement gives to a value, where that is all it computes."""
    for part in parts:
        if isinstance(part, ast.Assign) and len(part.targets) == 1:
            target = part.targets[0]
        elif isinstance(part, ast.AugAssign | ast.AnnAssign):
            target = part.target
        else:
            continue
        value = part if isinstance(part, ast.AugAssign) else part.value
        if isinstance(target, ast.Name) and value and places.source(value) == node.source:
            return target.id
    return None
