"""∂output/∂x as a formula, in the names of the program; an upstream gradient that is given is the
name ``upstream``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graphs.errors import TooLarge
from graphs.explain.labels import Label, expand, of_name, of_number
from graphs.gates.identities import ALWAYS, FORMULA, REPEATS
from graphs.model import Graph
from graphs.model.paths import spelled
from graphs.rewrite.backward_graph import BackwardGraph, backward_graph
from graphs.rewrite.simplify import simplify

# Characters of a formula. What is too long in one form is tried in the next.
LONGEST_IN_INPUTS = 90  # in the inputs alone
LONGEST_IN_NAMES = 160  # in the program's names too
LONGEST_IN_STAGES = 400  # in the gradients of those names too


@dataclass(frozen=True)
class Formula:
    """A formula as text and as LaTeX; ``where`` defines the names in it that are not inputs."""

    text: str
    latex: str
    where: Mapping[str, Label]


def formulas(graph: Graph) -> dict[int, Formula]:
    """The gradient of each ``wrt`` input as a formula, by the input's node.

    Raises:
        TooLarge: one has more than ``LONGEST_IN_STAGES`` characters.
    """
    backward = simplify(
        backward_graph(graph),
        ALWAYS + REPEATS + FORMULA,
        merge=True,
        gradients_of=set(range(len(graph.nodes))),
    )
    return {index: _formula(graph, backward, index) for index in sorted(graph.wrt)}


def _formula(graph: Graph, backward: BackwardGraph, index: int) -> Formula:
    if index not in backward.gradient:
        zero = of_number(0.0)
        return Formula(zero.text, zero.latex, {})
    total = backward.gradient[index]
    formula = expand(backward.graph, {}, total, LONGEST_IN_INPUTS, "full")
    if formula is not None:
        return Formula(formula.text, formula.latex, {})
    leaves = _labels_of_names(graph)
    formula = expand(backward.graph, leaves, total, LONGEST_IN_NAMES, "full")
    if formula is not None:
        return Formula(formula.text, formula.latex, _definitions(backward, leaves, total))
    stages = leaves | {
        backward.gradient[at]: Label(f"d{spelled(label.text)}", _gradient_latex(graph, label))
        for at, label in leaves.items()
        if at in backward.gradient and _is_stage(backward, backward.gradient[at], total)
    }
    formula = expand(backward.graph, stages, total, LONGEST_IN_STAGES, "full")
    if formula is None:
        name = graph.titles.get(index, f"n{index}")
        raise TooLarge(
            f"The formula of the gradient of {name} is longer than {LONGEST_IN_STAGES} characters.",
            hint="Give names to its stages, or read it in stages: see the code.",
        )
    return Formula(formula.text, formula.latex, _definitions(backward, stages, total))


def _is_stage(backward: BackwardGraph, gradient: int, total: int) -> bool:
    """Whether a gradient is worth its name: a number, an input or a forward value, which may stand
    elsewhere for itself, is not."""
    nodes = backward.graph.nodes
    computed = gradient >= backward.forward_count and nodes[gradient].gate is not None
    return computed and gradient not in (total, backward.seed)


def _labels_of_names(graph: Graph) -> dict[int, Label]:
    """A label for each gate that has a name: h_1, h_2, … where one name has several values."""
    uses, seen = Counter(graph.titles.values()), Counter[str]()
    labels = {}
    for index, name in sorted(graph.titles.items()):
        seen[name] += 1
        if graph.nodes[index].gate is not None:
            labels[index] = of_name(name if uses[name] == 1 else f"{spelled(name)}_{seen[name]}")
    return labels


def _gradient_latex(graph: Graph, label: Label) -> str:
    loss = of_name(graph.loss_name)
    return rf"\frac{{\partial {loss.latex}}}{{\partial {label.latex}}}"


def _definitions(
    backward: BackwardGraph, leaves: Mapping[int, Label], total: int
) -> dict[str, Label]:
    """The definitions, by name, of the names that a formula uses, and of those that they use."""
    definitions: dict[int, Label] = {}
    stack = [total]
    seen = set[int]()
    while stack:
        index = stack.pop()
        if index in seen:
            continue
        seen.add(index)
        if index in leaves:
            definition = expand(
                backward.graph, leaves, index, LONGEST_IN_STAGES, "full", defined=True
            )
            if definition is not None:
                definitions[index] = definition
        stack += backward.graph.nodes[index].args
    return {leaves[index].text: definitions[index] for index in sorted(definitions)}
