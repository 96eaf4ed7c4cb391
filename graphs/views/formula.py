"""The gradients as formulas."""

from __future__ import annotations

from typing import Any

from graphs.evaluation import Evaluation
from graphs.explain.labels import of_name, of_number
from graphs.rewrite.formulas import formulas


def formula_view(evaluation: Evaluation) -> dict[str, Any]:
    """The gradient of each input that the output depends on, as a formula."""
    graph = evaluation.model
    gradient_formulas = formulas(graph)
    loss = of_name(graph.loss_name)
    given = []
    if graph.upstream is not None:
        upstream = of_name(graph.free_name("upstream"))
        value = of_number(graph.upstream, evaluation.digits)
        given = [{"name": upstream.text, "text": value.text, "latex": value.latex}]
    rows = []
    for name, entry in graph.inputs.items():
        if entry.node not in gradient_formulas or entry.node not in evaluation.gradients:
            continue
        if not graph.receives_gradient[entry.node]:
            continue
        formula = gradient_formulas[entry.node]
        symbol = rf"\frac{{\partial {loss.latex}}}{{\partial {of_name(name).latex}}}"
        rows.append(
            {
                "of": name,
                "text": formula.text,
                "latex": formula.latex,
                "slope": symbol,
                "where": [
                    {"name": word, "text": label.text, "latex": label.latex}
                    for word, label in formula.where.items()
                ]
                + given,
            }
        )
    return {"formulas": rows}
