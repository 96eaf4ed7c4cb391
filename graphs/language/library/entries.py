"""The entries of dictionaries: read, set and deleted, with what watchers are told."""

from __future__ import annotations

from typing import Any

from graphs.errors import GraphError
from graphs.language.calling import call
from graphs.language.decisions import hashable
from graphs.language.descriptions import described
from graphs.language.iteration import all_items
from graphs.language.positions import Place
from graphs.language.reading import Reading, shortened
from graphs.language.sizes import check_count
from graphs.language.things import END, Dict, List, Template, Thing, Wire
from graphs.language.visits import Visit

MOST_LISTED = 8  # keys that an error names


def get_entry(run: Reading, owner: Dict, key: Thing, node: Place) -> Thing | Visit:
    """``d[key]``, or a visit that finds it: a ``defaultdict`` calls its factory.

    Raises:
        GraphError: there is none.
    """
    found = hashable(run, key, node)
    if found in owner.items:
        return read(run, owner, key, found)
    for watcher in run.watchers:
        thing = watcher.unknown(run, owner, key, node)
        if thing is not END:
            return thing
    if owner.kind == "Counter":
        return 0
    if owner.kind == "defaultdict" and owner.default is not None:
        return _made(run, owner, key, node)
    raise no_entry(run, owner, key, node)


def read(run: Reading, owner: Dict, key: Thing, found: Any) -> Thing:
    """An entry that is there; watchers are told."""
    thing = owner.items[found][1]
    for watcher in run.watchers:
        watcher.read(run, owner, key, thing)
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
        watcher.bound(run, owner, key, thing)


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
    return run.raised("KeyError", f"The dictionary has no entry {shown(key)}.", node, hint)


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


def named_entry(run: Reading, owner: Thing, key: int | str, node: Place) -> Visit:
    """What ``{0[key]}`` of ``str.format`` names."""
    if isinstance(owner, Dict):
        return (yield get_entry(run, owner, key, node))
    if not isinstance(owner, List | tuple | str | Wire) or not isinstance(key, int):
        raise run.raised(
            "TypeError",
            f"{described(owner).capitalize()} has no entry {shown(key)}.",
            node,
            "Write {0[1]} for a list and {0[name]} for a dictionary.",
        )
    items = owner if isinstance(owner, str) else (yield all_items(run, owner, node))
    if key >= len(items):
        raise run.raised(
            "IndexError", f"There is no entry {key}.", node, f"There are {len(items)}."
        )
    return items[key]
