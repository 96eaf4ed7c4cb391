"""Names: what they are bound to, words of the language, and names without a value: inputs."""

from __future__ import annotations

import ast
import re
from typing import Any

from graphs.errors import GraphError
from graphs.gates import BY_NAME
from graphs.gates.spellings import SPELLINGS
from graphs.language import inputs
from graphs.language.array_makers import PLAIN
from graphs.language.builtin_functions import BUILTINS
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.seeding import legacy_maker
from graphs.language.syntax_gates import did_you_mean, instead_of
from graphs.language.things import (
    END,
    Class,
    Function,
    GateFunction,
    Maker,
    Thing,
    Wire,
)

# Functions of Python's whose names people give to inputs where a number stands: max * x.
MAY_BE_INPUTS = frozenset(
    [
        "max",
        "min",
        "sum",
        "abs",
        "any",
        "all",
        "pow",
        "round",
        "id",
        "input",
        "hash",
        "bin",
        "hex",
        "oct",
        "map",
        "filter",
        "next",
        "iter",
        "format",
        "open",
        "vars",
        "help",
        "dir",
        "compile",
        "slice",
        "ascii",
        "exit",
        "quit",
    ]
)
_BEFORE_BRACKET = re.compile(r"[\s)]*")


def free_word(run: Reading, name: str) -> Thing:
    """What a name means that nobody has assigned: END where it means nothing."""
    if name in BUILTINS:
        return BUILTINS[name]
    members = run.modules["numpy"]
    gate = BY_NAME.get(name) or SPELLINGS.get(name)
    if gate is not None:
        return GateFunction(gate, "")
    if name in PLAIN:
        return Maker(name)
    if name in BARE_NUMPY:
        return members[name] if name in members else run.modules["numpy.random"][name]
    if name in run.modules["tqdm"]:
        return run.modules["tqdm"][name]
    return legacy_maker(name) or END


BARE_NUMPY = frozenset(
    [
        "array",
        "asarray",
        "copy",
        "shape",
        "ndim",
        "size",
        "split",
        "default_rng",
        "RandomState",
        "seed",
        "array_split",
    ]
)


def name(run: Reading, node: ast.Name, scope: Scope) -> Thing:
    """A name where a value stands."""
    found = scope.find(node.id)
    if found is not None:
        thing = found.names[node.id]
        for watcher in run.watchers:
            watcher.read(run, found, node.id, thing)
        return thing
    _check_is_bound(run, node, scope)
    if node.id not in run.input_values:
        is_python = node.id in BUILTINS and node.id not in MAY_BE_INPUTS
        if is_python or node not in run.operands:
            word = free_word(run, node.id)
            if word is not END:
                return word
        record = run.record_of(node.id)
        if record is not None:
            return record
    for watcher in run.watchers:
        if (instead := watcher.unknown(run, scope, node.id, node)) is not END:
            return instead
    source = run.places.source(node)
    wire = Wire(inputs.new_input(run, node.id, source))
    shape = run.builder.nodes[wire.node or 0].shape
    wire.mutable = bool(shape)
    run.top.names[node.id] = wire
    for watcher in run.watchers:
        watcher.bound(run, run.top, node.id, wire)
        watcher.read(run, run.top, node.id, wire)
    return wire


def _check_is_bound(run: Reading, node: ast.Name, scope: Scope) -> None:
    if node.id in run.deleted:
        raise run.raised("NameError", f"{node.id} was deleted.", node, "Give it a value again.")
    if scope.is_local(node.id):
        raise run.raised(
            "UnboundLocalError",
            f"{node.id} is used before it gets its value in this function.",
            node,
            f"Assign {node.id} first, or pass it in as an argument.",
        )


def callee(run: Reading, node: ast.Call, scope: Scope) -> Any:
    """What a call calls, where it is a name.

    Raises:
        GraphError: it is no function.
    """
    function = node.func
    assert isinstance(function, ast.Name)
    found = scope.find(function.id)
    if found is not None:
        thing = found.names[function.id]
        for watcher in run.watchers:
            watcher.read(run, found, function.id, thing)
        if type(thing) is Wire or isinstance(thing, int | float | str | tuple | type(None)):
            raise not_callable(run, node, f"{function.id} is a value and cannot be called")
        return thing
    _check_is_bound(run, ast.copy_location(ast.Name(function.id), function), scope)
    word = free_word(run, function.id)
    if word is not END:
        return word
    own = [key for key, it in run.top.names.items() if isinstance(it, Function | Class)]
    near = did_you_mean(function.id, (*BY_NAME, *SPELLINGS, *PLAIN, *own))
    if near:
        message = f"{function.id} is not a function here."
        error = run.error(message, function, f"Write {near}", near)
        error.kind = "NameError"
        raise error
    letter = re.fullmatch(r"[^\W\d_]_?\d*", function.id) is not None
    error = not_callable(run, node, f"{function.id} is not a function here", product=letter)
    error.kind = "NameError"
    raise error


def not_callable(run: Reading, node: ast.Call, message: str, product: bool = True) -> GraphError:
    """``x(y + 1)`` and ``2(x + y)`` mean a product."""
    function, whole = run.places.source(node.func), run.places.source(node)
    factor = len(node.args) == 1 and not node.keywords and whole.end_line == whole.line
    if not product or not factor or isinstance(node.args[0], ast.Starred):
        return run.error(f"{message}.", node, instead_of(run.segment(node.func)))
    text = run.segment(node)
    bracket = _BEFORE_BRACKET.match(text, function.end_column - whole.column)
    cut = bracket.end() if bracket else 0
    mend = f"{text[:cut].rstrip()}*{text[cut:]}"
    return run.error(
        f"{message}; for a product, write the times sign.", node, f"Write {mend}", mend
    )
