"""A label for every node: its name, or a short expression in the names of others."""

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
from graphs.model.paths import is_path, parts

LONGEST = 17  # characters of a label; parts longer than LONGEST_PART become …
LONGEST_PART = 8
LONGEST_FORMULA = 60
LONGEST_SLOPE = 30
GREEK = re.compile(
    "alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho|sigma|tau"
    "|upsilon|phi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|Phi|Psi|Omega"
)


@dataclass(frozen=True, slots=True)
class Label:
    """Plain text, LaTeX, and the precedence of the outermost operator (``gates.ATOM``: a name).

    ``brief`` is a path's last name, for texts in which the whole path has no room.
    """

    text: str
    latex: str
    precedence: int = ATOM
    brief: str = ""


ELIDED = Label("…", r"\dots")


def of_name(name: str) -> Label:
    """A name as mathematics: ``w0`` is w with subscript 0, a Greek word its letter, and
    ``params['W1']`` is W with subscript 1, params."""
    if not name.isidentifier():
        return _of_path(name) if is_path(name) else Label(name, rf"\text{{{text_latex(name)}}}")
    match = re.fullmatch(r"([A-Za-z]+?)_?(\d*)", name)
    if match and (len(match[1]) == 1 or GREEK.fullmatch(match[1])):
        letter = match[1] if len(match[1]) == 1 else "\\" + match[1]
        return Label(name, letter + (f"_{{{match[2]}}}" if match[2] else ""))
    escaped = name.replace("_", r"\_")
    upright = r"\mathrm{" if name.isascii() else r"\text{"
    return Label(name, escaped if len(name) == 1 else upright + escaped + "}")


def _of_path(path: str) -> Label:
    owner, word, places = parts(path)
    base = of_name(word).latex if word.isidentifier() else rf"\text{{{text_latex(word)}}}"
    letter, _, number = base.partition("_{") if base.endswith("}") else (base, "", "")
    if not number[:-1].isdecimal():
        letter, number = base, ""
    subscripts = [*([number[:-1]] if number else []), *places]
    if owner:
        subscripts.append(rf"\text{{{text_latex(re.sub(_QUOTES, '', owner))}}}")
    latex = letter + "_{" + r",\,".join(subscripts) + "}"
    return Label(path, latex, brief=word + "".join(f"[{place}]" for place in places))


_QUOTES = re.compile("['\"]")
_SPECIAL = {c: f"\\{c}" for c in "#$%&_{}"} | {"\\": "/", "^": r"\^{}", "~": r"\~{}"}


def text_latex(text: str) -> str:
    """Typed text as LaTeX's own text."""
    return "".join(_SPECIAL.get(char, char) for char in text)


def of_number(value: Value, digits: Digits = "3 digits") -> Label:
    """A number; a negative one, or one with a power of ten, binds like a sign."""
    if np.ndim(value):
        return Label(write(value, digits), typeset_array(value, digits))
    text = write(value, digits)
    latex = number_latex(text)
    return Label(text, latex, SIGN if text.startswith("-") or "^" in latex else ATOM)


def bracket(latex: str) -> str:
    """LaTeX in brackets, which grow only around fractions."""
    tall = r"\frac" in latex
    return rf"\left({latex}\right)" if tall else f"({latex})"


def apply_gate(gate: Gate, args: Sequence[Label], settings: Settings | None = None) -> Label:
    """A gate applied to labelled arguments, bracketed where they bind too loosely."""
    plain, typeset = [], []
    form, latex_form = gate.template(len(args), settings), gate.latex_template(len(args), settings)
    tight = min(gate.precedence + 1, ATOM)
    for slot, label in enumerate(args):
        infix = not re.search(rf"[(,\[] ?\{{{slot}\}}", form)
        closer = slot > 0 or gate.precedence >= SIGN or gate.precedence == COMPARE
        loose = infix and (
            label.precedence < (tight if closer else gate.precedence)
            or (slot > 0 and label.text.startswith("-"))
        )
        plain.append(f"({label.text})" if loose else label.text)
        braced = f"{{{{{{{slot}}}}}}}" in latex_form  # a fraction's or an exponent's own braces
        typeset.append(bracket(label.latex) if loose and not braced else label.latex)
    whole = latex_form.format(*typeset)
    if len(typeset) == 2 and typeset[1][:1].isdigit():
        whole = whole.replace(rf" \, {typeset[1]}", rf" \cdot {typeset[1]}")
    return Label(form.format(*plain), whole, gate.precedence)


def labels(graph: Graph) -> list[Label]:
    """A short label for each node: its name, its number, or the gate over its parts' labels."""
    labels_so_far: list[Label] = []
    counts, assigned = Counter(graph.titles.values()), Counter[str]()
    for node in graph.nodes:
        title = graph.titles.get(node.index)
        if title and counts[title] > 1:  # assigned again and again: x⁽⁰⁾, x⁽¹⁾, …
            label = of_name(title)
            typeset = f"{{{label.latex}^{{({assigned[title]})}}}}"
            labels_so_far.append(Label(label.text, typeset, brief=label.brief))
            assigned[title] += 1
        elif title:
            labels_so_far.append(of_name(title))
        elif node.gate is None:
            labels_so_far.append(of_number(node.constant))
        else:
            labelled = [labels_so_far[argument] for argument in node.args]
            labels_so_far.append(_short(node.gate, labelled, node.settings))
    return labels_so_far


def _short(gate: Gate, args: Sequence[Label], settings: Settings) -> Label:
    if len(args) > 3 and gate.variadic:
        args = [args[0], ELIDED]
    whole = apply_gate(gate, args, settings)
    if len(whole.text) <= LONGEST:
        return whole
    if not callable(gate.form) and not callable(gate.latex) and not gate.setting_first:
        settings = {}  # too long: leave out the axis, which the gate's own step shows
        whole = apply_gate(gate, args)
        if len(whole.text) <= LONGEST:
            return whole
    return apply_gate(gate, [_part(part) for part in args], settings)


def _part(label: Label) -> Label:
    """A label as a part of a short one."""
    if len(label.text) <= LONGEST_PART:
        return label
    return Label(label.brief, label.latex) if 0 < len(label.brief) <= LONGEST_PART else ELIDED


def expand(
    graph: Graph,
    leaves: Mapping[int, Label],
    index: int,
    longest: int,
    digits: Digits = "3 digits",
    *,
    defined: bool = False,
) -> Label | None:
    """A node written out in full down to inputs, constants and ``leaves``; None if too long.

    What is ``defined`` is written out even if it is a leaf. Only what is written is visited.
    """
    made: dict[int, Label | None] = {}
    stack = [index]
    while stack:
        here = stack[-1]
        node = graph.nodes[here]
        if here in made:
            pass
        elif here in leaves and not (defined and here == index):
            made[here] = leaves[here]
        elif node.gate is None:
            name = node.name if node.kind == "input" else None
            made[here] = of_name(name) if name else of_number(node.constant, digits)
        else:
            ahead = [argument for argument in node.args if argument not in made]
            if ahead:
                stack += ahead
                continue
            args = [made[argument] for argument in node.args]
            labelled = [part for part in args if part is not None]
            whole = (
                apply_gate(node.gate, labelled, node.settings)
                if len(labelled) == len(args)
                else None
            )
            made[here] = whole if whole and len(whole.text) <= longest else None
        stack.pop()
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


def local_formula(
    local: str, args: Sequence[Label], more: Mapping[str, Label], longest: int
) -> Label | None:
    """A row's ``local`` as a formula in labels: ``args`` by slot, ``more`` for z and g; None where
    it is longer than ``longest`` characters."""
    graph = local_graph(local, len(args))
    known = {f"a{position}": label for position, label in enumerate(args)} | dict(more)
    leaves = {entry.node: known[name] for name, entry in graph.inputs.items()}
    return expand(graph, leaves, graph.output, longest)


def local_factor(gate: Gate, slot: int, args: Sequence[Label], output: Label) -> Label | None:
    """The local factor of a slot as a formula in the labels around the gate."""
    local = gate.local_template(slot, [()] * len(args), {}) if gate.elementwise else None
    if local is None or (gate.variadic and len(args) > 2):
        return None
    return local_formula(local, args, {"z": output}, LONGEST_SLOPE)
