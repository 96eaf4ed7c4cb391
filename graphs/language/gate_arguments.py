"""Calls of gates: their arguments and settings, by position and by name."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graphs.errors import GraphError
from graphs.gates import BY_NAME, Gate
from graphs.gates.row import missing_settings
from graphs.gates.shapes import Misfit
from graphs.gates.shaping import RESHAPE
from graphs.gates.spellings import Spelling
from graphs.language import cells, known_shapes, nodes
from graphs.language.advice import shape_errors
from graphs.language.advice.gate_argument_errors import (
    count_error,
    one_array_error,
    unknown_argument_error,
)
from graphs.language.arguments import callee_place
from graphs.language.decisions import known_number, setting
from graphs.language.iteration import known_items
from graphs.language.positions import Place
from graphs.language.python_math import computed
from graphs.language.reading import Reading
from graphs.language.things import END, GateFunction, List, Thing, Wire


def places_of(node: Place, arguments: int) -> list[Place]:
    """Where each argument of a call stands; the whole call where that cannot be told."""
    if isinstance(node, ast.Call) and not any(isinstance(it, ast.Starred) for it in node.args):
        if len(node.args) == arguments:
            return list(node.args)
        if len(node.args) + 1 == arguments and isinstance(node.func, ast.Attribute):
            return [node.func.value, *node.args]
    return [node] * arguments


def place_of_keyword(node: Place, name: str) -> Place:
    """Where a keyword's value stands in a call."""
    for keyword in node.keywords if isinstance(node, ast.Call) else ():
        if keyword.arg == name:
            return keyword.value
    return node


def call_gate(
    run: Reading, callee: GateFunction, given: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing:
    """One use of a gate.

    Raises:
        GraphError: its arguments are too many or too few, or do not fit.
    """
    if callee.python is not None and run.tries and len(given) == 1:  # it may raise, to be caught
        computed(run, callee.python, node, known_number(run, given[0], node, callee.word, False))
    named = dict(named)
    out = named.pop("out", None)
    result = _Arguments(run, callee, given, named, node).apply()
    if out is None:
        return result
    if type(out) is not Wire:
        place = place_of_keyword(node, "out")
        raise run.raised("TypeError", "out is an array to write into.", place, "Leave it out.")
    return written_into(run, out, result, node)


def written_into(run: Reading, out: Wire, result: Thing, node: Place) -> Wire:
    """Write a result into an array that is given for it.

    Raises:
        GraphError: it has another shape.
    """
    shape, needed = known_shapes.shape_of(run, out, node), known_shapes.shape_of(run, result, node)
    if shape != needed:
        raise run.raised(
            "ValueError",
            f"A result of shape {needed} does not fit into an array of shape {shape}.",
            node,
            "Assign the result to a name of its own.",
        )
    cells.write(run, out, result, node)
    return out


class _Arguments:
    """The arguments of one call of a gate, as they are sorted into slots and settings."""

    def __init__(
        self,
        run: Reading,
        callee: GateFunction,
        given: list[Thing],
        named: Mapping[str, Thing],
        node: Place,
    ) -> None:
        self.run, self.node, self.word = run, node, callee.word
        self.callee: Gate | Spelling = callee.gate
        self.is_method, self.named = callee.is_method, named
        self.name = (
            run.segment(callee_place(node)) if isinstance(node, ast.Call) else callee.gate.name
        )
        places = places_of(node, len(given))
        self.rest = list(zip(given, places, strict=True))
        self.things: list[Thing] = []
        self.places: list[Place] = []
        self.settings: dict[str, Any] = {}
        self.odd_axis: Thing = None  # what stands in the place of an axis and is hardly one

    def take(self) -> Thing:
        """The next positional argument fills the next slot."""
        thing, place = self.rest.pop(0)
        self.things.append(thing)
        self.places.append(place)
        return thing

    def setting(self, word: str, thing: Thing, place: Place) -> None:
        self.settings[word] = setting(self.run, thing, place, word)

    def apply(self) -> Thing:
        run, node, name = self.run, self.node, self.name
        if self.is_method and self.rest:
            self.take()
        if self.callee.reduction and self._may_be_alone():
            if not self.is_method:
                self.take()
            if self.is_method or self.named or self._has_axes():
                self.callee = BY_NAME[self.callee.reduction]
        callee = self.callee
        order = list(callee.settings)
        if callee.setting_first and self.rest:
            self.setting(order[0], *self.rest.pop(0))
        self._fill_slots()
        self._fill_settings(order)
        self._fill_by_name(order)
        variadic = callee.variadic or callee.takes_list
        if len(self.things) < callee.arity or (len(self.things) > callee.arity and not variadic):
            raise self._count(len(self.things))
        missing = missing_settings(callee.settings, self.settings)
        if missing:
            raise run.raised(
                "TypeError",
                f"{name} is called without {', '.join(missing)}.",
                node,
                f"Write it with {missing[0]}=….",
            )
        kept = {
            word: value for word, value in self.settings.items() if value != callee.settings[word]
        }
        if isinstance(callee, Spelling):
            gate, kept = self._resolved(callee)
        else:
            gate = callee
        try:
            made = nodes.apply(run, gate, self.things, node, self.places, kept)
        except GraphError as error:
            if self.odd_axis is None:
                raise
            raise one_array_error(run, callee, name, node) from error
        return _apart(made) if self.word == "flatten" else made

    def _fill_slots(self) -> None:
        callee = self.callee
        several = callee.variadic and not callee.takes_list
        room = len(self.things) + len(self.rest) if several else callee.arity
        for _ in range(
            min(1 if callee.takes_list else max(room - len(self.things), 0), len(self.rest))
        ):
            if self.rest[0][0] is None:
                if len(self.things) not in callee.defaults:
                    place = self.rest[0][1]
                    is_written = isinstance(place, ast.Constant)
                    if is_written:
                        raise self.run.error("None is no number.", place, "Write a number.")
                    raise shape_errors.no_number(self.run, None, place)
                self.rest[0] = (callee.defaults[len(self.things)], self.rest[0][1])
            self.take()
        if callee.takes_list or (
            callee.variadic and not callee.setting_first and len(self.things) == 1
        ):
            self._listed()

    def _fill_settings(self, order: Sequence[str]) -> None:
        spread = self.callee.star_setting
        is_list = bool(self.rest) and isinstance(self.rest[0][0], List | tuple)
        if spread and (len(self.rest) > 1 or (self.is_method and self.rest and not is_list)):
            several = tuple(setting(self.run, *one, spread) for one in self.rest)
            self.settings[spread] = several if len(several) > 1 else several[0]
            return
        free = [word for word in order if word not in self.settings]
        if len(self.rest) > len(free):
            raise self._count(len(self.things) + len(self.rest))
        for word, (thing, place) in zip(free, self.rest, strict=False):
            if word == "axis" and isinstance(thing, Wire | List):
                self.odd_axis = thing
            self.setting(word, thing, place)

    def _fill_by_name(self, order: Sequence[str]) -> None:
        callee, slots = self.callee, dict[int, tuple[Thing, Place]]()
        for word, thing in self.named.items():
            place = place_of_keyword(self.node, word)
            slot = _slot(callee, word)
            if word in self.settings or (slot is not None and slot < len(self.things)):
                raise self.run.raised(
                    "TypeError", f"{word} is given twice in this call.", place, "Give it once."
                )
            if slot is not None:
                slots[slot] = thing, place
            elif word in order:
                self.setting(word, thing, place)
            else:
                raise unknown_argument_error(self.run, self.name, word, order, self.node)
        for slot in range(len(self.things), callee.arity):
            if slot in slots and slots[slot][0] is not None:
                thing, place = slots[slot]
            elif slot in callee.defaults and slot == len(self.things):
                thing, place = callee.defaults[slot], self.node
            else:
                break
            self.things.append(thing)
            self.places.append(place)

    def _resolved(self, callee: Spelling) -> tuple[Gate, dict[str, Any]]:
        run, node = self.run, self.node
        shapes = [
            known_shapes.shape_if_known(run, thing, place)
            for thing, place in zip(self.things, self.places, strict=True)
        ]
        if callee.lift:
            for slot, shape in enumerate(callee.lift(shapes)):
                if shape != shapes[slot]:
                    self.things[slot] = nodes.apply(
                        run, RESHAPE, (self.things[slot],), node, settings={"shape": shape}
                    )
                    shapes[slot] = shape
        try:
            gate, meant = callee.resolve(shapes, self.settings)
        except Misfit as misfit:
            raise shape_errors.misuse(run, self.name, misfit, node) from None
        return gate, dict(meant)

    def _may_be_alone(self) -> bool:
        """Whether ``max`` may mean the largest element of one array, not of several arguments."""
        if self.is_method:
            return True
        named = any(word in BY_NAME[self.callee.reduction].settings for word in self.named)
        first = self.rest[0][0] if self.rest else None
        is_list = isinstance(first, tuple) or (isinstance(first, List) and first.array is None)
        if not self.rest or is_list:
            return named and bool(self.rest)
        return named or len(self.rest) == 1 or (len(self.rest) == 2 and self._is_axis())

    def _has_axes(self) -> bool:
        first = self.things[0]
        if isinstance(first, tuple | int | float):
            return False
        if isinstance(first, List):
            return first.array is not None
        if type(first) is Wire and first.node is None and first.literal is not None:
            return not self.rest or np.ndim(first.literal.value) > 0
        return known_shapes.shape_if_known(self.run, first, self.node) != ()

    def _is_axis(self) -> bool:
        """``np.max(x, 1)``: as in NumPy, the second argument is an axis; not so of np.maximum."""
        function = {"max": np.max, "min": np.min}.get(self.word)
        return function is BY_NAME[self.callee.reduction].forward

    def _listed(self) -> None:
        """The items of the one list that holds the arguments."""
        run, callee = self.run, self.callee
        if not self.things:
            return
        thing, place = self.things[0], self.places[0]
        is_number = isinstance(thing, int | float) or (
            type(thing) is Wire and known_shapes.shape_if_known(run, thing, place) in ((), None)
        )
        items = END if len(self.things) != 1 or is_number else known_items(run, thing, place)
        if items is END:
            if callee.takes_list:
                if type(thing) is Wire:
                    known_shapes.shape_of(run, thing, place)  # raises where it is not known
                raise run.raised(
                    "TypeError",
                    f"{callee.name} needs a list of arrays.",
                    self.node,
                    f"Write {callee.name}([x, y]).",
                )
            return
        parts = getattr(place, "elts", None)
        if parts is None or len(parts) != len(items):
            parts = [place] * len(items)
        self.things, self.places = list(items), list(parts)

    def _count(self, given: int) -> GraphError:
        return count_error(self.run, self.callee, self.name, given, self.node)


def _apart(made: Wire) -> Wire:
    """An array of its own, where NumPy copies: ``x.flatten()``."""
    made.base = made.view = None
    return made


def _slot(callee: Gate | Spelling, word: str) -> int | None:
    """The slot an argument's name stands for."""
    for slot, words in enumerate(callee.keywords):
        if word in words.split():
            return slot
    return None
