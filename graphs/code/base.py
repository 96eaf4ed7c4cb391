"""What scripts in every language have in common: imports, helpers, inputs, constants."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graphs.autodiff.forward import record_faults
from graphs.code.gate_code import Spelling, helper_of
from graphs.code.indices import whole_numbers
from graphs.code.names import Names
from graphs.code.random_inputs import drawn
from graphs.code.script import Code, Lines, functions_of, imports, shape_note, source_of
from graphs.code.writer import Writer
from graphs.evaluation import Evaluation
from graphs.gates.row import MOVER, as_number
from graphs.model import Backward, Node, Value

LONGEST_PART = 44  # characters of a value without a name that stands inside a line
SHORT = 12  # of a view that is written again at every use: W.T
LONGEST_INLINE = 24  # characters of an array that stands in a line
QUIET = """import warnings

warnings.simplefilter("ignore")  # some values on the way are not finite"""


class Script(ABC):
    """A script of a trace while it is written. ``nodes`` are what its lines are made of."""

    filename = "backflow.py"
    draws = True  # whether large random inputs are drawn again by NumPy

    def __init__(
        self,
        evaluation: Evaluation,
        nodes: Sequence[Node],
        leaves: Mapping[int, Value] | None = None,
        spelling: Spelling | None = None,
    ) -> None:
        self.evaluation, self.graph, self.nodes = evaluation, evaluation.model, nodes
        self.spelling = spelling or Spelling()
        self.functions = functions_of(nodes, self.spelling)
        self.careful = _faulty(nodes, evaluation.node_values, leaves or {})
        self.names = Names(self.graph, self.functions)
        self.lines = Lines()
        whole = whole_numbers(nodes, evaluation.node_values)
        self.writer = Writer(
            nodes, self.names, self.lines, self.spelling, whole, careful=self.careful
        )
        self.at: dict[tuple[int | None, int | None], int] = {}  # step → line

    def code(self) -> Code:
        """The whole script, with the line of each step."""
        self.write()
        lines = tuple(
            self.at.get((step.node, step.slot if isinstance(step, Backward) else -1))
            for step in self.evaluation.raw_steps
        )
        return Code(self.lines.finished(), lines, self.filename)

    @abstractmethod
    def write(self) -> None:
        """Write every line."""

    # Parts

    def imports(self) -> str:
        return f"import numpy as np\n{QUIET}" if self.careful else "import numpy as np"

    def top(self, used: Sequence[int]) -> None:
        """What is imported, the helpers, the inputs and the arrays that are constants."""
        sources = [source_of(name, self.spelling.library) for name in self.functions]
        lines, inputs = self.inputs()
        arrays = {
            index: self.writer.term(index).text
            for index in used
            if self.nodes[index].kind == "constant" and self.nodes[index].shape
        }
        for line in imports(sources, [*inputs.values(), *arrays.values()]):
            self.lines.add(line)
        self.lines.add(self.imports())
        for source in sources:
            self.lines.add(f"\n\n{source}")
        self.lines.add("\n" if sources else "")
        if inputs or arrays:
            self.section("# inputs")
        for index, text in inputs.items():
            name = self.names.of(index)
            if text:
                self.lines.add(f"{name} = {text}", shape_note(self.nodes[index]))
            self.writer.written[index] = name
        for line in lines:
            self.lines.add(line)
        self.constants(arrays)

    def inputs(self) -> tuple[list[str], dict[int, str]]:
        """Lines that draw random inputs, and the text of every other; "" for those drawn."""
        nodes = self.nodes_of("input")
        same = all(self.names.of(node.index) == node.name for node in nodes)
        lines, made, sizes = (drawn(self.evaluation) if same and self.draws else None) or (
            [],
            (),
            (),
        )
        return lines, {
            node.index: ""
            if node.name in made
            else str(int(self.evaluation.node_values[node.index]))
            if node.name in sizes
            else self.input(node)
            for node in nodes
        }

    def constants(self, arrays: Mapping[int, str]) -> None:
        """Arrays that are too long for a line have one of their own."""
        for index, text in arrays.items():
            node = self.nodes[index]
            if node.name or len(text) > LONGEST_INLINE:
                if index not in self.names.forward:
                    self.names.forward[index] = self.names.temporary("c")
                name = self.names.of(index)
                whole = index in self.writer.whole
                text = self.spelling.literal(node.constant, len(name) + len(" = "), whole=whole)
                self.lines.add(f"{name} = {text}", shape_note(node))
                self.writer.written[index] = name

    def input(self, node: Node) -> str:
        """The value of an input as code."""
        value = self.evaluation.node_values[node.index]
        if node.shape:
            indent = len(self.names.of(node.index)) + len(" = ")
            whole = node.index in self.writer.whole
            return self.spelling.literal(value, indent, whole=whole)
        text = self.spelling.scalar(value).text
        return self.spelling.exact(text) if self.careful and not node.truth else text

    def section(self, title: str) -> None:
        """A comment line, after an empty one."""
        if self.lines.texts and self.lines.texts[-1]:
            self.lines.add("")
        self.lines.add(title)

    def zeros(self, done: set[int]) -> None:
        """The inputs that no gradient reaches."""
        for node in self.asked():
            if node.index not in done:
                zero = f"np.zeros({node.shape})" if node.shape else "0.0"
                self.lines.add(f"{self.names.d(node.index)} = {zero}", "no gradient arrives")

    def asked(self) -> list[Node]:
        """The inputs whose gradients are asked for."""
        return [node for node in self.nodes_of("input") if node.index in self.graph.wrt]

    def nodes_of(self, kind: str) -> list[Node]:
        return [node for node in self.graph.nodes if node.kind == kind]

    def number(self, text: str) -> str:
        return self.spelling.exact(text) if self.careful else text

    # Which values have a line, where not all have

    def uses_of(self, roots: Iterable[int]) -> Counter[int]:
        """How often each value that others need is used."""
        uses = Counter(roots)
        waiting = list(uses)
        while waiting:
            for argument in self.nodes[waiting.pop()].args:
                if argument not in uses:
                    waiting.append(argument)
                uses[argument] += 1
        return uses

    def is_apart(self, index: int, uses: Counter[int]) -> bool:
        """Whether a value is named in the program, used twice, or too long for its line."""
        node = self.nodes[index]
        named = index < len(self.graph.nodes) and index in self.names.forward
        if named or self.spelling.is_statement(node):
            return True
        text = self.writer.term(index).text
        view = node.gate is not None and node.gate.role is MOVER and len(text) <= SHORT
        return (uses[index] > 1 and not view) or len(text) > LONGEST_PART


def _faulty(nodes: Sequence[Node], values: Sequence[Value], leaves: Mapping[int, Value]) -> bool:
    """Whether NumPy has something to warn of when the lines of a script are run."""
    known: list[Any] = []
    with record_faults() as heard:
        for node in nodes:
            if node.gate is None:
                given = values[node.index] if node.index < len(values) else node.constant
                known.append(leaves.get(node.index, given))
                continue
            args = [known[argument] for argument in node.args]
            helper = helper_of(node.gate)
            if helper is None or "key" in node.settings:
                known.append(node.gate.compute(args, node.settings))
            else:
                known.append(helper(*map(as_number, args), **node.settings))
            if heard:
                return True
    return False
