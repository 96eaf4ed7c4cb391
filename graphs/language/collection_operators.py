"""Operators on what is no number: texts, lists, dictionaries, sets, and what is left out."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from graphs.language import known_shapes, nodes
from graphs.language.decisions import is_whole, known_number, whole_number
from graphs.language.descriptions import described
from graphs.language.formatting import percent
from graphs.language.iteration import own_items
from graphs.language.operator_table import BINARY
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import afford_text, check_count
from graphs.language.texts import joined
from graphs.language.things import (
    END,
    Dict,
    List,
    Set,
    Template,
    Thing,
    Wire,
)
from graphs.language.unread.left_out import unknown_result
from graphs.language.visits import Visit

SETS: Mapping[type[ast.operator], Callable[[Any, Any], list[Any]]] = {
    ast.BitAnd: lambda one, other: [key for key in one if key in other],
    ast.BitOr: lambda one, other: [*one, *(key for key in other if key not in one)],
    ast.Sub: lambda one, other: [key for key in one if key not in other],
    ast.BitXor: lambda one, other: [
        *(key for key in one if key not in other),
        *(key for key in other if key not in one),
    ],
}


def _percent_text(
    run: Reading, sign: type[ast.operator], left: Thing, right: Thing, node: Place
) -> Thing | Visit:
    if sign is ast.Mod and isinstance(left, str | Template):
        return percent(run, left, right, node)
    return END


def _left_out(
    run: Reading, sign: type[ast.operator], left: Thing, right: Thing, node: Place
) -> Thing:
    unknown = unknown_result(left, right)
    return END if unknown is None else unknown


def _texts(run: Reading, sign: type[ast.operator], left: Thing, right: Thing, node: Place) -> Thing:
    if isinstance(left, str | Template) and isinstance(right, str | Template) and sign is ast.Add:
        return joined(run, (left, right), node)
    if sign is ast.Mult and (isinstance(left, str) or isinstance(right, str)):
        text, times = (left, right) if isinstance(left, str) else (right, left)
        is_fraction = isinstance(times, float)
        if (nodes.is_number(times) and not is_fraction) or (
            type(times) is Wire and is_whole(run, times)
        ):
            number = max(whole_number(run, times, node, "A text"), 0)
            afford_text(run, len(text) * number, node)
            return text * number
    if isinstance(left, str | Template) or isinstance(right, str | Template):
        name = BINARY[sign].sign
        raise run.raised(
            "TypeError",
            f"{name} cannot combine {described(left)} and {described(right)}.",
            node,
            "Write str(…) around the number."
            if sign is ast.Add
            else "Write float(…) around the text.",
        )
    return END


def _lists(run: Reading, sign: type[ast.operator], left: Thing, right: Thing, node: Place) -> Thing:
    """``hs + [h]`` and ``[0] * 3``: Python's own meaning of lists and tuples."""
    if sign is ast.Add and type(left) is type(right) and isinstance(left, List | tuple):
        if isinstance(left, List):
            items = [*own_items(run, left, node), *own_items(run, right, node)]
            run.count_items(len(items), node)
            return List(items)
        run.count_items(len(left) + len(right), node)
        return left + right
    if sign is ast.Mult and (isinstance(left, List | tuple) or isinstance(right, List | tuple)):
        several, times = (left, right) if isinstance(left, List | tuple) else (right, left)
        counts = isinstance(times, int) or (
            type(times) is Wire
            and is_whole(run, times)
            and not known_shapes.shape_of(run, times, node)
        )
        if counts:
            number = max(whole_number(run, times, node, "A list"), 0)
            if isinstance(several, List):
                return List(_repeated(run, own_items(run, several, node), number, node))
            return tuple(_repeated(run, list(several), number, node))
    return END


def _repeated(run: Reading, items: list[Thing], number: int, node: Place) -> list[Thing]:
    if not items:
        return []
    check_count(run, len(items) * number, node)
    run.count_items(len(items) * number, node)
    return items * number


def _collections(
    run: Reading, sign: type[ast.operator], left: Thing, right: Thing, node: Place
) -> Thing:
    if isinstance(left, Set) and isinstance(right, Set) and sign in SETS:
        run.count_items(len(left.items) + len(right.items), node)
        both = {**right.items, **left.items}
        keys = SETS[sign](left.items, right.items)
        return Set({key: both[key] for key in keys}, left.frozen)
    if isinstance(left, Dict) and isinstance(right, Dict):
        run.count_items(len(left.items) + len(right.items), node)
        if sign is ast.BitOr:
            return Dict({**left.items, **right.items}, "", left.default, left.kind)
        if left.kind == right.kind == "Counter" and sign in (ast.Add, ast.Sub):
            return _counters(run, sign, left, right, node)
    return END


def _counters(
    run: Reading, sign: type[ast.operator], left: Dict, right: Dict, node: Place
) -> Thing:
    counts = {}
    for key in {**left.items, **right.items}:
        one, other = (
            known_number(run, it.items[key][1], node, "A count") if key in it.items else 0
            for it in (left, right)
        )
        number = one + other if sign is ast.Add else one - other
        if number > 0:
            counts[key] = ((left.items.get(key) or right.items[key])[0], number)
    return Dict(counts, "", 0, "Counter")


# In this order: the first that gives something is meant.
MEANINGS: Sequence[Callable[..., Any]] = (_percent_text, _left_out, _texts, _lists, _collections)
