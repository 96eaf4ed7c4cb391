"""The layer of a network that a gate is the mark of, as the lines around it are called."""

from __future__ import annotations

from graphs.gates.row import Gate

AFFINE, SOFTMAX, NORM = "Layer", "Softmax", "Norm"

_LAYERS = {
    "matmul": AFFINE,
    "einsum": AFFINE,
    "tensordot": AFFINE,
    "softmax": SOFTMAX,
    "logsumexp": SOFTMAX,
    "cross_entropy": SOFTMAX,
    "cross_entropy_at": SOFTMAX,
    "var": NORM,
    "std": NORM,
    "normalize": NORM,
}


def layer_of(gate: Gate | None) -> str:
    """The layer that a gate is the mark of; "" where it is of none."""
    return _LAYERS.get(gate.name, "") if gate else ""


# A softmax that is written out: exponentials, their sum, what divides by it or takes its logarithm.
EXPONENTIALS, SUMS, SHARES = ("exp",), ("sum",), ("div", "log")


def is_sum(gate: Gate | None) -> bool:
    """Whether a gate is one of a sum of terms: x + y or x - y."""
    return gate is not None and gate.name in ("add", "sub")
