"""Square brackets: items read."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from graphs.gates.items import INDEX, IndexArray
from graphs.gates.row import is_truth
from graphs.gates.spellings import SPELLINGS
from graphs.language import known_shapes, literal_values, nodes, resolve, shape_errors
from graphs.language.calling import call, method_of
from graphs.language.comparing import as_tuple
from graphs.language.decisions import (
    as_python_numbers,
    hashable,
    is_count,
    known_text,
    known_value,
    whole_number,
)
from graphs.language.descriptions import described
from graphs.language.gate_arguments import call_gate
from graphs.language.library.entries import get_entry
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
    Literal,
    Template,
    Thing,
    Type,
    Wire,
)
from graphs.language.visits import Evaluate, Visit

Indices = list[tuple[Thing, Place]]


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
    key = yield key_thing(run, node.slice, scope)
    return (yield get_item(run, owner, key, node))


def get_item(run: Reading, owner: Thing, key: Thing, node: Place) -> Thing | Visit:
    """An item, or a visit that finds it.

    Raises:
        GraphError: there is none.
    """
    getter = GETTERS.get(type(owner))
    if getter is None:
        raise no_items(run, owner, node)
    if isinstance(key, Key):
        key = key.things
    return getter(run, owner, key, node)


def _place_of_owner(node: Place) -> Place:
    return node.value if isinstance(node, ast.Subscript) else node


def _place_of_key(node: Place) -> Place:
    return node.slice if isinstance(node, ast.Subscript) else node


def _places_of_parts(node: Place, count: int) -> Sequence[Place]:
    place = _place_of_key(node)
    if isinstance(place, ast.Tuple) and len(place.elts) == count:
        return place.elts
    return [place] * count


def no_items(run: Reading, owner: Thing, node: Place) -> Exception:
    """The error for what has no items."""
    text = run.segment(_place_of_owner(node))
    is_number = isinstance(owner, int | float) or type(owner) is Wire
    return run.raised(
        "TypeError",
        f"{text} is {'a number' if is_number else described(owner)} and has no items.",
        _place_of_owner(node),
        "Use a name of its own for each number." if is_number else "Leave out the brackets.",
    )


# Arrays


def _array_item(run: Reading, owner: Wire, key: Thing, node: Place) -> Thing:
    made, indices = array_key(run, key, node)
    shape = known_shapes.shape_if_known(run, owner, node)
    if shape == () and made != (None,) * len(made) and made != (...,) and made != ():
        raise no_items(run, owner, node)
    things = [owner, *(thing for thing, _ in indices)]
    places = [_place_of_owner(node), *(place for _, place in indices)]
    if type(owner) is Wire and shape is not None:
        _check_bounds(run, made, shape, node)
    return nodes.apply(run, INDEX, things, node, places, {"key": made})


def _check_bounds(run: Reading, key: tuple[Any, ...], shape: tuple[int, ...], node: Place) -> None:
    """Inside ``try`` an index outside the array can be caught; else the gate explains it."""
    if not run.tries:
        return
    axis = 0
    for part in key:
        if part is None or part is ...:
            continue
        if isinstance(part, int) and axis < len(shape) and not -shape[axis] <= part < shape[axis]:
            raise run.raised(
                "IndexError",
                f"index {part} is outside axis {axis} of size {shape[axis]}.",
                node,
                "Count from 0.",
            )
        axis += 1


def array_key(run: Reading, key: Thing, node: Place) -> tuple[tuple[Any, ...], Indices]:
    """A key of the gate, and the arrays that its slots stand for."""
    parts = key if isinstance(key, tuple) else (key,)
    indices: Indices = []
    places = _places_of_parts(node, len(parts))
    made = tuple(
        _part(run, part, place, indices) for part, place in zip(parts, places, strict=True)
    )
    return made, indices


def _part(run: Reading, part: Thing, place: Place, indices: Indices) -> Any:
    if part is None or part is ...:
        return part
    if isinstance(part, slice):
        return known_slice(run, part, place)
    if isinstance(part, int | float) and not isinstance(part, bool):
        return _whole(run, part, place)
    if isinstance(part, bool):
        raise run.error("One truth value cannot index.", place, "Write where(c, x, y).")
    if isinstance(part, str | Template | Dict | Instance):
        raise run.raised(
            "TypeError",
            f"{described(part).capitalize()} is no index of an array.",
            place,
            "Use whole numbers.",
        )
    if type(part) is Wire and _is_number(run, part, place):
        return _whole(run, as_python_numbers(known_value(run, part, place)), place)
    if isinstance(part, List | tuple | range):
        if isinstance(part, List) and part.array is not None:
            part = part.array
        else:
            known = literal_values.literal(run, part, place)
            if known is None:
                part = Wire(nodes.number(run, part, place), mutable=True)
            else:
                part = Wire(None, Literal(np.asarray(known[0]), whole=known[1]), mutable=True)
    if type(part) is not Wire:
        raise shape_errors.no_number(run, part, place)
    indices.append((part, place))
    return _index_slot(run, part, place, len(indices) - 1)


def _is_number(run: Reading, wire: Wire, place: Place) -> bool:
    if wire.node is None and wire.literal is not None:
        return not np.ndim(wire.literal.value) and not is_truth(wire.literal.value)
    if known_shapes.shape_if_known(run, wire, place) != ():
        return False
    assert wire.node is not None
    return not run.builder.nodes[wire.node].truth and is_count(run, wire)


def _index_slot(run: Reading, thing: Wire, place: Place, slot: int) -> IndexArray:
    """The place of an index array; a mask must be known, for it decides the shape."""
    if thing.node is None and thing.literal is not None:
        value = thing.literal.value
        if not is_truth(value):
            return IndexArray(slot)
    else:
        index = nodes.node_of(run, thing, place)
        if not run.builder.nodes[index].truth:
            return IndexArray(slot)
        value = resolve.decided_by_value(run, index, is_size=False)
    if not np.ndim(value):
        raise run.error("One truth value cannot index.", place, "Write where(c, x, y).")
    return IndexArray(slot, np.ndim(value), int(np.count_nonzero(value)))


def _whole(run: Reading, value: Any, place: Place) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) < 2**62:
            return int(value)
        raise run.raised("IndexError", "This index is outside every array.", place, "Write x[0].")
    if isinstance(value, bool) or not np.isfinite(value) or value != int(value):
        raise run.raised(
            "TypeError",
            f"An index must be a whole number, not {as_python_numbers(value)}.",
            place,
            "Write x[0].",
        )
    return int(value)


def known_slice(run: Reading, part: slice, place: Place) -> slice:
    """A slice of known numbers."""
    ends: list[int | None] = []
    parts = (part.start, part.stop, part.step)
    written: Sequence[Any] = (place,) * 3
    if isinstance(place, ast.Slice):
        written = (place.lower, place.upper, place.step)
    for end, where in zip(parts, written, strict=True):
        if end is None:
            ends.append(None)
            continue
        if isinstance(end, List | tuple) or (
            type(end) is Wire and known_shapes.shape_of(run, end, where or place)
        ):
            raise run.error("A slice needs whole numbers.", where or place, "Write x[1:3].")
        if isinstance(end, float):
            _whole(run, end, where or place)
        ends.append(whole_number(run, end, where or place, "A slice"))
    if ends[2] == 0:
        raise run.raised(
            "ValueError", "A slice cannot step by 0.", written[2] or place, "Step by 1 or -1."
        )
    return slice(*ends)


# Lists, tuples and texts


def position(run: Reading, key: Thing, length: int, node: Place, what: str) -> int:
    place = _place_of_key(node)
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
        return _array_item(run, owner.array, key, node)
    if isinstance(key, slice):
        items = owner.items[known_slice(run, key, _place_of_key(node))]
        run.count_items(len(items), node)
        return List(items)
    if isinstance(key, tuple | List):  # the list is read as an array
        wire = Wire(nodes.number(run, owner, _place_of_owner(node)), mutable=True)
        return _array_item(run, wire, key, node)
    at = position(run, key, len(owner.items), node, "a list")
    thing = owner.items[at]
    for watcher in run.watchers:
        watcher.read(run, owner, at % len(owner.items), thing)
    return thing


def own_slice(run: Reading, owner: List, key: slice, node: Place) -> list[Thing]:
    """A slice of a list that became one input: its elements."""
    assert owner.array is not None
    length = known_shapes.shape_of(run, owner.array, node)[0]
    chosen = range(length)[known_slice(run, key, _place_of_key(node))]
    run.count_items(len(chosen), node)
    return [nodes.apply(run, INDEX, (owner.array,), node, settings={"key": (at,)}) for at in chosen]


def _sequence_item(run: Reading, owner: Any, key: Thing, node: Place) -> Thing:
    if isinstance(key, slice):
        return owner[known_slice(run, key, _place_of_key(node))]
    if isinstance(key, tuple | List) and not isinstance(owner, str):
        wire = Wire(nodes.number(run, owner, _place_of_owner(node)), mutable=True)
        return _array_item(run, wire, key, node)
    kinds: Mapping[type, str] = {str: "a text", range: "a range"}
    what = kinds.get(type(owner), "a list")
    return owner[position(run, key, len(owner), node, what)]


def _text_item(run: Reading, owner: Template, key: Thing, node: Place) -> Thing:
    return _sequence_item(run, known_text(run, owner, node), key, node)


def _item_of_left_out(run: Reading, owner: LeftOut, key: Thing, node: Place) -> Thing:
    return owner


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
            ends = known_slice(run, part, _place_of_key(node))
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
    Wire: _array_item,
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
