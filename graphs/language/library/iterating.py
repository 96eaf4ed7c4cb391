"""The functions of Python's that go through things: ``zip``, ``map``, ``sorted``, ``any``, …"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphs.errors import GraphError
from graphs.language.calling import call, method_of
from graphs.language.comparing import equal
from graphs.language.decisions import truth_of, whole_number
from graphs.language.generators import stopped
from graphs.language.iteration import all_items, iterator, next_item
from graphs.language.library.sorting import sorted_items
from graphs.language.positions import Place
from graphs.language.reading import PER_ITEM, Reading
from graphs.language.sizes import afford_items
from graphs.language.things import END, Instance, Iterator, List, Thing
from graphs.language.visits import Visit


def iterators(run: Reading, things: tuple[Thing, ...], node: Place) -> Visit:
    """An iterator over each of several things."""
    found = []
    for thing in things:
        found.append((yield iterator(run, thing, node)))
    return found


def zip_of(run: Reading, node: Place, /, *iterables: Thing, strict: Thing = False) -> Visit:
    """``zip``."""
    is_strict = yield truth_of(run, strict, node)
    sources = yield iterators(run, iterables, node)

    def step(run: Reading, node: Place) -> Visit:
        run.spend(PER_ITEM * len(sources), node)
        row: list[Thing] = []
        for place, source in enumerate(sources):
            item = yield next_item(run, source, node)
            if item is END:
                if is_strict:
                    yield _ends_too(run, sources, place, node)
                return END
            row.append(item)
        return tuple(row) if row else END

    return Iterator(step, "zip")


def _ends_too(run: Reading, sources: list[Iterator], place: int, node: Place) -> Visit:
    """Check that the others end where the one at this place did."""
    for source in sources[place + 1 :] if place == 0 else []:
        if (yield next_item(run, source, node)) is not END:
            place = 1
    if place:
        raise run.raised(
            "ValueError", "What zip goes through differs in length.", node, "Leave out strict=True."
        )


def map_of(run: Reading, node: Place, function: Thing, /, *iterables: Thing) -> Visit:
    """``map``."""
    if not iterables:
        message = "map needs something to go through."
        raise run.raised("TypeError", message, node, "Write map(f, xs).")
    sources = yield iterators(run, iterables, node)

    def step(run: Reading, node: Place) -> Visit:
        given: list[Thing] = []
        for source in sources:
            item = yield next_item(run, source, node)
            if item is END:
                return END
            given.append(item)
        return (yield call(run, function, given, {}, node))

    return Iterator(step, "map")


def filter_of(run: Reading, node: Place, function: Thing, iterable: Thing, /) -> Visit:
    """``filter``."""
    return _chosen(run, node, function, iterable, True, "filter")


def filtered_false(run: Reading, node: Place, predicate: Thing, iterable: Thing, /) -> Visit:
    """``itertools.filterfalse``."""
    return _chosen(run, node, predicate, iterable, False, "itertools.filterfalse")


def _chosen(
    run: Reading, node: Place, function: Thing, iterable: Thing, outcome: bool, kind: str
) -> Visit:
    source = yield iterator(run, iterable, node)

    def step(run: Reading, node: Place) -> Visit:
        while (item := (yield next_item(run, source, node))) is not END:
            run.spend(PER_ITEM, node)
            if (yield holds(run, function, item, node)) is outcome:
                return item
        return END

    return Iterator(step, kind)


def holds(run: Reading, function: Thing, item: Thing, node: Place) -> Visit:
    """Whether a function is true of an item; without a function, whether the item is."""
    answer = item if function is None else (yield call(run, function, [item], {}, node))
    return (yield truth_of(run, answer, node))


def enumerate_of(run: Reading, node: Place, iterable: Thing, start: Thing = 0) -> Visit:
    """``enumerate``."""
    count = whole_number(run, start, node, "start")
    source = yield iterator(run, iterable, node)

    def step(run: Reading, node: Place) -> Visit:
        nonlocal count
        item = yield next_item(run, source, node)
        if item is END:
            return END
        run.spend(PER_ITEM, node)
        count += 1
        return (count - 1, item)

    return Iterator(step, "enumerate")


def reversed_of(run: Reading, node: Place, sequence: Thing, /) -> Visit:
    """``reversed``."""
    method = method_of(run, sequence, "__reversed__")
    if method is not END:
        return (yield call(run, method, [], {}, node))
    if isinstance(sequence, Iterator):
        raise run.raised(
            "TypeError",
            "reversed needs a list, not an iterator.",
            node,
            "Write reversed(list(…)).",
        )
    if isinstance(sequence, range):
        return stepping(iter(reversed(sequence)), "range_iterator")
    items = yield all_items(run, sequence, node)
    return stepping(reversed(items), "reversed")


def stepping(items: Any, kind: str) -> Iterator:
    """An iterator over items that are at hand."""

    def step(run: Reading, node: Place) -> Thing:
        return next(items, END)

    return Iterator(step, kind)


def iter_of(run: Reading, node: Place, iterable: Thing, sentinel: Thing = END, /) -> Thing:
    """``iter``; with a sentinel it calls until that comes."""
    if sentinel is END:
        return iterator(run, iterable, node)

    def step(run: Reading, node: Place) -> Visit:
        run.count_call(node)
        item = yield call(run, iterable, [], {}, node)
        answer = yield equal(run, item, sentinel, node)
        return END if (yield truth_of(run, answer, node)) else item

    return Iterator(step, "callable_iterator")


def next_of(run: Reading, node: Place, iterator: Thing, default: Thing = END, /) -> Visit:
    """``next``."""
    if isinstance(iterator, Instance):
        method = method_of(run, iterator, "__next__")
        if method is not END:
            return _following_typed(run, method, default, node)
    if not isinstance(iterator, Iterator):
        raise run.raised(
            "TypeError", "next needs an iterator.", node, "Write next(iter(xs)) for a list."
        )
    return _following(run, iterator, default, node)


def _following(run: Reading, source: Iterator, default: Thing, node: Place) -> Visit:
    item = yield next_item(run, source, node)
    if item is not END:
        return item
    if default is not END:
        return default
    raise stopped(run, node, None if source.parked is None else source.parked.returned)


def _following_typed(run: Reading, method: Thing, default: Thing, node: Place) -> Visit:
    try:
        return (yield call(run, method, [], {}, node))
    except GraphError as error:
        if error.kind != "StopIteration" or default is END:
            raise
        return default


def any_of(run: Reading, node: Place, iterable: Thing, /) -> Visit:
    """``any``: stops at the first true item."""
    source = yield iterator(run, iterable, node)
    while (item := (yield next_item(run, source, node))) is not END:
        run.spend(PER_ITEM, node)
        if (yield truth_of(run, item, node, "any")):
            return True
    return False


def all_of(run: Reading, node: Place, iterable: Thing, /) -> Visit:
    """``all``: stops at the first false item."""
    source = yield iterator(run, iterable, node)
    while (item := (yield next_item(run, source, node))) is not END:
        run.spend(PER_ITEM, node)
        if not (yield truth_of(run, item, node, "all")):
            return False
    return True


def sorted_of(
    run: Reading,
    node: Place,
    iterable: Thing,
    /,
    *,
    key: Thing = None,
    reverse: Thing = False,
) -> Visit:
    """``sorted``."""
    is_reverse = yield truth_of(run, reverse, node)
    items = yield all_items(run, iterable, node)
    afford_items(run, len(items), node)
    return List((yield sorted_items(run, items, key, is_reverse, node)))


ITERATING: Mapping[str, Callable[..., Any]] = {
    "zip": zip_of,
    "map": map_of,
    "filter": filter_of,
    "enumerate": enumerate_of,
    "reversed": reversed_of,
    "iter": iter_of,
    "next": next_of,
    "any": any_of,
    "all": all_of,
    "sorted": sorted_of,
}
