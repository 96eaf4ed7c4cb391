"""Calls that make arrays: zeros, ranges, lists, and random values from NumPy's own streams."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from graphs.gates.routing import TO_BOOL, TO_FLOAT, TO_INT
from graphs.gates.row import is_truth, missing_settings
from graphs.gates.shapes import Misfit
from graphs.gates.shaping import BROADCAST_TO, RESHAPE
from graphs.language import known_shapes, literal_values, maker_arguments, nodes, recipes
from graphs.language.advice import shape_errors
from graphs.language.advice.gate_argument_errors import unknown_argument_error
from graphs.language.array_makers import BUFFERS, LIKE, PLAIN, RANDOM, Recipe
from graphs.language.decisions import setting
from graphs.language.gate_arguments import place_of_keyword, places_of
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    GateFunction,
    List,
    Literal,
    Maker,
    Streams,
    Thing,
    Type,
    Wire,
)

_DTYPES = (
    (re.compile(r"(np\.)?(bool_?|bool8|\?)"), "bool"),
    (re.compile(r"(np\.)?(u?int\d*_?|intp|long|i\d|u\d)"), "whole"),
    (re.compile(r"(np\.)?(float\d*_?|double|single|half|f\d|f|d)"), "number"),
)


def kind_of(run: Reading, thing: Thing, node: Place) -> str | None:
    """What a dtype asks for: ``number``, ``whole`` or ``bool``; None where it is None.

    Raises:
        GraphError: it is no kind of number that is known here.
    """
    if thing is None:
        return None
    name = thing if isinstance(thing, str) else getattr(thing, "name", "")
    if isinstance(thing, Type | str):
        for pattern, kind in _DTYPES:
            if pattern.fullmatch(name):
                return kind
    if isinstance(thing, GateFunction):
        for gate, kind in ((TO_BOOL, "bool"), (TO_INT, "whole"), (TO_FLOAT, "number")):
            if thing.gate is gate:
                return kind
    text = run.segment(node)
    raise run.raised(
        "TypeError", f"{text} is not a kind of number here.", node, "Write float, int or bool."
    )


def _make_array(recipe: Recipe, source: Any, settings: Mapping[str, Any], kind: str | None) -> Any:
    """What a recipe makes, from a random source if it draws, as numbers of the kind asked for."""
    with np.errstate(all="ignore"):
        made = recipe.make(*(() if source is None else (source,)), **settings)
    whole = np.asarray(made).dtype.kind in "iu"
    array = np.asarray(made, dtype=np.float64)
    if kind == "bool":
        return array != 0.0, False
    return (np.trunc(array), True) if kind == "whole" else (array, whole and kind is None)


def make(
    run: Reading, maker: Maker, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> Thing:
    """The array a maker makes, once it is known to be affordable."""
    recipe = RANDOM[maker.name] if maker.name in RANDOM else PLAIN[maker.name]
    maker_arguments.check_shape(run, maker.name, recipe, things, node)
    positional = list(zip(things, places_of(node, len(things)), strict=True))
    names, settings = list(recipe.settings), dict[str, Any]()
    kind: str | None = None
    if maker.name in PLAIN and not recipe.star_setting and len(positional) == len(names) + 1:
        kind = kind_of(run, *positional.pop())  # np.zeros(3, int): the dtype comes last
    given: dict[str, tuple[Thing, Place]] = {}
    if recipe.star_setting:
        settings[recipe.star_setting] = tuple(
            setting(run, thing, place, maker.name) for thing, place in positional
        )
    elif len(positional) > len(names):
        raise run.raised(
            "TypeError",
            f"{maker.name} takes {', '.join(names)}, not {len(things)} arguments.",
            node,
            "Leave out what is too much.",
        )
    else:
        given |= dict(zip(names, positional, strict=False))
    for word, thing in named.items():
        place = place_of_keyword(node, word)
        if word == "dtype":
            kind = kind_of(run, thing, place)
        elif word in names and word not in given and not recipe.star_setting:
            given[word] = thing, place
        elif word not in ("order",):
            raise unknown_argument_error(run, maker.name, word, names, node)
    filling: Thing = None
    for name, (thing, place) in given.items():
        if name == "fill_value":
            filling, settings[name] = thing, 0.0
        elif name == "a" and maker.name in LIKE:
            settings[name] = known_shapes.shape_of(run, thing, place)
        else:
            word = name if name in ("shape", "size") else maker.name
            settings[name] = setting(run, thing, place, word)
    missing = missing_settings(recipe.settings, settings)
    if missing:
        raise run.raised(
            "TypeError",
            f"{maker.name} is called without {', '.join(missing)}.",
            node,
            f"Write {maker.name}({', '.join(missing)}).",
        )
    return _made(run, maker, recipe, settings, filling, kind, node)


def _made(
    run: Reading,
    maker: Maker,
    recipe: Recipe,
    settings: dict[str, Any],
    filling: Thing,
    kind: str | None,
    node: Place,
) -> Thing:
    try:
        shape = recipe.shape(**settings)
        run.builder.afford(shape, run.places.source(node))
        if type(filling) in (int, float):
            value = np.full(shape, float(filling))
            whole = isinstance(filling, int) and kind != "number"
            return Wire(None, Literal(value, whole=whole), mutable=True)
        if filling is not None:
            return nodes.apply(run, BROADCAST_TO, (filling,), node, settings={"shape": shape})
        if maker.name in LIKE:
            settings = {"a": shape}
        if maker.name in PLAIN and "a" in settings:
            settings = {"shape": shape}
        source = None if maker.name in PLAIN else maker.source or run.random
        run.draws += maker.name not in PLAIN
        value, whole = _make_array(recipe, source, settings, kind)
    except Misfit as misfit:
        raise shape_errors.misuse(run, maker.name, misfit, node) from None
    except MemoryError:
        raise run.error(
            f"{maker.name}: there is not enough memory.", node, "Use smaller arrays."
        ) from None
    except (TypeError, ValueError, IndexError, ArithmeticError) as error:
        raise run.raised(
            "ValueError",
            f"{maker.name}: {str(error).rstrip('.')}.",
            node,
            "Change what stands between its brackets.",
        ) from None
    mutable = maker.name in PLAIN or np.ndim(value) > 0
    if source is None:
        blank = maker.name in BUFFERS
        return Wire(None, Literal(value, whole=whole, blank=blank), mutable)
    if run.repeats:

        def draw() -> Any:
            return _make_array(recipe, source, settings, kind)[0]

        return recipes.drawn(run, value, draw, source, whole=whole, mutable=mutable)
    if whole and np.ndim(value) == 0:
        return int(value)

    def redraw(streams: Streams) -> Any:
        return _make_array(recipe, streams.like(source), settings, kind)[0]

    return Wire(None, Literal(value, maker.name, redraw, whole), mutable)


def cast(run: Reading, thing: Thing, kind: str | None, node: Place) -> Thing:
    """``x.astype(int)``: whole numbers and truth values are data."""
    if kind in (None, "number"):
        if is_truth_thing(run, thing):
            return nodes.apply(run, TO_FLOAT, (thing,), node)
        return thing
    return nodes.apply(run, TO_INT if kind == "whole" else TO_BOOL, (thing,), node)


def is_truth_thing(run: Reading, thing: Thing) -> bool:
    """Whether a value holds truth values."""
    if type(thing) is Wire:
        if thing.node is None:
            return thing.literal is not None and is_truth(thing.literal.value)
        return run.builder.nodes[thing.node].truth
    return isinstance(thing, bool)


def array(
    run: Reading,
    node: Place,
    object: Thing,
    dtype: Thing = None,
    *,
    copy: Thing = True,
    order: Thing = None,
    ndmin: Thing = 0,
) -> Thing:
    """``np.array([...])`` of numbers is a literal, of expressions a stack; of an array a copy."""
    place = places_of(node, 1)[0] if isinstance(node, ast.Call) and node.args else node
    thing = object
    if isinstance(thing, List) and thing.array is not None:
        thing = thing.array
    known = (
        None
        if type(thing) is Wire and thing.node is not None
        else literal_values.literal(run, thing, place)
    )
    if known is not None:
        run.builder.afford(np.shape(known[0]), run.places.source(node))
        written = thing.literal if type(thing) is Wire else None
        if written is None:
            written = Literal(np.asarray(known[0]), whole=known[1])
        made = Wire(None, written, mutable=True)
    else:
        made = Wire(nodes.number(run, thing, node), mutable=True)
    if dtype is not None:
        kind = kind_of(run, dtype, place_of_keyword(node, "dtype"))
        if kind == "number" and known is not None and not is_truth_thing(run, made):
            assert made.literal is not None
            made.literal = Literal(made.literal.value, made.literal.drawn, made.literal.redraw)
        else:
            made = cast(run, made, kind, node)
            made.mutable = True
    if isinstance(ndmin, int) and ndmin > 0:
        shape = known_shapes.shape_of(run, made, node)
        missing = int(ndmin) - len(shape)
        if missing > 0:
            wide = (1,) * missing + shape
            made = nodes.apply(run, RESHAPE, (made,), node, settings={"shape": wide})
    return made


def asarray(run: Reading, node: Place, a: Thing, dtype: Thing = None, order: Thing = None) -> Thing:
    """``np.asarray(x)``: an array itself, not a copy."""
    if type(a) is Wire and a.mutable and dtype is None:
        return a
    return array(run, node, a, dtype)


def copied(run: Reading, node: Place, a: Thing, order: Thing = None) -> Thing:
    """``x.copy()`` of an array: another array of the same values."""
    if type(a) is not Wire:
        return array(run, node, a) if isinstance(a, List | tuple) else a
    if not a.mutable:
        return a
    if a.node is None and a.base is None:
        return Wire(None, a.literal, mutable=True)
    return Wire(nodes.node_of(run, a, node), mutable=True)


# Random generators
