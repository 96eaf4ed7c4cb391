"""The minimal script: only what the gradients need, equal values once, short ones in one line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from graphs.code.base import Script
from graphs.code.script import shape_note
from graphs.code.stages import without_reshapes
from graphs.evaluation import Evaluation
from graphs.gates.identities import Identity
from graphs.rewrite.backward_graph import BackwardGraph, Wire, backward_graph
from graphs.rewrite.simplify import ALWAYS, REPEATS, simplify

TWICE = Identity("x + x", "2 * x")


class MinimalScript(Script):
    """The simplified graph of all gradients: a line for what has a name or is used twice."""

    def __init__(self, evaluation: Evaluation) -> None:
        graph = evaluation.model
        requested = [node.index for node in graph.nodes if node.index in graph.wrt]
        joint = without_reshapes(backward_graph(graph, values=evaluation.node_values))
        joint = simplify(joint, (*ALWAYS, *REPEATS, TWICE), merge=True, gradients_of=requested)
        self.joint, self.merged_index = _merge_equal(joint)
        given = {} if graph.upstream is None else {self.joint.seed: graph.upstream}
        super().__init__(evaluation, self.joint.graph.nodes, given)
        if self.upstream:
            self.writer.variables[self.joint.seed] = self.upstream
        gradient = self.joint.gradient
        self.requested_gradients = {
            index: gradient[index] for index in requested if index in gradient
        }
        self.roots = set(self.requested_gradients.values())
        self.uses = self.uses_of(self.requested_gradients.values())
        self.accumulated, self.inlined = self._find_accumulations()

    def write(self) -> None:
        self.write_header(sorted(self.uses))
        names = self._gradient_names()
        gates = [index for index in sorted(self.uses) if self.nodes[index].gate is not None]
        forward_gates = [index for index in gates if index < self.joint.forward_count]
        if forward_gates:
            self.write_section("# forward pass")
        for index in forward_gates:
            if self._has_line(index):
                self._write_line(index, self.names.name_of(index))
        if self.requested_inputs():
            self.write_section("# backward pass")
        for index in gates[len(forward_gates) :]:
            if index not in self.inlined and self._has_line(index):
                self._write_line(index, names.get(index) or self.names.temporary("t"))
        gradient_lines: dict[int, int] = {}
        for target, total in self.requested_gradients.items():
            name = self.names.gradient_name(target)
            if self.writer.variables.get(total) == name:
                gradient_lines[target] = self.writer.line_of[total]
            else:
                note = shape_note(self.nodes[total])
                gradient_lines[target] = self.lines.add(
                    f"{name} = {self.writer.term(total).text}", note
                )
        self.write_zero_gradients(set(self.requested_gradients))
        self._map_steps(gradient_lines)

    # Which values have a line

    def _has_line(self, index: int) -> bool:
        """Whether a value has a line of its own."""
        titled = index < self.joint.forward_count and index in self.graph.titles
        if titled or index in self.roots or index in self.accumulated:
            return True
        return self.needs_line(index, self.uses)

    def _find_accumulations(self) -> tuple[dict[int, list[int]], set[int]]:
        """The sums into which items are added, each as the terms that ``+=`` adds one by one, and
        the nodes that need no line then."""
        sums: dict[int, tuple[int, int]] = {}
        before: dict[int, int] = {}
        for wire in self.joint.wires:
            target = self.graph.nodes[wire.gate].args[wire.slot]
            pair = (before.get(target, -1), wire.contribution)
            if wire.total in self.uses and self.nodes[wire.total].args == pair:
                sums[wire.total] = pair
            before[target] = wire.total
        inner = {before for before, _ in sums.values() if before in sums and self.uses[before] == 1}
        accumulated: dict[int, list[int]] = {}
        inlined: set[int] = set()
        for total in sums.keys() - inner:
            chain, parts = [total], list[int]()
            while chain[-1] in sums and (chain[-1] == total or chain[-1] in inner):
                previous_sum, part = sums[chain[-1]]
                chain.append(previous_sum)
                parts.append(part)
            parts.append(chain.pop())
            items = {
                it
                for it in parts
                if self.spelling.is_statement(self.nodes[it]) and self.uses[it] == 1
            }
            if items:
                accumulated[total] = parts[::-1]
                inlined |= items | set(chain[1:])
        return accumulated, inlined

    def _gradient_names(self) -> dict[int, str]:
        """The names of gradients by node, after the input or the name that they belong to."""
        named = {
            total: self.names.gradient_name(target)
            for target, total in self.joint.gradient.items()
            if target in self.graph.titles and target not in self.requested_gradients
        }
        return named | {
            total: self.names.gradient_name(target)
            for target, total in reversed(self.requested_gradients.items())
        }

    # Lines

    def _write_line(self, index: int, name: str) -> None:
        writer, note = self.writer, shape_note(self.nodes[index])
        if index not in self.accumulated:
            writer.name(index, name, note)
            return
        first, *others = self.accumulated[index]
        writer.assign(first, name, copy=True)
        for part in others:
            line = writer.accumulate(part, name, note if part == others[-1] else "")
        writer.line_of[index] = line
        writer.variables[index] = name

    def _map_steps(self, gradient_lines: dict[int, int]) -> None:
        """Find the line of each step; where a gradient has none, the line that uses it."""
        for index in range(self.joint.forward_count):
            line = self.writer.line_of.get(self.merged_index[index])
            if line is not None:
                self.line_of_step[index, -1] = line
        later: dict[int, int] = {}
        for wire in reversed(self.joint.wires):
            target = self.graph.nodes[wire.gate].args[wire.slot]
            lines = [
                self.writer.line_of[index]
                for index in (wire.contribution, wire.total)
                if index >= self.joint.forward_count and index in self.writer.line_of
            ]
            line = next(iter(lines), gradient_lines.get(target, later.get(target)))
            if line is not None:
                self.line_of_step[wire.gate, wire.slot] = later[wire.gate] = line


def _merge_equal(joint: BackwardGraph) -> tuple[BackwardGraph, list[int]]:
    """The graph with equal values computed once, and for each node the node that replaces it."""
    index_by_value: dict[Any, int] = {}
    merged_index: list[int] = []
    nodes = []
    for node in joint.graph.nodes:
        node = replace(node, args=tuple(merged_index[argument] for argument in node.args))
        nodes.append(node)
        key: Any = node.index
        if node.gate is not None:
            key = (node.op, node.args, repr(sorted(node.settings.items())))
        elif node.kind == "constant":
            value = np.asarray(node.constant)
            key = (value.shape, value.dtype.kind, value.tobytes())
        merged_index.append(index_by_value.setdefault(key, node.index))

    def new_index(index: int) -> int:
        return merged_index[index] if index >= 0 else -1

    merged = BackwardGraph(
        replace(joint.graph, nodes=tuple(nodes)),
        joint.forward_count,
        new_index(joint.seed),
        {target: new_index(total) for target, total in joint.gradient.items()},
        tuple(
            Wire(wire.gate, wire.slot, new_index(wire.contribution), new_index(wire.total))
            for wire in joint.wires
        ),
    )
    return merged, merged_index
