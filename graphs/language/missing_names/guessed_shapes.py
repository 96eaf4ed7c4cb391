"""Shape inference: the shapes that inputs without a value must have, from how they are used.

Sizes are unknowns that are unified where two uses need the same size. An input of which nothing is
known is taken to be a number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

from graphs.gates.items import INDEX
from graphs.gates.shapes import Misfit, transpose_shape
from graphs.language.missing_names import (
    guessed_operands,
    indexed_shapes,
    moved_shapes,
    ranks_from_uses,
)
from graphs.language.missing_names.unknown_sizes import Inference, Size, Sizes
from graphs.model import Graph, Node, Shape
from graphs.model.paths import last_word

ROUNDS = 6
VECTOR = re.compile(r"[^\W\dA-Z_][^\W\dA-Z]*")  # x, weights: a matrix is W, w1, X_train
BATCHED = re.compile(r"[kvq]|keys?|values?|quer(y|ies)", re.IGNORECASE)  # of attention
COLUMN = re.compile(r"w|theta|weights?")  # transposed on the left of a product
IN_COMMENT = re.compile(r"#.*?\(\s*(\d+)\s*(?:[x×,]\s*(\d*)\s*)\)")


def guessed_shapes(
    graph: Graph,
    names: Sequence[str],
    tried: Collection[str] = (),
    by_case: bool = True,
    are_distinct: bool = True,
    keeps_ranks: bool = True,
    ranks: Mapping[str, int] | None = None,
    needed: Mapping[int, Shape] | None = None,
) -> Mapping[str, Shape | None]:
    """A shape for each of these inputs; None where it seems to be a number.

    ``tried`` are inputs whose sizes in the graph were guesses that turned out wrong: they are
    inferred again, with the ranks that they had if it ``keeps_ranks``. ``by_case``: where a matrix
    product leaves it open, a name in small letters is a vector. ``are_distinct``: sizes that no use
    decides are different ones. ``ranks`` are those that the text says, by the last words of names;
    ``needed`` shapes that nodes must have.
    """
    guesser = Guesser(graph, tried, by_case, keeps_ranks, ranks or {}, needed or {})
    guesser.run()
    guesser.read_comments()
    ranks_from_uses.take(guesser, guesser.run)
    found = {
        name: guesser.sizes.get(graph.inputs[name].node) if name in graph.inputs else None
        for name in names
    }
    several = [guesser.sizes.get(it.node, []) for it in graph.inputs.values()]
    guesser.relations.decide(several, are_distinct)
    return {
        name: None if sizes is None else tuple(size.root().known or 0 for size in sizes)
        for name, sizes in found.items()
    }


class Guesser(Inference):
    """Infers sizes from the uses of values."""

    def __init__(
        self,
        graph: Graph,
        tried: Collection[str],
        by_case: bool,
        keeps_ranks: bool,
        ranks: Mapping[str, int],
        needed: Mapping[int, Shape],
    ) -> None:
        super().__init__(graph)
        self.by_case = by_case
        self.parts = indexed_shapes.equal_parts(graph)
        self.states = ranks_from_uses.states(graph)
        again = {graph.inputs[name].node for name in tried if name in graph.inputs}
        for node in graph.nodes:
            if node.index in again and node.gate is None:
                if keeps_ranks and node.shape:
                    self.sizes[node.index] = [Size(1 if it == 1 else None) for it in node.shape]
            elif not again.isdisjoint(node.args):
                again.add(node.index)
            elif node.shape is not None:
                self.sizes[node.index] = [Size(size) for size in node.shape]
        for name, entry in graph.inputs.items():
            if entry.node not in self.sizes and (rank := ranks.get(last_word(name))):
                self.sizes[entry.node] = [Size() for _ in range(rank)]
        for node in graph.nodes:
            if node.args[:1] and node.args[0] in again and guessed_operands.is_length(self, node):
                self.sizes[node.args[0]] = [Size()]
        for index, shape in needed.items():
            self.sizes.setdefault(index, [Size(size) for size in shape])
        self.transposed = {
            node.args[0]
            for node in graph.nodes
            if node.gate is not None and node.gate.shape is transpose_shape
        }

    def run(self) -> None:
        idle = 0
        for _ in range(ROUNDS):
            before = len(self.sizes)
            for node in self.graph.nodes:
                with suppress(Misfit):  # of guesses that do not fit
                    self.infer(node)
            self.relations.settle()
            idle = idle + 1 if len(self.sizes) == before else 0
            if idle == 2:
                return

    def read_comments(self) -> None:
        """``# first hidden layer activations (4x1)``: sizes that nothing else decides."""
        if "#" not in self.graph.program:
            return
        told: dict[int, list[int]] = {}
        for number, line in enumerate(self.graph.program.split("\n"), 1):
            if found := IN_COMMENT.search(line):
                told[number] = [int(one) for one in found.groups() if one]
        for node in self.graph.nodes:
            sizes = self.sizes.get(node.index)
            numbers = told.get(node.source.line if node.source and node.name else 0)
            if sizes is None or numbers is None or len(sizes) != len(numbers):
                continue
            for size, known in zip(sizes, numbers, strict=True):
                if size.root().known is None and known < 100:
                    size.unify(Size(known))
        self.run()

    def infer(self, node: Node) -> None:
        """Infer sizes of a gate's arguments and result from its shape rule."""
        gate = node.gate
        if gate is None:
            return
        args = [self.sizes.get(argument) for argument in node.args]
        if gate.elementwise:
            guessed_operands.infer(self, node, args)
        elif guessed_operands.is_matrix_product(node):
            self._matrix_product(node, args)
        else:
            moved_shapes.infer(self, node)
        args = [self.sizes.get(argument) for argument in node.args]
        if node.index not in self.sizes and all(part is not None for part in args):
            shape = gate.shape(*(self.marks.of(part or ()) for part in args), **node.settings)
            self.sizes[node.index] = self.marks.sizes(shape)

    def _is_vector(self, argument: int, product: Node) -> bool:
        """Whether a name of unknown rank in a matrix product is likely a vector's, or a row of one
        is; what a matrix is added to is none."""
        node = self.graph.nodes[argument]
        for consumer, slot in self.graph.consumers[product.index]:
            user = self.graph.nodes[consumer]
            if user.gate is not None and user.gate.elementwise:
                others = (it for at, it in enumerate(user.args) if at != slot)
                if any(len(self.sizes.get(it, ())) > 1 for it in others):
                    return False
        if not self.by_case or argument in self.transposed:
            return False
        if self._is_row(node):
            return True
        if node.gate is not None and node.gate.elementwise:
            return self._is_square(product)
        name = last_word(node.name or "")
        is_several = ranks_from_uses.ROWS.fullmatch(name)
        return node.kind == "input" and bool(VECTOR.fullmatch(name)) and not is_several

    def _is_row(self, node: Node) -> bool:
        """``X[i]`` of a name."""
        if node.settings.get("axis") == 0 and not node.settings.get("keepdims"):
            rows = self.graph.nodes[node.args[0]]  # the mean of rows that are picked
            return rows.gate is INDEX and self.graph.nodes[rows.args[0]].kind == "input"
        if node.gate is not INDEX or len(node.settings["key"]) != 1:
            return False
        is_one = type(node.settings["key"][0]) is int or (
            len(node.args) == 2 and indexed_shapes.is_one_index(self, node.args[1])
        )
        return is_one and self.graph.nodes[node.args[0]].kind == "input"

    def _is_square(self, product: Node) -> bool:
        """Whether both factors are computed alike from names of vectors, ``np.dot(y - t, y - t)``:
        a sum of squares."""
        left, right = (ranks_from_uses.leaves(self, one) for one in product.args)
        several = [self.graph.nodes[one] for one in left]
        names = [last_word(one.name or "") for one in several if one.kind == "input"]
        is_plain = len(names) == len(several) and all(map(VECTOR.fullmatch, names))
        return left == right and len(left) > 1 and is_plain

    def _is_array(self, product: Node) -> bool:
        """Whether a product is used as no number is: indexed, normalised along an axis, or summed
        after a function of it."""
        stack, met = [(product.index, False)], set[int]()
        while stack:
            here, is_function = stack.pop()
            for consumer, slot in self.graph.consumers[here]:
                user = self.graph.nodes[consumer]
                if user.gate is None or consumer in met:
                    continue
                met.add(consumer)
                is_taken = user.gate is INDEX and slot == 0
                is_reduced = "axis" in user.gate.settings
                if user.gate.elementwise:
                    stack.append((consumer, True))
                elif is_taken or (
                    is_reduced and (is_function or "keepdims" not in user.gate.settings)
                ):
                    return True
        return False

    def _matrix_product(self, node: Node, args: list[Sizes | None]) -> None:
        left, right = args
        if left is None:
            inner = Size() if right is None else right[-2:][0] if right else Size()
            left = self._left(node, inner, right)
            self.sizes[node.args[0]] = left
        if right is None:
            inner = left[-1] if left else Size()
            is_vector = self._is_vector(node.args[1], node)
            if is_vector and len(left) == 1 and self._is_array(node):
                is_vector = False
            batch = (
                left[:-2] if BATCHED.fullmatch(guessed_operands.name_of(self, node.args[1])) else []
            )
            is_vector = is_vector and not batch
            right = [inner] if is_vector else [*batch, inner, Size()]
            self.sizes[node.args[1]] = right
        if not left or not right:
            return
        left[-1].unify(right[-2:][0])
        result = [*left[:-1], *right[len(right) - 1 : len(right)]] if len(right) > 1 else left[:-1]
        known = self.sizes.setdefault(node.index, result)
        if len(known) == len(result):
            for one, other in zip(known, result, strict=True):
                one.unify(other)

    def _left(self, node: Node, inner: Size, right: Sizes | None) -> Sizes:
        """Sizes of what stands on the left of a product: a vector beside a vector, unless the
        result is an array; a row of data; weights that are a column, ``w.T @ X``."""
        argument = node.args[0]
        other = self._is_vector(node.args[1], node) if right is None else len(right) == 1
        if self._is_vector(argument, node):
            is_row = self._is_row(self.graph.nodes[argument])
            if is_row or (other and not self._is_array(node)):
                return [inner]
        inside = self.graph.nodes[argument]
        is_transposed = bool(inside.args) and inside.args[0] in self.transposed
        if self.by_case and is_transposed and not other:
            is_column = COLUMN.fullmatch(guessed_operands.name_of(self, inside.args[0]))
            return [Size(1) if is_column else Size(), inner]
        return [*(right[:-2] if right else ()), Size(), inner]
