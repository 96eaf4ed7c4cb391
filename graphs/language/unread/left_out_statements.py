"""Statements that need a gradient which the text never computes: left out, with a note."""

from __future__ import annotations

import ast
from typing import Any

from graphs.errors import GraphError
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.scope import Scope, bound_names
from graphs.language.things import LeftOut
from graphs.model import Notice


def undefined_gradient(run: Reading, name: str, of: str, node: Place) -> GraphError:
    """The error for the name of a gradient of the text's own value that nothing computes."""
    error = run.raised(
        "NameError",
        f"{name} would be the gradient of {of}, and no line computes it.",
        node,
        f"Compute {name} above this line.",
    )
    error.undefined = name
    return error


def leave_out(run: Reading, statement: ast.stmt, scope: Scope, error: GraphError) -> LeftOut:
    """Go on without a statement: names that it makes are left out too, names that it changes keep
    their values. Returns what a ``return`` gives."""
    thing = LeftOut(error.undefined, statement.lineno, is_undefined=True)
    known = {note.message for note in run.notes}
    message = f"{error.message.rstrip('.')}: this line and what follows from it are left out."
    if error.kind == "NameError" and message not in known:
        run.notes.append(Notice(message, statement.lineno, "undefined"))
    for name in bound_names((statement,)):
        home = scope.home(name)
        if name not in home.names:
            home.names[name] = thing
        elif run.loops and name not in run.updates_left_out:
            run.updates_left_out.append(name)
    return thing


def is_undefined(thing: Any) -> bool:
    """Whether a thing follows from a gradient that the text never computes."""
    return type(thing) is LeftOut and thing.is_undefined
