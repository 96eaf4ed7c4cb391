"""The nodes and steps of an evaluation, as JSON-safe data."""

from __future__ import annotations

from typing import Any

from graphs.evaluation import Evaluation
from graphs.format.arrays import panel_content
from graphs.model import Forward, Graph, Node, Step
from graphs.payload.encode import encode

MOST_LISTED_IN_STEPS = 64  # elements of an array that a step lists whole


def step_data(evaluation: Evaluation) -> list[dict[str, Any]]:
    """The steps, each with its numbers, its sentence and its mathematics."""
    return [
        _step_numbers(evaluation.model, step) | _encode_words(explanation)
        for step, explanation in zip(evaluation.raw_steps, evaluation.explanations, strict=True)
    ]


def _step_numbers(graph: Graph, step: Step) -> dict[str, Any]:
    """A step's nodes and numbers, without its explanation."""
    if isinstance(step, Forward):
        value = encode(step.value, MOST_LISTED_IN_STEPS)
        return {"phase": "forward", "node": graph.nodes[step.node].id, "value": value}
    gate = None if step.node is None else graph.nodes[step.node].gate
    return {
        "phase": "backward",
        "node": None if step.node is None else graph.nodes[step.node].id,
        "to": graph.nodes[step.to].id,
        "slot": step.slot,
        "role": gate.role.name if gate and gate.role else None,
        "upstream": encode(step.upstream, MOST_LISTED_IN_STEPS),
        "local": encode(step.local, MOST_LISTED_IN_STEPS),
        "contribution": encode(step.contribution, MOST_LISTED_IN_STEPS),
        "total": encode(step.total, MOST_LISTED_IN_STEPS),
    }


def _encode_words(explanation: dict[str, Any]) -> dict[str, Any]:
    """A step's explanation, JSON-safe: a Jacobian becomes nested lists."""
    local = explanation.get("local")
    if not isinstance(local, dict) or "jacobian" not in local:
        return explanation
    return explanation | {"local": local | {"jacobian": encode(local["jacobian"])}}


def node_data(evaluation: Evaluation, node: Node) -> dict[str, Any]:
    """A node as JSON-safe data, with its label and its value as text."""
    label = evaluation.labels[node.index]
    source = node.source
    return {
        "id": node.id,
        "kind": node.kind,
        "op": node.op,
        "symbol": node.gate.symbol if node.gate else None,
        "name": node.name,
        "role": node.gate.role.name if node.gate and node.gate.role else None,
        "shape": list(node.shape or ()),
        "data": node.data,
        "args": [evaluation.model.nodes[argument].id for argument in node.args],
        "source": source
        and {
            "line": source.line,
            "column": source.column,
            "end_line": source.end_line,
            "end_column": source.end_column,
        },
        "group": None if node.group is None else evaluation.model.groups[node.group].id,
        "label": label.text,
        "latex": label.latex,
        "text": panel_content(evaluation.node_values[node.index], evaluation.digits),
    }
