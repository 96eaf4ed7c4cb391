"""Calls of gates: their arguments and settings, by position and by name."""

from __future__ import annotations

import ast

import numpy as np

from graphs.errors import GraphError
from graphs.gates import BY_NAME, Gate
from graphs.gates.row import missing_settings
from graphs.gates.shapes import Misfit
from graphs.gates.shaping import RESHAPE
from graphs.gates.spellings import Spelling
from graphs.language.array_calls import ArrayCalls
from graphs.language.reader import Visit
from graphs.language.scope import Array, Number, Scope, Thing, Wire


def count(arguments: int) -> str:
    return f"{arguments} argument{'' if arguments == 1 else 's'}"


class GateCalls(ArrayCalls):
    """Reads the arguments of a call of a gate."""

    def call_gate(
        self,
        callee: Gate | Spelling,
        node: ast.Call,
        scope: Scope,
        owner: tuple[Thing, ast.expr] | None = None,
    ) -> Visit:
        """One use of a gate; ``owner`` is the value whose method it is."""
        name = self.segment(node.func)
        things: list[Thing] = [owner[0]] if owner else []
        places: list[ast.expr] = [owner[1]] if owner else []
        settings = {}
        rest = list(node.args)
        if callee.reduction and self._may_be_alone(callee, node, owner):
            if owner is None:
                places.append(rest.pop(0))
                things.append((yield self.value(places[0], scope)))
            if owner or node.keywords or self._has_axes(things[0], node):
                callee = BY_NAME[callee.reduction]
        order = list(callee.settings)
        if callee.setting_first and rest:
            settings[order[0]] = yield self.setting(rest.pop(0), scope, order[0])
        several = callee.variadic and not callee.takes_list
        room = len(things) + len(rest) if several else callee.arity
        for part in rest[: 1 if callee.takes_list else max(room - len(things), 0)]:
            rest.pop(0)
            if isinstance(part, ast.Constant) and part.value is None:
                if len(things) not in callee.defaults:
                    raise self.error("None is no number.", part, "Write a number.")
                things.append(Number(callee.defaults[len(things)]))
            else:
                things.append((yield self.value(part, scope)))
            places.append(part)
        if callee.takes_list or (callee.variadic and not callee.setting_first and len(things) == 1):
            things, places = self._listed(callee, things, places, node)
        spread = callee.star_setting
        if spread and (len(rest) > 1 or (owner and rest and not self._is_list(rest[0]))):
            several = yield self._sizes(rest, scope, spread)
            settings[spread] = several if len(several) > 1 else several[0]
        else:
            free = [word for word in order if word not in settings]
            if len(rest) > len(free):
                raise self._count(callee, name, len(things) + len(rest), node)
            for word, part in zip(free, rest, strict=False):
                settings[word] = yield self.setting(part, scope, word)
        slots: dict[int, tuple[Thing, ast.expr]] = {}
        for keyword in node.keywords:
            if keyword.arg is None:
                raise self.error("** is not part of the language.", keyword, "Write them out.")
            slot = self._slot(callee, keyword.arg)
            if keyword.arg in settings or (slot is not None and slot < len(things)):
                raise self.given_twice(keyword.arg, keyword)
            if slot is not None:
                slots[slot] = ((yield self.value(keyword.value, scope)), keyword.value)
            elif keyword.arg in order:
                settings[keyword.arg] = yield self.setting(keyword.value, scope, keyword.arg)
            else:
                raise self._unknown_argument_error(name, keyword, order)
        for slot in range(len(things), callee.arity):
            if slot in slots:
                thing, place = slots[slot]
            elif slot in callee.defaults and (slot == len(things)):
                thing, place = Number(callee.defaults[slot]), node
            else:
                break
            things.append(thing)
            places.append(place)
        variadic = callee.variadic or callee.takes_list
        if len(things) < callee.arity or (len(things) > callee.arity and not variadic):
            raise self._count(callee, name, len(things), node)
        missing = missing_settings(callee.settings, settings)
        if missing:
            raise self.error(
                f"{name} is called without {', '.join(missing)}.",
                node,
                f"Write it with {missing[0]}=….",
            )
        kept = {word: value for word, value in settings.items() if value != callee.settings[word]}
        if isinstance(callee, Spelling):
            shapes = [
                self._known_shape(thing, place) for thing, place in zip(things, places, strict=True)
            ]
            if callee.lift:
                for slot, shape in enumerate(callee.lift(shapes)):
                    if shape != shapes[slot]:
                        things[slot] = self.apply(
                            RESHAPE, (things[slot],), node, settings={"shape": shape}
                        )
                        shapes[slot] = shape
            try:
                callee, meant = callee.resolve(shapes, settings)
            except Misfit as misfit:
                raise self.misuse(name, misfit, node) from None
            kept = dict(meant)
        return self.apply(callee, things, node, places, kept)

    def _known_shape(self, thing: Thing, place: ast.expr) -> tuple[int, ...] | None:
        if isinstance(thing, Wire):
            return self.builder.nodes[thing.index].shape
        return self.shape_of(thing, place)

    @staticmethod
    def _is_list(node: ast.expr) -> bool:
        return not isinstance(
            node, ast.Constant | ast.UnaryOp | ast.BinOp | ast.Name | ast.Subscript
        )

    def _may_be_alone(
        self, callee: Gate | Spelling, node: ast.Call, owner: tuple[Thing, ast.expr] | None
    ) -> bool:
        """Whether ``max`` may mean the largest element of one array, not of several arguments."""
        if owner is not None:
            return True
        named = any(word.arg in BY_NAME[callee.reduction].settings for word in node.keywords)
        if not node.args or isinstance(node.args[0], ast.List | ast.Tuple):
            return named and bool(node.args)
        return named or len(node.args) == 1 or (len(node.args) == 2 and self._is_axis(callee, node))

    def _has_axes(self, first: Thing, node: ast.Call) -> bool:
        if isinstance(first, tuple | Number):
            return False
        if isinstance(first, Array):
            return len(node.args) == 1 or np.ndim(first.value) > 0
        return isinstance(first, Wire) and self.builder.nodes[first.index].shape != ()

    def _is_axis(self, callee: Gate | Spelling, node: ast.Call) -> bool:
        """``np.max(x, 1)``: as in NumPy, the second argument is an axis; not so of np.maximum."""
        function = getattr(np, getattr(node.func, "attr", ""), None)
        return function is BY_NAME[callee.reduction].forward

    def _listed(
        self,
        callee: Gate | Spelling,
        things: list[Thing],
        places: list[ast.expr],
        node: ast.Call,
    ) -> tuple[list[Thing], list[ast.expr]]:
        """The items of the one list that holds the arguments."""
        items = self.items(things[0], places[0]) if len(things) == 1 else None
        if items is None:
            if callee.takes_list:
                raise self.error(
                    f"{callee.name} needs a list of arrays.",
                    node,
                    f"Write {callee.name}([x, y]).",
                )
            return things, places
        parts = getattr(places[0], "elts", None)
        if parts is None or len(parts) != len(items):
            parts = [places[0]] * len(items)
        return list(items), list(parts)

    @staticmethod
    def _slot(callee: Gate | Spelling, word: str) -> int | None:
        """The slot an argument's name stands for."""
        for slot, words in enumerate(callee.keywords):
            if word in words.split():
                return slot
        return None

    def _count(self, callee: Gate | Spelling, name: str, given: int, node: ast.Call) -> GraphError:
        several = callee.variadic or callee.takes_list
        need = f"{callee.arity} or more arguments" if several else count(callee.arity)
        example = name + "(" + ", ".join("xyz"[: callee.arity]) + ")"
        return self.error(f"{name} takes {need}, not {given}.", node, f"Write it as {example}.")

    def given_twice(self, name: str, node: ast.keyword) -> GraphError:
        return self.error(f"{name} is given twice in this call.", node, "Give it once.")
