"""The names that a loop's body changes, as far as its text tells."""

from __future__ import annotations

import ast


def changed_names(node: ast.For | ast.While) -> frozenset[str]:
    """Names that are assigned, or whose items or attributes are, and those whose methods are
    called."""
    found = set[str]()
    for statement in node.body:
        for part in ast.walk(statement):
            match part:
                case ast.Assign(targets=targets):
                    for target in targets:
                        found |= _roots(target)
                case ast.AugAssign(target=target):
                    found |= _roots(target)
                case ast.Call(func=ast.Attribute() as method):
                    found |= _roots(method)
    return frozenset(found)


def _roots(target: ast.AST) -> set[str]:
    """The names that a target begins with: p of ``p['w'][0]``."""
    if isinstance(target, ast.Tuple | ast.List):
        return set[str]().union(*map(_roots, target.elts))
    while isinstance(target, ast.Subscript | ast.Attribute | ast.Starred):
        target = target.value
    return {target.id} if isinstance(target, ast.Name) else set()
