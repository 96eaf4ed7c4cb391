"""Names without a value that are used as tuples and dictionaries: what they hold are inputs."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Sequence

from graphs.language import inputs
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import END, FROM_OUTSIDE, Class, Dict, Function, Method, Thing, Wire
from graphs.language.uncalled_definitions import given_arguments
from graphs.language.uncalled_definitions.parameter_uses import uses
from graphs.model.paths import last_word

# What holds several values, where others are arrays of numbers: W, b = cache; not x, y = point.
HOLDS = re.compile(r"\w*(cache|memory|saved|ctx|param|weights|state|layer|theta)\w*", re.IGNORECASE)
DEEPEST = 8  # dictionaries inside each other


def as_tuple(run: Reading, thing: Thing, targets: Sequence[ast.expr]) -> Thing:
    """The inputs that an input without a value is taken apart into, ``A_prev, W, b = cache``, named
    like the targets; any other thing as it is."""
    name = _unknown_input(run, thing)
    if not name or not HOLDS.fullmatch(last_word(name)):
        return thing
    if any(isinstance(target, ast.Starred) for target in targets):
        return thing
    return _replaced(run, thing, name, _several(run, name, targets))


def _several(run: Reading, path: str, targets: Sequence[ast.expr]) -> tuple[Thing, ...]:
    things: list[Thing] = []
    for place, target in enumerate(targets):
        here = f"{path}[{place}]"
        if isinstance(target, ast.Tuple):
            things.append(_several(run, here, target.elts))
            continue
        is_free = isinstance(target, ast.Name) and target.id != "_"
        name = target.id if isinstance(target, ast.Name) and is_free else here
        if name in run.inputs or name in run.top.names:
            name = here
        wire = Wire(inputs.new_input(run, name, run.places.source(target)))
        wire.mutable = bool(run.builder.nodes[wire.node or 0].shape)
        things.append(wire)
    return tuple(things)


def as_table(run: Reading, thing: Thing, node: Place) -> Thing:
    """The dictionary that an input without a value is asked for entries as; any other thing as it
    is."""
    name = _unknown_input(run, thing)
    if not name or name.count("[") >= DEEPEST:  # ``d = d["a"]`` in a loop
        return thing
    return _replaced(run, thing, name, given_arguments.table(run, name, [], node))


def fill_arguments(
    run: Reading, owner: Dict, function: Thing, count: int, named: Collection[str]
) -> None:
    """Give a dictionary from outside the entries that a call by ``**`` needs: the parameters that
    ``count`` arguments by place and those ``named`` leave open."""
    if owner.default is not FROM_OUTSIDE:
        return
    if isinstance(function, Class):
        function, count = function.find("__init__"), count + 1
    elif isinstance(function, Method):
        function, count = function.function, count + 1
    if function is END or not isinstance(function, Function):
        return
    spec = function.arguments
    plain = [*spec.posonlyargs, *spec.args]
    needed = plain[count : len(plain) - len(function.defaults)]
    needed += [one for one in spec.kwonlyargs if one.arg not in function.keyword_defaults]
    body = function.body if isinstance(function.body, tuple) else (function.body,)
    used = uses(body, [one.arg for one in needed])
    for one in needed:
        if one.arg not in named and one.arg not in owner.items:
            path = f"{owner.path}[{one.arg!r}]"
            owner.items[one.arg] = one.arg, given_arguments.argument(run, one, used[one.arg], path)


def _unknown_input(run: Reading, thing: Thing) -> str:
    """The name of an input that the text gives no value, and nobody else; "" for other things."""
    if type(thing) is not Wire or thing.node is None or thing.base is not None:
        return ""
    name = run.builder.nodes[thing.node].name or ""
    if thing.node in run.structured:
        return name
    entry = run.inputs.get(name)
    is_own = entry is not None and entry.node == thing.node and name not in run.input_values
    return name if is_own and entry is not None and (entry.filled or entry.written is None) else ""


def _replaced(run: Reading, thing: Wire | Thing, name: str, by: Thing) -> Thing:
    """What stands for an input from now on, the same whenever it is asked for."""
    assert type(thing) is Wire
    index = thing.node or 0
    if index in run.structured:
        return run.structured[index]
    run.structured[index] = by
    run.inputs.pop(name, None)
    if run.top.names.get(name) is thing:
        run.top.names[name] = by
    return by
