"""Explains a backward step through arrays: its rule, its shapes, which axes are summed and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

import numpy as np

from graphs.explain.jacobian import Jacobian, jacobian
from graphs.explain.labels import Label, bracket, local_formula, local_graph
from graphs.format.arrays import heat, shape_text
from graphs.format.numbers import Digits, write
from graphs.gates import ATOM, PRODUCT
from graphs.gates.shapes import Shape, summed_axes
from graphs.model import Backward, Graph, Node, Value
from graphs.model.paths import spelled

LONGEST_RULE = 60
UNIT_RULES = {"1": "{g}", "-1": "-{g}"}  # local factor → the rule
UPSTREAM = Label("upstream", r"\mathrm{upstream}")


class ArrayRules:
    """Explains backward steps through gates with an array among arguments or output."""

    def __init__(
        self, graph: Graph, values: Sequence[Value], labels: Sequence[Label], digits: Digits
    ) -> None:
        self.graph, self.values, self.labels, self.digits = graph, values, labels, digits
        self._write = lru_cache(maxsize=4_096)(partial(write, digits=digits))  # 0 and 1 are many

    def applies_to(self, step: Backward) -> bool:
        """Whether a step goes through a gate with an array among arguments or output."""
        if step.node is None:
            return False
        node = self.graph.nodes[step.node]
        return bool(node.shape) or any(self.graph.nodes[arg].shape for arg in node.args)

    def gradient(self, index: int) -> Label:
        """The label of a node's gradient: ``dW``, or ``upstream`` if the node has no name."""
        title = self.graph.titles.get(index)
        if not title:
            return UPSTREAM
        return Label(f"d{spelled(title)}", self.gradient_latex(index))

    def gradient_latex(self, index: int) -> str:
        """A node's gradient as LaTeX."""
        label = self.labels[index]
        loose = label.precedence < ATOM
        return r"\mathrm{d}" + (bracket(label.latex) if loose else label.latex)

    def rule(self, step: Backward) -> Label | None:
        """The gate's rule for this slot in the program's names; None where it is too long."""
        node, template = self._template(step)
        if template is None:
            return None
        args = [self.labels[argument] for argument in node.args]
        more = {"z": self.labels[node.index], "g": self.gradient(node.index)}
        rule = local_formula(template, args, more, LONGEST_RULE)
        return rule and self._summed(rule, step, node)

    def _summed(self, rule: Label, step: Backward, node: Node) -> Label:
        """The rule with the sum over the axes along which the argument was repeated."""
        shape, unsummed = self.graph.nodes[step.to].shape or (), self._unsummed_shape(step, node)
        axes = () if unsummed is None else summed_axes(unsummed, shape)
        if not axes or unsummed is None:
            return rule
        if axes == tuple(range(len(unsummed))) and not shape:
            written, under = "", ""
        else:
            keepdims = ", keepdims=True" if len(shape) == len(unsummed) else ""
            written = f"axis={axes[0] if len(axes) == 1 else axes}{keepdims}"
            under = rf"_{{\text{{axis }}{','.join(map(str, axes))}}}"
        loose = rule.precedence < ATOM
        whole = f"({rule.text})" if loose else rule.text
        return Label(f"{whole}.sum({written})", rf"\sum{under} {rule.latex}", PRODUCT)

    def _template(self, step: Backward) -> tuple[Node, str | None]:
        assert step.node is not None
        assert step.slot is not None
        node = self.graph.nodes[step.node]
        assert node.gate is not None
        shapes = [self.graph.nodes[argument].shape or () for argument in node.args]
        if node.gate.variadic and node.gate.elementwise and len(shapes) > 2:
            return node, None  # the template is for two arguments
        local = node.gate.local_template(step.slot, shapes, node.settings)
        if local is None or "{g}" in local:
            return node, local
        return node, UNIT_RULES.get(local) or f"{{g}} * ({local})"

    def explain(self, step: Backward) -> dict[str, Any]:
        """The further keys of the payload's step for arrays (JSON-safe)."""
        assert step.node is not None
        assert step.slot is not None
        node = self.graph.nodes[step.node]
        rule, unsummed = self.rule(step), self._unsummed_shape(step, node)
        args = tuple(self.values[argument] for argument in node.args)
        slot_jacobian = jacobian(node, step.slot, self.values[node.index], args)
        return {
            "rule": None if rule is None else {"text": rule.text, "latex": rule.latex},
            "shape_check": self._shape_check(step),
            "broadcast": self._broadcast(step, rule, unsummed),
            "derivation": self._derivation(step, node, rule),
            "jacobian": self._jacobian(step, node, slot_jacobian),
            "local": {
                "rule": rule.text if rule else slot_jacobian.words,
                "latex": rule.latex if rule else "",
            }
            | ({} if slot_jacobian.matrix is None else {"jacobian": slot_jacobian.matrix}),
        }

    def _shape_check(self, step: Backward) -> dict[str, str]:
        name, shape = self.labels[step.to].text, self.graph.nodes[step.to].shape or ()
        variable, gradient = shape_text(shape), shape_text(np.shape(step.total))
        same = "also" if variable == gradient else "but"
        words = f"{name} is {variable}, its gradient {same} {gradient}"
        if not shape:
            words = f"{name} is a number, and so is its gradient"
        return {
            "sentence": f"Shape check: {words}.",
            "variable": variable,
            "gradient": gradient,
        }

    def _broadcast(
        self, step: Backward, rule: Label | None, unsummed: Shape | None
    ) -> dict[str, str] | None:
        """Which axes are summed, and why; None where none are."""
        shape = self.graph.nodes[step.to].shape or ()
        axes = () if unsummed is None else summed_axes(unsummed, shape)
        if not axes or unsummed is None:
            return None
        name = self.labels[step.to].text
        several = " and ".join(f"axis {axis}" for axis in axes)
        times = int(np.prod([unsummed[axis] for axis in axes]))
        batch = f" (the batch of {times})" if axes == (0,) and len(unsummed) == 2 and shape else ""
        return {
            "sentence": f"{name} {shape_text(shape)} was repeated along {several} to meet "
            f"{shape_text(unsummed)}: each of its elements was used {times} times, so its gradient "
            f"is the sum over {several}{batch}.",
            "latex": f"{self.gradient_latex(step.to)} = {rule.latex}" if rule else "",
        }

    def _unsummed_shape(self, step: Backward, node: Node) -> Shape | None:
        """The argument's shape after broadcasting: the shape of its gradient before the sum."""
        assert node.gate is not None
        if node.gate.elementwise:
            return node.shape
        if node.gate.work is None:
            return None
        shapes = self._rule_shapes(step)
        return shapes[-1] if shapes else None

    def _rule_shapes(self, step: Backward) -> list[Shape] | None:
        """The shape of each node of the rule's own graph, up to its output."""
        node, template = self._template(step)
        if template is None:
            return None
        graph = local_graph(template, len(node.args))
        known: Mapping[str, Shape] = {
            f"a{position}": self.graph.nodes[argument].shape or ()
            for position, argument in enumerate(node.args)
        } | {"z": node.shape or (), "g": node.shape or ()}
        shapes: list[Shape] = []
        for part in graph.nodes[: graph.output + 1]:
            if part.kind == "input":
                shapes.append(known[part.name or ""])
            elif part.gate is None:
                shapes.append(np.shape(part.constant))
            else:
                shapes.append(part.gate.shape(*(shapes[arg] for arg in part.args), **part.settings))
        return shapes

    def _derivation(self, step: Backward, node: Node, rule: Label | None) -> dict[str, Any] | None:
        """Dimension analysis: the rule of a matrix product, derived from shapes alone."""
        gate = node.gate
        assert gate is not None
        product = gate.role is not None and gate.role.name == "switcher" and not gate.elementwise
        shapes = self._rule_shapes(step) if product else None
        if shapes is None or rule is None or step.slot is None:
            return None
        target, want = self.labels[step.to], shape_text(self.graph.nodes[step.to].shape or ())
        others = [
            f"{self.labels[arg].text} {shape_text(self.graph.nodes[arg].shape or ())}"
            for slot, arg in enumerate(node.args)
            if slot != step.slot
        ]
        upstream = self.gradient(node.index)
        graph = local_graph(self._template(step)[1] or "", len(node.args))
        last = graph.nodes[graph.output]
        assert last.gate is not None
        fits = last.gate.write([str(shapes[arg]) for arg in last.args], last.settings)
        named = (
            f"d{spelled(target.text)}"
            if self.graph.titles.get(step.to)
            else f"the gradient of {target.text}"
        )
        lines = [
            f"{named} must have the shape of {target.text}: {want}.",
            f"At hand: {upstream.text} {shape_text(node.shape or ())}"
            + "".join(f" and {other}" for other in others)
            + ".",
            f"{rule.text} fits: {fits} is {shape_text(shapes[-1])}.",
        ]
        return {
            "lines": [{"text": line, "latex": None} for line in lines],
            "latex": rf"{self.gradient_latex(step.to)} = {rule.latex}",
        }

    def _jacobian(self, step: Backward, node: Node, slot_jacobian: Jacobian) -> dict[str, Any]:
        panel: dict[str, Any] = {
            "shape": list(slot_jacobian.shape),
            "structure": slot_jacobian.structure,
            "words": slot_jacobian.words,
            "variable": self.labels[step.to].text,
            "output": self.labels[node.index].text,
            "cells": None,
            "heat": None,
            "upstream": None,
            "product": None,
        }
        if slot_jacobian.matrix is not None:
            panel["cells"] = [self._written(row) for row in slot_jacobian.matrix]
            panel["heat"] = heat(slot_jacobian.matrix)
            panel["upstream"] = self._written(step.upstream)
            panel["product"] = self._written(step.contribution)
        return panel

    def _written(self, numbers: Value) -> list[str]:
        return [self._write(number) for number in np.ravel(numbers).tolist()]
