"""Numbers with a point of the module ``random``: literals, which can be drawn again."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence

from graphs.language import recipes
from graphs.language.decisions import known_float, known_number, note_known
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    Literal,
    RandomSource,
    Streams,
    Thing,
    Wire,
)


def source_of(run: Reading, owner: Thing) -> random.Random:
    """The generator that a method belongs to; the module's where there is none."""
    run.draws += 1
    if isinstance(owner, RandomSource):
        held: random.Random = owner.source
        return held
    if run.python_random is None:
        run.python_random = random.Random(run.choose_seed())
    source: random.Random = run.python_random
    return source


# Numbers with a point: Python's method, and how NumPy's old stream draws from that distribution

FLOATS: Mapping[str, tuple[Callable[..., float], Callable[..., float]]] = {
    "random": (random.Random.random, lambda legacy: legacy.random_sample()),
    "uniform": (random.Random.uniform, lambda legacy, a, b: a + (b - a) * legacy.random_sample()),
    "gauss": (random.Random.gauss, lambda legacy, mu, sigma: legacy.normal(mu, abs(sigma))),
    "normalvariate": (
        random.Random.normalvariate,
        lambda legacy, mu, sigma: legacy.normal(mu, abs(sigma)),
    ),
    "lognormvariate": (
        random.Random.lognormvariate,
        lambda legacy, mu, sigma: legacy.lognormal(mu, abs(sigma)),
    ),
    "triangular": (
        random.Random.triangular,
        lambda legacy, low, high, mode: (
            legacy.triangular(low, mode, high) if low <= mode <= high and low < high else low
        ),
    ),
    "betavariate": (
        random.Random.betavariate,
        lambda legacy, alpha, beta: legacy.beta(alpha, beta),
    ),
    "expovariate": (
        random.Random.expovariate,
        lambda legacy, lambd: legacy.standard_exponential() / lambd,
    ),
    "gammavariate": (
        random.Random.gammavariate,
        lambda legacy, alpha, beta: legacy.gamma(alpha, beta),
    ),
}


class _Redraw:
    """Draws a number of the same distribution from other random numbers."""

    def __init__(self, name: str, numbers: Sequence[float]) -> None:
        self.name, self.numbers = name, tuple(numbers)

    def __call__(self, streams: Streams) -> float:
        return float(FLOATS[self.name][1](streams.legacy, *self.numbers))


def _draw(run: Reading, node: Place, owner: Thing, name: str, *given: Thing) -> Wire:
    for thing in given:
        note_known(run, thing, node, f"random.{name}(…)")
    numbers = [known_float(run, it, node, f"random.{name}") for it in given]
    source = source_of(run, owner)

    def again() -> float:
        return float(FLOATS[name][0](source, *numbers))

    try:
        value = again()
    except (ValueError, OverflowError, ZeroDivisionError):
        raise run.raised(
            "ValueError",
            f"random.{name} draws no number for these values.",
            node,
            "Use positive numbers.",
        ) from None
    if run.repeats:
        return recipes.drawn(run, value, again, source, whole=False, mutable=False)
    return Wire(None, Literal(value, drawn=name, redraw=_Redraw(name, numbers)))


def draw(run: Reading, node: Place, owner: Thing, /) -> Wire:
    return _draw(run, node, owner, "random")


def uniform(run: Reading, node: Place, owner: Thing, a: Thing, b: Thing) -> Wire:
    return _draw(run, node, owner, "uniform", a, b)


def gauss(run: Reading, node: Place, owner: Thing, mu: Thing = 0.0, sigma: Thing = 1.0) -> Wire:
    return _draw(run, node, owner, "gauss", mu, sigma)


def normalvariate(
    run: Reading, node: Place, owner: Thing, mu: Thing = 0.0, sigma: Thing = 1.0
) -> Wire:
    return _draw(run, node, owner, "normalvariate", mu, sigma)


def lognormvariate(run: Reading, node: Place, owner: Thing, mu: Thing, sigma: Thing) -> Wire:
    return _draw(run, node, owner, "lognormvariate", mu, sigma)


def triangular(
    run: Reading,
    node: Place,
    owner: Thing,
    low: Thing = 0.0,
    high: Thing = 1.0,
    mode: Thing = None,
) -> Wire:
    if mode is None:
        bounds = [known_number(run, it, node, "random.triangular") for it in (low, high)]
        mode = sum(bounds) / 2
    return _draw(run, node, owner, "triangular", low, high, mode)


def betavariate(run: Reading, node: Place, owner: Thing, alpha: Thing, beta: Thing) -> Wire:
    return _draw(run, node, owner, "betavariate", alpha, beta)


def expovariate(run: Reading, node: Place, owner: Thing, lambd: Thing = 1.0) -> Wire:
    return _draw(run, node, owner, "expovariate", lambd)


def gammavariate(run: Reading, node: Place, owner: Thing, alpha: Thing, beta: Thing) -> Wire:
    return _draw(run, node, owner, "gammavariate", alpha, beta)


RANDOM_NUMBERS: Mapping[str, Callable[..., Wire]] = {
    "random": draw,
    "uniform": uniform,
    "gauss": gauss,
    "normalvariate": normalvariate,
    "lognormvariate": lognormvariate,
    "triangular": triangular,
    "betavariate": betavariate,
    "expovariate": expovariate,
    "gammavariate": gammavariate,
}
