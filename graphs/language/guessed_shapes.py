"""Shape inference: the shapes that inputs without a value must have, from how they are used.

Sizes are unknowns that are unified where two uses need the same size. An input of which nothing is
known is taken to be a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

from graphs.gates.items import IndexArray
from graphs.gates.shapes import Misfit, permutation, square_matrices, transpose_shape
from graphs.model import Graph, Node, Shape

UNDECIDED_SIZE = 4  # a size that no use decides
ROUNDS = 6
BIAS = re.compile(r"b(ias|eta|\d*|_\w+)|gamma\w*")


class Size:
    """An unknown size: unified with others (union-find), known where one of them is."""

    def __init__(self, known: int | None = None) -> None:
        self.known = known
        self.other: Size | None = None

    def root(self) -> Size:
        size = self
        while size.other is not None:
            size.other = size.other.other or size.other  # path compression
            size = size.other
        return size

    def unify(self, other: Size) -> None:
        """Make two sizes one; two that are known stay as they are."""
        one, two = self.root(), other.root()
        if one is two or (one.known is not None and two.known is not None):
            return
        if one.known is None:
            one.other = two
        else:
            two.other = one

    def number(self) -> int:
        known = self.root().known
        return UNDECIDED_SIZE if known is None else known


Sizes = list[Size]


def guessed_shapes(graph: Graph, names: Sequence[str]) -> Mapping[str, Shape | None]:
    """A shape for each of these inputs; None where it seems to be a number."""
    guesser = _Guesser(graph)
    for _ in range(ROUNDS):
        for node in graph.nodes:
            with suppress(Misfit):  # of guesses that do not fit
                guesser.infer(node)
    shapes: dict[str, Shape | None] = {}
    for name in names:
        sizes = guesser.sizes.get(graph.inputs[name].node) if name in graph.inputs else None
        shapes[name] = tuple(size.number() for size in sizes) if sizes else None
    return shapes


class _Guesser:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.sizes: dict[int, Sizes] = {
            node.index: [Size(size) for size in node.shape]
            for node in graph.nodes
            if node.shape is not None
        }

    def infer(self, node: Node) -> None:
        """Infer sizes of a gate's arguments and result from its shape rule."""
        gate = node.gate
        if gate is None:
            return
        args = [self.sizes.get(argument) for argument in node.args]
        if gate.elementwise:
            self._elementwise(node, args)
        elif (
            gate.role is not None and gate.role.name == "switcher" and gate.work and len(args) == 2
        ):
            self._matrix_product(node, args)
        elif "key" in node.settings:
            self._indexed(node, args)
        elif gate.shape is transpose_shape:
            self._transpose(node)
        elif gate.shape is square_matrices and args[0] is None:
            size = Size()
            self.sizes[node.args[0]] = self.sizes[node.index] = [size, size]
        if node.index not in self.sizes and all(part is not None for part in args):
            numbers = [tuple(size.number() for size in part or ()) for part in args]
            try:
                shape = gate.shape(*numbers, **node.settings)
            except Misfit:
                return
            self.sizes[node.index] = self._share_sizes(shape, [part or [] for part in args])

    def _share_sizes(self, shape: Shape, args: list[Sizes]) -> Sizes:
        """The sizes of a result, shared with an argument of the same shape."""
        for part in args:
            if tuple(size.number() for size in part) == shape:
                return part
            if tuple(size.number() for size in reversed(part)) == shape:
                return part[::-1]
        return [Size(size) for size in shape]

    def _elementwise(self, node: Node, args: list[Sizes | None]) -> None:
        widest = max((part for part in args if part is not None), key=len, default=None)
        if widest is None:
            return
        role = node.gate.role if node.gate else None
        adds = role is not None and role.name == "distributor"
        for argument, part in zip(node.args, args, strict=True):
            if part is None:
                self._guess_operand(argument, widest, adds)
                continue
            for one, other in zip(reversed(part), reversed(widest), strict=False):
                if 1 not in (one.root().known, other.root().known):
                    one.unify(other)
        if node.index not in self.sizes and all(arg in self.sizes for arg in node.args):
            self.sizes[node.index] = widest

    def _guess_operand(self, argument: int, widest: Sizes, same: bool) -> None:
        """Sizes beside an argument of known rank: a bias is a row, a summand has its shape."""
        node = self.graph.nodes[argument]
        if node.kind == "gate" or not widest:
            if node.kind == "gate" and same:
                self.sizes[argument] = widest
            elif node.kind != "gate":
                self.sizes[argument] = []
            return
        if BIAS.fullmatch(node.name or "") and widest[-1].root().known != 1:
            self.sizes[argument] = widest[-1:]
        else:
            self.sizes[argument] = widest if same else []

    def _matrix_product(self, node: Node, args: list[Sizes | None]) -> None:
        left, right = args
        if left is None:
            inner = Size() if right is None else right[-2:][0] if right else Size()
            left = self.sizes[node.args[0]] = [Size(), inner]
        if right is None:
            right = self.sizes[node.args[1]] = [left[-1] if left else Size(), Size()]
        if not left or not right:
            return
        left[-1].unify(right[-2:][0])
        result = [*left[:-1], *right[len(right) - 1 : len(right)]] if len(right) > 1 else left[:-1]
        known = self.sizes.setdefault(node.index, result)
        if len(known) == len(result):
            for one, other in zip(known, result, strict=True):
                one.unify(other)

    def _transpose(self, node: Node) -> None:
        """What is known of a transposed array is known of the array."""
        result = self.sizes.get(node.index)
        if result is not None and node.args[0] not in self.sizes:
            order = permutation(node.settings.get("axes"), len(result))
            self.sizes[node.args[0]] = [result[order.index(place)] for place in range(len(result))]

    def _indexed(self, node: Node, args: list[Sizes | None]) -> None:
        """Arrays that index together have one shape."""
        places = [part.position for part in node.settings["key"] if isinstance(part, IndexArray)]
        first = len(args) - len(places)
        known = next((args[first + place] for place in places if args[first + place]), None)
        for place in places:
            if args[first + place] is None and known is not None:
                self.sizes[node.args[first + place]] = known
