"""``print``: what a line would print is noted beside it, with slots for values of the graph."""

from __future__ import annotations

import ast
from typing import Any, cast

from graphs.language.decisions import known_text
from graphs.language.nodes import is_number
from graphs.language.positions import Place
from graphs.language.reading import Printed, Reading, Result
from graphs.language.texts import joined
from graphs.language.things import LeftOut, List, Slot, Template, Thing, Wire
from graphs.language.visits import Visit
from graphs.language.writing import as_text

LAST_PRINTED = 20  # of each line, that are shown


def _number_in(thing: Thing) -> Thing:
    """A number, or the last one that stands in a text."""
    if is_number(thing) or type(thing) is Wire:
        return thing
    parts = thing.parts if isinstance(thing, Template) else ()
    found = [part.node for part in parts if isinstance(part, Slot)]
    return Wire(found[-1]) if found else None


def note_shown(run: Reading, node: Place, value: Thing) -> None:
    """A number that a line shows is the latest: it may be the output."""
    shown = _number_in(value)
    if shown is not None:
        where = run.shown_inside if run.frames else run.shown
        where[:] = [Result(None, shown, cast(ast.expr, node))]
    elif isinstance(value, List) and not run.frames:
        run.listed = [Result(None, value, cast(ast.expr, node))]


def print_line(
    run: Reading,
    node: Place,
    *values: Thing,
    sep: Thing = " ",
    end: Thing = "\n",
    file: Thing = None,
    flush: Thing = False,
) -> Visit:
    """``print(…)``."""
    sep = " " if sep is None else known_text(run, sep, node)
    end = "\n" if end is None else known_text(run, end, node)
    parts: list[Any] = []
    for at, value in enumerate(values):
        if at:
            parts.append(sep)
        parts.append((yield as_text(run, value, node, "s")))
        note_shown(run, node, value)
    if end != "\n":
        parts.append(end)
    text = joined(run, parts, node)
    pieces = text.parts if isinstance(text, Template) else (text,)
    pieces = tuple(f"<{it.name}>" if isinstance(it, LeftOut) else it for it in pieces)
    lines = run.printed.setdefault(node.lineno, [])
    lines.append(Printed(node.lineno, tuple(pieces)))
    del lines[:-LAST_PRINTED]
