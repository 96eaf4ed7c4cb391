"""Forward mode as a circuit: one input's derivative flows along the wires, gate by gate."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from graphs.autodiff.jvp import basis_vector, jvp, tangent_steps
from graphs.autodiff.seed import loss_of
from graphs.draw.drawing import id_prefix
from graphs.draw.frames import frames
from graphs.draw.layout import layout
from graphs.draw.marks import Texts
from graphs.draw.states import marks_at
from graphs.draw.svg import draw, notice
from graphs.draw.text import tag_width
from graphs.errors import GraphError, TooLarge
from graphs.evaluation import Evaluation, Structure
from graphs.explain.labels import bracket
from graphs.format.arrays import element_name, mark_content, panel_content
from graphs.format.numbers import latex, write
from graphs.gates import ATOM
from graphs.model import Graph, Tangent, Value
from graphs.model.sums import SumDigits
from graphs.payload.circuit import node_data
from graphs.payload.encode import encode


def forward_mode_view(
    evaluation: Evaluation, of: str | None = None, element: int = 0
) -> dict[str, Any]:
    """Steps and picture of forward mode for one input, or one element of an array.

    Raises:
        GraphError: there is no such input or element, or it carries no derivative.
    """
    graph = evaluation.model
    choices = [name for name, entry in graph.inputs.items() if entry.node in graph.wrt]
    if not choices:
        raise GraphError("The program has no input to differentiate by.", hint="Write f = x * 2.")
    of = (
        graph.path(of)
        if of
        else next((name for name in choices if graph.used[graph.inputs[name].node]), choices[0])
    )
    if of not in choices:
        raise GraphError(f"{of} is not an input here.", hint=f"Choose one of {', '.join(choices)}.")
    start = graph.inputs[of].node
    size = int(np.size(evaluation.node_values[start]))
    if not 0 <= element < size:
        raise GraphError(
            f"{of} has no element {element}.",
            hint=f"Its elements are 0 to {size - 1}." if size else "It is empty.",
        )
    tangents_by_node = jvp(
        graph, evaluation.node_values, start, basis_vector(evaluation.node_values[start], element)
    )
    circuit = replace(graph, wrt=frozenset({start}))
    steps = tangent_steps(circuit, evaluation.node_values, tangents_by_node)
    entries = sum(int(np.size(evaluation.node_values[graph.inputs[name].node])) for name in choices)
    outputs = (
        1 if graph.upstream is not None else int(np.size(evaluation.node_values[graph.output]))
    )
    place = element_name("", element, np.shape(evaluation.node_values[start]))
    by, by_latex = f"{of}{place}", evaluation.labels[start].latex
    if place:
        by_latex = f"{{{by_latex}}}_{{{place[1:-1]}}}"
    return {
        "of": of,
        "element": element,
        "elements": size,
        "choices": choices,
        **_drawing_data(evaluation, circuit, steps, start, tangents_by_node[start]),
        "by": by,
        "steps": [_explanation(evaluation, step, by, by_latex) for step in steps],
        "passes": {"forward": entries, "reverse": outputs},
        "sentence": _passes(entries, outputs),
        "agreement": _agreement(evaluation, start, element, tangents_by_node, by),
        "table": [
            {
                "node": f"n{index}",
                "name": evaluation.labels[index].text,
                "value": panel_content(evaluation.node_values[index], evaluation.digits),
                "tangent": panel_content(tangent, evaluation.digits),
            }
            for index, tangent in sorted(tangents_by_node.items())
        ],
    }


def _passes(entries: int, outputs: int) -> str:
    forward = "1 pass" if entries == 1 else f"{entries:,} passes, one for each number put in"
    reverse = "1 pass" if outputs == 1 else "1 pass for the sum of its elements"
    return (
        f"For all gradients forward mode needs {forward}; reverse mode needs {reverse}: "
        f"{entries:,} input{'' if entries == 1 else 's'} against "
        f"{outputs:,} output{'' if outputs == 1 else 's'}."
    )


def _agreement(
    evaluation: Evaluation, start: int, element: int, tangents_by_node: dict[int, Value], by: str
) -> dict[str, str]:
    """The derivative of the output by both modes; of the loss, with an upstream gradient."""
    graph = evaluation.model
    forward = loss_of(graph, tangents_by_node.get(graph.output, np.float64(0.0)))
    reverse = float(np.ravel(evaluation.gradients.get(start, np.zeros(1)))[element])
    difference = abs(forward - reverse) if forward != reverse else 0.0
    return {
        "forward": write(forward, evaluation.digits),
        "reverse": write(reverse, evaluation.digits),
        "difference": write(difference, evaluation.digits),
        "sentence": f"The derivative of {graph.loss_name} by {by}: forward mode says "
        f"{write(forward, evaluation.digits)}, reverse mode {write(reverse, evaluation.digits)}.",
    }


def _explanation(evaluation: Evaluation, step: Tangent, by: str, by_latex: str) -> dict[str, Any]:
    graph, labels = evaluation.model, evaluation.labels
    node = graph.nodes[step.node]
    assert node.gate is not None
    tangent = write(step.tangent, evaluation.digits)
    has_locals = all(local is not None for _, local, _ in step.terms)
    numbers = has_locals and not np.ndim(step.tangent)
    label = labels[step.node]
    name = label.text if label.precedence == ATOM else f"({label.text})"
    sentence = f"{node.gate.title} gate: ∂{name}/∂{by} = "
    if numbers:
        terms = [
            (write(local, evaluation.digits), write(incoming, evaluation.digits))
            for _, local, incoming in step.terms
        ]
        sentence += " + ".join(f"{local} × {_in_brackets(incoming)}" for local, incoming in terms)
        sentence += f" = {tangent}"
        middle = " + ".join(
            rf"{latex(_in_brackets(local))} \cdot {latex(_in_brackets(incoming))}"
            for local, incoming in terms
        )
        middle = f"{middle} = "
    else:
        sentence += tangent
        middle = ""
    numerator = label.latex if label.precedence == ATOM else bracket(label.latex)
    slope = rf"\frac{{\partial {numerator}}}{{\partial {{{by_latex}}}}}"
    return {
        "phase": "forward",
        "node": f"n{step.node}",
        "value": encode(step.value, 64),
        "tangent": encode(step.tangent, 64),
        "title": f"{node.gate.title} gate",
        "role_title": _dual(evaluation, step),
        "meaning": "Each value travels with its derivative: an incoming one is multiplied by the "
        "local one, and they add.",
        "sentence": sentence,
        "latex": f"{slope} = {middle}{latex(tangent)}" if not np.ndim(step.tangent) else slope,
        "text": {
            "value": panel_content(step.value, evaluation.digits),
            "tangent": panel_content(step.tangent, evaluation.digits),
        },
    }


def _dual(evaluation: Evaluation, step: Tangent) -> str:
    """A number and its derivative as a dual number, whose ε squared is 0."""
    if np.ndim(step.value):
        return "dual numbers"
    value, slope = (write(number, evaluation.digits) for number in (step.value, step.tangent))
    sign, size = ("-", slope[1:]) if slope.startswith("-") else ("+", slope)
    return f"dual number {value} {sign} {size}ε"


def _in_brackets(number: str) -> str:
    return f"({number})" if number.startswith("-") else number


def _drawing_data(
    evaluation: Evaluation, graph: Graph, tangent_steps: list[Tangent], start: int, direction: Value
) -> dict[str, Any]:
    circuit = evaluation.with_structure(Structure(graph))
    text = partial(mark_content, digits=evaluation.digits)
    numbers = [value for value in evaluation.node_values if value is not None]
    numbers += [step.tangent for step in tangent_steps]
    width = tag_width(map(text, numbers), evaluation.digits)
    nodes: dict[str, Any] = {
        "nodes": [node_data(circuit, node) for node in graph.nodes],
        "names": {name: graph.nodes[index].id for name, index in graph.names.items()},
    }
    try:
        placement = replace(layout(graph, width), forward_tags=True, texts=Texts())
    except TooLarge as error:
        return nodes | {
            "svg": notice(error.message), "marks": {}, "frames": (), "prefix": "",
            "too_large": error.message, "output": evaluation.model.loss_name,
        }  # fmt: skip
    own_prefix = f"f{id_prefix(graph, width)}"
    marks, changes = frames(
        graph,
        placement,
        evaluation.node_values,
        tangent_steps,
        text,
        SumDigits([], evaluation.digits),
    )
    for node in graph.nodes:
        if node.index not in {step.node for step in tangent_steps} and node.gate is not None:
            marks[f"{node.id}-value"] = ("shown", text(evaluation.node_values[node.index]))
            marks[node.id] = ("done", None)
    input_tags = [f"n{start}-grad"] + [f"n{at}-{slot}-grad" for at, slot in graph.consumers[start]]
    marks |= {tag: ("earlier", text(direction)) for tag in input_tags if tag in marks}
    label = f"Forward mode through the circuit of {evaluation.output}"
    svg_text = draw(placement, marks_at(marks, changes), own_prefix, label)
    return nodes | {
        "svg": svg_text, "marks": marks, "frames": changes, "prefix": own_prefix, "too_large": None,
        "output": evaluation.model.loss_name,
    }  # fmt: skip
