"""What is asked of types and attributes: ``isinstance``, ``getattr``, ``super``."""

from __future__ import annotations

from typing import Any

from graphs.errors import GraphError
from graphs.language import array_calls, known_shapes
from graphs.language.attribute_writes import set_attribute
from graphs.language.attributes import attribute
from graphs.language.calling import method_of
from graphs.language.decisions import known_text
from graphs.language.descriptions import type_name
from graphs.language.positions import Place
from graphs.language.python_classes import OBJECT
from graphs.language.reading import Reading
from graphs.language.things import (
    END,
    Builtin,
    Class,
    Dict,
    Function,
    GateFunction,
    Instance,
    LeftOut,
    Method,
    Partial,
    Super,
    Thing,
    Type,
    Wire,
    leaves,
)
from graphs.language.unread.left_out import left_out_error
from graphs.language.visits import Visit


def type_of(run: Reading, node: Place, object: Thing, /) -> Thing:
    """``type(x)``."""
    if isinstance(object, Instance):
        return object.type
    if isinstance(object, LeftOut):
        return object
    return Type(_type_name(run, object, node))


def _type_name(run: Reading, thing: Thing, node: Place) -> str:
    if type(thing) is Wire:
        if known_shapes.shape_if_known(run, thing, node):
            return "ndarray"
        if array_calls.is_truth_thing(run, thing):
            return "bool"
        whole = (
            thing.literal.whole if thing.node is None and thing.literal else thing.node in run.whole
        )
        return "int" if whole else "float"
    return type_name(thing)


PYTHON_FLOAT, PYTHON_INT = "float", "int"


FLOATS = frozenset(("floating", "float64", "float32"))


INTEGERS = frozenset(("integer", "int64", "int32"))


NUMBERS = {"int": ("int", "bool"), "float": ("float",), "Number": ("int", "float", "bool")}


def is_instance(run: Reading, node: Place, obj: Thing, classinfo: Thing, /) -> bool:
    """``isinstance(x, T)``."""
    if isinstance(classinfo, tuple):
        return any(is_instance(run, node, obj, one) for one in leaves(classinfo))
    if isinstance(classinfo, Class):
        return classinfo.name == "object" or (
            isinstance(obj, Instance) and classinfo in obj.type.order
        )
    if isinstance(classinfo, LeftOut):
        return False
    if isinstance(obj, LeftOut):
        raise left_out_error(run, obj, node)
    name = getattr(classinfo, "name", getattr(classinfo, "word", None))
    if not isinstance(name, str):
        raise run.raised(
            "TypeError", "isinstance needs a class.", node, "Write isinstance(x, float)."
        )
    found = _type_name(run, obj, node)
    if name in FLOATS:
        return found == PYTHON_FLOAT
    if name in INTEGERS:
        return found == PYTHON_INT
    if name == "tuple" and isinstance(obj, Instance):
        return obj.type.kind == "namedtuple"
    if name == "dict":
        return isinstance(obj, Dict)
    return found in NUMBERS.get(name, (name,))


def is_subclass(run: Reading, node: Place, cls: Thing, classinfo: Thing, /) -> bool:
    """``issubclass(A, B)``."""
    if isinstance(classinfo, tuple):
        return any(is_subclass(run, node, cls, one) for one in leaves(classinfo))
    return isinstance(cls, Class) and (classinfo in cls.order or classinfo is OBJECT)


def get_attribute(
    run: Reading,
    node: Place,
    object: Thing,
    name: Thing,
    default: Thing = END,
    /,
) -> Visit:
    """``getattr(x, 'name')``."""
    try:
        return (yield attribute(run, object, known_text(run, name, node), node))
    except GraphError as error:
        if default is END or error.kind != "AttributeError":
            raise
        return default


def has_attribute(run: Reading, node: Place, obj: Thing, name: Thing, /) -> Visit:
    """``hasattr(x, 'name')``."""
    if isinstance(obj, LeftOut):
        return obj
    try:
        yield attribute(run, obj, known_text(run, name, node), node)
    except GraphError as error:
        if error.kind != "AttributeError":
            raise
        return False
    return True


def set_attr(run: Reading, node: Place, obj: Thing, name: Thing, value: Thing, /) -> Any:
    """``setattr(x, 'name', value)``."""
    return set_attribute(run, obj, known_text(run, name, node), value, node)


def variables(run: Reading, node: Place, object: Thing, /) -> Any:
    """``vars(x)``."""
    return attribute(run, object, "__dict__", node)


def is_callable(run: Reading, node: Place, obj: Thing, /) -> bool:
    """``callable(x)``."""
    if isinstance(obj, Instance):
        return method_of(run, obj, "__call__") is not END
    return isinstance(obj, Function | Method | Partial | Builtin | Type | Class | GateFunction)


def super_of(run: Reading, node: Place, type: Thing = None, object: Thing = None, /) -> Thing:
    """``super()``: of the method that runs."""
    if type is not None:
        if not isinstance(type, Class) or not isinstance(object, Instance | Class):
            message = "super takes a class and its object."
            raise run.raised("TypeError", message, node, "Write super().")
        return Super(object, type)
    frame = run.frames[-1] if run.frames else None
    if frame is None or frame.function.owner is None or frame.first is None:
        raise run.raised("RuntimeError", "super() stands outside a method.", node, None)
    return Super(frame.first, frame.function.owner)
