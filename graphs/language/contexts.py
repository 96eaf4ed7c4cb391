"""The module ``contextlib``: context managers made of generators."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from graphs.errors import GraphError
from graphs.language.calling import call
from graphs.language.descriptions import described
from graphs.language.generators import resumed
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import END, Builtin, Class, Iterator, Thing
from graphs.language.visits import Visit


def context_manager(run: Reading, node: Place, func: Thing, /) -> Thing:
    """``@contextmanager``: what stands before the ``yield`` is done first, the rest at the end."""

    def make(run: Reading, node: Place, *things: Thing, **named: Thing) -> Visit:
        made = yield call(run, func, list(things), named, node)
        if not isinstance(made, Iterator) or made.parked is None:
            raise run.raised(
                "TypeError", f"{described(made)} is no generator.", node, "Write yield in it."
            )
        made.kind = "manager"
        return made

    return Builtin(getattr(func, "name", "manager"), make)


def enter(run: Reading, manager: Iterator, node: Place) -> Visit:
    """What a manager made of a generator gives to ``as``."""
    item = yield resumed(run, manager.parked, node)
    if item is END:
        raise run.raised("RuntimeError", "The manager yields nothing.", node, "Write yield in it.")
    return item


def leave(run: Reading, manager: Iterator, node: Place, error: GraphError | None) -> Visit:
    """The rest of a manager's generator; whether it swallowed the error."""
    try:
        yield resumed(run, manager.parked, node, error=error)
    except GraphError as raised:
        if raised is error:
            return False
        raise
    return error is not None


def suppress(run: Reading, node: Place, *exceptions: Thing) -> Thing:
    """``suppress(KeyError)``."""
    return Suppressed("suppress", tuple(one for one in exceptions if isinstance(one, Class)))


class Suppressed:
    """The exceptions that the body of a ``with`` may raise without harm."""

    def __init__(self, name: str, exceptions: tuple[Class, ...]) -> None:
        self.name, self.exceptions = name, exceptions


def null_context(run: Reading, node: Place, enter_result: Thing = None) -> Thing:
    """``nullcontext()``."""
    return Suppressed("nullcontext", ())


CONTEXTLIB: Mapping[str, Callable[..., Any]] = {
    "contextmanager": context_manager,
    "suppress": suppress,
    "nullcontext": null_context,
}
