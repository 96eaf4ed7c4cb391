"""The table: one row a gate. The one place to add a gate.

A rule in ``vjp`` maps the upstream gradient ``g``, the gate's output ``z`` and its arguments to
the gradient of one argument; ``g`` and ``z`` share a shape. Rules are written in the gates' own
vocabulary (NumPy's functions and operators, and the rows below), so the same rule runs on numbers,
where it gives gradients, and on graph expressions, where it gives the backward pass as a graph.

``local`` restates each rule with ``g`` = 1 in the language the reader types; tests hold it to
``vjp``. It is also what the page typesets. ``{z}`` is the gate's output.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphs.gates import (
    arithmetic,
    blocks,
    einsum,
    extremes,
    functions,
    inverses,
    items,
    joining,
    losses,
    matrices,
    norms,
    products,
    reductions,
    routing,
    shaping,
    softmax,
    whole_parts,
)
from graphs.gates.row import (
    ADDER,
    ATOM,
    COMPARE,
    DISTRIBUTOR,
    POWER,
    PRODUCT,
    ROUTER,
    SCALER,
    SIGN,
    SIGNED,
    SUM,
    SWITCHER,
    Gate,
    Role,
)

GATES: tuple[Gate, ...] = (
    *arithmetic.ROWS,
    *routing.ROWS,
    *functions.ROWS,
    *matrices.ROWS,
    *blocks.ROWS,
    *einsum.ROWS,
    *inverses.ROWS,
    *reductions.ROWS,
    *products.ROWS,
    *extremes.ROWS,
    *softmax.ROWS,
    *norms.ROWS,
    *shaping.ROWS,
    *joining.ROWS,
    *items.ROWS,
    *losses.ROWS,
    *whole_parts.ROWS,
)
BY_NAME: Mapping[str, Gate] = {
    name: gate for gate in GATES if not gate.hidden for name in (gate.name, *gate.aliases)
}
BY_FUNCTION: Mapping[Any, Gate] = {gate.numpy or gate.forward: gate for gate in GATES}

__all__ = [
    "ADDER",
    "ATOM",
    "BY_FUNCTION",
    "BY_NAME",
    "COMPARE",
    "DISTRIBUTOR",
    "GATES",
    "POWER",
    "PRODUCT",
    "ROUTER",
    "SCALER",
    "SIGN",
    "SIGNED",
    "SUM",
    "SWITCHER",
    "Gate",
    "Role",
]
