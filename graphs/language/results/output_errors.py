"""Errors of a text that ends without a value to be its output."""

from __future__ import annotations

import re

from graphs.errors import GraphError
from graphs.language import resolve
from graphs.language.bound_lines import bound_lines
from graphs.language.reading import Reading
from graphs.language.things import END, Dict, Instance, List, Set, Template

OPEN = re.compile(r"^[ \t]+(\w+)[ \t]*=[ \t]*None[ \t]*(?:#.*)?$", re.MULTILINE)


def no_output(run: Reading) -> GraphError:
    if run.not_printed:
        return resolve.unknown_inputs_error(run)
    known = (str, int, Template, Dict, Instance, List, Set, type(None))
    if any(isinstance(thing, known) for thing in run.top.names.values()):
        return no_number(run)
    return GraphError(
        "There is nothing to compute yet.", hint="Type an expression, such as (x + y) * z."
    )


def no_number(run: Reading) -> GraphError:
    """The error where nothing is a number; homework that is not done yet says ``W1 = None``."""
    open_line = OPEN.search(run.text)
    if open_line is not None and any(note.kind == "called" for note in run.notes):
        line = run.text.count("\n", 0, open_line.start(1)) + 1
        column = open_line.start(1) - run.text.rfind("\n", 0, open_line.start(1)) - 1
        return GraphError(
            f"{open_line[1]} is still None: nothing is computed.",
            line,
            column,
            column + len(open_line[1]),
            f"Write its value in place of None on line {line}.",
        )
    message = "The program ends without a number as its output."
    hint = "End with a line such as f = (x + y) * z."
    name, thing = next(reversed(run.top.names.items()), ("", END))
    lines = bound_lines(run.text).get(name, [])
    if not lines or not (thing is None or isinstance(thing, str | Template)):
        return GraphError(message, hint=hint)
    what = "None" if thing is None else "a text"
    hint = f"Give {name} a number; a text in quotes is none."
    if thing is None:
        hint = f"Give {name} a number; a function that is to give one ends with return."
    return GraphError(
        f"The program ends without a number as its output: {name} is {what}.", lines[-1], hint=hint
    )
