"""Which values are gradients by their form: ``X.T @ error``, where the parameter was multiplied by
X and the product compared with something given; ``error * row[i]`` of numbers, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graphs.gates.arithmetic import ADD, DIV, MUL, POW, SUB
from graphs.gates.items import SCATTER
from graphs.gates.matrices import MATMUL, OUTER
from graphs.gates.reductions import MEAN, SUM
from graphs.gates.row import MOVER
from graphs.language.reading import Reading
from graphs.language.training_loops.flow import Flow
from graphs.language.training_loops.pass_loss import Change
from graphs.language.training_loops.training_rule import TrainedPass, stepped
from graphs.model import Node


def by_form(run: Reading, flow: Flow, before: int, is_compared: bool = False) -> set[int]:
    """Products with what the parameter itself was multiplied by, of how far that is from what is
    given, ``X.T @ (X @ w - y)``, and how far it is; ``is_compared``: an error has a name, so that
    single inputs are data too."""
    products = Products(run, flow, before, is_compared)
    compared: dict[int, set[int]] = {}  # what multiplies the parameter → errors
    for one, other in products.of_parameter():
        behind = flow.descendants({one})
        is_number = flow.nodes[one].gate is MUL
        errors = {at for at in behind if products.is_error(at, behind, is_number)}
        compared.setdefault(other, set()).update(errors)
    given = {one: flow.descendants(errors) for one, errors in compared.items()}
    found = set[int]()
    for one in products.from_old if given else ():
        for arg, other in _factors(flow.nodes[one]):
            root = products.root(arg)
            if other in given.get(root, ()):
                found |= {one} | compared[root]  # alone of a bias that is an item beside them
    return found


def trained_by_decision(run: Reading, changed: Sequence[Change], start: int) -> TrainedPass | None:
    """What a pass trains by what its parameters are multiplied by, where they reach nothing but a
    condition, as those of a perceptron; it has no loss."""
    flow, steps = Flow(run.builder.nodes, start), stepped(run, changed, start)
    nodes = flow.nodes
    tests = {one for one in run.tested if one >= start and nodes[one].args}
    tested = set[int]()
    for _, before, after in steps if tests else ():
        products = Products(run, flow, before)
        for one in products.read_again(after):
            reached = tests & flow.descendants({one})
            tested |= {arg for at in reached for arg in nodes[at].args if arg in products.from_old}
    behind = flow.ancestors(tested)
    found = [one for one in steps if one[1] in behind]
    return TrainedPass(found, sorted(tested), None) if found else None


def is_fed_back(run: Reading, flow: Flow, before: int, after: int) -> bool:
    """Whether what is added to a parameter follows from it, or is of what multiplies it."""
    products = Products(run, flow, before)
    behind = flow.ancestors([after]) & products.from_old
    if any(len(products.from_old.intersection(flow.nodes[one].args)) > 1 for one in behind):
        return True
    return bool(products.read_again(after))


def is_step_by_square(flow: Flow, before: int, after: int, loss: int) -> bool:
    """Whether a loss is a sum of squares, one of them of what a parameter is changed by:
    ``(w - 3) ** 2`` and ``w - 0.1 * 2 * (w - 3)``."""
    nodes, stack, squared = flow.nodes, [loss], set[int]()
    while stack:
        node = nodes[stack.pop()]
        if node.gate in (ADD, SUB, MUL, DIV, SUM, MEAN):
            stack += node.args
        if node.gate in (MUL, MATMUL) and flow.canonical(node.args[0]) == flow.canonical(
            node.args[1]
        ):
            squared.add(flow.canonical(node.args[0]))
        if node.gate is POW and np.all(nodes[node.args[1]].constant == 2):
            squared.add(flow.canonical(node.args[0]))
    behind = flow.ancestors([after]) & flow.descendants({before}) - {before, after}
    return any(flow.canonical(one) in squared for one in behind)


class Products:
    """The products that a parameter is in, in a pass; ``from_old`` is what it reaches."""

    def __init__(self, run: Reading, flow: Flow, before: int, is_compared: bool = False) -> None:
        self.run, self.flow, self.before, self.is_compared = run, flow, before, is_compared
        self.from_old = flow.descendants({before})

    def of_parameter(self) -> Iterator[tuple[int, int]]:
        """The products, each with what the parameter is multiplied by: of single numbers, data."""
        for one in self.from_old:
            node = self.flow.nodes[one]
            if node.gate is not MATMUL and node.gate is not MUL:
                continue
            roots = [self.root(arg) for arg in node.args]
            if self.before in roots and roots[0] != roots[1]:
                other = roots[1 - roots.index(self.before)]
                if node.gate is MATMUL or (other not in self.from_old and self._is_data(other)):
                    yield one, other

    def read_again(self, after: int) -> list[int]:
        """The products by what a new value reads too, in a product of its own."""
        nodes = self.flow.nodes
        reads = self.flow.ancestors([after]) - self.from_old
        roots = {self.root(arg) for at in reads for arg, _ in _factors(nodes[at])}
        return [one for one, other in self.of_parameter() if other in roots]

    def _is_data(self, index: int) -> bool:
        """Whether a value is of an array, or a number that no line writes where it is used: ``x``
        of ``for x, y in data``."""
        node = self.flow.nodes[index]
        is_input = self.is_compared and node.kind == "input"
        return bool(node.shape) or is_input or self._has_name(node)

    def _has_name(self, node: Node) -> bool:
        if node.kind != "constant" or node.source is None:
            return False
        line = self.run.places.lines[node.source.line - 1]
        return line[node.source.column : node.source.column + 1].isalpha()

    def is_error(self, index: int, behind: set[int], is_number: bool) -> bool:
        """Whether a value is the difference of what is predicted from something that is given; of
        single numbers that may be a label that is written, 0 or 1."""
        node, nodes = self.flow.nodes[index], self.flow.nodes
        if node.gate is not ADD and node.gate is not SUB:
            return False
        left, right = node.args
        return any(
            one in behind
            and other not in self.from_old
            and (is_number or nodes[other].kind != "constant" or self._is_data(other))
            for one, other in ((left, right), (right, left))
        )

    def root(self, index: int) -> int:
        """What a value was before it was transposed, reshaped, scaled by a number or written into;
        the parameter itself where it is met."""
        nodes = self.flow.nodes
        while index != self.before:
            node = nodes[index]
            shapes = [nodes[one].shape for one in node.args]
            is_moved = node.gate is not None and node.gate.role is MOVER
            is_divided = node.gate is DIV and node.shape and shapes[1] == ()
            if is_moved or is_divided or node.gate is SCATTER:
                index = node.args[0]
            elif node.gate is MUL and node.shape and () in shapes:
                index = node.args[1 - shapes.index(())]
            else:
                break
        return self.flow.canonical(index)


def _factors(node: Node) -> Iterator[tuple[int, int]]:
    """Both factors of a product, each with the other one."""
    if node.gate in (MATMUL, OUTER, MUL):
        left, right = node.args
        yield left, right
        yield right, left
