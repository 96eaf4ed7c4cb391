"""What is left out: it flows through a text, decides nothing, and is missed where it is needed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from graphs.errors import GraphError
from graphs.language.advice.numpy_words import BY_MODULE
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.things import (
    Builtin,
    Class,
    Function,
    Instance,
    LeftOut,
    Maker,
    Method,
    Partial,
    Thing,
    Wire,
)
from graphs.language.unread import outside
from graphs.language.unread.libraries import (
    ANYHOW,
    CALLED_ALIASES,
    CHOOSE,
    INSTEAD,
    TENSORS,
    kind_of,
)
from graphs.model import Notice


def first_left_out(things: Iterable[Thing]) -> LeftOut | None:
    return next((thing for thing in things if isinstance(thing, LeftOut)), None)


def unknown_result(left: Thing, right: Thing) -> LeftOut | None:
    """What an operation on two things gives where one is left out; None where it is needed,
    because the other is a value of the graph. No value is drawn of what the clock says."""
    found = first_left_out((left, right))
    if found is None or kind_of(found.name).flows:
        return found
    return None if type(left) is Wire or type(right) is Wire else found


def carried(
    run: Reading,
    error: GraphError,
    callee: Thing,
    things: Iterable[Thing],
    named: Mapping[str, Thing],
    node: Place,
) -> LeftOut:
    """What a call gives that failed for want of an argument that is left out.

    Raises:
        GraphError: the text's own functions, and values of the graph, need it, or it is the size of
            what may be generated.
    """
    while isinstance(callee, Method | Partial):
        callee = callee.function
    if isinstance(callee, Function | Instance | Class):
        raise error
    given = [*things, *named.values()]
    found = first_left_out(given)
    if found is None:
        raise error
    if kind_of(found.name).flows:
        return found
    if found.is_size and run.assume.generate and isinstance(callee, Maker):
        raise left_out_error(run, found, node)
    if any(type(one) is Wire for one in given):
        raise error if error.left_out else left_out_error(run, found, node)
    if isinstance(callee, Builtin) and callee.name in outside.SIZES:
        return replace(found, is_size=True)
    return found


def leave_out(run: Reading, message: str, line: int) -> None:
    """Note what is left out: once for a kind of thing."""
    if all(note.message != message for note in run.notes):
        run.notes.append(Notice(message, line, "left out"))


def inherited(thing: Instance, name: str) -> LeftOut | None:
    """What an object may have from a base of another library, such as ``nn.Module``."""
    for kind in thing.type.order:
        base = kind.options.get("left out")
        if isinstance(base, LeftOut) and TENSORS.match(base.name):
            return replace(base, name=f"{base.name}.{name}")
    return None


def library(
    run: Reading, node: ast.expr, scope: Scope, known: Mapping[str, str] = CALLED_ALIASES
) -> LeftOut | None:
    """``torch.relu``, where nothing is imported under that name."""
    owner = node.value if isinstance(node, ast.Attribute) else None
    if not isinstance(owner, ast.Name) or owner.id not in known or owner.id in run.input_values:
        return None
    assert isinstance(node, ast.Attribute)
    if scope.find(owner.id) is not None or scope.is_local(owner.id):
        return None
    name = known[owner.id]
    leave_out(run, f"{name} is left out: nothing of it is drawn.", node.lineno)
    return LeftOut(f"{name}.{node.attr}", node.lineno)


def left_out_error(run: Reading, thing: LeftOut, node: Place) -> GraphError:
    """The error for what depends on something that is left out."""
    if thing.is_undefined:
        error = run.error(f"{thing.name} is not computed, and this needs it.", node, None)
        error.undefined = thing.name
        return error
    kind, last = kind_of(thing.name), thing.name.rpartition(".")[2]
    data = outside.wanted(run, thing)
    path = data.path if data else thing.held[0].name if thing.held else thing.path
    words = {
        "name": thing.name if data is None else outside.without_attributes(thing.name),
        "root": thing.name.partition(".")[0],
        "last": last,
        "line": str(thing.line),
        "variable": path if path.isidentifier() else "X",
        "path": path,
        "after": f", and write X for {path}" if data and not path.isidentifier() else "",
        "place": f" below line {data.line}" if data and path.isidentifier() else "",
        "instead": _instead(run, thing.name) if TENSORS.match(thing.name) else "",
    }
    hint = kind.hint if data is None else f"{kind.hint} {CHOOSE}"
    error = run.error(kind.message.format(**words), node, hint.format(**words))
    error.left_out, error.outside = thing.name, data
    return error


def _instead(run: Reading, name: str) -> str:
    """How NumPy writes the first part of a name, or two, that has a way of its own; else the last
    one that NumPy has by the same name."""
    parts = name.split(".")[1:]
    for at, part in enumerate(parts):
        for word in (part, ".".join(parts[at : at + 2])):
            if word in INSTEAD:
                return f"In place of {word} write {INSTEAD[word]}."
    if parts and parts[-1] in run.modules["numpy"]:
        owner = "np.linalg" if parts[-1] in BY_MODULE["numpy.linalg"] else "np"
        return f"In place of {parts[-1]} write {owner}.{parts[-1]}(…). {ANYHOW}"
    return ANYHOW


# What only shows something: no output is missed for it.
SHOWS_ALONE = re.compile(r"(?:logging|loguru|warnings|matplotlib|pylab|seaborn)\b(?!.*imread)")


def missing_output(run: Reading) -> GraphError | None:
    """The error for a program whose last values are all left out."""
    held = [
        thing
        for thing in run.top.names.values()
        if isinstance(thing, LeftOut)
        and thing.place is not None
        and not kind_of(thing.name).flows
        and not SHOWS_ALONE.match(thing.name)
    ]
    if held and not (run.outside_nodes and run.builder.gates):
        data = [thing for thing in held if outside.is_outside(thing)]
        found = outside.used_for(data[-1]) if data else held[0]
        return left_out_error(run, found, held[0].place)
    if run.unknown_call is not None and not any(
        node.gate is not None and node.index not in run.aside for node in run.builder.nodes
    ):
        return run.unknown_call
    if run.unread is not None and not run.builder.gates and TENSORS.match(run.unread[0].name):
        return left_out_error(run, *run.unread)
    return None
