"""What is read as text: the program as a script, gradients as formulas."""

from __future__ import annotations

from typing import Any

from graphs.code import staged
from graphs.evaluation import Evaluation
from graphs.explain.labels import of_name
from graphs.rewrite.formulas import formulas


def code_view(
    evaluation: Evaluation, language: str = "numpy", level: str = "readable"
) -> dict[str, Any]:
    """The program as a script, with the line of each step."""
    made = staged(evaluation, language, level)
    return {
        "language": language,
        "level": level,
        "text": made.text,
        "filename": made.filename,
        "lines": list(made.lines),
    }


def formula_view(evaluation: Evaluation) -> dict[str, Any]:
    """The gradient of each input that the output depends on, as a formula."""
    graph = evaluation.model
    found = formulas(graph)
    output = of_name(graph.output_name)
    rows = []
    for name, entry in graph.inputs.items():
        if entry.node not in found or entry.node not in evaluation.gradients:
            continue
        if not graph.receives_gradient[entry.node]:
            continue
        formula = found[entry.node]
        slope = rf"\frac{{\partial {output.latex}}}{{\partial {of_name(name).latex}}}"
        rows.append(
            {
                "of": name,
                "text": formula.text,
                "latex": formula.latex,
                "slope": slope,
                "where": [
                    {"name": word, "text": label.text, "latex": label.latex}
                    for word, label in formula.where.items()
                ],
            }
        )
    return {"formulas": rows}
