"""A program and its gradients lowered to operations: equal ones merged, each simplified.

A ``Lowering`` grows as a ``Builder`` does, by graphs and by gradient rules run on expressions; it
simplifies while it grows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.forward import as_float64
from graphs.compiled.operations import NO_SETTINGS, Operation, live, ufunc_of
from graphs.compiled.simplify import SIMPLIFICATIONS, keeps_order
from graphs.gates import GATES, Gate
from graphs.gates.routing import TO_FLOAT
from graphs.gates.row import MOVER, Settings, is_truth
from graphs.gates.shaping import BROADCAST_TO
from graphs.model import Graph, Shape, Value
from graphs.model.expressions import Expression

MOST_COMPARED = 64  # elements of a constant that is compared with the others
ROWS = {gate.name: gate for gate in GATES}
ELEMENTWISE = frozenset(gate.name for gate in GATES if gate.elementwise)


class Lowering:
    """Operations in the order they were made.

    ``atomic``: names of gates that are kept as they are on numbers, since Python can write them.
    """

    def __init__(self, atomic: frozenset[str] = frozenset()) -> None:
        self.nodes: list[Operation] = []
        self.atomic = atomic
        self._by_key: dict[Any, int] = {}
        self._opaque: set[str] = set()  # gates that only their rows can compute

    def _append(self, key: Any, operation: Operation) -> int:
        index = self._by_key[key] = len(self.nodes)
        self.nodes.append(operation)
        return index

    def input(self, name: str, shape: Shape, truth: bool) -> int:
        return self._append(("input", name), Operation(shape, truth, name=name))

    def constant(self, value: Value) -> int:
        """A number, a truth value or an array; equal ones are one operation."""
        key: Any = value
        if isinstance(value, np.ndarray) and value.ndim:
            value = as_float64(value)
            few = value.size <= MOST_COMPARED
            key = (value.shape, value.dtype.kind, value.tobytes()) if few else ("at", id(value))
        elif type(value) is not float:
            value = bool(value) if is_truth(value) else float(value)
            key = value if type(value) is float else ("truth", value)
        if key == 0.0 or key != key:  # -0.0 is another number, and nan equals nothing
            key = ("float", repr(value))
        known = self._by_key.get(key)
        if known is not None:
            return known
        truth = type(value) is not float and is_truth(value)
        return self._append(key, Operation(np.shape(value), truth, value=value))

    def number(self, index: int) -> float | None:
        """The value of a constant that is a number."""
        value = self.nodes[index].value
        return value if type(value) is float else None

    def apply(self, gate: Gate, args: Sequence[int], settings: Settings | None = None) -> int:
        """A gate's result, which may be an earlier operation."""
        nodes = self.nodes
        operands = [nodes[argument] for argument in args]
        of_numbers = gate.name in ELEMENTWISE
        for part in operands:
            if part.truth:
                args = self._truths_as_numbers(gate, args)
                operands = [nodes[argument] for argument in args]
                break
        for part in operands:
            if part.shape:
                of_numbers = False
        settings = self._non_default(gate, settings) if settings else NO_SETTINGS
        if of_numbers:
            shape: Shape = ()
            if None not in [part.value for part in operands]:
                return self._constant_folded(gate, operands)
        else:
            shape = gate.shape(*[part.shape for part in operands], **settings)
            if gate.elementwise:
                args = self._without_broadcasts(args, shape)
        simplify = SIMPLIFICATIONS.get(gate.name)
        if simplify is not None:
            shorter = simplify(self, *args, **settings)
            if shorter is not None and nodes[shorter].shape == shape:
                return shorter
        elif keeps_order(gate) and shape == operands[0].shape:
            return args[0]
        order = tuple(sorted(args)) if gate.commutes else tuple(args)
        key = (gate.name, order, repr(sorted(settings.items())) if settings else "")
        known = self._by_key.get(key)
        if known is not None:
            return known
        if not of_numbers or gate.name not in self.atomic or (gate.variadic and len(args) > 2):
            decomposed = self._decomposed(gate, args, settings, shape)
            if decomposed is not None:
                self._by_key[key] = decomposed
                return decomposed
        truth = gate.truth or (gate.role is MOVER and operands[0].truth)
        return self._append(key, Operation(shape, truth, gate, tuple(args), settings))

    def _non_default(self, gate: Gate, settings: Settings) -> Settings:
        """The settings that differ from the gate's defaults."""
        return {name: it for name, it in settings.items() if it != gate.settings.get(name)}

    def _constant_folded(self, gate: Gate, operands: Sequence[Operation]) -> int:
        """The result of a gate of constant numbers."""
        return self.constant(as_float64(gate.forward(*[np.float64(it.value) for it in operands])))

    def _truths_as_numbers(self, gate: Gate, args: Sequence[int]) -> Sequence[int]:
        """Arguments with truth values converted to numbers, as ``Gate.compute`` does."""
        if gate.data or gate.role is MOVER:
            return args
        return [
            self.apply(TO_FLOAT, (argument,))
            if self.nodes[argument].truth and gate.differentiable(slot)
            else argument
            for slot, argument in enumerate(args)
        ]

    def _without_broadcasts(self, args: Sequence[int], shape: Shape) -> list[int]:
        """Arguments without the broadcasts that the gate itself does to reach ``shape``."""
        nodes, args = self.nodes, list(args)
        for slot, index in enumerate(args):
            while (operation := nodes[index]).gate is not None and keeps_order(operation.gate):
                others = [nodes[it].shape for place, it in enumerate(args) if place != slot]
                before = nodes[operation.args[0]].shape
                added = len(operation.shape) - len(before)
                only_prepends = (1,) * added + before == operation.shape
                if not (only_prepends or operation.gate is BROADCAST_TO):
                    break
                if np.broadcast_shapes(before, *others) != shape:
                    break
                args[slot] = index = operation.args[0]
        return args

    def _decomposed(
        self, gate: Gate, args: Sequence[int], settings: Settings, shape: Shape
    ) -> int | None:
        """A gate written with other gates, where its row computes it so; else None."""
        if gate.name in self._opaque or gate.role is MOVER or "key" in settings:
            return None
        function = ufunc_of(gate)
        if function is not None:
            if len(args) <= function.nin:
                return None
            first = self.apply(gate, args[: function.nin])  # the largest of three is one of two
            return self.apply(gate, (first, *args[function.nin :]))
        if not hasattr(gate.forward, "__code__"):
            return None
        self._opaque.add(gate.name)  # a row that is written with itself is not decomposed
        try:
            result = gate.forward(*(Expression(self, argument) for argument in args), **settings)
        except (TypeError, ValueError, AttributeError, LookupError):
            return None
        if not isinstance(result, Expression) or result.shape != shape:
            return None
        self._opaque.discard(gate.name)
        return result.index

    # Whole graphs

    def add(
        self, graph: Graph, input_operations: Mapping[str, int], roots: Sequence[int]
    ) -> list[Expression]:
        """Add what the ``roots`` of a graph need; its inputs are operations already.

        Returns an expression for each node of the graph; that of a node not needed has index -1.
        """
        expressions: list[Expression] = []
        needed = set(live(graph.nodes, roots))
        inputs = {entry.node: input_operations[name] for name, entry in graph.inputs.items()}
        for node in graph.nodes:
            index = -1
            if node.kind == "input":
                index = inputs[node.index]
            elif node.index not in needed:
                pass
            elif node.gate is None:
                index = self.constant(node.constant)
            else:
                index = self.apply(
                    node.gate,
                    [expressions[argument].index for argument in node.args],
                    node.settings,
                )
            expressions.append(Expression(self, index))
        return expressions

    def gradients(self, graph: Graph, values: Sequence[Expression]) -> dict[int, int]:
        """∂output/∂node for the nodes that a gradient arrives at, by their index in the graph."""
        if not graph.depends_on_wrt[graph.output]:
            return {}
        shape = graph.nodes[graph.output].shape or ()
        if graph.upstream is None:
            one = self.constant(1.0)
            index = self.apply(BROADCAST_TO, (one,), {"shape": shape}) if shape else one
        else:
            index = self.constant(graph.upstream)
        seed = Expression(self, index)
        totals = {graph.output: seed.index}
        for node, slot, _, total in backpropagate(graph, values, seed, self._pull):
            totals[node.args[slot]] = total.index
        return totals

    def _pull(
        self,
        gate: Gate,
        slot: int,
        g: Expression,
        z: Expression,
        args: tuple[Expression, ...],
        settings: Settings,
    ) -> Expression:
        """A gate's gradient rule. On numbers its operations, recorded once, are replayed."""
        indices = [argument.index for argument in args]
        of_numbers = gate.name in ELEMENTWISE and not settings
        for index in indices:
            operation = self.nodes[index]
            if operation.shape or operation.truth:
                of_numbers = False
        if not of_numbers:
            pulled: Expression = gate.pullback(slot, g, z, args, settings)
            return pulled
        indices[:0] = (g.index, z.index)
        steps, result = lowered_rule(gate.name, slot, len(args))
        for step in steps:
            if step.gate is None:
                indices.append(self.constant(step.value))
            else:
                indices.append(self.apply(step.gate, [indices[it] for it in step.args]))
        return Expression(self, indices[result])


@cache
def lowered_rule(name: str, slot: int, count: int) -> tuple[list[Operation], int]:
    """The operations of a gradient rule on numbers, and the index of its result.

    Indices count g, z and the gate's ``count`` arguments first.
    """
    low = Lowering(ELEMENTWISE)
    inputs = [Expression(low, low.input(f"{place}", (), False)) for place in range(count + 2)]
    g, z, *args = inputs
    result = ROWS[name].pullback(slot, g, z, tuple(args))
    return low.nodes[count + 2 :], result.index
