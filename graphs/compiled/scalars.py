"""Functions of Python's floats that its ``math`` lacks, by the names of their gates.

Each raises where NumPy gives inf or nan, or gives that.
"""

from __future__ import annotations

import math


def sigmoid(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


def softplus(x: float) -> float:
    return math.log1p(math.exp(-abs(x))) + max(x, 0.0)


def sign(x: float) -> float:
    return x if x != x or x == 0.0 else math.copysign(1.0, x)
