"""Everything that a page needs to show and step through an evaluation."""

from __future__ import annotations

from typing import Any

from graphs.format.arrays import panel_content as shown_value
from graphs.groups.open_groups import Shown
from graphs.payload.circuit import node_data, step_data
from graphs.payload.encode import encode

MOST_PARTS = 1_000  # groups that are listed; of a program with very many the first ones


def payload(shown: Shown) -> dict[str, Any]:
    """Everything a page needs to show and step through an evaluation."""
    whole = shown.whole
    graph = whole.model
    gates = sum(node.kind == "gate" for node in graph.nodes)
    return {
        "program": graph.program,
        "output": graph.output_name,
        "inputs": {name: encode(value) for name, value in whole.inputs.items()},
        "input_details": {
            name: {
                "node": graph.nodes[entry.node].id,
                "default": encode(entry.default),
                "structural": entry.structural,
                "shape": list(graph.nodes[entry.node].shape or ()),
                "data": graph.nodes[entry.node].data,
                "random": entry.drawn,
                "text": shown_value(whole.node_values[entry.node], whole.digits),
            }
            for name, entry in graph.inputs.items()
        },
        "names": {name: graph.nodes[index].id for name, index in graph.names.items()},
        "numbers": whole.digits,
        "formula": whole.output_formula,
        "seed": graph.seed,
        "stats": {"gates": gates, "inputs": len(graph.inputs)},
        "warnings": [
            {"message": warning.message, "line": warning.line} for warning in whole.warnings
        ],
        **part(shown),
    }


def part(shown: Shown) -> dict[str, Any]:
    """What is shown, with the groups open and closed as they are now."""
    seen = shown.evaluation
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
        "steps": step_data(seen),
        "svg": seen.svg(),
        "marks": drawing.marks,
        "frames": drawing.frames,
        "prefix": drawing.prefix,
        "too_large": drawing.too_large,
        "rough": bool(drawing.layout and drawing.layout.rough),
        "parts": parts(shown),
        "whole_steps": None if seen is shown.whole else shown.whole_steps,
    }


def parts(shown: Shown) -> list[dict[str, Any]]:
    """The groups that are seen, open or closed, outer ones first; inner ones of closed ones not."""
    around, opened = shown.groups.outline.parents, shown.opened
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
        for part in shown.parts[:MOST_PARTS]
    ]
