"""Step → sentence and LaTeX, filled from the rows of the table. No gate is known here by name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphs.gates import ADDER, POWER, ROUTER
from graphs.labels import Label, apply, bracket, of_number, slope
from graphs.model import Backward, Forward, Graph, Step, Value
from graphs.numbers import Digits, latex, write


class Explainer:
    """Explains the steps of one trace, in one number format."""

    def __init__(
        self, graph: Graph, values: Sequence[Value], labels: Sequence[Label], digits: Digits
    ) -> None:
        self.graph = graph
        self.values = values
        self.digits = digits
        self.labels = labels
        self.wires = [0] * len(graph.nodes)  # how many gradients each node gathers
        self.gathered = [0] * len(graph.nodes)
        for node in graph.nodes:
            if graph.reaches[node.index]:
                for slot in graph.slots(node):
                    self.wires[node.args[slot]] += 1
        self.before: dict[int, Value] = {}

    def explain(self, steps: Sequence[Step]) -> list[dict[str, Any]]:
        """The words of each step, in order."""
        return [
            self._forward(step)
            if isinstance(step, Forward)
            else self._seed(step)
            if step.node is None
            else self._backward(step)
            for step in steps
        ]

    def _write(self, value: Value) -> str:
        return write(value, self.digits)

    def _numbers(self, index: int) -> Label:
        return of_number(self.values[index], self.digits)

    def _forward(self, step: Forward) -> dict[str, Any]:
        node = self.graph.nodes[step.node]
        assert node.gate is not None
        instance = apply(node.gate, [self._numbers(argument) for argument in node.args])
        symbols = apply(node.gate, [self.labels[argument] for argument in node.args])
        value = self._write(step.value)
        meaning = (
            node.gate.role.meaning
            if node.gate.role
            else "Its result chooses between others; no gradient passes through it."
        )
        named = f"{self.labels[step.node].latex} = " if node.index in self.graph.titles else ""
        return {
            "title": f"{node.gate.name} gate",
            "role_title": node.gate.role.title if node.gate.role else "data, no gradient",
            "meaning": f"On the way back: {meaning[:1].lower()}{meaning[1:]}"
            if node.gate.role
            else meaning,
            "sentence": f"{node.gate.name} gate: {instance.text} = {value}",
            "latex": f"{named}{symbols.latex} = {instance.latex} = {latex(value)}",
            "text": {"value": value},
        }

    def _seed(self, step: Backward) -> dict[str, Any]:
        label = self.labels[step.to]
        one = self._write(step.total)
        return {
            "title": "Start of the backward pass",
            "role_title": "the output's own gradient",
            "meaning": "Changing the output by h changes the output by h: the gradient is 1.",
            "sentence": f"seed: the gradient of {label.text} with respect to itself is {one}",
            "latex": rf"{self._slope_of(step.to)} = {latex(one)}",
            "text": self._text(step),
            "math": {
                "upstream": None,
                "local": None,
                "gradient": self._slope_of(step.to),
                "local_label": None,
                "target": label.latex,
            },
            "sum": None,
        }

    def _text(self, step: Backward) -> dict[str, str]:
        return {
            "upstream": self._write(step.upstream),
            "local": self._write(float(step.local) if isinstance(step.local, bool) else step.local),
            "contribution": self._write(step.contribution),
            "total": self._write(step.total),
        }

    def _slope_of(self, below: int, above: int | None = None) -> str:
        """∂ above / ∂ below, as LaTeX; above is the output unless given."""

        def partial(index: int) -> str:
            label = self.labels[index]
            loose = label.binds < POWER
            return r"\partial " + (bracket(label.latex) if loose else label.latex)

        whole = partial(self.graph.output if above is None else above)
        return rf"\frac{{{whole}}}{{{partial(below)}}}"

    def _backward(self, step: Backward) -> dict[str, Any]:
        assert step.node is not None
        assert step.slot is not None
        node = self.graph.nodes[step.node]
        gate = node.gate
        assert gate is not None
        assert gate.role is not None
        text = self._text(step)
        target = self.labels[step.to]
        reason = gate.reason(step.slot)
        sentence = (
            f"{gate.name} gate, {gate.role.name}: {target.text} gets upstream {text['upstream']} × "
            f"{reason + ' ' if reason else ''}{text['local']} = {text['contribution']}"
        )
        if gate.role is ROUTER:
            sentence += " (let through)" if step.local else " (blocked)"
        local = slope(gate, step.slot, [self.labels[a] for a in node.args], self.labels[step.node])
        upstream, factor = self._slope_of(step.node), self._slope_of(step.to, step.node)
        gradient = self._slope_of(step.to)
        return {
            "title": f"{gate.name} gate",
            "role_title": gate.role.title,
            "meaning": gate.role.meaning,
            "sentence": sentence,
            "latex": rf"{upstream} \cdot {factor} = {_factor(text['upstream'])} \cdot "
            rf"{_factor(text['local'])} = {latex(text['contribution'])}",
            "text": text,
            "math": {
                "upstream": upstream,
                "local": factor,
                "gradient": gradient,
                "local_label": local.latex if local else None,
                "target": target.latex,
            },
            "sum": self._sum(step, text),
        }

    def _sum(self, step: Backward, text: dict[str, str]) -> dict[str, str] | None:
        """The running sum where a value is used more than once."""
        wires = self.wires[step.to]
        if wires < 2:
            return None
        self.gathered[step.to] += 1
        before, self.before[step.to] = self.before.get(step.to), step.total
        target = self.labels[step.to]
        count = f"use {self.gathered[step.to]} of {wires}"
        gradient = self._slope_of(step.to)
        if before is None:
            return {
                "sentence": f"{ADDER.title}, {count}: {target.text} gathers "
                f"{text['contribution']} so far",
                "latex": rf"{gradient} = {latex(text['total'])} + \dots",
            }
        sum_text = f"{self._write(before)} + {_bracket(text['contribution'])} = {text['total']}"
        return {
            "sentence": f"{ADDER.title}, {count}: {target.text} gathers {sum_text}",
            "latex": rf"{gradient} = {latex(self._write(before))} + "
            rf"{_factor(text['contribution'])} = {latex(text['total'])}",
        }


def _bracket(text: str) -> str:
    return f"({text})" if text.startswith("-") else text


def _factor(text: str) -> str:
    """A number as a factor in LaTeX: a negative one in brackets."""
    return bracket(latex(text)) if text.startswith("-") else latex(text)
