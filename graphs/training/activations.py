"""Activation functions as curves: f and its slope, where it is flat, and remarks.

The numbers are the gates' own: ``f`` is the row's forward, the slope its gradient rule at g = 1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np

from graphs.errors import GraphError
from graphs.explain.labels import formula
from graphs.gates import Gate
from graphs.gates.functions import ELU, GELU, LEAKY_RELU, SIGMOID, SOFTPLUS, TANH
from graphs.gates.routing import MAX, RELU
from graphs.language.parse import parse

REACH, STEPS = 6.0, 241  # the curve runs from -6 to 6 in steps of 0.05
FLAT = 0.05  # of the steepest slope: less is saturated …
FAR_OUT, NO_SLOPE = (
    50.0,
    1e-3,
)  # … where the slope goes on to nothing: far out, less than this is left
NOTES = "CS231n, notes: Neural networks part 1"


@dataclass(frozen=True)
class Remark:
    """A remark on a function, in our words, and its source."""

    text: str
    source: str = NOTES


@dataclass(frozen=True)
class Zone:
    """A range of x where hardly any gradient passes (saturated) or none (dead)."""

    kind: Literal["saturated", "dead"]
    low: float
    high: float


@dataclass(frozen=True)
class Activation:
    """A row of the gate table as an activation; ``text`` is its definition in the language.

    ``lines`` are the arguments where there are several: a slope and an offset each (maxout).
    """

    name: str
    title: str
    gate: Gate
    text: str
    remarks: tuple[Remark, ...]
    lines: tuple[tuple[float, float], ...] = ((1.0, 0.0),)

    def at(self, x: Any) -> tuple[Any, Any]:
        """f and its slope at each x (n,), by the row's forward and its gradient rule."""
        args: list[Any] = [slope * x + offset for slope, offset in self.lines]
        args += [np.full_like(x, value) for value in self.gate.defaults.values()]
        with np.errstate(all="ignore"):
            z = self.gate.compute(args)
            one = np.ones_like(x)
            slopes = [
                line[0] * self.gate.pullback(slot, one, z, tuple(args))
                for slot, line in enumerate(self.lines)
            ]
        return z, np.sum(slopes, axis=0)

    @cached_property
    def latex(self) -> str:
        """Its definition as a formula."""
        return formula(parse(self.text, {"x": 0.0}))

    @cached_property
    def zones(self) -> tuple[Zone, ...]:
        """Where it is flat towards one end of the axis, by its slope."""
        x = np.linspace(-REACH, REACH, STEPS)
        slope_sizes = np.abs(self.at(x)[1])
        end_slopes = np.abs(self.at(np.array([-FAR_OUT, FAR_OUT]))[1])
        zones = []
        for side, order in ((0, slice(None)), (1, slice(None, None, -1))):
            is_flat = slope_sizes[order] < FLAT * slope_sizes.max()
            count = STEPS if is_flat.all() else int(np.argmin(is_flat))
            if not count or end_slopes[side] > NO_SLOPE * slope_sizes.max():
                continue
            low, high = sorted((float(x[order][0]), float(x[order][count - 1])))
            dead = not slope_sizes[order][:count].any()
            zones.append(Zone("dead" if dead else "saturated", low, high))
        return tuple(zones)

    def to_dict(self) -> dict[str, Any]:
        """The curve as JSON-safe data."""
        x = np.linspace(-REACH, REACH, STEPS)
        f, slope = self.at(x)
        return {
            "name": self.name,
            "op": self.gate.name,
            "title": self.title,
            "text": self.text,
            "latex": self.latex,
            "x": x.round(2).tolist(),
            "f": f.tolist(),
            "slope": slope.tolist(),
            "zones": [
                {"kind": zone.kind, "from": round(zone.low, 2), "to": round(zone.high, 2)}
                for zone in self.zones
            ],
            "remarks": [{"text": one.text, "source": one.source} for one in self.remarks],
        }


ZERO_MEAN = Remark(
    "Its outputs lie on both sides of 0, so the gradients of the next layer's weights may differ "
    "in sign and the updates need not zigzag."
)
DEAD = Remark(
    "Where its input is negative for every row of the data, a unit passes no gradient and never "
    "changes again: it has died. A learning rate that is too high can kill many."
)
ACTIVATIONS: tuple[Activation, ...] = (
    Activation(
        "sigmoid",
        "Sigmoid",
        SIGMOID,
        "1 / (1 + exp(-x))",
        (
            Remark(
                "Saturation kills gradients: near 0 and near 1 it is flat, and what is sent back "
                "is multiplied by almost nothing. Its slope is never more than 1/4, so a chain of "
                "sigmoids shrinks a gradient at least fourfold a layer."
            ),
            Remark(
                "Its outputs are all positive, not centred on 0: the gradients of the weights of "
                "one unit behind it all have the same sign, and updates zigzag."
            ),
            Remark("exp costs more than a comparison; beside matrix products that is little."),
        ),
    ),
    Activation(
        "tanh",
        "Tanh",
        TANH,
        "2 * sigmoid(2*x) - 1",
        (
            Remark("A sigmoid, stretched and shifted. It saturates at both ends like one."),
            ZERO_MEAN,
        ),
    ),
    Activation(
        "relu",
        "ReLU",
        RELU,
        "max(0, x)",
        (
            Remark(
                "A threshold at 0: it does not saturate for positive inputs, and networks with it "
                "have been seen to converge about six times faster than with tanh.",
                "Krizhevsky, Sutskever and Hinton (2012), as told in the CS231n notes",
            ),
            Remark("It costs one comparison."),
            DEAD,
        ),
    ),
    Activation(
        "leaky_relu",
        "Leaky ReLU",
        LEAKY_RELU,
        "where(x > 0, x, 0.01 * x)",
        (
            Remark(
                "A small slope for negative inputs lets a unit that would be dead recover. "
                "Whether that helps differs from one problem to the next."
            ),
            Remark(
                "With the small slope learned as a parameter it is called PReLU.",
                "He, Zhang, Ren and Sun (2015)",
            ),
        ),
    ),
    Activation(
        "maxout",
        "Maxout",
        MAX,
        "max(-0.5*x - 1, x)",
        (
            Remark(
                "The larger of two lines, both learned; ReLU and leaky ReLU are special cases of "
                "it. It is linear wherever one looks: it neither saturates nor dies."
            ),
            Remark("It takes two sets of weights for each unit: twice the parameters."),
        ),
        lines=((-0.5, -1.0), (1.0, 0.0)),
    ),
    Activation(
        "elu",
        "ELU",
        ELU,
        "where(x > 0, x, exp(x) - 1)",
        (
            Remark(
                "Negative inputs give values down to -1, so a layer's mean output comes nearer "
                "to 0; but far below 0 it saturates.",
                "Clevert, Unterthiner and Hochreiter (2016)",
            ),
        ),
    ),
    Activation(
        "softplus",
        "Softplus",
        SOFTPLUS,
        "log(1 + exp(x))",
        (
            Remark(
                "A ReLU with its corner rounded; its slope is the sigmoid. In practice ReLU has "
                "mostly done better.",
                "Glorot, Bordes and Bengio (2011)",
            ),
        ),
    ),
    Activation(
        "gelu",
        "GELU",
        GELU,
        "x * (1 + erf(x / sqrt(2))) / 2",
        (
            Remark(
                "Its input times the chance that a normal number is smaller. Smooth, and not "
                "monotone: between about -0.75 and 0 it falls and rises again. Common in "
                "transformers.",
                "Hendrycks and Gimpel (2016)",
            ),
        ),
    ),
)
BY_TITLE: Mapping[str, Activation] = {one.name: one for one in ACTIVATIONS}


def curves(names: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """The activations as data, all of them or those named.

    Raises:
        GraphError: there is no such activation.
    """
    for name in names or ():
        if name not in BY_TITLE:
            hint = f"There are: {', '.join(BY_TITLE)}."
            raise GraphError(f"There is no activation {name!r}.", hint=hint)
    chosen = ACTIVATIONS if names is None else [BY_TITLE[name] for name in names]
    return [activation.to_dict() for activation in chosen]
