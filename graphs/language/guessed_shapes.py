"""Shape inference: the shapes that inputs without a value must have, from how they are used.

Sizes are unknowns that are unified where two uses need the same size. An input of which nothing is
known is taken to be a number.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress

from graphs.gates.joining import CONCATENATE
from graphs.gates.shapes import Misfit, transpose_shape
from graphs.gates.shaping import RESHAPE
from graphs.language import moved_shapes
from graphs.language.gradient_names import looks_like_gradient, targets
from graphs.language.unknown_sizes import Inference, Size, Sizes
from graphs.model import Graph, Node, Shape
from graphs.model.paths import last_word

ROUNDS = 6
BIAS = re.compile(r"(b(ias|eta|\d*|_\w+)|gamma\w*)", re.IGNORECASE)
WEIGHTS = re.compile(r"w(eights?)?_?\w{0,2}|theta_?\d*", re.IGNORECASE)
FACTOR = re.compile(
    r"(?-i:[a-ce-fj-nprsw]\d?)|lr|eta|alpha|beta\d?|eps(ilon)?|mu|lam(bda)?_?|lmbda|reg\w*|dt|sigma|tau"
    r"|\w*(rate|step|size|decay|momentum|scale|factor|temperature|strength|coef\w*|margin|num)\w*",
    re.IGNORECASE,
)
SMALL = re.compile(r"eps(ilon)?", re.IGNORECASE)  # a number, what it is added to as well
VECTOR = re.compile(r"[^\W\dA-Z_][^\W\dA-Z]*")  # x, weights: a matrix is W, w1, X_train
IN_COMMENT = re.compile(r"#.*?\(\s*(\d+)\s*(?:[x×,]\s*(\d*)\s*)\)")


def guessed_shapes(
    graph: Graph,
    names: Sequence[str],
    tried: Collection[str] = (),
    by_case: bool = True,
    are_distinct: bool = True,
    keeps_ranks: bool = True,
    ranks: Mapping[str, int] | None = None,
) -> Mapping[str, Shape | None]:
    """A shape for each of these inputs; None where it seems to be a number.

    ``tried`` are inputs whose sizes in the graph were guesses that turned out wrong: they are
    inferred again, with the ranks that they had if it ``keeps_ranks``. ``by_case``: where a matrix
    product leaves it open, a name in small letters is a vector. ``are_distinct``: sizes that no use
    decides are different ones. ``ranks`` are those that the text says, by the last words of names.
    """
    guesser = Guesser(graph, tried, by_case, keeps_ranks, ranks or {})
    guesser.run()
    guesser.read_comments()
    guesser.take_ranks_from_uses()
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


def _is_factor(node: Node) -> bool:
    """Whether a name that multiplies an array is likely a number's: w, lr, reg; not t, prev_c."""
    name = last_word(node.name or "")
    return bool(FACTOR.fullmatch(name)) or not name


class Guesser(Inference):
    """Infers sizes from the uses of values."""

    def __init__(
        self,
        graph: Graph,
        tried: Collection[str],
        by_case: bool,
        keeps_ranks: bool,
        ranks: Mapping[str, int],
    ) -> None:
        super().__init__(graph)
        self.by_case = by_case
        again = {graph.inputs[name].node for name in tried if name in graph.inputs}
        for node in graph.nodes:
            if node.index in again and node.gate is None:
                if keeps_ranks and node.shape:
                    self.sizes[node.index] = [Size() for _ in node.shape]
            elif not again.isdisjoint(node.args):
                again.add(node.index)
            elif node.shape is not None:
                self.sizes[node.index] = [Size(size) for size in node.shape]
        for name, entry in graph.inputs.items():
            if entry.node not in self.sizes and (rank := ranks.get(last_word(name))):
                self.sizes[entry.node] = [Size() for _ in range(rank)]
        self.transposed = {
            node.args[0]
            for node in graph.nodes
            if node.gate is not None and node.gate.shape is transpose_shape
        }

    def run(self) -> None:
        for _ in range(ROUNDS):
            for node in self.graph.nodes:
                with suppress(Misfit):  # of guesses that do not fit
                    self.infer(node)
            self.relations.settle()

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

    def take_ranks_from_uses(self) -> None:
        """A gradient has the shape of what it is the gradient of; what is summed or averaged is a
        vector where nothing else is known; what is indexed has as many axes as indices."""
        for name, entry in self.graph.inputs.items():
            if entry.node not in self.sizes and looks_like_gradient(last_word(name)):
                for target in targets(name, self.graph.inputs):
                    if sizes := self.sizes.get(self.graph.inputs[target].node):
                        self.sizes[entry.node] = sizes
        self.run()
        by_axis = [node for node in self.graph.nodes if node.settings.get("axis") is not None]
        for node in (*reversed(by_axis), *reversed(self.graph.nodes)):
            key, axis = node.settings.get("key", ()), node.settings.get("axis")
            for place, argument in enumerate(node.args):
                if argument in self.sizes:
                    continue
                if key and place == 0:
                    self.sizes[argument] = [Size() for part in key if part not in (None, ...)]
                elif key and place >= len(node.args) - moved_shapes.arrays(key):
                    is_number = len(key) == 1 and len(self.sizes.get(node.args[0], ())) == 1
                    self.sizes[argument] = [] if is_number else [Size()]
                elif node.gate is not None and "keepdims" in node.gate.settings:
                    places = axis if isinstance(axis, tuple) else (axis,)
                    known = [place for place in places if isinstance(place, int)]
                    rank = max((1 + max(known), 2) if known else (1,))
                    self._spread(argument, [Size() for _ in range(rank)])
                elif node.gate is RESHAPE:
                    self.sizes[argument] = [Size()]
                elif node.gate is CONCATENATE:
                    rank = 1 + axis if isinstance(axis, int) and axis >= 0 else 1
                    self._spread(argument, [Size() for _ in range(rank)])
        self.run()

    def _spread(self, index: int, sizes: Sizes) -> None:
        """Give sizes to a value and to all that it is computed from element by element."""
        stack = [index]
        while stack:
            here = stack.pop()
            node = self.graph.nodes[here]
            name = last_word(node.name or "")
            is_smaller = BIAS.fullmatch(name) or SMALL.fullmatch(name)
            if here in self.sizes or (here != index and is_smaller):
                continue
            self.sizes[here] = sizes
            if node.gate is not None and node.gate.elementwise:
                stack += node.args

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
        else:
            moved_shapes.infer(self, node)
        if node.index not in self.sizes and all(part is not None for part in args):
            shape = gate.shape(*(self.marks.of(part or ()) for part in args), **node.settings)
            self.sizes[node.index] = self.marks.sizes(shape)

    def _elementwise(self, node: Node, args: list[Sizes | None]) -> None:
        widest = max((part for part in args if part is not None), key=len, default=None)
        if widest is None or (
            not widest and all(self._is_constant(one) for one in node.args if one in self.sizes)
        ):
            return
        role = node.gate.role if node.gate else None
        adds = role is not None and role.name == "distributor"
        for argument, part in zip(node.args, args, strict=True):
            if part is None:
                self._guess_operand(node, argument, widest, adds)
                continue
            for one, other in zip(reversed(part), reversed(widest), strict=False):
                if 1 not in (one.root().known, other.root().known):
                    one.unify(other)
        if node.index not in self.sizes and all(arg in self.sizes for arg in node.args):
            self.sizes[node.index] = widest

    def _is_constant(self, index: int) -> bool:
        return self.graph.nodes[index].kind == "constant"

    def _guess_operand(self, gate: Node, argument: int, widest: Sizes, same: bool) -> None:
        """Sizes beside an argument of known rank: a bias is a row, or a column where the weights
        stand on the left of a product; a summand has its shape."""
        node = self.graph.nodes[argument]
        if node.kind == "gate" or not widest:
            if node.kind == "gate" and same:
                self.sizes[argument] = widest
            elif node.kind != "gate":
                self.sizes[argument] = []
            return
        if BIAS.fullmatch(last_word(node.name or "")) and widest[-1].root().known != 1:
            is_column = len(widest) == 2 and self._has_weights_left(gate, argument)
            self.sizes[argument] = [widest[0], Size(1)] if is_column else widest[-1:]
        else:
            name = last_word(node.name or "")
            has_shape = (same and not SMALL.fullmatch(name)) or looks_like_gradient(name)
            self.sizes[argument] = widest if has_shape or not _is_factor(node) else []

    def _has_weights_left(self, gate: Node, bias: int) -> bool:
        """Whether a bias is added to ``W @ X``."""
        for argument in gate.args:
            product = self.graph.nodes[argument]
            if argument != bias and product.gate is not None and len(product.args) == 2:
                left, right = (self._first_name(one) for one in product.args)
                return bool(WEIGHTS.fullmatch(left)) and not WEIGHTS.fullmatch(right)
        return False

    def _first_name(self, index: int) -> str:
        """The name of a value, or of what it is the transpose of."""
        node = self.graph.nodes[index]
        if not node.name and len(node.args) == 1:
            node = self.graph.nodes[node.args[0]]
        return last_word(node.name or "")

    def _is_vector(self, argument: int, product: Node) -> bool:
        """Whether a name of unknown rank in a matrix product is likely a vector's; what a matrix is
        added to is none."""
        node = self.graph.nodes[argument]
        for consumer, slot in self.graph.consumers[product.index]:
            user = self.graph.nodes[consumer]
            if user.gate is not None and user.gate.elementwise:
                others = (it for at, it in enumerate(user.args) if at != slot)
                if any(len(self.sizes.get(it, ())) > 1 for it in others):
                    return False
        is_name = node.kind == "input" and argument not in self.transposed
        return self.by_case and is_name and bool(VECTOR.fullmatch(last_word(node.name or "")))

    def _matrix_product(self, node: Node, args: list[Sizes | None]) -> None:
        left, right = args
        if left is None:
            inner = Size() if right is None else right[-2:][0] if right else Size()
            is_vector = self._is_vector(node.args[0], node) and (
                len(right) == 1 if right is not None else self._is_vector(node.args[1], node)
            )
            left = self.sizes[node.args[0]] = [inner] if is_vector else [Size(), inner]
        if right is None:
            inner = left[-1] if left else Size()
            is_vector = self._is_vector(node.args[1], node)
            right = self.sizes[node.args[1]] = [inner] if is_vector else [inner, Size()]
        if not left or not right:
            return
        left[-1].unify(right[-2:][0])
        result = [*left[:-1], *right[len(right) - 1 : len(right)]] if len(right) > 1 else left[:-1]
        known = self.sizes.setdefault(node.index, result)
        if len(known) == len(result):
            for one, other in zip(known, result, strict=True):
                one.unify(other)
