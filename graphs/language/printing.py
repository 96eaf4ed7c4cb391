"""``print``: what a line would print is noted beside it, with slots for values of the graph."""

from __future__ import annotations

from typing import Any

from graphs.language.calling import call, method_of
from graphs.language.decisions import known_text
from graphs.language.positions import Place
from graphs.language.reading import Printed, Reading
from graphs.language.texts import as_text, joined
from graphs.language.things import END, Template, Thing
from graphs.language.visits import Visit

LAST_PRINTED = 20  # of each line, that are shown


def text_of(run: Reading, thing: Thing, node: Place, conversion: str) -> Any:
    """A thing as ``str`` or ``repr`` writes it: a text, or a visit that finds it."""

    def call_method(run: Reading, instance: Thing, name: str, node: Place) -> Any:
        method = method_of(run, instance, name)
        return END if method is END else call(run, method, [], {}, node)

    return as_text(run, thing, node, conversion, call_method)


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
        parts.append((yield text_of(run, value, node, "s")))
    if end != "\n":
        parts.append(end)
    text = joined(parts)
    pieces = text.parts if isinstance(text, Template) else (text,)
    lines = run.printed.setdefault(node.lineno, [])
    lines.append(Printed(node.lineno, tuple(pieces)))
    del lines[:-LAST_PRINTED]
