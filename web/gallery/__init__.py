"""The worked examples of the page, and its reference list of gates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Any

from graphs.gates import GATES, Gate
from graphs.training.activations import ACTIVATIONS
from web.gallery import (
    classifiers,
    formulas,
    gates,
    images,
    networks,
    sequences,
    slips,
    training,
    vectors,
)
from web.gallery.entry import Entry
from web.http.query import Query

# In the order of the lecture's notes; what goes beyond them follows. The gallery's columns.
COLUMNS: tuple[Mapping[str, tuple[Entry, ...]], ...] = (
    {"Gates": gates.EXAMPLES, "Formulas": (*formulas.EXAMPLES, slips.NEURON)},
    {"Matrices": vectors.EXAMPLES, "Networks": networks.EXAMPLES},
    {
        "Classifiers": (*classifiers.EXAMPLES, slips.SOFTMAX),
        "Sequences": sequences.EXAMPLES,
        "Images": images.EXAMPLES,
    },
    {"Training": training.PRESETS, "With a slip inside": slips.SLIPS},
)
GROUPS: Mapping[str, tuple[Entry, ...]] = {
    group: tuple(entry | {"group": group} for entry in entries)
    for group, entries in chain.from_iterable(column.items() for column in COLUMNS)
}
_ALL: tuple[Entry, ...] = tuple(chain.from_iterable(GROUPS.values()))
BY_ID: Mapping[str, Entry] = {entry["id"]: entry for entry in _ALL}

# By entry: what stands under the picture of one that is a starter.
STARTERS: Mapping[str, str] = {
    "add-multiply": "f = (x + y) * z",
    "square": "f = x * x",
    "patterns": "f = 2 * (x*y + max(z, w))",
    "neuron": "f = 1 / (1 + exp(-(w0*x0 + w1*x1 + w2)))",
    "softmax-loss": "loss = -log(p[range(N), y]).mean()",
    "two-layer-relu": "scores = relu(X @ W1 + b1) @ W2 + b2",
    "check-backward": "dW2 = h.T @ dscores",
    "train-spiral": f"{BY_ID['train-spiral']['train']['iterations']:,} iterations, 2-32-3",
}

# As they stand in the gallery, which is the order in which one goes from one to the next.
ENTRIES: tuple[Entry, ...] = (
    *(BY_ID[id] for id in STARTERS),
    *(entry for entry in _ALL if entry["id"] not in STARTERS),
)
EXAMPLES = tuple(entry for entry in _ALL if entry["mode"] is None)
PRESETS = GROUPS["Training"]
CHECKS = tuple(entry for entry in _ALL if entry["mode"] == "check")
FIRST_QUERY = Query(ENTRIES[0]["program"], ENTRIES[0]["inputs"])  # of a link that has none

CURVES = {one.gate.name: one.name for one in ACTIVATIONS}  # of the gallery of activations


@cache
def reference() -> tuple[dict[str, Any], ...]:
    """Every gate of the table: how it is written and what it does to a gradient."""
    return tuple(_describe(gate) for gate in GATES if not gate.hidden)


def _describe(gate: Gate) -> dict[str, Any]:
    written = gate.write("xyz"[: gate.arity], gate.samples[0].settings if gate.samples else {})
    return {
        "label": gate.name,
        "detail": written,
        "info": gate.role.meaning if gate.role else "Compares; no gradient passes.",
        "symbol": gate.symbol,
        "role": gate.role.title if gate.role else None,
        "aliases": list(gate.aliases),
        "activation": CURVES.get(gate.name),
        "function": written.startswith(gate.name + "("),
    }
