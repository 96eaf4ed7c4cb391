"""Functions in the text that do what a gate does: ``softmax``, ``first_max``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphs.errors import GraphError, TooLarge
from graphs.gates import GATES, Gate
from graphs.gates.items import IndexArray
from graphs.gates.row import missing_settings
from graphs.language import nodes
from graphs.language.array_items import array_key
from graphs.language.calling import run_function
from graphs.language.decisions import setting
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import END, Function, Key, Thing
from graphs.language.visits import Visit

GATE = {gate.name: gate for gate in GATES}  # also those that only rules use: first_max


class GateFunctions:
    """Calls functions by their text; by their name as gates, where the text cannot be read."""

    def __init__(self) -> None:
        self.inside: set[int] = set()  # functions that are tried by their text

    def instead(
        self,
        run: Reading,
        function: Function,
        things: list[Thing],
        named: Mapping[str, Thing],
        node: Place,
    ) -> Thing:
        """A function that cannot be read is the gate of that name, where there is one; one that
        only rules use is known by its name."""
        gate = GATE.get(function.name)
        if gate is None or id(function) in self.inside:
            return END
        if gate.hidden:
            return self._as_gate(run, gate, things, named, node)
        return self._tried(run, gate, function, things, named, node)

    def _tried(
        self,
        run: Reading,
        gate: Gate,
        function: Function,
        things: list[Thing],
        named: Mapping[str, Thing],
        node: Place,
    ) -> Visit:
        self.inside.add(id(function))
        try:
            return (yield run_function(run, function, things, named, node))
        except GraphError as error:
            typed = error.exception is not None  # raised by the text itself
            if isinstance(error, TooLarge) or typed or len(things) < gate.arity:
                raise
            return self._as_gate(run, gate, things, named, node)
        finally:
            self.inside.discard(id(function))

    def _as_gate(
        self,
        run: Reading,
        gate: Gate,
        things: list[Thing],
        named: Mapping[str, Thing],
        node: Place,
    ) -> Thing:
        settings: dict[str, Any] = {}
        first: Any = things[0] if things else None
        if "key" in gate.settings and isinstance(first, Key):
            key, indices = array_key(run, first.things, node)
            settings["key"] = key
            rest, things = things[1:], [thing for thing, _ in indices]
        elif "key" in gate.settings and isinstance(first, tuple):  # last_write((i, j), shape)
            settings["key"] = tuple(IndexArray(place) for place in range(len(first)))
            rest, things = things[1:], list(first)
        else:
            rest, things = things[gate.arity :], things[: gate.arity]
        words = [word for word in gate.settings if word not in settings]
        for word, thing in (dict(zip(words, rest, strict=False)) | dict(named)).items():
            if thing is not None:
                settings[word] = setting(run, thing, node, word)
        if missing_settings(gate.settings, settings) or any(
            word not in gate.settings for word in settings
        ):
            raise run.error(f"{gate.name} cannot be read as it is called here.", node, None)
        return nodes.apply(run, gate, things, node, settings=settings)
