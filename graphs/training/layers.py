"""The layers of a network, which are measured while it learns, in forward order."""

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

MOST_LAYERS = 12
SAMPLES = np.linspace(-30.0, 30.0, 1_201)  # arguments at which a function's slope is computed
NEAR_ZERO = np.abs(SAMPLES) <= 6.0
FLAT = 1e-2  # of the steepest slope: hardly any gradient passes


@dataclass(frozen=True)
class Activation:
    """The gate that computes a layer, as a function of one of its arguments.

    ``steepest`` is its largest slope, where its slope goes to 0 on a side; None where it does not,
    or where it has a kink: then the share of zeros is measured instead.
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
    """``hidden``: parameters are used after it; otherwise it is the network's output."""

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

    After the last parameter only the first counts: the scores, not the terms of the loss. Where
    there are too many, those without a nonlinear gate are dropped, then evenly chosen ones.
    """
    has_later_parameters = _has_later_parameters(graph)
    activation_of = _activations(graph)
    candidates = [
        node
        for node in graph.nodes
        if node.gate is not None
        and graph.receives_gradient[node.index]
        and node.index != graph.output
        and (node.index in activation_of or (node.name and node.shape))
    ]
    if any(node.shape for node in candidates):  # numbers are layers where there is nothing else
        candidates = [node for node in candidates if node.shape]
    hidden = [node for node in candidates if has_later_parameters[node.index]]
    outputs = [node for node in candidates if not has_later_parameters[node.index]][:1]
    if len(hidden) + len(outputs) > MOST_LAYERS:
        hidden = [node for node in hidden if node.index in activation_of] or hidden
    chosen = hidden + outputs
    if len(chosen) > MOST_LAYERS:
        places = np.linspace(0, len(chosen) - 1, MOST_LAYERS).round().astype(int)
        chosen = [chosen[place] for place in places]
    names = _names(graph, candidates)
    return [
        Layer(
            node.index,
            names[node.index],
            node.source.line if node.source else None,
            activation_of.get(node.index),
            has_later_parameters[node.index],
        )
        for node in chosen
    ]


def _has_later_parameters(graph: Graph) -> list[bool]:
    """Whether a gate that a node leads to uses weights, while its result depends on more.

    Weights are the parameters, and arrays or elements of them alone: ``W.T``, ``W[k]``, but not
    their squared sum, which is a penalty.
    """
    weights: list[bool] = []
    for node in graph.nodes:
        alone = all(weights[argument] or not graph.nodes[argument].shape for argument in node.args)
        of_weights = (
            node.gate is not None and alone and any(weights[argument] for argument in node.args)
        )
        may_be_weights = node.gate is not None and (node.shape or node.gate.role is MOVER)
        weights.append(node.index in graph.wrt or bool(of_weights and may_be_weights))
    has_later_parameters = [False] * len(graph.nodes)
    for node in reversed(graph.nodes):
        joins = not weights[node.index] and any(weights[argument] for argument in node.args)
        if graph.used[node.index] and (has_later_parameters[node.index] or joins):
            for argument in node.args:
                has_later_parameters[argument] = True
    return has_later_parameters


def _names(graph: Graph, nodes: Sequence[Node]) -> Mapping[int, str]:
    """The names of layers; those with one name are counted: h (1), h (2), …"""
    node_labels = labels(graph)
    uses = Counter(node_labels[node.index].text for node in nodes)
    count_so_far, names = Counter[str](), {}
    for node in nodes:
        name = node_labels[node.index].text
        count_so_far[name] += 1
        names[node.index] = name if uses[name] == 1 else f"{name} ({count_so_far[name]})"
    return names


def _activations(graph: Graph) -> dict[int, Activation]:
    """Every nonlinear gate, and expressions that are one (1 / (1 + exp(-x)))."""
    activations: dict[int, Activation] = {}
    for node in graph.nodes:
        if node.gate is not None and graph.receives_gradient[node.index]:
            activation = _activation_of_gate(graph, node.gate, node.args, node.settings)
            if activation is not None:
                activations[node.index] = activation
    for fusion in find_fusions(graph):
        match = fusion.replacement
        activation = _activation_of_gate(graph, match.gate, match.args, match.settings)
        if activation is not None and graph.receives_gradient[match.output]:
            activations[match.output] = activation
            for inner in match.gates - {match.output}:
                activations.pop(inner, None)
    return activations


def _activation_of_gate(
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
    slopes = _sample_slopes(graph, gate, args, slots[0])
    if slopes is None or slopes.max() - slopes.min() < FLAT:
        return None
    magnitudes = np.abs(slopes)
    steepest = float(magnitudes.max())
    if steepest > magnitudes[NEAR_ZERO].max() * (1.0 + FLAT):  # ever steeper, as x² is
        return None
    dies_out = min(magnitudes[0], magnitudes[-1]) < FLAT * steepest
    return Activation(gate, args, slots[0], settings, steepest if dies_out else None)


def _sample_slopes(graph: Graph, gate: Gate, args: tuple[int, ...], slot: int) -> Value | None:
    """A function's slope from far below 0 to far above; None where it is not finite throughout."""
    others = [
        gate.defaults.get(place, graph.nodes[argument].constant)
        for place, argument in enumerate(args)
    ]
    sample_args = [SAMPLES if place == slot else other for place, other in enumerate(others)]
    if any(
        other is None or np.ndim(other) > (place == slot) for place, other in enumerate(sample_args)
    ):
        return None
    with np.errstate(all="ignore"):
        output = gate.compute(sample_args)
        slopes = gate.pullback(slot, np.ones(len(SAMPLES)), output, tuple(sample_args))
    return slopes if np.all(np.isfinite(slopes)) else None
