"""Second derivatives: the Hessian and its eigenvalues, or its product with the gradient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.errors import GraphError
from graphs.evaluation import Evaluation
from graphs.format.arrays import element_name
from graphs.format.numbers import Digits, write
from graphs.payload.encode import encode
from graphs.rewrite.hessian import MOST_ENTRIES, Hessian, SecondDerivatives


def hessian_view(evaluation: Evaluation, of: Sequence[str] | None = None) -> dict[str, Any]:
    """The Hessian with its eigenvalues; for many entries its product with the gradient."""
    graph = evaluation.model
    choices = [
        name
        for name, entry in graph.inputs.items()
        if entry.node in graph.wrt and graph.receives_gradient[entry.node] and not entry.structural
    ]
    if not choices:
        raise GraphError("The output depends on no input.", hint="Write f = x**2, say.")
    chosen = list(map(graph.input_path, of)) if of else _few(evaluation, choices)
    second = SecondDerivatives(
        graph,
        evaluation.input_values,
        evaluation.node_values,
        chosen,
        evaluation.structure.text_model,
    )
    view: dict[str, Any] = {
        "of": chosen,
        "choices": [
            {"name": name, "size": int(np.size(evaluation.node_values[graph.inputs[name].node]))}
            for name in choices
        ],
        "most": MOST_ENTRIES,
    }
    if second.size > MOST_ENTRIES:
        return view | _product(evaluation, second, chosen)
    hessian = second.hessian()
    kind, sentence = _shape(hessian, evaluation.digits)
    return view | {
        "entries": [
            element_name(name, element, second.shapes[name]) for name, element in hessian.entries
        ],
        "matrix": encode(hessian.matrix),
        "text": [[write(number, evaluation.digits) for number in row] for row in hessian.matrix],
        "eigenvalues": [write(number, evaluation.digits) for number in hessian.eigenvalues],
        "kind": kind,
        "sentence": sentence,
        "product": None,
    }


def _few(evaluation: Evaluation, choices: Sequence[str]) -> list[str]:
    """As many inputs, from the first, as a Hessian has room for; at least one."""
    chosen: list[str] = []
    room = MOST_ENTRIES
    for name in choices:
        room -= int(np.size(evaluation.node_values[evaluation.model.inputs[name].node]))
        if room < 0 and chosen:
            break
        chosen.append(name)
        if room < 0:
            break
    return chosen


def _shape(hessian: Hessian, digits: Digits) -> tuple[str, str]:
    """What the eigenvalues say of the surface around this point, or why there are none."""
    if hessian.kink is not None:
        return "kink", hessian.kink.sentence(digits)
    if hessian.asymmetric:
        return "unknown", (
            f"Entries that should be equal differ by {write(hessian.asymmetric, digits)}: rounding "
            "has the better of numbers of very different sizes here."
        )
    eigenvalues = hessian.eigenvalues
    if not np.size(eigenvalues):
        return "unknown", "The Hessian is not finite here."
    low, high = float(eigenvalues[0]), float(eigenvalues[-1])
    small = 1e-12 * max(abs(low), abs(high))
    if max(abs(low), abs(high)) == 0:
        why = ": the output is linear here" if hessian.straight else " here"
        return "flat", f"All second derivatives are 0{why}."
    if low > small:
        return "convex", "All eigenvalues are positive: the surface curves up in every direction."
    if high < -small:
        return (
            "concave",
            "All eigenvalues are negative: the surface curves down in every direction.",
        )
    if low < -small and high > small:
        return (
            "saddle",
            "Eigenvalues of both signs: it curves up in some directions and down in others.",
        )
    word = "up" if high > small else "down"
    return "flat in some directions", f"It curves {word}, and is straight where they are 0."


def _product(
    evaluation: Evaluation, second: SecondDerivatives, chosen: Sequence[str]
) -> dict[str, Any]:
    gradient = {
        name: evaluation.gradients.get(second.nodes[name], np.zeros(second.shapes[name]))
        for name in chosen
    }
    product, kink = second.product(gradient)
    dot = float(sum(np.sum(gradient[name] * product[name]) for name in chosen))
    length = float(sum(np.sum(np.square(gradient[name])) for name in chosen))
    curvature, size = dot / length if length else 0.0, second.size
    return {
        "entries": [], "matrix": None, "text": [], "eigenvalues": [], "kind": "product",
        "sentence": f"The Hessian of {size:,} numbers would have {size**2:,} entries. "
        "One more backward pass gives its product with any vector, here with the gradient.",
        "product": {
            "direction": "the gradient",
            "entries": list(chosen),
            "text": [write(product[name], evaluation.digits) for name in chosen],
            "values": [encode(product[name]) for name in chosen],
            "curvature": write(curvature, evaluation.digits),
            "sentence": kink.sentence(evaluation.digits)
            if kink
            else "Along the gradient the output curves by "
            f"{write(curvature, evaluation.digits)} (g · Hg / g · g).",
        },
    }  # fmt: skip
