"""Names: what they are bound to, words of the language, and names without a value: inputs."""

from __future__ import annotations

import ast
import re
from typing import Any

from graphs.errors import GraphError
from graphs.gates import BY_NAME
from graphs.gates.spellings import SPELLINGS
from graphs.language import given_arguments, inputs, upstream
from graphs.language.array_makers import PLAIN
from graphs.language.bound_lines import bound_lines
from graphs.language.builtin_functions import BUILTINS
from graphs.language.left_out_statements import undefined_gradient
from graphs.language.near_names import did_you_mean
from graphs.language.numpy_words import INSTEAD, NUMPY, instead_of
from graphs.language.reading import Reading
from graphs.language.scope import Scope
from graphs.language.seeding import legacy_maker
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
    of = upstream.own_value(run, scope, node.id, node in run.steps)
    if of is not None and upstream.is_last(run, of):
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
            raise _overwritten(run, node, function)
        return thing
    _check_is_bound(run, ast.copy_location(ast.Name(function.id), function), scope)
    word = free_word(run, function.id)
    if word is not END:
        return word
    raise _no_function(run, node, function)


def _overwritten(run: Reading, node: ast.Call, function: ast.Name) -> GraphError:
    """The error for a value that is called: a product, or a function's name given away."""
    message = f"{function.id} is a value and cannot be called"
    if free_word(run, function.id) is END:
        return not_callable(run, node, message)
    lines = bound_lines(run.text).get(function.id, [])
    since = f" since line {lines[0]}" if lines else ""
    hint = f"Give that value another name, so that {function.id}(…) is the function again."
    error = run.error(f"{function.id} is a value{since} and cannot be called.", function, hint)
    error.kind = "TypeError"
    return error


def _no_function(run: Reading, node: ast.Call, function: ast.Name) -> GraphError:
    """The error for a name that is called and means nothing."""
    name = function.id
    own = [key for key, it in run.top.names.items() if isinstance(it, Function | Class)]
    below = [line for line in bound_lines(run.text).get(name, []) if line > node.lineno]
    near = did_you_mean(name, (*own, *BY_NAME, *SPELLINGS, *PLAIN, *BUILTINS))
    message = f"{name} is not a function here."
    if below and run.is_top:
        hint = f"{name} is defined on line {below[0]}: move it above line {node.lineno}."
        error = run.error(f"{name} is called above its definition.", function, hint)
    elif near:
        error = run.error(message, function, f"Write {near}", near)
    elif name in NUMPY or name in INSTEAD:
        message = f"{name} is NumPy's and is not read yet."
        error = run.error(message, node, instead_of(name, _parameters(node)))
    else:
        letter = re.fullmatch(r"[^\W\d_]_?\d*", name) is not None
        error = not_callable(run, node, f"{name} is not a function here", product=letter)
    error.kind = "NameError"
    return error


def not_callable(run: Reading, node: ast.Call, message: str, product: bool = True) -> GraphError:
    """``x(y + 1)`` and ``2(x + y)`` mean a product."""
    function, whole = run.places.source(node.func), run.places.source(node)
    if isinstance(node.func, ast.Attribute) and run.segment(node.func) in run.recorded:
        product = False  # Math.exp(x)
    factor = len(node.args) == 1 and not node.keywords and whole.end_line == whole.line
    if not product or not factor or isinstance(node.args[0], ast.Starred):
        hint = "Leave out the brackets, or write the times sign for a product."
        if isinstance(node.func, ast.Name):
            hint = instead_of(node.func.id, _parameters(node))
        elif isinstance(node.func, ast.Attribute) and node.func.attr in run.modules["numpy"]:
            hint = f"Write np.{node.func.attr}(…)."
        return run.error(f"{message}.", node, hint)
    text = run.segment(node)
    bracket = _BEFORE_BRACKET.match(text, function.end_column - whole.column)
    cut = bracket.end() if bracket else 0
    mend = f"{text[:cut].rstrip()}*{text[cut:]}"
    return run.error(
        f"{message}; for a product, write the times sign.", node, f"Write {mend}", mend
    )


def _parameters(node: ast.Call) -> str:
    """Parameters for the arguments of a call, with their names where they have any."""
    letters = iter("xyzuvwabcdefghijklmnopqrst")
    given = [part.id if isinstance(part, ast.Name) else "" for part in node.args]
    named = [word.arg for word in node.keywords if word.arg]
    taken = {*given, *named}
    free = (letter for letter in letters if letter not in taken)
    several = len(set(filter(None, given))) < sum(map(bool, given))
    words = ["" if several else word for word in given]
    return ", ".join([word or next(free, "x") for word in words] + named)
