"""The methods of lists and tuples."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphs.language.comparing import equal
from graphs.language.decisions import truth_of, whole_number
from graphs.language.iteration import all_items, own_items
from graphs.language.library.sorting import sorted_items
from graphs.language.positions import Place
from graphs.language.reading import PER_ITEM, Reading
from graphs.language.sizes import afford_items, check_count
from graphs.language.things import List, Thing
from graphs.language.visits import Visit


def append(run: Reading, node: Place, owner: List, item: Thing, /) -> None:
    items = own_items(run, owner, node)
    check_count(run, list.__len__(items) + 1, node)  # who watches uses of the length sees none
    items.append(item)
    _tell(run, owner, item)


def _tell(run: Reading, owner: List, item: Thing) -> None:
    for watcher in run.watchers:
        watcher.put(run, owner, item)


def extend(run: Reading, node: Place, owner: List, iterable: Thing, /) -> Visit:
    more = list((yield all_items(run, iterable, node)))
    items = own_items(run, owner, node)
    afford_items(run, len(items) + len(more), node)
    items.extend(more)


def insert(run: Reading, node: Place, owner: List, index: Thing, item: Thing, /) -> None:
    place = whole_number(run, index, node, "An index")
    items = own_items(run, owner, node)
    afford_items(run, len(items) + 1, node)
    items.insert(max(-len(items), min(place, len(items))), item)
    _tell(run, owner, item)


def pop(run: Reading, node: Place, owner: List, index: Thing = -1, /) -> Thing:
    place = whole_number(run, index, node, "An index")
    items = own_items(run, owner, node)
    if not items:
        raise run.raised(
            "IndexError", "The list is empty: nothing can be taken out.", node, "Test it first."
        )
    if not -len(items) <= place < len(items):
        raise run.raised(
            "IndexError",
            f"The list has {len(items)} items, and none at that index.",
            node,
            f"Indices go from 0 to {len(items) - 1}.",
        )
    return items.pop(place)


def place_of(
    run: Reading, items: Sequence[Thing], item: Thing, start: int, stop: int, node: Place
) -> Visit:
    """Where an item stands between two places; -1 where it does not."""
    for place in range(start, stop):
        if (yield is_equal(run, items[place], item, node)):
            return place
    return -1


def is_equal(run: Reading, one: Thing, other: Thing, node: Place) -> Visit:
    """Whether two things are the same or equal, as a truth value that is decided."""
    run.spend(PER_ITEM, node)
    if one is other:
        return True
    return (yield truth_of(run, (yield equal(run, one, other, node)), node))


def remove(run: Reading, node: Place, owner: List, item: Thing, /) -> Visit:
    items = own_items(run, owner, node)
    place = yield place_of(run, items, item, 0, len(items), node)
    if place < 0:
        raise _not_in(run, node)
    del items[place]


def _not_in(run: Reading, node: Place) -> Any:
    return run.raised(
        "ValueError", "The list has no such item.", node, "Test it first, as in if x in items:."
    )


def index(
    run: Reading,
    node: Place,
    owner: List | tuple[Thing, ...],
    item: Thing,
    start: Thing = 0,
    stop: Thing = None,
    /,
) -> Visit:
    items = yield all_items(run, owner, node)
    first = whole_number(run, start, node, "An index")
    last = len(items) if stop is None else whole_number(run, stop, node, "An index")
    bounds = slice(first, last).indices(len(items))
    place = yield place_of(run, items, item, bounds[0], bounds[1], node)
    if place < 0:
        raise _not_in(run, node)
    return place


def count(run: Reading, node: Place, owner: List | tuple[Thing, ...], item: Thing, /) -> Visit:
    items = yield all_items(run, owner, node)
    total = 0
    for one in items:
        total += yield is_equal(run, one, item, node)
    return total


def sort(
    run: Reading, node: Place, owner: List, /, *, key: Thing = None, reverse: Thing = False
) -> Visit:
    is_reverse = yield truth_of(run, reverse, node)
    items = own_items(run, owner, node)
    items[:] = yield sorted_items(run, tuple(items), key, is_reverse, node)


def reverse(run: Reading, node: Place, owner: List, /) -> None:
    items = own_items(run, owner, node)
    run.count_items(len(items), node)
    items.reverse()


def clear(run: Reading, node: Place, owner: List, /) -> None:
    own_items(run, owner, node).clear()


def copy(run: Reading, node: Place, owner: List, /) -> Visit:
    items = yield all_items(run, owner, node)
    afford_items(run, len(items), node)
    return List(list(items), kind=owner.kind, most=owner.most)


LIST_METHODS: Mapping[str, Callable[..., Any]] = {
    "append": append,
    "extend": extend,
    "insert": insert,
    "pop": pop,
    "remove": remove,
    "index": index,
    "count": count,
    "sort": sort,
    "reverse": reverse,
    "clear": clear,
    "copy": copy,
}
TUPLE_METHODS: Mapping[str, Callable[..., Any]] = {"index": index, "count": count}


# collections.deque: a list that has a longest length


def _kept(owner: List, items: list[Thing], from_left: bool = False) -> None:
    """Drop what a deque has no place for, at the other end."""
    surplus = 0 if owner.most is None else len(items) - owner.most
    if surplus > 0 and from_left:
        del items[-surplus:]
    elif surplus > 0:
        del items[:surplus]


def append_right(run: Reading, node: Place, owner: List, item: Thing, /) -> None:
    append(run, node, owner, item)
    _kept(owner, own_items(run, owner, node))


def append_left(run: Reading, node: Place, owner: List, item: Thing, /) -> None:
    items = own_items(run, owner, node)
    check_count(run, len(items) + 1, node)
    items.insert(0, item)
    _kept(owner, items, from_left=True)


def extend_right(run: Reading, node: Place, owner: List, iterable: Thing, /) -> Visit:
    yield extend(run, node, owner, iterable)
    _kept(owner, own_items(run, owner, node))


def extend_left(run: Reading, node: Place, owner: List, iterable: Thing, /) -> Visit:
    more = list((yield all_items(run, iterable, node)))
    items = own_items(run, owner, node)
    afford_items(run, len(items) + len(more), node)
    items[:0] = more[::-1]
    _kept(owner, items, from_left=True)


def pop_right(run: Reading, node: Place, owner: List, /) -> Thing:
    return pop(run, node, owner)


def pop_left(run: Reading, node: Place, owner: List, /) -> Thing:
    return pop(run, node, owner, 0)


def rotate(run: Reading, node: Place, owner: List, n: Thing = 1, /) -> None:
    steps = whole_number(run, n, node, "A number of steps")
    items = own_items(run, owner, node)
    run.count_items(len(items), node)
    if items:
        cut = -steps % len(items)
        items[:] = items[cut:] + items[:cut]


DEQUE_METHODS: Mapping[str, Callable[..., Any]] = {
    "append": append_right,
    "appendleft": append_left,
    "extend": extend_right,
    "extendleft": extend_left,
    "insert": insert,
    "pop": pop_right,
    "popleft": pop_left,
    "remove": remove,
    "index": index,
    "count": count,
    "reverse": reverse,
    "rotate": rotate,
    "clear": clear,
    "copy": copy,
}
