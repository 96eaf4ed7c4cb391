"""``print``: what a line would print is noted beside it, with slots for values of the graph."""

from __future__ import annotations

import ast
from typing import Any, cast

from graphs.language.decisions import known_text
from graphs.language.nodes import is_number
from graphs.language.positions import Place
from graphs.language.reading import Printed, Reading, Result
from graphs.language.texts import joined
from graphs.language.things import LeftOut, Template, Thing, Wire
from graphs.language.visits import Visit
from graphs.language.writing import as_text

LAST_PRINTED = 20  # of each line, that are shown


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
        if (is_number(value) or type(value) is Wire) and not run.frames:
            run.shown = Result(None, value, cast(ast.expr, node))
    if end != "\n":
        parts.append(end)
    text = joined(run, parts, node)
    pieces = text.parts if isinstance(text, Template) else (text,)
    pieces = tuple(f"<{it.name}>" if isinstance(it, LeftOut) else it for it in pieces)
    lines = run.printed.setdefault(node.lineno, [])
    lines.append(Printed(node.lineno, tuple(pieces)))
    del lines[:-LAST_PRINTED]
