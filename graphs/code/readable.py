"""The lecture's staged style: every gate a line, then a line for each wire of the backward pass."""

from __future__ import annotations

from collections import Counter

from graphs.code.base import Script
from graphs.code.script import shape_note
from graphs.code.stages import stages
from graphs.evaluation import Evaluation
from graphs.model import Node
from graphs.rewrite.backward_graph import backward_graph

LONGEST_NOTE = 48  # characters of a comment that quotes a line


class ReadableScript(Script):
    """Names as in the program; ``d<name>`` grows with ``+=`` where a value is used again."""

    def __init__(self, evaluation: Evaluation) -> None:
        values = evaluation.node_values
        self.stages = stages(backward_graph(evaluation.model, values=values))
        leaves = {
            leaf: evaluation.gradients.get(target) for target, leaf in self.stages.leaves.items()
        }
        super().__init__(evaluation, self.stages.nodes, leaves)
        self.forward_lines: dict[int, str] = {}

    def write(self) -> None:
        self.write_header(range(len(self.graph.nodes)))
        self.forward()
        if self.requested_inputs():
            self.write_section("# backward pass")
        self.write_zero_gradients(self.backward())

    def forward(self) -> None:
        gates = self.nodes_of("gate")
        output = self.graph.nodes[self.graph.output]
        alone = output.kind == "constant" and output.index not in self.writer.variables
        if gates or alone:
            self.write_section("# forward pass")
        for node in gates:
            name = self.names.name_of(node.index)
            self.writer.name(node.index, name, shape_note(node))
            self.line_of_step[node.index, -1] = self.writer.line_of[node.index]
            self.forward_lines[node.index] = self.lines.texts[-1]
        if alone:
            name = self.names.name_of(output.index)
            self.lines.add(f"{name} = {self.writer.term(output.index).text}")

    def backward(self) -> set[int]:
        """A line a wire; returns the nodes that a gradient arrived at."""
        graph, writer, leaves = self.graph, self.writer, self.stages.leaves
        if not graph.depends_on_wrt[graph.output]:
            return set()
        output = graph.nodes[graph.output]
        ones = f"np.ones({output.shape})" if output.shape else self.number("1.0")
        seed = self.upstream or ones
        name = self.names.gradient_name(output.index)
        self.line_of_step[None, None] = self.lines.add(f"{name} = {seed}", shape_note(output))
        writer.variables[leaves[output.index]] = name
        targets = [graph.nodes[wire.gate].args[wire.slot] for wire in self.stages.wires]
        arrivals, done = Counter(targets), {output.index}
        for wire, target in zip(self.stages.wires, targets, strict=True):
            name = self.names.gradient_name(target)
            note = self._comment(graph.nodes[target], graph.nodes[wire.gate])
            self._name_repeated(wire.contribution)
            if target in done:
                line = writer.accumulate(wire.contribution, name, note)
            else:
                line = writer.assign(wire.contribution, name, note, copy=arrivals[target] > 1)
            done.add(target)
            writer.variables[leaves[target]] = name
            self.line_of_step[wire.gate, wire.slot] = line
        return done

    def _name_repeated(self, root: int) -> None:
        """Parts of a contribution that it uses twice get lines of their own."""
        uses: Counter[int] = Counter()
        pending = [root]
        while pending:
            index = pending.pop()
            if index in self.writer.variables or self.nodes[index].gate is None:
                continue
            uses[index] += 1
            if uses[index] == 1:
                pending += self.nodes[index].args
        for index in sorted(uses):
            if uses[index] > 1:
                self.writer.name(index)

    def _comment(self, target: Node, gate: Node) -> str:
        """The forward line that a backward line belongs to, and the shape that it makes."""
        quoted = self.forward_lines[gate.index]
        if len(quoted) > LONGEST_NOTE:
            quoted = quoted[: LONGEST_NOTE - 2] + " …"
        return f"{target.shape}  {quoted}" if target.shape else quoted
