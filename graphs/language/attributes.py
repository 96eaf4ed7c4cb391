"""Attributes: of arrays, instances, classes, modules and the rest."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from graphs.errors import GraphError
from graphs.gates import BY_NAME
from graphs.gates.spellings import SPELLINGS
from graphs.language import inputs, literals
from graphs.language.advice.attribute_hints import hint_for, line_of_local
from graphs.language.advice.near_names import did_you_mean
from graphs.language.array_methods import (
    ARRAY_METHODS,
    ARRAY_PROPERTIES,
    UFUNC_METHODS,
    methods_of_numpy,
)
from graphs.language.descriptions import described
from graphs.language.generators import ITERATOR_METHODS
from graphs.language.library.dictionaries import (
    DICT_METHODS,
    METHODS_OF_KIND,
    fromkeys_of_type,
)
from graphs.language.library.lists import DEQUE_METHODS, LIST_METHODS, TUPLE_METHODS
from graphs.language.library.sets import SET_METHODS
from graphs.language.library.strings import STR_METHODS
from graphs.language.module_members import member
from graphs.language.object_attributes import (
    of_class,
    of_function,
    of_instance,
    of_method,
    of_partial,
    of_property,
    of_super,
)
from graphs.language.positions import Place
from graphs.language.random_sources import method_of_source
from graphs.language.reading import Reading
from graphs.language.things import (
    END,
    Builtin,
    Class,
    Dict,
    Function,
    GateFunction,
    Instance,
    Iterator,
    LeftOut,
    List,
    Method,
    Module,
    Partial,
    Progress,
    Property,
    RandomSource,
    Record,
    Set,
    Super,
    Template,
    Thing,
    Type,
    Wire,
)
from graphs.language.unread import command_line, outside
from graphs.language.unread.left_out import inherited
from graphs.language.visits import Visit


def attribute(run: Reading, thing: Thing, name: str, node: Place) -> Thing | Visit:
    """An attribute of a thing, or a visit that finds it.

    Raises:
        GraphError: it has none of this name.
    """
    finder = FINDERS.get(type(thing))
    found = END if finder is None else finder(run, thing, name, node)
    if found is END and isinstance(thing, Instance):
        found = inherited(thing, name) or END
    if found is END:
        raise no_attribute(run, thing, name, node)
    return found


def owner_text(run: Reading, node: Place) -> str:
    return run.segment(node.value if isinstance(node, ast.Attribute) else node)


def no_attribute(run: Reading, thing: Thing, name: str, node: Place) -> GraphError:
    """The error for an attribute that a thing does not have."""
    text = owner_text(run, node)
    if isinstance(thing, Instance):
        known = [*thing.attributes, *(key for one in thing.type.order for key in one.attributes)]
        near = did_you_mean(name, known)
        listed = ", ".join(key for key in dict.fromkeys(known) if not key.startswith("__"))
        hint = f"Did you mean {near}?" if near else f"It has {listed or 'no attributes'}."
        if (line := line_of_local(thing, name)) is not None:
            hint = f"{name} on line {line} is forgotten after its method: write self.{name} there."
        message = f"{text} is {described(thing)} and has no attribute {name}."
        return run.raised("AttributeError", message, node, hint)
    if isinstance(thing, Dict) and name in thing.items:
        message = f"{text} is a dictionary: its entry {name} is no attribute."
        return run.raised("AttributeError", message, node, f"Write {text}[{name!r}].")
    table = METHODS.get(type(thing))
    if table is not None:
        near = did_you_mean(name, table)
        hint = f"Did you mean {near}?" if near else f"It has {', '.join(sorted(table))}."
        message = f"{described(thing).capitalize()} has no .{name} here."
        return run.raised("AttributeError", message, node, hint)
    hint = hint_for(name, text, run.modules["numpy"], ())
    return run.raised("AttributeError", f"{text} has no .{name}.", node, hint)


# Arrays


def _of_array(run: Reading, thing: Thing, name: str, node: Place) -> Thing:
    """``x.T``, ``x.shape``, ``x.sum``: what NumPy's arrays have."""
    place = node.value if isinstance(node, ast.Attribute) else node
    if name in ARRAY_PROPERTIES:
        return ARRAY_PROPERTIES[name](run, thing, place, node)
    if name in ARRAY_METHODS:
        return Method(thing, Builtin(name, ARRAY_METHODS[name]))
    gate = BY_NAME.get(name) or SPELLINGS.get(name)
    known = methods_of_numpy()
    if gate is not None and name in known:
        meant = BY_NAME[gate.reduction] if gate.reduction else gate
        return Method(thing, GateFunction(meant, name, is_method=True))
    of_table = outside.attribute_of_array(run, thing, name)
    if of_table is not END:
        return of_table
    text = owner_text(run, node)
    has = (*sorted(known & (BY_NAME.keys() | SPELLINGS.keys())), *ARRAY_METHODS, *ARRAY_PROPERTIES)
    hint = hint_for(name, text, run.modules["numpy"], has)
    raise run.raised("AttributeError", f"{text} has no .{name}.", node, hint)


def _of_number(run: Reading, thing: Any, name: str, node: Place) -> Thing:
    if name == "is_integer":
        return Method(thing, Builtin(name, _is_integer))
    return _of_array(run, thing, name, node)


def _is_integer(run: Reading, node: Place, x: Any, /) -> bool:
    return isinstance(x, int) or bool(x.is_integer())


def _of_list(run: Reading, thing: List, name: str, node: Place) -> Thing:
    table = DEQUE_METHODS if thing.kind == "deque" else LIST_METHODS
    if name in table:
        return Method(thing, Builtin(name, table[name]))
    if name in ARRAY_PROPERTIES or name in BY_NAME or name in SPELLINGS or thing.array is not None:
        return _of_array(run, thing, name, node)
    return END


def _of_tuple(run: Reading, thing: tuple[Thing, ...], name: str, node: Place) -> Thing:
    if name in TUPLE_METHODS:
        return Method(thing, Builtin(name, TUPLE_METHODS[name]))
    if name in ARRAY_PROPERTIES or name in BY_NAME or name in SPELLINGS:
        return _of_array(run, thing, name, node)
    return END


def _of_dict(run: Reading, thing: Dict, name: str, node: Place) -> Thing:
    table = METHODS_OF_KIND[thing.kind]
    return Method(thing, Builtin(name, table[name])) if name in table else END


def _by_table(table: Mapping[str, Callable[..., Any]]) -> Callable[..., Thing]:
    def find(run: Reading, thing: Thing, name: str, node: Place) -> Thing:
        return Method(thing, Builtin(name, table[name])) if name in table else END

    return find


# Objects of the text


# Modules and what comes from them


def _of_module(run: Reading, thing: Module, name: str, node: Place) -> Thing:
    return member(run, thing.name, name, node)


def _of_left_out(run: Reading, thing: LeftOut, name: str, node: Place) -> Thing:
    if thing.is_undefined:
        return thing
    option = command_line.option_of(run, thing, name, node)
    return outside.attribute_of(run, thing, name, node) if option is END else option


def _of_progress(run: Reading, thing: Progress, name: str, node: Place) -> Thing:
    return LeftOut(f"tqdm.{name}", node.lineno)


def _of_gate(run: Reading, thing: GateFunction, name: str, node: Place) -> Thing:
    if name in UFUNC_METHODS:
        return Method(thing, Builtin(name, UFUNC_METHODS[name]))
    return thing.word if name == "__name__" else END


def _of_builtin(run: Reading, thing: Thing, name: str, node: Place) -> Thing:
    return thing.name if name == "__name__" else thing.attributes.get(name, END)


def _of_type(run: Reading, thing: Type, name: str, node: Place) -> Thing:
    if name == "__name__":
        return thing.name
    table = METHODS_BY_TYPE.get(thing.name, {})
    return Builtin(name, table[name]) if name in table else END


def _of_source(run: Reading, thing: RandomSource, name: str, node: Place) -> Thing:
    return method_of_source(run, thing, name, node)


def _of_record(run: Reading, thing: Record, name: str, node: Place) -> Thing:
    """An attribute of a name that is never assigned: an input."""
    path = f"{thing.name}.{name}"
    if path not in run.recorded:
        run.recorded[path] = Wire(inputs.new_input(run, path, run.places.source(node)))
        shape = run.builder.nodes[run.recorded[path].node or 0].shape
        run.recorded[path].mutable = bool(shape)
    return run.recorded[path]


METHODS: Mapping[Any, Mapping[str, Callable[..., Any]]] = {
    str: STR_METHODS,
    Template: STR_METHODS,
    Dict: DICT_METHODS,
    Set: SET_METHODS,
    List: LIST_METHODS,
    tuple: TUPLE_METHODS,
    Iterator: ITERATOR_METHODS,
}


def _by_type(
    kind: str, methods: Mapping[str, Callable[..., Any]], *owners: type
) -> Mapping[str, Callable[..., Any]]:
    """Methods as a type has them, ``str.upper``: what they are of is passed to them."""

    def of_an_owner(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def method(run: Reading, node: Place, owner: Thing, *things: Thing, **named: Thing) -> Any:
            if not isinstance(owner, owners):
                message = f"{kind}.{name} is called with {described(owner)}."
                hint = f"Its first argument is of the type {kind}."
                raise run.raised("TypeError", message, node, hint)
            return function(run, node, owner, *things, **named)

        return method

    return {name: of_an_owner(name, function) for name, function in methods.items()}


METHODS_BY_TYPE: Mapping[str, Mapping[str, Callable[..., Any]]] = {
    "str": _by_type("str", STR_METHODS, str, Template),
    "dict": {
        **_by_type("dict", METHODS[Dict], Dict),
        "fromkeys": fromkeys_of_type,  # which is of no dictionary
    },
    "set": _by_type("set", SET_METHODS, Set),
    "list": _by_type("list", LIST_METHODS, List),
    "tuple": _by_type("tuple", TUPLE_METHODS, tuple),
}
FINDERS: Mapping[type, Callable[..., Any]] = {
    **{kind: _by_table(table) for kind, table in METHODS.items()},
    Wire: _of_array,
    **dict.fromkeys(literals.NUMBER_TYPES, _of_number),
    Dict: _of_dict,
    List: _of_list,
    tuple: _of_tuple,
    Instance: of_instance,
    Class: of_class,
    Super: of_super,
    Function: of_function,
    Method: of_method,
    Partial: of_partial,
    Module: _of_module,
    LeftOut: _of_left_out,
    Progress: _of_progress,
    GateFunction: _of_gate,
    Builtin: _of_builtin,
    Type: _of_type,
    Property: of_property,
    RandomSource: _of_source,
    Record: _of_record,
}
