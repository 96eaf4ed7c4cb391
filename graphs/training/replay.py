"""Passes of a loop that are alike are run without reading them: state in, state out.

Two passes are alike where the same gates are used on the same state, the same decisions are made
and nothing else changes but lists that grow. Then the next passes are those gates on new values, as
long as the decisions hold; otherwise the text is read on from where the passes have come.
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphs.autodiff.forward import as_float64
from graphs.gates.shapes import Misfit
from graphs.language import resolve
from graphs.language.loop_texts import reads_its_counter
from graphs.language.passes import Passes
from graphs.language.reading import Reading
from graphs.language.things import END, Iterator, List, Thing, Wire
from graphs.model import Guard, Value
from graphs.training.settling import reachable, scopes

MOST_BYTES = 10_000  # of a constant that two passes are compared by
Reference = tuple[str, Any]  # to a value: of the pass by its place, of the state, or from before


@dataclass
class Snapshot:
    """What a text holds between two passes: its wires in order, each with the path that leads to
    it, known values, and how long its lists are."""

    wires: list[tuple[str, Wire]] = field(default_factory=list)
    known: list[tuple[str, Hashable]] = field(default_factory=list)
    lists: dict[int, tuple[List, int]] = field(default_factory=dict)
    growing: dict[int, List] = field(default_factory=dict)
    is_whole: bool = True  # no iterator, whose place is not seen
    of_loop: Passes | None = None

    @classmethod
    def of(cls, passes: Passes, before: Snapshot | None = None) -> Snapshot:
        """What is held now; items of lists that have grown since ``before`` are left out."""
        found, counter = cls(of_loop=passes), _targets(passes)
        if before is not None:
            found.growing = {
                key: it for key, (it, count) in before.lists.items() if len(it.items) > count
            }
        met = set[tuple[int, int, Any]]()
        for scope in scopes(passes.run, passes.scope):
            for holder, key, thing, path in reachable(scope):
                found.is_whole = found.is_whole and not isinstance(thing, Iterator)
                if isinstance(thing, List):
                    found.lists[id(thing)] = thing, len(thing.items)
                if id(holder) in found.growing or (id(holder), id(thing), key) in met:
                    continue
                met.add((id(holder), id(thing), key))
                if type(thing) is Wire:
                    if thing.base is None and thing.node is not None:
                        found.wires.append((path, thing))
                elif isinstance(thing, int | float | str) and path not in counter:
                    found.known.append((path, thing))
        return found


def _targets(passes: Passes) -> frozenset[str]:
    if not isinstance(passes.node, ast.For):
        return frozenset()
    return frozenset(part.id for part in ast.walk(passes.node.target) if isinstance(part, ast.Name))


@dataclass
class Script:
    """One pass as gates on state: ``gates`` are its nodes, ``ends`` the new state by wire."""

    gates: list[tuple[Any, tuple[Reference, ...], Any, Value]]
    ends: list[Reference]
    guards: dict[int, Guard]
    grown: list[tuple[List, list[Reference]]]
    loss: Reference | None
    signature: Hashable


def script_of(passes: Passes, start: Snapshot, end: Snapshot, loss: int | None) -> Script | None:
    """The pass that has just ended, before it is settled; None where it cannot be compared."""
    run, first = passes.run, passes.pass_start
    is_same = [path for path, _ in start.wires] == [path for path, _ in end.wires]
    if not (is_same and start.is_whole and end.is_whole):
        return None
    places: dict[int, int] = {}
    for place, (_, wire) in enumerate(start.wires):
        first_place = places.setdefault(passes.settled.get(id(wire), -1), place)
        if end.wires[first_place][1].node != end.wires[place][1].node:
            return None  # one value under two names that become different ones
    nodes = run.builder.nodes

    def reference(index: int) -> Reference:
        if index >= first:
            return "pass", index - first
        return ("state", places[index]) if index in places else ("before", index)

    gates: list[tuple[Any, tuple[Reference, ...], Any, Value]] = []
    words: list[Hashable] = []
    for node in nodes[first:]:
        if node.gate is None:
            if np.size(node.constant) * 8 > MOST_BYTES:
                return None
            gates.append((None, (), None, as_float64(node.constant)))
            words.append(np.asarray(node.constant).tobytes())
            continue
        args = tuple(map(reference, node.args))
        gates.append((node.gate, args, node.settings, None))
        words.append((node.gate.name, args, repr(node.settings)))
    ends = [reference(_node(wire)) for _, wire in end.wires]
    grown = []
    for key, it in end.growing.items():
        new = it.items[start.lists[key][1] :]
        if not all(type(one) is Wire and one.base is None and one.node is not None for one in new):
            return None
        grown.append((it, [reference(one.node) for one in new]))
    guards = {index - first: guard for index, guard in run.guards.items() if index >= first}
    decided = tuple((at, repr(it.outcome), it.is_truth) for at, it in sorted(guards.items()))
    counts = tuple((id(it), tuple(new)) for it, new in grown)
    signature = (tuple(words), tuple(ends), decided, counts, tuple(end.known))
    return Script(gates, ends, guards, grown, None if loss is None else reference(loss), signature)


def _node(wire: Wire) -> int:
    assert wire.node is not None
    return wire.node


class Replay:
    """Passes like one that was read, from where the text stands now; ``count`` were made."""

    def __init__(self, passes: Passes, script: Script, now: Snapshot) -> None:
        self.passes, self.script, self.now = passes, script, now
        run = passes.run
        self.state: list[Value] = [
            as_float64(resolve.value_of(run, _node(it))) for _, it in now.wires
        ]
        self.count = 0
        self.loss: float | None = None
        self._added: list[list[Value]] = [[] for _ in script.grown]
        self._before = {  # values from before the loop
            place: as_float64(resolve.value_of(run, place))
            for kind, place in (*(it for gate in script.gates for it in gate[1]), *script.ends)
            if kind == "before"
        }

    def step(self) -> bool:
        """Make one pass; False where it has to be read, and nothing has changed then."""
        passes = self.passes
        several = passes.several
        if isinstance(several, range) and passes.count + self.count >= len(several):
            return False
        values: list[Value] = []
        guards = self.script.guards

        def value(reference: Reference) -> Value:
            kind, place = reference
            if kind == "pass":
                return values[place]
            return self.state[place] if kind == "state" else self._before[place]

        try:
            for place, (gate, args, settings, constant) in enumerate(self.script.gates):
                if gate is None:
                    values.append(constant)
                else:
                    values.append(as_float64(gate.compute([value(it) for it in args], settings)))
                if place in guards and not guards[place].holds(values[place]):
                    return False
        except (Misfit, np.linalg.LinAlgError, ValueError, IndexError):
            return False  # the reading says what is wrong
        if self.script.loss is not None:
            self.loss = float(np.sum(value(self.script.loss)))
        for (_, new), added in zip(self.script.grown, self._added, strict=True):
            added += [value(one) for one in new]
        self.state = [value(one) for one in self.script.ends]
        self.count += 1
        return True

    def values(self, paths: Sequence[str]) -> Iterable[tuple[str, Value]]:
        """The values of paths, as far as they are state."""
        wanted = set(paths)
        for (path, _), value in zip(self.now.wires, self.state, strict=True):
            if path in wanted:
                yield path, value

    def write_back(self) -> None:
        """Make the text hold what the passes have come to."""
        run, passes = self.passes.run, self.passes
        if not self.count:
            return
        for place, (_, wire) in enumerate(self.now.wires):
            if self.script.ends[place][0] != "before":  # else it is what it was
                value = self.state[place]
                wire.node = run.builder.constant(value)
                wire.change += 1
        for (it, _), added in zip(self.script.grown, self._added, strict=True):
            it.items += [_held(run, value) for value in added]
        passes.count += self.count
        passes.pass_start = len(run.builder.nodes)
        for _ in range(self.count if passes.source is not None else 0):
            if passes.source.step(run, passes.node) is END:  # type: ignore[union-attr]
                break
        self.count = 0


def _held(run: Reading, value: Value) -> Thing:
    return float(value) if np.ndim(value) == 0 else Wire(run.builder.constant(value), mutable=True)


def may_replay(passes: Passes) -> bool:
    """Whether passes of a loop may be alike: it counts, and what it computes reads no counter."""
    if isinstance(passes.node, ast.While):
        return True
    return isinstance(passes.several, range) and not reads_its_counter(passes.node)
