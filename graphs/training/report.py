"""A run's log as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from graphs.training.run import Record


def csv_log(records: Sequence[Record], parameters: Sequence[str]) -> str:
    """A run as CSV: a line for each iteration, in full precision; empty where not measured.

    The columns are the iteration, its loss, and for each parameter the norm of its gradient and
    of its update over its own.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = [f"{what} {name}" for name in parameters for what in ("gradient", "update/parameter")]
    writer.writerow(["iteration", "loss", *heads])
    for one in records:
        measured: list[Mapping[str, float | None]] = [{}, {}]
        if one.statistics is not None:
            measured = [one.statistics.gradient, one.statistics.ratio]
        cells = [what.get(name) for name in parameters for what in measured]
        writer.writerow([one.iteration, _cell(one.loss), *map(_cell, cells)])
    return text.getvalue()


def _cell(value: float | None) -> str:
    return "" if value is None else repr(value)
