"""What is left out: it flows through a text, decides nothing, and is missed where it is needed."""

from __future__ import annotations

from collections.abc import Iterable

from graphs.errors import GraphError
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import LeftOut, Thing, Wire


def first_left_out(things: Iterable[Thing]) -> LeftOut | None:
    return next((thing for thing in things if isinstance(thing, LeftOut)), None)


def unknown_result(left: Thing, right: Thing) -> LeftOut | None:
    """What an operation on two things gives where one is left out; None where it is needed,
    because the other is a value of the graph."""
    if type(left) is Wire or type(right) is Wire:
        return None
    return first_left_out((left, right))


def left_out_error(run: Reading, thing: LeftOut, node: Place) -> GraphError:
    """The error for what depends on something that is left out."""
    if thing.is_undefined:
        error = run.error(f"{thing.name} is not computed, and this needs it.", node, None)
        error.undefined = thing.name
        return error
    error = run.error(
        f"{thing.name} is left out, and this needs it.",
        node,
        f"Line {thing.line} imports it: write its value here, or what you use of it with NumPy.",
    )
    error.left_out = thing.name
    return error
