"""Arguments for a function that the text does not call: values of the same name, defaults, and
inputs named like its parameters."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from types import MappingProxyType

from graphs.gates.functions import TANH
from graphs.language import inputs
from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    FROM_OUTSIDE,
    Dict,
    Function,
    GateFunction,
    Instance,
    List,
    Literal,
    Record,
    Thing,
    Wire,
)
from graphs.language.uncalled_definitions.parameter_uses import Uses, uses
from graphs.model.paths import last_word

SIZES_IN_A_LIST = 3  # of layers


def arguments(
    run: Reading,
    function: Function,
    skip: int = 0,
    owner: Instance | None = None,
    known: Mapping[str, Thing] | None = None,
    keeps_defaults: bool = False,
) -> tuple[list[Thing], dict[str, Thing]]:
    """(things by position, things by name) to call a function of the text with.

    ``skip`` parameters are bound by the call itself; ``owner`` is the object whose method it is.
    ``known`` are things by the names of parameters. Numbers that parameters have by default are
    inputs, unless the call ``keeps_defaults``.
    """
    spec = function.arguments
    plain = [*spec.posonlyargs, *spec.args]
    defaults = dict(
        zip([one.arg for one in plain[len(plain) - len(function.defaults) :]], function.defaults,
            strict=True)
    ) | dict(function.keyword_defaults)  # fmt: skip
    body = function.body if isinstance(function.body, tuple) else (function.body,)
    used = uses(body, [one.arg for one in (*plain, *spec.kwonlyargs)])
    things: dict[str, Thing] = {}
    for place, one in enumerate((*plain, *spec.kwonlyargs)):
        name = one.arg
        if place < skip:
            continue
        if place == 0 and owner is not None and name in ("self", "cls", "this"):
            things[name] = owner
        elif known and name in known:
            things[name] = known[name]
        elif name in run.top.names and name not in run.inputs_made:
            things[name] = run.top.names[name]
        else:
            things[name] = argument(run, one, used[name], name, defaults, keeps_defaults)
            run.top.names.setdefault(name, things[name])
            run.inputs_made.add(name)
    if spec.vararg is not None:
        things[spec.vararg.arg] = ()
    if spec.kwarg is not None:
        things[spec.kwarg.arg] = Dict()
    listed = [things[one.arg] for one in plain[skip:]]
    rest = {name: it for name, it in things.items() if name not in {one.arg for one in plain}}
    return listed, rest


def an_input(run: Reading, name: str, node: Place) -> Wire:
    """A new input, with the value given for it, if one is."""
    source = run.places.source(node)
    wire = Wire(inputs.new_input(run, name, source))
    wire.mutable = bool(run.builder.nodes[wire.node or 0].shape)
    run.top.names.setdefault(name, wire)
    for watcher in run.watchers:
        watcher.bound(run, run.top, name, wire)
    return wire


def argument(
    run: Reading,
    parameter: ast.arg,
    used: Uses,
    name: str,
    defaults: Mapping[str, Thing] = MappingProxyType({}),
    keeps_defaults: bool = True,
) -> Thing:
    """What a parameter that is used so is given: an input of this name, inputs in a dictionary or
    list, a text."""
    is_given = name in run.input_values
    is_filled = used.is_tested and not used.is_table  # y=None, not config=None
    if name in defaults and not is_given and not (defaults[name] is None and is_filled):
        default = defaults[name]
        if isinstance(default, float) and not keeps_defaults:
            source = run.places.source(parameter)
            return Wire(inputs.new_input(run, name, source, Literal(float(default))))
        return default
    if used.is_record and not used.is_table:
        return Record(name)
    if last_word(name) in run.size_names.lists and not is_given:
        return List([an_item(run, name, place, parameter) for place in range(SIZES_IN_A_LIST)])
    if used.is_table:
        return table(run, name, used.required, parameter, used.entry_texts)
    if used.texts:
        return used.texts[0]
    if used.is_called and not used.is_bare:
        return GateFunction(TANH, TANH.name)
    if not used.is_used and not is_given:
        return None
    return an_input(run, name, parameter)


def table(
    run: Reading,
    name: str,
    keys: list[str],
    node: Place,
    texts: Mapping[str, str] | None = None,
) -> Dict:
    """A dictionary of inputs: ``params['W1']``; entries that are asked for later are inputs too.
    Those compared with ``texts`` are one of them."""
    made, texts = Dict(path=name, default=FROM_OUTSIDE), texts or {}
    for key in keys:
        made.items[key] = (key, texts[key] if key in texts else an_entry(run, made, key, node))
    return made


def an_item(run: Reading, name: str, place: int, node: Place) -> Wire:
    """A new input that is an item of a list, a number."""
    return Wire(inputs.new_input(run, f"{name}[{place}]", run.places.source(node)))


def an_entry(run: Reading, owner: Dict, key: Thing, node: Place) -> Thing:
    """A new input that is an entry of a dictionary."""
    wire = Wire(inputs.new_input(run, f"{owner.path}[{key!r}]", run.places.source(node)))
    wire.mutable = bool(run.builder.nodes[wire.node or 0].shape)
    return wire


def an_attribute(run: Reading, owner: Instance, name: str, node: Place) -> Wire:
    """A new input that is an attribute of an object which the text never gives one."""
    index = inputs.new_input(run, f"{owner.path or 'self'}.{name}", run.places.source(node))
    return Wire(index, mutable=bool(run.builder.nodes[index].shape))
