"""How many passes of a loop are drawn: one of a loop that trains or is too long, else all."""

from __future__ import annotations

import ast
from typing import Any

from graphs.errors import GraphError, TooLarge
from graphs.language import recipes
from graphs.language.loop_texts import ends_early, yields
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import END, Iterator, List, Thing, Wire
from graphs.language.training_loops.carried import Place, places
from graphs.language.training_loops.first_pass import FirstPass
from graphs.language.training_loops.held_values import hold_changed
from graphs.language.training_loops.trainings import FoundTraining
from graphs.language.visits import Visit
from graphs.model import Notice

MOST_GATES = 100_000  # of all passes of a loop, whatever the limits
MOST_COUNTED = 100_000  # items of an iterator
MOST_MADE = 2_000  # nodes, while a typed generator is counted
LONGEST_TEST = 20  # characters of a title


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
        self.settled: dict[int, int] = {}  # nodes of wires between passes, where the text trains
        self.title = self._title()
        self.trainings = len(run.trainings)
        self.asked = run.assume.loops.get(node.lineno)
        self.is_watched = any(watcher.loop(run, node, scope) for watcher in run.watchers)
        self.is_once = self.is_watched or self.asked == "once"
        is_free = self.asked != "every" and not yields(node)  # what runs a generator may train
        self.before: list[Place] = []  # what is held now, as far as the first pass asks for it
        if is_free and not run.repeats:
            self.before = places(run, scope)
        hold_changed(run, node, self.before)

    def _title(self) -> str:
        """``for t``, ``for i, row``, ``while n < 3``."""
        if isinstance(self.node, ast.For):
            target = self.node.target
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            return f"for {', '.join(map(ast.unparse, names))}"
        test = " ".join(self.run.segment(self.node.test).split())
        return f"while {test}" if len(test) <= LONGEST_TEST else "while"

    def __enter__(self) -> None:
        self.run.loops.append(self)
        if self.run.trains is not None:
            self.run.trains.before_first(self)

    def __exit__(self, kind: Any, error: Any, traceback: Any) -> None:
        run = self.run
        if isinstance(error, TooLarge) and self.count and run.builder.gates > self.gates:
            error.loops.append(self.node.lineno)
        if self in run.loops:  # else an error has ended the loops around it
            del run.loops[run.loops.index(self) :]

    def item(self, item: Thing) -> Thing:
        """What the loop's target gets: a counter is followed where passes are compared."""
        run = self.run
        if not (run.repeats and isinstance(self.several, range)):
            return item
        first, last = self.node.lineno, self.node.end_lineno or 0
        holds_it = first <= run.trains.training.line <= last
        return recipes.counter(run, item) if holds_it else item

    def after(self) -> bool | None:
        """A pass has ended; whether it was the last one to be drawn: None where ``ends_here`` has
        to find that."""
        self.count += 1
        run = self.run
        if run.trains is not None or len(run.trainings) > self.trainings:
            return None
        return False if self.count > 1 or self.asked == "every" else None

    def ends_here(self) -> Visit:
        """Whether the pass that has ended was the last one to be drawn."""
        run = self.run
        if run.trains is not None:
            yield run.trains.after_pass(self)
            self.pass_start = len(run.builder.nodes)
            return False
        if len(run.trainings) > self.trainings:  # a loop inside trains: this one stops with it
            if self.asked == "every":
                return False
            times = yield self.passes()
            for one in run.trainings[self.trainings :]:
                one.repeat(times)
            return True
        return (yield self._after_the_first())

    def _after_the_first(self) -> Visit:
        first = FirstPass(self.run, self.node, self.scope, self.before, self.start)
        self.before = []
        if first.trained is not None:
            passes = yield self.passes()
            self.run.trainings.append(first.train(passes))
            return True
        if self.is_once:
            if not self.is_watched:
                passes = yield self.passes()
                many = "several" if passes is None else f"{passes:,}"
                self._note(f"pass 1 of {many} is drawn", first, passes)
            return True
        return self._is_too_long(first)

    def passes(self) -> int | Visit | None:
        """How many passes the loop has, where that is known before they are run."""
        if ends_early(self.node):
            return None
        several = self.several
        if isinstance(several, range):
            return _length(several)
        if isinstance(several, List) and several.array is not None:
            several = several.array
        if isinstance(several, List | tuple):
            return len(several.items if isinstance(several, List) else several)
        if type(several) is Wire and several.node is not None:
            shape = self.run.builder.nodes[several.node].shape
            return shape[0] if shape else None
        return self._counted()

    def _counted(self) -> Visit:
        """The passes of an iterator: it is gone through, as far as that is no great work."""
        if self.source is None:
            return None
        run, count, first = self.run, self.count, len(self.run.builder.nodes)
        try:
            while count < MOST_COUNTED and len(run.builder.nodes) - first < MOST_MADE:
                if (yield self.source.step(run, self.node)) is END:
                    return count
                count += 1
        except GraphError:  # of a typed generator: a later pass cannot be made
            return None
        finally:
            run.aside.update(range(first, len(run.builder.nodes)))
        return None

    def _is_too_long(self, first: FirstPass) -> bool:
        """Whether all passes would be too many to draw; they end here, with a note, then."""
        run, gates = self.run, self.run.builder.gates - self.gates
        if not isinstance(self.several, range):
            return False
        passes = _length(self.several)
        most = min(run.limits.gates, MOST_GATES)
        if gates and (passes * gates > most or passes > run.limits.calls):
            what = f"pass 1 of {passes:,} is drawn: all would be {passes * gates:,} gates"
            self._note(what, first, passes)
            return True
        if passes > run.limits.calls:
            raise run.too_large(
                f"range runs {_short(passes)} times; at most {run.limits.calls} passes are read.",
                self.node.iter if isinstance(self.node, ast.For) else self.node,
                "Use a smaller range.",
            )
        run.count_items(passes, self.node)
        return False

    def _note(self, what: str, first: FirstPass, passes: int | None) -> None:
        """Say that one pass is drawn, and what all of them would train."""
        run, line, names = self.run, self.node.lineno, first.stepped()
        if names:
            what += f"; Train runs them all, which change {', '.join(names)}"
            run.trainings.append(FoundTraining(line, passes, names, None, self.start))
        run.notes.append(
            Notice(f"Of the loop on line {line} {what}.", line, "loop", choices=("every",))
        )


def _length(several: range) -> int:
    """How many numbers a range has; ``len`` fails past 2**63."""
    return max(0, -((several.start - several.stop) // several.step))


def _short(passes: int) -> str:
    return f"{passes}" if passes < 10**9 else "more than 10**9"
