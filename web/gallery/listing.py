"""The gallery as its page lists it: the starters with their pictures, and the groups in columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from graphs.autodiff.forward import normalize_inputs
from graphs.language.assumptions import Assumptions
from graphs.language.parse import parse
from web.gallery import BY_ID, COLUMNS, GROUPS, STARTERS
from web.gallery.entry import Entry
from web.gallery.miniatures import miniature

# What people look for that no example shows, and what comes nearest.
NEAR: Mapping[str, str] = {
    "gru": "LSTM, RNN",
    "resnet": "batch norm, convolution",
    "residual": "fork, batch norm",
    "bert": "attention, embedding",
    "gan": "two-layer network, logistic",
    "vae": "two-layer network, log",
    "autoencoder": "two-layer network, squared",
    "gelu": "activation, sigmoid",
    "maxout": "activation, max",
    "mnist": "softmax, spirals",
    "cifar": "softmax, convolution",
    "imagenet": "convolution, max pooling",
    "q-learning": "regression, log loss",
    "reinforcement": "regression, log loss",
    "diffusion": "two-layer network, batch norm",
}

# The gallery of activation functions is an entry, too: it opens over the page.
ACTIVATIONS: Entry = {
    "id": "activations",
    "title": "Activation functions",
    "note": "Sigmoid, tanh, ReLU and their kin as curves with their slopes.",
    "href": "/#activations",
    "group": "Networks",
    "words": "sigmoid, tanh, ReLU, leaky ReLU, ELU, GELU, maxout, softplus, saturation, 激活函数",
    "action": "activations",
}
AFTER = "neuron-layer"  # the entry that it follows, as in the lecture's notes


@dataclass(frozen=True)
class Listing:
    """``starters`` have a ``picture`` and a ``shown`` line; all have the names of their gates."""

    starters: Sequence[Entry]
    columns: Sequence[Mapping[str, Sequence[Entry]]]
    near: Mapping[str, str]


@cache
def listing() -> Listing:
    """The gallery's contents, made once: the pictures take half a second."""
    starters = [
        _found(BY_ID[id]) | {"picture": miniature(BY_ID[id]), "shown": shown}
        for id, shown in STARTERS.items()
    ]
    columns = [{group: _others(group) for group in column} for column in COLUMNS]
    return Listing(starters, columns, NEAR)


def _others(group: str) -> list[Entry]:
    entries = []
    for entry in GROUPS[group]:
        if entry["id"] not in STARTERS:
            entries.append(_found(entry))
        if entry["id"] == AFTER:
            entries.append(ACTIVATIONS)
    return entries


def _found(entry: Entry) -> Entry:
    """An entry with the names of its gates, in every spelling, by which it is found too."""
    inputs, assume = normalize_inputs(entry["inputs"]), Assumptions(fill=True)
    graph = parse(entry["program"], inputs, None, None, None, None, assume)
    rows = {node.gate.name: node.gate for node in graph.nodes if node.gate is not None}
    names = (name for gate in rows.values() for name in (gate.name, gate.title, *gate.aliases))
    return entry | {"gates": " ".join(dict.fromkeys(names))}
