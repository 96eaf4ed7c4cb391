"""Typed generators: stacks of visits that were put aside where they yielded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphs.errors import GraphError
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import END, Iterator, Thing
from graphs.language.visits import DONE, Parked, Resume, Visit


def generator_of(parked: Parked) -> Iterator:
    """A typed generator, as an iterator."""

    def step(run: Reading, node: Place) -> Visit:
        return resumed(run, parked, node)

    return Iterator(step, "generator", parked=parked)


def resumed(
    run: Reading, parked: Parked, node: Place, sent: Thing = None, error: GraphError | None = None
) -> Visit:
    """What a generator yields next; END when it is done.

    Raises:
        GraphError: it is asked to go on while it runs.
    """
    if parked.running:
        raise run.raised(
            "ValueError", f"{parked.name} is already running.", node, "Do not call next in itself."
        )
    if parked.is_done:
        if error is not None:
            raise error
        return END
    run.count_call(node)
    parked.has_begun = True
    item = yield Resume(parked, sent, error)
    return END if item is DONE else item


def send(run: Reading, node: Place, iterator: Iterator, value: Thing, /) -> Visit:
    """``generator.send(value)``."""
    if value is not None and not iterator.parked.has_begun:
        message = "A generator that has not begun takes None alone."
        raise run.raised("TypeError", message, node, "Call next first.")
    item = yield resumed(run, iterator.parked, node, value)
    if item is END:
        raise stopped(run, node, iterator.parked.returned)
    return item


def close(run: Reading, node: Place, iterator: Iterator, /) -> Visit:
    """``generator.close()``: what its ``finally`` says is done."""
    parked = iterator.parked
    if not parked.is_done and parked.has_begun:
        try:
            yield resumed(
                run, parked, node, error=run.raised("GeneratorExit", "closed", node, None)
            )
        except GraphError as error:
            if error.kind not in ("GeneratorExit", "StopIteration"):
                raise
    parked.frames, parked.is_done = [], True


def stopped(run: Reading, node: Place, value: Thing = None) -> GraphError:
    """The error of an iterator that has no further items."""
    error = run.raised(
        "StopIteration",
        "There is nothing left to take.",
        node,
        "Give next a default: next(it, None).",
    )
    error.value = value
    return error


def take(run: Reading, node: Place, iterator: Iterator, /) -> Visit:
    """``iterator.__next__()``."""
    item = yield iterator.step(run, node)
    if item is END:
        raise stopped(run, node)
    return item


ITERATOR_METHODS: Mapping[str, Callable[..., Any]] = {
    "send": send,
    "close": close,
    "__next__": take,
}
