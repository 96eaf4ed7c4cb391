"""Functions in the text that do what a gate does: ``softmax``, ``first_max``."""

from __future__ import annotations

import ast
from typing import Any

from graphs.check.changes_in_place import ChangesInPlace
from graphs.check.dictionaries import Keyed
from graphs.errors import GraphError, TooLarge
from graphs.gates import GATES, Gate
from graphs.gates.items import IndexArray
from graphs.gates.row import missing_settings
from graphs.language.known import as_python_numbers
from graphs.language.reader import Visit, run_visit
from graphs.language.scope import Function, Scope, Thing

GATE = {gate.name: gate for gate in GATES}  # also those that only rules use: first_max


class HandwrittenFunctions(ChangesInPlace):
    """Calls functions by their text; by their name as gates, where the text cannot be read."""

    def _call(
        self,
        function: Function,
        things: list[Thing],
        named: dict[str, Thing],
        node: ast.Call,
        around: Scope | None = None,
    ) -> Visit:
        """A function that cannot be read is the gate of that name, where there is one; one that
        only rules use is known by its name."""
        gate = GATE.get(function.name)
        if gate is None:
            return (yield super()._call(function, things, named, node, around))
        state = self.builder.group, self.loops, len(self.active), len(self.log.notes)
        if not gate.hidden:
            try:
                return run_visit(super()._call(function, things, named, node, around))
            except TooLarge:
                raise
            except GraphError:
                self.builder.group, self.loops = state[0], state[1]
                del self.active[state[2] :], self.log.notes[state[3] :]
        return self._as_gate(gate, things, named, node)

    def _as_gate(
        self, gate: Gate, things: list[Thing], named: dict[str, Thing], node: ast.Call
    ) -> Thing:
        settings: dict[str, Any] = {}
        first: Any = things[0] if things else None
        if "key" in gate.settings and isinstance(first, Keyed):
            settings["key"] = first.key
            rest, things = things[1:], [thing for thing, _ in first.indices]
        elif "key" in gate.settings and isinstance(first, tuple):  # last_write((i, j), shape)
            settings["key"] = tuple(IndexArray(place) for place in range(len(first)))
            rest, things = things[1:], list(first)
        else:
            rest, things = things[gate.arity :], things[: gate.arity]
        words = [word for word in gate.settings if word not in settings]
        for word, thing in (dict(zip(words, rest, strict=False)) | named).items():
            if thing is not None:
                settings[word] = as_python_numbers(self._value_of(thing, node, word))
        if missing_settings(gate.settings, settings) or any(
            word not in gate.settings for word in settings
        ):
            raise self.error(f"{gate.name} cannot be read as it is called here.", node, None)
        return self.apply(gate, things, node, settings=settings)
