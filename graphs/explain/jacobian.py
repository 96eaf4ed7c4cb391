"""The Jacobian of one slot of a gate, if it is small enough to show, and its structure.

Rows are the elements of the gate's output, columns those of the argument, both in C order.
Backpropagation never forms it: the rules multiply by it implicitly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.autodiff.backward import unbroadcast
from graphs.model import Node, Value

MOST_ENTRIES = 400  # entries of a Jacobian that is shown
MOST_GATES_INSIDE = 300  # for a closed group: rows × gates inside that are computed


@dataclass(frozen=True)
class Jacobian:
    """``matrix`` is None where there would be more than 400 entries."""

    shape: tuple[int, int]
    structure: str
    words: str
    matrix: Any = None


def jacobian(node: Node, slot: int, output: Value, args: tuple[Value, ...]) -> Jacobian:
    """The derivatives of a gate's output elements by one argument's elements.

    ``args`` are the arguments' values. The matrix has shape (output size, argument size).
    """
    assert node.gate is not None
    rows, columns = int(np.size(output)), int(np.size(args[slot]))
    if rows * columns > MOST_ENTRIES:
        return Jacobian(
            (rows, columns),
            _kind(node),
            f"The Jacobian has {rows:,} × {columns:,} = {rows * columns:,} entries. Nobody forms "
            f"it: {_why(node, rows, columns)}",
        )
    if rows * node.gate.gates_inside > MOST_GATES_INSIDE:
        return Jacobian(
            (rows, columns),
            "full",
            f"The Jacobian has {rows} × {columns} entries, a row for each pass back through the "
            f"{node.gate.gates_inside:,} gates inside. Open the group to see how it comes about.",
        )
    with np.errstate(all="ignore"):  # the evaluation has warned already
        matrix = _entries(node, slot, output, args, rows, columns)
    structure, words = _structure(node, matrix)
    return Jacobian((rows, columns), structure, words, matrix)


def _entries(
    node: Node, slot: int, output: Value, args: tuple[Value, ...], rows: int, columns: int
) -> Any:
    assert node.gate is not None
    shape = np.shape(output)
    matrix = np.zeros((rows, columns))
    if node.gate.elementwise:
        factors = node.gate.pullback(slot, np.ones(shape)[()], output, args, node.settings)
        columns_of = np.arange(columns).reshape(np.shape(args[slot]))
        matrix[np.arange(rows), np.broadcast_to(columns_of, shape).ravel()] = np.broadcast_to(
            factors, shape
        ).ravel()
        return matrix
    for row in range(rows):
        unit = np.zeros(rows)
        unit[row] = 1.0
        upstream = unit.reshape(shape)[()]
        pulled = node.gate.pullback(slot, upstream, output, args, node.settings)
        matrix[row] = np.ravel(unbroadcast(np.shape(args[slot]), pulled))
    return matrix


def _kind(node: Node) -> str:
    assert node.gate is not None
    if node.gate.elementwise:
        return "diagonal"
    role = node.gate.role.name if node.gate.role else ""
    return {"router": "routing", "distributor": "routing", "switcher": "block"}.get(role, "full")


def _why(node: Node, rows: int, columns: int) -> str:
    kind = _kind(node)
    if kind == "diagonal":
        return "each output depends on one element of each input: a product by elements does."
    if kind == "routing":
        return "its entries only say which element goes where, so moving or adding elements does."
    return "the rule multiplies by it with the shapes at hand."


def _structure(node: Node, matrix: Any) -> tuple[str, str]:
    """The name of a Jacobian's pattern, and a sentence that says why it has it."""
    assert node.gate is not None
    rows, columns = matrix.shape
    if rows == columns and node.gate.elementwise:
        return "diagonal", "Diagonal: each output element depends on its own input element alone."
    if node.gate.elementwise:
        return (
            "repeated",
            "One entry a row: each output element depends on one input element, which is "
            "repeated; going back, its rows add up.",
        )
    if _kind(node) == "routing" and np.all((matrix == 0.0) | (matrix == 1.0)):
        if np.all(matrix == 1.0):
            return "routing", "All ones: every input element goes into the output as it is."
        return "routing", "Zeros and ones: elements are only moved, chosen or added."
    blocks = _blocks(matrix)
    if blocks:
        high, wide = rows // blocks, columns // blocks
        return (
            "block",
            f"Block diagonal: {blocks} blocks of {high} × {wide}, one for each row; "
            "rows do not mix.",
        )
    if _scaled_identities(matrix):
        return "block", "Blocks that are multiples of the identity: columns do not mix."
    return "full", "Full: every output element depends on every input element."


def _blocks(matrix: Any) -> int:
    """The number of blocks on the diagonal, if that is all there is; 0 otherwise."""
    rows, columns = matrix.shape
    for blocks in range(min(rows, columns), 1, -1):
        if rows % blocks or columns % blocks:
            continue
        high, wide = rows // blocks, columns // blocks
        inside = np.kron(np.eye(blocks), np.ones((high, wide))) > 0
        if not np.any(matrix[~inside]):
            return blocks
    return 0


def _scaled_identities(matrix: Any) -> bool:
    rows, columns = matrix.shape
    for size in range(min(rows, columns), 1, -1):
        if rows % size == 0 and columns % size == 0:
            parts = matrix.reshape(rows // size, size, columns // size, size)
            first = parts[:, 0, :, 0]
            diagonal = np.eye(size, dtype=bool)[None, :, None, :]
            if np.array_equal(parts, np.where(diagonal, first[:, None, :, None], 0.0)):
                return True
    return False
