"""Functions of Python and NumPy that are no gates: ``len``, ``zip``, ``split``, casts."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from graphs.gates.items import INDEX
from graphs.gates.joining import STACK
from graphs.gates.reductions import SUM
from graphs.gates.shapes import normalize_axis
from graphs.gates.shaping import RESHAPE
from graphs.language.gate_calls import GateCalls
from graphs.language.reader import Visit
from graphs.language.scope import (
    SHAPE_ATTRIBUTES,
    Helper,
    Number,
    Scope,
    Thing,
)
from graphs.language.syntax_gates import OPERATORS

PAIRING: Mapping[str, Callable[..., tuple[Thing, ...]]] = {
    "zip": lambda *columns: tuple(zip(*columns, strict=False)),
    "enumerate": lambda items: tuple((Number(float(i)), item) for i, item in enumerate(items)),
    "reversed": lambda items: items[::-1],
}


# Helpers that make something, and the visitor of each.
ARRAY_FUNCTIONS = {
    "array": "array",
    "default_rng": "generator",
    "RandomState": "legacy",
    "seed": "seed_all",
}


def _bounds(size: int, cuts: Any) -> Sequence[int]:
    """Where ``np.split`` cuts an axis: into equal parts, or before the places named."""
    if not all(type(cut) is int for cut in (cuts if isinstance(cuts, tuple) else (cuts,))):
        raise ValueError("it is cut at whole numbers")
    if isinstance(cuts, tuple):
        places = [slice(cut).indices(size)[1] for cut in cuts]
        return [0, *places, size]
    if cuts < 1 or size % cuts:
        raise ValueError(f"{size} cannot be split into {cuts} equal parts")
    return range(0, size + 1, size // cuts) if size else [0] * (cuts + 1)


class BuiltinFunctions(GateCalls):
    """Calls of functions on lists, shapes and known values."""

    def call_builtin(
        self, helper: Helper, node: ast.Call, scope: Scope, owner: tuple[Thing, ast.expr] | None
    ) -> Visit:
        if helper.name in ("print", "pass"):
            return None
        if helper.name in ARRAY_FUNCTIONS:
            return (yield getattr(self, ARRAY_FUNCTIONS[helper.name])(node, scope))
        if helper.name == "range":
            return (yield self.range(node, scope))
        thing, place = owner or (None, node.func)
        if owner is None and node.args:
            place = node.args[0]
            thing = yield self.value(place, scope)
        if helper.name in PAIRING:
            return (yield self._paired(helper.name, thing, node, scope))
        if helper.name == "total":
            return (yield self._total(thing, node, scope))
        if helper.name == "split" and thing is not None:
            return (yield self._split(thing, place, node, scope))
        if helper.name == "astype" and len(node.args) + len(node.keywords) == 1:
            kinds = [*node.args, *(keyword.value for keyword in node.keywords)]
            return self.cast(thing, self.kind(kinds[0]), node)
        if helper.name in ("copy", "tolist") and thing is not None:
            return thing
        if helper.name in SHAPE_ATTRIBUTES and thing is not None:
            return self.shape_attribute(helper.name, thing, place)
        if helper.name in ("item", "scalar") and thing is not None:
            return self._scalar(self.cast(thing, "number", node), node)
        if helper.name == "len" and not isinstance(thing, tuple | None):
            return Number(float(self._length(thing, place)))
        items = self.items(thing, place) if len(node.args) == 1 else None
        if items is None:
            raise self.error(
                f"{helper.name} needs a list here.", node, f"Write {helper.name}([x, y])."
            )
        return Number(float(len(items))) if helper.name == "len" else items

    def _paired(self, name: str, thing: Thing, node: ast.Call, scope: Scope) -> Visit:
        """``zip``, ``enumerate`` and ``reversed``: lists of what a loop runs over."""
        columns = [self.items(thing, node.args[0]) if node.args else None]
        for argument in node.args[1:]:
            columns.append(self.items((yield self.value(argument, scope)), argument))
        fits = (len(columns) == 1 or name == "zip") and not node.keywords
        if not fits or any(column is None for column in columns):
            raise self.error(f"{name} needs lists here.", node, f"Write {name}(xs).")
        for column in columns:
            self.count_list(column or (), node)
        return PAIRING[name](*columns)

    def _length(self, thing: Thing, node: ast.expr) -> int:
        """``len`` of an array: its first size."""
        shape = self.shape_of(thing, node)
        if not shape:
            raise self.error(
                f"{self.segment(node)} is a number and has no length.", node, "Count a list."
            )
        return shape[0]

    def shape_attribute(self, name: str, thing: Thing, node: ast.expr) -> Thing:
        """``x.shape``, ``x.ndim``, ``x.size``: known while the program is read."""
        shape = self.shape_of(thing, node)
        if name == "shape":
            return tuple(Number(float(size)) for size in shape)
        return Number(float(len(shape) if name == "ndim" else math.prod(shape)))

    def _scalar(self, thing: Thing, node: ast.Call) -> Thing:
        """``float(x)``, ``x.item()`` of an array of one element; ``np.float64(x)`` is a cast."""
        cast = isinstance(node.func, ast.Attribute) and node.func.attr != "item"
        if cast or isinstance(thing, tuple) or self._known_shape(thing, node) in ((), None):
            return thing
        return self.apply(RESHAPE, (thing,), node, settings={"shape": ()})

    def _total(self, thing: Thing, node: ast.Call, scope: Scope) -> Visit:
        """``sum``: of a list Python's own, item by item; of an array the gate."""
        if not isinstance(thing, tuple) or len(node.args) + len(node.keywords) != 1:
            rest = ast.Call(node.func, node.args[1:], node.keywords)
            owner = (thing, node.args[0] if node.args else node)
            return (yield self.call_gate(SUM, ast.copy_location(rest, node), scope, owner))
        shapes = {self._known_shape(item, node) for item in thing}
        if isinstance(node.func, ast.Attribute) and shapes - {()}:  # np.sum of a list of arrays
            return self.apply(SUM, (self.apply(STACK, thing, node),), node)
        total: Thing = thing[0] if thing else Number(0.0)
        for item in thing[1:]:
            total = self.apply(OPERATORS[ast.Add], (total, item), node)
        return total

    def _split(self, thing: Thing, place: ast.expr, node: ast.Call, scope: Scope) -> Visit:
        """``np.split(x, 4, axis=1)``: a list of slices."""
        named = {keyword.arg: keyword.value for keyword in node.keywords}
        rest = [*node.args[1:], *([named["axis"]] if "axis" in named else [])]
        if len(rest) not in (1, 2) or len(named) > 1:
            raise self.error("split takes an array and a number.", node, "Write np.split(x, 2).")
        cuts = yield self.setting(rest[0], scope, "split")
        axis = (yield self.setting(rest[1], scope, "axis")) if len(rest) > 1 else 0
        shape = self.shape_of(thing, place)
        try:
            at = normalize_axis(axis, len(shape))
            bounds = _bounds(shape[at], cuts)
        except ValueError as error:
            raise self.error(f"split: {error}.", node, "Split into equal parts.") from None
        self.count_items(len(bounds), node)
        return tuple(
            self.apply(
                INDEX,
                (thing,),
                node,
                settings={"key": (*[slice(None)] * at, slice(start, stop))},
            )
            for start, stop in pairwise(bounds)
        )
