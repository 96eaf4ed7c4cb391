"""The views of a trace as plain text, for the command line."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import Any

import graphs
from graphs.code import LANGUAGES, LEVELS
from graphs.format.numbers import write
from graphs.views import view


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options that print a view instead of the table."""
    group = parser.add_argument_group("views (printed instead of the table)")
    group.add_argument("--code", choices=LANGUAGES, help="the passes as a script")
    group.add_argument("--level", choices=LEVELS, default="readable", help="of that script")
    group.add_argument("--backward-graph", action="store_true", help="the gates of the gradients")
    group.add_argument("--forward-mode", metavar="NAME", help="derivatives by one input")
    group.add_argument("--paths", nargs=2, metavar=("FROM", "TO"), help="paths and their products")
    group.add_argument("--formula", action="store_true", help="each gradient as a formula")
    group.add_argument("--gradient-check", action="store_true", help="against central differences")
    group.add_argument("--hessian", metavar="NAMES", help="second derivatives by x,y")
    group.add_argument("--patterns", action="store_true", help="patterns that are one gate")
    group.add_argument("--fold", metavar="IDS", help="fold these patterns: p0,p1")


def report(trace: graphs.Trace, options: argparse.Namespace) -> str | None:
    """The view that was asked for; None where none was.

    Raises:
        GraphError: it cannot be made of this program.
    """
    parts = []
    if options.code:
        parts.append(trace.code(options.code, options.level).rstrip("\n"))
    if options.backward_graph:
        parts.append(_backward(trace))
    if options.forward_mode:
        parts.append(
            _forward_mode(view(trace.evaluation, "forward_mode", {"of": options.forward_mode}))
        )
    if options.paths:
        start, end = options.paths
        parts.append(_paths(view(trace.evaluation, "paths", {"from": start, "to": end})))
    if options.formula:
        parts.append(_formulas(trace))
    if options.gradient_check:
        parts.append(_checks(view(trace.evaluation, "gradient_check", {})))
    if options.hessian:
        parts.append(
            _hessian(view(trace.evaluation, "hessian", {"of": options.hessian.split(",")}))
        )
    if options.patterns:
        parts.append("\n".join(f"{one['id']}: {one['sentence']}" for one in trace.patterns))
    return "\n\n".join(parts) if parts else None


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of text with their columns aligned: the first to the left, the others to the right."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _short(shown: Any) -> str:
    """A value as a step's text has it: a number, or an array's shape."""
    return shown if isinstance(shown, str) else str(shown["shape"])


def _backward(trace: graphs.Trace) -> str:
    nodes = {node["id"]: node for node in view(trace.evaluation, "backward", {})["nodes"]}
    rows = [("", "gate", "value")]
    for id, data in trace.backward.nodes(data=True):
        if data["backward"] and data["kind"] == "gate":
            name = data["name"] or nodes[id]["label"]
            rows.append((name, data["op"], _short(nodes[id]["text"])))
    return columns(rows)


def _forward_mode(view: Mapping[str, Any]) -> str:
    rows = [("", "value", f"by {view['by']}")]
    rows += [(row["name"], _short(row["value"]), _short(row["tangent"])) for row in view["table"]]
    return "\n".join([columns(rows), view["sentence"], view["agreement"]["sentence"]])


def _paths(view: Mapping[str, Any]) -> str:
    rows = [("path", "product")]
    rows += [(" → ".join(path["labels"]), path["product"]) for path in view["paths"]]
    return "\n".join([columns(rows), view["sentence"], view["operations"]["sentence"]])


def _formulas(trace: graphs.Trace) -> str:
    lines = []
    for row in view(trace.evaluation, "formula", {})["formulas"]:
        lines.append(f"d{trace.output}/d{row['of']} = {row['text']}")
        lines += [f"    where {part['name']} = {part['text']}" for part in row.get("where", ())]
    return "\n".join(lines)


def _checks(view: Mapping[str, Any]) -> str:
    rows = [("", "analytic", "numeric", "relative error", "verdict")]
    rows += [
        (row["name"] + row["element"], row["analytic"], row["numeric"], row["error_text"],
         row["verdict"])
        for row in view["checks"]
    ]  # fmt: skip
    kinks = [row["message"] for row in view["checks"] if row["verdict"] == "kink"]
    return "\n".join([columns(rows), *kinks])


def _hessian(view: Mapping[str, Any]) -> str:
    if view["product"]:
        product = view["product"]
        rows = [("", "Hessian times gradient")]
        rows += list(zip(product["entries"], product["text"], strict=True))
        return "\n".join([view["sentence"], columns(rows), product["sentence"]])
    rows = [("", *view["entries"])]
    rows += [(name, *row) for name, row in zip(view["entries"], view["text"], strict=True)]
    values = ", ".join(view["eigenvalues"])
    return "\n".join([columns(rows), f"eigenvalues: {values}", view["sentence"]])


def verdicts(found: Mapping[str, Any]) -> str:
    """What a check of a backward pass says, a line a verdict."""
    lines = [f"loss: {found['loss']}"]
    for one in found["verdicts"]:
        cause = f" ({one['cause']})" if one["cause"] else ""
        lines.append(f"line {one['line']}: {one['name']}: {one['status']}{cause}")
        if one["message"]:
            lines.append(f"    {one['message']}")
        if one["status"] == "wrong" and _is_number(one["value"]) and _is_number(one["expected"]):
            lines.append(f"    it is {write(one['value'])}, not {write(one['expected'])}")
    lines += [f"note: {note}" for note in found["notes"]]
    first = found["first_wrong"]
    lines.append(
        f"first wrong line: {first['line']} ({first['name']})"
        if first
        else "Every line that was judged is right."
    )
    return "\n".join(lines)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
