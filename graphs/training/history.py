"""What a run remembers of its past, so that any iteration can be met again.

Checkpoints stand at multiples of a spacing, which doubles whenever they would take more bytes than
allowed; what lies between is computed again from the one before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from graphs.model import Value

Values = dict[str, Value]
States = dict[str, dict[str, Value]]
Update = Callable[[int, Values, States], object]
BUDGET = 64_000_000  # bytes
OVERHEAD = 500  # bytes of a checkpoint, and of each value in it, besides the numbers


@dataclass(frozen=True)
class Checkpoint:
    """The parameters after ``iteration`` updates, and what the optimizer remembers of each."""

    iteration: int
    values: Mapping[str, Value]
    states: Mapping[str, Mapping[str, Value]]

    @property
    def bytes(self) -> int:
        everything = [*self.values.values()]
        everything += [part for state in self.states.values() for part in state.values()]
        return OVERHEAD * (1 + len(everything)) + sum(8 * np.size(one) for one in everything)

    def parts(self) -> tuple[Values, States]:
        """Copies that may be changed in place."""
        return (
            {name: copied(value) for name, value in self.values.items()},
            {
                name: {part: copied(value) for part, value in state.items()}
                for name, state in self.states.items()
            },
        )

    def flat(self) -> dict[str, Value]:
        """As one dictionary of arrays, for a file: ``w``, and its state ``w.v``."""
        found = dict(self.values)
        for name, state in self.states.items():
            found |= {f"{name}.{part}": value for part, value in state.items()}
        return {name: np.asarray(value) for name, value in found.items()}

    @classmethod
    def unflat(cls, iteration: int, flat: Mapping[str, Value]) -> Checkpoint:
        """What ``flat`` gave, read back."""
        values: Values = {}
        states: States = {}
        for whole, value in flat.items():
            name, _, part = whole.partition(".")
            value = float(value) if np.ndim(value) == 0 else np.array(value)
            if part:
                states.setdefault(name, {})[part] = value
            else:
                values[name] = value
                states.setdefault(name, {})
        return cls(iteration, values, states)


def checkpoint(here: Checkpoint) -> Checkpoint:
    """A copy of where a run stands, which its next update does not change."""
    return Checkpoint(here.iteration, *here.parts())


class History:
    """The checkpoints of a run; the first stays. ``update`` makes one update again, in place."""

    def __init__(self, first: Checkpoint, update: Update, budget: int = BUDGET) -> None:
        self.budget = budget
        self.spacing = 1
        self.kept: dict[int, Checkpoint] = {first.iteration: first}
        self._start, self._update = first.iteration, update
        self._cursor: tuple[int, Values, States] | None = None  # where the last look back ended

    def wants(self, iteration: int) -> bool:
        """Whether a checkpoint belongs here."""
        return (iteration - self._start) % self.spacing == 0 and iteration not in self.kept

    def keep(self, one: Checkpoint) -> None:
        """Add one, and thin all of them where they have become too many."""
        self.kept[one.iteration] = one
        while len(self.kept) > 2 and len(self.kept) * one.bytes > self.budget:
            self.spacing *= 2
            self.kept = {
                at: held for at, held in self.kept.items() if (at - self._start) % self.spacing == 0
            }

    def before(self, iteration: int) -> Checkpoint:
        """The latest at or before an iteration."""
        return self.kept[max(at for at in self.kept if at <= iteration)]

    def start_from(self, one: Checkpoint, iteration: int) -> None:
        """Meet an iteration from a checkpoint that is kept elsewhere, where nothing is nearer."""
        nearest = self.before(iteration).iteration
        if self._cursor is not None and self._cursor[0] <= iteration:
            nearest = max(nearest, self._cursor[0])
        if nearest < one.iteration <= iteration:
            self._cursor = one.iteration, *one.parts()

    def met(self, iteration: int) -> tuple[Values, States]:
        """Parameters (and the last batch drawn) and states at an iteration, computed again from
        the nearest point before it. What is given out changes at the next call."""
        start = self.before(iteration)
        if self._cursor is None or not start.iteration <= self._cursor[0] <= iteration:
            self._cursor = start.iteration, *start.parts()
        at, values, states = self._cursor
        for here in range(at, iteration):
            self._update(here, values, states)
        self._cursor = iteration, values, states
        return values, states


def copied(value: Value) -> Value:
    """A value that nobody else changes."""
    return value.copy() if isinstance(value, np.ndarray) else value
