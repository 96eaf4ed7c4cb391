"""Calls that make arrays: zeros, ranges, lists, and random values from NumPy's own streams."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graphs.errors import GraphError
from graphs.gates.routing import TO_BOOL, TO_FLOAT, TO_INT
from graphs.gates.row import is_truth, missing_settings
from graphs.gates.shapes import Misfit
from graphs.gates.shaping import BROADCAST_TO
from graphs.language.array_makers import LEGACY, LIKE, PLAIN, RANDOM, Recipe, stream_kind
from graphs.language.known import KnownValues
from graphs.language.reader import Visit
from graphs.language.scope import Array, Generator, Maker, Number, Scope, Thing, Wire
from graphs.language.syntax_gates import did_you_mean

_DTYPES = (
    (re.compile(r"\b(bool_?|bool8)\b"), "bool"),
    (re.compile(r"\b(u?int\d*_?|intp|long)\b"), "whole"),
    (re.compile(r"\b(float\d*_?|double|single|half)\b"), "number"),
)


def _make_array(recipe: Recipe, source: Any, settings: Mapping[str, Any], kind: str | None) -> Any:
    """What a recipe makes, from a random source if it draws, as numbers of the kind asked for."""
    with np.errstate(all="ignore"):
        made = recipe.make(*(() if source is None else (source,)), **settings)
    array = np.asarray(made, dtype=np.float64)
    if kind == "bool":
        return array != 0.0
    return np.trunc(array) if kind == "whole" else array


class ArrayCalls(KnownValues):
    """Calls of functions that make arrays, computed while the program is read."""

    def make(self, maker: Maker, node: ast.Call, scope: Scope) -> Visit:
        """The array a maker makes, once it is known to be affordable."""
        recipe = RANDOM[maker.name] if maker.name in RANDOM else PLAIN[maker.name]
        kind, settings, positional = None, {}, list(node.args)
        names = list(recipe.settings)
        if maker.name in PLAIN and not recipe.star_setting and len(positional) == len(names) + 1:
            kind = self.kind(positional.pop())  # np.zeros(3, int): the dtype comes last
        given: list[tuple[str, ast.expr]] = []
        if recipe.star_setting:
            settings[recipe.star_setting] = yield self._sizes(node.args, scope, maker.name)
        elif len(positional) > len(names):
            raise self.error(
                f"{maker.name} takes {', '.join(names)}, not {len(node.args)} arguments.",
                node,
                "Leave out what is too much.",
            )
        else:
            given += zip(names, positional, strict=False)
        for keyword in node.keywords:
            if keyword.arg == "dtype":
                kind = self.kind(keyword.value)
            elif (
                keyword.arg in names and keyword.arg not in dict(given) and not recipe.star_setting
            ):
                given.append((keyword.arg, keyword.value))
            else:
                raise self._unknown_argument_error(maker.name, keyword, names)
        filling: Thing = None
        for name, value in given:
            if name == "fill_value":
                filling = yield self.value(value, scope)
                settings[name] = 0.0
            elif name == "a" and maker.name in LIKE:
                settings[name] = self.shape_of((yield self.value(value, scope)), value)
            else:
                word = name if name in ("shape", "size") else maker.name
                settings[name] = yield self.setting(value, scope, word)
        missing = missing_settings(recipe.settings, settings)
        if missing:
            raise self.error(
                f"{maker.name} is called without {', '.join(missing)}.",
                node,
                f"Write {maker.name}({', '.join(missing)}).",
            )
        return self._made(maker, recipe, settings, filling, kind, node)

    def _sizes(self, parts: Sequence[ast.expr], scope: Scope, what: str) -> Visit:
        sizes = []
        for part in parts:
            sizes.append((yield self.setting(part, scope, what)))
        return tuple(sizes)

    def _made(
        self,
        maker: Maker,
        recipe: Recipe,
        settings: dict[str, Any],
        filling: Thing,
        kind: str | None,
        node: ast.Call,
    ) -> Thing:
        try:
            shape = recipe.shape(**settings)
            self.builder.afford(shape, self.places.source(node))
            if filling is not None:
                return self.apply(BROADCAST_TO, (filling,), node, settings={"shape": shape})
            if maker.name in LIKE:
                settings = {"a": shape}
            if maker.name in PLAIN and "a" in settings:
                settings = {"shape": shape}
            source = None if maker.name in PLAIN else maker.source or self.random
            value = _make_array(recipe, source, settings, kind)
        except Misfit as misfit:
            raise self.misuse(maker.name, misfit, node) from None
        except MemoryError:
            raise self.error(
                f"{maker.name}: there is not enough memory.", node, "Use smaller arrays."
            ) from None
        except (TypeError, ValueError, IndexError, ArithmeticError) as error:
            raise self.error(
                f"{maker.name}: {str(error).rstrip('.')}.", node, "Check what is given to it."
            ) from None
        if source is None:
            return Array(value)
        return Array(
            value,
            maker.name,
            lambda streams: _make_array(recipe, streams.like(source), settings, kind),
        )

    def _unknown_argument_error(
        self, name: str, keyword: ast.keyword, known: Sequence[str]
    ) -> GraphError:
        near = did_you_mean(keyword.arg or "", known)
        listed = ", ".join(known)
        return self.error(
            f"{name} takes no argument called {keyword.arg}.",
            keyword,
            f"Did you mean {near}?" if near else f"It takes {listed}." if listed else
            "Give its arguments in order.",
        )  # fmt: skip

    def kind(self, node: ast.expr) -> str:
        """What a dtype asks for: ``number``, ``whole`` or ``bool``."""
        text = self.segment(node)
        for pattern, kind in _DTYPES:
            if pattern.search(text):
                return kind
        raise self.error(f"{text} is not a kind of number here.", node, "Write float, int or bool.")

    def cast(self, thing: Thing, kind: str, node: ast.Call) -> Thing:
        """``x.astype(int)``: whole numbers and truth values are data."""
        if kind == "number":
            truth = (isinstance(thing, Wire) and self.builder.nodes[thing.index].truth) or (
                isinstance(thing, Number | Array) and is_truth(thing.value)
            )
            return self.apply(TO_FLOAT, (thing,), node) if truth else thing
        return self.apply(TO_INT if kind == "whole" else TO_BOOL, (thing,), node)

    def array(self, node: ast.Call, scope: Scope) -> Visit:
        """``np.array([...])`` of numbers is a literal, of expressions a stack."""
        words = [keyword.arg for keyword in node.keywords]
        if len(node.args) != 1 or not {"dtype", "copy", "order"}.issuperset(words):
            raise self.error(
                "array takes one list, and a dtype if you like.", node, "Write np.array([1, 2])."
            )
        thing = yield self.value(node.args[0], scope)
        known = None if isinstance(thing, Wire) else self.literal(thing, node.args[0])
        if known is not None:
            self.builder.afford(np.shape(known), self.places.source(node))
            thing = thing if isinstance(thing, Array) else Array(np.asarray(known))
        elif isinstance(thing, tuple):
            thing = Wire(self.number(thing, node))
        for keyword in node.keywords:
            if keyword.arg == "dtype":  # a copy needs no word: each assignment makes a new value
                thing = self.cast(thing, self.kind(keyword.value), node)
        return thing

    def generator(self, node: ast.Call, scope: Scope) -> Visit:
        """``np.random.default_rng(seed)``; without a seed the chosen one."""
        seed = yield self._seed(node, scope)
        if seed is None:
            seed = int(self.random.randint(2**31))
        return Generator(np.random.default_rng(seed))

    def legacy(self, node: ast.Call, scope: Scope) -> Visit:
        """``np.random.RandomState(seed)``."""
        seed = yield self._seed(node, scope)
        return Generator(self.random if seed is None else np.random.RandomState(seed))

    def seed_all(self, node: ast.Call, scope: Scope) -> Visit:
        """``np.random.seed(0)`` begins NumPy's own stream anew."""
        self.reseed((yield self._seed(node, scope)))

    def _seed(self, node: ast.Call, scope: Scope) -> Visit:
        parts = [*node.args, *(keyword.value for keyword in node.keywords)]
        if not parts:
            return None
        seed = yield self.setting(parts[0], scope, "a seed")
        if len(parts) > 1 or not (seed is None or (type(seed) is int and 0 <= seed < 2**32)):
            raise self.error("A seed is one whole number from 0.", node, "Write np.random.seed(0).")
        return seed

    def random_function(self, generator: Generator, name: str, node: ast.Attribute) -> Maker:
        """A method of a generator."""
        kind = stream_kind(generator.source)
        known = [word for word, recipe in RANDOM.items() if kind in recipe.of]
        if name not in known:
            near = did_you_mean(name, known)
            hint = f"Did you mean {near}?" if near else f"It has {', '.join(known)}."
            raise self.error(f"This generator has no {name}.", node, hint)
        return Maker(name, generator.source)

    def legacy_maker(self, name: str) -> Maker | None:
        """``np.random.<name>``, if it is one of NumPy's legacy functions known here."""
        return Maker(name) if name in RANDOM and LEGACY in RANDOM[name].of else None
