"""Seeds, generators and shuffles of NumPy's random values."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.gates.items import INDEX, IndexArray
from graphs.language import cells, known_shapes, nodes, recipes, resolve
from graphs.language.advice.near_names import did_you_mean
from graphs.language.array_makers import DISTRIBUTIONS, LEGACY, RANDOM, stream_kind
from graphs.language.decisions import setting
from graphs.language.iteration import own_items
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    List,
    Literal,
    Maker,
    RandomSource,
    Thing,
    Wire,
)
from graphs.model import Value


def seeded(run: Reading, seed: Thing, node: Place) -> int | None:
    """A seed, checked."""
    value = setting(run, seed, node, "a seed")
    if not (value is None or (type(value) is int and 0 <= value < 2**32)):
        raise run.raised(
            "ValueError", "A seed is one whole number from 0.", node, "Write np.random.seed(0)."
        )
    return value


def seed_all(run: Reading, node: Place, seed: Thing = None) -> None:
    """``np.random.seed(0)`` begins NumPy's own stream anew."""
    run.reseed(seeded(run, seed, node))


def default_rng(run: Reading, node: Place, seed: Thing = None) -> Thing:
    """``np.random.default_rng(seed)``; without a seed the chosen one."""
    value = seeded(run, seed, node)
    if value is None:
        run.draws += 1
        value = int(run.random.randint(2**31))
    return RandomSource(np.random.default_rng(value))


def random_state(run: Reading, node: Place, seed: Thing = None) -> Thing:
    """``np.random.RandomState(seed)``."""
    value = seeded(run, seed, node)
    return RandomSource(run.random if value is None else np.random.RandomState(value))


def shuffle(run: Reading, node: Place, x: Thing) -> None:
    """``np.random.shuffle(x)``: the rows of an array, or the items of a list, in another order."""
    shuffled(run, run.random, x, node)


def shuffled(run: Reading, source: Any, x: Thing, node: Place) -> None:
    """Put rows or items in an order that a generator draws, in place."""
    run.draws += 1
    if isinstance(x, List):
        items = own_items(run, x, node)
        items[:] = [items[at] for at in source.permutation(len(items))]
        return
    if type(x) is Wire and known_shapes.shape_if_known(run, x, node) is None:
        index = nodes.number(run, x, node)
        raise resolve.unknown_inputs_error(run, at=index)
    if type(x) is not Wire or not x.mutable:
        raise run.raised("TypeError", "Only a list or an array is shuffled.", node, None)
    count = (known_shapes.shape_of(run, x, node) or (0,))[0]

    def order() -> Value:
        return np.asarray(source.permutation(count), dtype=np.float64)

    if run.repeats:
        rows = recipes.drawn(run, order(), order, source, whole=True)
    else:
        rows = Wire(None, Literal(order(), whole=True), mutable=True)
    cells.write(
        run, x, nodes.apply(run, INDEX, (x, rows), node, settings={"key": (IndexArray(0),)}), node
    )


def random_function(run: Reading, source: RandomSource, name: str, node: Place) -> Maker:
    """A method of a generator."""
    kind = stream_kind(source.source)
    known = [word for word, recipe in RANDOM.items() if kind in recipe.of]
    if name not in known:
        near = did_you_mean(name, known)
        hint = f"Did you mean {near}?" if near else f"It has {', '.join(known)}."
        message = f"This generator has no {name}."
        if hasattr(source.source, name) and not near:
            message = f"{name} of a generator is not read yet."
            hint = "Paste the values that it draws: x = np.array([[…]])."
        raise run.raised("AttributeError", message, node, hint)
    return Maker(name, source.source)


def legacy_maker(name: str) -> Maker | None:
    """``np.random.<name>``, if it is one of NumPy's legacy functions that are written bare."""
    is_bare = name in RANDOM and name not in DISTRIBUTIONS
    return Maker(name) if is_bare and LEGACY in RANDOM[name].of else None
