"""A run's log for the page: read as it grows, thinned to what a plot can show."""

from __future__ import annotations

import csv
import io
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from graphs.payload.encode import encode
from web.training.run_files import Files

MOST_POINTS = 2_000  # of a series
MOST_HISTOGRAMS = 100  # in one answer
REMEMBERED = 16  # logs
Point = tuple[int, float | None]


class Log:
    """A run's log, read up to where it was written; later lines on an iteration win."""

    def __init__(self) -> None:
        self.losses: list[float | None] = []
        self.statistics: dict[int, dict[str, Any]] = {}
        self.layers: list[dict[str, Any]] = []
        self.right: dict[
            int, list[int]
        ] = {}  # by iteration, the labels that are right, of how many
        self._read = 0
        self._lock = threading.Lock()

    def read_on(self, files: Files) -> None:
        """Take in what has been written since."""
        with self._lock:
            lines, self._read = files.lines(self._read)
            for line in lines:
                if "losses" in line:
                    self.losses[line["from"] :] = line["losses"]
                elif "statistics" in line:
                    one = line["statistics"]
                    self.statistics[one["iteration"]] = one
                elif "right" in line:
                    iteration, *self.right[iteration] = line["right"]
                else:
                    self.layers = line["layers"]

    def rows(self) -> list[list[Any]]:
        """The whole log as a table, the names of its columns first."""
        names = sorted({name for one in self.statistics.values() for name in one["gradient"]})
        words = ("gradient", "ratio")
        head = ["iteration", "loss", *(f"{name} {word}" for name in names for word in words)]
        table: list[list[Any]] = [head]
        for iteration, loss in enumerate(self.losses):
            one = self.statistics.get(iteration, {})
            table.append(
                [
                    iteration,
                    loss,
                    *(one.get(word, {}).get(name) for name in names for word in words),
                ]
            )
        return table


class Logs:
    """The logs read last."""

    def __init__(self) -> None:
        self._known: OrderedDict[Path, Log] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, files: Files) -> Log:
        """A run's log, read on."""
        with self._lock:
            log = self._known.setdefault(files.folder, Log())
            self._known.move_to_end(files.folder)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        log.read_on(files)
        return log


def series(log: Log, after: int) -> dict[str, Any]:
    """The part of a status that grows: what came after an iteration, up to ``checkpoint``."""
    last = len(log.losses) - 1
    measured = [one for k, one in sorted(log.statistics.items()) if after < k <= last]
    names = list(dict.fromkeys(name for one in measured for name in one["gradient"]))
    first = max(after + 1, 0)
    losses = list(enumerate(log.losses[first:], start=first))
    return {
        "checkpoint": last,
        "loss": thinned(losses),
        "right": _some(
            [[k, *one] for k, one in sorted(log.right.items()) if k > after], MOST_POINTS
        ),
        "parameters": {
            name: {
                word: thinned(
                    [(one["iteration"], one[word][name]) for one in measured if name in one[word]]
                )
                for word in ("gradient", "ratio")
            }
            for name in names
        },
        "layers": log.layers,
        "histograms": [
            {
                "iteration": one["iteration"],
                **{word: _encoded(one[word]) for word in ("activations", "gradients")},
            }
            for one in _some(measured, MOST_HISTOGRAMS)
        ],
    }


def thinned(points: Sequence[Point], most: int = MOST_POINTS) -> list[list[Any]]:
    """At most so many of a series' points: the first, the last, and of each stretch between the
    lowest and the highest; a number that is not finite counts as the highest."""
    if len(points) > most:
        inner = np.array([np.nan if y is None else y for _, y in points[1:-1]], dtype=np.float64)
        places = {0, len(points) - 1}
        for stretch in np.array_split(np.arange(len(inner)), (most - 2) // 2):
            numbers = inner[stretch]
            places.add(1 + int(stretch[np.argmin(np.where(np.isfinite(numbers), numbers, np.inf))]))
            places.add(1 + int(stretch[np.argmax(np.where(np.isfinite(numbers), numbers, np.inf))]))
        points = [points[place] for place in sorted(places)]
    return [[k, encode(y)] for k, y in points]


def as_csv(log: Log) -> str:
    """The whole log as comma-separated values; what was not measured is left empty."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(log.rows())
    return text.getvalue()


def _some(several: Sequence[Any], most: int) -> list[Any]:
    """Evenly chosen, with the first and the last."""
    if len(several) <= most:
        return list(several)
    return [several[place] for place in np.linspace(0, len(several) - 1, most).round().astype(int)]


def _encoded(histograms: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {
        layer: {
            word: value if isinstance(value, list) else encode(value) for word, value in one.items()
        }
        for layer, one in histograms.items()
    }
