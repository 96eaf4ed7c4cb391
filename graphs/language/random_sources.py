"""Methods of random generators: NumPy's, and those of Python's module random."""

from __future__ import annotations

import random

from graphs.language import seeding
from graphs.language.library.random_module import RANDOM_METHODS
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import Builtin, Method, RandomSource, Thing


def method_of_source(run: Reading, source: RandomSource, name: str, node: Place) -> Thing:
    """A method of a generator."""
    if isinstance(source.source, random.Random):
        if name in RANDOM_METHODS:
            return Method(source, Builtin(name, RANDOM_METHODS[name]))
        raise run.raised("AttributeError", f"This generator has no {name}.", node, None)
    if name == "shuffle":
        return Method(source, Builtin(name, _shuffle))
    return seeding.random_function(run, source, name, node)


def _shuffle(run: Reading, node: Place, source: RandomSource, x: Thing, /) -> None:
    seeding.shuffled(run, source.source, x, node)
