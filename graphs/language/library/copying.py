"""The module ``copy``, over things. Sharing and circles stay as they are."""

from __future__ import annotations

import copy as python
from collections.abc import Callable, Mapping
from typing import Any

from graphs.language import nodes, views
from graphs.language.positions import Place
from graphs.language.reading import PER_ITEM, Reading
from graphs.language.things import Dict, Instance, Iterator, List, RandomSource, Set, Thing, Wire

MOST_DEPTH = 100  # of tuples inside each other
COPIED = (List, Dict, Set, Instance)


def copy(run: Reading, node: Place, x: Thing, /) -> Thing:
    """``copy.copy``: a new container of the same things."""
    if isinstance(x, COPIED):
        made = _shell(run, x, node)
        _fill(made, x, lambda thing: thing)
        return made
    return _copied_leaf(run, x, node)


def deepcopy(run: Reading, node: Place, x: Thing, memo: Thing = None, /) -> Thing:
    """``copy.deepcopy``: of what is inside, too."""
    return _Copier(run, node).copy(x)


def copied_array(run: Reading, wire: Wire, node: Place) -> Wire:
    """An array of its own with the same values."""
    if not wire.mutable:
        return wire
    is_fortran = wire.fortran
    if wire.base is not None:
        layout = views.numbers(run, wire)
        if layout is not None:
            is_fortran = layout.flags.f_contiguous and not layout.flags.c_contiguous
    if wire.base is None and wire.node is None:
        made = Wire(None, wire.literal, mutable=True)
    else:
        made = Wire(nodes.node_of(run, wire, node), mutable=True)
    made.fortran = is_fortran
    return made


def _copied_leaf(run: Reading, thing: Thing, node: Place) -> Thing:
    """A copy of what holds no other things."""
    if isinstance(thing, Wire):
        return copied_array(run, thing, node)
    if isinstance(thing, RandomSource):
        return RandomSource(python.deepcopy(thing.source))
    if isinstance(thing, Iterator):
        raise run.raised(
            "TypeError", "An iterator cannot be copied.", node, "Write list(…) of it first."
        )
    return thing


def _shell(run: Reading, thing: Any, node: Place) -> Any:
    """An empty container of the same kind."""
    if isinstance(thing, List):
        run.count_items(len(thing.items), node)
        array = None if thing.array is None else copied_array(run, thing.array, node)
        return List([], array, kind=thing.kind, most=thing.most)
    if isinstance(thing, Dict):
        run.count_items(len(thing.items), node)
        return Dict(default=thing.default, kind=thing.kind)
    if isinstance(thing, Set):
        run.count_items(len(thing.items), node)
        return Set(dict(thing.items), thing.frozen)
    run.count_items(len(thing.attributes), node)
    return Instance(thing.type)


def _fill(made: Any, thing: Any, copied: Callable[[Thing], Thing]) -> None:
    """Put copies of a container's things into its copy; keys stay the same."""
    if isinstance(thing, List):
        made.items.extend(copied(item) for item in thing.items)
    elif isinstance(thing, Dict):
        made.items.update({key: (first, copied(it)) for key, (first, it) in thing.items.items()})
    elif isinstance(thing, Instance):
        made.attributes.update({name: copied(it) for name, it in thing.attributes.items()})


class _Copier:
    """One ``deepcopy``: what was copied already, and the copies that are still empty."""

    def __init__(self, run: Reading, node: Place) -> None:
        self.run, self.node = run, node
        self.memory: dict[int, Thing] = {}
        self.kept: list[Thing] = []  # so that no other thing gets the identity of one
        self.empty: list[tuple[Any, Any]] = []

    def copy(self, thing: Thing) -> Thing:
        made = self._copied(thing)
        while self.empty:
            _fill(*self.empty.pop(), self._copied)
        return made

    def _copied(self, thing: Thing, depth: int = 0) -> Thing:
        if not isinstance(thing, (*COPIED, tuple, Wire, RandomSource, Iterator)):
            return thing
        if id(thing) in self.memory:
            return self.memory[id(thing)]
        self.run.spend(PER_ITEM, self.node)
        if isinstance(thing, tuple):
            made: Thing = self._tuple(thing, depth)
        elif isinstance(thing, COPIED) and not _is_fixed(thing):
            made = _shell(self.run, thing, self.node)
            self.empty.append((made, thing))
        else:
            made = _copied_leaf(self.run, thing, self.node)
        self.memory[id(thing)] = made
        self.kept.append(thing)
        return made

    def _tuple(self, thing: tuple[Thing, ...], depth: int) -> tuple[Thing, ...]:
        if depth > MOST_DEPTH:
            raise self.run.raised(
                "RecursionError",
                f"More than {MOST_DEPTH} tuples stand inside each other.",
                self.node,
                "Use lists.",
            )
        self.run.count_items(len(thing), self.node)
        items = tuple(self._copied(item, depth + 1) for item in thing)
        is_same = all(one is other for one, other in zip(items, thing, strict=True))
        return thing if is_same else items


def _is_fixed(thing: Thing) -> bool:
    """Members of an enumeration are never copied."""
    return isinstance(thing, Instance) and thing.type.kind == "enum"


COPY: Mapping[str, Callable[..., Any]] = {"copy": copy, "deepcopy": deepcopy}
