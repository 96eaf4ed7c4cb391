"""A backward graph simplified: ``x * 1`` is x, constants are folded, equal nodes are merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from math import prod
from typing import Any

import numpy as np

from graphs.autodiff.forward import as_float64
from graphs.gates.identities import ALWAYS, FORMULA, REPEATS, Identity
from graphs.gates.shapes import broadcast
from graphs.model import Graph, Node, Shape
from graphs.rewrite.backward_graph import BackwardGraph, Wire
from graphs.rewrite.match import Match, Pattern

__all__ = ["ALWAYS", "FORMULA", "REPEATS", "simplify"]

LONGEST_CONSTANT = 6  # characters; a gate of constants that gives a longer number stays


@cache
def _identities_by_gate(
    identities: tuple[Identity, ...],
) -> Mapping[str, list[tuple[Pattern, Graph]]]:
    """The identities, as pattern and right side, by the gate that the left side ends with."""
    by_gate: dict[str, list[tuple[Pattern, Graph]]] = {}
    for identity in identities:
        pattern = Pattern(identity.left, identity.any_settings)
        by_gate.setdefault(pattern.root, []).append((pattern, Pattern(identity.right).graph))
    return by_gate


def simplify(
    backward: BackwardGraph,
    identities: tuple[Identity, ...] = ALWAYS,
    *,
    merge: bool = False,
    gradients_of: Iterable[int] | None = None,
) -> BackwardGraph:
    """The same gradients with fewer gates; the forward nodes stay as they are.

    ``merge`` computes equal expressions once. ``gradients_of`` are the forward nodes whose
    gradients are kept, with what these need; without it all are, and every contribution too. In
    ``seed`` and ``wires`` -1 stands for a node that is not kept.
    """
    nodes = backward.graph.nodes
    simplifier = _Simplifier(
        list(nodes[: backward.forward_count]), _identities_by_gate(identities), merge
    )
    simplified_index = list(range(backward.forward_count))
    for node in nodes[backward.forward_count :]:
        args = tuple(simplified_index[argument] for argument in node.args)
        simplified_index.append(simplifier.add(replace(node, args=args)))
    roots = {backward.seed} if gradients_of is None else set[int]()
    for target, total in backward.gradient.items():
        if gradients_of is None or target in gradients_of:
            roots.add(total)
    for wire in backward.wires if gradients_of is None else ():
        roots |= {wire.contribution, wire.total}
    live = simplifier.live(simplified_index[index] for index in roots)
    final_index: dict[int, int] = {index: index for index in range(backward.forward_count)}
    simplified: list[Node] = list(nodes[: backward.forward_count])
    for node in simplifier.nodes[backward.forward_count :]:
        if node.index in live:
            final_index[node.index] = len(simplified)
            args = tuple(final_index[argument] for argument in node.args)
            simplified.append(replace(node, index=len(simplified), args=args))

    def new_index(index: int) -> int:
        return final_index.get(simplified_index[index], -1)

    return BackwardGraph(
        replace(backward.graph, nodes=tuple(simplified)),
        backward.forward_count,
        new_index(backward.seed),
        {
            target: new_index(total)
            for target, total in backward.gradient.items()
            if new_index(total) >= 0
        },
        tuple(
            Wire(wire.gate, wire.slot, new_index(wire.contribution), new_index(wire.total))
            for wire in backward.wires
        ),
    )


class _Simplifier:
    """Nodes added one after the other, each in its simplest form."""

    def __init__(
        self,
        nodes: list[Node],
        identities: Mapping[str, Sequence[tuple[Pattern, Graph]]],
        merge: bool,
    ) -> None:
        self.nodes = nodes
        self.identities = identities
        self.merge = merge
        self.index_by_key: dict[Any, int] = {}
        if merge:
            for node in nodes:
                self.index_by_key.setdefault(_key(node), node.index)

    def add(self, node: Node) -> int:
        """Add a node; return the index of the node with its value, which may be an earlier one."""
        node = self._fold_constants(self._with_scalar_constants(node))
        if node.gate is not None:
            simpler = self._apply_identities(node)
            if simpler is not None:
                return simpler
        key = _key(node) if self.merge else None
        if key is not None and key in self.index_by_key:
            return self.index_by_key[key]
        index = len(self.nodes)
        self.nodes.append(replace(node, index=index))
        if key is not None:
            self.index_by_key[key] = index
        return index

    def _with_scalar_constants(self, node: Node) -> Node:
        """The node with constants of one element as numbers, where its shape stays: ``[[2]] * x``
        is ``2 * x``."""
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

    def _fold_constants(self, node: Node) -> Node:
        """The number itself for a gate of constants, where it is short: 1 / 3 stays 1 / 3."""
        if node.gate is None or prod(node.shape or ()) != 1:
            return node
        args = [self.nodes[argument] for argument in node.args]
        if not args or any(argument.kind != "constant" for argument in args):
            return node
        with np.errstate(all="ignore"):
            value = as_float64(
                node.gate.compute([argument.constant for argument in args], node.settings)
            )
        if len(str(value)) > LONGEST_CONSTANT:
            return node
        return replace(node, kind="constant", gate=None, args=(), constant=value, settings={})

    def _apply_identities(self, node: Node) -> int | None:
        """The index of the node's value by the first identity that fits and keeps its shape."""
        candidates = self.identities.get(node.op)
        if not candidates:
            return None
        nodes, end = self.nodes, len(self.nodes)
        for pattern, right in candidates:
            nodes.append(replace(node, index=end))
            match = pattern.match(nodes, end)
            nodes.pop()
            if match is None:
                continue
            index = self._add_graph(right, match)
            if index is not None and self.nodes[index].shape == node.shape:
                return index
            self._drop(end)
        return None

    def _drop(self, end: int) -> None:
        """Take away the nodes that were added last."""
        for node in self.nodes[end:] if self.merge else ():
            if self.index_by_key.get(_key(node), -1) >= end:
                del self.index_by_key[_key(node)]
        del self.nodes[end:]

    def _add_graph(self, right: Graph, match: Match) -> int | None:
        """Add the right side of an identity; None where its shapes do not fit."""
        index_of: dict[int, int] = {}
        for part in right.nodes:
            if part.kind == "input":
                index_of[part.index] = match.names[part.name or ""]
                continue
            args = tuple(index_of[argument] for argument in part.args)
            shape: Shape = ()
            if part.gate is not None:
                try:
                    shape = part.gate.shape(
                        *(self.nodes[index].shape or () for index in args), **part.settings
                    )
                except ValueError:
                    return None
            index_of[part.index] = self.add(
                replace(part, args=args, shape=shape, source=None, group=None, name=None)
            )
        return index_of[right.output]

    def live(self, roots: Iterable[int]) -> set[int]:
        """The roots and all nodes that they are computed from."""
        reached: set[int] = set()
        stack = list(roots)
        while stack:
            index = stack.pop()
            if index not in reached:
                reached.add(index)
                stack += self.nodes[index].args
        return reached


def _key(node: Node) -> Any:
    """A key that is equal for two nodes with the same value; an input equals only itself."""
    if node.kind == "input":
        return node.index
    if node.gate is None:
        constant = np.asarray(node.constant)
        return (constant.shape, constant.dtype.kind, constant.tobytes())
    return (node.op, node.args, repr(sorted(node.settings.items())))
