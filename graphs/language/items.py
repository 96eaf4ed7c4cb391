"""Square brackets: items read from lists and arrays, and items assigned."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

import numpy as np

from graphs.gates.items import INDEX, SCATTER, IndexArray
from graphs.gates.routing import WHERE
from graphs.gates.row import is_truth
from graphs.gates.shaping import RESHAPE
from graphs.language.calls import Calls
from graphs.language.known import as_python_numbers, is_sequence
from graphs.language.reader import Visit
from graphs.language.scope import Array, Number, Scope, Thing, Wire

Indices = list[tuple[Thing, ast.expr]]


class Items(Calls):
    """``x[0]``, ``x[1:, ::2]``, ``x[mask]``, ``p[np.arange(N), y]``."""

    def on_Subscript(self, node: ast.Subscript, scope: Scope) -> Visit:
        owner = yield self.value(node.value, scope)
        if isinstance(owner, tuple):
            return (yield self._item_of_list(owner, node, scope))
        if isinstance(owner, Number):
            raise self._no_items(node.value)
        key, indices = yield self.key(node.slice, scope)
        if (
            isinstance(owner, Wire)
            and self.builder.nodes[owner.index].shape == ()
            and key != (None,) * len(key)
        ):
            raise self._no_items(node.value)
        things = [owner, *(thing for thing, _ in indices)]
        places = [node.value, *(place for _, place in indices)]
        return self.apply(INDEX, things, node, places, {"key": key})

    def _no_items(self, node: ast.expr) -> Any:
        return self.error(
            f"{self.segment(node)} is a number and has no items.",
            node,
            "Use a name of its own for each number.",
        )

    def _item_of_list(self, owner: tuple[Thing, ...], node: ast.Subscript, scope: Scope) -> Visit:
        if isinstance(node.slice, ast.Slice):
            return owner[(yield self._slice(node.slice, scope))]
        if isinstance(node.slice, ast.Tuple | ast.List):  # the list is read as an array
            wire = Wire(self.number(owner, node.value))
            key, indices = yield self.key(node.slice, scope)
            return self.apply(
                INDEX, [wire, *(thing for thing, _ in indices)], node, settings={"key": key}
            )
        index = yield self.known(node.slice, scope, "an index")
        if is_sequence(index) or not -len(owner) <= index < len(owner) or index != int(index):
            shown = "This index" if is_sequence(index) else f"The index {index:g}"
            raise self.error(
                f"{shown} is outside a list of {len(owner)}.",
                node.slice,
                f"Count from 0 to {len(owner) - 1}." if owner else "Fill the list first.",
            )
        return owner[int(index)]

    def key(self, node: ast.expr, scope: Scope) -> Visit:
        """What stands between the brackets: a key, and the arrays that its slots stand for."""
        parts = node.elts if isinstance(node, ast.Tuple) else [node]
        key: list[Any] = []
        indices: Indices = []
        for part in parts:
            key.append((yield self._part(part, indices, scope)))
        return tuple(key), indices

    @staticmethod
    def _is_new_axis(name: str, scope: Scope) -> bool:
        """Whether a name is ``newaxis``, bare or imported by that or another name."""
        place = scope.find(name)
        return name == "newaxis" if place is None else place.names[name] is None

    def _part(self, part: ast.expr, indices: Indices, scope: Scope) -> Visit:
        match part:
            case ast.Slice():
                return (yield self._slice(part, scope))
            case ast.Constant(value=None) | ast.Attribute(attr="newaxis"):
                return None
            case ast.Name(id=name) if self._is_new_axis(name, scope):
                return None
            case ast.Constant(value=value) if value is ...:
                return ...
        thing = yield self.value(part, scope)
        if isinstance(thing, Number) and not isinstance(thing.value, bool):
            return self._whole(thing.value, part)
        if isinstance(thing, Array) and not np.ndim(thing.value):
            return self._whole(thing.value, part)
        if isinstance(thing, Wire) and self._is_known_number(thing):
            return self._whole(self._known[thing.index], part)
        if isinstance(thing, tuple):
            known = self.literal(thing, part)
            thing = Wire(self.number(thing, part)) if known is None else Array(np.asarray(known))
        indices.append((thing, part))
        return self._index_slot(thing, part, len(indices) - 1)

    def _is_known_number(self, wire: Wire) -> bool:
        node = self.builder.nodes[wire.index]
        return node.shape == () and not node.truth and self._resolve(wire.index) is None

    def _index_slot(self, thing: Thing, part: ast.expr, place: int) -> IndexArray:
        """The place of an index array; a mask must be known, for it decides the shape."""
        if isinstance(thing, Wire):
            if not self.builder.nodes[thing.index].truth:
                return IndexArray(place)
            value = self.mask(thing.index)
        else:
            value = thing.value if isinstance(thing, Number | Array) else None
            if not is_truth(value):
                return IndexArray(place)
        if not np.ndim(value):
            raise self.error("One truth value cannot index.", part, "Write where(c, x, y).")
        return IndexArray(place, np.ndim(value), int(np.count_nonzero(value)))

    def _whole(self, value: Any, part: ast.expr) -> int:
        if isinstance(value, bool) or not np.isfinite(value) or value != int(value):
            raise self.error(
                f"An index must be a whole number, not {as_python_numbers(value)}.",
                part,
                "Write x[0].",
            )
        return int(value)

    def _slice(self, node: ast.Slice, scope: Scope) -> Visit:
        ends = []
        for end in (node.lower, node.upper, node.step):
            ends.append(None if end is None else (yield self.known(end, scope, "a slice")))
        for value, end in zip(ends, (node.lower, node.upper, node.step), strict=True):
            if value is not None and end is not None:
                if is_sequence(value):
                    raise self.error("A slice needs whole numbers.", end, "Write x[1:3].")
                self._whole(value, end)
        if ends[2] == 0 and node.step is not None:
            raise self.error("A slice cannot step by 0.", node.step, "Step by 1 or -1.")
        return slice(*(None if value is None else int(value) for value in ends))

    def written_item(
        self,
        owner: Thing,
        target: ast.Subscript,
        key: tuple[Any, ...],
        indices: Indices,
        value: Thing,
    ) -> Thing:
        """The new value of a name whose item is assigned."""
        if isinstance(owner, tuple):
            if len(key) == 1 and isinstance(key[0], int) and -len(owner) <= key[0] < len(owner):
                at = key[0] % len(owner)
                return (*owner[:at], value, *owner[at + 1 :])
            owner = Wire(self.number(owner, target.value))
        if not isinstance(owner, Wire | Array) or self.shape_of(owner, target.value) == ():
            raise self._no_items(target.value)
        if isinstance(owner, Array):
            owner = Wire(self.builder.constant(owner.value, self.places.source(target.value)))
        mask = self._only_mask(key, indices)
        if mask is not None and self.shape_of(value, target) == ():
            return self._masked(owner, mask, value, target)
        things = [owner, value, *(thing for thing, _ in indices)]
        return self.apply(SCATTER, things, target, settings={"key": key})

    def _only_mask(self, key: Sequence[Any], indices: Indices) -> Thing:
        whole = len(key) == 1 and isinstance(key[0], IndexArray) and key[0].axes
        return indices[0][0] if whole else None

    def _masked(self, owner: Wire, mask: Thing, value: Thing, target: ast.Subscript) -> Thing:
        """``x[mask] = 0``: chosen element by element, so that the mask may follow the inputs."""
        rank = len(self.shape_of(owner, target.value))
        shape = self.shape_of(mask, target.slice)
        if shape != self.shape_of(owner, target.value)[: len(shape)]:
            raise self.error(
                f"A mask of shape {shape} cannot choose from {self.shape_of(owner, target.value)}.",
                target.slice,
                "Compare the array itself.",
            )
        if len(shape) < rank:
            wide = (*shape, *[1] * (rank - len(shape)))
            mask = self.apply(RESHAPE, (mask,), target, settings={"shape": wide})
        if isinstance(mask, Array):
            mask = Wire(self.builder.constant(mask.value))
        return self.apply(WHERE, (mask, value, owner), target)
