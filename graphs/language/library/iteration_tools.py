"""The module ``itertools``, step by step: what is endless ends with the budget of calls."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from graphs.language.calling import call
from graphs.language.comparing import equal
from graphs.language.decisions import truth_of, whole_number
from graphs.language.iteration import all_items, iterator, next_item
from graphs.language.library.combinations import COMBINATIONS, counted
from graphs.language.library.iterating import filtered_false, holds, iterators
from graphs.language.operators import binary
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import check_count
from graphs.language.things import END, Builtin, Iterator, List, Thing
from graphs.language.visits import Visit

# Numbers and repetitions without an end


def count(run: Reading, node: Place, start: Thing = 0, step: Thing = 1) -> Iterator:
    current = END

    def following(run: Reading, node: Place) -> Visit:
        nonlocal current
        if current is END:
            current = start
        else:
            current = yield binary(run, ast.Add, current, step, node)
        return current

    return counted(following, "count")


def cycle(run: Reading, node: Place, iterable: Thing, /) -> Visit:
    source = yield iterator(run, iterable, node)
    items: list[Thing] = []
    place = -1

    def step(run: Reading, node: Place) -> Visit:
        nonlocal place
        if place < 0:
            item = yield next_item(run, source, node)
            if item is not END:
                check_count(run, len(items) + 1, node)
                items.append(item)
                return item
            if not items:
                return END
        place = (place + 1) % len(items)
        return items[place]

    return counted(step, "cycle")


def repeat(run: Reading, node: Place, object: Thing, times: Thing = END) -> Iterator:
    left = None if times is END else whole_number(run, times, node, "times")

    def step(run: Reading, node: Place) -> Thing:
        nonlocal left
        if left is not None:
            left -= 1
        return END if left is not None and left < 0 else object

    return counted(step, "repeat")


# One after the other, and parts


def chain(run: Reading, node: Place, /, *iterables: Thing) -> Iterator:
    left = list(iterables)

    def more(run: Reading, node: Place) -> Thing:
        return left.pop(0) if left else END

    return _chained(more)


def chain_from_iterable(run: Reading, node: Place, iterable: Thing, /) -> Visit:
    source = yield iterator(run, iterable, node)

    def more(run: Reading, node: Place) -> Thing:
        return next_item(run, source, node)

    return _chained(more)


def _chained(more: Callable[..., Any]) -> Iterator:
    current: Any = None

    def step(run: Reading, node: Place) -> Visit:
        nonlocal current
        while True:
            if current is None:
                thing = yield more(run, node)
                if thing is END:
                    return END
                current = yield iterator(run, thing, node)
            item = yield next_item(run, current, node)
            if item is not END:
                return item
            run.count_call(node)
            current = None

    return counted(step, "chain")


def islice(run: Reading, node: Place, iterable: Thing, /, *bounds: Thing) -> Visit:
    if not 1 <= len(bounds) <= 3:
        raise run.raised(
            "TypeError", "islice takes one to three bounds.", node, "Write islice(xs, 3)."
        )
    numbers = [None if one is None else whole_number(run, one, node, "islice") for one in bounds]
    start, stop = (0, numbers[0]) if len(numbers) == 1 else (numbers[0] or 0, numbers[1])
    by = 1 if len(numbers) < 3 or numbers[2] is None else numbers[2]
    if start < 0 or by < 1 or (stop is not None and stop < 0):
        raise run.raised(
            "ValueError", "islice takes no negative bounds.", node, "Write list(xs)[-3:]."
        )
    source = yield iterator(run, iterable, node)
    at, wanted = 0, start

    def step(run: Reading, node: Place) -> Visit:
        nonlocal at, wanted
        while stop is None or wanted < stop:
            item = yield next_item(run, source, node)
            if item is END:
                return END
            at += 1
            if at > wanted:
                wanted += by
                return item
            run.count_call(node)
        return END

    return counted(step, "islice")


def takewhile(run: Reading, node: Place, predicate: Thing, iterable: Thing, /) -> Visit:
    source = yield iterator(run, iterable, node)
    is_over = False

    def step(run: Reading, node: Place) -> Visit:
        nonlocal is_over
        item = END if is_over else (yield next_item(run, source, node))
        if item is END or not (yield holds(run, predicate, item, node)):
            is_over = True
            return END
        return item

    return counted(step, "takewhile")


def dropwhile(run: Reading, node: Place, predicate: Thing, iterable: Thing, /) -> Visit:
    source = yield iterator(run, iterable, node)
    has_begun = False

    def step(run: Reading, node: Place) -> Visit:
        nonlocal has_begun
        while (item := (yield next_item(run, source, node))) is not END:
            run.count_call(node)
            if has_begun or not (yield holds(run, predicate, item, node)):
                has_begun = True
                return item
        return END

    return counted(step, "dropwhile")


def compress(run: Reading, node: Place, data: Thing, selectors: Thing) -> Visit:
    items, chosen = yield iterators(run, (data, selectors), node)

    def step(run: Reading, node: Place) -> Visit:
        while (item := (yield next_item(run, items, node))) is not END:
            run.count_call(node)
            selector = yield next_item(run, chosen, node)
            if selector is END:
                return END
            if (yield truth_of(run, selector, node)):
                return item
        return END

    return counted(step, "compress")


# With functions


def accumulate(
    run: Reading,
    node: Place,
    iterable: Thing,
    func: Thing = None,
    *,
    initial: Thing = None,
) -> Visit:
    source = yield iterator(run, iterable, node)
    total: Any = END
    first: Any = END if initial is None else initial

    def step(run: Reading, node: Place) -> Visit:
        nonlocal total, first
        if first is not END:
            total, first = first, END
            return total
        item = yield next_item(run, source, node)
        if item is END:
            return END
        if total is END:
            total = item
        elif func is None:
            total = yield binary(run, ast.Add, total, item, node)
        else:
            total = yield call(run, func, [total, item], {}, node)
        return total

    return counted(step, "accumulate")


def starmap(run: Reading, node: Place, function: Thing, iterable: Thing, /) -> Visit:
    source = yield iterator(run, iterable, node)

    def step(run: Reading, node: Place) -> Visit:
        item = yield next_item(run, source, node)
        if item is END:
            return END
        given = yield all_items(run, item, node)
        return (yield call(run, function, list(given), {}, node))

    return counted(step, "starmap")


def groupby(run: Reading, node: Place, iterable: Thing, key: Thing = None) -> Visit:
    """Each group is a list, where Python has an iterator."""
    source = yield iterator(run, iterable, node)
    item: Any = END
    mark: Any = END
    is_over = False

    def step(run: Reading, node: Place) -> Visit:
        nonlocal item, mark, is_over
        if item is END:
            item, mark = yield _marked(run, source, key, node)
        if item is END or is_over:
            return END
        group, group_mark = [item], mark
        while True:
            run.count_call(node)
            item, mark = yield _marked(run, source, key, node)
            if item is END:
                is_over = True
                break
            answer = yield equal(run, group_mark, mark, node)
            if not (yield truth_of(run, answer, node)):
                break
            check_count(run, len(group) + 1, node)
            group.append(item)
        return (group_mark, List(group))

    return counted(step, "groupby")


def _marked(run: Reading, source: Iterator, key: Thing, node: Place) -> Visit:
    """The next item with its key."""
    item = yield next_item(run, source, node)
    if item is END or key is None:
        return item, item
    return item, (yield call(run, key, [item], {}, node))


CHAIN = Builtin("chain", chain, {"from_iterable": Builtin("from_iterable", chain_from_iterable)})

ITERTOOLS: Mapping[str, Callable[..., Any]] = {
    **COMBINATIONS,
    "accumulate": accumulate,
    "compress": compress,
    "count": count,
    "cycle": cycle,
    "dropwhile": dropwhile,
    "filterfalse": filtered_false,
    "groupby": groupby,
    "islice": islice,
    "repeat": repeat,
    "starmap": starmap,
    "takewhile": takewhile,
}
