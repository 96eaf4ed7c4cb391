"""The module ``functools``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphs.language.attributes import attribute
from graphs.language.calling import call, method_of
from graphs.language.comparing import equal
from graphs.language.decisions import hashable, is_whole, truth_of
from graphs.language.iteration import iterator, next_item
from graphs.language.known_shapes import shape_of
from graphs.language.library.sorting import key_of_comparison
from graphs.language.nodes import is_number, node_of
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import END, Builtin, Class, Function, Partial, Property, Thing, Wire
from graphs.language.visits import Visit


def reduce(
    run: Reading, node: Place, function: Thing, iterable: Thing, initial: Thing = END, /
) -> Visit:
    source = yield iterator(run, iterable, node)
    total = initial
    if total is END:
        total = yield next_item(run, source, node)
        if total is END:
            raise run.raised(
                "TypeError",
                "reduce has nothing to start with: the list is empty.",
                node,
                "Give it a start: reduce(f, xs, 0).",
            )
    while (item := (yield next_item(run, source, node))) is not END:
        run.count_call(node)
        total = yield call(run, function, [total, item], {}, node)
    return total


def partial(run: Reading, node: Place, func: Thing, /, *args: Thing, **keywords: Thing) -> Partial:
    return Partial(func, args, keywords)


def cache(run: Reading, node: Place, user_function: Thing, /) -> Thing:
    """``@cache``: what a function gave is given again for equal arguments."""
    kept: dict[Any, Thing] = {}

    def remembered(run: Reading, node: Place, *things: Thing, **named: Thing) -> Visit:
        by_place = tuple(_key(run, thing, node) for thing in things)
        by_name = tuple(sorted((name, _key(run, thing, node)) for name, thing in named.items()))
        if (by_place, by_name) not in kept:
            answer = yield call(run, user_function, list(things), named, node)
            kept[by_place, by_name] = answer
        return kept[by_place, by_name]

    def cache_clear(run: Reading, node: Place) -> None:
        kept.clear()

    name = getattr(user_function, "name", "function")
    clear = Builtin("cache_clear", cache_clear)
    return Builtin(name, remembered, {"cache_clear": clear, "__wrapped__": user_function})


def _key(run: Reading, thing: Thing, node: Place) -> Any:
    """Values of the graph are told apart by their nodes, whole numbers by their value."""
    if type(thing) is Wire and not is_whole(run, thing) and shape_of(run, thing, node) == ():
        return "node", node_of(run, thing, node)
    return hashable(run, thing, node)


def lru_cache(run: Reading, node: Place, maxsize: Thing = 128, typed: Thing = False) -> Thing:
    """``@lru_cache`` and ``@lru_cache(maxsize=…)``; nothing is forgotten."""
    is_size = maxsize is None or type(maxsize) is Wire or is_number(maxsize)
    return Builtin("lru_cache", cache) if is_size else cache(run, node, maxsize)


def wraps(
    run: Reading,
    node: Place,
    wrapped: Thing,
    assigned: Thing = (),
    updated: Thing = (),
) -> Thing:
    def named_alike(run: Reading, node: Place, wrapper: Thing, /) -> Thing:
        return update_wrapper(run, node, wrapper, wrapped)

    return Builtin("wraps", named_alike)


def update_wrapper(run: Reading, node: Place, wrapper: Thing, wrapped: Thing) -> Visit:
    if isinstance(wrapper, Function):
        for name in ("__name__", "__doc__") if isinstance(wrapped, Function) else ():
            wrapper.attributes[name] = yield attribute(run, wrapped, name, node)
        wrapper.attributes["__wrapped__"] = wrapped
    return wrapper


def total_ordering(run: Reading, node: Place, cls: Thing, /) -> Thing:
    """``<=``, ``>`` and ``>=`` follow from a typed ``__lt__`` and ``__eq__``."""
    if not isinstance(cls, Class):
        raise run.raised(
            "TypeError", "total_ordering decorates a class.", node, "Write it above a class."
        )
    given = next((name for name in ORDER if cls.find(name) is not END), None)
    if given is None:
        raise run.raised(
            "ValueError", "The class has no way to order its objects.", node, "Give it __lt__."
        )
    for name in ORDER:
        if cls.find(name) is END:
            cls.attributes[name] = Builtin(name, _ordering(given, name))
    return cls


# Of "is less" and "is equal": the outcomes of the comparison for which this one is true.
ORDER: Mapping[str, frozenset[str]] = {
    "__lt__": frozenset(("below",)),
    "__gt__": frozenset(("above",)),
    "__le__": frozenset(("below", "same")),
    "__ge__": frozenset(("above", "same")),
}


def _ordering(given: str, name: str) -> Callable[..., Visit]:
    """A comparison that follows from another one and from ``==``."""

    def compare(run: Reading, node: Place, one: Thing, other: Thing, /) -> Visit:
        answer = yield call(run, method_of(run, one, given), [other], {}, node)
        is_given = yield truth_of(run, answer, node)
        same = yield truth_of(run, (yield equal(run, one, other, node)), node)
        first, second = ("below", "above") if "below" in ORDER[given] else ("above", "below")
        outcome = "same" if same else first if is_given else second
        return outcome in ORDER[name]

    return compare


def cached_property(run: Reading, node: Place, func: Thing, /) -> Property:
    return Property(func, is_kept=True)


FUNCTOOLS: Mapping[str, Callable[..., Any]] = {
    "reduce": reduce,
    "partial": partial,
    "lru_cache": lru_cache,
    "cache": cache,
    "cached_property": cached_property,
    "cmp_to_key": key_of_comparison,
    "total_ordering": total_ordering,
    "update_wrapper": update_wrapper,
    "wraps": wraps,
}
