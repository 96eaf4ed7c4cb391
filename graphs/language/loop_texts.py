"""What a loop's text tells of it: the names that its body changes, whether it may end early."""

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


def ends_early(node: ast.For | ast.While) -> bool:
    """Whether a ``break`` or ``return`` may end a loop before its last pass."""
    stack: list[tuple[ast.AST, bool]] = [(statement, False) for statement in node.body]
    while stack:
        part, is_inner = stack.pop()
        if isinstance(part, ast.Return) or (isinstance(part, ast.Break) and not is_inner):
            return True
        if isinstance(part, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            continue
        is_loop = isinstance(part, ast.For | ast.While)
        stack += [(one, is_inner or is_loop) for one in ast.iter_child_nodes(part)]
    return False


def yields(node: ast.For | ast.While) -> bool:
    """Whether a loop gives items to what runs its generator."""
    return any(isinstance(part, ast.Yield | ast.YieldFrom) for part in ast.walk(node))


def reads_its_counter(node: ast.For) -> bool:
    """Whether a loop's body reads what the loop runs over, other than to print."""
    names = {part.id for part in ast.walk(node.target) if isinstance(part, ast.Name)}
    stack: list[ast.AST] = list(node.body)
    while stack:
        part = stack.pop()
        match part:
            case ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
                continue
            case ast.If(body=body, orelse=[]) if all(map(_only_prints, body)):
                continue
            case ast.Name(id=name, ctx=ast.Load()) if name in names:
                return True
        stack += ast.iter_child_nodes(part)
    return False


def _only_prints(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Expr(value=ast.Call(func=ast.Name(id="print"))):
            return True
    return False


def _roots(target: ast.AST) -> set[str]:
    """The names that a target begins with: p of ``p['w'][0]``."""
    if isinstance(target, ast.Tuple | ast.List):
        return set[str]().union(*map(_roots, target.elts))
    while isinstance(target, ast.Subscript | ast.Attribute | ast.Starred):
        target = target.value
    return {target.id} if isinstance(target, ast.Name) else set()
