"""Values for names without one: found by reading the text again with guesses for them.

First shapes are looked for, with zeros for the values; then values that suit how they are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from graphs.errors import GraphError, TooLarge
from graphs.language.missing_names.doubtful_shapes import names_behind
from graphs.language.missing_names.filled_values import value_for
from graphs.language.missing_names.missing_inputs import guessed_in_vain_error, missing_inputs_error
from graphs.language.missing_names.shape_guesses import (
    A_VECTOR,
    MOST_ROUNDS,
    ShapeGuesses,
    at_least,
)
from graphs.language.unread.outside import Outside
from graphs.model import Graph, Value
from graphs.model.paths import last_word

MOST_GUESSED = 40  # inputs


@dataclass
class Filling(ShapeGuesses):
    """The names without a value that the readings met, and what is put in their place."""

    given: Mapping[str, Value] = field(default_factory=dict)
    fill: bool = False
    seed: int = 0
    labels: set[str] = field(default_factory=set)  # arrays whose elements index
    outside: dict[tuple[str, int], Outside] = field(default_factory=dict)  # by name and line
    first: GraphError | None = None  # error that no missing value explains, of the furthest reading
    furthest: int = -1

    def takes(self, data: Outside | None, may_generate: bool) -> bool:
        """Whether the text is read again with an input for data from outside that is needed."""
        if data is None or data.is_text or not (may_generate or data.path in self.given):
            return False
        key = data.path, data.line
        if key in self.outside or len(self.outside) >= MOST_GUESSED:
            return False
        self.outside[key] = data
        return True

    def learn(self, graph: Graph, error: GraphError) -> bool:
        """Guess shapes for the inputs that an error misses, or others where those of before do not
        fit; whether to read again. ``graph`` is the circuit up to the error.
        """
        new = [
            name
            for name in (error.needed or error.missing)
            if self.shapes.get(name, ...) != error.shapes.get(name, self.shapes.get(name))
        ]
        sizes = [
            name
            for name, entry in graph.inputs.items()
            if entry.written is None and self.is_size(name) and name not in self.given
        ]
        new += [name for name in sizes if name not in self.shapes and name not in new]
        if error.missing and (not new or self.rounds >= MOST_ROUNDS):
            return False
        if new:
            self.rounds += any(name in self.shapes for name in new)
            if len(self.shapes) + len(new) > MOST_GUESSED:
                return False
            self.add(graph, new, error.shapes)
            return True
        if not self.shapes or not error.may_be_guess:
            return False
        if error.indexing is not None:
            behind = names_behind(graph, error.indexing, list(self.shapes))
            if len(behind) == 1 and not behind <= self.labels:
                self.labels |= behind
                return True
        if error.attempt is not None:
            graph = graph.with_nodes((*graph.nodes, error.attempt))
        if len(graph.nodes) > self.furthest:
            self.first = guessed_in_vain_error(graph, error, self.shapes)
            self.furthest = len(graph.nodes)
        return self.correct(graph, error)

    def suits(self, graph: Graph) -> bool:
        """Whether the values suit a whole circuit; else the next reading has others."""
        if self.reconsider(graph) or self.improve(graph):
            return False
        names = [
            name
            for name, entry in graph.inputs.items()
            if name in self.shapes or (entry.default is None and name not in self.given)
        ]
        new = [name for name in names if name not in self.shapes]
        shapes = self.guessed(graph, new)
        columns = {one.path for one in self.outside.values() if not one.is_size}
        for name in new:
            told = self.is_told(name, shapes[name]) and not self.is_size(name)
            usual = A_VECTOR if name in columns else ()
            shape = self.told[last_word(name)] if told else shapes[name] or usual
            least = self.least.get(last_word(name), 0)
            is_open = graph.nodes[graph.inputs[name].node].shape is None
            self.shapes[name] = at_least(least, shape) if is_open else shape
        values = value_for(graph, {name: self.shapes[name] for name in names}, self)
        self.rounds += 1
        sizes = {name: it for name, it in values.items() if graph.inputs[name].structural}
        if any(self.values.get(name) != it for name, it in sizes.items() if not np.ndim(it)):
            self.shapes, self.values = dict.fromkeys(sizes, ()), sizes
            return self.rounds > MOST_ROUNDS
        same = values.keys() <= self.values.keys() and all(
            np.array_equal(values[name], self.values[name]) for name in values
        )
        self.values |= values
        return same or self.rounds > MOST_ROUNDS

    def explain(self, graph: Graph, error: GraphError) -> GraphError:
        """The error to be told where reading ends with one: what is missing, where that may be the
        reason; else the error itself."""
        is_explained = error.may_be_guess or isinstance(error, TooLarge)
        if error.missing or (self.shapes and is_explained and not self.fill):
            return self.error(graph)
        return error if self.first is None or len(graph.nodes) > self.furthest else self.first

    def error(self, graph: Graph) -> GraphError:
        """The error that lists all inputs without a value.

        An input of which only the shape is used has no node; it was guessed all the same.
        """
        names = [
            name
            for name, entry in graph.inputs.items()
            if name in self.shapes or (entry.written is None and name not in self.given)
        ]
        names += [name for name in self.shapes if name not in names]
        shapes = {name: shape for name, shape in self.shapes.items() if shape}
        return missing_inputs_error(graph, names, shapes, self.sources.get(names[0]))
