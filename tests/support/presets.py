"""The presets of training: their plans, and the lecture's network trained by NumPy itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from graphs.training import Plan
from web.gallery import PRESETS

BY_ID: Mapping[str, dict[str, Any]] = {entry["id"]: entry for entry in PRESETS}


def planned(entry: Mapping[str, Any], **more: Any) -> Plan:
    """What the page runs when the preset is opened."""
    return Plan(entry["program"], entry["inputs"], **(entry["train"] | more))


def lecture(iterations: int) -> Iterator[float]:
    """The lecture's own loop: the loss before each update, and at the end."""
    np.random.seed(0)
    x, y = np.random.randn(64, 1000), np.random.randn(64, 10)
    w1, w2 = np.random.randn(1000, 100), np.random.randn(100, 10)
    for _ in range(iterations + 1):
        h = 1 / (1 + np.exp(-x.dot(w1)))
        y_pred = h.dot(w2)
        yield float(np.square(y_pred - y).sum())
        grad_y_pred = 2.0 * (y_pred - y)
        grad_w2 = h.T.dot(grad_y_pred)
        grad_h = grad_y_pred.dot(w2.T)
        grad_w1 = x.T.dot(grad_h * h * (1 - h))
        w1 -= 1e-4 * grad_w1
        w2 -= 1e-4 * grad_w2
