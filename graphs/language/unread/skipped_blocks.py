"""Loops and conditions over what is left out: skipped, where nothing that is known changes."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from graphs.language.reading import Reading
from graphs.language.scope import Scope, parts_outside_functions
from graphs.language.things import Dict, Function, Instance, LeftOut, List, Set, Thing

_LEAVES = (
    ast.Return,
    ast.Yield,
    ast.YieldFrom,
    ast.Global,
    ast.Nonlocal,
    ast.Delete,
    ast.AugAssign,
)
_CHANGED = (List, Dict, Set, Instance)


def skips(run: Reading, node: ast.For | ast.If | ast.While, thing: LeftOut, scope: Scope) -> bool:
    """Whether a block that hangs on a thing can be skipped; the names that it binds are then left
    out, too.

    A block that plots and prints can be; one that changes what is known, or leaves early, cannot.
    """
    targets = _stored([node.target]) if isinstance(node, ast.For) else set()
    body = [*node.body, *node.orelse]
    leaves = (*_LEAVES, ast.Break, ast.Continue) if isinstance(node, ast.If) else _LEAVES
    for part in parts_outside_functions(body):
        if isinstance(part, leaves) and not _may_change(part, scope):
            return False
        if isinstance(part, ast.Call) and _changes(part.func, scope, targets):
            return False
        if isinstance(part, ast.Subscript | ast.Attribute) and isinstance(part.ctx, ast.Store):
            root = _root(part)
            if root is None or not (root in targets or _is_left_out(root, scope)):
                return False
    names = _stored(body)
    known = names & run.input_values.keys()
    if known or any(not _is_left_out(name, scope) for name in names - targets):
        return False
    for name in names | targets:
        scope.home(name).names[name] = LeftOut(thing.name, node.lineno, name, place=node)
    return True


def _may_change(part: ast.AST, scope: Scope) -> bool:
    target = part.target if isinstance(part, ast.AugAssign) else None
    root = _root(target) if target is not None else None
    return root is not None and isinstance(_found(root, scope), LeftOut)


def _stored(body: Sequence[ast.AST]) -> set[str]:
    return {
        part.id
        for part in parts_outside_functions(body)
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }


def _root(node: ast.AST) -> str | None:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _found(name: str, scope: Scope) -> Thing:
    home = scope.find(name)
    return None if home is None else home.names[name]


def _is_left_out(name: str, scope: Scope) -> bool:
    """Whether a name holds nothing that is known."""
    return scope.find(name) is None or isinstance(_found(name, scope), LeftOut)


def _changes(function: ast.expr, scope: Scope, targets: set[str]) -> bool:
    """Whether a call may change something: a method of a container or an object, or a function of
    the text that declares a name global."""
    root = _root(function)
    thing = None if root is None or root in targets else _found(root, scope)
    if isinstance(thing, Function):
        body = [thing.body] if isinstance(thing.body, ast.expr) else thing.body
        return any(isinstance(part, ast.Global) for part in parts_outside_functions(body))
    return isinstance(thing, _CHANGED)
