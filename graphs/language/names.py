"""Names: what they are bound to, words of the language, and names without a value: inputs."""

from __future__ import annotations

import ast
from typing import Any

from graphs.errors import GraphError
from graphs.gates import BY_NAME
from graphs.gates.spellings import SPELLINGS
from graphs.language import inputs
from graphs.language.advice.uncallable import no_function, not_callable
from graphs.language.array_makers import PLAIN
from graphs.language.bound_lines import bound_lines
from graphs.language.builtin_functions import BUILTINS
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.seeding import legacy_maker
from graphs.language.things import (
    END,
    GateFunction,
    Maker,
    Thing,
    Wire,
)
from graphs.language.uncalled_definitions import given_arguments, upstream
from graphs.language.unread.left_out_statements import undefined_gradient

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
    of = upstream.own_value(run, scope, node.id, node in run.steps)
    if of is not None and upstream.is_last(run, of) and not upstream.is_slip(run, node.id):
        return upstream.given(run, node.id, of, node)
    for watcher in run.watchers:
        if (instead := watcher.unknown(run, scope, node.id, node)) is not END:
            return instead
    if of is not None and run.trains is not None:
        true = run.trains.gradient(run, of)
        if true is not None:
            return true
    if of is not None and node.id not in run.input_values:
        title = run.builder.nodes[of.node or 0].name or "a value"
        raise undefined_gradient(run, node.id, title, node)
    if table := run.entry_names.get(node.id):
        run.top.names[node.id] = given_arguments.table(run, node.id, table, node)
        return run.top.names[node.id]
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
            raise _overwritten(run, node, function, thing)
        return thing
    _check_is_bound(run, ast.copy_location(ast.Name(function.id), function), scope)
    word = free_word(run, function.id)
    if word is not END:
        return word
    raise no_function(run, node, function)


def _overwritten(run: Reading, node: ast.Call, function: ast.Name, thing: Thing) -> GraphError:
    """The error for a value that is called: a product, or a function's name given away."""
    message = f"{function.id} is a value and cannot be called"
    if free_word(run, function.id) is END:
        return not_callable(run, node, message, thing)
    lines = bound_lines(run.text).get(function.id, [])
    since = f" since line {lines[0]}" if lines else ""
    hint = f"Give that value another name, so that {function.id}(…) is the function again."
    error = run.error(f"{function.id} is a value{since} and cannot be called.", function, hint)
    error.kind = "TypeError"
    return error
