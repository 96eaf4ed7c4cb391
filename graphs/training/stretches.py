"""Which settings hold from which iteration of a run: some may be changed on the way."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Change:
    """Settings that hold from an iteration on, its own update included."""

    iteration: int
    optimizer: str
    settings: Mapping[str, float]
    batch: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON-safe data, from which ``Change(**…)`` makes it again."""
        return {
            "iteration": self.iteration,
            "optimizer": self.optimizer,
            "settings": dict(self.settings),
            "batch": self.batch,
        }


@dataclass(frozen=True)
class Stretch:
    """The settings from ``iteration`` until the next stretch; the optimizer is at work since
    ``since``, where its state began with nothing."""

    iteration: int
    since: int
    optimizer: str
    settings: Mapping[str, float]
    batch: int | None
    begins_anew: bool = False  # with another optimizer than before

    def constants(self, iteration: int) -> dict[str, float]:
        """What the rule names besides the parameter, its gradient and its state."""
        return {**self.settings, "t": float(iteration + 1 - self.since)}


class Stretches:
    """The stretches of a run: its first settings, and one for each change."""

    def __init__(self, first: Change, changes: Sequence[Change]) -> None:
        self.all: list[Stretch] = []
        for change in (first, *changes):
            before = self.all[-1] if self.all else None
            goes_on = before is not None and before.optimizer == change.optimizer
            since = before.since if before is not None and goes_on else change.iteration
            anew = before is not None and not goes_on
            own = change.optimizer, change.settings, change.batch
            self.all.append(Stretch(change.iteration, since, *own, anew))

    def at(self, iteration: int) -> Stretch:
        """The one that an iteration's update belongs to."""
        return self.all[bisect_right(self.all, iteration, key=lambda each: each.iteration) - 1]


def with_change(first: Change, changes: Sequence[Change], new: Change) -> tuple[Change, ...]:
    """The changes with one more, in place of those from its iteration on; none where it says what
    holds already."""
    earlier = [each for each in changes if each.iteration < new.iteration]
    before = earlier[-1] if earlier else first
    same = (before.optimizer, dict(before.settings), before.batch)
    if same != (new.optimizer, dict(new.settings), new.batch):
        earlier.append(new)
    return tuple(earlier)
