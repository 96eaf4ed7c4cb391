"""Square brackets: items read."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from graphs.errors import GraphError
from graphs.gates.spellings import SPELLINGS
from graphs.language import known_shapes, nodes
from graphs.language.array_items import array_item, known_slice
from graphs.language.calling import call, method_of
from graphs.language.comparing import as_tuple, elements, item_of_array
from graphs.language.decisions import (
    hashable,
    known_text,
    whole_number,
)
from graphs.language.gate_arguments import call_gate
from graphs.language.item_places import no_items, place_of_key, place_of_owner
from graphs.language.library.entries import get_entry
from graphs.language.missing_names import structures
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import (
    END,
    Class,
    Dict,
    GateFunction,
    Instance,
    Joiner,
    Key,
    LeftOut,
    List,
    Template,
    Thing,
    Type,
    Wire,
)
from graphs.language.unread import outside
from graphs.language.visits import Evaluate, Visit


def key_thing(run: Reading, node: ast.expr, scope: Scope) -> Visit:
    """What stands between the brackets: slices as Python's, of things."""
    if isinstance(node, ast.Slice):
        ends = []
        for end in (node.lower, node.upper, node.step):
            ends.append(None if end is None else (yield Evaluate(end, scope)))
        return slice(*ends)
    if isinstance(node, ast.Tuple):
        parts = []
        for part in node.elts:
            parts.append((yield key_thing(run, part, scope)))
        return tuple(parts)
    return (yield Evaluate(node, scope))


def subscript(run: Reading, node: ast.Subscript, scope: Scope) -> Visit:
    """``x[0]``, ``x[1:, ::2]``, ``x[mask]``, ``p[np.arange(N), y]``, ``d['W']``."""
    owner = yield Evaluate(node.value, scope)
    unquoted = _unquoted_key(run, owner, node)
    if unquoted is not None and scope.find(unquoted) is None:
        raise _quotes_error(run, node, unquoted)
    key = yield key_thing(run, node.slice, scope)
    try:
        return (yield get_item(run, owner, key, node))
    except GraphError as error:
        if unquoted is None or error.kind not in ("KeyError", "TypeError"):
            raise
        raise _quotes_error(run, node, unquoted) from None


def _unquoted_key(run: Reading, owner: Thing, node: ast.Subscript) -> str | None:
    """W of ``params[W]``, where the dictionary has an entry ``'W'``."""
    if isinstance(owner, Dict) and isinstance(node.slice, ast.Name) and not run.tries:
        return node.slice.id if node.slice.id in owner.items else None
    return None


def _quotes_error(run: Reading, node: ast.Subscript, key: str) -> GraphError:
    mend = f"{run.segment(node.value)}[{key!r}]"
    message = f"The key is the text {key!r}; without quotes {key} is a name."
    error = run.error(message, node, f"Write {mend}", mend)
    error.kind = "KeyError"
    return error


def get_item(run: Reading, owner: Thing, key: Thing, node: Place) -> Thing | Visit:
    """An item, or a visit that finds it.

    Raises:
        GraphError: there is none.
    """
    if type(owner) is Wire and type(key) is str:
        owner = structures.as_table(run, owner, node)
    getter = GETTERS.get(type(owner))
    if getter is None:
        raise no_items(run, owner, node)
    if isinstance(key, Key):
        key = key.things
    return getter(run, owner, key, node)


# Arrays


# Lists, tuples and texts


def position(run: Reading, key: Thing, length: int, node: Place, what: str) -> int:
    place = place_of_key(node)
    if isinstance(key, List | tuple | str | type(None)) or (
        type(key) is Wire and known_shapes.shape_of(run, key, place)
    ):
        raise run.raised(
            "TypeError", f"This index is outside {what} of {length}.", place, "Use a whole number."
        )
    if isinstance(key, float) and not key.is_integer():
        raise run.raised(
            "TypeError",
            f"The index {key:g} is outside {what} of {length}.",
            place,
            f"Count from 0 to {length - 1}.",
        )
    index = whole_number(run, key, place, "An index")
    if not -length <= index < length:
        raise run.raised(
            "IndexError",
            f"The index {index} is outside {what} of {length}.",
            place,
            f"Count from 0 to {length - 1}." if length else "Fill the list first.",
            (f"{what.split()[-1].replace('text', 'string')} index out of range",),
        )
    return index


def _list_item(run: Reading, owner: List, key: Thing, node: Place) -> Thing:
    if owner.array is not None:
        if isinstance(key, slice):
            return List(list(own_slice(run, owner, key, node)))
        is_nested = len(known_shapes.shape_of(run, owner, node)) > 1
        if isinstance(key, tuple | List) or not is_nested:
            return array_item(run, owner.array, key, node)
        rows = elements(run, owner, node)
        return rows[position(run, key, len(rows), node, "a list")]
    if isinstance(key, slice):
        items = owner.items[known_slice(run, key, place_of_key(node))]
        run.count_items(len(items), node)
        return List(items)
    if isinstance(key, tuple | List):  # the list is read as an array
        wire = Wire(nodes.number(run, owner, place_of_owner(node)), mutable=True)
        return array_item(run, wire, key, node)
    at = position(run, key, len(owner.items), node, "a list")
    thing = owner.items[at]
    for watcher in run.watchers:
        watcher.read(run, owner, at % len(owner.items), thing)
    return thing


def own_slice(run: Reading, owner: List, key: slice, node: Place) -> list[Thing]:
    """A slice of a list that became one input: its elements."""
    assert owner.array is not None
    shape = known_shapes.shape_of(run, owner.array, node)
    chosen = range(shape[0])[known_slice(run, key, place_of_key(node))]
    run.count_items(len(chosen), node)
    if len(shape) > 1:
        rows = elements(run, owner, node)
        return [rows[at] for at in chosen]
    return [item_of_array(run, owner.array, at, node) for at in chosen]


def _sequence_item(run: Reading, owner: Any, key: Thing, node: Place) -> Thing:
    if isinstance(key, slice):
        return owner[known_slice(run, key, place_of_key(node))]
    if isinstance(key, tuple | List) and not isinstance(owner, str):
        wire = Wire(nodes.number(run, owner, place_of_owner(node)), mutable=True)
        return array_item(run, wire, key, node)
    kinds: Mapping[type, str] = {str: "a text", range: "a range"}
    what = kinds.get(type(owner), "a list")
    return owner[position(run, key, len(owner), node, what)]


def _text_item(run: Reading, owner: Template, key: Thing, node: Place) -> Thing:
    return _sequence_item(run, known_text(run, owner, node), key, node)


def _item_of_left_out(run: Reading, owner: LeftOut, key: Thing, node: Place) -> Thing:
    return outside.item_of(run, owner, key, node)


def _instance_item(run: Reading, owner: Instance, key: Thing, node: Place) -> Thing | Visit:
    method = method_of(run, owner, "__getitem__")
    if method is not END:
        return call(run, method, [key], {}, node)
    if owner.type.kind == "namedtuple":
        return _sequence_item(run, as_tuple(owner), key, node)
    raise no_items(run, owner, node)


def _key_item(run: Reading, owner: Key, key: Thing, node: Place) -> Thing:
    return Key(key)


def _joined_item(run: Reading, owner: Joiner, key: Thing, node: Place) -> Thing:
    """``np.c_[x, y]``."""
    parts = key if isinstance(key, tuple) else (key,)
    arrays: list[Thing] = []
    for part in parts:
        if isinstance(part, slice):
            ends = known_slice(run, part, place_of_key(node))
            part = range(ends.start or 0, ends.stop or 0, ends.step or 1)
        arrays.append(part)
    spelling = SPELLINGS["column_stack" if owner.word == "c_" else "hstack"]
    return call_gate(run, GateFunction(spelling, owner.word), [tuple(arrays)], {}, node)


def _type_item(run: Reading, owner: Thing, key: Thing, node: Place) -> Thing:
    if isinstance(owner, Class) and owner.kind == "enum":
        for member in owner.options["members"]:
            if member.attributes["name"] == hashable(run, key, node):
                return member
        raise run.raised("KeyError", f"{owner.name} has no such member.", node, None)
    return owner  # list[int] in an annotation's value


GETTERS: Mapping[type, Callable[..., Any]] = {
    Wire: array_item,
    List: _list_item,
    tuple: _sequence_item,
    str: _sequence_item,
    range: _sequence_item,
    Template: _text_item,
    LeftOut: _item_of_left_out,
    Dict: get_entry,
    Instance: _instance_item,
    Key: _key_item,
    Joiner: _joined_item,
    Type: _type_item,
    Class: _type_item,
}
