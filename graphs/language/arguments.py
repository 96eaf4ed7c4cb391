"""The arguments of a call, bound to the parameters of a function of the text."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from graphs.language.positions import Place
from graphs.language.reading import Reading
from graphs.language.things import (
    Class,
    Function,
    Instance,
    Thing,
    dict_of,
)


def callee_place(node: Place) -> Place:
    """Where the callee of a call stands."""
    return node.func if isinstance(node, ast.Call) else node


def label_of(run: Reading, function: Function, node: Place) -> str:
    """How a message calls a function: its name, or the text of a lambda's call."""
    if function.name != "lambda":
        return function.name
    return " ".join(run.segment(callee_place(node)).split())


def count(arguments: int) -> str:
    return f"{arguments} argument{'' if arguments == 1 else 's'}"


def bind_arguments(
    run: Reading, function: Function, things: list[Thing], named: Mapping[str, Thing], node: Place
) -> dict[str, Thing]:
    """A call's arguments by parameter, as Python binds them.

    Raises:
        GraphError: one is missing, given twice, or has no parameter.
    """
    arguments = function.arguments
    plain = [*arguments.posonlyargs, *arguments.args]
    names = [one.arg for one in plain]
    keyword_only = [one.arg for one in arguments.kwonlyargs]
    label = label_of(run, function, node)
    shown = ", ".join([*names, *keyword_only]) or "none"
    bound_names = dict(zip(names, things, strict=False))
    rest = things[len(names) :]
    if rest and arguments.vararg is None:
        is_method = isinstance(function.owner, Class) and names[:1] == ["self"]
        taken = len(names) - is_method
        raise run.raised(
            "TypeError",
            f"{label} takes {count(taken)}, not {len(things) - is_method}.",
            node,
            _lacks_self(function, label, names, things)
            or f"Call it as {label}({', '.join(names[is_method:])}).",
        )
    positional_only = {one.arg for one in arguments.posonlyargs}
    others: dict[str, Thing] = {}
    for name, thing in named.items():
        if name in bound_names and name not in positional_only:
            message = f"{name} is given twice in this call."
            raise run.raised("TypeError", message, node, "Give it once.")
        if (name in names and name not in positional_only) or name in keyword_only:
            bound_names[name] = thing
        elif arguments.kwarg is not None:
            others[name] = thing
        else:
            raise run.raised(
                "TypeError",
                f"{label} has no parameter {name}.",
                node,
                f"Its parameters are {shown}.",
            )
    given_defaults = names[len(names) - len(function.defaults) :]
    for name, thing in zip(given_defaults, function.defaults, strict=True):
        bound_names.setdefault(name, thing)
    for name, thing in function.keyword_defaults.items():
        bound_names.setdefault(name, thing)
    missing = [name for name in (*names, *keyword_only) if name not in bound_names]
    if missing:
        is_method = isinstance(function.owner, Class) and names[:1] == ["self"]
        raise run.raised(
            "TypeError",
            f"{label} is called without {', '.join(missing)}.",
            node,
            _on_class(function, label, names, node)
            or f"Call it as {label}({', '.join(names[is_method:])}).",
        )
    if arguments.vararg is not None:
        bound_names[arguments.vararg.arg] = tuple(rest)
    if arguments.kwarg is not None:
        bound_names[arguments.kwarg.arg] = dict_of(others)
    return bound_names


def _lacks_self(
    function: Function, label: str, names: list[str], things: list[Thing]
) -> str | None:
    """What to write for a method that does not name the object that it is called on."""
    if not isinstance(function.owner, Class) or names[:1] in (["self"], ["cls"]):
        return None
    if len(things) != len(names) + 1 or not isinstance(things[0], Instance):
        return None
    return f"The object comes first: write def {label}({', '.join(['self', *names])})."


def _on_class(function: Function, label: str, names: list[str], node: Place) -> str | None:
    """What to write for a method that is called on its class."""
    method = node.func if isinstance(node, ast.Call) else None
    owner = function.owner
    if not isinstance(owner, Class) or names[:1] != ["self"]:
        return None
    if not isinstance(method, ast.Attribute) or not isinstance(method.value, ast.Name):
        return None
    if method.value.id != owner.name:
        return None
    listed = ", ".join(names[1:])
    return f"Call it on an object: net = {owner.name}(…), then net.{label}({listed})."
