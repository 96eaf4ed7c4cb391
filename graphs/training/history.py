"""The checkpoints of a run, from which the state at any earlier iteration is computed again.

They are made at multiples of a spacing, which doubles whenever they would take more bytes than
allowed; an iteration between two is computed from the one before.
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
    """The parameters after ``iteration`` updates, and the optimizer's state for each."""

    iteration: int
    values: Mapping[str, Value]
    states: Mapping[str, Mapping[str, Value]]

    @property
    def bytes(self) -> int:
        all_values = [*self.values.values()]
        all_values += [part for state in self.states.values() for part in state.values()]
        return OVERHEAD * (1 + len(all_values)) + sum(8 * np.size(point) for point in all_values)

    def copies_of_state(self) -> tuple[Values, States]:
        """Copies that may be changed in place."""
        return (
            {name: copy_value(value) for name, value in self.values.items()},
            {
                name: {part: copy_value(value) for part, value in state.items()}
                for name, state in self.states.items()
            },
        )

    def as_arrays(self) -> dict[str, Value]:
        """As one dictionary of arrays, for a file: ``net.w``, and its state ``v of net.w``."""
        arrays = dict(self.values)
        for name, state in self.states.items():
            arrays |= {f"{part} of {name}": value for part, value in state.items()}
        return {name: np.asarray(value) for name, value in arrays.items()}

    @classmethod
    def from_arrays(cls, iteration: int, arrays: Mapping[str, Value]) -> Checkpoint:
        """The checkpoint that ``as_arrays`` was called on."""
        values: Values = {}
        states: States = {}
        for whole, value in arrays.items():
            part, of, name = whole.partition(" of ")
            value = float(value) if np.ndim(value) == 0 else np.array(value)
            if not (of and part.isidentifier()):  # a path may have words as a key
                name = whole
            if name != whole:
                states.setdefault(name, {})[part] = value
            else:
                values[name] = value
                states.setdefault(name, {})
        return cls(iteration, values, states)


def copy_checkpoint(checkpoint: Checkpoint) -> Checkpoint:
    """A copy, which the run's next update does not change."""
    return Checkpoint(checkpoint.iteration, *checkpoint.copies_of_state())


class History:
    """The checkpoints of a run; the first is always kept. ``update`` makes one update, in place."""

    def __init__(self, first: Checkpoint, update: Update, budget: int = BUDGET) -> None:
        self.budget = budget
        self.spacing = 1
        self.checkpoints: dict[int, Checkpoint] = {first.iteration: first}
        self._start, self._update = first.iteration, update
        self._last_state: tuple[int, Values, States] | None = None  # computed last

    def needs_checkpoint(self, iteration: int) -> bool:
        """Whether a checkpoint is to be made at an iteration."""
        return (iteration - self._start) % self.spacing == 0 and iteration not in self.checkpoints

    def add(self, point: Checkpoint) -> None:
        """Add a checkpoint, and drop every other one where they take too many bytes."""
        self.checkpoints[point.iteration] = point
        while len(self.checkpoints) > 2 and len(self.checkpoints) * point.bytes > self.budget:
            self.spacing *= 2
            self.checkpoints = {
                k: other
                for k, other in self.checkpoints.items()
                if (k - self._start) % self.spacing == 0
            }

    def before(self, iteration: int) -> Checkpoint:
        """The latest at or before an iteration."""
        return self.checkpoints[max(k for k in self.checkpoints if k <= iteration)]

    def start_from(self, point: Checkpoint, iteration: int) -> None:
        """Compute an iteration from a checkpoint stored elsewhere, where none here is nearer."""
        nearest = self.before(iteration).iteration
        if self._last_state is not None and self._last_state[0] <= iteration:
            nearest = max(nearest, self._last_state[0])
        if nearest < point.iteration <= iteration:
            self._last_state = point.iteration, *point.copies_of_state()

    def state_at(self, iteration: int) -> tuple[Values, States]:
        """Parameters (and the last batch drawn) and states at an iteration, computed again from
        the nearest point before it. The next call changes them in place."""
        start = self.before(iteration)
        if self._last_state is None or not start.iteration <= self._last_state[0] <= iteration:
            self._last_state = start.iteration, *start.copies_of_state()
        start_iteration, values, states = self._last_state
        for k in range(start_iteration, iteration):
            self._update(k, values, states)
        self._last_state = iteration, values, states
        return values, states


def copy_value(value: Value) -> Value:
    """A copy of an array; a number as it is."""
    return value.copy() if isinstance(value, np.ndarray) else value
