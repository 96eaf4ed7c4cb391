"""What goes wrong while a network learns, said with its numbers.

Thresholds are rules of thumb, after CS231n's notes (Neural Networks 1 and 3).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any, Literal

import numpy as np

from graphs.format.numbers import write
from graphs.gates import ROUTER
from graphs.model import Value
from graphs.training.layers import Layer
from graphs.training.statistics import Statistics

Kind = Literal["vanishing", "exploding", "dead", "saturated", "rate", "diverged"]
DEPTH = 4  # layers over which a factor a layer means something
FACTOR = 4.0  # a layer
OVERALL = 1e3  # from one end to the other
SATURATED = 0.5  # of a layer's elements
SILENT = 3  # measured iterations in a row at which a unit is 0 for every row
RATES = 16  # iterations over which the update/parameter ratio is judged
USUAL = 1e-3  # that ratio, by the notes
SLOW, FAST = 1e-6, 1e-1  # far from it: small problems learn well with large steps


@dataclass(frozen=True)
class Finding:
    """``iteration`` is where it was first seen, ``layer`` a node id."""

    kind: Kind
    message: str
    iteration: int
    layer: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)


class Findings:
    """Judges measurements as they come; each thing is said once, with its latest numbers."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.chain = [one for one in layers if one.hidden and one.activation is not None]
        self._found: dict[tuple[str, str | None], Finding] = {}
        self._silent: dict[str, deque[Value]] = {}
        self._ratios: dict[str, list[float]] = {}

    @property
    def list(self) -> list[Finding]:
        return list(self._found.values())

    def _note(self, kind: Kind, message: str, iteration: int, layer: str | None = None) -> None:
        known = self._found.get((kind, layer))
        first = iteration if known is None else known.iteration
        self._found[kind, layer] = Finding(kind, message, first, layer)

    def meet(self, iteration: int, found: Statistics, values: Mapping[str, Value]) -> None:
        """Judge one measured iteration; ``values`` are the layers'."""
        self._flow(iteration, found)
        for layer in self.chain:
            share = found.activations[layer.id].saturated if layer.id in values else None
            if share and share > SATURATED and ("saturated", layer.id) not in self._found:
                self._note(
                    "saturated",
                    f"{share:.0%} of {layer.name} is saturated at iteration {iteration}: its slope "
                    "there is below a hundredth of the steepest, so hardly any gradient passes.",
                    iteration,
                    layer.id,
                )
            if layer.id in values:
                self._dead(iteration, layer, values[layer.id])

    def _flow(self, iteration: int, found: Statistics) -> None:
        """Whether the gradient shrinks or grows on its way back through the layers."""
        chain = [one for one in self.chain if one.id in found.gradients]
        if len(chain) < 3:
            return
        first, last = chain[0], chain[-1]
        start, end = found.gradients[first.id].norm, found.gradients[last.id].norm
        if end == 0.0 or start == 0.0:
            return
        whole = start / end
        factor = whole ** (1.0 / (len(chain) - 1))
        ends = (
            f"from {write(end)} at {last.name} to {write(start)} at {first.name} "
            f"(norms at iteration {iteration})"
        )
        deep = len(chain) >= DEPTH
        if "vanishing" not in self._kinds and (
            (deep and factor < 1.0 / FACTOR) or whole < 1.0 / OVERALL
        ):
            told = f"The gradient shrinks {write(1.0 / factor)} times a layer: {ends}."
            self._note("vanishing", told, iteration, first.id)
        if "exploding" not in self._kinds and ((deep and factor > FACTOR) or whole > OVERALL):
            told = f"The gradient grows {write(factor)} times a layer: {ends}."
            self._note("exploding", told, iteration, first.id)

    @property
    def _kinds(self) -> set[str]:
        return {kind for kind, _ in self._found}

    def _dead(self, iteration: int, layer: Layer, value: Value) -> None:
        """Units of a rectifier that are 0 for every row, again and again."""
        if layer.activation is None or layer.activation.gate.role is not ROUTER:
            return
        if np.ndim(value) < 2 or np.prod(np.shape(value)[:-1]) < 2:
            return
        quiet = np.all(np.reshape(value, (-1, np.shape(value)[-1])) == 0.0, axis=0)
        several = self._silent.setdefault(layer.id, deque(maxlen=SILENT))
        several.append(quiet)
        dead = int(np.count_nonzero(np.all(several, axis=0))) if len(several) == SILENT else 0
        if dead:
            verb = "is" if dead == 1 else "are"
            self._note(
                "dead",
                f"{dead} of {quiet.size} units of {layer.name} {verb} 0 for every row at iteration "
                f"{iteration} and at the {SILENT - 1} measured before: no row gives the weights "
                "before them a gradient any more.",
                iteration,
                layer.id,
            )

    def rates(self, iteration: int, ratio: Mapping[str, float | None]) -> None:
        """Whether the first updates are far from the usual thousandth of their matrix.

        One that starts at 0 is as large as its own updates, whatever the rate: it is not judged.
        """
        if iteration >= RATES:
            return
        if iteration == 0:
            self._ratios = {name: [] for name, one in ratio.items() if one is not None}
        for name, several in self._ratios.items():
            if one := ratio.get(name):
                several.append(one)
        if iteration != RATES - 1:
            return
        for name, several in self._ratios.items():
            usual = median(several) if several else USUAL
            if not SLOW < usual < FAST:
                self._note(
                    "rate",
                    f"An update changes {name} by {write(usual)} of its size; about "
                    f"{write(USUAL)} is usual. The learning rate may be too "
                    f"{'small' if usual < SLOW else 'large'}.",
                    iteration,
                    name,
                )
