"""A value of each kind, as a program makes it, beside the names that Python's real type has."""

from __future__ import annotations

import collections
import functools
import itertools
import math
import random
from typing import Any, NamedTuple

import numpy as np

FUNCTION = "def v(u=1, *more, key=2):\n    return u"
CLASS = """class Own:
    weight = 3
    def __init__(self):
        self.size = 2
    def run(self):
        return self.weight
    @property
    def doubled(self):
        return 2 * self.weight
"""
GENERATOR = "def numbers():\n    yield 1\n    yield 2\nv = numbers()"
EXCEPTION = "v = None\ntry:\n    raise ValueError('no')\nexcept ValueError as error:\n    v = error"


class _Own:
    weight = 3

    def __init__(self) -> None:
        self.size = 2

    def run(self) -> int:
        return self.weight

    @property
    def doubled(self) -> int:
        return 2 * self.weight


def _numbers() -> Any:
    yield 1


class _Named(NamedTuple):
    a: int
    b: int


# What makes ``v``, and what Python would have made of it.
VALUES: dict[str, tuple[str, Any]] = {
    "number": ("v = 3.5", 3.5),
    "wire": ("v = x * 2", 3.5),
    "whole number": ("v = 3 + 4", 3),
    "bool": ("v = 1 > 2", True),
    "complex": ("v = 1j", 1j),
    "None": ("v = None", None),
    "Ellipsis": ("v = ...", ...),
    "NotImplemented": ("v = NotImplemented", NotImplemented),
    "array": ("v = np.array([1.0, 2.0]) + 0", np.array([1.0])),
    "array of wires": ("v = np.array([x, 2.0])", np.array([1.0])),
    "array of numbers, an input": ("v = np.array([1.0, 2.0])", np.array([1.0])),
    "mask": ("v = np.array([1.0, 2.0]) > x", np.array([True])),
    "NumPy's number": ("v = np.float64(3)", np.float64(3)),
    "string": ("v = 'text {0} %s'", "text"),
    "bytes": ("v = b'text'", b"text"),
    "list": ("v = [x, 1, 'a']", []),
    "tuple": ("v = (x, 1, 'a')", ()),
    "dict": ("v = {'a': x, 1: 2}", {}),
    "keys": ("v = {'a': x}.keys()", {}.keys()),
    "items": ("v = {'a': x}.items()", {}.items()),
    "set": ("v = {1, 2}", set()),
    "frozenset": ("v = frozenset([1, 2])", frozenset()),
    "range": ("v = range(3)", range(3)),
    "slice": ("v = slice(1, 2)", slice(1, 2)),
    "function": (FUNCTION, _numbers),
    "lambda": ("v = lambda u=1: x * u", lambda u: u),
    "class": (CLASS + "v = Own", _Own),
    "instance": (CLASS + "v = Own()", _Own()),
    "bound method": (CLASS + "v = Own().run", _Own().run),
    "function of a class": (CLASS + "v = Own.run", _Own.run),
    "property": (CLASS + "v = Own.doubled", _Own.doubled),
    "super": (CLASS + "v = super(Own, Own())", super(_Own, _Own())),
    "bound method of a list": ("v = [1].append", [].append),
    "generator": (GENERATOR, _numbers()),
    "generator expression": ("v = (t for t in [x, 1])", _numbers()),
    "iterator": ("v = iter([x, 1])", iter([])),
    "map": ("v = map(len, ['a'])", map(len, [])),
    "zip": ("v = zip([1], [x])", zip([], [], strict=True)),
    "exception": (EXCEPTION, ValueError("no")),
    "class of exceptions": ("v = ValueError", ValueError),
    "class of numbers": ("v = float", float),
    "class of strings": ("v = str", str),
    "class of dicts": ("v = dict", dict),
    "type": ("v = type", type),
    "object": ("v = object", object),
    "instance of object": ("v = object()", object()),
    "builtin function": ("v = len", len),
    "gate": ("v = np.exp", np.exp),
    "gate of math": ("v = math.exp", math.exp),
    "class of arrays": ("v = np.ndarray", np.ndarray),
    "dtype": ("v = np.dtype('float64')", np.dtype("float64")),
    "dtype of an array": ("v = np.array([1.0, 2.0]).dtype", np.dtype("float64")),
    "shape": ("v = np.array([1.0, 2.0]).shape", ()),
    "flags": ("v = np.array([1.0, 2.0]).flags", np.array([1.0]).flags),
    "flat": ("v = np.array([1.0, 2.0]).flat", np.array([1.0]).flat),
    "module of math": ("v = math", math),
    "module of NumPy": ("v = np", np),
    "linear algebra": ("v = np.linalg", np.linalg),
    "NumPy's random": ("v = np.random", np.random),
    "random generator": ("v = np.random.default_rng(0)", np.random.default_rng(0)),
    "random state": ("v = np.random.RandomState(0)", np.random.RandomState(0)),
    "Python's random": ("import random\nv = random", random),
    "module of itertools": ("import itertools\nv = itertools", itertools),
    "module of functools": ("import functools\nv = functools", functools),
    "partial": ("import functools\nv = functools.partial(max, 1)", functools.partial(max, 1)),
    "Counter": ("import collections\nv = collections.Counter('aab')", collections.Counter()),
    "deque": ("import collections\nv = collections.deque([1, x])", collections.deque()),
    "defaultdict": (
        "import collections\nv = collections.defaultdict(list)",
        collections.defaultdict(list),
    ),
    "named tuple": (
        "import collections\nA = collections.namedtuple('A', 'a b')\nv = A(x, 2)",
        _Named(1, 2),
    ),
}

# Through these Python's own objects are reached; nothing beyond them may be.
DOORS = (
    *("__class__", "__dict__", "__globals__", "__code__", "__subclasses__", "__mro__", "__bases__"),
    *("__base__", "__builtins__", "__reduce__", "__reduce_ex__", "__getattribute__", "gi_frame"),
    *("gi_code", "f_globals", "f_back", "tb_frame", "tb_next", "__traceback__", "__context__"),
    *("__closure__", "__self__", "__func__", "__module__", "__wrapped__", "__loader__", "__spec__"),
    *("__init__", "__new__", "__call__", "__get__", "__init_subclass__", "__subclasshook__"),
    *("__objclass__", "__weakref__", "__array_interface__", "__array_struct__", "__weakref__"),
    *("__defaults__", "__kwdefaults__", "__annotations__", "__type_params__", "mro", "ctypes"),
)


def names(kind: str) -> list[str]:
    """The names that Python's own value of a kind has, and its type, and the doors."""
    value = VALUES[kind][1]
    return sorted({*dir(value), *dir(type(value)), *DOORS})
