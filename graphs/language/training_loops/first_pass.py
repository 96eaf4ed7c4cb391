"""The first pass of a loop, when it has ended: what it changed, and whether it trains."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from graphs.language import literals, nodes
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import List, Thing, Wire, WrittenFloat, WrittenInt
from graphs.language.training_loops.carried import Place, places
from graphs.language.training_loops.evidence import is_called_a_loss, is_told
from graphs.language.training_loops.gradient_forms import trained_by_decision
from graphs.language.training_loops.told_gradients import trained_by_told
from graphs.language.training_loops.training_rule import (
    TrainedPass,
    has_named_loss,
    stepped,
    trained,
    trained_by_name,
)
from graphs.language.training_loops.trainings import FoundTraining

Change = tuple[Place, int, int]  # a place, its node before the pass, and after it


class FirstPass:
    """What a first pass changed; ``trained`` is what it trains, if it does.

    ``before`` are the places from before it, ``start`` is its first node.
    """

    def __init__(
        self,
        run: Reading,
        node: ast.For | ast.While,
        scope: Scope,
        before: Sequence[Place],
        start: int,
    ) -> None:
        self.run, self.node, self.scope, self.start = run, node, scope, start
        self.before = before
        self.changed = [*self._changed(), *self._first_read()] if before else []
        self.trained = self._trained() if before else None

    def _trained(self) -> TrainedPass | None:
        run, start, changed = self.run, self.start, self.changed
        found = trained(run, changed, start, self._titles, self._were_known())
        if found is not None and is_called_a_loss(run, found, start, self._titles):
            return found
        told = trained_by_told(run, changed, start, self._titles)
        if found is not None and is_told(run, found, told, start):
            return found
        return (
            trained_by_name(run, start, self._titles)
            or told
            or trained_by_decision(run, changed, start)
            or (found if found and found.loss is None and has_named_loss(run, found) else None)
        )

    def stepped(self) -> tuple[str, ...]:
        """The names of what the pass changes by adding to it."""
        steps = stepped(self.run, self.changed, self.start)
        return tuple(dict.fromkeys(self._title(before, place) for place, before, _ in steps))

    def train(self, passes: int | None) -> FoundTraining:
        """The training that it is: its parameters mean what they were before the update."""
        run, found = self.run, self.trained
        assert found is not None
        updates = {after for _, _, after in found.parameters}
        run.aside |= updates  # drawn is the pass before it
        changed = {
            one.key
            for one in self.before
            if isinstance(one.holder, Scope) and one.after() is not None
        }
        for place, before, _ in found.parameters:
            place.restore(before)
            self._make_input(place, before)
        for name in [*changed, *(place.key for place, _, _ in found.parameters)]:
            run.results.pop(name, None)
        run.results = {
            name: one
            for name, one in run.results.items()
            if not (type(one.thing) is Wire and one.thing.node in updates)
        }
        names = [self._title(before, place) for place, before, _ in found.parameters]
        names += run.updates_left_out
        step = found.losses[-1] if found.losses else None
        paths, line = tuple(dict.fromkeys(names)), self.node.lineno
        return FoundTraining(line, passes, paths, found.loss, self.start, step, found.title)

    def _changed(self) -> list[Change]:
        found = []
        for place in self.before:
            before, after = place.before(self.run), place.after()
            if before is not None and after is None and place.numbers is not None:
                after = self._numbers(place.now(), before)
            if before is not None and after is not None and before != after:
                found.append((place, before, after))
        return found

    def _numbers(self, thing: Thing, before: int) -> int | None:
        """The node of as many numbers in a new list, ``[wi - 0.1 * gi for …]``, as one array."""
        run = self.run
        if not isinstance(thing, List) or run.builder.nodes[before].shape != (len(thing.items),):
            return None
        if not all(isinstance(one, Wire | int | float) for one in thing.items):
            return None
        index = nodes.number(run, thing, self.node)
        run.aside.add(index)
        return index

    def _first_read(self) -> list[Change]:
        """Inputs that the pass was the first to read, and gave another value."""
        run = self.run
        new = {name: it.node for name, it in run.inputs.items() if it.node >= self.start}
        found: list[Change] = []
        for place in places(run, self.scope) if new else ():
            before = new.get(place.path)
            if before is not None and place.node not in (None, before):
                mutable = bool(run.builder.nodes[before].shape)
                wire = Wire(before, mutable=mutable)
                old = Place(place.path, place.owner, place.holder, place.key, wire, before)
                found.append((old, before, place.node or 0))
        return found

    def _were_known(self) -> list[int]:
        """Nodes of what was a known number before the pass."""
        found = []
        for place in self.before:
            if isinstance(place.thing, int | float) and place.before(self.run) is None:
                after = place.after()
                found += [] if after is None else [after]
        return found

    def _titles(self) -> dict[int, str]:
        """Paths by node of what can be reached now: ``loss.data``."""
        return {
            place.node: place.path
            for place in places(self.run, self.scope)
            if place.node is not None and place.path
        }

    def _title(self, before: int, place: Place) -> str:
        """How a parameter is called: its input's path, else the place that holds it."""
        node = self.run.builder.nodes[before]
        return node.name if node.kind == "input" and node.name else place.path

    def _make_input(self, place: Place, before: int) -> None:
        """A parameter whose value the text itself writes, in a function, is an input."""
        run = self.run
        node = run.builder.nodes[before]
        path = place.path or node.name or ""
        if node.kind != "constant" or node.truth or path in run.inputs or not path:
            return
        is_number = isinstance(place.thing, WrittenInt | WrittenFloat)
        if before in run.candidates:
            literals.promote(run, before, path)
        elif is_number or place.literal is not None or before in run.held:
            literals.make_input(run, before, path, place.literal)
