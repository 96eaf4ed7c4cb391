"""The modules ``functools`` and ``operator``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from graphs.gates import BY_NAME
from graphs.language.attributes import attribute
from graphs.language.calling import call, method_of
from graphs.language.comparing import contains, equal, found_among, ordered
from graphs.language.decisions import truth_of
from graphs.language.iteration import all_items, iterator, next_item
from graphs.language.library.entries import item_of
from graphs.language.library.sorting import key_of_comparison
from graphs.language.nodes import apply, is_number
from graphs.language.operators import binary
from graphs.language.positions import Place
from graphs.language.reading import PER_ITEM, Reading
from graphs.language.syntax_gates import OPERATORS
from graphs.language.things import END, Builtin, Class, Partial, Property, Thing
from graphs.language.visits import Visit

# functools


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


def _same(run: Reading, node: Place, function: Thing, /) -> Thing:
    return function


SAME = Builtin("decorator", _same)


def lru_cache(run: Reading, node: Place, maxsize: Thing = 128, typed: Thing = False) -> Thing:
    """What is decorated stays as it is: nothing is remembered."""
    return SAME if maxsize is None or is_number(maxsize) else maxsize


def wraps(
    run: Reading,
    node: Place,
    wrapped: Thing,
    assigned: Thing = (),
    updated: Thing = (),
) -> Thing:
    return SAME


def update_wrapper(run: Reading, node: Place, wrapper: Thing, wrapped: Thing) -> Thing:
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
    "__lt__": frozenset(("less",)),
    "__gt__": frozenset(("more",)),
    "__le__": frozenset(("less", "same")),
    "__ge__": frozenset(("more", "same")),
}


def _ordering(given: str, name: str) -> Callable[..., Visit]:
    """A comparison that follows from another one and from ``==``."""

    def compare(run: Reading, node: Place, one: Thing, other: Thing, /) -> Visit:
        answer = yield call(run, method_of(run, one, given), [other], {}, node)
        is_given = yield truth_of(run, answer, node)
        same = yield truth_of(run, (yield equal(run, one, other, node)), node)
        first, second = ("less", "more") if "less" in ORDER[given] else ("more", "less")
        outcome = "same" if same else first if is_given else second
        return outcome in ORDER[name]

    return compare


def cached_property(run: Reading, node: Place, func: Thing, /) -> Property:
    return Property(func)


FUNCTOOLS: Mapping[str, Callable[..., Any]] = {
    "reduce": reduce,
    "partial": partial,
    "lru_cache": lru_cache,
    "cache": _same,
    "cached_property": cached_property,
    "cmp_to_key": key_of_comparison,
    "total_ordering": total_ordering,
    "update_wrapper": update_wrapper,
    "wraps": wraps,
}


# operator


def _operation(sign: type[ast.operator]) -> Callable[..., Thing]:
    def operate(run: Reading, node: Place, a: Thing, b: Thing, /) -> Thing:
        return binary(run, sign, a, b, node)

    return operate


def _order(sign: str) -> Callable[..., Thing]:
    def compare(run: Reading, node: Place, a: Thing, b: Thing, /) -> Thing:
        return ordered(run, sign, a, b, node)

    return compare


def is_equal(run: Reading, node: Place, a: Thing, b: Thing, /) -> Thing:
    return equal(run, a, b, node)


def is_not_equal(run: Reading, node: Place, a: Thing, b: Thing, /) -> Visit:
    answer = yield equal(run, a, b, node)
    if isinstance(answer, bool):
        return not answer
    return apply(run, OPERATORS[ast.Not], (answer,), node)


def negative(run: Reading, node: Place, a: Thing, /) -> Thing:
    method = method_of(run, a, "__neg__")
    if method is not END:
        return call(run, method, [], {}, node)
    return -a if is_number(a) else apply(run, OPERATORS[ast.USub], (a,), node)


def positive(run: Reading, node: Place, a: Thing, /) -> Thing:
    return a


def absolute(run: Reading, node: Place, a: Thing, /) -> Thing:
    method = method_of(run, a, "__abs__")
    if method is not END:
        return call(run, method, [], {}, node)
    return abs(a) if is_number(a) else apply(run, BY_NAME["abs"], (a,), node)


def is_false(run: Reading, node: Place, a: Thing, /) -> Visit:
    return not (yield truth_of(run, a, node))


def is_true(run: Reading, node: Place, a: Thing, /) -> Visit:
    return (yield truth_of(run, a, node))


def is_same(run: Reading, node: Place, a: Thing, b: Thing, /) -> bool:
    return a is b or (type(a) is type(b) and isinstance(a, int | float | str) and a == b)


def has(run: Reading, node: Place, a: Thing, b: Thing, /) -> Visit:
    """``b in a``."""
    answer = contains(run, a, b, node)
    if answer is not END:
        return answer
    return (yield found_among(run, (yield all_items(run, a, node)), b, node))


def item(run: Reading, node: Place, a: Thing, b: Thing, /) -> Visit:
    return item_of(run, a, b, node)


def itemgetter(run: Reading, node: Place, item: Thing, /, *items: Thing) -> Builtin:
    keys = (item, *items)

    def get(run: Reading, node: Place, obj: Thing, /) -> Visit:
        run.spend(PER_ITEM * len(keys), node)
        found = []
        for key in keys:
            found.append((yield item_of(run, obj, key, node)))
        return found[0] if len(keys) == 1 else tuple(found)

    return Builtin("itemgetter", get)


def attrgetter(run: Reading, node: Place, attr: Thing, /, *attrs: Thing) -> Builtin:
    paths = []
    for name in (attr, *attrs):
        parts = name.split(".") if isinstance(name, str) and len(name) < 200 else [""]
        if not all(map(str.isidentifier, parts)):
            raise run.raised(
                "TypeError", "attrgetter needs names.", node, "Write attrgetter('name')."
            )
        paths.append(parts)

    def get(run: Reading, node: Place, obj: Thing, /) -> Visit:
        found = []
        for parts in paths:
            thing = obj
            for part in parts:
                thing = yield attribute(run, thing, part, node)
            found.append(thing)
        return found[0] if len(paths) == 1 else tuple(found)

    return Builtin("attrgetter", get)


def methodcaller(
    run: Reading, node: Place, name: Thing, /, *args: Thing, **kwargs: Thing
) -> Builtin:
    if not isinstance(name, str) or not name.isidentifier():
        message = "methodcaller needs a name."
        raise run.raised("TypeError", message, node, "Write methodcaller('step').")

    def run_method(run: Reading, node: Place, obj: Thing, /) -> Visit:
        method = yield attribute(run, obj, name, node)
        return (yield call(run, method, list(args), kwargs, node))

    return Builtin("methodcaller", run_method)


OPERATOR: Mapping[str, Callable[..., Any]] = {
    "add": _operation(ast.Add),
    "concat": _operation(ast.Add),
    "sub": _operation(ast.Sub),
    "mul": _operation(ast.Mult),
    "truediv": _operation(ast.Div),
    "floordiv": _operation(ast.FloorDiv),
    "mod": _operation(ast.Mod),
    "pow": _operation(ast.Pow),
    "matmul": _operation(ast.MatMult),
    "and_": _operation(ast.BitAnd),
    "or_": _operation(ast.BitOr),
    "xor": _operation(ast.BitXor),
    "lshift": _operation(ast.LShift),
    "rshift": _operation(ast.RShift),
    "lt": _order("<"),
    "le": _order("<="),
    "gt": _order(">"),
    "ge": _order(">="),
    "eq": is_equal,
    "ne": is_not_equal,
    "neg": negative,
    "pos": positive,
    "abs": absolute,
    "not_": is_false,
    "truth": is_true,
    "is_": is_same,
    "contains": has,
    "getitem": item,
    "itemgetter": itemgetter,
    "attrgetter": attrgetter,
    "methodcaller": methodcaller,
}
