"""One cell of a gradient: the factors and upstream gradients that are multiplied for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.autodiff.jvp import basis_vector, pushforward
from graphs.model import Backward, Node, Value

MOST_ELEMENTS = 4096  # of a gate's output, for a cell to be looked up
MOST_PRODUCTS = 6
SWITCHERS = ("switcher", "scaler")


def cell_of(
    step: Backward, node: Node, values: Sequence[Value], jacobian: dict[str, Any]
) -> tuple[list[float], list[float], float] | None:
    """The largest cell of a step's contribution as (factors, upstream gradients, sum); None where
    it is no sum of products or has too many of them."""
    role = node.gate.role if node.gate else None
    if role is None or role.name not in SWITCHERS or step.slot is None:
        return None
    output, args = values[node.index], [values[arg] for arg in node.args]
    contribution = np.asarray(step.contribution)
    if not contribution.size or np.size(output) > MOST_ELEMENTS:
        return None
    if not np.all(np.isfinite(contribution)):
        return None
    cell = int(np.argmax(np.abs(contribution)))
    tangent = basis_vector(args[step.slot], cell)
    with np.errstate(all="ignore"):  # the evaluation has warned already
        factors = np.ravel(pushforward(node, step.slot, output, args, tangent))
    upstream = np.ravel(step.upstream)
    used = np.flatnonzero(factors)
    if not 0 < len(used) <= MOST_PRODUCTS:
        return None
    result = float(contribution.flat[cell])
    return factors[used].tolist(), upstream[used].tolist(), result
