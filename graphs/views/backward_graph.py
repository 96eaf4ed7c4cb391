"""The backward graph as a circuit of its own: forward gates, and the gates of the gradients."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from graphs.evaluation import Evaluation, Structure
from graphs.gates.identities import PLAIN
from graphs.model import Backward, Graph
from graphs.model.paths import spelled
from graphs.payload.circuit import node_data, step_data
from graphs.payload.encode import encode
from graphs.rewrite.backward_graph import BackwardGraph, backward_graph
from graphs.rewrite.simplify import simplify


@dataclass(frozen=True)
class Circuit(Graph):
    """A graph with several outputs: every node is used."""

    @cached_property
    def used(self) -> tuple[bool, ...]:
        return (True,) * len(self.nodes)


def backward_circuit(evaluation: Evaluation) -> BackwardGraph:
    """The gradient computation beside the forward one, its values named ``d<name>``."""
    graph, values = evaluation.model, evaluation.node_values
    # With no gradients chosen, each forward value keeps its own.
    joint = simplify(backward_graph(graph, seed_as_gate=True, values=values), PLAIN)
    wire_of = joint.first_wire
    names: dict[int, list[str]] = {}
    for target, total in joint.gradient.items():  # the value a gradient came through first
        name = graph.titles.get(target)
        if name and total >= joint.forward_count:
            names.setdefault(total, []).append(f"d{spelled(name)}")
    nodes = [
        node
        if node.index < joint.forward_count
        else replace(
            node,
            name=ALSO.join(names[node.index]) if node.index in names else None,
            source=_source(graph, wire_of.get(node.index)),
            backward=True,
        )
        for node in joint.graph.nodes
    ]
    fields = {name: getattr(joint.graph, name) for name in joint.graph.__dataclass_fields__} | {
        "nodes": tuple(nodes),
        "wrt": frozenset(),
        "warnings": (),
    }
    return replace(joint, graph=Circuit(**fields))


def _source(graph: Graph, wire: Any) -> Any:
    """The place in the text of a gradient gate: that of the gate whose gradient rule made it."""
    return graph.nodes[graph.output if wire is None else wire.gate].source


def backward_view(evaluation: Evaluation) -> dict[str, Any]:
    """The backward graph, stepped gate by gate: forward gates, then those of the gradients."""
    joint = backward_circuit(evaluation)
    circuit = evaluation.with_structure(Structure(joint.graph, _with_first_names(joint.graph)))
    steps = step_data(circuit)
    wire_of = joint.first_wire
    step_of = {node: number for number, node in enumerate(_gates(joint.graph))}
    for node, step in zip(_gates(joint.graph), steps, strict=True):
        if node >= joint.forward_count:
            step |= _explanation(evaluation, wire_of.get(node))
    gradient_of = {
        f"n{node}": _gradient_of(joint, node, wire_of.get(node))
        for node in range(joint.forward_count, len(joint.graph.nodes))
    }
    wires = {(wire.gate, wire.slot): wire for wire in joint.wires}
    backward_steps = []
    for raw_step in evaluation.raw_steps:
        index = getattr(raw_step, "node", None)
        if raw_step.phase == "forward":
            backward_steps.append(step_of.get(raw_step.node))
        elif index is None or raw_step.slot is None:
            backward_steps.append(step_of.get(joint.seed))
        else:
            wire = wires[index, raw_step.slot]
            backward_steps.append(step_of.get(wire.total, step_of.get(wire.contribution)))
    return {
        **_drawing_data(circuit),
        "steps": steps,
        "count": sum(node < joint.forward_count for node in step_of),
        "of": gradient_of,
        "steps_of": _fill_gaps(backward_steps),
    }


ALSO = " = "  # between the names of one gradient


def _with_first_names(graph: Graph) -> Graph:
    """The graph with one name for each gradient: in a formula it is one operand."""
    nodes = (
        replace(node, name=_first_name(node.name)) if node.backward else node
        for node in graph.nodes
    )
    return replace(graph, nodes=tuple(nodes))


def _first_name(name: str | None) -> str | None:
    return None if name is None else name.partition(ALSO)[0]


def _gates(graph: Graph) -> list[int]:
    return [node.index for node in graph.nodes if node.kind == "gate"]


def _fill_gaps(steps: list[int | None]) -> list[int]:
    """Steps without a gate of their own get the index of the step before them."""
    filled: list[int] = []
    for step in steps:
        filled.append(step if step is not None else filled[-1] if filled else 0)
    return filled


def _gradient_of(joint: BackwardGraph, node: int, wire: Any) -> dict[str, Any]:
    total = next((at for at, index in joint.gradient.items() if index == node), None)
    if total is not None:
        return {"node": f"n{total}", "slot": None, "kind": "gradient"}
    return {
        "node": None if wire is None else f"n{wire.gate}",
        "slot": None if wire is None else wire.slot,
        "kind": "inside",
    }


def _explanation(evaluation: Evaluation, wire: Any) -> dict[str, Any]:
    """The explanation of a step that computes a gradient."""
    labels = evaluation.labels
    if wire is None and evaluation.model.upstream is not None:
        return {"backward": True, **_seed_words(evaluation)}
    if wire is None:
        output, latex = labels[evaluation.model.output].text, labels[evaluation.model.output].latex
        return {
            "backward": True,
            "title": "Start of the backward pass",
            "sentence": f"{output} changes exactly as {output} does: 1.",
            "reason": f"{output} changes exactly as {output} does.",
            "latex": rf"\frac{{\partial {latex}}}{{\partial {latex}}} = 1",
            "lines": [rf"\frac{{\partial {latex}}}{{\partial {latex}}} = 1"],
            "role_title": "the output's own gradient",
            "meaning": "The gradient of the output with respect to itself is 1.",
        }
    gate = evaluation.model.nodes[wire.gate]
    source = labels[gate.args[wire.slot]].text
    title = gate.gate.title if gate.gate else ""
    return {
        "backward": True,
        "role_title": f"for the gradient of {source}",
        "meaning": f"It belongs to the way back through the {title} gate "
        f"{labels[wire.gate].text}, whose forward values it reads from the circuit.",
    }


def _seed_words(evaluation: Evaluation) -> dict[str, Any]:
    """How the backward pass's own first step says that its gradient is given; {} where there is
    no backward pass."""
    words = ("title", "sentence", "reason", "latex", "lines", "role_title", "meaning")
    for step, explanation in zip(evaluation.raw_steps, evaluation.explanations, strict=True):
        if isinstance(step, Backward):  # the seed comes first
            return {word: explanation[word] for word in words}
    return {}


def _drawing_data(circuit: Evaluation) -> dict[str, Any]:
    drawing = circuit.drawing
    return {
        "nodes": [
            node_data(circuit, node)
            | ({"backward": True, "name": _first_name(node.name)} if node.backward else {})
            for node in circuit.model.nodes
        ],
        "values": {
            node.id: encode(circuit.node_values[node.index]) for node in circuit.model.nodes
        },
        "grads": {},
        "names": {name: f"n{index}" for name, index in circuit.model.names.items()},
        "output": circuit.output,
        "svg": circuit.svg(),
        "marks": drawing.marks,
        "frames": drawing.frames,
        "prefix": drawing.prefix,
        "too_large": drawing.too_large,
    }
