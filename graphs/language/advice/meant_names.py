"""What a name without a value was meant to be: another name of the text that it is a slip for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from graphs.language.advice.near_names import did_you_mean
from graphs.language.bound_lines import tree_of
from graphs.language.gradient_names import DATA, LABELS, UPDATES
from graphs.language.scope import COMPREHENSIONS, parts_outside_functions

LONGEST_RUN = 12  # letters of names that run together


class Use(NamedTuple):
    """A name read where no function around it binds it: the simple statement, with the other names
    that it reads, and the variables that can be seen there."""

    beside: frozenset[str]
    seen: frozenset[str]


def meant_name(name: str, text: str) -> str | None:
    """The name of the text that another one without a value is a slip for, or two names that run
    together (``w2i2``); None for parameters, data, and names that stand beside that name."""
    uses = _uses(text).get(name, [])
    if not uses:
        return None
    seen = frozenset.intersection(*(use.seen for use in uses)) - {name}
    beside = frozenset[str]().union(*(use.beside for use in uses))
    apart = sorted(seen - beside)
    is_data = DATA.fullmatch(name) or LABELS.fullmatch(name)
    if not is_data:
        same = [one for one in apart if one.lower() == name.lower()]
        if found := same or [one for one in apart if _are_of_one_word(one, name)]:
            return found[0]
    if len(name) > 2:
        others = sorted(one for one in seen if len(one) > 2 and one.lower() != name.lower())
        others = [one for one in others if one in apart or not _are_of_one_word(one, name)]
        if near := did_you_mean(name, others):
            return near
    return None if is_data or UPDATES.fullmatch(name) else _run_together(name, seen)


def _are_of_one_word(one: str, other: str) -> bool:
    """Whether two names are singular and plural of a word: mark and marks, loss and losses."""
    short, long = sorted((one, other), key=len)
    plurals = (f"{short}s", f"{short}es", re.sub("y$", "ies", short))
    return len(short) > 2 and long != short and long in plurals


def _run_together(name: str, seen: frozenset[str]) -> str | None:
    """``w2*i2``, of ``w2i2``."""
    if len(name) > LONGEST_RUN or name in seen:
        return None
    cuts = ((name[:at], name[at:]) for at in range(1, len(name)))
    return next((f"{one}*{other}" for one, other in cuts if {one, other} <= seen), None)


@lru_cache(maxsize=4)
def _uses(text: str) -> Mapping[str, list[Use]]:
    """The names that a text reads where no function around binds them."""
    read: list[tuple[str, int, frozenset[str]]] = []  # the name, what it stands in, what is seen
    together: dict[int, set[str]] = {}
    none = frozenset[str]()
    tree = tree_of(text)
    stack: list[tuple[ast.AST, ast.AST, frozenset[str], frozenset[str]]] = [
        (tree, tree, none, _variables(tree.body))
    ]
    while stack:
        node, unit, bound, seen = stack.pop()
        own = _own_names(node)
        bound, seen = bound | own, seen | own
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            together.setdefault(id(unit), set()).add(node.id)
            if node.id not in bound:
                read.append((node.id, id(unit), seen))
        holds_others = isinstance(node, ast.Module) or hasattr(node, "body")
        for child in ast.iter_child_nodes(node):
            stack.append((child, child if holds_others else unit, bound, seen))
    found: dict[str, list[Use]] = {}
    for name, place, seen in read:
        found.setdefault(name, []).append(Use(frozenset(together[place]), seen))
    return found


def _own_names(node: ast.AST) -> frozenset[str]:
    """The variables that a function or a comprehension has for its own."""
    if isinstance(node, COMPREHENSIONS):
        return _variables(node.generators)
    if not isinstance(node, ast.FunctionDef | ast.Lambda):
        return frozenset()
    body = node.body if isinstance(node.body, list) else [node.body]
    parameters = (part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg))
    return _variables(body).union(parameters)


def _variables(body: Iterable[ast.AST]) -> frozenset[str]:
    """The names that some parts assign, not looking into functions."""
    return frozenset(
        part.id
        for part in parts_outside_functions(body)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    )
