"""Passes that are alike are run without being read: as long as their decisions hold.

Otherwise the text is read on from where the passes have come.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from graphs.autodiff.forward import as_float64
from graphs.language import resolve
from graphs.language.reading import Reading
from graphs.language.things import END, List, Thing, Wire
from graphs.language.training_loops.passes import Passes
from graphs.model import Value
from graphs.training.pass_function import PassFunction
from graphs.training.recorded_pass import Snapshot
from graphs.training.settling import reachable, scopes


class Replay:
    """Passes like those that ``functions`` run, from where the text stands now."""

    def __init__(self, passes: Passes, functions: Sequence[PassFunction], now: Snapshot) -> None:
        self.passes, self._functions, self._now = passes, functions, now
        self._state: list[Value] = [
            as_float64(resolve.value_of(passes.run, node)) for node in now.nodes
        ]
        self._shapes = [passes.run.builder.nodes[node].shape for node in now.nodes]
        self._added: list[tuple[List, Value]] = []
        self._count = 0
        self.loss: float | None = None

    def step(self) -> bool:
        """Make one pass; False where it has to be read, and nothing has changed then."""
        several, at = self.passes.several, self.passes.count + self._count
        if isinstance(several, range) and at >= len(several):
            return False
        counter = float(several[at]) if isinstance(several, range) else 0.0
        for function in self._functions:
            before, after = function.recorded.shapes
            made = function(self._state, counter) if before == self._shapes else None
            if made is not None:
                self._state, self.loss, new = made
                self._shapes = after
                self._added += zip(function.grows, new, strict=True)
                self._count += 1
                return True
        return False

    def values(self, paths: Sequence[str]) -> Iterable[tuple[str, Value]]:
        """The values of paths, as far as they are state."""
        held = dict(zip(self._now.paths, self._state, strict=True))
        for path in paths:
            if path in held:
                yield path, held[path]
            elif path in self._items:
                yield path, as_float64([self._state[at] for at in self._items[path]])

    @cached_property
    def _items(self) -> dict[str, list[int]]:
        """Where the numbers of lists are in the state, by the lists' paths."""
        at = {id(wire): place for place, (_, wire) in enumerate(self._now.wires)}
        return {
            path: [at[id(one)] for one in thing.items]
            for scope in scopes(self.passes.run, self.passes.scope)
            for _, _, thing, path in reachable(scope)
            if isinstance(thing, List) and thing.items and all(id(one) in at for one in thing.items)
        }

    def write_back(self) -> None:
        """Make the text hold what the passes have come to."""
        run, passes = self.passes.run, self.passes
        if not self._count:
            return
        made: dict[int, int] = {}  # nodes of values: names of one value keep sharing it
        for place, (_, wire) in enumerate(self._now.wires):
            if all(function.recorded.keeps(place) for function in self._functions):
                continue
            value = self._state[place]
            if id(value) not in made:
                made[id(value)] = run.builder.constant(value)
                run.held.add(made[id(value)])
            wire.node = made[id(value)]
            wire.change += 1
        for it, value in self._added:
            it.items.append(_held(run, value))
        passes.count += self._count
        passes.pass_start = len(run.builder.nodes)
        for _ in range(self._count if passes.source is not None else 0):
            if passes.source.step(run, passes.node) is END:  # type: ignore[union-attr]
                break
        self._count, self._added = 0, []


def _held(run: Reading, value: Value) -> Thing:
    return float(value) if np.ndim(value) == 0 else Wire(run.builder.constant(value), mutable=True)
