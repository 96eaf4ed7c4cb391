"""The module ``random``: Python's own numbers for a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from inspect import signature
from typing import Any

from graphs.errors import GraphError
from graphs.language.decisions import known_float, known_number, whole_number
from graphs.language.iteration import all_items, own_items
from graphs.language.library.random_numbers import RANDOM_NUMBERS, source_of
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.sizes import afford_bits, check_count
from graphs.language.texts import settled
from graphs.language.things import (
    List,
    RandomSource,
    Template,
    Thing,
)
from graphs.language.visits import Visit


def seed(run: Reading, node: Place, owner: Thing, a: Thing = None, version: Thing = 2) -> None:
    if isinstance(owner, RandomSource):
        source_of(run, owner).seed(_seed(run, a, node))
    else:
        run.python_random = random.Random(_seed(run, a, node))


def make_source(run: Reading, node: Place, seed: Thing = None, /) -> RandomSource:
    """``random.Random(seed)``."""
    return RandomSource(random.Random(_seed(run, seed, node)))


def _seed(run: Reading, thing: Thing, node: Place) -> int | float | str:
    if thing is None:
        return run.choose_seed()
    if isinstance(thing, str | Template):
        return settled(run, thing, node)
    number = known_number(run, thing, node, "A seed")
    afford_bits(run, number.bit_length() if isinstance(number, int) else 0, node)
    return number


# Whole numbers and choices


def randrange(
    run: Reading, node: Place, owner: Thing, start: Thing, stop: Thing = None, step: Thing = 1
) -> int:
    numbers = [whole_number(run, it, node, "randrange") for it in (start, step)]
    first, last = (0, numbers[0])
    if stop is not None:
        first, last = numbers[0], whole_number(run, stop, node, "randrange")
    if numbers[1] == 0 or not range(first, last, numbers[1]):
        raise _empty(run, node)
    return source_of(run, owner).randrange(first, last, numbers[1])


def randint(run: Reading, node: Place, owner: Thing, a: Thing, b: Thing) -> int:
    first, last = (whole_number(run, it, node, "randint") for it in (a, b))
    if last < first:
        raise _empty(run, node)
    return source_of(run, owner).randint(first, last)


def getrandbits(run: Reading, node: Place, owner: Thing, k: Thing, /) -> int:
    bits = whole_number(run, k, node, "getrandbits")
    afford_bits(run, bits, node)
    if bits < 0:
        raise run.raised("ValueError", "A number has no bits less than 0.", node, "Write 8.")
    return source_of(run, owner).getrandbits(bits)


def _empty(run: Reading, node: Place) -> GraphError:
    return run.raised(
        "ValueError", "There is no whole number in that range.", node, "Write randint(1, 6)."
    )


def _population(run: Reading, given: Thing, node: Place) -> Visit:
    """What is chosen from; a range is left as it is."""
    items = given if isinstance(given, range) else (yield all_items(run, given, node))
    try:
        count = len(items)
    except OverflowError:
        raise run.too_large("The range has too many numbers.", node, "Use randrange.") from None
    if not count:
        raise run.raised(
            "IndexError", "There is nothing to choose from.", node, "Choose from a list of items."
        )
    return items


def choice(run: Reading, node: Place, owner: Thing, seq: Thing) -> Visit:
    items = yield _population(run, seq, node)
    return items[source_of(run, owner).choice(range(len(items)))]


def choices(
    run: Reading,
    node: Place,
    owner: Thing,
    population: Thing,
    weights: Thing = None,
    *,
    cum_weights: Thing = None,
    k: Thing = 1,
) -> Visit:
    items = yield _population(run, population, node)
    count = whole_number(run, k, node, "k")
    check_count(run, count, node)
    run.count_items(count, node)
    given: list[list[float] | None] = []
    for numbers in (weights, cum_weights):
        known = None
        if numbers is not None:
            listed = yield all_items(run, numbers, node)
            known = [known_float(run, it, node, "A weight") for it in listed]
        given.append(known)
    try:
        places = source_of(run, owner).choices(
            range(len(items)), given[0], cum_weights=given[1], k=max(0, count)
        )
    except (ValueError, TypeError, IndexError):
        raise run.raised(
            "ValueError",
            "The weights do not fit what is chosen from.",
            node,
            "Give each item one weight, and not all 0.",
        ) from None
    return List([items[place] for place in places])


def sample(
    run: Reading, node: Place, owner: Thing, population: Thing, k: Thing, *, counts: Thing = None
) -> Visit:
    items = yield _population(run, population, node)
    count = whole_number(run, k, node, "k")
    if counts is not None:
        listed = yield all_items(run, counts, node)
        numbers = [whole_number(run, it, node, "A count") for it in listed]
        run.count_items(sum(max(0, one) for one in numbers), node)
        items = [it for it, times in zip(items, numbers, strict=False) for _ in range(times)]
    if not 0 <= count <= len(items):
        raise run.raised(
            "ValueError",
            f"A sample of {count} is not possible among {len(items)} items.",
            node,
            "Write choices, which takes items more than once.",
        )
    run.count_items(count, node)
    return List([items[place] for place in source_of(run, owner).sample(range(len(items)), count)])


def shuffle(run: Reading, node: Place, owner: Thing, x: Thing) -> None:
    """In place."""
    if not isinstance(x, List):
        raise run.raised(
            "TypeError", "shuffle changes a list in place.", node, "Write np.random.shuffle(x)."
        )
    items = own_items(run, x, node)
    run.count_items(len(items), node)
    source_of(run, owner).shuffle(items)


RANDOM_METHODS: Mapping[str, Callable[..., Any]] = {
    "seed": seed,
    **RANDOM_NUMBERS,
    "randrange": randrange,
    "randint": randint,
    "getrandbits": getrandbits,
    "choice": choice,
    "choices": choices,
    "sample": sample,
    "shuffle": shuffle,
}


def of_module(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method as the module's function: its owner is left out."""

    def function(run: Reading, node: Place, /, *things: Thing, **named: Thing) -> Any:
        return method(run, node, None, *things, **named)

    whole = signature(method)
    parameters = list(whole.parameters.values())
    function.__signature__ = whole.replace(  # type: ignore[attr-defined]
        parameters=[*parameters[:2], *parameters[3:]]
    )
    return function


RANDOM: Mapping[str, Callable[..., Any]] = {
    **{name: of_module(method) for name, method in RANDOM_METHODS.items()},
    "Random": make_source,
}
