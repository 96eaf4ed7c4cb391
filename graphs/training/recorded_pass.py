"""What one pass of a loop did, as gates on state: the old state and a counter in, the new one out.

Two passes are alike where the same gates are used on the same state, the same decisions are made
and nothing else changes but lists that grow, counters and random values (``language.recipes``).
"""

from __future__ import annotations

import ast
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from graphs.autodiff.forward import as_float64
from graphs.language.recipes import Followed, Recipe
from graphs.language.things import Iterator, List, Thing, Wire
from graphs.language.training_loops.passes import Passes
from graphs.model import Guard, Node, Shape, Value
from graphs.training.settling import reachable, scopes

MOST_BYTES = 10_000  # of a constant that two passes are compared by
Reference = tuple[str, int]  # to a value: of the pass by its place, of the state, or from before


def _noted(name: str) -> Any:
    """A list's method that notes that the items are read."""

    def method(self: Grown, *given: Any) -> Any:
        self.is_read = True
        return getattr(list, name)(self, *given)

    return method


class Grown(list[Thing]):
    """The items of a list that passes append to; it notes where a pass reads them."""

    is_read = False
    __len__, __iter__, __getitem__ = _noted("__len__"), _noted("__iter__"), _noted("__getitem__")
    __contains__, __reversed__, pop = _noted("__contains__"), _noted("__reversed__"), _noted("pop")


@dataclass
class Snapshot:
    """What a text holds between two passes: its wires in order, each with the path that leads to
    it, known values, and how long its lists are. What lists hold that passes append to is left
    out."""

    wires: list[tuple[str, Wire]] = field(default_factory=list)
    known: list[tuple[str, Hashable]] = field(default_factory=list)
    lists: dict[int, tuple[List, int, Thing]] = field(default_factory=dict)
    is_whole: bool = True  # no iterator, whose place is not seen
    reads_grown: bool = False  # the pass read what passes append to

    @classmethod
    def of(cls, passes: Passes, before: Snapshot | None = None) -> Snapshot:
        """What is held now; lists that have grown since ``before`` are watched from here on."""
        found, counter = cls(), _targets(passes)
        for it, count, _ in () if before is None else before.lists.values():
            if isinstance(it.items, Grown):
                found.reads_grown = found.reads_grown or it.items.is_read
            elif len(it.items) > count and it.kind == "list":
                it.items, found.reads_grown = Grown(it.items), True  # as far as is known
        met = set[tuple[int, int, Any]]()
        for scope in scopes(passes.run, passes.scope):
            for holder, key, thing, path in reachable(scope):
                found.is_whole = found.is_whole and not isinstance(thing, Iterator)
                is_new = (id(holder), id(thing), key) not in met
                met.add((id(holder), id(thing), key))
                if isinstance(thing, List):
                    items = thing.items
                    found.lists[id(thing)] = thing, len(items), items[-1] if items else None
                    if not isinstance(items, Grown):
                        found.known.append((f"len({path})", len(items)))
                if not is_new or (isinstance(holder, List) and isinstance(holder.items, Grown)):
                    continue
                if type(thing) is Wire:
                    if thing.base is None and thing.node is not None:
                        found.wires.append((path, thing))
                elif isinstance(thing, int | float | str) and path not in counter:
                    found.known.append((path, thing))
        for it, _, _ in found.lists.values():
            if isinstance(it.items, Grown):
                it.items.is_read = False
        return found

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.wires]

    @property
    def nodes(self) -> list[int]:
        return [wire.node for _, wire in self.wires if wire.node is not None]


def _targets(passes: Passes) -> frozenset[str]:
    if not isinstance(passes.node, ast.For):
        return frozenset()
    return frozenset(part.id for part in ast.walk(passes.node.target) if isinstance(part, ast.Name))


@dataclass(frozen=True, slots=True)
class Step:
    """One value of a pass: a gate's, a recipe's, or a constant. ``places`` are the places in an
    array that the settings name and that differ from pass to pass."""

    shape: Shape | None
    gate: Any = None
    args: tuple[Reference, ...] = ()
    settings: Mapping[str, Any] | None = None
    places: tuple[Reference, ...] = ()
    recipe: Recipe | None = None
    constant: Value = 0.0
    is_ufunc: bool = False  # NumPy computes it as it is

    @property
    def word(self) -> Hashable:
        """What passes are compared by."""
        if self.recipe is not None:
            return ("recipe", self.recipe.compute.__qualname__, self.args)
        if self.gate is None:
            return np.asarray(self.constant).tobytes()
        key = (self.settings or {}).get("key")
        named = {name: it for name, it in (self.settings or {}).items() if name != "key"}
        return self.gate.name, self.args, repr(named), repr(without_places(key)), self.places


@dataclass
class RecordedPass:
    """``steps`` are the pass's nodes, ``ends`` the new state, wire by wire; ``shapes`` are the
    state's, and ``known`` is what the text knew, before and after it."""

    paths: list[str]
    shapes: tuple[list[Shape | None], list[Shape | None]]
    steps: list[Step]
    ends: list[Reference]
    guards: dict[Reference, Guard]
    grown: list[tuple[List, list[Reference]]]
    loss: Reference | None
    known: tuple[list[tuple[str, Hashable]], list[tuple[str, Hashable]]]

    def fits(self, now: Snapshot) -> bool:
        """Whether such a pass may come now, and leave what is known as it is."""
        return self.paths == now.paths and self.known[0] == self.known[1] == now.known

    def keeps(self, place: int) -> bool:
        """Whether the state at a place stays what it is."""
        return self.ends[place][0] == "before" or self.ends[place] == ("state", place)

    @property
    def signature(self) -> Hashable:
        """Equal for passes that are alike."""
        return (
            tuple(self.paths),
            tuple(map(tuple, self.shapes)),
            tuple(step.word for step in self.steps),
            tuple(self.ends),
            tuple((at, repr(it.outcome), it.is_truth) for at, it in sorted(self.guards.items())),
            tuple((id(it), tuple(new)) for it, new in self.grown),
            tuple(map(tuple, self.known)),
        )


def recorded(
    passes: Passes, start: Snapshot, end: Snapshot, loss: int | None
) -> RecordedPass | None:
    """The pass that has just ended, before it is settled; None where it cannot be compared."""
    run, first = passes.run, passes.pass_start
    if end.reads_grown or not (start.is_whole and end.is_whole and start.paths == end.paths):
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

    def step(node: Node) -> Step:
        recipe = run.recipes.get(node.index)
        args = tuple(map(reference, node.args if recipe is None else recipe.args))
        if recipe is not None:
            return Step(node.shape, args=args, recipe=recipe)
        if node.gate is None:
            return Step(node.shape, constant=as_float64(node.constant))
        followed = tuple(reference(at.node) for at in places_in(node.settings.get("key")))
        truths = node.truth or any(nodes[argument].truth for argument in node.args)
        function = node.gate.forward
        is_ufunc = isinstance(function, np.ufunc) and function.nin == len(args)
        is_ufunc = is_ufunc and not (truths or node.settings)
        return Step(node.shape, node.gate, args, node.settings, followed, is_ufunc=is_ufunc)

    steps = [step(node) for node in nodes[first:]]
    if any(np.size(it.constant) * 8 > MOST_BYTES for it in steps):
        return None
    ends = [reference(node) for node in end.nodes]
    before = [nodes[passes.settled.get(id(wire), 0)].shape for _, wire in start.wires]
    shapes = (before, [nodes[node].shape for node in end.nodes])
    grown = []
    for key, (it, count, _) in end.lists.items():
        _, had, last = start.lists.get(key, (it, count, None))
        if count == had:  # or it is new
            continue
        if not isinstance(it.items, Grown) or (had and it.items[had - 1] is not last):
            return None
        new = it.items[had:]
        if not all(type(one) is Wire and one.base is None and one.node is not None for one in new):
            return None
        grown.append((it, [reference(one.node) for one in new]))
    guards = {reference(index): guard for index, guard in run.guards.items()}
    known = (start.known, end.known)
    at_loss = None if loss is None else reference(loss)
    return RecordedPass(start.paths, shapes, steps, ends, guards, grown, at_loss, known)


def places_in(key: Any) -> list[Followed]:
    """The places of a key that differ from pass to pass, in order."""
    if isinstance(key, Followed):
        return [key]
    parts = (key.start, key.stop, key.step) if isinstance(key, slice) else key
    return [it for part in parts for it in places_in(part)] if isinstance(parts, tuple) else []


def with_places(key: Any, values: list[int]) -> Any:
    """A key with other places; takes them from the front of ``values``."""
    if isinstance(key, Followed):
        return values.pop(0)
    if isinstance(key, slice):
        return slice(*(with_places(part, values) for part in (key.start, key.stop, key.step)))
    if type(key) is tuple:
        return tuple(with_places(part, values) for part in key)
    return key


def without_places(key: Any) -> Any:
    return with_places(key, [0] * len(places_in(key)))
