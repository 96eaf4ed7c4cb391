"""Data from comma-separated values, as they are pasted, uploaded or saved by a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from graphs.errors import GraphError, TooLarge
from graphs.training.data import MOST_NUMBERS, MOST_ROWS

SEPARATORS = ("\t", ";", ",")  # what lines may be cut at; else at spaces
DECIMAL_COMMA = re.compile(r'(^|[;\t])(\s*"?[-+]?\d*),(\d+)(?="?\s*(?:[;\t]|$))')
LONGEST_SHOWN = 20
MOST_CLASSES = 100


@dataclass(frozen=True)
class Table:
    """Columns of numbers. ``y`` is the last column where it was asked for, as classes counted
    from 0 in the order of ``classes`` where it held words; ``x`` (rows, columns) is the rest."""

    columns: tuple[str, ...]
    x: Any
    y: Any | None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    line: int
    text: str
    cells: tuple[str, ...]


def read_table(text: str, header: bool | None = None, labelled: bool = True) -> Table:
    """A table of numbers. ``header`` says whether the first line names the columns (None: it does
    where none of its cells is a number). ``labelled``: the last column of several is y.

    Raises:
        GraphError: a cell is no number or a line has another length, with line and column.
        TooLarge: there are more rows or numbers than are taken.
    """
    rows = _rows(text.removeprefix("\ufeff"))
    if not rows:
        raise GraphError("There are no numbers in this text.", hint="Paste lines like 0.5,1.2,0.")
    first = rows[0]
    if header is None:
        header = _is_header(first)
    rows = rows[1:] if header else rows
    if not rows:
        raise GraphError("There is a line of names and nothing below it.", line=first.line)
    width = len(first.cells)
    _check_size(rows, width)
    for row in rows:
        if len(row.cells) != width:
            raise GraphError(
                f"Line {row.line} has {_plural(len(row.cells), 'cell')}, "
                f"line {first.line} has {width}.",
                line=row.line,
                hint="Every line needs as many cells.",
            )
    columns = tuple(first.cells) if header else tuple(f"x{one + 1}" for one in range(width))
    with_y = labelled and width > 1
    if with_y and not header:
        columns = (*columns[:-1], "y")
    inner = width - with_y
    x = np.array([[_number(row, column, columns) for column in range(inner)] for row in rows])
    if not with_y:
        return Table(columns, x, None)
    y, classes = _labels(rows, columns)
    return Table(columns, x, y, classes)


def _rows(text: str) -> list[_Row]:
    """The lines that are not empty, cut into cells."""
    lines = text.splitlines()
    filled = [line for line in lines if line.strip()]
    separator = next((one for one in SEPARATORS if filled and one in filled[0]), None)
    table_rows = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if separator is None:
            cells = line.split()
        else:
            if separator != ",":
                line = DECIMAL_COMMA.sub(r"\1\2.\3", line)
            try:
                cells = next(csv.reader(io.StringIO(line), delimiter=separator, strict=True))
            except csv.Error:
                raise GraphError(
                    f"Line {number} has a quotation mark that does not close.", line=number
                ) from None
        table_rows.append(_Row(number, line, tuple(cell.strip() for cell in cells)))
    return table_rows


def _is_header(first: _Row) -> bool:
    """Whether a first line names the columns: none of its cells is a number."""
    return any(first.cells) and all(_parse_number(cell) is None for cell in first.cells)


def _check_size(rows: Sequence[_Row], width: int) -> None:
    if len(rows) > MOST_ROWS:
        raise TooLarge(
            f"The text has {len(rows):,} rows; at most {MOST_ROWS:,} are taken.",
            hint="Take a sample of them.",
        )
    if len(rows) * width > MOST_NUMBERS:
        raise TooLarge(
            f"The text has {len(rows) * width:,} cells; at most {MOST_NUMBERS:,} are taken.",
            hint="Leave columns out.",
        )


def _parse_number(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return None
    return number if "_" not in cell else None  # 1_000 is Python's way, not a table's


def _number(row: _Row, column: int, columns: Sequence[str]) -> float:
    cell = row.cells[column]
    number = _parse_number(cell)
    if number is not None and math.isfinite(number):
        return number
    start = _start_of_cell(row, column)
    excerpt = cell if len(cell) <= LONGEST_SHOWN else cell[: LONGEST_SHOWN - 1] + "…"
    fault = f"{excerpt!r} is no finite number" if cell else "the cell is empty"
    decimal_comma = "," in cell and _parse_number(cell.replace(",", ".")) is not None
    raise GraphError(
        f"Line {row.line}, column {column + 1} ({columns[column]}): {fault}.",
        line=row.line,
        column=start,
        end_column=start + max(len(cell), 1),
        hint=f"Write {cell.replace(',', '.')}." if decimal_comma else "Give every cell a number.",
    )


def _start_of_cell(row: _Row, column: int) -> int:
    """Where a cell starts in its line, in characters."""
    start = 0
    for cell in row.cells[:column]:
        position = row.text.find(cell, start)
        start = (start if position < 0 else position) + len(cell) + 1
    return max(row.text.find(row.cells[column], start), start) if row.cells[column] else start


def _labels(rows: Sequence[_Row], columns: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """The last column: numbers, whole ones as whole numbers, or words as classes."""
    last = len(columns) - 1
    cells = [row.cells[last] for row in rows]
    if all(cells) and all(_parse_number(cell) is None for cell in cells):
        classes = tuple(dict.fromkeys(cells))
        if len(classes) > MOST_CLASSES:
            raise GraphError(
                f"The last column ({columns[last]}) holds {len(classes):,} different words; "
                f"at most {MOST_CLASSES} classes are taken.",
                hint="Put the column that is to be learned last.",
            )
        place = {word: number for number, word in enumerate(classes)}
        return np.array([place[cell] for cell in cells]), classes
    y = np.array([_number(row, last, columns) for row in rows])
    whole = bool(np.all(y == np.trunc(y)) and np.all(np.abs(y) < 2**53))
    return (y.astype(np.int64) if whole else y), ()


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" + ("" if count == 1 else "s")
