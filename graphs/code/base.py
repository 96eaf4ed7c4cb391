"""What scripts in every language have in common: imports, helpers, inputs, constants."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from graphs.autodiff.forward import record_faults
from graphs.code.gate_code import Spelling, replaced_by_helpers
from graphs.code.indices import integer_nodes
from graphs.code.names import Names
from graphs.code.random_inputs import random_input_lines
from graphs.code.script import Code, Lines, functions_of, imports, shape_note, source_of
from graphs.code.writer import Writer
from graphs.evaluation import Evaluation
from graphs.gates.row import MOVER, as_number
from graphs.model import Backward, Node, Value

LONGEST_UNNAMED = 44  # characters of an expression inside a line
SHORT_VIEW = 12  # of a view that is written again at every use: W.T
LONGEST_INLINE = 24  # characters of an array inside a line
QUIET = """import warnings

warnings.simplefilter("ignore")  # some values on the way are not finite"""


class Script(ABC):
    """Writes the script of an evaluation. ``nodes`` are what its lines are made from.

    ``warns``: NumPy would warn of a value on the way, so numbers are NumPy's own.
    """

    filename = "backflow.py"
    redraws_inputs = True  # whether large random inputs are drawn again by NumPy

    def __init__(
        self,
        evaluation: Evaluation,
        nodes: Sequence[Node],
        leaf_values: Mapping[int, Value] | None = None,
        spelling: Spelling | None = None,
    ) -> None:
        self.evaluation, self.graph, self.nodes = evaluation, evaluation.model, nodes
        self.spelling = spelling or Spelling(replaced_by_helpers(nodes, evaluation.node_values))
        self.functions = functions_of(nodes, self.spelling)
        self.warns = _warns(nodes, evaluation.node_values, leaf_values or {}, self.spelling)
        self.names = Names(self.graph, self.functions)
        self.lines = Lines()
        integers = integer_nodes(nodes, evaluation.node_values)
        self.writer = Writer(
            nodes, self.names, self.lines, self.spelling, integers, numpy_numbers=self.warns
        )
        self.line_of_step: dict[tuple[int | None, int | None], int] = {}  # step → line
        given = self.graph.upstream is not None and self.graph.depends_on_wrt[self.graph.output]
        self.upstream = (
            self.names.free_name("upstream") if given else ""
        )  # the name of what is given

    def code(self) -> Code:
        """The whole script, with the line of each step."""
        self.write()
        lines = tuple(
            self.line_of_step.get((step.node, step.slot if isinstance(step, Backward) else -1))
            for step in self.evaluation.raw_steps
        )
        return Code(self.lines.text(), lines, self.filename)

    @abstractmethod
    def write(self) -> None:
        """Write every line."""

    # Parts

    def imports(self) -> str:
        return f"import numpy as np\n{QUIET}" if self.warns else "import numpy as np"

    def write_header(self, used: Sequence[int]) -> None:
        """Write the imports, the helpers, the inputs and the arrays that are constants."""
        sources = [source_of(name, self.spelling.library) for name in self.functions]
        lines, inputs = self.inputs()
        arrays = {
            index: self.writer.term(index).text
            for index in used
            if self.nodes[index].kind == "constant" and self.nodes[index].shape
        }
        upstream = self.upstream_value() if self.upstream else ""
        for line in imports(sources, [*inputs.values(), *arrays.values(), upstream]):
            self.lines.add(line)
        self.lines.add(self.imports())
        for source in sources:
            self.lines.add(f"\n\n{source}")
        self.lines.add("\n" if sources else "")
        if inputs or arrays or upstream:
            self.write_section("# inputs")
        for index, text in inputs.items():
            name = self.names.name_of(index)
            if text:
                self.lines.add(f"{name} = {text}", shape_note(self.nodes[index]))
            self.writer.variables[index] = name
        for line in lines:
            self.lines.add(line)
        self.write_constants(arrays)
        if upstream:
            output = self.names.name_of(self.graph.output)
            self.lines.add(
                f"{self.upstream} = {upstream}", f"the gradient that arrives at {output}"
            )

    def upstream_value(self) -> str:
        """The upstream gradient that is given, as code."""
        value = self.graph.upstream
        if np.ndim(value):
            return self.spelling.literal(value, len(self.upstream) + len(" = "))
        return self.number(self.spelling.scalar(value).text)

    def inputs(self) -> tuple[list[str], dict[int, str]]:
        """Lines that draw random inputs, and the text of each input's value ("" if drawn)."""
        nodes = self.nodes_of("input")
        unrenamed = all(self.names.name_of(node.index) == node.name for node in nodes)
        drawn = None
        if unrenamed and self.redraws_inputs:
            drawn = random_input_lines(self.evaluation)
        lines, redrawn, sizes = drawn or ([], (), ())
        return lines, {
            node.index: ""
            if node.name in redrawn
            else str(int(self.evaluation.node_values[node.index]))
            if node.name in sizes
            else self.input(node)
            for node in nodes
        }

    def write_constants(self, arrays: Mapping[int, str]) -> None:
        """Write the constant arrays that are too long to stand inside a line."""
        for index, text in arrays.items():
            node = self.nodes[index]
            if node.name or len(text) > LONGEST_INLINE:
                if index not in self.names.forward:
                    self.names.forward[index] = self.names.temporary("c")
                name = self.names.name_of(index)
                integer = index in self.writer.integers
                text = self.spelling.literal(node.constant, len(name) + len(" = "), integer=integer)
                self.lines.add(f"{name} = {text}", shape_note(node))
                self.writer.variables[index] = name

    def input(self, node: Node) -> str:
        """The value of an input as code."""
        value = self.evaluation.node_values[node.index]
        if node.shape:
            indent = len(self.names.name_of(node.index)) + len(" = ")
            integer = node.index in self.writer.integers
            return self.spelling.literal(value, indent, integer=integer)
        text = self.spelling.scalar(value).text
        return self.spelling.library_number(text) if self.warns and not node.truth else text

    def write_section(self, title: str) -> None:
        """A comment line, after an empty one."""
        if self.lines.texts and self.lines.texts[-1]:
            self.lines.add("")
        self.lines.add(title)

    def write_zero_gradients(self, done: set[int]) -> None:
        """Write the gradients of inputs that no gradient reaches."""
        for node in self.requested_inputs():
            if node.index not in done:
                zero = f"np.zeros({node.shape})" if node.shape else "0.0"
                self.lines.add(
                    f"{self.names.gradient_name(node.index)} = {zero}", "no gradient arrives"
                )

    def requested_inputs(self) -> list[Node]:
        """The inputs in ``wrt``, whose gradients the script ends with."""
        return [node for node in self.nodes_of("input") if node.index in self.graph.wrt]

    def nodes_of(self, kind: str) -> list[Node]:
        return [node for node in self.graph.nodes if node.kind == kind]

    def number(self, text: str) -> str:
        return self.spelling.library_number(text) if self.warns else text

    # Which values have a line, where not all have

    def uses_of(self, roots: Iterable[int]) -> Counter[int]:
        """How often each value that the roots need is used."""
        uses = Counter(roots)
        waiting = list(uses)
        while waiting:
            for argument in self.nodes[waiting.pop()].args:
                if argument not in uses:
                    waiting.append(argument)
                uses[argument] += 1
        return uses

    def needs_line(self, index: int, uses: Counter[int]) -> bool:
        """Whether a value gets a line: it is named, used twice, or too long to be inlined."""
        node = self.nodes[index]
        named = index < len(self.graph.nodes) and index in self.names.forward
        if named or self.spelling.is_statement(node):
            return True
        text = self.writer.term(index).text
        short_view = node.gate is not None and node.gate.role is MOVER and len(text) <= SHORT_VIEW
        return (uses[index] > 1 and not short_view) or len(text) > LONGEST_UNNAMED


def _warns(
    nodes: Sequence[Node],
    values: Sequence[Value],
    leaf_values: Mapping[int, Value],
    spelling: Spelling,
) -> bool:
    """Whether NumPy warns when the lines of a script are run."""
    node_values: list[Any] = []
    with record_faults() as warnings:
        for node in nodes:
            if node.gate is None:
                value = values[node.index] if node.index < len(values) else node.constant
                node_values.append(leaf_values.get(node.index, value))
                continue
            args = [node_values[argument] for argument in node.args]
            if not node.gate.elementwise and not all(map(np.size, args)):
                return True  # a mean of no elements
            helper = spelling.helper(node.gate)
            if helper is None or "key" in node.settings:
                node_values.append(node.gate.compute(args, node.settings))
            else:
                node_values.append(helper(*map(as_number, args), **node.settings))
            if warnings:
                return True
    return False
