"""One node's whole array, value and gradient, as a table: what a payload leaves out."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from graphs.errors import GraphError
from graphs.format.arrays import heat, table
from graphs.format.numbers import Digits, write
from graphs.groups.open_groups import ShownEvaluation
from graphs.model import Value
from graphs.payload.encode import encode

MOST_CELLS = 20_000  # of a table; beyond, its first rows
MOST_WHOLE = 70_000  # elements that are listed and copied even where the table is cut


def whole_array(shown: ShownEvaluation, node: str | None) -> dict[str, Any]:
    """The value and the gradient of a node: nested lists, text by rows, heat maps, NumPy code.

    Raises:
        GraphError: there is no such node.
    """
    evaluation = shown.whole
    if all(n.id != node for n in evaluation.model.nodes):
        evaluation = shown.evaluation  # it may be a closed group
    index = next((n.index for n in evaluation.model.nodes if n.id == node), None)
    if index is None:
        raise GraphError(f"There is no node {node}.", hint="Name one of the payload's nodes.")
    value = np.asarray(evaluation.node_values[index])
    gradient = evaluation.gradients.get(index)
    shape, cut_note = value.shape, None
    rows, columns = table(shape)
    row_count = max(1, min(rows, MOST_CELLS // max(columns, 1))) if rows else 0
    column_count = min(columns, MOST_CELLS)
    if row_count < rows or column_count < columns:
        cut_note = f"The first {row_count:,} of {rows:,} rows are shown."
        if column_count < columns:
            cut_note = f"The first {column_count:,} of {columns:,} columns are shown."
    arrays = {"value": value, "grad": None if gradient is None else np.asarray(gradient)}
    tables = {
        word: None if array is None else array.reshape(rows, columns)[:row_count, :column_count]
        for word, array in arrays.items()
    }
    whole = {
        word: array if array is not None and array.size <= MOST_WHOLE else None
        for word, array in arrays.items()
    }
    label = evaluation.labels[index]
    return {
        "node": node,
        "name": label.text,
        "shape": list(shape),
        **{
            word: None if array is None else encode(array, MOST_WHOLE)
            for word, array in whole.items()
        },
        "text": {word: _number_texts(array, evaluation.digits) for word, array in tables.items()},
        "heat": {word: None if array is None else heat(array) for word, array in tables.items()},
        "numpy": {
            word: None
            if array is None
            else _numpy_code(tables[word] if whole[word] is None else array)
            for word, array in arrays.items()
        },
        "rows": [_row_name(shape, row) for row in range(row_count)],
        "columns": [str(column) for column in range(column_count)],
        "cut": cut_note,
    }


def _number_texts(array: Any, digits: Digits) -> list[list[str]] | None:
    if array is None:
        return None
    return [[write(number, digits) for number in row] for row in array.tolist()]


def _row_name(shape: tuple[int, ...], row: int) -> str:
    """The leading indices that a row of the table stands for: ``[0, 1]``."""
    if len(shape) < 2:
        return "[ ]" if shape else ""
    leading = np.unravel_index(row, shape[:-1]) if prod(shape[:-1]) else ()
    return f"[{', '.join(str(place) for place in leading)}]"


def _numpy_code(array: Value) -> str:
    """An array as NumPy code that makes the same array again."""
    if not array.size:
        return f"np.zeros({array.shape})"
    text = np.array2string(
        array, separator=", ", threshold=array.size + 1, floatmode="unique", max_line_width=100
    )
    text = text.replace("nan", "np.nan").replace("inf", "np.inf")
    lines = text.split("\n")
    return "np.array(" + "\n         ".join(lines) + ")"
