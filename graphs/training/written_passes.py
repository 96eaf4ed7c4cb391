"""One pass after the other of a text's own loop: read as Python would run it, whatever its rule.

After each pass the values that are carried on become constants of the next one, so that any state
works that Python has: dictionaries, objects, schedules, momentum, batches that are drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.forward import as_float64, as_python
from graphs.language import resolve
from graphs.language.notebooks import program_text
from graphs.language.parse import read_tree, reading_of
from graphs.language.passes import Passes
from graphs.language.reading import Reading
from graphs.language.syntax import to_syntax_tree
from graphs.language.things import (
    Wire,
)
from graphs.language.visits import DONE, Park, Parked, Resume, Visit, run_visit
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Node, Training, Value
from graphs.training.replay import Replay, Script, Snapshot, may_replay, script_of
from graphs.training.settling import find, settle


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
        self._script: Script | None = None  # of the pass before
        self._start: Snapshot | None = None  # of what was held before the pass
        self._draws, self._may_replay = 0, False
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
            if self._replay is not None:
                if self._replay.step():
                    self._note_replayed(self._replay)
                    return
                self._replay.write_back()
                self._replay = self._script = self._start = None
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
            script = self._script_of(passes, loss)
        settle(run, passes)
        if is_this:
            self._compare(passes, script)
        if is_this:
            self.at += 1
            for path in training.parameters:
                if (value := find(run, path)) is not None:
                    self.values[path] = as_python(value)
            yield Park(None)

    def _script_of(self, passes: Passes, loss: int | None) -> Script | None:
        """The pass as gates on state, where it may be like the one before."""
        start, drawn = self._start, passes.run.draws != self._draws
        self._draws = passes.run.draws
        if start is None or start.of_loop is not passes:
            self._may_replay = may_replay(passes)
            return None
        if drawn or not self._may_replay:
            return None
        return script_of(passes, start, Snapshot.of(passes, start), loss)

    def _compare(self, passes: Passes, script: Script | None) -> None:
        """Go on without reading where two passes were alike."""
        before, self._script = self._script, script
        if not self._may_replay:
            self._start = Snapshot(of_loop=passes)
            return
        before_it = self._start
        is_this = before_it is not None and before_it.of_loop is passes
        now = Snapshot.of(passes, before_it if is_this else None)
        if script is not None and before is not None and script.signature == before.signature:
            self._replay = Replay(passes, script, now)
        passes.settled = {id(wire): wire.node or 0 for _, wire in now.wires}
        self._start = now

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
