"""The rows of the data that each iteration uses."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graphs.errors import GraphError
from graphs.model import Value
from graphs.training.plan import Plan


class Batches:
    """The rows of each iteration; the batch of any iteration can be computed alone.

    Rows are drawn without replacement. Epoch e goes through them in the order of
    ``np.random.RandomState([seed, e]).permutation(rows)``; what is left over at its end is fewer
    than a batch and is left out, so that all batches have one shape.
    """

    def __init__(self, plan: Plan, values: Mapping[str, Value], size: int | None) -> None:
        """``values`` are the data in full, ``size`` the rows of a batch; None: all of them.

        Raises:
            GraphError: the data have not as many rows each.
        """
        self.data = {name: np.asarray(values[name]) for name in plan.data}
        rows = {name: np.shape(value)[:1] for name, value in self.data.items()}
        for name, count in rows.items():
            first = next(iter(rows))
            if not count:
                raise GraphError(
                    f"{name} is a number; data are arrays with a row for each example.",
                    hint=f"Leave {name} a constant.",
                )
            if count != rows[first]:
                raise GraphError(
                    f"{first} has {rows[first][0]} rows and {name} has {count[0]}.",
                    hint="Data are arrays with a row for each example; mark the others constants.",
                )
        self.rows = next(iter(rows.values()))[0] if rows else 0
        self.size = None if size is None or size >= self.rows else size
        self.seed = plan.seed
        self._order: tuple[int, Value] | None = None

    def at(self, iteration: int) -> dict[str, Value]:
        """The data inputs at an iteration; empty where each uses all rows."""
        if self.size is None:
            return {}
        epoch, batch_number = divmod(iteration, self.rows // self.size)
        if self._order is None or self._order[0] != epoch:
            order = np.random.RandomState([self.seed, epoch]).permutation(self.rows)
            self._order = epoch, order
        rows = self._order[1][batch_number * self.size : (batch_number + 1) * self.size]
        return {name: value[rows] for name, value in self.data.items()}

    def rows_at(self, iteration: int) -> Mapping[str, Value]:
        """The data inputs at an iteration, also where it uses all rows."""
        return self.at(iteration) or self.data
