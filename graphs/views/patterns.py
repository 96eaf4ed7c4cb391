"""The patterns that a program offers to fold: each with its simple gradient, beside the gradient
that the gates inside it compute."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.forward import forward, record_faults
from graphs.autodiff.paths import subgraph_between
from graphs.evaluation import Evaluation
from graphs.explain.labels import labels
from graphs.format.arrays import panel_content
from graphs.format.numbers import Digits, write
from graphs.model import Graph, Value
from graphs.rewrite.fuse import PossibleFusions
from graphs.rewrite.patterns import Replacement

MOST_SEARCHED = 4_000  # nodes of a program; where there are more, its groups are what is folded


def patterns(
    evaluation: Evaluation, offered: PossibleFusions, folded: Sequence[str]
) -> list[dict[str, Any]]:
    """The patterns by id: what they are, the gates inside, whether they are ``folded`` now."""
    if len(offered.graph.nodes) > MOST_SEARCHED or not offered.fusions:
        return []
    graph, place = offered.graph, offered.fuse(folded).new_index
    values = (
        evaluation.node_values
        if graph is evaluation.model
        else forward(graph, evaluation.input_values)[0]
    )
    texts = [label.text for label in labels(graph)]
    return [
        {
            "id": fusion.id,
            "gate": found.gate.title,
            "title": found.title,
            "nodes": [f"n{place[index]}" for index in sorted(found.gates) if index in place],
            "output": f"n{place[found.output]}" if found.output in place else None,
            "folded": fusion.id in folded,
            **_explanation(evaluation.digits, graph, values, texts, found),
        }
        for fusion in offered.fusions
        for found in (fusion.replacement,)
    ]


def _explanation(
    digits: Digits, graph: Graph, values: Sequence[Value], texts: list[str], match: Replacement
) -> dict[str, Any]:
    folded, inside = _both_gradients(graph, values, match)
    equal = bool(np.allclose(folded, inside, rtol=1e-9, atol=1e-12, equal_nan=True))
    local = match.local_gradient
    sentence = f"{texts[match.output]} is a {match.title}: its local gradient is {local.text}"
    count = len(match.gates)
    if np.ndim(folded):
        sentence += f", and gives what the {count} gates inside it give."
    else:
        one, other = (write(value, digits) for value in (folded, inside))
        sentence += f" = {one}; the {count} gates inside it multiply to {other}."
    return {
        "sentence": sentence,
        "neat": local.text,
        "latex": local.latex,
        "equal": equal,
        "local": {"neat": panel_content(folded, digits), "inside": panel_content(inside, digits)},
    }


def _both_gradients(
    graph: Graph, values: Sequence[Value], match: Replacement
) -> tuple[Value, Value]:
    """The gradient of the first argument for an upstream of ones: by the folded gate, and by the
    gates inside."""
    start, end = match.args[0], match.output
    output = values[end]
    ones = np.ones(np.shape(output))[()]
    inside: Value = np.zeros(np.shape(values[start]))
    with record_faults():
        args = tuple(values[argument] for argument in match.args)
        z = match.gate.compute(args, match.settings)
        folded = match.gate.pullback(0, ones, z, args, match.settings)
        part = subgraph_between(graph, start, end)
        if part.depends_on_wrt[end]:
            for node, slot, _, total in backpropagate(part, values, ones):
                if node.args[slot] == start:
                    inside = total
    return np.asarray(folded)[()], np.asarray(inside)[()]
