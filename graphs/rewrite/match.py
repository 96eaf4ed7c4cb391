"""Matching: where a graph has a pattern that is written as a program, as ``1 / (1 + exp(-x))``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graphs.gates.row import Settings
from graphs.language.parse import parse
from graphs.model import Graph, Node

RANKS = {"c": 0, "u": 1, "v": 1}  # names that match only values of this rank


@dataclass(frozen=True)
class Match:
    """One match of a pattern: the nodes that its names match, and the gates that it matches.

    ``gates`` and their ``settings`` are from the pattern's last gate backwards.
    """

    names: Mapping[str, int] = field(default_factory=dict)
    gates: tuple[int, ...] = ()
    settings: tuple[Settings, ...] = ()


@dataclass(frozen=True)
class Pattern:
    """``text`` as a pattern: a name matches any value, the same name always the same value.

    ``c`` matches only numbers, ``u`` and ``v`` only vectors. With ``free`` the gates may have any
    settings, otherwise those of the text.
    """

    text: str
    free: bool = False

    @cached_property
    def graph(self) -> Graph:
        return parse(self.text)

    @property
    def root(self) -> str:
        """The name of the gate it ends with."""
        return self.graph.nodes[self.graph.output].op

    def match(self, nodes: Sequence[Node], index: int) -> Match | None:
        """The first match that ends at the node ``index``; None where there is none."""
        return next(self._match_node(self.graph.output, nodes, index, Match()), None)

    def _match_node(
        self, position: int, nodes: Sequence[Node], index: int, so_far: Match
    ) -> Iterator[Match]:
        expected, node = self.graph.nodes[position], nodes[index]
        if expected.kind == "input":
            name = expected.name or ""
            fits = name not in RANKS or len(node.shape or ()) == RANKS[name]
            if fits and so_far.names.get(name, index) == index:
                yield Match({**so_far.names, name: index}, so_far.gates, so_far.settings)
        elif expected.gate is None:
            comparable = node.kind == "constant" and np.size(node.constant) > 0
            if comparable and np.all(node.constant == expected.constant):
                yield so_far
        elif node.gate is expected.gate and len(node.args) == len(expected.args):
            if not self.free and dict(node.settings) != dict(expected.settings):
                return
            with_gate = Match(
                so_far.names, (*so_far.gates, index), (*so_far.settings, node.settings)
            )
            orders = [expected.args]
            if expected.gate.commutes:
                orders.append(expected.args[::-1])
            for order in orders:
                yield from self._match_args(order, nodes, node.args, with_gate)

    def _match_args(
        self, positions: Sequence[int], nodes: Sequence[Node], args: Sequence[int], so_far: Match
    ) -> Iterator[Match]:
        if not positions:
            yield so_far
            return
        for match in self._match_node(positions[0], nodes, args[0], so_far):
            yield from self._match_args(positions[1:], nodes, args[1:], match)
