"""The measurements of one iteration of a run: norms, ratios, histograms."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphs.model import Value

BINS = 24


@dataclass(frozen=True)
class Histogram:
    """How the elements of an array are spread: counts of 24 equal bins from ``low`` to ``high``.

    Elements that are no finite numbers are left out. ``zeros`` is the share of exact zeros,
    ``saturated`` the share where hardly any gradient passes (None where that means nothing).
    """

    low: float
    high: float
    counts: tuple[int, ...]
    mean: float
    std: float
    norm: float
    zeros: float
    saturated: float | None = None

    def to_dict(self) -> dict[str, Any]:
        return {name: list(it) if isinstance(it, tuple) else it for name, it in vars(self).items()}


def histogram(value: Value, saturated: float | None = None) -> Histogram:
    """The histogram of an array or a number."""
    flat = np.ravel(np.asarray(value, dtype=np.float64))
    finite = flat[np.isfinite(flat)]
    if not finite.size:
        return Histogram(0.0, 0.0, (0,) * BINS, 0.0, 0.0, 0.0, 0.0, saturated)
    low, high = float(finite.min()), float(finite.max())
    with np.errstate(all="ignore"):
        spread = high - low
        if 0.0 < spread < math.inf and low + spread / BINS > low:
            bins = np.minimum((finite - low) * (BINS / spread), BINS - 1).astype(int)
            counts = np.bincount(bins, minlength=BINS)
        else:  # all numbers nearly equal
            counts = np.bincount([BINS // 2], weights=[finite.size], minlength=BINS).astype(int)
        return Histogram(
            low,
            high,
            tuple(counts.tolist()),
            float(finite.mean()),
            float(finite.std()),
            norm(finite),
            float(np.mean(finite == 0.0)),
            saturated,
        )


def norm(value: Value) -> float:
    """The root of the sum of the squares of an array's elements."""
    return float(np.linalg.norm(np.ravel(value)))


@dataclass(frozen=True)
class Statistics:
    """One iteration, measured: per parameter the gradient's norm and the norm of the update over
    the parameter's own (None where that is 0); per layer, by id, two histograms."""

    iteration: int
    gradient: Mapping[str, float]
    activations: Mapping[str, Histogram]
    gradients: Mapping[str, Histogram]
    ratio: Mapping[str, float | None] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            "iteration": self.iteration,
            "gradient": dict(self.gradient),
            "ratio": dict(self.ratio),
            "activations": {id: one.to_dict() for id, one in self.activations.items()},
            "gradients": {id: one.to_dict() for id, one in self.gradients.items()},
        }
