"""The lecture's network of two layers, and values for it."""

from __future__ import annotations

from typing import Any

import numpy as np

LECTURE = """\
h = 1 / (1 + np.exp(-x.dot(w1)))
y_pred = h.dot(w2)
loss = np.square(y_pred - y).sum()"""


def lecture(rows: int = 8, inner: int = 30, hidden: int = 20) -> dict[str, Any]:
    source = np.random.RandomState(0)
    sizes = {"x": (rows, inner), "w1": (inner, hidden), "w2": (hidden, 3), "y": (rows, 3)}
    return {name: source.randn(*size) for name, size in sizes.items()}
