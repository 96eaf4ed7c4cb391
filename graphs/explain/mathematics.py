"""The local factor of a step as one line of mathematics, with the numbers put in:
∂(1/s)/∂s = −1/s² = −1/1.368² = −0.534. It is read from the row's ``local``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from graphs.explain.labels import Label, apply_gate, bracket, local_graph, of_number
from graphs.format.addends import joined
from graphs.format.numbers import Digits
from graphs.gates import ATOM, COMPARE, POWER, SUM, Gate
from graphs.gates.arithmetic import NEG
from graphs.gates.identities import PLAIN
from graphs.gates.row import Settings, as_number
from graphs.language.parse import parse
from graphs.model import Graph, Value

LONGEST = 90  # characters of one of its parts
DOTS = r"\dots"
LETTERS = "uvwrst"  # for arguments without a name


class Part(NamedTuple):
    """A part of a formula. ``fixed``: the same at all values of the inputs."""

    label: Label
    value: Value
    fixed: bool = False


def argument_labels(labels: Sequence[Label], named: Sequence[bool], slot: int) -> list[Label]:
    """The arguments as a rule is written in them: one without a name is a letter."""
    taken = {label.text for label, known in zip(labels, named, strict=True) if known}
    spare = iter([letter for letter in LETTERS if letter not in taken])
    letters: dict[str, Label] = {}
    for place in (slot, *range(len(labels))):
        text = labels[place].text
        if not named[place] and text not in letters:
            letter = next(spare, "u")
            letters[text] = Label(letter, letter)
    return [
        label if known else letters[label.text] for label, known in zip(labels, named, strict=True)
    ]


def local_line(
    gate: Gate,
    slot: int,
    args: Sequence[Part],
    output: Value,
    local: Value,
    digits: Digits,
    settings: Settings,
) -> list[str]:
    """The line, and shorter ones: without what stands left of its first and second equals sign.

    ``local`` is the factor; without one number for it (None) the line ends in symbols.
    """
    symbols = [part.label for part in args]
    applied = on_one_line(gate, symbols, settings)
    left = rf"{_partial(applied)}/\partial {_tight(symbols[slot])}"
    template = None if gate.variadic and len(args) > 2 else _template(gate, slot, len(args))
    ending = [] if local is None else [of_number(local, digits).latex]
    if template is None:
        return shorter([left, *ending]) if ending else []
    graph = local_graph(template, len(args))
    whole = Part(applied, output)
    symbolic = _expand(graph, args, whole, digits, sums=False)
    if symbolic.precedence == COMPARE:
        passes = local is None or bool(local)
        return [rf"{left} = {int(passes)} \text{{{' for ' if passes else ' unless '}}} "
                rf"{symbolic.latex}"]  # fmt: skip
    parts = [left, symbolic.latex] if len(symbolic.latex) <= LONGEST else [left]
    if local is not None:
        numbers = [part._replace(label=of_number(part.value, digits)) for part in args]
        whole = Part(of_number(output, digits), output)
        filled = _expand(graph, numbers, whole, digits, sums=True).latex
        parts += [filled] if len(filled) <= LONGEST else []
    return shorter([*parts, *ending])


def shorter(parts: Sequence[str]) -> list[str]:
    """An equation's parts as lines, each without the first part of the line before it."""
    different = [part for place, part in enumerate(parts) if part not in parts[:place]]
    return [" = ".join(different[start:]) for start in range(max(len(different) - 1, 1))]


def on_one_line(gate: Gate, args: Sequence[Label], settings: Settings | None = None) -> Label:
    """A gate applied to labels, without a fraction; numbers are multiplied with a point."""
    shape = replace(gate, latex=gate.inline) if gate.inline else gate
    label = apply_gate(shape, args, settings)
    if len(args) == 2 and args[1].text.lstrip("-(")[:1].isdigit():
        return replace(label, latex=label.latex.replace(r" \, ", r" \cdot "))
    return label


def _template(gate: Gate, slot: int, count: int) -> str | None:
    local = gate.local_template(slot, [()] * count, {}) if gate.elementwise else None
    return None if local is None or "{g}" in local else local


def _partial(label: Label) -> str:
    return r"\partial " + _tight(label)


def _tight(label: Label) -> str:
    return bracket(label.latex) if label.precedence < POWER else label.latex


def _expand(
    graph: Graph, args: Sequence[Part], output: Part, digits: Digits, *, sums: bool
) -> Label:
    """A rule written out. ``sums``: sums inside it are worked out."""
    known = {f"a{place}": part for place, part in enumerate(args)} | {"z": output}
    leaves = {entry.node: known[name] for name, entry in graph.inputs.items()}
    parts: list[Part] = []
    for node in graph.nodes[: graph.output + 1]:
        if node.index in leaves:
            parts.append(leaves[node.index])
            continue
        if node.gate is None:
            parts.append(Part(of_number(node.constant, digits), node.constant, True))
            continue
        inside = [parts[argument] for argument in node.args]
        with np.errstate(all="ignore"):  # the evaluation has warned already
            value = as_number(node.gate.compute([part.value for part in inside], node.settings))
        fixed = all(part.fixed for part in inside)
        folded = sums and node.gate.precedence == SUM and node.index != graph.output
        label = (
            of_number(value, digits)
            if fixed or folded
            else _without_ones(node.gate, inside, node.settings)
        )
        parts.append(Part(label, value, fixed))
    return parts[graph.output].label


def _without_ones(gate: Gate, inside: Sequence[Part], settings: Settings) -> Label:
    """A gate applied to labels; a factor or an exponent of 1 is not written."""
    for place, part in enumerate(inside):
        if part.fixed and len(inside) == 2 and np.ndim(part.value) == 0:
            other = inside[1 - place].label
            if part.value == 1 and _keeps(gate, place):
                return other
            if part.value == -1 and gate.commutes and _keeps(gate, place):
                return apply_gate(NEG, [other])
    return on_one_line(gate, [part.label for part in inside], settings)


def _keeps(gate: Gate, place: int) -> bool:
    """Whether a 1 in this slot leaves the other argument as it is."""
    return (gate.name, place) in _ones() or (gate.commutes and (gate.name, 1 - place) in _ones())


@lru_cache(maxsize=1)
def _ones() -> frozenset[tuple[str, int]]:
    """(gate, slot) of each identity of the form ``x * 1`` = ``x``."""
    found = []
    for identity in PLAIN:
        if not identity.any_settings and identity.left.endswith("1"):
            graph = parse(identity.left)
            gate = graph.nodes[graph.output].gate
            assert gate is not None
            found.append((gate.name, 1))
    return frozenset(found)


def cell_line(factors: Sequence[float], upstream: Sequence[float], result: Value,
              digits: Digits) -> list[str]:  # fmt: skip
    """One cell of a gradient with all its products; shorter: with the first and the last."""
    terms = [_product(*pair, digits) for pair in zip(factors, upstream, strict=True)]
    if not terms:
        return []
    end = of_number(result, digits).latex
    lines = [f"{joined(terms)} = {end}"]
    if len(terms) > 2:
        lines.append(f"{joined([terms[0], DOTS, terms[-1]])} = {end}")
    return [*lines, f"{joined([DOTS, terms[-1]])} = {end}"] if len(terms) > 1 else lines


def _product(factor: float, upstream: float, digits: Digits) -> str:
    if upstream == 0:
        return "0"
    other = of_number(upstream, digits)
    written = bracket(other.latex) if other.precedence < ATOM else other.latex
    return rf"{of_number(factor, digits).latex} \cdot {written}"
