"""How many passes of a loop are drawn: one of a loop that trains or is too long, else all."""

from __future__ import annotations

import ast
import re
from typing import Any

from graphs.language import literals, nodes
from graphs.language.carried import Place, places
from graphs.language.loop_texts import changed_names, ends_early
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import END, Iterator, List, Thing, Wire, WrittenFloat, WrittenInt
from graphs.language.training_rule import TrainedPass, trained
from graphs.language.trainings import FoundTraining
from graphs.language.visits import Visit
from graphs.model import Notice

MOST_GATES = 100_000  # of all passes of a loop, whatever the limits
MOST_COUNTED = 100_000  # items of an iterator


class Passes:
    """The passes of one loop as it runs; ``count`` of them are done."""

    def __init__(
        self,
        run: Reading,
        node: ast.For | ast.While,
        scope: Scope,
        several: Thing = None,
        source: Iterator | None = None,
    ) -> None:
        self.run, self.node, self.source, self.scope = run, node, source, scope
        self.several = several
        self.count = 0
        self.start, self.gates = len(run.builder.nodes), run.builder.gates
        self.groups, self.pass_start = len(run.builder.groups), self.start
        self.trainings = len(run.trainings)
        self.results = dict(run.results)
        self.asked = run.assume.loops.get(node.lineno)
        is_watched = any(watcher.loop(run, node, scope) for watcher in run.watchers)
        self.is_once = is_watched or self.asked == "once"
        self.is_quiet = is_watched  # the watcher says it
        self.before: list[Place] = places(run, scope) if self.asked != "all" else []
        if run.frames:
            held = changed_names(node)
            for place in self.before:
                if re.split(r"\W", place.path, maxsplit=1)[0] in held:
                    self._hold(place)

    def after(self, left: Any) -> Visit:
        """A pass has ended; whether it was the last one to be drawn."""
        run = self.run
        self.count += 1
        if run.trains is not None:
            run.trains.after_pass(self)
            self.pass_start = len(run.builder.nodes)
            return False
        if len(run.trainings) > self.trainings:  # a loop inside trains: this one stops with it
            if self.asked == "all":
                return False
            run.trainings[-1].repeat((yield self.passes()))
            return True
        if self.count > 1:
            return False
        found = trained(run, self._changed(), self.start, self._titles) if self.before else None
        self.before = []
        if found is not None and self.asked != "all":
            yield self._train(found)
            return True
        if self.is_once:
            if not self.is_quiet:
                passes = yield self.passes()
                many = "several" if passes is None else f"{passes:,}"
                self._note(f"pass 1 of {many} is drawn")
            return True
        return self._is_too_long()

    def passes(self) -> int | Visit | None:
        """How many passes the loop has, where that is known before they are run."""
        if ends_early(self.node):
            return None
        if isinstance(self.several, range):
            return _length(self.several)
        if isinstance(self.several, List | tuple) and getattr(self.several, "array", None) is None:
            items = self.several.items if isinstance(self.several, List) else self.several
            return len(items)
        if isinstance(self.several, List):
            shape = self.run.builder.nodes[self.several.array.node or 0].shape
            return shape[0] if shape else None
        if type(self.several) is Wire and self.several.node is not None:
            shape = self.run.builder.nodes[self.several.node].shape
            return shape[0] if shape else None
        return self._counted()

    def _counted(self) -> Visit:
        """The passes of an iterator whose items can be gone through without running the text."""
        if self.source is None or self.source.parked is not None:
            return None
        count = self.count
        while count < MOST_COUNTED:
            if (yield self.source.step(self.run, self.node)) is END:
                return count
            count += 1
        return None

    def _hold(self, place: Place) -> None:
        """Draw what a function's loop changes as a value of its own, though it is known: a loop
        that trains changes it by what is computed from it."""
        run, thing = self.run, place.thing
        if isinstance(thing, float) and not isinstance(thing, bool):
            index = nodes.number(run, thing, self.node)
            place.thing = Wire(index)
            place.restore(index)
        elif type(thing) is Wire and thing.base is None:
            index = nodes.node_of(run, thing, self.node)
            if run.builder.nodes[index].kind != "constant" or run.builder.nodes[index].truth:
                return
        else:
            return
        place.node = index
        run.held.add(index)

    def _changed(self) -> list[tuple[Place, int, int]]:
        run, found = self.run, []
        for place in self.before:
            before, after = place.before(run), place.after()
            if before is not None and after is not None and before != after:
                found.append((place, before, after))
        return found + self._first_read()

    def _titles(self) -> dict[int, str]:
        """Paths by node of what can be reached now: ``loss.data``."""
        return {
            place.node: place.path
            for place in places(self.run, self.scope)
            if place.node is not None and place.path
        }

    def _first_read(self) -> list[tuple[Place, int, int]]:
        """Inputs that the pass was the first to read, and gave another value."""
        run = self.run
        new = {name: it.node for name, it in run.inputs.items() if it.node >= self.start}
        if not new:
            return []
        found = []
        for place in places(run, self.scope):
            before = new.get(place.path)
            if before is not None and place.node not in (None, before):
                mutable = bool(run.builder.nodes[before].shape)
                wire = Wire(before, mutable=mutable)
                old = Place(place.path, place.owner, place.holder, place.key, wire, before)
                found.append((old, before, place.node or 0))
        return found

    def _train(self, found: TrainedPass) -> Visit:
        """The loop trains: its parameters mean what they were before the update."""
        run = self.run
        updates = {after for _, _, after in found.parameters}
        for place, before, _ in found.parameters:
            place.restore(before)
            self._make_input(place, before)
        changed = {one.key for one in self._others() if isinstance(one.holder, Scope)}
        for name in [*changed, *(place.key for place, _, _ in found.parameters)]:
            run.results.pop(name, None)
        run.results = {
            name: one
            for name, one in run.results.items()
            if not (type(one.thing) is Wire and one.thing.node in updates)
        }
        names = [_title(run, before, place) for place, before, _ in found.parameters]
        passes = yield self.passes()
        names += [name for name in run.updates_left_out if name not in names]
        run.trainings.append(
            FoundTraining(
                self.node.lineno, passes, tuple(dict.fromkeys(names)), found.loss, self.start
            )
        )

    def _others(self) -> list[Place]:
        """Places whose value from before the loop is another one now, such as momentum's."""
        return [place for place in self.before if place.after() is not None]

    def _make_input(self, place: Place, before: int) -> None:
        """A parameter whose value the text itself writes, in a function, is an input."""
        run = self.run
        node = run.builder.nodes[before]
        if node.kind != "constant" or node.truth:
            return
        path = place.path or node.name or ""
        if path in run.inputs or not path:
            return
        if before in run.candidates:
            literals.promote(run, before, path)
        elif (
            isinstance(place.thing, WrittenInt | WrittenFloat)
            or place.literal is not None
            or before in run.held
        ):
            literals.make_input(run, before, path, place.literal)

    def _is_too_long(self) -> bool:
        """Whether all passes would be too many to draw; they end here, with a note, then."""
        run = self.run
        if self.asked == "all" or self.count > 1:
            return False
        gates = run.builder.gates - self.gates
        if not isinstance(self.several, range):
            return False
        passes = _length(self.several)
        most = min(run.limits.gates, MOST_GATES)
        if gates and (passes * gates > most or passes > run.limits.calls):
            self._note(f"pass 1 of {passes:,} is drawn, for all would be {passes * gates:,} gates")
            return True
        if passes > run.limits.calls:
            raise run.too_large(
                f"range runs {_short(passes)} times; at most {run.limits.calls} passes are read.",
                self.node.iter if isinstance(self.node, ast.For) else self.node,
                "Use a smaller range.",
            )
        if self.count == 1:
            run.count_items(passes, self.node)
        return False

    def _note(self, what: str) -> None:
        line = self.node.lineno
        self.run.notes.append(
            Notice(f"Of the loop on line {line} {what}.", line, "loop", choices=("all",))
        )


def _length(several: range) -> int:
    """How many numbers a range has; ``len`` fails past 2**63."""
    return max(0, -((several.start - several.stop) // several.step))


def _short(passes: int) -> str:
    return f"{passes}" if passes < 10**9 else "more than 10**9"


def _title(run: Reading, before: int, place: Place) -> str:
    """How a parameter is called: its input's path, else the place that holds it."""
    node = run.builder.nodes[before]
    if node.kind == "input" and node.name:
        return node.name
    return place.path
