"""Patterns written in the reader's own language, found in a graph: ``1 / (1 + exp(-x))``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graphs.gates.row import Settings
from graphs.language.parse import parse
from graphs.model import Graph, Node

RANKS = {"c": 0, "u": 1, "v": 1}  # names that stand for values of one rank


@dataclass(frozen=True)
class Match:
    """Where a pattern was found: what its names stand for, and the gates it is made of.

    ``settings`` are those of the gates inside, from the pattern's last gate backwards.
    """

    names: Mapping[str, int] = field(default_factory=dict)
    gates: tuple[int, ...] = ()
    settings: tuple[Settings, ...] = ()


@dataclass(frozen=True)
class Pattern:
    """``text`` as a pattern: its names stand for any value, the same name for the same value.

    ``c`` stands for a number only, ``u`` and ``v`` for vectors. With ``free`` the gates may have
    any settings, otherwise those of the text.
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
        """How the value at ``index`` is of this form; None where it is not."""
        return next(self._at(self.graph.output, nodes, index, Match()), None)

    def _at(self, place: int, nodes: Sequence[Node], index: int, so_far: Match) -> Iterator[Match]:
        wanted, found = self.graph.nodes[place], nodes[index]
        if wanted.kind == "input":
            name = wanted.name or ""
            fits = name not in RANKS or len(found.shape or ()) == RANKS[name]
            if fits and so_far.names.get(name, index) == index:
                yield Match({**so_far.names, name: index}, so_far.gates, so_far.settings)
        elif wanted.gate is None:
            known = found.kind == "constant" and np.size(found.constant) > 0
            if known and np.all(found.constant == wanted.constant):
                yield so_far
        elif found.gate is wanted.gate and len(found.args) == len(wanted.args):
            if not self.free and dict(found.settings) != dict(wanted.settings):
                return
            here = Match(so_far.names, (*so_far.gates, index), (*so_far.settings, found.settings))
            orders = [wanted.args]
            if wanted.gate.commutes:
                orders.append(wanted.args[::-1])
            for order in orders:
                yield from self._all(order, nodes, found.args, here)

    def _all(
        self, places: Sequence[int], nodes: Sequence[Node], args: Sequence[int], so_far: Match
    ) -> Iterator[Match]:
        if not places:
            yield so_far
            return
        for match in self._at(places[0], nodes, args[0], so_far):
            yield from self._all(places[1:], nodes, args[1:], match)
