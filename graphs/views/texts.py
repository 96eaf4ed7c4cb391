"""Each view as plain text, written from the data that its maker returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphs.evaluation import Evaluation
from graphs.views.backward_graph import backward_circuit

Data = Mapping[str, Any]


def code_text(evaluation: Evaluation, data: Data) -> str:
    return str(data["text"]).rstrip("\n")


def backward_text(evaluation: Evaluation, data: Data) -> str:
    """Gate by gate; a gradient that belongs to several names shows all of them."""
    names = [node.name for node in backward_circuit(evaluation).graph.nodes]
    rows = [("", "gate", "value")]
    for name, node in zip(names, data["nodes"], strict=True):
        if node.get("backward") and node["kind"] == "gate":
            rows.append((name or node["label"], node["op"], _short(node["text"])))
    return _columns(rows)


def forward_mode_text(evaluation: Evaluation, data: Data) -> str:
    rows = [("", "value", f"by {data['by']}")]
    rows += [(row["name"], _short(row["value"]), _short(row["tangent"])) for row in data["table"]]
    return "\n".join([_columns(rows), data["sentence"], data["agreement"]["sentence"]])


def paths_text(evaluation: Evaluation, data: Data) -> str:
    rows = [("path", "product")]
    rows += [(" → ".join(path["labels"]), path["product"]) for path in data["paths"]]
    return "\n".join([_columns(rows), data["sentence"], data["operations"]["sentence"]])


def formula_text(evaluation: Evaluation, data: Data) -> str:
    loss, lines = evaluation.model.loss_name, []
    for row in data["formulas"]:
        lines.append(f"d{loss}/d{row['of']} = {row['text']}")
        lines += [f"    where {part['name']} = {part['text']}" for part in row.get("where", ())]
    return "\n".join(lines)


def gradient_check_text(evaluation: Evaluation, data: Data) -> str:
    rows = [("", "analytic", "numeric", "relative error", "verdict")]
    rows += [
        (row["name"] + row["element"], row["analytic"], row["numeric"], row["error_text"],
         row["verdict"])
        for row in data["checks"]
    ]  # fmt: skip
    kinks = [row["message"] for row in data["checks"] if row["verdict"] == "kink"]
    return "\n".join([_columns(rows), *kinks])


def hessian_text(evaluation: Evaluation, data: Data) -> str:
    if data["product"]:
        product = data["product"]
        rows = [("", "Hessian times gradient")]
        rows += list(zip(product["entries"], product["text"], strict=True))
        return "\n".join([data["sentence"], _columns(rows), product["sentence"]])
    rows = [("", *data["entries"])]
    rows += [(name, *row) for name, row in zip(data["entries"], data["text"], strict=True)]
    values = ", ".join(data["eigenvalues"])
    known = [f"eigenvalues: {values}"] if values else []
    return "\n".join([_columns(rows), *known, data["sentence"]])


def _columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text with their columns aligned: the first to the left, the others to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _short(text: Any) -> str:
    """A value as a step's text has it: a number, or an array's shape."""
    return text if isinstance(text, str) else str(text["shape"])
