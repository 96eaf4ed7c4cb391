"""Guesses of the shapes that names without a value have: first ones, and others where those do not
fit."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graphs.errors import GraphError
from graphs.language.missing_names.counted_names import CountedNames
from graphs.language.missing_names.doubtful_shapes import doubtful, names_behind, resized
from graphs.language.missing_names.filled_values import counted_size
from graphs.language.missing_names.guessed_operands import FACTOR
from graphs.language.missing_names.guessed_shapes import guessed_shapes
from graphs.language.missing_names.told_shapes import (
    gone_through_together,
    least_ranks,
    ranks_taken_apart,
    told_shapes,
)
from graphs.model import Graph, Shape, Source, Value
from graphs.model.paths import last_word

MOST_ROUNDS = 12  # of values for one set of shapes
A_MATRIX, A_VECTOR = (4, 3), (4,)  # tried in turn where no use decides the shape


def _reopened(
    graph: Graph, of: Sequence[int], names: list[str]
) -> Iterator[tuple[list[str], bool]]:
    """Which names are guessed again for nodes that do not fit, and whether they keep their ranks:
    those of one node alone, then all of them."""
    behind = [names_behind(graph, argument, names) for argument in of]
    several = []
    for place in reversed(range(len(behind))):
        others = set[str]().union(*behind[:place], *behind[place + 1 :])
        several.append([name for name in names if name in behind[place] - others])
    several.append([name for name in names if name in graph.inputs])
    for keeps_ranks in (True, False):
        for some in several:
            if some:
                yield some, keeps_ranks


def _usual(name: str, least: int) -> Shape:
    """What a name is taken for that no use decides: a number by its name, a vector in small
    letters of which items are asked for, a matrix."""
    word = last_word(name)
    if not least and len(word) > 1 and FACTOR.fullmatch(word):
        return ()
    return A_VECTOR if least == 1 and name.islower() else A_MATRIX


def at_least(rank: int, shape: Shape) -> Shape:
    """A shape with axes added in front where it has fewer than it must have."""
    return (*A_MATRIX, *A_MATRIX)[: max(rank - len(shape), 0)] + shape


@dataclass
class ShapeGuesses:
    """The shapes that are tried for names without a value.

    ``values`` is what the next reading takes; ``unsupported`` are the names whose shape no use
    decides, ``by_case`` whether small letters are taken for vectors.
    """

    text: str = ""
    parts: Sequence[ast.AST] = ()
    counted: CountedNames = field(default_factory=lambda: CountedNames(()))
    values: dict[str, Value] = field(default_factory=dict)
    shapes: dict[str, Shape] = field(default_factory=dict)
    sources: dict[str, Source | None] = field(default_factory=dict)
    unsupported: list[str] = field(default_factory=list)
    by_case: bool = True
    are_distinct: bool = True  # sizes that no use decides
    rounds: int = 0
    before: dict[str, Shape] | None = None  # shapes that fit, while others are tried
    asserted: dict[str, Shape] = field(default_factory=dict)  # where an assertion failed first
    resizes: set[tuple[str, int]] = field(default_factory=set)
    is_equalized: bool = False  # whether equal numbers of items were tried
    doubted: set[tuple[tuple[str, ...], bool]] = field(default_factory=set)

    @cached_property
    def told(self) -> Mapping[str, Shape]:
        """Shapes by the text's own words."""
        return told_shapes(self.text, self.parts)

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """Ranks that the text relies on."""
        return ranks_taken_apart(self.parts)

    @cached_property
    def least(self) -> Mapping[str, int]:
        """How many axes names have at least."""
        return least_ranks(self.parts)

    @cached_property
    def together(self) -> Sequence[tuple[str, ...]]:
        """Names that have as many items as one another."""
        return gone_through_together(self.parts)

    def is_size(self, name: str) -> bool:
        """Whether a name stands where sizes are written."""
        return self.counted.is_size(name)

    def add(self, graph: Graph, names: list[str], known: Mapping[str, Shape | None]) -> None:
        open_still = list(self.unsupported)
        guessed = self.guessed(graph, [*names, *open_still], open_still, keeps_ranks=False)
        self._take(open_still, guessed)
        guessed = {**guessed, **known}
        for name in names:
            entry = graph.inputs.get(name)
            self.sources[name] = None if entry is None else graph.nodes[entry.node].source
            shape = guessed[name]
            if self.is_size(name):
                shape = ()
            elif name not in known and self.is_told(name, shape):
                shape = self.told[last_word(name)]
            elif shape is None and name not in self.unsupported:
                self.unsupported.append(name)
            least = self.least.get(last_word(name), 0)
            if shape is None:
                shape = _usual(name, least)
            self._try(name, shape if name in known else at_least(least, shape))

    def _take(self, names: Sequence[str], guessed: Mapping[str, Shape | None]) -> bool:
        """Take shapes for names whose uses had told nothing yet; whether any is another one."""
        before = dict(self.shapes)
        for name in names:
            shape = guessed[name]
            if shape and 0 not in shape and len(shape) >= self.least.get(last_word(name), 0):
                self.unsupported.remove(name)
                self._try(name, shape)
        return before != self.shapes

    def correct(self, graph: Graph, error: GraphError) -> bool:
        """Other shapes where those of before do not fit; whether any are left to try."""
        if self.before is not None:
            for name, shape in self.before.items():
                self._try(name, shape)
            self.before = None
            return True
        if error.must:
            return self._refit(graph, error) or self._resize(graph, error) or self._otherwise()
        return self.reconsider(graph) or self._refit(graph, error) or self._otherwise()

    def reconsider(self, graph: Graph) -> bool:
        """Shapes for the names that no use had decided, by the uses that were met since; whether
        they are others."""
        names = [name for name in self.unsupported if name in graph.inputs]
        if not names or self.rounds >= MOST_ROUNDS:
            return False
        return self._take(names, self.guessed(graph, names, names, keeps_ranks=False))

    def guessed(
        self,
        graph: Graph,
        names: Sequence[str],
        tried: Sequence[str] = (),
        keeps_ranks: bool = True,
        must: Mapping[int, Shape] | None = None,
    ) -> Mapping[str, Shape | None]:
        return guessed_shapes(
            graph, names, tried, self.by_case, self.are_distinct, keeps_ranks, self.ranks, must
        )

    def is_told(self, name: str, guessed: Shape | None) -> bool:
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

    def _refit(self, graph: Graph, error: GraphError) -> bool:
        """Other sizes for the guessed names, by what did not fit; whether they are others."""
        if (error.attempt is None and not error.must) or self.rounds >= MOST_ROUNDS:
            return False
        self.rounds += 1
        of = tuple(error.must) or graph.nodes[-1].args
        for names, keeps_ranks in _reopened(graph, of, list(self.shapes)):
            if error.must and not names_behind(graph, of[0], names):
                continue
            if self._again(graph, names, keeps_ranks, error.must):
                return True
        return False

    def _resize(self, graph: Graph, error: GraphError) -> bool:
        """One other size, where the text asserts a shape; whether any is left to try."""
        self.asserted = self.asserted or dict(self.shapes)
        for place, shape in resized(graph, self.asserted, error.must):
            if place not in self.resizes:
                self.resizes.add(place)
                for name, before in self.asserted.items():
                    self._try(name, before)
                self._try(place[0], shape)
                return True
        return False

    def _again(
        self,
        graph: Graph,
        names: Sequence[str],
        keeps_ranks: bool = True,
        must: Mapping[int, Shape] | None = None,
    ) -> bool:
        """Guess some names again; whether any is another shape then."""
        guessed = self.guessed(graph, names, names, keeps_ranks, must)
        other = {
            name: shape
            for name, shape in guessed.items()
            if shape is not None and shape != self.shapes[name] and 0 not in shape
        }
        for name, shape in other.items():
            self._try(name, shape)
        return bool(other)

    def improve(self, graph: Graph) -> bool:
        """Other shapes where a whole circuit is hardly what is meant; whether there are any. The
        shapes of before are taken again if they do not fit."""
        self.before = None
        if self.rounds < MOST_ROUNDS and self._equal_items():
            return True
        for names, keeps_ranks in doubtful(graph, self.shapes):
            doubt = tuple(names), keeps_ranks
            if doubt not in self.doubted and self.rounds < MOST_ROUNDS:
                self.doubted.add(doubt)
                self.before = dict(self.shapes)
                if self._again(graph, names, keeps_ranks):
                    return True
        self.before = None
        return False

    def _equal_items(self) -> bool:
        """As many items for all that a loop goes through together; whether any had others."""
        other: dict[str, Shape] = {}
        for names in self.together:
            shapes = {name: self.shapes[name] for name in names if self.shapes.get(name)}
            items = max(shapes.values(), key=len, default=(0,))[0]
            other |= {name: (items, *it[1:]) for name, it in shapes.items() if it[0] != items}
        if not other or self.is_equalized:
            return False
        self.is_equalized, self.before = True, dict(self.shapes)
        for name, shape in other.items():
            self._try(name, shape)
        return True

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
