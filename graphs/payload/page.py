"""Trace → JSON-safe data. The one place where numbers become JSON."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from graphs.format.arrays import shown
from graphs.model import Forward, Graph, Node, Step, Value

if TYPE_CHECKING:
    from graphs.trace import Trace


MOST_LISTED = 1_000  # elements of an array that is listed whole
MOST_IN_STEPS = 64  # in a step
HEAD = 8
MOST_PARTS = 1_000


def encode(value: Value, most: int = MOST_LISTED) -> Any:
    """A value for JSON, in full precision; non-finite numbers as the contract's strings.

    An array with more than ``most`` elements becomes its shape, a summary and its first elements.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, np.ndarray):
        if value.size > most:
            return _summary(value)
        return value.tolist() if np.isfinite(value).all() else _listed(value.tolist())
    number = float(value)
    if math.isfinite(number):
        return number
    return "NaN" if math.isnan(number) else "Infinity" if number > 0 else "-Infinity"


def _listed(value: Any) -> Any:
    return [_listed(part) for part in value] if isinstance(value, list) else encode(value)


def _summary(value: Any) -> dict[str, Any]:
    numbers = value.astype(np.float64)
    with np.errstate(all="ignore"):
        told = {
            "min": numbers.min(),
            "max": numbers.max(),
            "mean": numbers.mean(),
            "norm": np.sqrt(np.sum(numbers * numbers)),
        }
    return {
        "shape": list(value.shape),
        **{word: encode(number) for word, number in told.items()},
        "head": _listed(value.ravel()[:HEAD].tolist()),
    }


def payload(trace: Trace) -> dict[str, Any]:
    """Everything a page needs to show and step through a trace."""
    graph = trace.model
    gates = sum(node.kind == "gate" for node in graph.nodes)
    return {
        "program": graph.program,
        "output": graph.output_name,
        "inputs": {name: encode(value) for name, value in trace.inputs.items()},
        "input_details": {
            name: {
                "node": graph.nodes[entry.node].id,
                "default": encode(entry.default),
                "structural": entry.structural,
                "shape": list(graph.nodes[entry.node].shape or ()),
                "data": graph.nodes[entry.node].data,
                "random": entry.drawn,
                "text": shown(trace.node_values[entry.node], trace.digits),
            }
            for name, entry in graph.inputs.items()
        },
        "names": {name: graph.nodes[index].id for name, index in graph.names.items()},
        "numbers": trace.digits,
        "formula": trace.output_formula,
        "seed": graph.seed,
        "stats": {"gates": gates, "inputs": len(graph.inputs)},
        "warnings": [
            {"message": warning.message, "line": warning.line} for warning in trace.warnings
        ],
        **part(trace),
    }


def part(trace: Trace) -> dict[str, Any]:
    """What of a trace is shown, where its groups are open and closed as they are now."""
    seen = trace.shown
    graph, drawing = seen.model, seen.drawing
    return {
        "nodes": [node_data(seen, node) for node in graph.nodes],
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "kind": group.kind,
                "parent": None if group.parent is None else graph.groups[group.parent].id,
            }
            for group in graph.groups
        ],
        "values": {node.id: encode(seen.node_values[node.index]) for node in graph.nodes},
        "grads": {graph.nodes[index].id: encode(value) for index, value in seen.gradients.items()},
        "steps": seen.steps,
        "svg": seen.svg(),
        "marks": drawing.marks,
        "frames": drawing.frames,
        "prefix": drawing.prefix,
        "too_large": drawing.too_large,
        "rough": bool(drawing.layout and drawing.layout.rough),
        "parts": parts(trace),
        "whole_steps": None if seen is trace else trace.whole_steps,
    }


def parts(trace: Trace) -> list[dict[str, Any]]:
    """The groups that are seen, open or closed, outer ones first; inner ones of closed ones not.

    Of a program with very many the first ones.
    """
    outline = trace.closings.outline
    opened = outline.parts.keys() if trace.kept is None else trace.kept.closed.opened
    around = outline.parents
    seen = [
        part for id, part in outline.parts.items() if around[id] is None or around[id] in opened
    ]
    return [
        {
            "id": part.id,
            "title": part.title,
            "kind": part.kind,
            "parent": around[part.id],
            "open": part.id in opened,
            "gates": part.gates,
            "passes": part.passes,
        }
        for part in seen[:MOST_PARTS]
    ]


def node_data(trace: Trace, node: Node) -> dict[str, Any]:
    """A node, with what the page writes for it."""
    label = trace.explainer.labels[node.index]
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
        "args": [trace.model.nodes[argument].id for argument in node.args],
        "source": source
        and {
            "line": source.line,
            "column": source.column,
            "end_line": source.end_line,
            "end_column": source.end_column,
        },
        "group": None if node.group is None else trace.model.groups[node.group].id,
        "label": label.text,
        "latex": label.latex,
        "text": shown(trace.node_values[node.index], trace.digits),
    }


def step_data(graph: Graph, step: Step) -> dict[str, Any]:
    """A step's numbers, without the words."""
    if isinstance(step, Forward):
        value = encode(step.value, MOST_IN_STEPS)
        return {"phase": "forward", "node": graph.nodes[step.node].id, "value": value}
    gate = None if step.node is None else graph.nodes[step.node].gate
    return {
        "phase": "backward",
        "node": None if step.node is None else graph.nodes[step.node].id,
        "to": graph.nodes[step.to].id,
        "slot": step.slot,
        "role": gate.role.name if gate and gate.role else None,
        "upstream": encode(step.upstream, MOST_IN_STEPS),
        "local": encode(step.local, MOST_IN_STEPS),
        "contribution": encode(step.contribution, MOST_IN_STEPS),
        "total": encode(step.total, MOST_IN_STEPS),
    }


def step_words(words: dict[str, Any]) -> dict[str, Any]:
    """What is said of a step, JSON-safe: a Jacobian becomes nested lists."""
    local = words.get("local")
    if not isinstance(local, dict) or "jacobian" not in local:
        return words
    return words | {"local": local | {"jacobian": encode(local["jacobian"])}}
