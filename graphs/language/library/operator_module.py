"""The module ``operator``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graphs.gates import BY_FUNCTION
from graphs.language.attributes import attribute
from graphs.language.calling import call, method_of
from graphs.language.comparing import contains, equal, found_among, ordered
from graphs.language.decisions import truth_of
from graphs.language.items import get_item
from graphs.language.iteration import all_items
from graphs.language.nodes import apply, is_number
from graphs.language.operators import binary
from graphs.language.positions import Place
from graphs.language.reading import PER_ITEM, Reading
from graphs.language.syntax_gates import OPERATORS
from graphs.language.things import END, Builtin, Thing
from graphs.language.visits import Visit


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
    return abs(a) if is_number(a) else apply(run, BY_FUNCTION[np.abs], (a,), node)


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


def item(run: Reading, node: Place, a: Thing, b: Thing, /) -> Thing:
    return get_item(run, a, b, node)


def itemgetter(run: Reading, node: Place, item: Thing, /, *items: Thing) -> Builtin:
    keys = (item, *items)

    def get(run: Reading, node: Place, obj: Thing, /) -> Visit:
        run.spend(PER_ITEM * len(keys), node)
        found = []
        for key in keys:
            found.append((yield get_item(run, obj, key, node)))
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
