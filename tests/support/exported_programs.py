"""The exported code of the gallery's entries: right staged code, a gradient for every input."""

from __future__ import annotations

from functools import cache

import numpy as np

import graphs
from tests.support.examples import ORDERED
from tests.support.right_programs import RightProgram

STYLE = "exported"
NOT_USED = "no gradient arrives"  # what its code says of an input that the result does not use
TIE = "tie"  # an entry at whose values differences have no one slope


@cache
def exported_programs() -> dict[str, RightProgram]:
    """By the entries' names."""
    found = {}
    for entry in ORDERED:
        if entry["id"] == TIE:
            continue
        traced = graphs.trace(entry["program"], entry["inputs"], seed=0)
        one = RightProgram(f"{STYLE} {entry['id']}", STYLE, traced.code("numpy"), traced.output)
        written = one.text.split("\n")
        one.gradients = [
            (name, f"d{name}")
            for name, value in traced.inputs.items()
            if np.asarray(value).dtype.kind == "f"
            and any(one.startswith(f"d{name} ") and NOT_USED not in one for one in written)
        ]
        found[one.name] = one
    return found
