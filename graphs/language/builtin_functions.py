"""Python's built-in functions and types, over our own objects. One row each."""

from __future__ import annotations

import ast
import builtins as python
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from graphs.errors import GraphError
from graphs.gates import BY_FUNCTION, BY_NAME
from graphs.gates.joining import STACK
from graphs.gates.reductions import SUM
from graphs.gates.routing import MAX, ROUND, TO_BOOL, TO_INT
from graphs.language import array_calls, nodes
from graphs.language.array_methods import scalar
from graphs.language.attributes import attribute, set_attribute
from graphs.language.calling import call, method_of
from graphs.language.comparing import NOT_IMPLEMENTED, less
from graphs.language.decisions import hashable, known_number, known_text, truth_of, whole_number
from graphs.language.descriptions import described, type_name
from graphs.language.formatting import formatted
from graphs.language.gate_arguments import call_gate
from graphs.language.iteration import all_items
from graphs.language.library import iterating
from graphs.language.operators import binary
from graphs.language.positions import Place
from graphs.language.printing import print_line
from graphs.language.reading import Reading
from graphs.language.things import (
    END,
    Builtin,
    Class,
    ClassMethod,
    Count,
    Dict,
    Function,
    GateFunction,
    Instance,
    Iterator,
    List,
    Method,
    Missing,
    Partial,
    Property,
    Set,
    StaticMethod,
    Super,
    Template,
    Thing,
    Type,
    Wire,
    Written,
    leaves,
)
from graphs.language.visits import Visit
from graphs.language.writing import as_text


def length(run: Reading, node: Place, obj: Thing, /) -> Thing | Visit:
    """``len(x)``."""
    if isinstance(obj, str | tuple | range):
        try:
            return Count(len(obj))
        except OverflowError:
            raise run.too_large("This range is too long.", node, "Use a smaller range.") from None
    if isinstance(obj, Dict | Set):
        return Count(len(obj.items))
    if isinstance(obj, List) and obj.array is None:
        return Count(len(obj.items))
    if isinstance(obj, Wire | List):
        shape = nodes.shape_of(run, obj, node)
        if not shape:
            text = run.segment(_argument(node))
            raise run.raised(
                "TypeError",
                f"{text} is a number and has no length.",
                _argument(node),
                "Count a list.",
            )
        return Count(shape[0])
    if isinstance(obj, Template):
        return Count(len(known_text(run, obj, node)))
    if isinstance(obj, Instance):
        if obj.type.kind == "namedtuple":
            return Count(len(obj.type.fields))
        method = method_of(run, obj, "__len__")
        if method is not END:
            return call(run, method, [], {}, node)
    if isinstance(obj, Class) and obj.kind == "enum":
        return Count(len(obj.options["members"]))
    if isinstance(obj, int | float):
        text = run.segment(_argument(node))
        raise run.raised(
            "TypeError", f"{text} is a number and has no length.", _argument(node), "Count a list."
        )
    raise run.raised("TypeError", f"{described(obj)} has no length.", node, "Count a list.")


def _argument(node: Any) -> Any:
    return node.args[0] if getattr(node, "args", None) else node


def make_range(run: Reading, node: Place, *bounds: Thing) -> Thing:
    """``range(3)``."""
    if not 1 <= len(bounds) <= 3:
        raise run.raised(
            "TypeError", "range takes one to three whole numbers.", node, "Write range(3)."
        )
    numbers = []
    places = getattr(node, "args", [])
    for at, bound in enumerate(bounds):
        place = places[at] if len(places) == len(bounds) else node
        if isinstance(bound, List | tuple) or (
            type(bound) is Wire and nodes.shape_of(run, bound, place)
        ):
            raise run.raised(
                "TypeError", "range needs whole numbers, not an array.", place, "Write range(3)."
            )
        number = known_number(run, bound, place, "range")
        if not isinstance(number, int) and not (np.isfinite(number) and number == int(number)):
            raise run.raised(
                "TypeError",
                f"range needs whole numbers, not {number:g}.",
                place,
                "Write range(3).",
            )
        numbers.append(int(number))
    if len(numbers) == 3 and numbers[2] == 0:
        place = places[2] if len(places) == 3 else node
        raise run.raised("ValueError", "range cannot step by 0.", place, "Step by 1 or -1.")
    return range(*numbers)


def total(run: Reading, node: Place, iterable: Thing, /, start: Thing = 0, **named: Thing) -> Any:
    """``sum``: of an array the gate, of anything else Python's own, item by item."""
    is_array = type(iterable) is Wire or (isinstance(iterable, List) and iterable.array is not None)
    if named or (is_array and isinstance(start, int) and start == 0):
        return call_gate(run, GateFunction(SUM, "sum"), [iterable], named, node)
    return _added_up(run, iterable, start, node)


def _added_up(run: Reading, iterable: Thing, start: Thing, node: Place) -> Visit:
    items = yield all_items(run, iterable, node)
    result = start
    if (
        items
        and isinstance(start, int)
        and start == 0
        and not isinstance(items[0], Instance | bool)
    ):
        result, items = items[0], items[1:]
    for item in items:
        result = yield binary(run, ast.Add, result, item, node)
    return result


def numpy_sum(run: Reading, node: Place, a: Thing, /, *rest: Thing, **named: Thing) -> Any:
    """``np.sum``: of a list of numbers item by item, as the text wrote it."""
    if isinstance(a, Iterator):
        return _added_up(run, a, 0, node)
    is_list = isinstance(a, tuple) or (isinstance(a, List) and a.array is None)
    if not is_list or rest or named:
        return call_gate(run, GateFunction(SUM, "sum"), [a, *rest], named, node)
    items = a.items if isinstance(a, List) else a
    shapes = {nodes.shape_if_known(run, item, node) for item in items}
    if shapes - {()}:
        return nodes.apply(run, SUM, (nodes.apply(run, STACK, list(items), node),), node)
    return _added_up(run, a, 0, node)


def _extreme(name: str) -> Callable[..., Any]:
    def extreme(
        run: Reading, node: Place, *things: Thing, key: Thing = None, default: Thing = END,
        **named: Thing,
    ) -> Any:  # fmt: skip
        gate = GateFunction(BY_NAME[name], "")
        several = things
        if len(things) == 1 and isinstance(things[0], List | tuple):
            several = tuple(things[0].items) if isinstance(things[0], List) else things[0]
            if isinstance(things[0], List) and things[0].array is not None:
                several = things
        is_wires = any(type(thing) is Wire or isinstance(thing, List) for thing in several)
        numeric = bool(several) and all(
            type(thing) is Wire or isinstance(thing, int | float | List) for thing in several
        )
        if named or (numeric and is_wires and key is None):
            return call_gate(run, gate, list(things), named, node)
        return _chosen(run, node, name, things, key, default)

    return extreme


def _chosen(
    run: Reading, node: Place, name: str, things: tuple[Thing, ...], key: Thing, default: Thing
) -> Visit:
    """``min`` and ``max`` by comparison: of known things, or by a key."""
    items = list(things)
    if len(things) == 1:
        if isinstance(things[0], int | float):
            return things[0]
        items = yield all_items(run, things[0], node)
    if not items:
        if default is not END:
            return default
        raise run.raised("ValueError", f"{name} of nothing.", node, f"Write {name}(xs, default=0).")
    if (
        key is None
        and any(type(one) is Wire for one in items)
        and all(type(one) is Wire or isinstance(one, int | float) for one in items)
    ):
        if len(items) == 1:
            return items[0]
        return call_gate(run, GateFunction(BY_NAME[name], ""), items, {}, node)
    wants_largest = BY_NAME[name] is MAX
    best, best_key = items[0], END
    for item in items:
        item_key = item if key is None else (yield call(run, key, [item], {}, node))
        if best_key is END:
            best_key = item_key
            continue
        pair = (best_key, item_key) if wants_largest else (item_key, best_key)
        if (yield truth_of(run, (yield less(run, *pair, node)), node)):
            best, best_key = item, item_key
    if (
        isinstance(best, float | int)
        and not isinstance(best, bool)
        and len(items) > 1
        and key is None
    ):
        written = Written(run.places.source(node), None, BY_NAME[name], tuple(items), depth=1)
        kept = float(best) if isinstance(best, float) else int(best)
        return kept if len(items) > 5 else nodes.remembered(kept, written)
    return best


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
        if abs(x) > nodes.LARGEST:
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


# Types


def type_of(run: Reading, node: Place, object: Thing, /) -> Thing:
    """``type(x)``."""
    if isinstance(object, Instance):
        return object.type
    return Type(_type_name(run, object, node))


def _type_name(run: Reading, thing: Thing, node: Place) -> str:
    if type(thing) is Wire:
        if nodes.shape_if_known(run, thing, node):
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
    if isinstance(classinfo, Missing):
        return False
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


def _in_base(function: Callable[[int], str]) -> Callable[..., Any]:
    """``bin``, ``hex`` and ``oct`` of a known whole number."""

    def write(run: Reading, node: Place, number: Thing, /) -> str:
        return function(whole_number(run, number, node, function.__name__))

    return write


def to_ascii(run: Reading, node: Place, obj: Thing, /) -> Any:
    """``ascii(x)``."""
    return as_text(run, obj, node, "a")


def any_of(run: Reading, node: Place, iterable: Thing, /, **named: Thing) -> Any:
    """``any(x)``: of an array the gate."""
    return _truths(run, "any", iterable, named, node)


def all_of(run: Reading, node: Place, iterable: Thing, /, **named: Thing) -> Any:
    """``all(x)``: of an array the gate."""
    return _truths(run, "all", iterable, named, node)


def _truths(
    run: Reading, name: str, iterable: Thing, named: Mapping[str, Thing], node: Place
) -> Any:
    if named or type(iterable) is Wire:
        return call_gate(run, GateFunction(BY_NAME[name], name), [iterable], named, node)
    return iterating.ITERATING[name](run, node, iterable)


def refused(name: str) -> Builtin:
    """A function of Python's that reaches the outside world, or Python itself."""

    def refuse(run: Reading, node: Place, *things: Thing, **named: Thing) -> None:
        raise run.error(f"{name} is not part of the language.", node, REFUSED[name])

    return Builtin(name, refuse)


REFUSED: Mapping[str, str] = {
    "input": "Give the value in the text: x = 3.",
    "open": "Write the data into the text, or give it as an input.",
    "eval": "Write the expression itself.",
    "exec": "Write the lines themselves.",
    "compile": "Write the lines themselves.",
    "globals": "Use names.",
    "locals": "Use names.",
    "dir": "Use names.",
    "id": "Compare with is.",
    "hash": "Use the value itself.",
    "memoryview": "Use an array.",
    "bytearray": "Use a list.",
    "bytes": "Use a list.",
    "complex": "Use two numbers.",
    "__import__": "Write import.",
    "breakpoint": "Delete the line.",
    "help": "Delete the line.",
    "exit": "Delete the line.",
    "quit": "Delete the line.",
    "delattr": "Write del x.name.",
}


def _exceptions() -> dict[str, Class]:
    """Python's exceptions as classes of ours, by name, with Python's own order."""
    made: dict[type, Class] = {}

    def of(kind: type) -> Class:
        if kind not in made:
            bases = tuple(of(base) for base in kind.__bases__ if issubclass(base, BaseException))
            made[kind] = Class(kind.__name__, bases, python=kind.__name__)
            order = [one for one in kind.__mro__ if issubclass(one, BaseException)]
            made[kind].order = tuple(made[kind] if one is kind else of(one) for one in order)
        return made[kind]

    for kind in vars(python).values():
        if isinstance(kind, type) and issubclass(kind, BaseException):
            of(kind)
    return {kind.__name__: one for kind, one in made.items()}


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
EXCEPTIONS: Mapping[str, Class] = _exceptions()
OBJECT = Class("object")
OBJECT.order = (OBJECT,)
_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": length,
    "range": make_range,
    "sum": total,
    "min": _extreme("min"),
    "max": _extreme("max"),
    "abs": absolute,
    "round": rounded,
    "print": print_line,
    "repr": to_repr,
    "format": to_format,
    "isinstance": is_instance,
    "issubclass": is_subclass,
    "getattr": get_attribute,
    "hasattr": has_attribute,
    "setattr": set_attr,
    "vars": variables,
    "callable": is_callable,
    "super": super_of,
    "slice": make_slice,
    "ord": ordinal,
    "chr": character,
    "pow": power,
    "bin": _in_base(bin),
    "hex": _in_base(hex),
    "oct": _in_base(oct),
    "ascii": to_ascii,
    "divmod": divide_with_rest,
    **iterating.ITERATING,
    "any": any_of,
    "all": all_of,
    "property": lambda run, node, fget=None, fset=None, fdel=None, doc=None: Property(fget, fset),
    "staticmethod": lambda run, node, f, /: StaticMethod(f),
    "classmethod": lambda run, node, f, /: ClassMethod(f),
}
_TYPES: Mapping[str, Callable[..., Any]] = {
    "int": to_int,
    "float": to_float,
    "bool": to_bool,
    "str": to_text,
    "list": to_list,
    "tuple": to_tuple,
    "dict": to_dict,
    "set": to_set,
    "frozenset": to_frozenset,
    "type": type_of,
}
BUILTINS: Mapping[str, Thing] = {
    **{name: refused(name) for name in REFUSED},
    **{name: Builtin(name, function) for name, function in _FUNCTIONS.items()},
    **{name: Type(name, make) for name, make in _TYPES.items()},
    **EXCEPTIONS,
    "object": OBJECT,
    "NotImplemented": NOT_IMPLEMENTED,
    "Ellipsis": ...,
    "__name__": "__main__",
    "xrange": Builtin("xrange", make_range),
}
