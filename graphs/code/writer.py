"""Nodes as terms and as lines of code."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from graphs.code.gate_code import Spelling, Term
from graphs.code.indices import index_slots
from graphs.code.literals import LONGEST_LINE
from graphs.code.names import Names
from graphs.code.script import Lines
from graphs.gates.items import ADD_AT, IndexArray
from graphs.gates.row import MOVER
from graphs.model import Node

SHORTEST_EXTRACTED = 8  # characters of a part that gets a line of its own


class Writer:
    """Writes lines. ``variables`` maps nodes to their names in the script, ``line_of`` every node
    to its line, from 1. ``integers`` are the nodes written as whole numbers.

    ``numpy_numbers``: numbers are NumPy's, so that 1 / 0 is inf as it is in the engine.
    """

    def __init__(
        self,
        nodes: Sequence[Node],
        names: Names,
        lines: Lines,
        spelling: Spelling,
        integers: frozenset[int],
        *,
        numpy_numbers: bool = False,
    ) -> None:
        self.nodes, self.names, self.lines = nodes, names, lines
        self.spelling, self.integers, self.numpy_numbers = spelling, integers, numpy_numbers
        self.variables: dict[int, str] = {}
        self.line_of: dict[int, int] = {}
        self.zero_dimensional: set[str] = set()  # names of numbers that may be arrays without axes
        self._open_lines: list[set[int]] = []  # nodes in the lines that are being written

    # Terms

    def term(self, index: int) -> Term:
        """A node's code: its name, its number, or its gate over its arguments."""
        node = self.nodes[index]
        if index in self.variables:
            return Term(self.variables[index])
        if node.gate is None:
            if node.shape:
                return self.spelling.array(node.constant, integer=index in self.integers)
            return self.spelling.scalar(node.constant)
        if self.spelling.is_statement(node):
            return Term(self.name(index))
        if self._open_lines:
            self._open_lines[-1].add(index)
        return self.spelling.spell(node, self.args(node), self.nodes)

    def args(self, node: Node) -> list[Term]:
        """The arguments of a gate, written; in arithmetic with arrays and names 2.0 is 2."""
        assert node.gate is not None
        parts = [self.nodes[argument] for argument in node.args]
        alone = all(part.kind == "constant" for part in parts)
        short = node.gate.elementwise and any(
            part.kind != "constant"
            and (node.gate.data or (node.gate.differentiable(slot) and not part.truth))
            for slot, part in enumerate(parts)
        )
        indices = index_slots(node)
        terms = []
        for slot, part in enumerate(parts):
            number = part.kind == "constant" and part.shape == () and not part.truth
            if slot in indices:
                terms.append(self._index(part, indices[slot]))
            elif number and (short or alone):
                terms.append(
                    self.number(part, integer=short and not self.numpy_numbers, alone=alone)
                )
            else:
                terms.append(self.term(part.index))
        return terms

    def number(self, part: Node, *, integer: bool, alone: bool) -> Term:
        """A constant; ``alone``: only constants are its gate's arguments."""
        term = self.spelling.scalar(part.constant, integer=integer)
        return (
            Term(self.spelling.library_number(term.text))
            if alone and (self.numpy_numbers or self.spelling.strict)
            else term
        )

    def _index(self, node: Node, axes: int) -> Term:
        """An array between brackets: whole numbers, or a mask as it is."""
        if axes or node.truth or node.index in self.integers:
            return self.term(node.index)
        if node.kind == "constant" and node.index not in self.variables and node.shape:
            return self.spelling.array(node.constant, integer=True)
        return self.spelling.as_index(self.term(node.index), node.shape or ())

    # Lines

    def assign(self, index: int, name: str, note: str = "", *, copy: bool = False) -> int:
        """``name = …``; ``copy`` makes an array that no other name shares."""
        self._open_lines.append({index})
        node = self.nodes[index]
        if self.spelling.is_statement(node) and index not in self.variables:
            line = self._assign_items(node, name, note)
        else:
            text = self.short_text(index)
            line = self.lines.add(f"{name} = {self._copied(index, text) if copy else text}", note)
            if self._is_zero_dimensional(index):
                self.zero_dimensional.add(name)
        self._finish_line(line)
        return line

    def accumulate(self, index: int, name: str, note: str = "") -> int:
        """``name += …``"""
        self._open_lines.append({index})
        node = self.nodes[index]
        if node.gate is ADD_AT and index not in self.variables:
            line = self._add_items(node, name, note)
        else:
            line = self.lines.add(f"{name} += {self.short_text(index)}", note)
        self._finish_line(line)
        return line

    def name(self, index: int, name: str = "", note: str = "") -> str:
        """Give a value a line and a name of its own."""
        name = name or self.names.temporary()
        self.assign(index, name, note)
        self.variables[index] = name
        return name

    def short_text(self, index: int) -> str:
        """A node's code; where it is too long, its longest arguments get lines of their own."""
        text = self.term(index).text
        while len(text) > LONGEST_LINE and "\n" not in text:
            lengths = {
                argument: len(self.term(argument).text)
                for argument in self.nodes[index].args
                if self.nodes[argument].gate is not None and argument not in self.variables
            }
            longest = max(lengths, key=lambda argument: lengths[argument], default=index)
            if longest == index or lengths[longest] < SHORTEST_EXTRACTED:
                break
            self.name(longest)
            text = self.term(index).text
        return text

    def _finish_line(self, line: int) -> None:
        for index in self._open_lines.pop():
            self.line_of.setdefault(index, line)

    def _assign_items(self, node: Node, name: str, note: str) -> int:
        """Items that are written or added, as statements."""
        if node.gate is ADD_AT:
            shape = node.shape or ()
            self.lines.add(f"{name} = np.zeros({shape[0] if len(shape) == 1 else shape})")
            return self._add_items(node, name, note)
        target, value, *indices = [term.text for term in self.args(node)]
        first, value = self.nodes[node.args[0]], self.spelling.fit_value(node, value, self.nodes)
        copied = self.spelling.copied.format(target if target.isidentifier() else f"({target})")
        if first.truth:
            copied = self.spelling.truth_as_number(Term(target)).text
        flipped, key = self.spelling.flipped_axes(node.settings["key"], first.shape or ())
        library = self.spelling.library
        self.lines.add(
            f"{name} = " + (f"{library}.flip({copied}, {flipped})" if flipped else copied)
        )
        line = self.lines.add(f"{name}[{self.spelling.key(key, indices)}] = {value}", note)
        if flipped:
            self.lines.add(f"{name} = {library}.flip({name}, {flipped})")
        return line

    def _add_items(self, node: Node, name: str, note: str) -> int:
        value, *indices = [term.text for term in self.args(node)]
        key = node.settings["key"]
        between = self.spelling.key(key, indices)
        if not any(isinstance(part, IndexArray) and not part.axes for part in key):
            return self.lines.add(f"{name}[{between}] += {value}", note)
        several = f"({between})" if len(key) > 1 else between
        plain = all(isinstance(part, IndexArray | int) for part in key)
        where = several if plain else f"np.s_[{between}]"
        return self.lines.add(f"np.add.at({name}, {where}, {value})", note)

    # Arrays that other names share

    def _copied(self, index: int, text: str) -> str:
        """The text of a value that ``+=`` may change."""
        node = self.nodes[index]
        if node.shape:
            if index not in self.variables and node.gate and node.gate.role is not MOVER:
                return text
            return f"{text}.copy()" if text.isidentifier() else f"np.array({text})"
        return f"{text} + 0.0" if self._is_zero_dimensional(index) else text

    def _is_zero_dimensional(self, index: int) -> bool:
        """Whether a number may be an array without axes, which ``+=`` would change in place."""
        gate = self.nodes[index].gate
        if index in self.variables or self.nodes[index].shape or gate is None:
            return self.variables.get(index) in self.zero_dimensional
        simple = isinstance(gate.numpy or gate.forward, np.ufunc) or not gate.elementwise
        return gate.role is MOVER or not simple
