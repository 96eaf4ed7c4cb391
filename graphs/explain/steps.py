"""Step → sentence and LaTeX, from the rows of the table. Nothing here depends on a gate's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from graphs.autodiff.forward import is_finite
from graphs.explain.array_rules import ArrayRules
from graphs.explain.labels import Label, apply_gate, bracket, local_factor, of_name, of_number
from graphs.format.arrays import panel_content, shape_text
from graphs.format.numbers import MOST_WRITTEN, Digits, latex, typeset_array, write
from graphs.gates import ADDER, ATOM, POWER, ROUTER
from graphs.gates.row import SPREADER, as_number
from graphs.model import Backward, Forward, Graph, Step, Value


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
        self.contribution_counts = [0] * len(
            graph.nodes
        )  # how many contributions each node's gradient has
        self.contributions_so_far = [0] * len(graph.nodes)
        for node in graph.nodes:
            if graph.receives_gradient[node.index]:
                for slot in graph.slots(node):
                    self.contribution_counts[node.args[slot]] += 1
        self.totals_so_far: dict[int, Value] = {}
        self.arrays = ArrayRules(graph, values, labels, digits)

    def explain(self, steps: Sequence[Step]) -> list[dict[str, Any]]:
        """The explanation of each step, in order: JSON-safe dicts."""
        explained = [
            self._forward(step)
            if isinstance(step, Forward)
            else self._seed(step)
            if step.node is None
            else self._backward(step)
            for step in steps
        ]
        for place in self._where_ill(steps):
            explained[place]["sentence"] += ". Here it stops being finite"
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

    def _write(self, value: Value) -> str:
        return write(value, self.digits)

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
        assert node.gate is not None
        args = [self.value_label(argument) for argument in node.args]
        instance = apply_gate(node.gate, args, node.settings)
        symbols = apply_gate(node.gate, [self.labels[arg] for arg in node.args], node.settings)
        value = self._write(step.value)
        small = all(np.size(self.values[index]) <= MOST_WRITTEN for index in node.args)
        middle = f"{instance.latex} = " if small else ""
        if not small:
            symbols = instance
        meaning = (
            node.gate.role.meaning
            if node.gate.role
            else "Its result chooses between others; no gradient passes through it."
        )
        named = f"{self.labels[step.node].latex} = " if node.index in self.graph.titles else ""
        return {
            "title": node.gate.heading,
            "role_title": node.gate.role.title if node.gate.role else "data, no gradient",
            "meaning": f"On the way back: {meaning[:1].lower()}{meaning[1:]}"
            if node.gate.role
            else meaning,
            "sentence": f"{node.gate.heading}: {instance.text} = {value}",
            "latex": f"{named}{symbols.latex} = {middle}{self._typeset(step.value)}",
            "text": {"value": panel_content(step.value, self.digits)},
        }

    def _seed(self, step: Backward) -> dict[str, Any]:
        label, number = self.labels[step.to], self._write(step.total)
        role = "the output's own gradient"
        if self.graph.upstream is not None:
            role = "the upstream gradient, given"
            meaning = (
                f"A loss {self.graph.loss_name} is computed from {label.text} outside the text; "
                "its gradient comes in here."
            )
            sentence = f"seed: the upstream gradient of {label.text} is given: {number}"
        elif np.ndim(step.total):
            meaning = "Its elements are summed, so each has the gradient 1."
            sentence = (
                f"seed: the gradient of the sum of {label.text} with respect to {label.text} is "
                f"all ones, {shape_text(np.shape(step.total))}"
            )
        else:
            meaning = "Changing the output by h changes the output by h: the gradient is 1."
            sentence = f"seed: the gradient of {label.text} with respect to itself is {number}"
        return {
            "title": "Start of the backward pass",
            "role_title": role,
            "meaning": meaning,
            "sentence": sentence,
            "latex": rf"{self._derivative_latex(step.to)} = {self._typeset(step.total)}",
            "text": self._text(step),
            "math": {
                "upstream": None,
                "local": None,
                "gradient": self._derivative_latex(step.to),
                "local_label": None,
                "target": label.latex,
            },
            "sum": None,
        }

    def _typeset(self, value: Value) -> str:
        return typeset_array(value, self.digits)

    def _text(self, step: Backward) -> dict[str, Any]:
        local = as_number(step.local)
        return {
            "upstream": panel_content(step.upstream, self.digits),
            "local": None if local is None else panel_content(local, self.digits),
            "contribution": panel_content(step.contribution, self.digits),
            "total": panel_content(step.total, self.digits),
        }

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
        arrays = self.arrays.applies_to(step)
        more = self.arrays.explain(step) if arrays else {}
        text = self._text(step)
        target = self.labels[step.to]
        sentence = f"{gate.heading}, {gate.role.name}: {target.text} gets "
        sentence += self._gradient_words(step, gate.reason(step.slot), more)
        if gate.role is ROUTER and not arrays:
            sentence += " (let through)" if step.local else " (blocked)"
        local = local_factor(
            gate, step.slot, [self.labels[a] for a in node.args], self.labels[step.node]
        )
        upstream, factor = (
            self._derivative_latex(step.node),
            self._derivative_latex(step.to, step.node),
        )
        gradient = self._derivative_latex(step.to)
        return {
            "title": gate.heading,
            "role_title": gate.role.title,
            "meaning": gate.role.meaning,
            "sentence": sentence,
            "latex": self._equation(step, more)
            or rf"{upstream} \cdot {factor} = {_factor(text['upstream'])} \cdot "
            rf"{_factor(text['local'])} = {latex(text['contribution'])}",
            "text": text,
            "math": {
                "upstream": upstream,
                "local": factor,
                "gradient": gradient,
                "local_label": local.latex if local else None,
                "target": target.latex,
            },
            "sum": self._sum(step),
            **more,
        }

    def _gradient_words(self, step: Backward, reason: str, more: Mapping[str, Any]) -> str:
        """A sentence's second half: how the contribution follows from the upstream gradient."""
        contribution, rule = self._write(step.contribution), more.get("rule")
        large = max(np.size(step.contribution), np.size(step.upstream)) > MOST_WRITTEN
        if more and (step.local is None or large or more["broadcast"]):
            role = self.graph.nodes[step.node or 0].gate.role  # type: ignore[union-attr]
            if rule and role is not SPREADER:
                return f"{rule['text']} = {contribution}"
            upstream = self._write(step.upstream)
            return (
                f"the upstream {upstream}, {reason}: {contribution}"
                if reason
                else f"its part: {contribution}"
            )
        factor = f"{reason + ' ' if reason else ''}{self._write(as_number(step.local))}"
        return f"upstream {self._write(step.upstream)} × {factor} = {contribution}"

    def _equation(self, step: Backward, more: Mapping[str, Any]) -> str:
        """The step's equation as LaTeX for arrays; "" for numbers."""
        if not more:
            return ""
        rule = more["rule"]
        left = f"{self.arrays.gradient_latex(step.to)} = "
        middle = f"{rule['latex']} = " if rule else ""
        return f"{left}{middle}{self._typeset(step.contribution)}"

    def _sum(self, step: Backward) -> dict[str, str] | None:
        """The sum so far where a value is used more than once; None elsewhere."""
        contribution_counts = self.contribution_counts[step.to]
        if contribution_counts < 2:
            return None
        self.contributions_so_far[step.to] += 1
        before, self.totals_so_far[step.to] = self.totals_so_far.get(step.to), step.total
        target = self.labels[step.to]
        count = f"use {self.contributions_so_far[step.to]} of {contribution_counts}"
        gradient = self._derivative_latex(step.to)
        contribution, total = self._write(step.contribution), self._write(step.total)
        if before is None:
            return {
                "sentence": f"{ADDER.title}, {count}: {target.text} gathers {contribution} so far",
                "latex": rf"{gradient} = {self._typeset(step.total)} + \dots",
            }
        if np.size(step.total) > MOST_WRITTEN:
            return {
                "sentence": f"{ADDER.title}, {count}: {target.text} adds this {contribution}",
                "latex": rf"{gradient} \mathrel{{+}}= {self._typeset(step.contribution)}",
            }
        sum_text = f"{self._write(before)} + {_bracket(contribution)} = {total}"
        added = (
            self._typeset(step.contribution)
            if np.ndim(step.contribution)
            else _factor(contribution)
        )
        return {
            "sentence": f"{ADDER.title}, {count}: {target.text} gathers {sum_text}",
            "latex": rf"{gradient} = {self._typeset(before)} + {added} = "
            rf"{self._typeset(step.total)}",
        }


def _bracket(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _factor(text: str) -> str:
    """A number as a factor in LaTeX: a negative one in brackets."""
    return bracket(latex(text)) if text.startswith("-") else latex(text)
