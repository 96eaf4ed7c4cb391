"""What things are called in messages: "a list", "a function", "an instance of Net"."""

from __future__ import annotations

from graphs.language import things
from graphs.language.things import Thing

_NAMES: dict[type, str] = {
    bool: "a truth value",
    int: "a number",
    float: "a number",
    things.WrittenInt: "a number",
    things.WrittenFloat: "a number",
    things.Count: "a number",
    str: "a text",
    things.Template: "a text",
    tuple: "a tuple",
    range: "a range",
    slice: "a slice",
    type(None): "None",
    type(...): "…",
    things.Wire: "a value",
    things.List: "a list",
    things.Dict: "a dictionary",
    things.Set: "a set",
    things.Iterator: "an iterator",
    things.GateFunction: "a function",
    things.Maker: "a function",
    things.Builtin: "a function",
    things.Type: "a type",
    things.Function: "a function",
    things.Method: "a function",
    things.Partial: "a function",
    things.Module: "a module",
    things.LeftOut: "left out",
    things.Progress: "a progress bar",
    things.RandomSource: "a random generator",
    things.Record: "a record",
    things.Property: "a property",
    things.Key: "an index",
}


def described(thing: Thing) -> str:
    """A thing's kind, as a message calls it."""
    if isinstance(thing, things.Instance):
        return f"an instance of {thing.type.name}"
    if isinstance(thing, things.Class):
        return f"the class {thing.name}"
    return _NAMES.get(type(thing), "a value")


def brief(number: int | float) -> str:
    """A number in a few characters, for titles."""
    try:
        return f"{number:g}"
    except OverflowError:  # a whole number that float64 does not hold
        return "…"


_TYPE_NAMES: dict[type, str] = {
    bool: "bool",
    int: "int",
    things.WrittenInt: "int",
    things.Count: "int",
    float: "float",
    things.WrittenFloat: "float",
    str: "str",
    things.Template: "str",
    tuple: "tuple",
    range: "range",
    slice: "slice",
    type(None): "NoneType",
    type(...): "ellipsis",
    things.Set: "set",
    things.Function: "function",
    things.Method: "method",
    things.Builtin: "builtin_function_or_method",
    things.Module: "module",
    things.Iterator: "iterator",
}


def type_name(thing: Thing, is_array: bool = False) -> str:
    """The name of a thing's type, as Python's ``type(x).__name__``."""
    if isinstance(thing, things.Instance):
        return thing.type.name
    if isinstance(thing, things.Class):
        return "type"
    if isinstance(thing, things.Dict | things.List):
        return thing.kind
    if isinstance(thing, things.Wire):
        return "ndarray" if is_array else "float"
    return _TYPE_NAMES.get(type(thing), "function")
