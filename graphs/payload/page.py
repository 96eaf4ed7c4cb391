"""Everything that a page needs to show and step through an evaluation."""

from __future__ import annotations

from typing import Any

from graphs.evaluation import Evaluation
from graphs.format.arrays import panel_content
from graphs.groups.open_groups import ShownEvaluation
from graphs.payload.awaited import awaited_data
from graphs.payload.circuit import node_data, step_data
from graphs.payload.encode import encode

MOST_PARTS = 1_000  # groups that are listed; of a program with very many the first ones


def payload(shown: ShownEvaluation) -> dict[str, Any]:
    """Everything a page needs to show and step through an evaluation."""
    whole = shown.whole
    graph = whole.model
    gates = sum(node.kind == "gate" for node in graph.nodes)
    return {
        "program": graph.program,
        "output": graph.output_name,
        "inputs": {name: encode(value) for name, value in whole.inputs.items()},
        "filled": _filled(whole),
        "input_details": {
            name: {
                "node": graph.nodes[entry.node].id,
                "default": encode(entry.default),
                "structural": entry.structural,
                "shape": list(graph.nodes[entry.node].shape or ()),
                "data": graph.nodes[entry.node].data,
                "random": entry.drawn,
                "text": panel_content(whole.node_values[entry.node], whole.digits),
            }
            for name, entry in graph.inputs.items()
        },
        "names": {name: graph.nodes[index].id for name, index in graph.names.items()},
        "numbers": whole.digits,
        "formula": whole.output_formula,
        "seed": graph.seed,
        "upstream": encode(graph.upstream),
        "stats": {"gates": gates, "inputs": len(graph.inputs)},
        "warnings": [
            {"message": warning.message, "line": warning.line} for warning in whole.warnings
        ],
        **text_data(whole),
        **shown_part(shown),
    }


def _filled(whole: Evaluation) -> list[str]:
    """The inputs that have a value only because the text gives them none."""
    inputs = whole.model.inputs.items()
    return [name for name, entry in inputs if entry.filled and name not in whole.input_values]


def text_data(evaluation: Evaluation) -> dict[str, Any]:
    """What was assumed or left out of a text, and what its lines print."""
    return {
        "notes": [
            {"message": note.message, "line": note.line, "kind": note.kind}
            | ({"choices": list(note.choices)} if note.choices else {})
            | ({"names": list(note.names)} if note.names else {})
            for note in evaluation.structure.text_model.notes
        ],
        "printed": {str(line): text for line, text in evaluation.printed.items()},
    }


def shown_part(shown: ShownEvaluation) -> dict[str, Any]:
    """The part of the payload that depends on which groups are open."""
    evaluation = shown.evaluation
    graph, drawing = evaluation.model, evaluation.drawing
    return {
        "nodes": [node_data(evaluation, node) for node in graph.nodes],
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "kind": group.kind,
                "parent": None if group.parent is None else graph.groups[group.parent].id,
            }
            for group in graph.groups
        ],
        "values": {node.id: encode(evaluation.node_values[node.index]) for node in graph.nodes},
        "grads": {
            graph.nodes[index].id: encode(value) for index, value in evaluation.gradients.items()
        },
        "steps": step_data(evaluation),
        **awaited_data(graph),
        "svg": evaluation.svg(),
        "marks": drawing.marks,
        "frames": drawing.frames,
        "prefix": drawing.prefix,
        "tags": drawing.tags,
        "too_large": drawing.too_large,
        "rough": bool(drawing.picture and drawing.picture.rough),
        "tightened": bool(drawing.picture and drawing.picture.tightened),
        "parts": parts(shown),
        "whole_steps": None if evaluation is shown.whole else shown.whole_steps,
    }


def parts(shown: ShownEvaluation) -> list[dict[str, Any]]:
    """The visible groups, open or closed, outer ones first; none inside closed ones."""
    parents, open_ids = shown.groups.outline.parents, shown.opened
    return [
        {
            "id": part.id,
            "title": part.title,
            "kind": part.kind,
            "parent": parents[part.id],
            "open": part.id in open_ids,
            "gates": part.gates,
            "passes": part.passes,
        }
        for part in shown.parts[:MOST_PARTS]
    ]
