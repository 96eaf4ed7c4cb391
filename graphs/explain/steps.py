"""Step → sentence and mathematics, from the rows of the table. Nothing here depends on a gate's
name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from graphs.autodiff.forward import is_finite
from graphs.explain import words
from graphs.explain.array_rules import ArrayRules
from graphs.explain.forks import Forks
from graphs.explain.labels import Label, apply_gate, bracket, local_factor, of_name, of_number
from graphs.explain.mathematics import on_one_line, shorter
from graphs.explain.reasons import Reasons
from graphs.format.arrays import panel_content, shape_text
from graphs.format.numbers import MOST_WRITTEN, Digits, latex, typeset_array, write
from graphs.gates import ATOM, POWER
from graphs.gates.row import as_number
from graphs.model import Backward, Forward, Graph, Node, Step, Value

MOST_ROWS = 2  # of a matrix in a line of mathematics


class Explainer:
    """Explains the steps of one evaluation, in one number format."""

    def __init__(
        self, graph: Graph, values: Sequence[Value], labels: Sequence[Label], digits: Digits
    ) -> None:
        self.graph = graph
        self.values = values
        self.digits = digits
        self.labels = labels
        given = graph.upstream is not None
        self.loss_label = of_name(graph.loss_name) if given else labels[graph.output]
        self.arrays = ArrayRules(graph, values, labels, digits)
        self.reasons = Reasons(graph, values, labels, digits, self.arrays)

    def explain(self, steps: Sequence[Step]) -> list[dict[str, Any]]:
        """The explanation of each step, in order: JSON-safe dicts."""
        self.forks = Forks(steps, self.digits)
        explained = [
            self._forward(step)
            if isinstance(step, Forward)
            else self._seed(step)
            if step.node is None
            else self._backward(step)
            for step in steps
        ]
        for place in self._where_ill(steps):
            explained[place]["sentence"] += " Here it stops being finite."
        return explained

    def _where_ill(self, steps: Sequence[Step]) -> Iterator[int]:
        """The first step that makes a value that is not finite from finite ones; and the first
        such gradient."""
        seen: set[type[Step]] = set()
        for place, step in enumerate(steps):
            if type(step) in seen:
                continue
            made = step.value if isinstance(step, Forward) else step.total
            if is_finite(made):
                continue
            args = () if step.node is None else self.graph.nodes[step.node].args
            of = [self.values[argument] for argument in args]
            if isinstance(step, Backward):
                of.append(step.upstream)
            if all(map(is_finite, of)):
                seen.add(type(step))
                yield place

    def value_label(self, index: int) -> Label:
        """A value as it is written in a sentence: an array too large for one as name and shape."""
        value = self.values[index]
        if np.size(value) <= MOST_WRITTEN:
            return of_number(value, self.digits)
        label = self.labels[index]
        shape = shape_text(np.shape(value))
        loose = label.precedence < POWER
        named = f"({label.text})" if loose else label.text
        latex = bracket(label.latex) if loose else label.latex
        return Label(f"{named} {shape}", rf"\underset{{{shape}}}{{{latex}}}", ATOM)

    def _forward(self, step: Forward) -> dict[str, Any]:
        node = self.graph.nodes[step.node]
        gate = node.gate
        assert gate is not None
        labels = [self.labels[arg] for arg in node.args]
        said = words.value_in_words(gate, labels, node.settings).replace(" * ", "·")
        name = self.graph.titles.get(node.index)
        reason = f"{self.labels[node.index].text} is {said}" if name else _capital(said)
        value, shapes = write(step.value, self.digits), self._shapes(node)
        if np.ndim(step.value):
            count = shape_text(np.shape(step.value))
            sentence = f"{reason}: {shapes} gives {count}." if shapes else f"{reason}: {count}."
            number = typeset_array(step.value, self.digits)
        else:
            numbers = [self.value_label(argument) for argument in node.args]
            applied = apply_gate(gate, numbers, node.settings).text.replace(" * ", " · ")
            small = all(np.size(self.values[index]) <= MOST_WRITTEN for index in node.args)
            scalar = not any(np.ndim(self.values[index]) for index in node.args)
            middle = f"{applied} = " if small and scalar and applied != value else ""
            sentence = f"{reason}: {middle}{value}."
            number = latex(value)
        return {
            "title": gate.heading,
            "role_title": gate.role.title if gate.role else "data, no gradient",
            "meaning": gate.role.meaning if gate.role else "No gradient passes through it.",
            "sentence": sentence,
            "reason": f"{reason}.",
            **_lines(self._value_line(node, number)),
            "text": {"value": panel_content(step.value, self.digits)},
        }

    def _shapes(self, node: Node) -> str:
        """The shapes of a gate's arrays; "" where all are its own."""
        shapes = [np.shape(self.values[argument]) for argument in node.args]
        if all(shape == node.shape for shape in shapes):
            return ""
        return " and ".join(shape_text(shape) if shape else "a number" for shape in shapes[:3])

    def _value_line(self, node: Node, number: str) -> list[str]:
        """What a gate computes as mathematics: in names, in numbers, and what comes out."""
        gate = node.gate
        assert gate is not None
        labels = [self.labels[arg] for arg in node.args]
        parts = [apply_gate(gate, labels, node.settings).latex]
        if not any(np.ndim(self.values[index]) for index in node.args):
            numbers = [of_number(self.values[index], self.digits) for index in node.args]
            parts.append(on_one_line(gate, numbers, node.settings).latex)
        if node.index in self.graph.titles:
            parts.insert(0, self.labels[node.index].latex)
        short = number.count(r"\\") < MOST_ROWS and r"\text{array" not in number
        return shorter([*parts, number] if short else parts)

    def _seed(self, step: Backward) -> dict[str, Any]:
        label, number = self.labels[step.to], write(step.total, self.digits)
        role = "the output's own gradient"
        if self.graph.upstream is not None:
            role = "the upstream gradient, given"
            sentence = (
                f"{self.graph.loss_name} is computed outside the text; the upstream gradient of "
                f"{label.text} is given: {number}."
            )
        elif np.ndim(step.total):
            sentence = f"The numbers of {label.text} are summed, so each has the gradient 1."
        else:
            sentence = f"{label.text} changes exactly as {label.text} does: {number}."
        gradient = self._derivative_latex(step.to)
        return {
            "title": "Start of the backward pass",
            "role_title": role,
            "meaning": "Changing the output by h changes the output by h: the gradient is 1.",
            "sentence": sentence,
            "reason": sentence,
            **_lines([rf"{gradient} = {typeset_array(step.total, self.digits)}"]),
            "text": self._text(step),
            "math": {
                "upstream": None,
                "local": None,
                "gradient": gradient,
                "local_label": None,
                "target": label.latex,
            },
            "fork": None,
        }

    def _text(self, step: Backward) -> dict[str, Any]:
        local = as_number(step.local)
        written = self.forks.written
        upstream = self.digits if step.node is None else written.total(step.node)
        return {
            "upstream": panel_content(step.upstream, upstream),
            "local": None if local is None else panel_content(local, self.digits),
            "contribution": panel_content(step.contribution, self._contribution_digits(step)),
            "total": panel_content(step.total, written.total(step.to)),
        }

    def _contribution_digits(self, step: Backward) -> Digits:
        """A contribution that is the whole gradient is written as that."""
        written = self.forks.written
        is_part = step.to in written.gathered
        return written.part(step.to) if is_part else written.total(step.to)

    def _derivative_latex(self, below: int, above: int | None = None) -> str:
        """∂ above / ∂ below as LaTeX; above defaults to what the gradients are of."""

        def partial(label: Label) -> str:
            loose = label.precedence < POWER
            return r"\partial " + (bracket(label.latex) if loose else label.latex)

        whole = self.loss_label if above is None else self.labels[above]
        return rf"\frac{{{partial(whole)}}}{{{partial(self.labels[below])}}}"

    def _backward(self, step: Backward) -> dict[str, Any]:
        assert step.node is not None
        assert step.slot is not None
        node = self.graph.nodes[step.node]
        gate = node.gate
        assert gate is not None
        assert gate.role is not None
        more = self.arrays.explain(step) if self.arrays.applies_to(step) else {}
        reason, consequence, lines = self.reasons.why(step, node, gate, more)
        target = self.labels[step.to]
        fork = self.forks.arrived(step, target, self._derivative_latex(step.to), self._applied)
        role = gate.role.title
        if fork is not None:
            role = f"{role}, use {fork['use']} of {fork['of']}"
            if fork["use"] == fork["of"]:
                reason, consequence = fork["sentence"], ""
                lines = fork["lines"] or lines
        local = local_factor(
            gate, step.slot, [self.labels[a] for a in node.args], self.labels[step.node]
        )
        text = self._text(step)
        return {
            "title": gate.heading,
            "role_title": role,
            "meaning": gate.role.meaning,
            "sentence": words.joined(reason, consequence),
            "reason": reason,
            **_lines(lines),
            "text": text,
            "math": {
                "upstream": self._derivative_latex(step.node),
                "local": self._derivative_latex(step.to, step.node),
                "gradient": self._derivative_latex(step.to),
                "local_label": local.latex if local and local.latex != text["local"] else None,
                "target": self.labels[step.to].latex,
            },
            "fork": fork,
            **more,
        }

    def _applied(self, index: int) -> str:
        """A gate with its arguments, also where it has a name."""
        node = self.graph.nodes[index]
        assert node.gate is not None
        labels = [self.labels[arg] for arg in node.args]
        return apply_gate(node.gate, labels, node.settings).text.replace(" * ", "·")


def _lines(lines: list[str]) -> dict[str, Any]:
    return {"latex": lines[0] if lines else "", "lines": lines}


def _capital(text: str) -> str:
    """A phrase as the start of a sentence; a name keeps its letters."""
    word = text.partition(" ")[0]
    return text[:1].upper() + text[1:] if word in ("the", "minus") else text
