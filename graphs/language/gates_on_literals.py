"""Gates on literals, computed while the text is read; which results Python holds as whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graphs.gates import Gate
from graphs.gates.extremes import ARGMAX, ARGMIN
from graphs.gates.routing import TO_INT
from graphs.gates.row import MOVER, is_truth
from graphs.gates.shapes import Misfit
from graphs.language.advice.shape_errors import misfit_error
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    Literal,
    Streams,
    Thing,
    Wire,
)
from graphs.model import Shape, Value

ALWAYS_WHOLE = frozenset((TO_INT.name, ARGMAX.name, ARGMIN.name))


def gives_whole(
    gate: Gate, values: Sequence[Any], shapes: Sequence[Shape], settings: Mapping[str, Any]
) -> bool:
    """Whether NumPy's function gives whole numbers for whole arguments; ones stand for those
    whose value is None."""
    try:
        whole = [
            np.ones(shape, dtype=np.int64) if value is None or np.ndim(value) else np.int64(value)
            for value, shape in zip(values, shapes, strict=True)
        ]
        with np.errstate(all="ignore"):
            return np.asarray(gate.forward(*whole, **settings)).dtype.kind in "iu"
    except (ValueError, TypeError, IndexError, OverflowError, Misfit):
        return False


def computed(
    run: Reading,
    gate: Gate,
    things: Sequence[Thing],
    known: Sequence[Any],
    node: Place,
    places: Sequence[Place],
    settings: Mapping[str, Any],
) -> Wire:
    """What a gate gives for literals: a literal."""
    values, wholes = [value for value, _ in known], [whole for _, whole in known]
    shapes: list[Shape | None] = [np.shape(value) for value in values]
    try:
        run.builder.result_shape(gate, shapes, settings, run.places.source(node))
        with np.errstate(all="ignore"):
            value = gate.compute(values, settings)
    except Misfit as misfit:
        raise misfit_error(run, gate, shapes, settings, misfit, node, places) from None
    except np.linalg.LinAlgError as error:
        raise run.error(f"{gate.title}: {error}.", node, "Use another matrix.") from None
    value = value if is_truth(value) else np.asarray(value, dtype=np.float64)[()]
    whole = gate.name in ALWAYS_WHOLE or (
        bool(wholes)
        and all(wholes)
        and (
            gate.role is MOVER
            or gives_whole(gate, values, [np.shape(it) for it in values], settings)
        )
    )
    written = [thing.literal for thing in things if type(thing) is Wire and thing.literal]
    drawn = next((it.drawn for it in written if it.drawn), None)
    redraw = None
    if drawn is not None:
        parts = tuple(
            thing.literal if type(thing) is Wire and thing.literal else Literal(value)
            for thing, value in zip(things, values, strict=True)
        )
        redraw = _Redraw(gate, parts, settings)
    return Wire(None, Literal(value, drawn, redraw, whole), mutable=np.ndim(value) > 0)


class _Redraw:
    """Computes the value of a gate on literals whose random values are drawn again."""

    def __init__(self, gate: Gate, parts: Sequence[Literal], settings: Mapping[str, Any]) -> None:
        self.gate, self.parts, self.settings = gate, parts, settings

    def __call__(self, streams: Streams) -> Value:
        value = self.gate.compute([part.redrawn(streams) for part in self.parts], self.settings)
        return value if is_truth(value) else np.asarray(value, dtype=np.float64)[()]
