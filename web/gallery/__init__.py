"""The worked examples of the page, and its reference list of gates."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from graphs.gates import GATES, Gate
from graphs.training.activations import ACTIVATIONS
from web.gallery import classifiers, formulas, gates, images, networks, sequences, training, vectors
from web.gallery.entry import Entry
from web.http.query import Query

GROUPS: Mapping[str, tuple[Entry, ...]] = {
    "Gates": gates.EXAMPLES,
    "Formulas and programs": formulas.EXAMPLES,
    "Vectors and matrices": vectors.EXAMPLES,
    "Classifiers": classifiers.EXAMPLES,
    "Networks": networks.EXAMPLES,
    "Sequences": sequences.EXAMPLES,
    "Images": images.EXAMPLES,
}
EXAMPLES: tuple[Entry, ...] = tuple(
    entry | {"group": group} for group, entries in GROUPS.items() for entry in entries
)
PRESETS: tuple[Entry, ...] = tuple(entry | {"group": "Training"} for entry in training.PRESETS)
ENTRIES = EXAMPLES + PRESETS
FIRST_QUERY = Query(EXAMPLES[0]["program"], EXAMPLES[0]["inputs"])  # of a link that has none

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
