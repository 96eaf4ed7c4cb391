"""Python's built-in functions and types, over our own objects. One row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphs.language.comparing import NOT_IMPLEMENTED
from graphs.language.library import iterating
from graphs.language.library.conversions import (
    absolute,
    character,
    divide_with_rest,
    in_base,
    make_slice,
    ordinal,
    power,
    rounded,
    to_ascii,
    to_bool,
    to_dict,
    to_float,
    to_format,
    to_frozenset,
    to_int,
    to_list,
    to_repr,
    to_set,
    to_text,
    to_tuple,
)
from graphs.language.library.reductions import (
    all_of,
    any_of,
    extreme_of,
    length,
    make_range,
    total,
)
from graphs.language.library.type_questions import (
    get_attribute,
    has_attribute,
    is_callable,
    is_instance,
    is_subclass,
    set_attr,
    super_of,
    type_of,
    variables,
)
from graphs.language.positions import Place
from graphs.language.printing import print_line
from graphs.language.python_classes import EXCEPTIONS, OBJECT
from graphs.language.reading import Reading
from graphs.language.things import (
    Builtin,
    ClassMethod,
    LeftOut,
    Property,
    StaticMethod,
    Thing,
    Type,
)
from graphs.language.unread.left_out import leave_out


def refused(name: str) -> Builtin:
    """A function of Python's that reaches the outside world, or Python itself."""

    def refuse(run: Reading, node: Place, *things: Thing, **named: Thing) -> None:
        raise run.error(f"{name} is not part of the language.", node, REFUSED[name])

    return Builtin(name, refuse)


def unread(name: str, why: str) -> Builtin:
    """A function that asks or shows something outside: left out."""

    def leave(run: Reading, node: Place, *things: Thing, **named: Thing) -> Thing:
        leave_out(run, f"{name} is left out: {why}.", node.lineno)
        return LeftOut(name, node.lineno)

    return Builtin(name, leave)


UNREAD: Mapping[str, str] = {
    "input": "nothing is asked",
    "raw_input": "nothing is asked",
    "open": "no file is read",
    "display": "nothing is shown beside the picture",
    "get_ipython": "nothing of it is drawn",
    "help": "nothing of it is drawn",
    "exit": "the text is read to its end",
    "quit": "the text is read to its end",
    "breakpoint": "nothing stops here",
    "reload": "nothing of it is drawn",
}
REFUSED: Mapping[str, str] = {
    "eval": "Write the expression itself.",
    "exec": "Write the lines themselves.",
    "compile": "Write the lines themselves.",
    "globals": "Write the name itself.",
    "locals": "Write the name itself.",
    "dir": "Write the names out.",
    "id": "Compare with is.",
    "hash": "Use the value itself.",
    "memoryview": "Use an array.",
    "bytearray": "Use a list.",
    "bytes": "Use a list.",
    "complex": "Write the real and the imaginary part as two numbers.",
    "__import__": "Write import.",
    "delattr": "Write del x.name.",
}


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "len": length,
    "range": make_range,
    "sum": total,
    "min": extreme_of("min"),
    "max": extreme_of("max"),
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
    "bin": in_base(bin),
    "hex": in_base(hex),
    "oct": in_base(oct),
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
    **{name: unread(name, why) for name, why in UNREAD.items()},
    **{name: Builtin(name, function) for name, function in _FUNCTIONS.items()},
    **{name: Type(name, make) for name, make in _TYPES.items()},
    **EXCEPTIONS,
    "object": OBJECT,
    "NotImplemented": NOT_IMPLEMENTED,
    "Ellipsis": ...,
    "__name__": "__main__",
    "xrange": Builtin("xrange", make_range),
}
