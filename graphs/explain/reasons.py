"""Why a backward step gives what it gives: a sentence in two halves and a line of mathematics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.explain import words
from graphs.explain.array_rules import ArrayRules
from graphs.explain.cells import cell_of
from graphs.explain.labels import Label
from graphs.explain.mathematics import Part, argument_labels, cell_line, local_line, shorter
from graphs.format.numbers import Digits, write
from graphs.gates import ROUTER, Gate
from graphs.gates.row import as_number
from graphs.gates.shapes import summed_axes
from graphs.model import Backward, Graph, Node, Value


class Reasons:
    """The reasons of one evaluation's backward steps, in one number format."""

    def __init__(
        self,
        graph: Graph,
        values: Sequence[Value],
        labels: Sequence[Label],
        digits: Digits,
        arrays: ArrayRules,
    ) -> None:
        self.graph, self.values, self.labels, self.digits = graph, values, labels, digits
        self.arrays = arrays

    def why(
        self, step: Backward, node: Node, gate: Gate, more: dict[str, Any]
    ) -> tuple[str, str, list[str]]:
        """The two halves of a step's sentence, and its line of mathematics."""
        slot = step.slot or 0
        labels = [self.labels[arg] for arg in node.args]
        values = [self.values[arg] for arg in node.args]
        output = self.labels[node.index]
        known = words.fields(gate, slot, labels, values, output, self.digits)
        if len(values) == 1:
            count = max(np.size(values[0]) // max(np.size(self.values[node.index]), 1), 1)
            known |= {
                "count": f"{count:,}",
                "share": words.share(count),
                "part": write(1 / count, self.digits),
            }
        local = as_number(step.local)
        if more:
            return self._why_arrays(step, node, gate, more, known)
        passed = bool(local)
        known |= words.factor_fields(local, self.digits)
        reason = words.fill(gate.reason(slot, values, passed), labels, known)
        consequence = words.fill(gate.consequence(slot), labels, known)
        if gate.mathematics:
            return reason, consequence, _mathematics(gate, known)
        return reason, consequence, self._local_line(node, gate, slot, local)

    def _local_line(self, node: Node, gate: Gate, slot: int, local: Value) -> list[str]:
        nodes = [self.graph.nodes[arg] for arg in node.args]
        labels = [self.labels[arg] for arg in node.args]
        named = [part.gate is None or part.index in self.graph.titles for part in nodes]
        parts = [
            Part(label, self.values[part.index], part.gate is None and part.kind == "constant")
            for label, part in zip(argument_labels(labels, named, slot), nodes, strict=True)
        ]
        output = self.values[node.index]
        return local_line(gate, slot, parts, output, local, self.digits, node.settings)

    def _why_arrays(
        self, step: Backward, node: Node, gate: Gate, more: dict[str, Any], known: dict[str, str]
    ) -> tuple[str, str, list[str]]:
        slot = step.slot or 0
        labels = [self.labels[arg] for arg in node.args]
        values = [self.values[arg] for arg in node.args]
        local = as_number(step.local)
        number = local if local is not None and not np.ndim(local) else 0.0
        known |= words.factor_fields(number, self.digits)
        passed = local is None or bool(np.any(local))
        reason = words.fill(gate.reason(slot, values, passed), labels, known)
        rule = more["rule"]
        whole = f"{self.arrays.gradient_latex(step.to)} = {rule['latex']}" if rule else ""
        by_rule = [whole, rule["latex"]] if rule else []
        if more["broadcast"] and gate.elementwise:
            return self._repeated(step, node, gate, by_rule)
        if gate.mathematics:
            return reason, "", _mathematics(gate, known)
        if gate.elementwise:
            consequence = ""
            if gate.role is ROUTER and local is not None:
                counts = words.let_through(np.broadcast_to(local, node.shape or ()))
                consequence = f"; {counts}."
            return reason, consequence, self._local_line(node, gate, slot, None) or by_rule
        cell = None if gate.gates_inside else cell_of(step, node, self.values, more["jacobian"])
        if cell is None:
            return reason, "", by_rule
        size = np.size(step.contribution)
        said = f"One of its {size:,} cells:" if size > 1 else ""
        return reason, said, cell_line(*cell, self.digits) or by_rule

    def _repeated(
        self, step: Backward, node: Node, gate: Gate, by_rule: list[str]
    ) -> tuple[str, str, list[str]]:
        """Why the gradient of an argument that was repeated is a sum."""
        slot, shape = step.slot or 0, self.graph.nodes[step.to].shape or ()
        full = node.shape or ()
        axes = summed_axes(full, shape)
        count = int(np.prod([full[axis] for axis in axes]))
        place = words.rows_word(axes, len(full))
        meets = gate.meets[min(slot, len(gate.meets) - 1)]
        name = self.labels[step.to].text
        reason = f"{name} was {meets} all {count:,} {place}, so its gradient adds over the {place}."
        whole = rf"\sum_{{n=1}}^{{{count}}} \mathrm{{upstream}}_n"
        template = gate.local_template(slot, [()] * len(node.args), {})
        return reason, "", [whole] if template == "1" else by_rule


def _mathematics(gate: Gate, known: dict[str, str]) -> list[str]:
    """A row's own line, and the same without its first part."""
    return shorter([part.format(**known) for part in gate.mathematics[0].split(" = ")])
