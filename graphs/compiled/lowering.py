"""A program and its gradients as operations: each stands once, in its shortest form.

A ``Lowering`` grows as a builder does, by graphs and by gradient rules run on expressions, but
folds while it grows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.forward import as_float64
from graphs.compiled.operations import NONE, Operation, live, ufunc_of
from graphs.compiled.simplify import FOLDS, same_shape
from graphs.gates import GATES, Gate
from graphs.gates.routing import TO_FLOAT
from graphs.gates.row import MOVER, Settings, is_truth
from graphs.gates.shaping import BROADCAST_TO
from graphs.model import Graph, Shape, Value
from graphs.model.expressions import Expression

COMPARED = 64  # elements of a constant that is looked for among the others
ROWS = {gate.name: gate for gate in GATES}
ELEMENTWISE = frozenset(gate.name for gate in GATES if gate.elementwise)


class Lowering:
    """Operations in the order they were made. ``whole`` keeps gates that Python can write."""

    def __init__(self, whole: frozenset[str] = frozenset()) -> None:
        self.nodes: list[Operation] = []
        self.whole = whole  # gates of numbers that are not taken apart, by name
        self._known: dict[Any, int] = {}
        self._opaque: set[str] = set()  # gates that only their rows can compute

    def _append(self, key: Any, made: Operation) -> int:
        index = self._known[key] = len(self.nodes)
        self.nodes.append(made)
        return index

    def input(self, name: str, shape: Shape, truth: bool) -> int:
        return self._append(("input", name), Operation(shape, truth, name=name))

    def constant(self, value: Value) -> int:
        """A number, a truth value or an array; equal ones stand once."""
        key: Any = value
        if isinstance(value, np.ndarray) and value.ndim:
            value = as_float64(value)
            few = value.size <= COMPARED
            key = (value.shape, value.dtype.kind, value.tobytes()) if few else ("at", id(value))
        elif type(value) is not float:
            value = bool(value) if is_truth(value) else float(value)
            key = value if type(value) is float else ("truth", value)
        if key == 0.0 or key != key:  # -0.0 is another number, and nan equals nothing
            key = ("float", repr(value))
        found = self._known.get(key)
        if found is not None:
            return found
        truth = type(value) is not float and is_truth(value)
        return self._append(key, Operation(np.shape(value), truth, value=value))

    def number(self, index: int) -> float | None:
        """The value of a constant that is a number."""
        value = self.nodes[index].value
        return value if type(value) is float else None

    def apply(self, gate: Gate, args: Sequence[int], settings: Settings | None = None) -> int:
        """A gate's result, which may be an earlier operation."""
        nodes = self.nodes
        parts = [nodes[argument] for argument in args]
        scalars = gate.name in ELEMENTWISE
        for part in parts:
            if part.truth:
                args = self._counted(gate, args)
                parts = [nodes[argument] for argument in args]
                break
        for part in parts:
            if part.shape:
                scalars = False
        settings = self._given(gate, settings) if settings else NONE
        if scalars:
            shape: Shape = ()
            if None not in [part.value for part in parts]:
                return self._computed(gate, parts)
        else:
            shape = gate.shape(*[part.shape for part in parts], **settings)
            if gate.elementwise:
                args = self._unspread(args, shape)
        fold = FOLDS.get(gate.name)
        if fold is not None:
            shorter = fold(self, *args, **settings)
            if shorter is not None and nodes[shorter].shape == shape:
                return shorter
        elif same_shape(gate) and shape == parts[0].shape:
            return args[0]
        order = tuple(sorted(args)) if gate.commutes else tuple(args)
        key = (gate.name, order, repr(sorted(settings.items())) if settings else "")
        found = self._known.get(key)
        if found is not None:
            return found
        if not scalars or gate.name not in self.whole or (gate.variadic and len(args) > 2):
            whole = self._taken_apart(gate, args, settings, shape)
            if whole is not None:
                self._known[key] = whole
                return whole
        truth = gate.truth or (gate.role is MOVER and parts[0].truth)
        return self._append(key, Operation(shape, truth, gate, tuple(args), settings))

    def _given(self, gate: Gate, settings: Settings) -> Settings:
        """Settings that are not what they are anyway."""
        return {name: it for name, it in settings.items() if it != gate.settings.get(name)}

    def _computed(self, gate: Gate, parts: Sequence[Operation]) -> int:
        """A gate of constants."""
        return self.constant(as_float64(gate.forward(*[np.float64(it.value) for it in parts])))

    def _counted(self, gate: Gate, args: Sequence[int]) -> Sequence[int]:
        """Truth values in arithmetic as numbers, as ``Gate.compute`` counts them."""
        if gate.data or gate.role is MOVER:
            return args
        return [
            self.apply(TO_FLOAT, (argument,))
            if self.nodes[argument].truth and gate.differentiable(slot)
            else argument
            for slot, argument in enumerate(args)
        ]

    def _unspread(self, args: Sequence[int], shape: Shape) -> list[int]:
        """Arguments that are repeated only to meet others of that shape, as they were before."""
        nodes, args = self.nodes, list(args)
        for slot, index in enumerate(args):
            while (made := nodes[index]).gate is not None and same_shape(made.gate):
                others = [nodes[it].shape for place, it in enumerate(args) if place != slot]
                before = nodes[made.args[0]].shape
                lifted = (1,) * (len(made.shape) - len(before)) + before == made.shape
                if not (lifted or made.gate is BROADCAST_TO):
                    break
                if np.broadcast_shapes(before, *others) != shape:
                    break
                args[slot] = index = made.args[0]
        return args

    def _taken_apart(
        self, gate: Gate, args: Sequence[int], settings: Settings, shape: Shape
    ) -> int | None:
        """A gate that its row computes by other gates, as these; None where it does not."""
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
        self._opaque.add(gate.name)  # a row that is written with itself is not taken apart
        try:
            made = gate.forward(*(Expression(self, argument) for argument in args), **settings)
        except (TypeError, ValueError, AttributeError, LookupError):
            return None
        if not isinstance(made, Expression) or made.shape != shape:
            return None
        self._opaque.discard(gate.name)
        return made.index

    # Whole graphs

    def add(
        self, graph: Graph, place: Mapping[str, int], wanted: Sequence[int]
    ) -> list[Expression]:
        """What the ``wanted`` nodes of a graph need, whose inputs stand at ``place`` already."""
        made: list[Expression] = []
        needed = set(live(graph.nodes, wanted))
        inputs = {entry.node: place[name] for name, entry in graph.inputs.items()}
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
                    node.gate, [made[argument].index for argument in node.args], node.settings
                )
            made.append(Expression(self, index))
        return made

    def slopes(self, graph: Graph, values: Sequence[Expression]) -> dict[int, int]:
        """∂output/∂node for the nodes that a gradient arrives at, by their index in the graph."""
        if not graph.depends_on_wrt[graph.output]:
            return {}
        shape = graph.nodes[graph.output].shape or ()
        one = self.constant(1.0)
        seed = Expression(
            self, self.apply(BROADCAST_TO, (one,), {"shape": shape}) if shape else one
        )
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
        """A gate's rule; on numbers not the rule is run, but what it came to the first time."""
        place = [argument.index for argument in args]
        scalars = gate.name in ELEMENTWISE and not settings
        for index in place:
            made = self.nodes[index]
            if made.shape or made.truth:
                scalars = False
        if not scalars:
            pulled: Expression = gate.pullback(slot, g, z, args, settings)
            return pulled
        place[:0] = (g.index, z.index)
        steps, result = rule_of(gate.name, slot, len(args))
        for step in steps:
            if step.gate is None:
                place.append(self.constant(step.value))
            else:
                place.append(self.apply(step.gate, [place[it] for it in step.args]))
        return Expression(self, place[result])


@cache
def rule_of(name: str, slot: int, count: int) -> tuple[list[Operation], int]:
    """What the rule of a gate of numbers computes over g, z and its arguments, and its result."""
    low = Lowering(ELEMENTWISE)
    inputs = [Expression(low, low.input(f"{place}", (), False)) for place in range(count + 2)]
    g, z, *args = inputs
    result = ROWS[name].pullback(slot, g, z, tuple(args))
    return low.nodes[count + 2 :], result.index
