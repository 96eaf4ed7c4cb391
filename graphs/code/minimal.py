"""What the gradients need and nothing else: equal expressions once, short ones in one line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from graphs.code.base import Script
from graphs.code.script import shape_note
from graphs.code.stages import plainer
from graphs.evaluation import Evaluation
from graphs.gates.identities import Identity
from graphs.rewrite.backward_graph import BackwardGraph, Wire, backward_graph
from graphs.rewrite.simplify import ALWAYS, REPEATS, simplify

TWICE = Identity("x + x", "2 * x")


class Minimal(Script):
    """The simplified graph of all gradients: a line for what has a name or is used twice."""

    def __init__(self, evaluation: Evaluation) -> None:
        graph = evaluation.model
        asked = [node.index for node in graph.nodes if node.index in graph.wrt]
        joint = plainer(backward_graph(graph))
        joint = simplify(joint, (*ALWAYS, *REPEATS, TWICE), merge=True, gradients_of=asked)
        self.joint, self.same = _once(joint)
        super().__init__(evaluation, self.joint.graph.nodes)
        gradient = self.joint.gradient
        self.wanted = {index: gradient[index] for index in asked if index in gradient}
        self.roots = set(self.wanted.values())
        self.uses = self.uses_of(self.wanted.values())
        self.gathered, self.absorbed = self._sums()

    def write(self) -> None:
        self.top(sorted(self.uses))
        names = self._gradient_names()
        gates = [index for index in sorted(self.uses) if self.nodes[index].gate is not None]
        ahead = [index for index in gates if index < self.joint.forward_count]
        if ahead:
            self.section("# forward pass")
        for index in ahead:
            if self._apart(index):
                self._line(index, self.names.of(index))
        if self.asked():
            self.section("# backward pass")
        for index in gates[len(ahead) :]:
            if index not in self.absorbed and self._apart(index):
                self._line(index, names.get(index) or self.names.temporary("t"))
        ends: dict[int, int] = {}
        for target, total in self.wanted.items():
            name = self.names.d(target)
            if self.writer.written.get(total) == name:
                ends[target] = self.writer.line_of[total]
            else:
                note = shape_note(self.nodes[total])
                ends[target] = self.lines.add(f"{name} = {self.writer.term(total).text}", note)
        self.zeros(set(self.wanted))
        self._map(ends)

    # Which values have a line

    def _apart(self, index: int) -> bool:
        """Whether a value has a line of its own."""
        titled = index < self.joint.forward_count and index in self.graph.titles
        if titled or index in self.roots or index in self.gathered:
            return True
        return self.is_apart(index, self.uses)

    def _sums(self) -> tuple[dict[int, list[int]], set[int]]:
        """Sums into which items are added, as the parts that ``+=`` gathers one after the other.

        The second result are the nodes that need no line then.
        """
        sums: dict[int, tuple[int, int]] = {}
        before: dict[int, int] = {}
        for wire in self.joint.wires:
            target = self.graph.nodes[wire.gate].args[wire.slot]
            both = (before.get(target, -1), wire.contribution)
            if wire.total in self.uses and self.nodes[wire.total].args == both:
                sums[wire.total] = both
            before[target] = wire.total
        inner = {before for before, _ in sums.values() if before in sums and self.uses[before] == 1}
        gathered: dict[int, list[int]] = {}
        absorbed: set[int] = set()
        for total in sums.keys() - inner:
            chain, parts = [total], list[int]()
            while chain[-1] in sums and (chain[-1] == total or chain[-1] in inner):
                before_it, part = sums[chain[-1]]
                chain.append(before_it)
                parts.append(part)
            parts.append(chain.pop())
            items = {
                it
                for it in parts
                if self.spelling.is_statement(self.nodes[it]) and self.uses[it] == 1
            }
            if items:
                gathered[total] = parts[::-1]
                absorbed |= items | set(chain[1:])
        return gathered, absorbed

    def _gradient_names(self) -> dict[int, str]:
        """What gradients are called: by the input or the name that they belong to."""
        named = {
            total: self.names.d(target)
            for target, total in self.joint.gradient.items()
            if target in self.graph.titles and target not in self.wanted
        }
        gradients_of = {
            total: self.names.d(target) for target, total in reversed(self.wanted.items())
        }
        return named | gradients_of

    # Lines

    def _line(self, index: int, name: str) -> None:
        writer, note = self.writer, shape_note(self.nodes[index])
        if index not in self.gathered:
            writer.name(index, name, note)
            return
        first, *others = self.gathered[index]
        writer.assign(first, name, own=True)
        for part in others:
            line = writer.accumulate(part, name, note if part == others[-1] else "")
        writer.line_of[index] = line
        writer.written[index] = name

    def _map(self, ends: dict[int, int]) -> None:
        """The line of each step; where a gradient has none, the line that uses it."""
        for index in range(self.joint.forward_count):
            line = self.writer.line_of.get(self.same[index])
            if line is not None:
                self.at[index, -1] = line
        later: dict[int, int] = {}
        for wire in reversed(self.joint.wires):
            target = self.graph.nodes[wire.gate].args[wire.slot]
            found = [
                self.writer.line_of[index]
                for index in (wire.contribution, wire.total)
                if index >= self.joint.forward_count and index in self.writer.line_of
            ]
            line = next(iter(found), ends.get(target, later.get(target)))
            if line is not None:
                self.at[wire.gate, wire.slot] = later[wire.gate] = line


def _once(joint: BackwardGraph) -> tuple[BackwardGraph, list[int]]:
    """Equal values of the program computed once; and for each node the one that stands for it."""
    known: dict[Any, int] = {}
    same: list[int] = []
    nodes = []
    for node in joint.graph.nodes:
        node = replace(node, args=tuple(same[argument] for argument in node.args))
        nodes.append(node)
        key: Any = node.index
        if node.gate is not None:
            key = (node.op, node.args, repr(sorted(node.settings.items())))
        elif node.kind == "constant":
            value = np.asarray(node.constant)
            key = (value.shape, value.dtype.kind, value.tobytes())
        same.append(known.setdefault(key, node.index))

    def at(index: int) -> int:
        return same[index] if index >= 0 else -1

    merged = BackwardGraph(
        replace(joint.graph, nodes=tuple(nodes)),
        joint.forward_count,
        at(joint.seed),
        {target: at(total) for target, total in joint.gradient.items()},
        tuple(
            Wire(wire.gate, wire.slot, at(wire.contribution), at(wire.total))
            for wire in joint.wires
        ),
    )
    return merged, same
