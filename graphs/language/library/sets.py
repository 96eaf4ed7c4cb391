"""The methods of sets; their functions are also what operators on sets use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphs.language.decisions import hashable
from graphs.language.iteration import all_items
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import afford_items, check_count
from graphs.language.things import Dict, Set, Thing
from graphs.language.visits import Visit

Items = dict[Any, Thing]


def keyed(run: Reading, given: Thing, node: Place) -> Visit:
    """The items of anything that has some, each once, by what a set knows it by."""
    if isinstance(given, Set):
        afford_items(run, len(given.items), node)
        return dict(given.items)
    if isinstance(given, Dict):
        afford_items(run, len(given.items), node)
        return {found: key for found, (key, _) in given.items.items()}
    found: Items = {}
    for item in (yield all_items(run, given, node)):
        found.setdefault(hashable(run, item, node), item)
    return found


def _own(run: Reading, owner: Set, node: Place) -> Items:
    """The items of a set, to be changed."""
    if owner.frozen:
        raise run.raised(
            "AttributeError", "A frozenset cannot be changed.", node, "Use set(…) instead."
        )
    return owner.items


def add(run: Reading, node: Place, owner: Set, item: Thing, /) -> None:
    items = _own(run, owner, node)
    check_count(run, len(items) + 1, node)
    items.setdefault(hashable(run, item, node), item)


def discard(run: Reading, node: Place, owner: Set, item: Thing, /) -> None:
    _own(run, owner, node).pop(hashable(run, item, node), None)


def remove(run: Reading, node: Place, owner: Set, item: Thing, /) -> None:
    items, found = _own(run, owner, node), hashable(run, item, node)
    if found not in items:
        raise run.raised(
            "KeyError", "The set has no such item.", node, "Write discard, which lets that pass."
        )
    del items[found]


def pop(run: Reading, node: Place, owner: Set, /) -> Thing:
    """Any item: here the first that was put in."""
    items = _own(run, owner, node)
    if not items:
        raise run.raised("KeyError", "The set is empty.", node, "Test it first, as in if s:.")
    return items.pop(next(iter(items)))


def clear(run: Reading, node: Place, owner: Set, /) -> None:
    _own(run, owner, node).clear()


def copy(run: Reading, node: Place, owner: Set, /) -> Set:
    afford_items(run, len(owner.items), node)
    return Set(dict(owner.items), owner.frozen)


# What several sets make together


def _united(one: Items, other: Items) -> Items:
    return {**one, **_rest(other, one)}


def _common(one: Items, other: Items) -> Items:
    return {key: item for key, item in one.items() if key in other}


def _rest(one: Items, other: Items) -> Items:
    return {key: item for key, item in one.items() if key not in other}


def _in_one(one: Items, other: Items) -> Items:
    return {**_rest(one, other), **_rest(other, one)}


Combine = Callable[[Items, Items], Items]


def _combining(combine: Combine) -> Callable[..., Visit]:
    def combined(run: Reading, node: Place, owner: Set, /, *others: Thing) -> Visit:
        items = yield keyed(run, owner, node)
        for other in others:
            items = combine(items, (yield keyed(run, other, node)))
        return Set(items, owner.frozen)

    return combined


def _updating(combine: Combine) -> Callable[..., Visit]:
    def update(run: Reading, node: Place, owner: Set, /, *others: Thing) -> Visit:
        items = dict(_own(run, owner, node))
        for other in others:
            items = combine(items, (yield keyed(run, other, node)))
        check_count(run, len(items), node)
        owner.items.clear()
        owner.items.update(items)

    return update


def _one_other(several: Callable[..., Visit]) -> Callable[..., Visit]:
    def of_one(run: Reading, node: Place, owner: Set, other: Thing, /) -> Visit:
        return several(run, node, owner, other)

    return of_one


def _comparing(compare: Callable[[Any, Any], bool]) -> Callable[..., Visit]:
    def is_so(run: Reading, node: Place, owner: Set, other: Thing, /) -> Visit:
        afford_items(run, len(owner.items), node)
        return compare(owner.items.keys(), (yield keyed(run, other, node)).keys())

    return is_so


union = _combining(_united)
intersection = _combining(_common)
difference = _combining(_rest)
symmetric_difference = _one_other(_combining(_in_one))
issubset = _comparing(lambda one, other: one <= other)
issuperset = _comparing(lambda one, other: one >= other)
isdisjoint = _comparing(lambda one, other: one.isdisjoint(other))

SET_METHODS: Mapping[str, Callable[..., Any]] = {
    "add": add,
    "discard": discard,
    "remove": remove,
    "pop": pop,
    "clear": clear,
    "copy": copy,
    "union": union,
    "intersection": intersection,
    "difference": difference,
    "symmetric_difference": symmetric_difference,
    "update": _updating(_united),
    "intersection_update": _updating(_common),
    "difference_update": _updating(_rest),
    "symmetric_difference_update": _one_other(_updating(_in_one)),
    "issubset": issubset,
    "issuperset": issuperset,
    "isdisjoint": isdisjoint,
}
