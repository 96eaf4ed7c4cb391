"""One pass after the other of a text's own loop: read as Python would run it, whatever its rule.

After each pass the values that are carried on become constants of the next one, so that any state
works that Python has: dictionaries, objects, schedules, momentum, batches that are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from graphs.autodiff.backward import backpropagate
from graphs.autodiff.forward import as_float64, as_python
from graphs.language import resolve
from graphs.language.notebooks import program_text
from graphs.language.parse import read_tree, reading_of
from graphs.language.passes import Passes
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.syntax import to_syntax_tree
from graphs.language.things import (
    Dict,
    Function,
    Instance,
    List,
    Method,
    Set,
    Thing,
    Wire,
)
from graphs.language.visits import DONE, Park, Parked, Resume, Visit, run_visit
from graphs.limits import UNLIMITED, Limits
from graphs.model import Graph, Node, Training, Value

MOST_NODES = 200_000  # that are kept: what older passes computed is forgotten


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
        run.filled = {name: it.default for name, it in graph.inputs.items() if it.filled}
        run.trains = self
        self._run, self._body = run, Parked([read_tree(run, tree, parts)])
        self.at, self.is_over = 0, False
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
            found = run_visit(self._run, self._go_on())
        self.is_over = found is DONE

    def _go_on(self) -> Visit:
        return (yield Resume(self._body))

    # What the reading asks

    def after_pass(self, passes: Passes) -> Visit:
        """A pass of a loop has ended: note its loss, and forget how its values came about."""
        run, training = passes.run, self.training
        is_this = passes.node.lineno == training.line
        if is_this:
            self.loss = None
            if training.place is not None:
                loss = _loss_of(run, training, passes.pass_start)
                if loss is not None:  # a pass may compute none
                    self.loss = float(np.sum(resolve.value_of(run, loss)))
        _settle(run, passes)
        if is_this:
            self.at += 1
            for path in training.parameters:
                if (value := _find(run, path)) is not None:
                    self.values[path] = as_python(value)
            yield Park(None)

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


def _find(run: Reading, path: str) -> Value | None:
    """The value of a path of the text now."""
    for scope in _scopes(run):
        for _, _, thing, inner in _reachable(scope):
            if inner == path and type(thing) is Wire and thing.node is not None:
                return as_float64(run.known.get(thing.node, run.builder.nodes[thing.node].constant))
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


# Forgetting how values came about


def _settle(run: Reading, passes: Passes) -> None:
    """Make every value that the text still holds a constant, and forget the pass's nodes."""
    builder, start = run.builder, passes.start
    run.forgotten = run.forgotten or start  # what stands before the loop is kept
    settled: dict[int, int] = {}
    wires: list[Wire] = []
    for scope in _scopes(run, passes.scope):
        for _, _, thing, _ in _reachable(scope):
            if type(thing) is Wire:
                wires.append(thing)
    values = {
        wire.node: resolve.value_of(run, wire.node)
        for wire in wires
        if wire.base is None and wire.node is not None and wire.node >= start
    }
    run.known = {}
    for wire in wires:
        if wire.base is not None:
            wire.node, wire.seen = None, -1
        elif wire.node in values:
            if wire.node not in settled:
                index = builder.constant(values[wire.node])
                if wire.node in run.whole:
                    run.whole.add(index)
                settled[wire.node] = index
            wire.node = settled[wire.node]
            wire.change += 1
    passes.start = passes.pass_start = len(builder.nodes)
    run.guards, run.printed, run.results = {}, {}, {}
    run.shown, run.shown_inside = [], []
    builder.gates, builder.elements = 0, 0
    run.calls = run.counted = 0
    del builder.groups[passes.groups :]
    old = passes.start - MOST_NODES
    for index in range(run.forgotten, max(old, 0)):
        if builder.nodes[index].shape != ():  # numbers may be remembered elsewhere
            builder.nodes[index] = builder.nodes[0]
    run.forgotten = max(run.forgotten, old, 0)


def _scopes(run: Reading, innermost: Scope | None = None) -> Iterator[Scope]:
    yield run.top
    here = innermost
    while here is not None:
        yield here
        here = here.outer
    for loop in run.loops:
        here = loop.scope
        while here is not None:
            yield here
            here = here.outer


def _reachable(scope: Scope) -> Iterator[tuple[Thing, Any, Thing, str]]:
    """(holder, key, thing, path) of everything that names of a scope lead to; a number in a list
    is as good as known and becomes Python's own."""
    met = set[int]()
    stack: list[tuple[str, Thing]] = [("", scope)]
    while stack:
        path, holder = stack.pop()
        if id(holder) in met:
            continue
        met.add(id(holder))
        found: list[tuple[Any, Thing, str]]
        if isinstance(holder, Scope):
            found = [(name, thing, name) for name, thing in holder.names.items()]
        elif isinstance(holder, Instance):
            owner = holder.path or path
            found = [(name, it, f"{owner}.{name}") for name, it in holder.attributes.items()]
        elif isinstance(holder, Dict):
            owner = holder.path or path
            found = [(key, it, f"{owner}[{key!r}]") for key, (_, it) in holder.items.items()]
        elif isinstance(holder, List):
            owner = holder.path or path
            found = [
                (at, it, f"{owner}[{at}]")
                for at, it in enumerate(holder.items)
                if type(it) is not float
            ]
            if holder.array is not None:
                found.append((None, holder.array, owner))
        elif isinstance(holder, tuple):
            found = [(at, it, f"{path}[{at}]") for at, it in enumerate(holder)]
        elif isinstance(holder, Set):
            found = [(key, it, "") for key, it in holder.items.items()]
        elif isinstance(holder, Method):
            found = [(None, holder.owner, path)]
        elif isinstance(holder, Function):
            found = [(None, holder.scope, "")] if isinstance(holder.scope, Scope) else []
            found += [(name, it, "") for name, it in holder.attributes.items()]
        else:
            continue
        for key, thing, inner in found:
            yield holder, key, thing, inner
            if type(thing) is Wire:
                if thing.base is not None:
                    stack.append(("", (thing.base,)))
            elif type(thing) not in (int, float, str, bool, type(None)):
                stack.append((inner, thing))
