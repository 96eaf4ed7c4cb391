"""Gradient nodes as a person would write them: ``x * 1`` is x, equal ones stand once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import prod
from typing import Any

import numpy as np

from graphs.autodiff.forward import plain
from graphs.gates.identities import ALWAYS, FORMULA, REPEATS, Identity
from graphs.gates.shapes import broadcast
from graphs.model import Graph, Node, Shape
from graphs.rewrite.backward_graph import Adjoint, Wire
from graphs.rewrite.match import Match, Pattern

__all__ = ["ALWAYS", "FORMULA", "REPEATS", "tidied"]

LONGEST = 6  # characters of a number that constants are computed to


@cache
def _rules(identities: tuple[Identity, ...]) -> Mapping[str, list[tuple[Pattern, Graph]]]:
    """The identities by the gate that their left side ends with."""
    found: dict[str, list[tuple[Pattern, Graph]]] = {}
    for identity in identities:
        pattern = Pattern(identity.left, identity.any_settings)
        found.setdefault(pattern.root, []).append((pattern, Pattern(identity.right).graph))
    return found


def tidied(
    joint: Adjoint,
    identities: tuple[Identity, ...] = ALWAYS,
    *,
    merge: bool = False,
    wanted: Iterable[int] | None = None,
) -> Adjoint:
    """The same gradients with fewer gates. The graph's own nodes stay as they are.

    ``merge`` computes equal expressions once. ``wanted`` are the forward nodes whose gradients
    are kept, and what these need; without it every contribution is kept too.
    """
    nodes = joint.graph.nodes
    work = _Tidying(list(nodes[: joint.count]), _rules(identities), merge)
    place = list(range(joint.count))
    for node in nodes[joint.count :]:
        place.append(work.add(replace(node, args=tuple(place[argument] for argument in node.args))))
    kept = {joint.seed} if wanted is None else set[int]()
    for target, total in joint.gradient.items():
        if wanted is None or target in wanted:
            kept.add(total)
    for wire in joint.wires if wanted is None else ():
        kept |= {wire.contribution, wire.total}
    needed = work.needed(place[index] for index in kept)
    final: dict[int, int] = {index: index for index in range(joint.count)}
    made: list[Node] = list(nodes[: joint.count])
    for node in work.nodes[joint.count :]:
        if node.index in needed:
            final[node.index] = len(made)
            args = tuple(final[argument] for argument in node.args)
            made.append(replace(node, index=len(made), args=args))

    def at(index: int) -> int:
        return final.get(place[index], -1)

    return Adjoint(
        replace(joint.graph, nodes=tuple(made)),
        joint.count,
        at(joint.seed),
        {target: at(total) for target, total in joint.gradient.items() if at(total) >= 0},
        tuple(
            Wire(wire.gate, wire.slot, at(wire.contribution), at(wire.total))
            for wire in joint.wires
        ),
    )


class _Tidying:
    """Nodes that are written one after the other, each in its shortest form."""

    def __init__(
        self,
        nodes: list[Node],
        rules: Mapping[str, Sequence[tuple[Pattern, Graph]]],
        merge: bool,
    ) -> None:
        self.nodes = nodes
        self.rules = rules
        self.merge = merge
        self.known: dict[Any, int] = {}
        if merge:
            for node in nodes:
                self.known.setdefault(_key(node), node.index)

    def add(self, node: Node) -> int:
        """The index of a node's value, which may be an earlier node."""
        node = self._folded(self._lowered(node))
        if node.gate is not None:
            shorter = self._shorter(node)
            if shorter is not None:
                return shorter
        key = _key(node) if self.merge else None
        if key is not None and key in self.known:
            return self.known[key]
        index = len(self.nodes)
        self.nodes.append(replace(node, index=index))
        if key is not None:
            self.known[key] = index
        return index

    def _lowered(self, node: Node) -> Node:
        """``[[2]] * x`` is ``2 * x`` where x has the shape anyway."""
        if node.gate is None or not node.gate.elementwise:
            return node
        args = list(node.args)
        shapes = [self.nodes[argument].shape or () for argument in args]
        for slot, argument in enumerate(args):
            constant = self.nodes[argument].constant
            others = [shape for place, shape in enumerate(shapes) if place != slot]
            if np.ndim(constant) and np.size(constant) == 1 and broadcast(*others) == node.shape:
                args[slot] = self.add(Node(0, "constant", constant=np.reshape(constant, ())[()]))
                shapes[slot] = ()
        return replace(node, args=tuple(args))

    def _folded(self, node: Node) -> Node:
        """A gate of constants that gives one short number is that number; 1 / 3 stays 1 / 3."""
        if node.gate is None or prod(node.shape or ()) != 1:
            return node
        args = [self.nodes[argument] for argument in node.args]
        if not args or any(part.kind != "constant" for part in args):
            return node
        with np.errstate(all="ignore"):
            value = plain(node.gate.compute([part.constant for part in args], node.settings))
        if len(str(value)) > LONGEST:
            return node
        return replace(node, kind="constant", gate=None, args=(), constant=value, settings={})

    def _shorter(self, node: Node) -> int | None:
        """The node by an identity, if one fits and the shape stays."""
        found = self.rules.get(node.op)
        if not found:
            return None
        nodes, mark = self.nodes, len(self.nodes)
        for pattern, right in found:
            nodes.append(replace(node, index=mark))
            match = pattern.match(nodes, mark)
            nodes.pop()
            if match is None:
                continue
            index = self._write(right, match)
            if index is not None and self.nodes[index].shape == node.shape:
                return index
            del self.nodes[mark:]
            self.known = {key: at for key, at in self.known.items() if at < mark}
        return None

    def _write(self, right: Graph, match: Match) -> int | None:
        place: dict[int, int] = {}
        for part in right.nodes:
            if part.kind == "input":
                place[part.index] = match.names[part.name or ""]
                continue
            args = tuple(place[argument] for argument in part.args)
            shape: Shape = ()
            if part.gate is not None:
                try:
                    shape = part.gate.shape(
                        *(self.nodes[index].shape or () for index in args), **part.settings
                    )
                except ValueError:
                    return None
            place[part.index] = self.add(
                replace(part, args=args, shape=shape, source=None, group=None, name=None)
            )
        return place[right.output]

    def needed(self, kept: Iterable[int]) -> set[int]:
        """The kept nodes and what they are computed from."""
        found: set[int] = set()
        waiting = list(kept)
        while waiting:
            index = waiting.pop()
            if index not in found:
                found.add(index)
                waiting += self.nodes[index].args
        return found


def _key(node: Node) -> Any:
    """Equal for two nodes with the same value; an input is only itself."""
    if node.kind == "input":
        return node.index
    if node.gate is None:
        constant = np.asarray(node.constant)
        return (constant.shape, constant.dtype.kind, constant.tobytes())
    return (node.op, node.args, repr(sorted(node.settings.items())))
