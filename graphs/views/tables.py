"""Views that are text and numbers: paths, formulas, the gradient check, second derivatives."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from graphs.code import staged
from graphs.curvature import MOST_ENTRIES, Curvature
from graphs.differences import STEPS, Difference, H, differences
from graphs.errors import GraphError
from graphs.labels import of_name
from graphs.model import Backward, Value
from graphs.numbers import write
from graphs.payload import encode
from graphs.routes import Operations, Paths, Route, paths
from graphs.show import element_name
from graphs.symbolic import formulas

if TYPE_CHECKING:
    from graphs.trace import Trace

MOST_PATHS = 100  # that are listed
LONGEST_PATH = 40  # gates of one that are named
RIGHT, SUSPICIOUS = 1e-7, 1e-4  # relative errors, in the words of CS231n's notes


def code_view(trace: Trace, language: str = "numpy", level: str = "readable") -> dict[str, Any]:
    """The program as a script, with the line of each step."""
    made = staged(trace, language, level)
    return {
        "language": language,
        "level": level,
        "text": made.text,
        "filename": made.filename,
        "lines": list(made.lines),
    }


def paths_view(trace: Trace, start: str | None = None, end: str | None = None) -> dict[str, Any]:
    """Every path between two values, or the largest few, with counts of operations."""
    graph, labels = trace.model, trace.explainer.labels
    first = next(
        (
            entry.node
            for entry in graph.inputs.values()
            if graph.reaches[entry.node] and len(graph.consumers[entry.node]) > 1
        ),
        next((e.node for e in graph.inputs.values() if graph.reaches[e.node]), graph.output),
    )
    one = first if start is None else trace.index(start)
    other = graph.output if end is None else trace.index(end)
    found = paths(graph, trace.by_node, one, other, MOST_PATHS)
    local = {
        (step.node, step.slot): step.local
        for step in trace.walked
        if isinstance(step, Backward) and step.node is not None and step.slot is not None
    }
    return {
        "from": f"n{one}",
        "to": f"n{other}",
        "choices": [
            {"id": node.id, "label": labels[node.index].text, "latex": labels[node.index].latex}
            for node in graph.nodes
            if graph.varies[node.index]
        ],
        "count": f"{found.count:,}" if found.count < 10**24 else f"{found.count:.4e}",
        "exact": str(found.count),
        "listed": len(found),
        "total": write(found.total, trace.digits),
        "sentence": _sum(trace, found),
        "paths": [_path(trace, one, route, local) for route in found.routes],
        "operations": _operations(found),
    }


def _path(
    trace: Trace, start: int, route: Route, local: Mapping[tuple[int, int], Value]
) -> dict[str, Any]:
    graph, labels = trace.model, trace.explainer.labels
    nodes = [start, *(gate for gate, _ in route.wires)]
    factors = [local.get(wire) for wire in route.wires]
    return {
        "nodes": [f"n{node}" for node in nodes],
        "wires": [[f"n{gate}", slot] for gate, slot in route.wires],
        "labels": _ends([labels[node].text for node in nodes]),
        "factors": _ends(
            [
                write(factor, trace.digits) if factor is not None else graph.nodes[gate].op
                for factor, (gate, _) in zip(factors, route.wires, strict=True)
            ]
        ),
        "product": write(route.product, trace.digits),
    }


def _ends(words: list[str]) -> list[str]:
    """A long list without its middle."""
    half = LONGEST_PATH // 2
    return words if len(words) <= LONGEST_PATH else [*words[:half], "…", *words[-half:]]


def _sum(trace: Trace, found: Paths) -> str:
    names = [trace.explainer.labels[index].text for index in (found.end, found.start)]
    total = write(found.total, trace.digits)
    if found.count == 1:
        return f"One path: its product is the gradient of {names[0]} by {names[1]}, {total}."
    if len(found) == found.count:
        return (
            f"{found.count:,} paths: their products add up to the gradient of {names[0]} by "
            f"{names[1]}, {total}."
        )
    return (
        f"{found.count:,} paths, of which the {len(found)} largest are shown; all of them add up "
        f"to the gradient of {names[0]} by {names[1]}, {total}."
    )


def _operations(found: Paths) -> dict[str, Any]:
    def told(operations: Operations) -> dict[str, str]:
        return {"multiply": f"{operations.multiply:,}", "add": f"{operations.add:,}"}

    factored, unfactored = found.factored, found.unfactored
    few, many = (one.multiply + one.add for one in (factored, unfactored))
    saved = (
        "There is nothing to factor out: both ways take as many."
        if few == many
        else f"Backpropagation takes {few:,} operations instead of {many:,}: "
        "what paths share is multiplied once."
    )
    return {"factored": told(factored), "unfactored": told(unfactored), "sentence": saved}


def formula_view(trace: Trace) -> dict[str, Any]:
    """The gradient of each input that the output depends on, as a formula."""
    graph = trace.model
    found = formulas(graph)
    output = of_name(graph.output_name)
    rows = []
    for name, entry in graph.inputs.items():
        if entry.node not in found or entry.node not in trace.gradients:
            continue
        if not graph.reaches[entry.node]:
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


def gradient_check_view(trace: Trace) -> dict[str, Any]:
    """Each gradient against a central difference, and the error for other steps."""
    found = differences(trace.model, trace.given, trace.by_node, trace.gradients)
    return {
        "h": H,
        "checks": [_check(trace, one) for one in found],
        "plot": {
            "h": list(STEPS),
            "series": [
                {"name": one.name, "errors": [encode(error) for error in one.errors]}
                for one in found
                if one.errors
            ],
        },
        "sentences": [
            "From the right the error falls with h squared: what a central difference leaves out "
            "of the Taylor series shrinks 100 times when h shrinks 10 times. (For straight lines "
            "and parabolas it leaves out nothing.)",
            "Towards the left it grows again, with 1/h: f(x + h) and f(x - h) agree in ever more "
            "digits, and rounding in the 16th digit is divided by 2h.",
        ],
        "kinks": [
            {"name": one.name, "line": one.kink.source.line if one.kink.source else None}
            for one in found
            if one.kink
        ],
        "csv": _csv(found),
    }


def _check(trace: Trace, one: Difference) -> dict[str, Any]:
    verdict, message = "right", "Both agree."
    gate = one.kink.gate if one.kink else None
    if gate is not None and one.kink is not None:
        line = f" in line {one.kink.source.line}" if one.kink.source else ""
        verdict = "kink"
        message = (
            f"The {gate.title} gate{line} has a kink within h: the two sides of {one.name} have "
            "different slopes, and a central difference lies between them. This error says nothing."
        )
    elif np.isnan(one.error) or one.error > SUSPICIOUS:
        verdict, message = "wrong", "They differ: one of them is wrong."
    elif one.error > RIGHT:
        verdict = "suspicious"
        message = "They nearly agree: look for a kink, or for values of very different sizes."
    elif one.analytic == one.numeric == 0 or (one.analytic == 0 and one.error == 0):
        message = "Both are 0."
    if one.tried < one.size:
        message += f" {one.tried} of {one.size:,} elements were tried."
    shape = np.shape(trace.by_node[trace.model.inputs[one.name].node])
    element = element_name("", one.element, shape) if one.size else ""
    return {
        "name": one.name,
        "element": element,
        "error": encode(one.error),
        "error_text": "0" if one.error == 0 else f"{one.error:.1e}",
        "analytic": write(one.analytic, trace.digits),
        "numeric": write(one.numeric, trace.digits),
        "verdict": verdict,
        "message": message,
    }


def _csv(found: Sequence[Difference]) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    plotted = [one for one in found if one.errors]
    table.writerow(["h", *(one.name for one in plotted)])
    for row, h in enumerate(STEPS):
        table.writerow([f"{h:g}", *(f"{one.errors[row]:.6g}" for one in plotted)])
    return text.getvalue()


def hessian_view(trace: Trace, of: Sequence[str] | None = None) -> dict[str, Any]:
    """The Hessian with its eigenvalues; for many entries its product with the gradient."""
    graph = trace.model
    choices = [
        name
        for name, entry in graph.inputs.items()
        if entry.node in graph.wrt and graph.reaches[entry.node] and not entry.structural
    ]
    if not choices:
        raise GraphError("The output depends on no input.", hint="Write f = x**2, say.")
    chosen = list(of) if of else _few(trace, choices)
    curve = Curvature(graph, trace.given, trace.by_node, chosen)
    view: dict[str, Any] = {
        "of": chosen,
        "choices": [
            {"name": name, "size": int(np.size(trace.by_node[graph.inputs[name].node]))}
            for name in choices
        ],
        "most": MOST_ENTRIES,
    }
    if curve.size > MOST_ENTRIES:
        return view | _product(trace, curve, chosen)
    found = curve.hessian()
    kind, sentence = _shape(found.eigenvalues)
    return view | {
        "entries": [
            element_name(name, element, curve.shapes[name]) for name, element in found.entries
        ],
        "matrix": encode(found.matrix),
        "text": [[write(number, trace.digits) for number in row] for row in found.matrix],
        "eigenvalues": [write(number, trace.digits) for number in found.eigenvalues],
        "kind": kind,
        "sentence": sentence,
        "product": None,
    }


def _few(trace: Trace, choices: Sequence[str]) -> list[str]:
    """As many inputs, from the first, as a Hessian has room for; at least one."""
    chosen: list[str] = []
    room = MOST_ENTRIES
    for name in choices:
        room -= int(np.size(trace.by_node[trace.model.inputs[name].node]))
        if room < 0 and chosen:
            break
        chosen.append(name)
        if room < 0:
            break
    return chosen


def _shape(eigenvalues: Value) -> tuple[str, str]:
    """What the eigenvalues say of the surface around this point."""
    if not np.size(eigenvalues):
        return "unknown", "The Hessian is not finite here."
    low, high = float(eigenvalues[0]), float(eigenvalues[-1])
    small = 1e-12 * max(abs(low), abs(high))
    if max(abs(low), abs(high)) == 0:
        return "flat", "All second derivatives are 0: the output is linear here."
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


def _product(trace: Trace, curve: Curvature, chosen: Sequence[str]) -> dict[str, Any]:
    gradient = {
        name: trace.gradients.get(curve.nodes[name], np.zeros(curve.shapes[name]))
        for name in chosen
    }
    product = curve.product(gradient)
    dot = float(sum(np.sum(gradient[name] * product[name]) for name in chosen))
    length = float(sum(np.sum(np.square(gradient[name])) for name in chosen))
    curvature = dot / length if length else 0.0
    return {
        "entries": [], "matrix": None, "text": [], "eigenvalues": [], "kind": "product",
        "sentence": f"The Hessian of {curve.size:,} numbers would have {curve.size**2:,} entries. "
        "One more backward pass gives its product with any vector, here with the gradient.",
        "product": {
            "direction": "the gradient",
            "entries": list(chosen),
            "text": [write(product[name], trace.digits) for name in chosen],
            "values": [encode(product[name]) for name in chosen],
            "curvature": write(curvature, trace.digits),
            "sentence": "Along the gradient the output curves by "
            f"{write(curvature, trace.digits)} (g · Hg / g · g).",
        },
    }  # fmt: skip
