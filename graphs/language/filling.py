"""Values for names without one: found by reading the text again with guesses for them.

First shapes are looked for, with zeros for the values; then values that suit how they are used.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graphs.errors import GraphError, TooLarge
from graphs.language.counted_names import CountedNames
from graphs.language.filled_values import counted_size, value_for
from graphs.language.guessed_shapes import guessed_shapes
from graphs.language.missing_inputs import missing_inputs_error
from graphs.language.outside import Outside
from graphs.language.told_shapes import ranks_taken_apart, told_shapes
from graphs.model import Graph, Shape, Source, Value
from graphs.model.paths import last_word

MOST_GUESSED = 40  # inputs
MOST_ROUNDS = 12  # of values for one set of shapes
A_MATRIX, A_VECTOR = (4, 3), (4,)  # tried in turn where no use decides the shape


def _reopened(graph: Graph, names: list[str]) -> Iterator[tuple[list[str], bool]]:
    """Which names are guessed again for the last node of a graph, which does not fit, and whether
    they keep their ranks: those of one argument alone, then all of them."""
    behind = [_names_behind(graph, argument, names) for argument in graph.nodes[-1].args]
    several = []
    for place in reversed(range(len(behind))):
        others = set[str]().union(*behind[:place], *behind[place + 1 :])
        several.append([name for name in names if name in behind[place] - others])
    several.append([name for name in names if name in graph.inputs])
    for keeps_ranks in (True, False):
        for some in several:
            if some:
                yield some, keeps_ranks


def _names_behind(graph: Graph, index: int, names: Sequence[str]) -> set[str]:
    """Those of some inputs that a node is computed from."""
    stack, met = [index], set[int]()
    while stack:
        here = stack.pop()
        if here not in met:
            met.add(here)
            stack.extend(graph.nodes[here].args)
    return {name for name in names if name in graph.inputs and graph.inputs[name].node in met}


@dataclass
class Filling:
    """The names without a value that the readings met, and what is put in their place.

    ``values`` is what the next reading takes; ``unsupported`` are the names whose shape no use
    decides, ``by_case`` whether small letters are taken for vectors.
    """

    given: Mapping[str, Value]
    fill: bool
    seed: int = 0
    text: str = ""
    parts: Sequence[ast.AST] = ()
    counted: CountedNames = field(default_factory=lambda: CountedNames(()))
    values: dict[str, Value] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    sources: dict[str, Source | None] = field(default_factory=dict)
    unsupported: list[str] = field(default_factory=list)
    by_case: bool = True
    labels: set[str] = field(default_factory=set)  # arrays whose elements index
    are_distinct: bool = True  # sizes that no use decides
    outside: dict[tuple[str, int], Outside] = field(default_factory=dict)  # by name and line
    first: GraphError | None = None  # error that no missing value explains
    rounds: int = 0

    @cached_property
    def told(self) -> Mapping[str, Shape]:
        """Shapes by the text's own words."""
        return told_shapes(self.text, self.parts)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Ranks that the text relies on."""
        return ranks_taken_apart(self.parts)

    def is_size(self, name: str) -> bool:
        """Whether a name stands where sizes are written."""
        return self.counted.is_size(name)

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
            self._add(graph, new, error.shapes)
            return True
        if not self.shapes or not error.may_be_guess:
            return False
        if error.indexing is not None:
            behind = _names_behind(graph, error.indexing, list(self.shapes))
            if len(behind) == 1 and not behind <= self.labels:
                self.labels |= behind
                return True
        self.first = self.first or error
        return self._correct(graph, error) or self._otherwise()

    def _add(self, graph: Graph, names: list[str], known: Mapping[str, Shape | None]) -> None:
        guessed = {**self._guessed(graph, names), **known}
        for name in names:
            entry = graph.inputs.get(name)
            self.sources[name] = None if entry is None else graph.nodes[entry.node].source
            shape = guessed[name]
            if self.is_size(name):
                shape = ()
            elif name not in known and self._is_told(name, shape):
                shape = self.told[last_word(name)]
            elif shape is None and name not in self.unsupported:
                self.unsupported.append(name)
            self._try(name, A_MATRIX if shape is None else shape)

    def _guessed(
        self,
        graph: Graph,
        names: Sequence[str],
        tried: Sequence[str] = (),
        keeps_ranks: bool = True,
    ) -> Mapping[str, Shape | None]:
        return guessed_shapes(
            graph, names, tried, self.by_case, self.are_distinct, keeps_ranks, self.ranks
        )

    def _is_told(self, name: str, guessed: Shape | None) -> bool:
        """Whether the text's own words are taken for a shape: the first time, where uses leave
        open what it is."""
        told = self.told.get(last_word(name))
        if told is None or (self.by_case and self.are_distinct):
            return told is not None
        return self.ranks.get(last_word(name), len(guessed or ())) != len(guessed or ())

    def _try(self, name: str, shape: Shape) -> None:
        self.shapes[name] = shape
        self.values[name] = np.zeros(shape) if shape else 1.0
        if self.is_size(name):
            self.values[name] = counted_size(name)

    def _correct(self, graph: Graph, error: GraphError) -> bool:
        """Other sizes for the guessed names, by what did not fit; whether they are others."""
        if error.attempt is None or self.rounds >= MOST_ROUNDS:
            return False
        self.rounds += 1
        with_attempt = graph.with_nodes((*graph.nodes, error.attempt))
        for names, keeps_ranks in _reopened(with_attempt, list(self.shapes)):
            guessed = self._guessed(with_attempt, names, names, keeps_ranks)
            other = {
                name: shape
                for name, shape in guessed.items()
                if shape is not None and shape != self.shapes[name] and 0 not in shape
            }
            for name, shape in other.items():
                self._try(name, shape)
            if other:
                return True
        return False

    def _otherwise(self) -> bool:
        """Other ranks where no use decides them; whether any are left to try."""
        if self.unsupported:
            self._try(self.unsupported.pop(), A_VECTOR)
            return True
        if not self.by_case and not self.are_distinct:
            return False
        self.by_case, self.are_distinct = self.by_case is self.are_distinct, not self.are_distinct
        self.rounds = 0
        self.shapes, self.values, self.unsupported = {}, {}, []
        return True

    def suits(self, graph: Graph) -> bool:
        """Whether the values suit a whole circuit; else the next reading has others."""
        names = [
            name
            for name, entry in graph.inputs.items()
            if name in self.shapes or (entry.default is None and name not in self.given)
        ]
        new = [name for name in names if name not in self.shapes]
        shapes = self._guessed(graph, new)
        columns = {one.path for one in self.outside.values() if not one.is_size}
        for name in new:
            told = self._is_told(name, shapes[name]) and not self.is_size(name)
            usual = A_VECTOR if name in columns else ()
            self.shapes[name] = self.told[last_word(name)] if told else shapes[name] or usual
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
        return self.first or error

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
