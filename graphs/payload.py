"""Trace → JSON-safe data. The one place where numbers become JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from graphs.model import Forward, Graph, Node, Step, Value

if TYPE_CHECKING:
    from graphs.trace import Trace


def encode(value: Value) -> Any:
    """A value for JSON, in full precision; non-finite numbers as the contract's strings."""
    if value is None or isinstance(value, bool):
        return value
    number = float(value)
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def payload(trace: Trace) -> dict[str, Any]:
    """Everything a page needs to show and step through a trace."""
    graph, drawing = trace.model, trace.drawing
    gates = sum(node.kind == "gate" for node in graph.nodes)
    return {
        "program": graph.program,
        "output": graph.output_name,
        "inputs": {name: encode(value) for name, value in trace.inputs.items()},
        "input_details": {
            name: {
                "node": f"n{entry.node}",
                "default": encode(entry.default),
                "structural": entry.structural,
            }
            for name, entry in graph.inputs.items()
        },
        "nodes": [_node(trace, node) for node in graph.nodes],
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "kind": group.kind,
                "parent": None if group.parent is None else f"g{group.parent}",
            }
            for group in graph.groups
        ],
        "names": {name: f"n{index}" for name, index in graph.names.items()},
        "values": {node.id: encode(trace.by_node[node.index]) for node in graph.nodes},
        "grads": {f"n{index}": encode(value) for index, value in trace.gradients.items()},
        "steps": trace.steps,
        "svg": trace.svg(),
        "marks": drawing.marks,
        "frames": drawing.frames,
        "prefix": drawing.prefix,
        "too_large": drawing.too_large,
        "numbers": trace.digits,
        "formula": trace.formula,
        "stats": {"gates": gates, "inputs": len(graph.inputs)},
        "warnings": [
            {"message": warning.message, "line": warning.line} for warning in trace.warnings
        ],
    }


def _node(trace: Trace, node: Node) -> dict[str, Any]:
    label = trace.explainer.labels[node.index]
    source = node.source
    return {
        "id": node.id,
        "kind": node.kind,
        "op": node.op,
        "symbol": node.gate.symbol if node.gate else None,
        "name": node.name,
        "role": node.gate.role.name if node.gate and node.gate.role else None,
        "shape": list(node.shape),
        "args": [f"n{argument}" for argument in node.args],
        "source": source
        and {
            "line": source.line,
            "column": source.column,
            "end_line": source.end_line,
            "end_column": source.end_column,
        },
        "group": None if node.group is None else f"g{node.group}",
        "label": label.text,
        "latex": label.latex,
        "text": trace.text(trace.by_node[node.index]),
    }


def step_data(graph: Graph, step: Step) -> dict[str, Any]:
    """A step's numbers, without the words."""
    if isinstance(step, Forward):
        return {"phase": "forward", "node": f"n{step.node}", "value": encode(step.value)}
    gate = None if step.node is None else graph.nodes[step.node].gate
    return {
        "phase": "backward",
        "node": None if step.node is None else f"n{step.node}",
        "to": f"n{step.to}",
        "slot": step.slot,
        "role": gate.role.name if gate and gate.role else None,
        "upstream": encode(step.upstream),
        "local": encode(step.local),
        "contribution": encode(step.contribution),
        "total": encode(step.total),
    }
