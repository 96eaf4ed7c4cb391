"""Gradient rules as textbooks write them, where these give the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.autodiff.backward import GradientRule
from graphs.gates import Gate
from graphs.gates.row import Settings
from graphs.model import Value

SAME = 1e-10  # relative; a textbook's form may have lost a few digits


def plain_where_it_holds(values: Sequence[Value]) -> GradientRule:
    """A rule of expressions over the nodes that have these values: in its plain form where that
    gives the same slope, in the form that holds everywhere where it does not."""

    def pull(
        gate: Gate, slot: int, g: Any, z: Any, args: tuple[Any, ...], settings: Settings
    ) -> Any:
        plain = gate.has_plain_rule(slot)
        if plain:
            numbers = tuple(values[argument.index] for argument in args)
            output = values[z.index]
            one = np.ones(np.shape(output))
            with np.errstate(all="ignore"):
                slopes = [
                    gate.pullback(slot, one, output, numbers, settings, form)
                    for form in (False, True)
                ]
            plain = np.allclose(slopes[1], slopes[0], rtol=SAME, atol=0.0)
        return gate.pullback(slot, g, z, args, settings, plain)

    return pull
