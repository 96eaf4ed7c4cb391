"""What goes wrong while a network learns, as messages with numbers.

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
USUAL_RATE = 1e-3  # that ratio, by the notes
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
    """Judges measurements as they come; one finding of each kind and layer, with latest numbers."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self.chain = [one for one in layers if one.hidden and one.activation is not None]
        self._by_kind: dict[tuple[str, str | None], Finding] = {}
        self._silent: dict[str, deque[Value]] = {}
        self._ratios: dict[str, list[float]] = {}

    @property
    def all(self) -> list[Finding]:
        return list(self._by_kind.values())

    def _note(self, kind: Kind, message: str, iteration: int, layer: str | None = None) -> None:
        earlier = self._by_kind.get((kind, layer))
        first = iteration if earlier is None else earlier.iteration
        self._by_kind[kind, layer] = Finding(kind, message, first, layer)

    def judge(self, iteration: int, statistics: Statistics, values: Mapping[str, Value]) -> None:
        """Judge one measured iteration; ``values`` are the layers'."""
        self._judge_gradient_flow(iteration, statistics)
        for layer in self.chain:
            share = statistics.activations[layer.id].saturated if layer.id in values else None
            if share and share > SATURATED and ("saturated", layer.id) not in self._by_kind:
                self._note(
                    "saturated",
                    f"{share:.0%} of {layer.name} is saturated at iteration {iteration}: its slope "
                    "there is below a hundredth of the steepest, so hardly any gradient passes.",
                    iteration,
                    layer.id,
                )
            if layer.id in values:
                self._judge_dead_units(iteration, layer, values[layer.id])

    def _judge_gradient_flow(self, iteration: int, statistics: Statistics) -> None:
        """Whether the gradient shrinks or grows on its way back through the layers."""
        chain = [one for one in self.chain if one.id in statistics.gradients]
        if len(chain) < 3:
            return
        first, last = chain[0], chain[-1]
        start, end = statistics.gradients[first.id].norm, statistics.gradients[last.id].norm
        if end == 0.0 or start == 0.0:
            return
        total_factor = start / end
        factor = total_factor ** (1.0 / (len(chain) - 1))
        ends = (
            f"from {write(end)} at {last.name} to {write(start)} at {first.name} "
            f"(norms at iteration {iteration})"
        )
        deep = len(chain) >= DEPTH
        if "vanishing" not in self._kinds and (
            (deep and factor < 1.0 / FACTOR) or total_factor < 1.0 / OVERALL
        ):
            message = f"The gradient shrinks {write(1.0 / factor)} times a layer: {ends}."
            self._note("vanishing", message, iteration, first.id)
        if "exploding" not in self._kinds and (
            (deep and factor > FACTOR) or total_factor > OVERALL
        ):
            message = f"The gradient grows {write(factor)} times a layer: {ends}."
            self._note("exploding", message, iteration, first.id)

    @property
    def _kinds(self) -> set[str]:
        return {kind for kind, _ in self._by_kind}

    def _judge_dead_units(self, iteration: int, layer: Layer, value: Value) -> None:
        """Units of a rectifier that are 0 for every row, again and again."""
        if layer.activation is None or layer.activation.gate.role is not ROUTER:
            return
        if np.ndim(value) < 2 or np.prod(np.shape(value)[:-1]) < 2:
            return
        zero = np.all(np.reshape(value, (-1, np.shape(value)[-1])) == 0.0, axis=0)
        recent = self._silent.setdefault(layer.id, deque(maxlen=SILENT))
        recent.append(zero)
        dead = int(np.count_nonzero(np.all(recent, axis=0))) if len(recent) == SILENT else 0
        if dead:
            verb = "is" if dead == 1 else "are"
            self._note(
                "dead",
                f"{dead} of {zero.size} units of {layer.name} {verb} 0 for every row at iteration "
                f"{iteration} and at the {SILENT - 1} measured before: no row gives the weights "
                "before them a gradient any more.",
                iteration,
                layer.id,
            )

    def judge_rates(self, iteration: int, ratio: Mapping[str, float | None]) -> None:
        """Whether the first updates are far from the usual thousandth of their matrix.

        One that starts at 0 is as large as its own updates, whatever the rate: it is not judged.
        """
        if iteration >= RATES:
            return
        if iteration == 0:
            self._ratios = {name: [] for name, one in ratio.items() if one is not None}
        for name, recent in self._ratios.items():
            if one := ratio.get(name):
                recent.append(one)
        if iteration != RATES - 1:
            return
        for name, recent in self._ratios.items():
            typical = median(recent) if recent else USUAL_RATE
            if not SLOW < typical < FAST:
                self._note(
                    "rate",
                    f"An update changes {name} by {write(typical)} of its size; about "
                    f"{write(USUAL_RATE)} is usual. The learning rate may be too "
                    f"{'small' if typical < SLOW else 'large'}.",
                    iteration,
                    name,
                )
