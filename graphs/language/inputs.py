"""New inputs: a name without a value, or a literal that gets a name, with its value as default."""

from __future__ import annotations

from typing import Any

import numpy as np

from graphs.errors import GraphError, TooLarge
from graphs.gates.shapes import Misfit
from graphs.language.reading import Reading
from graphs.language.things import Literal, Streams
from graphs.model import Input, Shape, Value
from graphs.model.paths import spelled


def given_value(run: Reading, name: str) -> Value | None:
    """The value given from outside for an input, under its path or its spelling."""
    values = run.input_values
    if name in values:
        return values[name]
    other = spelled(name)
    if other != name and other in values and other not in run.text_names:
        values[name] = values.pop(other)
        return values[name]
    return None


def new_input(
    run: Reading,
    name: str,
    source: Any,
    written: Literal | None = None,
    shape: Shape | None = None,
) -> int:
    """The node of an input, with the value that is ``written`` for it as its default; ``shape`` is
    what it must have, where that is known.

    Raises:
        GraphError: its value has another shape.
    """
    check_room(run, source)
    given, default, redrawn = enter(run, name, source, written)
    if given is not None and shape is not None and np.shape(given) != shape:
        is_filled = name not in run.input_values
        raise GraphError(
            f"{name} has shape {np.shape(given)}; it must have shape {shape}.",
            source.line,
            source.column,
            source.end_column,
            f"Give {name} the shape {shape}.",
            missing=(name,) if is_filled else (),
            shapes={name: shape} if is_filled else None,
        )
    index = run.builder.input(name, source, given, shape=shape)
    run.inputs[name] = Input(
        index,
        default,
        drawn=written.drawn if written else None,
        redrawn=redrawn,
        filled=written is None and default is not None,
    )
    is_size = written is None and name not in run.input_values and run.size_names.is_size(name)
    if (written is not None and written.whole) or is_size:
        run.whole.add(index)
    return index


def check_room(run: Reading, source: Any) -> None:
    """Check that one more input is within the limits.

    Raises:
        TooLarge: there are too many.
    """
    if len(run.inputs) >= run.limits.inputs:
        raise TooLarge(
            f"The program has more than {run.limits.inputs} inputs.",
            source.line,
            source.column,
            source.end_column,
            "Use fewer names.",
        )


def enter(
    run: Reading, name: str, source: Any, written: Literal | None
) -> tuple[Value | None, Value | None, Value | None]:
    """An input's value now, the one in the text, and that drawn again where it was asked for."""
    default = run.filled.get(name) if written is None else written.value
    redrawn = None
    seed = run.redraw_seeds.get(name, run.redraw_seeds.get(spelled(name)))
    if written is not None and seed is not None:
        redrawn = _redraw(run, name, seed, written, source)
    given = given_value(run, name)
    return (
        given if given is not None else default if redrawn is None else redrawn,
        default,
        redrawn,
    )


def _redraw(run: Reading, name: str, seed: int, written: Literal, source: Any) -> Value:
    """The random value that the text draws for a name, with the requested seed."""
    try:
        with np.errstate(all="ignore"):
            return written.redrawn(Streams(seed))
    except (Misfit, ValueError, RecursionError, np.linalg.LinAlgError):
        raise GraphError(
            f"{name} cannot be drawn again with the seed {seed}.",
            source.line,
            source.column,
            source.end_column,
            "Try another seed, or write it in shorter steps.",
        ) from None
