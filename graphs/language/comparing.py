"""Whether things are equal, and which comes first: Python's rules over our own objects."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from graphs.gates import BY_FUNCTION, BY_NAME
from graphs.gates.items import INDEX
from graphs.language import known_shapes, nodes
from graphs.language.calling import call, method_of
from graphs.language.decisions import hashable, known_text, truth_of
from graphs.language.descriptions import described
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    END,
    Dict,
    Instance,
    LeftOut,
    List,
    Set,
    Template,
    Thing,
    Type,
    Wire,
)
from graphs.language.unread.left_out import first_left_out, left_out_error
from graphs.language.visits import Visit

PER_COMPARISON = 10_000  # operations
DEEPEST = 100  # containers inside each other

NOT_IMPLEMENTED = Type("NotImplemented")

_GATES = {"<": "less", "<=": "less_equal", ">": "greater", ">=": "greater_equal"}
_PYTHON: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_METHODS = {"<": "__lt__", "<=": "__le__", ">": "__gt__", ">=": "__ge__"}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def is_numeric(thing: Thing) -> bool:
    return isinstance(thing, int | float) or type(thing) is Wire


def equal(
    run: Reading, one: Thing, other: Thing, node: Place, places: Any = None, depth: int = 0
) -> Thing | Visit:
    """Whether two things are equal: a truth value, a wire of one, or a visit that finds it."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return one == other
    if type(one) is LeftOut or type(other) is LeftOut:
        raise left_out_error(run, one if type(one) is LeftOut else other, node)
    if is_numeric(one) or is_numeric(other):
        if _is_list_beside_number(run, one, other, node):
            return False
        if _is_operand(one) and _is_operand(other):
            return nodes.apply(run, BY_FUNCTION[np.equal], (one, other), node, places)
        if not isinstance(one, Instance) and not isinstance(other, Instance):
            return False
    if isinstance(one, str | Template) and isinstance(other, str | Template):
        return known_text(run, one, node) == known_text(run, other, node)
    if isinstance(one, Instance) or isinstance(other, Instance):
        return _equal_instances(run, one, other, node, depth)
    if isinstance(one, List) and isinstance(other, List):
        return _equal_items(run, _items(run, one, node), _items(run, other, node), node, depth)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _equal_items(run, one, other, node, depth)
    if isinstance(one, Set) and isinstance(other, Set):
        return one.items.keys() == other.items.keys()
    if isinstance(one, Dict) and isinstance(other, Dict):
        return _equal_dicts(run, one, other, node, depth)
    if isinstance(one, Type) and isinstance(other, Type):
        return one.name == other.name
    if type(one) is type(other) and isinstance(one, range | slice):
        return one == other
    return one is other


def _is_list_beside_number(run: Reading, one: Thing, other: Thing, node: Place) -> bool:
    several, number = (one, other) if isinstance(one, List) else (other, one)
    return isinstance(several, List) and known_shapes.shape_if_known(run, number, node) == ()


def _items(run: Reading, thing: List, node: Place) -> Any:
    if thing.array is None:
        return thing.items
    return elements(run, thing, node)


def elements(run: Reading, thing: List, node: Place) -> list[Thing]:
    """The items of a list that became one input: numbers, or lists again."""
    assert thing.array is not None
    if thing.rows is None:
        shape = known_shapes.shape_of(run, thing.array, node)
        run.count_items(shape[0], node)
        items: list[Any] = [item_of_array(run, thing.array, at, node) for at in range(shape[0])]
        if len(shape) == 1:
            return items
        thing.rows = [List(array=item, holder=thing) for item in items]
    return list(thing.rows)


def item_of_array(run: Reading, wire: Wire, at: int, node: Place) -> Wire:
    """``x[at]`` of an array."""
    return nodes.apply(run, INDEX, (wire,), node, settings={"key": (at,)})


def _is_operand(thing: Thing) -> bool:
    return is_numeric(thing) or isinstance(thing, List)


def _equal_items(run: Reading, one: Any, other: Any, node: Place, depth: int) -> Visit:
    if one is other:
        return True
    if depth > DEEPEST:
        raise run.raised("RecursionError", "This is nested too deeply to be compared.", node, None)
    if len(one) != len(other):
        return False
    run.count_items(len(one), node)
    for left, right in zip(list(one), list(other), strict=True):
        if left is right:
            continue
        answer = yield equal(run, left, right, node, depth=depth + 1)
        if not (yield truth_of(run, answer, node, "==")):
            return False
    return True


def _equal_dicts(run: Reading, one: Dict, other: Dict, node: Place, depth: int) -> Visit:
    if one.items.keys() != other.items.keys():
        return False
    keys = list(one.items)
    left = [one.items[key][1] for key in keys]
    right = [other.items[key][1] for key in keys]
    return (yield _equal_items(run, left, right, node, depth + 1))


def _equal_instances(run: Reading, one: Thing, other: Thing, node: Place, depth: int) -> Visit:
    for left, right in ((one, other), (other, one)):
        method = method_of(run, left, "__eq__")
        if method is not END:
            answer = yield call(run, method, [right], {}, node)
            if answer is not NOT_IMPLEMENTED:
                return answer
    if isinstance(one, Instance) and one.type.fields and one.type.kind != "enum":
        if one.type.kind == "namedtuple" and isinstance(other, tuple):
            return (yield _equal_items(run, fields_of(one), other, node, depth + 1))
        if isinstance(other, Instance) and other.type is one.type:
            return (yield _equal_items(run, fields_of(one), fields_of(other), node, depth + 1))
    return one is other


def fields_of(instance: Instance) -> tuple[Thing, ...]:
    """The fields of a dataclass or a named tuple, in order."""
    return tuple(instance.attributes[name] for name in instance.type.fields)


def as_tuple(thing: Thing) -> Thing:
    """A named tuple as a tuple."""
    if isinstance(thing, Instance) and thing.type.kind == "namedtuple":
        return tuple(thing.attributes[name] for name in thing.type.fields)
    return thing


def less(run: Reading, one: Thing, other: Thing, node: Place) -> Thing | Visit:
    """Whether one thing comes before another."""
    return ordered(run, "<", one, other, node)


def ordered(
    run: Reading, sign: str, one: Thing, other: Thing, node: Place, places: Any = None
) -> Thing | Visit:
    """``one < other`` for a sign of order.

    Raises:
        GraphError: they have no order.
    """
    if isinstance(one, int | float) and isinstance(other, int | float):
        return _PYTHON[sign](one, other)
    some_number = is_numeric(one) or is_numeric(other)
    if some_number and _is_operand(one) and _is_operand(other):
        return nodes.apply(run, BY_NAME[_GATES[sign]], (one, other), node, places)
    if isinstance(one, str | Template) and isinstance(other, str | Template):
        return _PYTHON[sign](known_text(run, one, node), known_text(run, other, node))
    if isinstance(one, Instance) or isinstance(other, Instance):
        return _ordered_instances(run, sign, one, other, node)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return _ordered_items(run, sign, one, other, node)
    if isinstance(one, List) and isinstance(other, List):
        return _ordered_items(run, sign, _items(run, one, node), _items(run, other, node), node)
    if isinstance(one, Set) and isinstance(other, Set):
        return _PYTHON[sign](one.items.keys(), other.items.keys())
    raise not_ordered(run, sign, one, other, node)


def not_ordered(run: Reading, sign: str, one: Thing, other: Thing, node: Place) -> Exception:
    """The error for things that have no order."""
    if (unknown := first_left_out((one, other))) is not None:
        return left_out_error(run, unknown, node)
    return run.raised(
        "TypeError",
        f"{described(one)} and {described(other)} have no order: {sign} cannot compare them.",
        node,
        "Compare numbers, or texts.",
    )


def _ordered_items(run: Reading, sign: str, one: Any, other: Any, node: Place) -> Visit:
    run.count_items(min(len(one), len(other)), node)
    for left, right in zip(list(one), list(other), strict=False):
        run.spend(PER_COMPARISON, node)
        answer = yield equal(run, left, right, node)
        if not (yield truth_of(run, answer, node, "==")):
            return (yield ordered(run, sign, left, right, node))
    return _PYTHON[sign](len(one), len(other))


def _ordered_instances(run: Reading, sign: str, one: Thing, other: Thing, node: Place) -> Visit:
    for left, right, way in ((one, other, sign), (other, one, _TURNED[sign])):
        method = method_of(run, left, _METHODS[way])
        if method is not END:
            answer = yield call(run, method, [right], {}, node)
            if answer is not NOT_IMPLEMENTED:
                return answer
    if isinstance(one, Instance) and isinstance(other, Instance) and one.type is other.type:
        kind = one.type
        if kind.kind == "namedtuple" or (kind.kind == "dataclass" and kind.options.get("order")):
            return (yield _ordered_items(run, sign, fields_of(one), fields_of(other), node))
    raise not_ordered(run, sign, one, other, node)


def contains(run: Reading, container: Thing, item: Thing, node: Place) -> Thing | Visit:
    """``item in container``, of what is no iterator."""
    if isinstance(container, str | Template):
        return known_text(run, item, node) in known_text(run, container, node)
    if isinstance(container, Dict | Set):
        return hashable(run, item, node) in container.items
    if isinstance(container, range) and isinstance(item, int | float):
        return (isinstance(item, int) or item.is_integer()) and int(item) in container
    return END


def found_among(run: Reading, items: Any, item: Thing, node: Place) -> Visit:
    """Whether one of several things is or equals an item."""
    run.count_items(len(items), node)
    for one in list(items):
        if one is item:
            return True
        answer = yield equal(run, one, item, node)
        if (yield truth_of(run, answer, node, "in")):
            return True
    return False
