"""Adds nodes to the graph: constants, inputs, stacked lists, gates; errors for shapes."""

from __future__ import annotations

import ast
import secrets
from abc import abstractmethod
from collections.abc import Mapping, Sequence, Sized
from typing import Any

import numpy as np

from graphs.errors import GraphError, TooLarge
from graphs.gates import Gate
from graphs.gates.joining import STACK
from graphs.gates.row import is_truth
from graphs.gates.shapes import Misfit
from graphs.language.positions import Place
from graphs.language.reader import PER_ITEM, Reader
from graphs.language.scope import (
    Array,
    Number,
    Streams,
    Thing,
    Wire,
)
from graphs.model import Input, Shape, Value

LONGEST_QUOTE = 120
MOST_SEEDS = 10_000  # a seed that is chosen is short enough to be read and typed


def shortened(text: str) -> str:
    """A text for an error message, cut at 120 characters."""
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]} …"


def _compute_redrawn(
    gate: Gate, parts: Sequence[Array], settings: Mapping[str, Any], streams: Streams
) -> Value:
    """The value of a gate on arrays whose random values are drawn again."""
    value = gate.compute([part.redrawn(streams) for part in parts], settings)
    return value if is_truth(value) else np.asarray(value, dtype=np.float64)[()]


class Nodes(Reader):
    """Adds nodes; what depends on no input is computed at once."""

    def number(self, thing: Thing, node: Place) -> int:
        """The index of a node for a value used in arithmetic."""
        if isinstance(thing, Wire):
            return thing.index
        if isinstance(thing, Number):
            return self.builder.constant(thing.value, self.places.source(node))
        if isinstance(thing, Array):
            return self._add_array(thing, node)
        if isinstance(thing, tuple):
            known = self.literal(thing, node)
            if known is not None:
                return self.builder.constant(known, self.places.source(node))
            self.count_list(thing, node)
            items = [self.number(item, node) for item in thing]
            return self.apply_to(STACK, items, node).index
        if thing is None:
            raise self.error("This has no value.", node, "End the function with return.")
        raise self.error(
            f"{self.places.segment(node)} is a function, not a number.", node, "Call it."
        )

    def _add_array(self, array: Array, node: Place) -> int:
        """An array without a name: a constant, or an input where its values are drawn."""
        source = self.places.source(node)
        if array.drawn is None or self.active or self.builder.group is not None:
            return self.builder.constant(array.value, source)
        count = 1
        while (name := f"{array.drawn}_{count}") in self.inputs or name in self.top.names:
            count += 1
        wire = self.new_input(name, source, array)
        self.top.names[name] = wire
        return wire.index

    def count_list(self, items: Sized, node: Place) -> None:
        """Count the items of a list that is gone through; lists in it count when they are."""
        self.spend(PER_ITEM * (1 + len(items)), node)

    def literal(self, thing: Thing, node: Place) -> Value | None:
        """The value of what is written without inputs; None where there are some."""
        if isinstance(thing, Number | Array):
            return thing.value
        if isinstance(thing, Wire):
            return self.value_from_shapes(thing.index)
        if not isinstance(thing, tuple):
            return None
        self.count_list(thing, node)
        parts: list[Any] = []
        for item in thing:
            parts.append(self.literal(item, node))
            if parts[-1] is None:
                return None
        shapes = {np.shape(part) for part in parts}
        if len(shapes) > 1:
            listed = ", ".join(str(shape) for shape in sorted(shapes)[:3])
            raise self.error(
                f"The rows of this list differ in shape: {listed}.",
                node,
                "Give each row as many numbers.",
            )
        truth = bool(parts) and all(map(is_truth, parts))
        return np.array(parts, dtype=bool if truth else np.float64)

    @abstractmethod
    def value_from_shapes(self, index: int) -> Value | None:
        """The value of a node that depends on nothing but names that decide shapes."""

    def apply(
        self,
        gate: Gate,
        things: Sequence[Thing],
        node: Place,
        args: Sequence[Place] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> Wire | Array:
        """Add one use of a gate; compute it at once where everything is written without inputs."""
        settings, places = settings or {}, args or [node] * len(things)
        if Array in [type(thing) for thing in things]:
            known = [
                self.literal(thing, place) for thing, place in zip(things, places, strict=True)
            ]
            if all(value is not None for value in known):
                drawn = next(
                    (it.drawn for it in things if isinstance(it, Array) and it.drawn), None
                )
                value = self._computed(gate, known, node, places, settings)
                if drawn is None:
                    return Array(value)
                parts = tuple(
                    it if isinstance(it, Array) else Array(value)
                    for it, value in zip(things, known, strict=True)
                )
                return Array(
                    value, drawn, lambda streams: _compute_redrawn(gate, parts, settings, streams)
                )
        indices = [self.number(thing, place) for thing, place in zip(things, places, strict=True)]
        return self.apply_to(gate, indices, node, places, settings)

    def _computed(
        self,
        gate: Gate,
        values: Sequence[Any],
        node: Place,
        places: Sequence[Place],
        settings: Mapping[str, Any],
    ) -> Value:
        shapes: list[Shape | None] = [np.shape(value) for value in values]
        try:
            self.builder.result_shape(gate, shapes, settings, self.places.source(node))
            with np.errstate(all="ignore"):
                value = gate.compute(values, settings)
        except Misfit as misfit:
            raise self.misfit(gate, shapes, settings, misfit, node, places) from None
        except np.linalg.LinAlgError as error:
            raise self.error(f"{gate.title}: {error}.", node, "Use another matrix.") from None
        return value if is_truth(value) else np.asarray(value, dtype=np.float64)[()]

    def apply_to(
        self,
        gate: Gate,
        indices: Sequence[int],
        node: Place,
        places: Sequence[Place] | None = None,
        settings: Mapping[str, Any] | None = None,
    ) -> Wire:
        """One use of a gate on nodes."""
        try:
            return Wire(self.builder.apply(gate, indices, settings, self.places.source(node)))
        except Misfit as misfit:
            shapes = [self.builder.nodes[index].shape for index in indices]
            raise self.misfit(gate, shapes, settings or {}, misfit, node, places or ()) from None

    def misfit(
        self,
        gate: Gate,
        shapes: Sequence[Shape | None],
        settings: Mapping[str, Any],
        misfit: Misfit,
        node: Place,
        places: Sequence[Place],
    ) -> GraphError:
        """Shapes that do not fit: the gate, the shapes, the rule, and what would fit."""
        use = gate.write([str(shape) for shape in shapes], settings)
        message = f"{gate.title}: {shortened(use)}: {shortened(misfit.rule)}"
        hint, mend = "Check the shapes of what goes in.", None
        if misfit.mend and len(places) > misfit.mend[0] and places[misfit.mend[0]] is not node:
            place = places[misfit.mend[0]]
            whole, part = self.places.source(node), self.places.source(place)
            better = misfit.mend[1].format(self.places.segment(place))
            if isinstance(place, ast.Call) and misfit.mend[1].endswith("None]"):
                better = f"{self.places.segment(place)[:-1]}, keepdims=True)"
            message += f"; did you mean {better}?"
            if whole.line == whole.end_line and isinstance(place, ast.Name | ast.Call):
                text, start = self.places.segment(node), whole.column
                mend = text[: part.column - start] + better + text[part.end_column - start :]
                hint = f"Write {mend}"
        error = self.error(message, node, hint, mend)
        error.at, error.gate = len(self.builder.nodes), gate
        return error

    def misuse(self, name: str, misfit: Misfit, node: Place) -> GraphError:
        """A setting that cannot be."""
        return self.error(f"{name}: {shortened(misfit.rule)}.", node, "Check what is given to it.")

    @property
    def random(self) -> np.random.RandomState:
        """NumPy's own stream; where the program sets no seed, one is chosen."""
        if self._random is None:
            if self.chosen_seed is None:
                self.chosen_seed = secrets.randbelow(MOST_SEEDS)
            self.seed = self.chosen_seed
            self._random = np.random.RandomState(self.chosen_seed)
        return self._random

    def reseed(self, seed: int | None) -> None:
        self._random = np.random.RandomState(seed) if seed is not None else None

    def shape_of(self, thing: Thing, node: ast.expr) -> Shape:
        """The shape of a value.

        Raises:
            GraphError: it depends on an input without a value.
        """
        if isinstance(thing, Number | Array):
            return np.shape(thing.value)
        index = self.number(thing, node)
        shape = self.builder.nodes[index].shape
        if shape is None:
            raise self.unknown_inputs_error()
        return shape

    def unknown_inputs_error(self, shapes: Mapping[int, Shape] | None = None) -> GraphError:
        """The error for inputs without a value where one is needed to read on.

        ``shapes`` holds shapes of nodes that are known at this place.
        """
        missing = tuple(
            name
            for name, entry in self.inputs.items()
            if entry.default is None and name not in self.input_values
        )
        known_here = {name: (shapes or {}).get(self.inputs[name].node) for name in missing}
        known = {name: shape for name, shape in known_here.items() if shape is not None}
        return GraphError("The shape of an input must be known.", missing=missing, shapes=known)

    def new_input(self, name: str, source: Any, written: Number | Array | None = None) -> Wire:
        """An input, with the value that is ``written`` for it as its default."""
        if len(self.inputs) >= self.limits.inputs:
            raise TooLarge(
                f"The program has more than {self.limits.inputs} inputs.",
                source.line,
                source.column,
                source.end_column,
                "Use fewer names.",
            )
        default = None if written is None else written.value
        drawn = written.drawn if isinstance(written, Array) else None
        redrawn = None
        if isinstance(written, Array) and name in self.redraw_seeds:
            redrawn = self._redraw(name, written, source)
        value = self.input_values.get(name, default if redrawn is None else redrawn)
        index = self.builder.input(name, source, value, shape=None)
        self.inputs[name] = Input(index, default, drawn=drawn, redrawn=redrawn)
        return Wire(index)

    def _redraw(self, name: str, written: Array, source: Any) -> Value:
        """The random value that the text draws for a name, with the requested seed."""
        try:
            with np.errstate(all="ignore"):
                return written.redrawn(Streams(self.redraw_seeds[name]))
        except (Misfit, ValueError, RecursionError, np.linalg.LinAlgError):
            raise GraphError(
                f"{name} cannot be drawn again with the seed {self.redraw_seeds[name]}.",
                source.line,
                source.column,
                source.end_column,
                "Try another seed, or write it in shorter steps.",
            ) from None
