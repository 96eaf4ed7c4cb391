"""Python's numbers and containers made of other things: ``int(x)``, ``list(x)``, ``round(x)``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graphs.gates import BY_FUNCTION
from graphs.gates.routing import ROUND, TO_BOOL, TO_INT
from graphs.language import array_calls, literal_values, nodes
from graphs.language.array_methods import scalar
from graphs.language.calling import call, method_of
from graphs.language.decisions import hashable, known_text, truth_of, whole_number
from graphs.language.descriptions import described
from graphs.language.formatting import formatted
from graphs.language.gate_arguments import call_gate
from graphs.language.iteration import all_items
from graphs.language.operators import binary
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    END,
    Dict,
    GateFunction,
    Instance,
    List,
    Set,
    Template,
    Thing,
    Type,
    Wire,
    Written,
)
from graphs.language.visits import Visit
from graphs.language.writing import as_text


def absolute(run: Reading, node: Place, x: Thing, /) -> Any:
    """``abs(x)``."""
    if isinstance(x, Instance):
        return call(run, attribute_or_error(run, x, "__abs__", node), [], {}, node)
    if isinstance(x, int | float):
        written = Written(run.places.source(node), None, BY_FUNCTION[np.abs], (x,), depth=1)
        return nodes.remembered(abs(x), written) if not isinstance(x, bool) else int(x)
    return call_gate(run, GateFunction(BY_FUNCTION[np.abs], "abs"), [x], {}, node)


def attribute_or_error(run: Reading, thing: Instance, name: str, node: Place) -> Thing:
    """A typed method, or the error that there is none."""
    method = method_of(run, thing, name)
    if method is END:
        raise run.raised(
            "TypeError", f"{described(thing)} has no {name}.", node, f"Give the class a {name}."
        )
    return method


def rounded(run: Reading, node: Place, number: Thing, ndigits: Thing = None) -> Any:
    """``round(x, 2)``: of a value of the graph data."""
    if isinstance(number, Instance):
        return call(run, attribute_or_error(run, number, "__round__", node), [], {}, node)
    digits = None if ndigits is None else whole_number(run, ndigits, node, "round")
    if digits is not None and abs(digits) > 400:
        raise run.raised("ValueError", "round takes fewer digits.", node, "Write round(x, 2).")
    if isinstance(number, int | float):
        try:
            return round(int(number) if isinstance(number, int) else float(number), digits)
        except (ValueError, OverflowError) as error:
            raise run.raised(type(error).__name__, f"{error}.", node, None) from None
    settings = {"decimals": digits} if digits else {}
    made = nodes.apply(run, ROUND, (number,), node, settings=settings)
    if digits is None and made.node is not None:
        run.whole.add(made.node)
    return made


def to_int(run: Reading, node: Place, x: Thing = 0, /, base: Thing = 10) -> Any:
    """``int(x)``: of a value of the graph data."""
    if isinstance(x, str | Template):
        text = known_text(run, x, node)
        try:
            if len(text) > 1_000:
                raise ValueError
            return int(text, whole_number(run, base, node, "int"))
        except ValueError:
            raise run.raised(
                "ValueError",
                f"{text[:60]!r} is no whole number.",
                node,
                "Write int('3').",
                (f"invalid literal for int() with base 10: {text[:200]!r}",),
            ) from None
    if isinstance(x, int | float):
        try:
            return int(x)
        except (ValueError, OverflowError) as error:
            raise run.raised(type(error).__name__, f"{error}.", node, None) from None
    if isinstance(x, Instance):
        return call(run, attribute_or_error(run, x, "__int__", node), [], {}, node)
    return nodes.apply(run, TO_INT, (x,), node)


def to_float(run: Reading, node: Place, x: Thing = 0.0, /) -> Any:
    """``float(x)``: a value of the graph passes through."""
    if isinstance(x, str | Template):
        text = known_text(run, x, node)
        try:
            return float(text)
        except ValueError:
            raise run.raised(
                "ValueError",
                f"{text[:60]!r} is no number.",
                node,
                "Write float('1.5').",
                (f"could not convert string to float: {text[:200]!r}",),
            ) from None
    if isinstance(x, bool):
        return float(x)
    if isinstance(x, int):
        if abs(x) > literal_values.LARGEST:
            raise run.raised("OverflowError", "This number is too large for float64.", node, None)
        return x if isinstance(x, float) else float(x)
    if isinstance(x, float):
        return x
    if isinstance(x, Instance):
        return call(run, attribute_or_error(run, x, "__float__", node), [], {}, node)
    return scalar(run, x, node)


def to_bool(run: Reading, node: Place, x: Thing = False, /) -> Any:
    """``bool(x)``."""
    if type(x) is Wire:
        return nodes.apply(run, TO_BOOL, (x,), node)
    return truth_of(run, x, node)


def to_text(run: Reading, node: Place, object: Thing = "", /) -> Any:
    """``str(x)``."""
    return as_text(run, object, node, "s")


def to_repr(run: Reading, node: Place, obj: Thing, /) -> Any:
    """``repr(x)``."""
    return as_text(run, obj, node, "r")


def to_format(run: Reading, node: Place, value: Thing, format_spec: Thing = "", /) -> Any:
    """``format(x, '.2f')``."""
    return formatted(run, value, known_text(run, format_spec, node), node)


def to_ascii(run: Reading, node: Place, obj: Thing, /) -> Any:
    """``ascii(x)``."""
    return as_text(run, obj, node, "a")


def to_list(run: Reading, node: Place, iterable: Thing = (), /) -> Visit:
    """``list(x)``."""
    return List((yield all_items(run, iterable, node)))


def to_tuple(run: Reading, node: Place, iterable: Thing = (), /) -> Visit:
    """``tuple(x)``."""
    return tuple((yield all_items(run, iterable, node)))


def to_set(run: Reading, node: Place, iterable: Thing = (), /) -> Visit:
    """``set(x)``."""
    items = yield all_items(run, iterable, node)
    return Set({hashable(run, item, node): item for item in items})


def to_frozenset(run: Reading, node: Place, iterable: Thing = (), /) -> Visit:
    """``frozenset(x)``."""
    items = yield all_items(run, iterable, node)
    return Set({hashable(run, item, node): item for item in items}, frozen=True)


def to_dict(run: Reading, node: Place, source: Thing = None, /, **named: Thing) -> Visit:
    """``dict(a=1)``, ``dict(pairs)``."""
    entries: dict[Any, tuple[Thing, Thing]] = {}
    if isinstance(source, Dict):
        run.count_items(len(source.items), node)
        entries |= source.items
    elif source is not None:
        for pair in (yield all_items(run, source, node)):
            parts = yield all_items(run, pair, node)
            if len(parts) != 2:
                raise run.raised("ValueError", "dict needs pairs.", node, "Write dict([('a', 1)]).")
            entries[hashable(run, parts[0], node)] = (parts[0], parts[1])
    entries |= {name: (name, thing) for name, thing in named.items()}
    return Dict(entries)


def make_slice(run: Reading, node: Place, *parts: Thing) -> Thing:
    """``slice(1, 3)``."""
    if not 1 <= len(parts) <= 3:
        raise run.raised("TypeError", "slice takes one to three numbers.", node, None)
    return slice(*parts)


def ordinal(run: Reading, node: Place, c: Thing, /) -> int:
    """``ord('a')``."""
    text = known_text(run, c, node)
    if len(text) != 1:
        raise run.raised("TypeError", "ord needs one character.", node, "Write ord('a').")
    return ord(text)


def character(run: Reading, node: Place, i: Thing, /) -> str:
    """``chr(97)``."""
    number = whole_number(run, i, node, "chr")
    if not 0 <= number < 0x110000 or 0xD800 <= number < 0xE000:
        raise run.raised("ValueError", "There is no such character.", node, None)
    return chr(number)


def power(run: Reading, node: Place, base: Thing, exp: Thing, mod: Thing = None) -> Any:
    """``pow(x, y)``."""
    if mod is not None:
        numbers = [whole_number(run, one, node, "pow") for one in (base, exp, mod)]
        if not numbers[2] or numbers[1] < 0:
            raise run.raised("ValueError", "pow cannot take this modulus.", node, None)
        return pow(*numbers)
    return binary(run, ast.Pow, base, exp, node)


def divide_with_rest(run: Reading, node: Place, x: Thing, y: Thing, /) -> Visit:
    """``divmod(x, y)``."""
    whole = yield binary(run, ast.FloorDiv, x, y, node)
    return (whole, (yield binary(run, ast.Mod, x, y, node)))


def in_base(function: Callable[[int], str]) -> Callable[..., Any]:
    """``bin``, ``hex`` and ``oct`` of a known whole number."""

    def write(run: Reading, node: Place, number: Thing, /) -> str:
        return function(whole_number(run, number, node, function.__name__))

    return write


def _cast(kind: str) -> Callable[..., Any]:
    def cast(run: Reading, node: Place, x: Thing = 0, /) -> Any:
        if isinstance(x, str | Template):
            return to_float(run, node, x)
        return array_calls.cast(run, x, kind, node)

    return cast


NUMPY_TYPES: Mapping[str, Type] = {
    **{
        name: Type(name, _cast("number"))
        for name in ("float64", "float32", "float16", "double", "single", "float_")
    },
    **{
        name: Type(name, _cast("whole"))
        for name in [
            "int64",
            "int32",
            "int16",
            "int8",
            "int_",
            "intp",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "longlong",
        ]
    },
    "bool_": Type("bool_", _cast("bool")),
    "bool": Type("bool", _cast("bool")),
    "int": Type("int", _cast("whole")),
    "float": Type("float", _cast("number")),
    "ndarray": Type("ndarray"),
    "floating": Type("floating"),
    "integer": Type("integer"),
    "number": Type("Number"),
}
