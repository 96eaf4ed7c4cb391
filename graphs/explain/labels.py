"""What a node is called where it has no name: a short expression in the names around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from graphs.format.numbers import Digits, typeset_array, write
from graphs.format.numbers import latex as number_latex
from graphs.gates import ATOM, COMPARE, SIGN, Gate
from graphs.gates.row import Settings
from graphs.language.parse import parse
from graphs.model import Graph, Value

LONGEST = 17  # characters of a label; its longer parts are written as …
PART = 8
LONGEST_FORMULA = 60
LONGEST_SLOPE = 30
GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau"
    "|upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega"
)


@dataclass(frozen=True, slots=True)
class Label:
    """Plain text, LaTeX, and how tightly the outermost operator binds (``gates.ATOM``: a name)."""

    text: str
    latex: str
    binds: int = ATOM


ELIDED = Label("…", r"\dots")


def of_name(name: str) -> Label:
    """A name as mathematics: ``w0`` is w with subscript 0, a Greek word its letter."""
    found = re.fullmatch(r"([A-Za-z]+?)_?(\d*)", name)
    if found and (len(found[1]) == 1 or GREEK.fullmatch(found[1])):
        letter = found[1] if len(found[1]) == 1 else "\\" + found[1]
        return Label(name, letter + (f"_{{{found[2]}}}" if found[2] else ""))
    escaped = name.replace("_", r"\_")
    upright = r"\mathrm{" if name.isascii() else r"\text{"
    return Label(name, escaped if len(name) == 1 else upright + escaped + "}")


def of_number(value: Value, digits: Digits = "3 digits") -> Label:
    """A number; a negative one, or one with a power of ten, binds like a sign."""
    if np.ndim(value):
        return Label(write(value, digits), typeset_array(value, digits))
    text = write(value, digits)
    latex = number_latex(text)
    return Label(text, latex, SIGN if text.startswith("-") or "^" in latex else ATOM)


def bracket(latex: str) -> str:
    """LaTeX in brackets, which grow only where what they hold is tall."""
    tall = r"\frac" in latex
    return rf"\left({latex}\right)" if tall else f"({latex})"


def apply(gate: Gate, args: Sequence[Label], settings: Settings | None = None) -> Label:
    """A gate applied to labelled arguments, bracketed where they bind too loosely."""
    plain, typeset = [], []
    form, set_form = gate.template(len(args), settings), gate.latex_template(len(args), settings)
    tight = min(gate.binds + 1, ATOM)
    for slot, label in enumerate(args):
        infix = not re.search(rf"[(,\[] ?\{{{slot}\}}", form)
        closer = slot > 0 or gate.binds >= SIGN or gate.binds == COMPARE
        loose = infix and (
            label.binds < (tight if closer else gate.binds)
            or (slot > 0 and label.text.startswith("-"))
        )
        plain.append(f"({label.text})" if loose else label.text)
        braced = f"{{{{{{{slot}}}}}}}" in set_form  # a fraction's or an exponent's own braces
        typeset.append(bracket(label.latex) if loose and not braced else label.latex)
    whole = set_form.format(*typeset)
    if len(typeset) == 2 and typeset[1][:1].isdigit():
        whole = whole.replace(rf" \, {typeset[1]}", rf" \cdot {typeset[1]}")
    return Label(form.format(*plain), whole, gate.binds)


def labels(graph: Graph) -> list[Label]:
    """A short label for each node: its name, its number, or the gate over its parts' labels."""
    made: list[Label] = []
    uses, seen = Counter(graph.titles.values()), Counter[str]()
    for node in graph.nodes:
        title = graph.titles.get(node.index)
        if title and uses[title] > 1:  # assigned again and again: x⁽⁰⁾, x⁽¹⁾, …
            label = of_name(title)
            made.append(Label(label.text, f"{{{label.latex}^{{({seen[title]})}}}}"))
            seen[title] += 1
        elif title:
            made.append(of_name(title))
        elif node.gate is None:
            made.append(of_number(node.constant))
        else:
            parts = [made[argument] for argument in node.args]
            made.append(_short(node.gate, parts, node.settings))
    return made


def _short(gate: Gate, parts: Sequence[Label], settings: Settings) -> Label:
    if len(parts) > 3 and gate.variadic:
        parts = [parts[0], ELIDED]
    whole = apply(gate, parts, settings)
    if len(whole.text) <= LONGEST:
        return whole
    if not callable(gate.form) and not callable(gate.latex) and not gate.leads:
        settings = {}  # where there is no room, the axis is left to the gate's own step
        whole = apply(gate, parts)
        if len(whole.text) <= LONGEST:
            return whole
    return apply(gate, [part if len(part.text) <= PART else ELIDED for part in parts], settings)


def expand(
    graph: Graph,
    leaves: Mapping[int, Label],
    index: int,
    longest: int,
    digits: Digits = "3 digits",
) -> Label | None:
    """A node written out in full down to inputs, constants and ``leaves``; None if too long."""
    made: list[Label | None] = []
    for node in graph.nodes[: index + 1]:
        parts = [made[argument] for argument in node.args]
        if node.index in leaves:
            made.append(leaves[node.index])
        elif node.gate is None:
            name = node.name if node.kind == "input" else None
            made.append(of_name(name) if name else of_number(node.constant, digits))
        else:
            known = [part for part in parts if part is not None]
            whole = apply(node.gate, known, node.settings) if len(known) == len(parts) else None
            made.append(whole if whole and len(whole.text) <= longest else None)
    return made[index]


def formula(graph: Graph) -> str:
    """The output as a function of the inputs it uses, as LaTeX; "" where that is too long."""
    whole = expand(graph, {}, graph.output, LONGEST_FORMULA)
    if whole is None or graph.nodes[graph.output].gate is None:
        return ""
    title = graph.titles.get(graph.output)
    if not title:
        return whole.latex
    used = [name for name, entry in graph.inputs.items() if graph.used[entry.node]]
    names = ", ".join(of_name(name).latex for name in used)
    return (
        f"{of_name(title).latex}({names}) = {whole.latex}"
        if len(used) <= 6
        else (f"{of_name(title).latex} = {whole.latex}")
    )


@lru_cache(maxsize=4096)
def local_graph(local: str, count: int) -> Graph:
    """A row's ``local`` for so many arguments, as a graph over a0, a1, …, z and g."""
    return parse(local.format(*(f"a{place}" for place in range(count)), z="z", g="g"))


def told(
    local: str, args: Sequence[Label], more: Mapping[str, Label], longest: int
) -> Label | None:
    """A row's ``local`` as a formula in the labels around the gate; None where it is too long."""
    graph = local_graph(local, len(args))
    known = {f"a{position}": label for position, label in enumerate(args)} | dict(more)
    leaves = {entry.node: known[name] for name, entry in graph.inputs.items()}
    return expand(graph, leaves, graph.output, longest)


def slope(gate: Gate, slot: int, args: Sequence[Label], output: Label) -> Label | None:
    """The local factor of a slot as a formula in the labels around the gate."""
    local = gate.told(slot, [()] * len(args), {}) if gate.elementwise else None
    if local is None or (gate.variadic and len(args) > 2):
        return None
    return told(local, args, {"z": output}, LONGEST_SLOPE)
