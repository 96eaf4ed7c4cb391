"""One pass after the other of a text's own loop: read as Python would run it, whatever its rule.

After each pass the values that are carried on become constants of the next one, so that any state
works that Python has: dictionaries, objects, schedules, momentum, batches that are drawn.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.forward import as_float64, as_python
from graphs.language import resolve
from graphs.language.notebooks import program_text
from graphs.language.parse import read_tree, reading_of
from graphs.language.reading import Reading
from graphs.language.syntax import to_syntax_tree
from graphs.language.things import (
    Wire,
)
from graphs.language.training_loops.passes import Passes
from graphs.language.visits import DONE, Park, Parked, Resume, Visit, run_visit
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Node, Training, Value
from graphs.training.pass_function import PassFunction
from graphs.training.recorded_pass import RecordedPass, Snapshot, recorded
from graphs.training.replay import Replay
from graphs.training.settling import find, settle

MOST_KINDS = 16  # of passes that are remembered


class WrittenPasses:
    """The passes of the loop by which a text trains; ``graph`` is the text as it is drawn.

    ``at`` is how many were made, ``values`` are the parameters after them by path, ``loss`` is that
    of the last pass before its update, None where it computed none; ``is_over`` after the last one.
    """

    def __init__(
        self,
        text: str,
        graph: Graph,
        given: Mapping[str, Value],
        limits: Limits | None = None,
        seed: int = 0,
    ) -> None:
        assert graph.training is not None
        self.training: Training = graph.training
        self._graph, self._given, self._limits = graph, dict(given), limits or UNLIMITED
        self._text, self._seed = text, graph.seed if graph.seed is not None else seed
        self.restart()

    def restart(self) -> None:
        """Begin before the first pass."""
        tree, accepted, parts, _ = to_syntax_tree(program_text(self._text), self._limits)
        graph = self._graph
        run = reading_of(accepted, parts, dict(self._given), self._limits, self._seed)
        run.filled, run.outside = graph.filled, graph.outside
        run.trains = self
        self._run, self._body = run, Parked([read_tree(run, tree, parts)])
        self.at, self.is_over = 0, False
        self._replay: Replay | None = None
        self._start: Snapshot | None = None  # of what is held before the pass
        self._met: dict[Hashable, PassFunction | None] = {}  # by signature; met once: no function
        self._draws = 0  # that no recipe draws again
        self.loss: float | None = None
        self.values: dict[str, Value] = {
            path: as_python(self._given.get(path, graph.inputs[path].written))
            for path in self.training.parameters
            if path in graph.inputs
        }

    def advance(self) -> None:
        """Make one pass, or find that there is none left.

        Raises:
            GraphError: a line cannot be computed at the values reached.
        """
        with np.errstate(all="ignore"):
            if (replay := self._replay) is not None:
                if replay.step():
                    self._note_replayed(replay)
                    return
                self._replay = None
                replay.write_back()
                self._begin(replay.passes, Snapshot.of(replay.passes, self._start))
            found = run_visit(self._run, self._go_on())
        self.is_over = found is DONE

    def _note_replayed(self, replay: Replay) -> None:
        self.at, self.loss = self.at + 1, replay.loss
        for path, value in replay.values(self.training.parameters):
            self.values[path] = as_python(value)

    def _go_on(self) -> Visit:
        return (yield Resume(self._body))

    # What the reading asks

    def after_pass(self, passes: Passes) -> Visit:
        """A pass of a loop has ended: note its loss, and forget how its values came about."""
        run, training = passes.run, self.training
        is_this = passes.node.lineno == training.line
        around = run.loops[: run.loops.index(passes)]
        if any(loop.node.lineno == training.line for loop in around):
            return  # a loop inside the pass, over time or layers
        if is_this:
            self.loss, loss = None, None
            if training.place is not None:
                loss = _loss_of(run, training, passes.pass_start)
                if loss is not None:  # a pass may compute none
                    self.loss = float(np.sum(resolve.value_of(run, loss)))
            record = self._recorded(passes, loss)
        settle(run, passes)
        if is_this:
            for path in training.parameters:
                if (value := find(run, path, passes.scope)) is not None:
                    self.values[path] = as_python(value)
            self._compare(passes, record)
            self.at += 1
            yield Park(None)

    def before_first(self, passes: Passes) -> None:
        """A loop begins."""
        if passes.run.repeats and passes.node.lineno == self.training.line:
            self._begin(passes, Snapshot.of(passes))

    def _begin(self, passes: Passes, now: Snapshot) -> None:
        """A pass begins, from what is held now."""
        self._start = now
        passes.settled = {id(wire): wire.node or 0 for _, wire in now.wires}

    def _recorded(self, passes: Passes, loss: int | None) -> RecordedPass | None:
        """The pass as gates on state, where it may be like another one."""
        run, before = passes.run, self._draws
        self._draws = run.draws - run.draws_followed
        may_be = isinstance(passes.node, ast.While) or isinstance(passes.several, range)
        if self._start is None or not may_be or self._draws != before:
            return None
        return recorded(passes, self._start, Snapshot.of(passes, self._start), loss)

    def _compare(self, passes: Passes, record: RecordedPass | None) -> None:
        """Go on without reading where two passes were alike."""
        now = Snapshot.of(passes, self._start)
        self._begin(passes, now)
        if record is None:
            return
        signature, run = record.signature, passes.run
        if signature not in self._met:
            self._met[signature] = None
            if len(self._met) > MOST_KINDS:
                del self._met[next(iter(self._met))]
            return
        function = self._met.pop(signature) or PassFunction(record, partial(resolve.value_of, run))
        self._met[signature] = function
        others = [one for one in self._met.values() if one is not None and one is not function]
        fitting = [one for one in others if one.recorded.fits(now)]
        self._replay = Replay(passes, [function, *fitting], now)

    def gradient(self, run: Reading, of: Wire) -> Wire | None:
        """The true gradient of the loss by a value, for a name that the text never computes."""
        start = run.loops[-1].pass_start if run.loops else 0
        loss = _loss_of(run, self.training, start)
        if loss is None or of.node is None:
            return None
        return Wire(run.builder.constant(_gradient(run, loss, of.node)), mutable=True)


def _loss_of(run: Reading, training: Training, start: int) -> int | None:
    """The node of the loss in a pass: computed at the same place of the text as in the first."""
    nodes, count = run.builder.nodes, 0
    for index in range(start, len(nodes)):
        node = nodes[index]
        if node.gate is not None and (node.source, node.gate.name) == training.place:
            if count == training.order:
                return index
            count += 1
    return None


def _gradient(run: Reading, loss: int, of: int) -> Value:
    """∂loss/∂value, by backpropagation through the nodes between them."""
    nodes, stack, needed = run.builder.nodes, [loss], {of}
    while stack:
        here = stack.pop()
        if here not in needed:
            needed.add(here)
            stack.extend(nodes[here].args if here > of else ())
    order = sorted(needed)
    new = {index: place for place, index in enumerate(order)}
    small = []
    for index in order:
        node, value = nodes[index], resolve.value_of(run, index)
        if index > of and node.gate is not None:
            args = tuple(new[one] for one in node.args)
            small.append(
                Node(new[index], "gate", node.gate, args, shape=node.shape, settings=node.settings)
            )
        else:
            small.append(Node(new[index], "constant", constant=value, shape=np.shape(value)))
    graph = Graph("", tuple(small), (), {}, {}, new[loss], "loss", frozenset((new[of],)))
    values = [as_float64(resolve.value_of(run, index)) for index in order]
    total: Any = np.zeros(np.shape(values[new[of]]))
    seed = as_float64(np.ones(np.shape(values[new[loss]])))
    for node, slot, _, so_far in backpropagate(graph, values, seed):
        if node.args[slot] == new[of]:
            total = so_far
    return as_float64(total)
