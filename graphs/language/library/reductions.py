"""Python's ``len``, ``range``, ``sum``, ``min``, ``max``, ``any`` and ``all``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graphs.gates import BY_NAME
from graphs.gates.joining import STACK
from graphs.gates.reductions import SUM
from graphs.gates.routing import MAX
from graphs.language import known_shapes, nodes
from graphs.language.calling import call, method_of
from graphs.language.comparing import elements, less
from graphs.language.decisions import known_number, known_text, truth_of
from graphs.language.descriptions import described
from graphs.language.gate_arguments import call_gate
from graphs.language.iteration import all_items
from graphs.language.library import iterating
from graphs.language.operators import binary
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    END,
    Class,
    Count,
    Dict,
    GateFunction,
    Instance,
    Iterator,
    LeftOut,
    List,
    Progress,
    Set,
    Template,
    Thing,
    Wire,
    Written,
)
from graphs.language.unread.left_out import left_out_error
from graphs.language.visits import Visit


def length(run: Reading, node: Place, obj: Thing, /) -> Thing | Visit:
    """``len(x)``."""
    if isinstance(obj, str | tuple | range):
        try:
            return Count(len(obj))
        except OverflowError:
            raise run.too_large("This range is too long.", node, "Use a smaller range.") from None
    if isinstance(obj, Dict | Set):
        return Count(len(obj.items))
    if isinstance(obj, List) and obj.array is None:
        return Count(len(obj.items))
    if isinstance(obj, Wire | List):
        shape = known_shapes.shape_of(run, obj, node)
        if not shape:
            text = run.segment(argument_of(node))
            raise run.raised(
                "TypeError",
                f"{text} is a number and has no length.",
                argument_of(node),
                "Count a list.",
            )
        return Count(shape[0])
    if isinstance(obj, Template):
        return Count(len(known_text(run, obj, node)))
    if isinstance(obj, Instance):
        if obj.type.kind == "namedtuple":
            return Count(len(obj.type.fields))
        method = method_of(run, obj, "__len__")
        if method is not END:
            return call(run, method, [], {}, node)
    if isinstance(obj, Class) and obj.kind == "enum":
        return Count(len(obj.options["members"]))
    if isinstance(obj, Progress):
        return length(run, node, obj.iterable)
    if isinstance(obj, LeftOut):
        raise left_out_error(run, obj, node)
    if isinstance(obj, int | float):
        text = run.segment(argument_of(node))
        raise run.raised(
            "TypeError",
            f"{text} is a number and has no length.",
            argument_of(node),
            "Count a list.",
        )
    raise run.raised("TypeError", f"{described(obj)} has no length.", node, "Count a list.")


def argument_of(node: Any) -> Any:
    return node.args[0] if getattr(node, "args", None) else node


def make_range(run: Reading, node: Place, *bounds: Thing) -> Thing:
    """``range(3)``."""
    if not 1 <= len(bounds) <= 3:
        raise run.raised(
            "TypeError", "range takes one to three whole numbers.", node, "Write range(3)."
        )
    numbers = []
    places = getattr(node, "args", [])
    for at, bound in enumerate(bounds):
        place = places[at] if len(places) == len(bounds) else node
        if isinstance(bound, List | tuple) or (
            type(bound) is Wire and known_shapes.shape_of(run, bound, place)
        ):
            raise run.raised(
                "TypeError", "range needs whole numbers, not an array.", place, "Write range(3)."
            )
        number = known_number(run, bound, place, "range")
        if not isinstance(number, int) and not (np.isfinite(number) and number == int(number)):
            raise run.raised(
                "TypeError",
                f"range needs whole numbers, not {number:g}.",
                place,
                "Write range(3).",
            )
        numbers.append(int(number))
    if len(numbers) == 3 and numbers[2] == 0:
        place = places[2] if len(places) == 3 else node
        raise run.raised("ValueError", "range cannot step by 0.", place, "Step by 1 or -1.")
    made = range(*numbers)
    try:
        len(made)
    except OverflowError:  # of Python's own
        raise run.too_large("This range has too many numbers.", node, "Make it shorter.") from None
    return made


def total(run: Reading, node: Place, iterable: Thing, /, start: Thing = 0, **named: Thing) -> Any:
    """``sum``: of an array the gate, of anything else Python's own, item by item."""
    is_array = type(iterable) is Wire or (isinstance(iterable, List) and iterable.array is not None)
    rank = len(known_shapes.shape_if_known(run, iterable, node) or ()) if is_array else 0
    if rank > 1 and not named:  # Python adds up the rows
        if type(iterable) is not Wire or not (isinstance(start, int) and start == 0):
            return _added_up(run, iterable, start, node)
        named = {"axis": 0}
    if named or (is_array and isinstance(start, int) and start == 0):
        return call_gate(run, GateFunction(SUM, "sum"), [iterable], named, node)
    if isinstance(iterable, int | float) or (
        type(iterable) is Wire and known_shapes.shape_if_known(run, iterable, node) == ()
    ):
        arguments = [run.segment(one) for one in getattr(node, "args", [])]
        several = f"sum([{', '.join(arguments)}])"
        hint = f"Write {' + '.join(arguments)}, or {several}."
        raise run.raised("TypeError", "sum adds up the items of one list.", node, hint)
    return _added_up(run, iterable, start, node)


def _added_up(run: Reading, iterable: Thing, start: Thing, node: Place) -> Visit:
    items = yield all_items(run, iterable, node)
    result = start
    if (
        items
        and isinstance(start, int)
        and start == 0
        and not isinstance(items[0], Instance | bool)
    ):
        result, items = items[0], items[1:]
    for item in items:
        result = yield binary(run, ast.Add, result, item, node)
    return result


def numpy_sum(run: Reading, node: Place, a: Thing, /, *rest: Thing, **named: Thing) -> Any:
    """``np.sum``: of a list of numbers item by item, as the text wrote it."""
    if isinstance(a, Iterator):
        return _added_up(run, a, 0, node)
    is_list = isinstance(a, tuple) or (isinstance(a, List) and a.array is None)
    if not is_list or rest or named:
        return call_gate(run, GateFunction(SUM, "sum"), [a, *rest], named, node)
    items = a.items if isinstance(a, List) else a
    shapes = {known_shapes.shape_if_known(run, item, node) for item in items}
    if shapes - {()}:
        return nodes.apply(run, SUM, (nodes.apply(run, STACK, list(items), node),), node)
    return _added_up(run, a, 0, node)


def extreme_of(name: str) -> Callable[..., Any]:
    def extreme(
        run: Reading, node: Place, *things: Thing, key: Thing = None, default: Thing = END,
        **named: Thing,
    ) -> Any:  # fmt: skip
        gate = GateFunction(BY_NAME[name], "")
        several = things
        if len(things) == 1 and isinstance(things[0], List | tuple):
            several = tuple(things[0].items) if isinstance(things[0], List) else things[0]
            if isinstance(things[0], List) and things[0].array is not None:
                shape = known_shapes.shape_of(run, things[0], node)
                several = things if len(shape) == 1 else tuple(elements(run, things[0], node))
        is_wires = any(type(thing) is Wire or isinstance(thing, List) for thing in several)
        numeric = bool(several) and all(
            type(thing) is Wire or isinstance(thing, int | float | List) for thing in several
        )
        if len(several) > 1 and all(isinstance(thing, List) for thing in several):
            numeric = False  # lists are compared item by item
        if named or (numeric and is_wires and key is None):
            return call_gate(run, gate, list(things), named, node)
        return _chosen(run, node, name, things, key, default)

    return extreme


def _chosen(
    run: Reading, node: Place, name: str, things: tuple[Thing, ...], key: Thing, default: Thing
) -> Visit:
    """``min`` and ``max`` by comparison: of known things, or by a key."""
    items = list(things)
    if len(things) == 1:
        if isinstance(things[0], int | float):
            return things[0]
        items = yield all_items(run, things[0], node)
    if not items:
        if default is not END:
            return default
        raise run.raised("ValueError", f"{name} of nothing.", node, f"Write {name}(xs, default=0).")
    if (
        key is None
        and any(type(one) is Wire for one in items)
        and all(type(one) is Wire or isinstance(one, int | float) for one in items)
    ):
        if len(items) == 1:
            return items[0]
        return call_gate(run, GateFunction(BY_NAME[name], ""), items, {}, node)
    wants_largest = BY_NAME[name] is MAX
    best, best_key = items[0], END
    for item in items:
        item_key = item if key is None else (yield call(run, key, [item], {}, node))
        if best_key is END:
            best_key = item_key
            continue
        pair = (best_key, item_key) if wants_largest else (item_key, best_key)
        if (yield truth_of(run, (yield less(run, *pair, node)), node)):
            best, best_key = item, item_key
    if (
        isinstance(best, float | int)
        and not isinstance(best, bool)
        and len(items) > 1
        and key is None
    ):
        written = Written(run.places.source(node), None, BY_NAME[name], tuple(items), depth=1)
        kept = float(best) if isinstance(best, float) else int(best)
        return kept if len(items) > 5 else nodes.remembered(kept, written)
    return best


def any_of(run: Reading, node: Place, iterable: Thing, /, **named: Thing) -> Any:
    """``any(x)``: of an array the gate."""
    return _truths(run, "any", iterable, named, node)


def all_of(run: Reading, node: Place, iterable: Thing, /, **named: Thing) -> Any:
    """``all(x)``: of an array the gate."""
    return _truths(run, "all", iterable, named, node)


def _truths(
    run: Reading, name: str, iterable: Thing, named: Mapping[str, Thing], node: Place
) -> Any:
    if named or type(iterable) is Wire:
        return call_gate(run, GateFunction(BY_NAME[name], name), [iterable], named, node)
    return iterating.ITERATING[name](run, node, iterable)
