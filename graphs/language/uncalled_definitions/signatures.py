"""What a definition takes and gives, by its names: upstream gradients, a cache, what it returns."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from graphs.language.gradient_names import looks_like_gradient
from graphs.language.things import Function
from graphs.language.uncalled_definitions.main_definition import Definition


def returned_names(node: Definition) -> list[str]:
    """The names that the last ``return`` of a definition gives; "" for what has none."""
    if isinstance(node, ast.ClassDef):
        return []
    if isinstance(node, ast.Lambda):
        return [""]
    last = last_return(node)
    value = None if last is None else last.value
    parts = value.elts if isinstance(value, ast.Tuple) else [] if value is None else [value]
    return [part.id if isinstance(part, ast.Name) else "" for part in parts]


def last_return(node: Definition) -> ast.Return | None:
    returns = [part for part in ast.walk(node) if isinstance(part, ast.Return) and part.value]
    return max(returns, key=lambda part: part.lineno, default=None)


def gradient_names(returned: Sequence[str], forward: Function) -> list[str]:
    """The names of what a backward pass gives: where it has none of its own, it is the gradient of
    the forward pass's parameter at the same place."""
    names = [one.arg for one in parameters(forward) if one.arg != "self"]
    return [
        name or (f"d{names[place]}" if place < len(names) else "")
        for place, name in enumerate(returned)
    ]


def argument(function: Function, name: str) -> ast.arg:
    return next(one for one in parameters(function) if one.arg == name)


def parameters(function: Function) -> list[ast.arg]:
    arguments = function.arguments
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]


def upstream_parameters(function: Function) -> list[str]:
    """The parameters of a backward pass that the upstream gradients are given by."""
    names = [one.arg for one in parameters(function) if one.arg != "self"]
    return [name for name in names if looks_like_gradient(name)]


def cache_parameter(function: Function) -> str | None:
    names = [one.arg for one in parameters(function) if one.arg != "self"]
    return next((name for name in names if re.search(r"cache|ctx|memory|saved", name)), None)
