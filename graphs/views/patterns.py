"""What a program offers to fold: each pattern with its neat gradient, held to the gates inside."""

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

MOST_LOOKED_AT = 4_000  # nodes of a program; where there are more, its groups are what is folded


def patterns(
    evaluation: Evaluation, offered: PossibleFusions, folded: Sequence[str]
) -> list[dict[str, Any]]:
    """The patterns by id: what they are, the gates inside, whether they are ``folded`` now."""
    if len(offered.graph.nodes) > MOST_LOOKED_AT or not offered.fusions:
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
            **_words(evaluation.digits, graph, values, texts, found),
        }
        for fusion in offered.fusions
        for found in (fusion.replacement,)
    ]


def _words(
    digits: Digits, graph: Graph, values: Sequence[Value], texts: list[str], found: Replacement
) -> dict[str, Any]:
    neat, inside = _both(graph, values, found)
    equal = bool(np.allclose(neat, inside, rtol=1e-9, atol=1e-12, equal_nan=True))
    written = found.local_gradient
    sentence = f"{texts[found.output]} is a {found.title}: its local gradient is {written.text}"
    count = len(found.gates)
    if np.ndim(neat):
        sentence += f", and gives what the {count} gates inside it give."
    else:
        one, other = (write(value, digits) for value in (neat, inside))
        sentence += f" = {one}; the {count} gates inside it multiply to {other}."
    return {
        "sentence": sentence,
        "neat": written.text,
        "latex": written.latex,
        "equal": equal,
        "local": {"neat": panel_content(neat, digits), "inside": panel_content(inside, digits)},
    }


def _both(graph: Graph, values: Sequence[Value], found: Replacement) -> tuple[Value, Value]:
    """The gradient of the first argument, upstream ones: by the one gate, by those inside."""
    start, end = found.args[0], found.output
    output = values[end]
    one = np.ones(np.shape(output))[()]
    inside: Value = np.zeros(np.shape(values[start]))
    with record_faults():
        args = tuple(values[argument] for argument in found.args)
        z = found.gate.compute(args, found.settings)
        neat = found.gate.pullback(0, one, z, args, found.settings)
        part = subgraph_between(graph, start, end)
        if part.depends_on_wrt[end]:
            for node, slot, _, total in backpropagate(part, values, one):
                if node.args[slot] == start:
                    inside = total
    return np.asarray(neat)[()], np.asarray(inside)[()]
