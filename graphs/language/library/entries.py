"""The entries of dictionaries: read, set and deleted, with what watchers are told."""

from __future__ import annotations

import ast
from typing import Any, cast

from graphs.errors import GraphError
from graphs.language.calling import call, method_of
from graphs.language.decisions import hashable, whole_number
from graphs.language.descriptions import described
from graphs.language.iteration import all_items
from graphs.language.literals import passed_on
from graphs.language.nodes import is_number
from graphs.language.positions import Place
from graphs.language.reading import Reading, shortened
from graphs.language.sizes import check_count
from graphs.language.things import END, FROM_OUTSIDE, Dict, Template, Thing, Wire
from graphs.language.uncalled_definitions import given_arguments
from graphs.language.visits import Visit

MOST_LISTED = 8  # keys that an error names


def get_entry(run: Reading, owner: Dict, key: Thing, node: Place) -> Thing | Visit:
    """``d[key]``, or a visit that finds it: a ``defaultdict`` calls its factory.

    Raises:
        GraphError: there is none.
    """
    found = hashable(run, key, node)
    if found in owner.items:
        if type(owner.items[found][1]) in (int, float) and not owner.path:
            first, thing = owner.items[found]  # what was computed with is no input later on
            owner.items[found] = first, passed_on(run, thing, node)
        return read(run, owner, found)
    for watcher in run.watchers:
        thing = watcher.unknown(run, owner, key, cast(ast.expr, node))
        if thing is not END:
            return thing
    if owner.default is FROM_OUTSIDE and isinstance(key, str | int):
        set_entry(run, owner, key, given_arguments.an_entry(run, owner, key, node), node)
        return owner.items[found][1]
    if owner.kind == "Counter":
        return 0
    if owner.kind == "defaultdict" and owner.default is not None:
        return _made(run, owner, key, node)
    raise no_entry(run, owner, key, node)


def read(run: Reading, owner: Dict, found: Any) -> Thing:
    """An entry that is there; watchers are told."""
    thing = owner.items[found][1]
    for watcher in run.watchers:
        watcher.read(run, owner, found, thing)
    return thing


def _made(run: Reading, owner: Dict, key: Thing, node: Place) -> Visit:
    thing = yield call(run, owner.default, [], {}, node)
    set_entry(run, owner, key, thing, node)
    return thing


def set_entry(run: Reading, owner: Dict, key: Thing, thing: Thing, node: Place) -> None:
    """``d[key] = thing``: a key that is there stays as it was first written."""
    found = hashable(run, key, node)
    first = owner.items[found][0] if found in owner.items else key
    check_count(run, len(owner.items) + 1, node)
    owner.items[found] = (first, thing)
    for watcher in run.watchers:
        watcher.bound(run, owner, found, thing)


def delete_entry(run: Reading, owner: Dict, key: Thing, node: Place) -> None:
    """``del d[key]``."""
    found = hashable(run, key, node)
    if found not in owner.items:
        raise no_entry(run, owner, key, node)
    del owner.items[found]


def no_entry(run: Reading, owner: Dict, key: Thing, node: Place) -> GraphError:
    """The error for a key that is not there."""
    names = [shown(one) for one, _ in list(owner.items.values())[:MOST_LISTED]]
    if len(owner.items) > MOST_LISTED:
        names.append("…")
    hint = f"Its entries are {', '.join(names)}." if names else "It has no entries yet."
    message = f"The dictionary has no entry {shown(key)}."
    return run.raised("KeyError", message, node, hint, (key,))


def shown(key: Thing) -> str:
    """A key as a message writes it."""
    if isinstance(key, str):
        return shortened(repr(key))
    if isinstance(key, bool) or key is None:
        return str(key)
    if isinstance(key, int | float):
        return shortened((int if isinstance(key, int) else float).__repr__(key))
    if isinstance(key, tuple) and len(key) <= MOST_LISTED:
        parts = [shown(one) if not isinstance(one, tuple) else "(…)" for one in key]
        return f"({', '.join(parts)}{',' if len(parts) == 1 else ''})"
    return "of this value" if isinstance(key, Wire | Template) else f"of {described(key)}"


def item_of(run: Reading, owner: Thing, key: Thing, node: Place) -> Visit:
    """``owner[key]`` for a key that is no slice, as ``itemgetter`` and ``{0[key]}`` ask for it."""
    if isinstance(owner, Dict):
        return (yield get_entry(run, owner, key, node))
    method = method_of(run, owner, "__getitem__")
    if method is not END:
        return (yield call(run, method, [key], {}, node))
    if not is_number(key) and type(key) is not Wire:
        raise run.raised(
            "TypeError",
            f"{described(owner).capitalize()} has no entry {shown(key)}.",
            node,
            "Write a number for a list, a key for a dictionary.",
        )
    at = whole_number(run, key, node, "An index")
    items = owner if isinstance(owner, range) else (yield all_items(run, owner, node))
    if not -len(items) <= at < len(items):
        raise run.raised(
            "IndexError",
            f"There is no item {shown(at)}.",
            node,
            f"There are {len(items)}, counted from 0.",
        )
    return items[at]
