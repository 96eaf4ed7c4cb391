"""The values inside a network that are watched while it learns, in forward order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from graphs.explain.labels import labels
from graphs.gates import ROUTER, SCALER, Gate
from graphs.gates.row import MOVER, Settings
from graphs.model import Graph, Node, Value
from graphs.rewrite.fuse import find_fusions

MOST = 12
REACH = np.linspace(-30.0, 30.0, 1_201)  # where a function is asked for its slope
NEAR = np.abs(REACH) <= 6.0
FLAT = 1e-2  # of the steepest slope: hardly any gradient passes


@dataclass(frozen=True)
class Activation:
    """The gate that makes a layer, as a function of one of its arguments.

    ``steepest`` is its largest slope, where its slope dies out on a side; None where it does not,
    or where it has a kink: there zeros tell.
    """

    gate: Gate
    args: tuple[int, ...]
    slot: int
    settings: Settings = field(default_factory=dict)
    steepest: float | None = None

    def saturated(self, values: Sequence[Value], output: Value) -> float | None:
        """The share of elements whose slope is less than a hundredth of the steepest."""
        if self.steepest is None:
            return None
        args = tuple(values[argument] for argument in self.args)
        slopes = self.gate.pullback(
            self.slot, np.ones(np.shape(output)), output, args, self.settings
        )
        return float(np.mean(np.abs(slopes) < FLAT * self.steepest))


@dataclass(frozen=True)
class Layer:
    """``hidden``: parameters are used after it; otherwise it is what the network puts out."""

    index: int
    name: str
    line: int | None
    activation: Activation | None
    hidden: bool

    @property
    def id(self) -> str:
        return f"n{self.index}"

    def to_dict(self) -> dict[str, str | int | None]:
        return {"id": self.id, "name": self.name, "line": self.line}


def layers(graph: Graph) -> list[Layer]:
    """The outputs of nonlinear gates and the arrays with names, at most twelve.

    Of what comes after the last parameter only the first counts: the scores, not the parts of the
    loss. Where there are too many, those without a nonlinear gate go first, then every so many.
    """
    later = _parameters_later(graph)
    active = _activations(graph)
    found = [
        node
        for node in graph.nodes
        if node.gate is not None
        and graph.receives_gradient[node.index]
        and node.index != graph.output
        and (node.index in active or (node.name and node.shape))
    ]
    if any(node.shape for node in found):  # numbers are layers where there is nothing else
        found = [node for node in found if node.shape]
    hidden = [node for node in found if later[node.index]]
    outputs = [node for node in found if not later[node.index]][:1]
    if len(hidden) + len(outputs) > MOST:
        hidden = [node for node in hidden if node.index in active] or hidden
    chosen = hidden + outputs
    if len(chosen) > MOST:
        places = np.linspace(0, len(chosen) - 1, MOST).round().astype(int)
        chosen = [chosen[place] for place in places]
    names = _names(graph, found)
    return [
        Layer(
            node.index,
            names[node.index],
            node.source.line if node.source else None,
            active.get(node.index),
            later[node.index],
        )
        for node in chosen
    ]


def _parameters_later(graph: Graph) -> list[bool]:
    """Whether a gate that a node leads to uses weights, while its result depends on more.

    Weights are the parameters, and arrays or elements of them alone: ``W.T``, ``W[k]``, but not
    their squared sum, which is a penalty.
    """
    weights: list[bool] = []
    for node in graph.nodes:
        alone = all(weights[one] or not graph.nodes[one].shape for one in node.args)
        of_weights = node.gate is not None and alone and any(weights[one] for one in node.args)
        still = node.gate is not None and (node.shape or node.gate.role is MOVER)
        weights.append(node.index in graph.wrt or bool(of_weights and still))
    later = [False] * len(graph.nodes)
    for node in reversed(graph.nodes):
        joins = not weights[node.index] and any(weights[one] for one in node.args)
        if graph.used[node.index] and (later[node.index] or joins):
            for argument in node.args:
                later[argument] = True
    return later


def _names(graph: Graph, nodes: Sequence[Node]) -> Mapping[int, str]:
    """What layers are called; those of one name are counted: h (1), h (2), …"""
    known = labels(graph)
    uses = Counter(known[node.index].text for node in nodes)
    seen, found = Counter[str](), {}
    for node in nodes:
        name = known[node.index].text
        seen[name] += 1
        found[node.index] = name if uses[name] == 1 else f"{name} ({seen[name]})"
    return found


def _activations(graph: Graph) -> dict[int, Activation]:
    """Every gate that bends, and what was typed that is one (1 / (1 + exp(-x)))."""
    found: dict[int, Activation] = {}
    for node in graph.nodes:
        if node.gate is not None and graph.receives_gradient[node.index]:
            made = _activation(graph, node.gate, node.args, node.settings)
            if made is not None:
                found[node.index] = made
    for offer in find_fusions(graph):
        one = offer.replacement
        made = _activation(graph, one.gate, one.args, one.settings)
        if made is not None and graph.receives_gradient[one.output]:
            found[one.output] = made
            for inner in one.gates - {one.output}:
                found.pop(inner, None)
    return found


def _activation(
    graph: Graph, gate: Gate, args: tuple[int, ...], settings: Settings
) -> Activation | None:
    slots = [
        slot
        for slot, argument in enumerate(args)
        if graph.depends_on_wrt[argument] and gate.differentiable(slot)
    ]
    if not gate.elementwise or not slots:
        return None
    if gate.role is ROUTER:
        return Activation(gate, args, slots[0], settings)
    if gate.role is not SCALER or len(slots) > 1:
        return None
    slopes = _slopes(graph, gate, args, slots[0])
    if slopes is None or slopes.max() - slopes.min() < FLAT:
        return None
    sizes = np.abs(slopes)
    steepest = float(sizes.max())
    if steepest > sizes[NEAR].max() * (1.0 + FLAT):  # ever steeper, as x² is
        return None
    flat = min(sizes[0], sizes[-1]) < FLAT * steepest
    return Activation(gate, args, slots[0], settings, steepest if flat else None)


def _slopes(graph: Graph, gate: Gate, args: tuple[int, ...], slot: int) -> Value | None:
    """A function's slope from far below 0 to far above; None where it is not finite throughout."""
    others = [gate.defaults.get(place, graph.nodes[one].constant) for place, one in enumerate(args)]
    filled = [REACH if place == slot else other for place, other in enumerate(others)]
    if any(other is None or np.ndim(other) > (place == slot) for place, other in enumerate(filled)):
        return None
    with np.errstate(all="ignore"):
        output = gate.compute(filled)
        slopes = gate.pullback(slot, np.ones(len(REACH)), output, tuple(filled))
    return slopes if np.all(np.isfinite(slopes)) else None
