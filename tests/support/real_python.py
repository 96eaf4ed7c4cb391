"""Real Python and NumPy run a program that a test wrote: what they say is the measure.

``RealPython(text)`` runs the text once: ``values`` by path (``x``, ``net.w``, ``params['W1']``,
``layers[0].b``), ``printed`` by line, ``places``: what can be replaced. ``value`` runs it again
with numbers replaced where they are first stored: by path for top-level names, by order of
execution for attributes and entries. ``slope`` and ``gradient`` are central differences,
extrapolated; ``by_autograd`` runs the same text over HIPS autograd.
"""

from __future__ import annotations

import ast
import builtins
import math
import random
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType, SimpleNamespace
from typing import Any

import autograd.numpy as anp  # type: ignore[import-untyped]
import numpy as np
from autograd import make_vjp
from autograd.extend import Box  # type: ignore[import-untyped]

from tests.support.instrument import Instrument, custom_ends, deciding_names

DEPTH = 3
WORD = re.compile(r"\w+")
KEPT = 20  # prints of a line
STEPS = (1e-3, 1e-4, 1e-5)
Place = str | int  # a top-level path, or the number of a store
SHARED = ("exp", "log", "sqrt", "sin", "cos", "tan", "tanh", "sinh", "cosh", "log1p", "expm1")
MATH = {**vars(math), **{name: getattr(anp, name) for name in SHARED}}
MATH |= {"pow": anp.power, "fabs": anp.abs, "atan": anp.arctan}


@dataclass(frozen=True)
class Code:
    """A text with its hooks, compiled; whether a library's function writes in place."""

    code: CodeType
    changes: bool
    loose: frozenset[int]
    literals: frozenset[str]
    chained: frozenset[str]
    stored: frozenset[str]  # every name that is assigned somewhere


@lru_cache(maxsize=256)
def compiled(text: str) -> Code:
    tree = ast.parse(text)
    loose = frozenset(custom_ends(tree))
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    stored = frozenset(node.id for node in nodes if isinstance(node.ctx, ast.Store))
    instrument = Instrument()
    made = ast.fix_missing_locations(instrument.visit(tree))
    code = compile(made, "<program>", "exec")
    literals, chained = frozenset(instrument.literals), frozenset(instrument.chained)
    return Code(code, instrument.changes, loose, literals, chained, stored)


def is_number(value: Any) -> bool:
    """Whether it can be an input: a number or an array of numbers, no truth values."""
    if isinstance(value, Box):
        return True
    if isinstance(value, np.ndarray | np.number):
        return bool(value.dtype.kind in "iuf")
    return isinstance(value, int | float) and not isinstance(value, bool)


def numbers(value: Any) -> bool:
    """Whether it is a list of numbers, or of such lists."""
    if not isinstance(value, list) or not value:
        return False
    if all(map(numbers, value)):
        return len({len(row) for row in value}) == 1
    return all(is_number(part) and np.ndim(plain(part)) == 0 for part in value)


def plain(value: Any) -> Any:
    """Without autograd's boxes."""
    if isinstance(value, tuple | list):
        return type(value)(map(plain, value)) if type(value) in (tuple, list) else value
    while isinstance(value, Box):
        value = value._value
    return value


def replacement(value: Any, given: Any) -> Any:
    """What stands for a stored value; the value itself where the numbers are the same."""
    if isinstance(given, Box):
        return [replacement(v, given[i]) for i, v in enumerate(value)] if numbers(value) else given
    if np.array_equal(np.asarray(plain(value), float), np.asarray(given, float)):
        return value
    if isinstance(value, list):
        return np.asarray(given, float).tolist()
    return np.array(given, float) if isinstance(value, np.ndarray) else float(given)


def entries(value: Any) -> Iterator[tuple[str, Any, Any]]:
    """The parts of a container or of an instance of a typed class: path, key, part."""
    if isinstance(value, dict):
        yield from ((f"[{key!r}]", key, part) for key, part in value.items())
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        yield from ((f".{name}", "." + name, getattr(value, name)) for name in value._fields)
    elif isinstance(value, list | tuple):
        yield from ((f"[{place}]", place, part) for place, part in enumerate(value))
    elif type(value).__module__ == "__main__" and not isinstance(value, type):
        named = getattr(value, "__dict__", {}).items()
        yield from ((f".{name}", "." + name, part) for name, part in named)


def walk(path: str, value: Any, depth: int = DEPTH) -> Iterator[tuple[str, Any, Any, Any]]:
    """Whatever stands below a value: path, container, key, part."""
    for suffix, key, part in list(entries(value)) if depth else ():
        yield path + suffix, value, key, part
        yield from walk(path + suffix, part, depth - 1)


@dataclass
class Recorder:
    """The hooks of one run."""

    given: Mapping[Place, Any]
    printed: dict[int, list[str]] = field(default_factory=dict)
    stores: dict[tuple[int, Any], tuple[int, Any]] = field(default_factory=dict)
    first: dict[Place, Any] = field(default_factory=dict)
    whole: set[Place] = field(default_factory=set)  # where whole numbers were stored
    in_place: bool = False

    def print(self, *args: Any, sep: str | None = " ", end: str | None = "\n", **_: Any) -> None:
        line = sys._getframe(1).f_lineno
        text = (" " if sep is None else sep).join(str(plain(arg)) for arg in args)
        self.printed.setdefault(line, []).append(text + ("\n" if end is None else end))

    def hook_top(self, value: Any, path: str) -> Any:
        if is_number(value) or numbers(value):
            return value if path in self.first else self.used(path, value)
        for _, owner, key, part in walk(path, value):
            if not isinstance(owner, tuple) and isinstance(key, str | int) and is_number(part):
                self.put(owner, key, part)
        return value

    def hook_unpack(self, value: Any, names: tuple[str | None, ...]) -> Any:
        items = list(value)
        if len(items) != len(names):
            return items
        pairs = zip(items, names, strict=True)
        return [item if name is None else self.hook_top(item, name) for item, name in pairs]

    def hook_store(self, value: Any, owner: Any, key: Any) -> Any:
        if isinstance(owner, np.ndarray | Box) and not isinstance(key, str):
            self.in_place = True
        elif isinstance(key, str | int) and (is_number(value) or numbers(value)):
            return self.stored(owner, key, value)
        return value

    def hook_change(self, value: Any, owner: Any) -> Any:
        self.in_place |= isinstance(owner, np.ndarray) or np.ndim(plain(owner)) > 0
        return value

    def hook_display(self, display: Any) -> Any:
        keys = list(display) if isinstance(display, dict) else range(len(display))
        for key in keys:
            if isinstance(key, str | int) and is_number(display[key]):
                self.put(display, key, display[key])
        return display

    def hook_plain(self, value: Any) -> Any:
        return plain(value)

    def put(self, owner: Any, key: Any, part: Any) -> None:
        new = self.stored(owner, key, part)
        if new is part:
            return
        if isinstance(owner, dict | list):
            owner[key] = new
        else:
            object.__setattr__(owner, key[1:], new)

    def stored(self, owner: Any, key: Any, value: Any) -> Any:
        """The first store of an entry or attribute has a number; the owner stays alive."""
        if (id(owner), key) in self.stores:
            return value
        number = len(self.stores)
        self.stores[id(owner), key] = number, owner
        return self.used(number, value)

    def used(self, place: Place, value: Any) -> Any:
        self.first[place] = np.array(plain(value), float)
        if isinstance(value, int | list) and np.asarray(plain(value)).dtype.kind in "iu":
            self.whole.add(place)
        return replacement(value, self.given[place]) if place in self.given else value

    def text(self) -> dict[int, str]:
        kept = {line: "".join(texts[-KEPT:]) for line, texts in self.printed.items()}
        return {line: text.removesuffix("\n") for line, text in kept.items()}


def over_autograd(name: str, *args: Any) -> Any:
    """``import`` where NumPy means autograd's."""
    if name == "math":
        return SimpleNamespace(**MATH)
    if name.partition(".")[0] == "numpy":
        return builtins.__import__("autograd." + name, *args) if args[2] else anp
    return builtins.__import__(name, *args)


OVER_AUTOGRAD = {**vars(builtins), "__import__": over_autograd}


def execute(text: str, given: Mapping[Place, Any], seed: int, boxed: bool = False) -> Any:
    """One run: its names and its recorder."""
    recorder = Recorder(given)
    names: dict[str, Any] = {"__name__": "__main__", "print": recorder.print}
    names |= {name: getattr(recorder, name) for name in dir(recorder) if name.startswith("hook_")}
    names |= {"np": anp, "math": SimpleNamespace(**MATH)} if boxed else {"np": np, "math": math}
    names["__builtins__"] = OVER_AUTOGRAD if boxed else vars(builtins)
    code = compiled(text)
    before = np.random.get_state(), random.getstate()
    np.random.seed(seed)
    random.seed(seed)
    try:
        with np.errstate(all="ignore"):  # a number moved off its domain is no error of the text's
            exec(code.code, names)
    finally:
        np.random.set_state(before[0])
        random.setstate(before[1])
    recorder.in_place |= code.changes
    return names, recorder


class RealPython:
    """A program as real Python runs it; ``seed`` is that of both kinds of random numbers."""

    def __init__(self, text: str, seed: int = 0) -> None:
        self.text, self.seed = text, seed
        names, recorder = execute(text, {}, seed)
        self.names: dict[str, Any] = names
        self.printed: dict[int, str] = recorder.text()
        self.loose = compiled(text).loose  # lines whose prints end otherwise
        self.in_place: bool = recorder.in_place
        self.chained = compiled(text).chained  # a = b = 1.0: one input, or one each
        self.values: dict[str, Any] = {}
        self.counters = {  # of loops: known while the text is read, so no values of the graph
            part.id
            for loop in ast.walk(ast.parse(text))
            if isinstance(loop, ast.For)
            for part in ast.walk(loop.target)
            if isinstance(part, ast.Name)
        }
        self.places: dict[str, Place] = {it: it for it in recorder.first if isinstance(it, str)}
        for name in compiled(text).stored & names.keys():
            if is_number(names[name]) or isinstance(names[name], bool | np.bool_ | np.ndarray):
                self.values[name] = names[name]
            for path, owner, key, part in walk(name, names[name]):
                if is_number(part) or isinstance(part, bool | np.bool_ | np.ndarray):
                    self.values[path] = part
                try:
                    number, _ = recorder.stores[id(owner), key]
                except (KeyError, TypeError):
                    continue
                self.places.setdefault(path, number)
        self.literals = sorted(compiled(text).literals & recorder.first.keys())
        deciding = deciding_names(text)
        self.decides = {  # whole numbers that may decide structure: not to be moved
            path
            for path, place in self.places.items()
            if place in recorder.whole and deciding & set(WORD.findall(path))
        }
        self.first = {path: recorder.first[place] for path, place in self.places.items()}

    def given(self, replaced: Mapping[str, Any]) -> dict[Place, Any]:
        return {self.places[path]: value for path, value in replaced.items()}

    def again(self, replaced: Mapping[str, Any]) -> dict[str, Any]:
        """The program's names after a run with other numbers, by path."""
        names: dict[str, Any] = execute(self.text, self.given(replaced), self.seed)[0]
        return names

    def value(self, output: str, replaced: Mapping[str, Any]) -> float:
        """The sum of the output's elements after a run with other numbers."""
        return float(np.sum(self.again(replaced)[output]))

    def slope(
        self, output: str, at: Mapping[str, Any], path: str, along: Any
    ) -> tuple[float, float]:
        """The derivative of the output along a direction of one input, and its error bound.

        ``at`` are the values of the inputs, which stay but for that one. The bound is large where
        the program is not smooth.
        """
        start = np.asarray(at[path], float)

        def beside(step: float) -> float:
            return self.value(output, {**at, path: start + step * along})

        best = (math.nan, math.inf)
        for step in STEPS:
            wide = (beside(step) - (down := beside(-step))) / (2 * step)
            near = (beside(step / 2) - beside(-step / 2)) / step
            error = 0.01 * abs(wide - near) + 4e-16 * (1 + abs(down)) / step
            if not math.isfinite(error):
                return math.nan, math.inf
            if error < best[1]:
                best = (4 * near - wide) / 3, error
            if best[1] < 1e-8 * max(1.0, abs(near)):
                break
        small = STEPS[-1]
        bend = abs(beside(small) + beside(-small) - 2 * beside(0.0)) / small
        return (best[0], math.inf) if bend > 1e-3 * (1 + abs(best[0])) else best

    def gradient(self, output: str, at: Mapping[str, Any], path: str) -> tuple[Any, float]:
        """The whole gradient with respect to one input, and the largest error bound."""
        size = np.size(at[path])
        axes = np.eye(size).reshape(size, *np.shape(at[path]))
        slopes = [self.slope(output, at, path, axis) for axis in axes]
        found = np.array([slope for slope, _ in slopes]).reshape(np.shape(at[path]))
        return found, max((error for _, error in slopes), default=0.0)

    def by_autograd(self, output: str, at: Mapping[str, Any]) -> dict[str, Any] | None:
        """The gradients by HIPS autograd; None where it cannot run this text."""
        if self.in_place:
            return None

        def program(point: tuple[Any, ...]) -> Any:
            given = self.given(dict(zip(at, point, strict=True)))
            return anp.sum(execute(self.text, given, self.seed, boxed=True)[0][output])

        try:
            pull, value = make_vjp(program)(tuple(np.asarray(it, float) for it in at.values()))
            grads = pull(np.ones_like(value))
        except Exception:
            return None
        if not np.allclose(value, np.sum(self.names[output]), rtol=1e-12):
            return None
        return dict(zip(at, map(np.asarray, grads), strict=True))


def numeric_gradient(text: str, output: str, path: str, seed: int = 0) -> Any:
    """The gradient of an output with respect to one input, by central differences."""
    program = RealPython(text, seed)
    return program.gradient(output, {path: program.first[path]}, path)[0]
