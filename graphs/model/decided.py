"""What was decided and printed while a text was read, by the nodes it is computed from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

Value = Any  # a float, a bool or an array of either: numpy.float64, bool, numpy.ndarray
Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Guard:
    """A decision that was made while the text was read: what a node was, and on which line.

    ``node`` counts the graph's nodes, then its ``asides``. Where ``is_truth``, only the truth of
    the node's value decided, else the value itself.
    """

    node: int
    outcome: Value
    is_truth: bool
    line: int | None = None

    def holds(self, value: Value) -> bool:
        """Whether the decision would be the same at this value of the node."""
        if self.is_truth:
            return bool(np.all(value)) is bool(self.outcome)
        if np.shape(value) != np.shape(self.outcome):
            return False
        equal = (value == self.outcome) | ((value != value) & (self.outcome != self.outcome))
        return bool(np.all(equal))


@dataclass(frozen=True, eq=False, slots=True)
class Slot:
    """The value of a node in a text; ``whole`` where Python would hold whole numbers.

    ``conversion`` is "s", "r", or "list" where an array stands for a list of Python's.
    """

    node: int
    spec: str = ""  # of f"{loss:.3f}"
    conversion: str = "s"
    whole: bool = False
    percent: str = ""  # of "%.3f" % loss
    text_spec: str = ""  # for the text that all this makes, of f"{loss!r:>12}"


@dataclass(frozen=True, slots=True)
class PrintedText:
    """What a line prints: texts, and slots for values of nodes (see ``language.texts``)."""

    line: int
    parts: tuple[Any, ...]
