"""What a wrong value should be: given what it used, in truth, or with a factor taken out."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graphs.check.compare import Judgement
from graphs.check.line_slice import LineSlice
from graphs.check.provenance import Program
from graphs.check.truth import constant_factor
from graphs.model import Value


def expectations(judged: Judgement, program: Program) -> list[list[Value]]:
    """The values at each point that a line may be meant to give, the likeliest first."""
    tags = {one.tag for one in judged.used if one.tag != 1.0}
    found = [judged.due]
    if judged.due is not judged.true:
        found.append(judged.true)
    if len(tags) == 1 and judged.due is not judged.true:
        (tag,) = tags
        clean = [one / tag for one in judged.due]
        found.insert(len(found) if judged.users else 0, clean)
    return found + [[one * factor for one in judged.true] for factor in _left(judged, program)]


def _left(judged: Judgement, program: Program) -> Iterator[float]:
    """Factors that later lines take out: ``dZ = A - Y`` before ``dW = dZ @ X.T / m``."""
    met = {1.0}
    for user in judged.users:
        region = LineSlice(program, user.stage, user.points)
        if len(user.points) != len(judged.points) or not region.affords:
            continue
        made = [
            region.with_value(number, judged.version.node, value)
            for number, value in enumerate(judged.true)
        ]
        known = [one for one in made if one is not None]
        if len(known) < len(made) or np.shape(known[0]) != np.shape(user.true[0]):
            continue
        factor = constant_factor(known, user.true)
        if factor is not None and round(1 / factor, 9) not in met:
            met.add(round(1 / factor, 9))
            yield 1 / factor
