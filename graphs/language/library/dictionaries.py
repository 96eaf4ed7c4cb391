"""The methods of dictionaries, also of ``OrderedDict``, ``defaultdict`` and ``Counter``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from graphs.language.decisions import hashable, truth_of, whole_number
from graphs.language.iteration import all_items
from graphs.language.library.entries import no_entry, read, set_entry
from graphs.language.library.sorting import sorted_places
from graphs.language.operators import binary
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import afford_items
from graphs.language.things import END, Count, Dict, List, Thing
from graphs.language.visits import Visit

__all__ = [
    *("DICT_METHODS", "METHODS_OF_KIND", "fromkeys_of_type"),
    *("delete_entry", "get_entry", "set_entry"),
]


def get(run: Reading, node: Place, owner: Dict, key: Thing, default: Thing = None, /) -> Thing:
    found = hashable(run, key, node)
    return read(run, owner, found) if found in owner.items else default


def items(run: Reading, node: Place, owner: Dict, /) -> List:
    """The pairs of keys and values; each counts as read."""
    run.count_items(len(owner.items), node)
    pairs = [(key, read(run, owner, found)) for found, (key, _) in owner.items.items()]
    return List(list(pairs), kind="dict_items")


def keys(run: Reading, node: Place, owner: Dict, /) -> List:
    run.count_items(len(owner.items), node)
    return List([key for key, _ in owner.items.values()], kind="dict_keys")


def values(run: Reading, node: Place, owner: Dict, /) -> List:
    run.count_items(len(owner.items), node)
    return List([read(run, owner, found) for found in owner.items], kind="dict_values")


def pop(run: Reading, node: Place, owner: Dict, key: Thing, default: Thing = END, /) -> Thing:
    found = hashable(run, key, node)
    if found in owner.items:
        thing = read(run, owner, found)
        del owner.items[found]
        return thing
    if default is END:
        raise no_entry(run, owner, key, node)
    return default


def popitem(run: Reading, node: Place, owner: Dict, last: Thing = True) -> Visit:
    is_last = yield truth_of(run, last, node)
    if not owner.items:
        raise run.raised(
            "KeyError", "The dictionary has no entries.", node, "Test it first, as in if d:."
        )
    found = next(reversed(owner.items)) if is_last else next(iter(owner.items))
    key = owner.items[found][0]
    thing = read(run, owner, found)
    del owner.items[found]
    return (key, thing)


def setdefault(
    run: Reading, node: Place, owner: Dict, key: Thing, default: Thing = None, /
) -> Thing:
    found = hashable(run, key, node)
    if found in owner.items:
        return read(run, owner, found)
    set_entry(run, owner, key, default, node)
    return default


def pairs_of(run: Reading, given: Thing, node: Place) -> Visit:
    """The keys and values of a dictionary, or of a list of pairs."""
    if isinstance(given, Dict):
        run.count_items(len(given.items), node)
        return [(key, read(run, given, found)) for found, (key, _) in given.items.items()]
    pairs = []
    for item in (yield all_items(run, given, node)):
        pair = yield all_items(run, item, node)
        if len(pair) != 2:
            raise run.raised(
                "ValueError",
                f"A dictionary is made of pairs; this has {len(pair)} items.",
                node,
                "Write dict([('a', 1), ('b', 2)]).",
            )
        pairs.append(tuple(pair))
    return pairs


def update(run: Reading, node: Place, owner: Dict, other: Thing = None, /, **named: Thing) -> Visit:
    """A ``Counter`` adds counts."""
    if owner.kind == "Counter":
        yield count(run, node, owner, other, ast.Add, named)
        return
    pairs = [] if other is None else (yield pairs_of(run, other, node))
    _set_all(run, owner, [*pairs, *named.items()], node)


def _set_all(run: Reading, owner: Dict, pairs: Iterable[tuple[Thing, Thing]], node: Place) -> None:
    for key, thing in pairs:
        set_entry(run, owner, key, thing, node)


def clear(run: Reading, node: Place, owner: Dict, /) -> None:
    owner.items.clear()


def copy(run: Reading, node: Place, owner: Dict, /) -> Dict:
    afford_items(run, len(owner.items), node)
    return Dict(dict(owner.items), default=owner.default, kind=owner.kind)


def fromkeys(
    run: Reading, node: Place, owner: Dict, iterable: Thing, value: Thing = None, /
) -> Visit:
    """A new dictionary of the owner's kind."""
    return _from_keys(run, node, Dict(kind=owner.kind), iterable, value)


def fromkeys_of_type(run: Reading, node: Place, iterable: Thing, value: Thing = None, /) -> Visit:
    """``dict.fromkeys(…)``."""
    return _from_keys(run, node, Dict(), iterable, value)


def _from_keys(run: Reading, node: Place, made: Dict, iterable: Thing, value: Thing) -> Visit:
    for key in (yield all_items(run, iterable, node)):
        set_entry(run, made, key, value, node)
    return made


# OrderedDict


def move_to_end(run: Reading, node: Place, owner: Dict, key: Thing, last: Thing = True) -> Visit:
    is_last = yield truth_of(run, last, node)
    found = hashable(run, key, node)
    if found not in owner.items:
        raise no_entry(run, owner, key, node)
    entry = owner.items.pop(found)
    if is_last:
        owner.items[found] = entry
        return
    run.count_items(len(owner.items), node)
    rest = dict(owner.items)
    owner.items.clear()
    owner.items[found] = entry
    owner.items.update(rest)


# Counter


def count(
    run: Reading,
    node: Place,
    owner: Dict,
    given: Thing,
    sign: type[ast.operator],
    named: Mapping[str, Thing],
) -> Visit:
    """Add to counts, or take away: one for each item, or another dictionary's counts."""
    if given is None:
        pairs: list[tuple[Thing, Thing]] = []
    elif isinstance(given, Dict):
        pairs = yield pairs_of(run, given, node)
    else:
        pairs = [(item, 1) for item in (yield all_items(run, given, node))]
    for key, number in [*pairs, *named.items()]:
        found = hashable(run, key, node)
        before = owner.items[found][1] if found in owner.items else 0
        if isinstance(before, int) and isinstance(number, int):
            after: Thing = Count(before + number if sign is ast.Add else before - number)
        else:
            after = yield binary(run, sign, before, number, node)
        set_entry(run, owner, key, after, node)


def subtract(
    run: Reading, node: Place, owner: Dict, iterable: Thing = None, /, **named: Thing
) -> Visit:
    return count(run, node, owner, iterable, ast.Sub, named)


def most_common(run: Reading, node: Place, owner: Dict, n: Thing = None) -> Visit:
    pairs = list(owner.items.values())
    run.count_items(len(pairs), node)
    order = yield sorted_places(run, [number for _, number in pairs], True, node)
    most = len(order) if n is None else max(0, whole_number(run, n, node, "most_common"))
    return List([pairs[place] for place in order[:most]])


def elements(run: Reading, node: Place, owner: Dict, /) -> List:
    repeated: list[Thing] = []
    for key, number in owner.items.values():
        times = max(0, whole_number(run, number, node, "A count"))
        run.count_items(len(repeated) + times, node)
        repeated += [key] * times
    return List(repeated)


def total(run: Reading, node: Place, owner: Dict, /) -> Visit:
    whole: Thing = 0
    for _, number in list(owner.items.values()):
        whole = yield binary(run, ast.Add, whole, number, node)
    return whole


DICT_METHODS: Mapping[str, Callable[..., Any]] = {
    "get": get,
    "items": items,
    "keys": keys,
    "values": values,
    "pop": pop,
    "popitem": popitem,
    "setdefault": setdefault,
    "update": update,
    "clear": clear,
    "copy": copy,
    "fromkeys": fromkeys,
    # Python 2's
    "iteritems": items,
    "itervalues": values,
    "iterkeys": keys,
}
ORDERED_METHODS: Mapping[str, Callable[..., Any]] = {"move_to_end": move_to_end}
COUNTER_METHODS: Mapping[str, Callable[..., Any]] = {
    "most_common": most_common,
    "elements": elements,
    "subtract": subtract,
    "total": total,
}
METHODS_OF_KIND: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "dict": DICT_METHODS,
    "defaultdict": DICT_METHODS,
    "OrderedDict": {**DICT_METHODS, **ORDERED_METHODS},
    "Counter": {**DICT_METHODS, **COUNTER_METHODS},
}


def make_dict(run: Reading, node: Place, other: Thing = None, /, **named: Thing) -> Visit:
    """``dict(…)``."""
    return filled(run, node, Dict(), other, named)


def filled(
    run: Reading, node: Place, made: Dict, other: Thing, named: Mapping[str, Thing]
) -> Visit:
    """A new dictionary with the entries that it is called with."""
    yield update(run, node, made, other, **named)
    return made
