"""The forward pass for libraries that differentiate themselves, checked against our gradients."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

import numpy as np

from graphs.autodiff.kinks import kinks
from graphs.code.base import Script
from graphs.code.gate_code import Spelling, atom
from graphs.code.jax import JaxSpelling
from graphs.code.script import shape_note
from graphs.code.torch import TorchSpelling
from graphs.evaluation import Evaluation
from graphs.gates.items import LAST_WRITE, SCATTER
from graphs.model import Node

LARGE = 1e100
MOST_CHECKED = 64  # elements of a gradient that is compared whole; of larger ones norm and sum
AGREE = 'print("gradients agree")'


class FrameworkScript(Script):
    """A script that leaves the backward pass to a library."""

    redraws_inputs = False  # their random numbers are not NumPy's

    def __init__(self, evaluation: Evaluation, level: str, spelling: Spelling) -> None:
        super().__init__(evaluation, evaluation.model.nodes, spelling=spelling)
        self.minimal = level == "minimal"
        self.uses = self.uses_of([self.graph.output])
        # Where two are equal, or a number is not finite, libraries differ in what they pass back.
        finite = self.graph.upstream is None or bool(np.all(np.isfinite(self.graph.upstream)))
        self.comparable = finite and not self.warns and not self._has_ties() and self._is_moderate()

    def forward(self) -> None:
        """The forward pass: every gate a line, or what the output needs."""
        for node in self.nodes_of("gate"):
            index = node.index
            if self.minimal and index not in self.uses:
                continue
            if not self.minimal or self.needs_line(index, self.uses):
                self.writer.name(index, self.names.name_of(index), shape_note(node))
        for node in self.nodes_of("gate"):
            line = self.writer.line_of.get(node.index)
            if line is not None:
                self.line_of_step[node.index, -1] = line

    def output(self) -> str:
        """What is differentiated, as one number."""
        term = self.writer.term(self.graph.output)
        text = f"{atom(term)} * {self.upstream}" if self.upstream else term.text
        array = bool(self.nodes[self.graph.output].shape)
        return f"{self.spelling.library}.sum({text})" if array else text

    def check(self) -> None:
        """Each gradient beside the one that was computed here."""
        if not self.requested_inputs():
            return
        self.write_section("# the gradients as computed by Backflow")
        if not self.comparable:
            self.lines.add(
                "# (at kinks, and where numbers are huge, tiny or not finite, libraries differ)"
            )
        for node in self.requested_inputs():
            name = self.names.gradient_name(node.index)
            value = np.asarray(self.evaluation.gradients[node.index])
            if value.size > MOST_CHECKED:
                summary_values = np.array([np.linalg.norm(value.ravel()), value.sum()])
                self._compare(self.summary(name), summary_values, name)
            else:
                self._compare(name, value, name)
        if self.comparable:
            self.lines.add(AGREE)

    def _compare(self, text: str, value: Any, name: str) -> None:
        start = "assert " if self.comparable else f'print("{name} agrees:", bool('
        start += f"{self.spelling.library}.allclose({text}, "
        end = f'), "{name}"' if self.comparable else ")))"
        self.lines.add(f"{start}{self.expected(value, len(start))}{end}")

    def expected(self, value: Any, indent: int) -> str:
        if value.ndim:
            return self.spelling.literal(value, indent)
        return self.spelling.scalar(value[()]).text

    @abstractmethod
    def summary(self, name: str) -> str:
        """The norm and the sum of a large gradient."""

    def _is_moderate(self) -> bool:
        """Whether no number is so large or small that another form of a rule would over- or
        underflow."""
        numbers = [*self.evaluation.node_values, *self.evaluation.gradients.values()]
        sizes = [np.abs(value) for value in numbers if value is not None and np.size(value)]
        return all(np.all((size == 0.0) | (size > 1 / LARGE) & (size < LARGE)) for size in sizes)

    def _has_ties(self) -> bool:
        """Whether a gate stands at a kink or a tie, or items are written twice."""
        values = self.evaluation.node_values
        for node in self.nodes:
            if node.gate is None:
                continue
            kink = kinks(self.graph, node, values)
            if kink is not None and np.any(kink):
                return True
            args = [values[argument] for argument in node.args]
            if node.gate is SCATTER and not np.all(
                LAST_WRITE.compute(args[2:], {**node.settings, "shape": np.shape(args[0])})
            ):
                return True
        return False


class PyTorchScript(FrameworkScript):
    """``requires_grad`` for every input, and ``backward()``."""

    filename = "backflow_torch.py"

    def __init__(self, evaluation: Evaluation, level: str) -> None:
        super().__init__(evaluation, level, TorchSpelling())

    def imports(self) -> str:
        return "import torch\n\ntorch.set_default_dtype(torch.float64)"

    def input(self, node: Node) -> str:
        value = self.evaluation.node_values[node.index]
        requested = node.index in self.graph.wrt
        more = ", dtype=torch.float64" + (", requires_grad=True" if requested else "")
        if not node.shape:
            text = self.spelling.scalar(value).text
            return f"torch.tensor({text})" if node.truth else f"torch.tensor({text}{more})"
        integer = node.index in self.writer.integers
        indent = len(self.names.name_of(node.index)) + len(" = ")
        plain = integer or node.truth
        text = self.spelling.literal(value, indent, integer=integer, more="" if plain else more)
        return f"{text}.requires_grad_()" if requested and "requires_grad" not in text else text

    def write(self) -> None:
        graph = self.graph
        self.write_header(sorted(self.uses) if self.minimal else range(len(self.nodes)))
        if self.nodes_of("gate"):
            self.write_section("# forward pass")
        self.forward()
        if self.requested_inputs():
            self.write_section("# backward pass")
        backward = None
        if graph.depends_on_wrt[graph.output]:
            text = self.writer.term(graph.output).text
            text = text if text.isidentifier() else f"({text})"
            array = bool(graph.nodes[graph.output].shape)
            summed = f"{text}.sum()" if array and not self.upstream else text
            backward = self.line_of_step[None, None] = self.lines.add(
                f"{summed}.backward({self.upstream})"
            )
        lines = {}
        for node in self.requested_inputs():
            name, of = self.names.gradient_name(node.index), self.names.name_of(node.index)
            arrives = graph.receives_gradient[node.index]
            gradient = f"{of}.grad" if arrives else f"torch.zeros_like({of})"
            lines[node.index] = self.lines.add(f"{name} = {gradient}", shape_note(node))
        for step in self.evaluation.raw_steps[len(self.nodes_of("gate")) :]:
            if step.phase == "backward" and step.node is not None and backward is not None:
                self.line_of_step[step.node, step.slot] = lines.get(step.to, backward)
        self.check()

    def upstream_value(self) -> str:
        value = self.graph.upstream
        if np.ndim(value):
            return super().upstream_value()
        return self.spelling.library_number(self.spelling.scalar(value).text)

    def expected(self, value: Any, indent: int) -> str:
        text = super().expected(value, indent)
        return text if value.ndim else f"torch.tensor({text})"

    def summary(self, name: str) -> str:
        return f"torch.stack([torch.linalg.vector_norm({name}), {name}.sum()])"


class JaxScript(FrameworkScript):
    """The program as a function of its inputs, and ``jax.grad`` of it."""

    filename = "backflow_jax.py"

    def __init__(self, evaluation: Evaluation, level: str) -> None:
        super().__init__(evaluation, level, JaxSpelling())

    def imports(self) -> str:
        return 'import jax\nimport jax.numpy as jnp\n\njax.config.update("jax_enable_x64", True)'

    def write(self) -> None:
        graph, requested_inputs = self.graph, self.requested_inputs()
        self.write_header(sorted(self.uses) if self.minimal else range(len(self.nodes)))
        name = self.names.free_name("program")
        args = ", ".join(self.names.name_of(node.index) for node in requested_inputs)
        self.lines.add("\n")
        self.lines.add(f"def {name}({args}):")
        self.lines.indent = "    "
        self.forward()
        self.lines.add(f"return {self.output()}")
        self.lines.indent = ""
        self.lines.add("\n")
        gradients = ", ".join(self.names.gradient_name(node.index) for node in requested_inputs)
        comma = "," if len(requested_inputs) == 1 else ""
        if requested_inputs and graph.depends_on_wrt[graph.output]:
            places = ", ".join(map(str, range(len(requested_inputs))))
            line = self.lines.add(
                f"{gradients}{comma} = jax.grad({name}, argnums=({places}{comma}))({args})"
            )
            for step in self.evaluation.raw_steps:
                if step.phase == "backward":
                    self.line_of_step[step.node, step.slot] = line
        for node in requested_inputs:
            if not graph.depends_on_wrt[graph.output]:
                of = self.names.name_of(node.index)
                self.lines.add(f"{self.names.gradient_name(node.index)} = jnp.zeros_like({of})")
        self.check()

    def summary(self, name: str) -> str:
        return f"jnp.stack([jnp.linalg.norm(jnp.ravel({name})), jnp.sum({name})])"
