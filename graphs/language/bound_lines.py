"""Where a text binds its names, for errors that speak of another line."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache

from graphs.errors import GraphError
from graphs.language.scope import parts_outside_functions
from graphs.language.syntax import to_syntax_tree
from graphs.limits import UNLIMITED


@lru_cache(maxsize=4)
def tree_of(text: str) -> ast.Module:
    """The tree of a text that is being read; an empty one where it cannot be read alone."""
    try:
        return to_syntax_tree(text, UNLIMITED).tree
    except GraphError:
        return ast.Module([], [])


@lru_cache(maxsize=4)  # errors ask for name after name of one text
def bound_lines(text: str) -> Mapping[str, list[int]]:
    """The names of a text's top level, with the lines that bind them."""
    lines: dict[str, list[int]] = {}
    for part in parts_outside_functions(tree_of(text).body):
        match part:
            case ast.Name(id=name, ctx=ast.Store()):
                lines.setdefault(name, []).append(part.lineno)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                lines.setdefault(name, []).append(part.lineno)
    return {name: sorted(several) for name, several in lines.items()}
