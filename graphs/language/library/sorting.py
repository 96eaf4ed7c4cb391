"""Sorting things, stable as Python's: keys and comparisons may call functions of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from graphs.language.calling import call
from graphs.language.comparing import less
from graphs.language.decisions import truth_of
from graphs.language.positions import Place
from graphs.language.reading import PER_ITEM, Reading
from graphs.language.things import Builtin, Thing
from graphs.language.visits import Visit


@dataclass(frozen=True, eq=False, slots=True)
class Compared:
    """What ``functools.cmp_to_key`` makes of an item: ``function`` compares it with others."""

    function: Thing
    thing: Thing


def key_of_comparison(run: Reading, node: Place, /, func: Thing) -> Builtin:
    """``functools.cmp_to_key``."""

    def key(run: Reading, node: Place, thing: Thing, /) -> Compared:
        return Compared(func, thing)

    return Builtin("key", key)


def sorted_items(
    run: Reading, items: Sequence[Thing], key: Thing, reverse: bool, node: Place
) -> Visit:
    """The items in order by what ``key`` makes of each, or by themselves."""
    run.count_items(len(items), node)
    keys = list(items)
    if key is not None:
        keys = []
        for item in items:
            keys.append((yield call(run, key, [item], {}, node)))
    order = yield sorted_places(run, keys, reverse, node)
    return [items[place] for place in order]


def sorted_places(run: Reading, keys: Sequence[Thing], reverse: bool, node: Place) -> Visit:
    """The places of the keys in their order; those of equal keys stay as they are."""
    if _are_known(keys):
        return sorted(range(len(keys)), key=keys.__getitem__, reverse=reverse)
    places = list(range(len(keys)))
    if reverse:
        places.reverse()
    yield _merge_sort(run, keys, places, node)
    if reverse:
        places.reverse()
    return places


def _are_known(keys: Sequence[Thing]) -> bool:
    """Whether Python's own order is that of the keys: all numbers, all texts, or tuples of such."""
    if keys and all(isinstance(key, tuple) for key in keys):
        size = len(keys[0])
        return all(len(key) == size for key in keys) and all(
            _are_plain([key[place] for key in keys]) for place in range(size)
        )
    return _are_plain(keys)


def _are_plain(keys: Sequence[Thing]) -> bool:
    return all(isinstance(key, int | float) for key in keys) or all(
        isinstance(key, str) for key in keys
    )


def _merge_sort(run: Reading, keys: Sequence[Thing], places: list[int], node: Place) -> Visit:
    """Sort places in runs of 1, 2, 4 … ; one is before another only where it is less."""
    width, count = 1, len(places)
    while width < count:
        for start in range(0, count, 2 * width):
            left, right = places[start : start + width], places[start + width : start + 2 * width]
            merged: list[int] = []
            one = other = 0
            while one < len(left) and other < len(right):
                is_before = yield is_less(run, keys[right[other]], keys[left[one]], node)
                if is_before:
                    merged.append(right[other])
                    other += 1
                else:
                    merged.append(left[one])
                    one += 1
            places[start : start + 2 * width] = merged + left[one:] + right[other:]
        width *= 2


def is_less(run: Reading, one: Any, other: Any, node: Place) -> Visit:
    """Whether a thing is less than another, as a truth value that is decided."""
    run.spend(PER_ITEM, node)
    if isinstance(one, Compared) and isinstance(other, Compared):
        outcome = yield call(run, one.function, [one.thing, other.thing], {}, node)
        return (yield truth_of(run, (yield less(run, outcome, 0, node)), node))
    return (yield truth_of(run, (yield less(run, one, other, node)), node))
