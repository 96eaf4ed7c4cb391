"""Which loops of a student's text train: those that step parameters along gradients."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from graphs.language.gradient_names import STEPS, UPDATES, looks_like_gradient, targets


def statements(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements and those inside them, functions left out."""
    for one in body:
        yield one
        if not isinstance(one, ast.FunctionDef | ast.ClassDef):
            for field in ("body", "orelse", "finalbody"):
                yield from statements(getattr(one, field, []))


def _assigned(node: ast.stmt) -> list[str]:
    """The plain names that a statement assigns."""
    several = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [one.id for one in several if isinstance(one, ast.Name)]


def _stepped(node: ast.stmt) -> str:
    """The name that ``w -= step`` and ``w = w - step`` move, whatever the step is called."""
    match node:
        case ast.AugAssign(target=ast.Name(id=name), op=ast.Sub()):
            return name
        case ast.Assign(
            targets=[ast.Name(id=name)],
            value=ast.BinOp(left=ast.Name(id=same), op=ast.Sub()),
        ) if name == same:
            return name
    return ""


def is_update(node: ast.stmt) -> bool:
    """``w -= lr * dw``, ``w = w - lr * dw``, ``w += -lr * dw``: a parameter takes a step."""
    match node:
        case ast.AugAssign(target=target, value=value):
            pass
        case ast.Assign(targets=[ast.Name() | ast.Subscript() as target], value=ast.BinOp()):
            value = node.value
            if ast.unparse(target) not in ast.unparse(value):
                return False
        case _:
            return False
    name = ast.unparse(target)
    if looks_like_gradient(name) and not isinstance(target, ast.Subscript):
        return False
    words = [part.id for part in ast.walk(value) if isinstance(part, ast.Name)]
    if looks_like_gradient(name.split("[")[0]):
        return False
    if isinstance(node, ast.AugAssign) and any(STEPS.fullmatch(word) for word in words):
        return True
    rate = any(UPDATES.fullmatch(word) for word in words)
    small = any(
        isinstance(part, ast.Constant) and isinstance(part.value, float) and abs(part.value) < 1
        for part in ast.walk(value)
    )
    return (rate or small) and any(looks_like_gradient(word) for word in words)


def trains(node: ast.For | ast.While) -> bool:
    """Whether a loop steps parameters: it has updates, and more than updates."""
    inside = list(statements(node.body))
    others = [
        one for one in inside if isinstance(one, ast.Assign | ast.AugAssign) and not is_update(one)
    ]
    gradients = [name for one in inside for name in _assigned(one) if looks_like_gradient(name)]
    steps = any(targets(name, {_stepped(one)}) for one in inside for name in gradients)
    return len(others) > 1 and (steps or any(map(is_update, inside)))
