"""``itertools.product`` and its kin, and what goes through several things at once."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Iterator as PythonIterator
from typing import Any

from graphs.language.decisions import whole_number
from graphs.language.iteration import all_items, iterator, next_item
from graphs.language.library.iterating import iterators
from graphs.language.positions import Place
from graphs.language.reading import PER_ITEM, Reading
from graphs.language.sizes import check_count
from graphs.language.things import END, Iterator, Thing
from graphs.language.visits import Visit


def counted(step: Callable[..., Any], kind: str) -> Iterator:
    """An iterator whose steps count as calls."""

    def step_and_count(run: Reading, node: Place) -> Any:
        run.count_call(node)
        return step(run, node)

    return Iterator(step_and_count, f"itertools.{kind}")


# Several at once


def zip_longest(run: Reading, node: Place, /, *iterables: Thing, fillvalue: Thing = None) -> Visit:
    sources: list[Any] = yield iterators(run, iterables, node)

    def step(run: Reading, node: Place) -> Visit:
        row: list[Thing] = []
        for place, source in enumerate(sources):
            item = END if source is None else (yield next_item(run, source, node))
            if item is END:
                sources[place] = None
            row.append(fillvalue if item is END else item)
        return tuple(row) if any(source is not None for source in sources) else END

    return counted(step, "zip_longest")


def pairwise(run: Reading, node: Place, iterable: Thing, /) -> Visit:
    source = yield iterator(run, iterable, node)
    before: Any = END

    def step(run: Reading, node: Place) -> Visit:
        nonlocal before
        if before is END:
            before = yield next_item(run, source, node)
        item = END if before is END else (yield next_item(run, source, node))
        if item is END:
            return END
        pair, before = (before, item), item
        return pair

    return counted(step, "pairwise")


def tee(run: Reading, node: Place, iterable: Thing, n: Thing = 2, /) -> Visit:
    number = whole_number(run, n, node, "n")
    run.count_items(number, node)
    source = yield iterator(run, iterable, node)
    waiting: list[deque[Thing]] = [deque() for _ in range(number)]

    def of(place: int) -> Iterator:
        def step(run: Reading, node: Place) -> Visit:
            if not waiting[place]:
                item = yield next_item(run, source, node)
                if item is END:
                    return END
                run.spend(PER_ITEM * number, node)
                for one in waiting:
                    one.append(item)
            return waiting[place].popleft()

        return counted(step, "tee")

    return tuple(of(place) for place in range(number))


def batched(run: Reading, node: Place, iterable: Thing, n: Thing) -> Visit:
    size = whole_number(run, n, node, "n")
    if size < 1:
        raise run.raised("ValueError", "A batch has at least one item.", node, "Write n = 1.")
    source = yield iterator(run, iterable, node)

    def step(run: Reading, node: Place) -> Visit:
        batch: list[Thing] = []
        while len(batch) < size and (item := (yield next_item(run, source, node))) is not END:
            check_count(run, len(batch) + 1, node)
            batch.append(item)
        return tuple(batch) if batch else END

    return counted(step, "batched")


# Choices from lists: Python's own order of places


def product(run: Reading, node: Place, /, *iterables: Thing, repeat: Thing = 1) -> Visit:
    times = max(0, whole_number(run, repeat, node, "repeat"))
    pools: list[Sequence[Thing]] = []
    for iterable in iterables:
        pools.append((yield all_items(run, iterable, node)))
    run.count_items(times * len(pools), node)
    run.count_items(times * sum(map(len, pools)), node)
    pools = pools * times
    return _choosing("product", itertools.product(*(range(len(pool)) for pool in pools)), pools)


def _of_one(
    name: str, places: Callable[[int, int], PythonIterator[tuple[int, ...]]], full: bool = False
) -> Callable[..., Visit]:
    def choose(run: Reading, node: Place, iterable: Thing, r: Thing = None) -> Visit:
        items = yield all_items(run, iterable, node)
        size = len(items) if r is None and full else whole_number(run, r, node, "r")
        if size < 0:
            raise run.raised("ValueError", "r is not negative.", node, "Write r = 2.")
        run.count_items(size, node)
        return _choosing(name, places(len(items), size), [items] * size)

    return choose


def _choosing(
    name: str, places: PythonIterator[tuple[int, ...]], pools: Sequence[Sequence[Thing]]
) -> Iterator:
    def step(run: Reading, node: Place) -> Thing:
        run.spend(PER_ITEM * len(pools), node)
        chosen = next(places, None)
        if chosen is None:
            return END
        return tuple(pool[place] for pool, place in zip(pools, chosen, strict=True))

    return counted(step, name)


COMBINATIONS: Mapping[str, Callable[..., Any]] = {
    "batched": batched,
    "combinations": _of_one("combinations", lambda n, r: itertools.combinations(range(n), r)),
    "combinations_with_replacement": _of_one(
        "combinations_with_replacement",
        lambda n, r: itertools.combinations_with_replacement(range(n), r),
    ),
    "pairwise": pairwise,
    "permutations": _of_one(
        "permutations", lambda n, r: itertools.permutations(range(n), r), full=True
    ),
    "product": product,
    "tee": tee,
    "zip_longest": zip_longest,
}
