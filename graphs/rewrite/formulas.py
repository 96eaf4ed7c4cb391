"""∂output/∂x as a formula, in the names of the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from graphs.errors import TooLarge
from graphs.explain.labels import Label, expand, of_name, of_number
from graphs.gates.identities import ALWAYS, FORMULA, REPEATS
from graphs.model import Graph
from graphs.rewrite.backward_graph import Adjoint, adjoint
from graphs.rewrite.simplify import tidied

IN_INPUTS = 90  # characters of a formula in the inputs alone
IN_NAMES = 160  # in the names of the program too
IN_STAGES = 400  # in the gradients of those names too


@dataclass(frozen=True)
class Formula:
    """A formula as text and as LaTeX; ``where`` says what names stand for that are not inputs."""

    text: str
    latex: str
    where: Mapping[str, Label]


def formulas(graph: Graph) -> dict[int, Formula]:
    """The gradient of each ``wrt`` input as a formula, by the input's node.

    Raises:
        TooLarge: one is longer than anybody reads.
    """
    joint = tidied(
        adjoint(graph), ALWAYS + REPEATS + FORMULA, merge=True, wanted=set(range(len(graph.nodes)))
    )
    return {index: _formula(graph, joint, index) for index in sorted(graph.wrt)}


def _formula(graph: Graph, joint: Adjoint, index: int) -> Formula:
    if index not in joint.gradient:
        zero = of_number(0.0)
        return Formula(zero.text, zero.latex, {})
    total = joint.gradient[index]
    short = expand(joint.graph, {}, total, IN_INPUTS, "full")
    if short is not None:
        return Formula(short.text, short.latex, {})
    named = _names(graph)
    short = expand(joint.graph, named, total, IN_NAMES, "full")
    if short is not None:
        return Formula(short.text, short.latex, _where(joint, named, total))
    staged = named | {
        joint.gradient[at]: Label(f"d{label.text}", _slope(graph, label))
        for at, label in named.items()
        if joint.gradient.get(at, total) not in (total, joint.seed)
    }
    short = expand(joint.graph, staged, total, IN_STAGES, "full")
    if short is None:
        name = graph.titles.get(index, f"n{index}")
        raise TooLarge(
            f"The formula of the gradient of {name} is longer than {IN_STAGES} characters.",
            hint="Give names to its stages, or read it in stages: see the code.",
        )
    return Formula(short.text, short.latex, _where(joint, staged, total))


def _names(graph: Graph) -> dict[int, Label]:
    """What the values that have names are called: h_1, h_2, … where one name has several."""
    uses, seen = Counter(graph.titles.values()), Counter[str]()
    found = {}
    for index, name in sorted(graph.titles.items()):
        seen[name] += 1
        if graph.nodes[index].gate is not None:
            found[index] = of_name(name if uses[name] == 1 else f"{name}_{seen[name]}")
    return found


def _slope(graph: Graph, label: Label) -> str:
    output = of_name(graph.output_name)
    return rf"\frac{{\partial {output.latex}}}{{\partial {label.latex}}}"


def _where(joint: Adjoint, leaves: Mapping[int, Label], total: int) -> dict[str, Label]:
    """What the names stand for that a formula, or what explains it, uses."""
    found: dict[int, Label] = {}
    waiting = [total]
    seen = set[int]()
    while waiting:
        index = waiting.pop()
        if index in seen:
            continue
        seen.add(index)
        if index in leaves:
            others = {at: label for at, label in leaves.items() if at != index}
            told = expand(joint.graph, others, index, IN_STAGES, "full")
            if told is not None:
                found[index] = told
        waiting += joint.graph.nodes[index].args
    return {leaves[index].text: found[index] for index in sorted(found)}
