"""One update with its numbers: the optimizer's rule, line by line, as it was computed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.autodiff.forward import forward
from graphs.explain.labels import Label, expand, of_name
from graphs.explain.steps import Explainer
from graphs.format.arrays import PanelContent, panel_content, shape_text
from graphs.format.numbers import Digits, typeset_array, write
from graphs.gates import SIGN
from graphs.language.parse import parse
from graphs.model import Graph, Value
from graphs.model.paths import spelled
from graphs.training.plan import Plan
from graphs.updates.optimizers import Optimizer, optimizer

LONGEST = 400  # characters of a line: rules are short, numbers are not


@dataclass(frozen=True)
class Line:
    """One assignment of the rule: as text, as LaTeX, as LaTeX with the numbers, and its value."""

    name: str
    text: str
    latex: str
    numbers: str
    value: Value

    def to_dict(self, digits: Digits) -> dict[str, Any]:
        value: PanelContent = panel_content(self.value, digits)
        return {
            "text": self.text,
            "latex": self.latex,
            "numbers": self.numbers,
            "value": value,
            "norm": _norm(self.value, digits),
        }


@dataclass(frozen=True)
class Update:
    """The update that follows an iteration, for each parameter: its lines, and the last of them
    with the numbers of the settings alone."""

    iteration: int
    parameters: Mapping[str, tuple[Line, ...]]
    set: Mapping[str, str]
    before: Mapping[str, Value]
    gradients: Mapping[str, Value]
    digits: Digits = "3 digits"

    def to_dict(self) -> dict[str, Any]:
        """The update as JSON-safe data."""
        return {
            "iteration": self.iteration,
            "parameters": {
                name: {
                    "latex": _aligned(line.latex for line in lines),
                    "numbers": _aligned(line.numbers for line in lines),
                    "text": "\n".join(line.text for line in lines),
                    "lines": [line.to_dict(self.digits) for line in lines],
                    "before": panel_content(self.before[name], self.digits),
                    "gradient": panel_content(self.gradients[name], self.digits),
                    "norm": _norm(self.before[name], self.digits),
                    "gradient_norm": _norm(self.gradients[name], self.digits),
                    "set": self.set[name],
                    "gradient_length": write(_length(self.gradients[name]), self.digits),
                    "step_length": _step(lines, self.before[name], self.digits),
                }
                for name, lines in self.parameters.items()
            },
        }


def formula(row: Optimizer) -> str:
    """A rule as LaTeX, over w and its gradient."""
    label_of = {name: of_name(name) for name in ("w", "t", *row.state, *row.settings)}
    label_of["dw"] = Label("dw", r"\mathrm{d}w", SIGN)
    rows = []
    for text in row.lines:
        name, _, right = text.partition(" = ")
        graph = parse(right, dict.fromkeys(label_of, 0.5))
        label_of.setdefault(name, _label(name))
        rows.append(rf"{label_of[name].latex} \leftarrow {_formula(graph, label_of)}")
    return _aligned(rows)


def explain_update(
    plan: Plan,
    iteration: int,
    values: Mapping[str, Value],
    gradients: Mapping[str, Value],
    states: Mapping[str, Mapping[str, Value]],
    digits: Digits = "3 digits",
    loss: str = "loss",
) -> Update:
    """The rule of a plan with the values, gradients and states at an iteration."""
    stretch = plan.stretches.at(iteration)
    lines, with_settings = {}, {}
    row = optimizer(stretch.optimizer)
    for name in plan.parameters:
        rule_values = {"w": values[name], "dw": gradients[name]}
        rule_values |= {**stretch.constants(iteration), **states[name]}
        lines[name] = _lines(row, name, rule_values, digits)
        with_settings[name] = _with_settings(row, name, loss, stretch.settings)
    before = {name: np.copy(values[name])[()] for name in plan.parameters}
    return Update(iteration, lines, with_settings, before, dict(gradients), digits)


def _lines(
    row: Optimizer, parameter: str, values: dict[str, Value], digits: Digits
) -> tuple[Line, ...]:
    """The rule run line by line; a line's names are those of the lines before it."""
    renamed = {} if _clashes(row, parameter) else {"w": parameter, "dw": f"d{spelled(parameter)}"}
    label_of = {name: _label(name) for name in values}
    target = of_name(renamed.get("w", "w"))
    label_of["w"] = target
    label_of["dw"] = Label(f"d{target.text}", rf"\mathrm{{d}}{target.latex}", SIGN)
    lines = []
    for text in row.lines:
        name, _, right = text.partition(" = ")
        graph = parse(right, values)
        with np.errstate(all="ignore"):
            node_values, _ = forward(graph, {word: values[word] for word in graph.inputs})
        value = node_values[graph.output]
        numbers = _numbers(graph, node_values, label_of, digits)
        label_of.setdefault(name, _label(name))
        left = rf"{label_of[name].latex} \leftarrow "
        right_side = _formula(graph, label_of)
        with_numbers = _formula(graph, numbers)
        value_text = typeset_array(value, digits)
        lines.append(
            Line(
                renamed.get(name, name),
                re.sub(r"[^\W\d]\w*", lambda word: renamed.get(word[0], word[0]), text),
                left + right_side,
                left
                + (
                    with_numbers if with_numbers == value_text else f"{with_numbers} = {value_text}"
                ),
                value,
            )
        )
        values[name] = value
    return tuple(lines)


def _with_settings(row: Optimizer, parameter: str, loss: str, settings: Mapping[str, float]) -> str:
    """The last line of a rule as LaTeX: its settings as numbers, the gradient as a derivative."""
    if not row.lines:
        return ""
    target, of = of_name(parameter), of_name(loss)
    label_of = {name: _label(name) for line in row.lines for name in _words(line)}
    label_of |= {
        name: Label(write(value), typeset_array(value, "3 digits").removeprefix(r"1 \cdot "))
        for name, value in settings.items()
    }
    _, _, right = row.lines[-1].partition(" = ")
    slope = rf"\dfrac{{\partial\,{of.latex}}}{{\partial {target.latex}}}"
    within = "/" in right  # a fraction in a fraction would be too high
    label_of["w"] = target
    label_of["dw"] = Label("dw", rf"\mathrm{{d}}{target.latex}" if within else slope)
    names = [name for name in _words(right) if name in label_of]
    formula = _formula(parse(right, dict.fromkeys(names, 0.5)), label_of)
    return rf"{target.latex} \leftarrow {formula}".replace(rf"\, {slope}", rf"\cdot {slope}")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d]\w*", text)


def _clashes(row: Optimizer, parameter: str) -> bool:
    """Whether a parameter is called like something of the rule, so that it stays w there."""
    words = set(re.findall(r"[^\W\d]\w*", row.text)) - {"w", "dw"}
    return parameter in words or f"d{parameter}" in words


def _label(name: str) -> Label:
    """``m_hat`` wears a hat."""
    stem, _, end = name.partition("_")
    if end == "hat":
        return Label(name, rf"\hat{{{of_name(stem).latex}}}")
    if end == "prev":
        return Label(name, rf"{of_name(stem).latex}_{{\mathrm{{prev}}}}")
    return of_name(name)


def _formula(graph: Graph, label_of: Mapping[str, Label]) -> str:
    """The output of one line, in what is known by name."""
    leaves = {entry.node: label_of[name] for name, entry in graph.inputs.items()}
    expression = expand(graph, leaves, graph.output, LONGEST)
    return r"\dots" if expression is None else expression.latex


def _numbers(
    graph: Graph, values: list[Value], label_of: Mapping[str, Label], digits: Digits
) -> dict[str, Label]:
    """The number of each name of a line; of a large array its name with the shape."""
    labels = {entry.node: label_of[name] for name, entry in graph.inputs.items()}
    all_labels = [labels.get(node.index, Label("", "")) for node in graph.nodes]
    explainer = Explainer(graph, values, all_labels, digits)
    return {name: explainer.value_label(entry.node) for name, entry in graph.inputs.items()}


def _norm(value: Value, digits: Digits) -> str | None:
    """The norm of an array in words, as ``‖·‖ = 0.31, (3, 4)``; of a number None."""
    if not np.ndim(value):
        return None
    return f"{write(_length(value), digits)} {shape_text(np.shape(value))}"


def _step(lines: Sequence[Line], before: Value, digits: Digits) -> str | None:
    """How far a parameter moves; None where its rule is not known."""
    return write(_length(np.subtract(lines[-1].value, before)), digits) if lines else None


def _length(value: Value) -> float:
    with np.errstate(all="ignore"):
        return float(np.sqrt(np.sum(np.square(value))))


def _aligned(lines: Iterable[str]) -> str:
    """Formulas below each other, aligned at their arrows."""
    rows = [line.replace(r" \leftarrow ", r" &\leftarrow ", 1) for line in lines]
    if not rows:
        return ""
    if len(rows) == 1:
        return rows[0].replace("&", "", 1)
    return r"\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}"
