"""The names that a statement writes, or of which it writes a part."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from graphs.language.scope import bound_names


def written_names(tree: ast.stmt) -> set[str]:
    """``dx`` of ``dx = …``, of ``dx[i] += …`` and of ``dx, dy = …``."""
    targets = tree.targets if isinstance(tree, ast.Assign) else [getattr(tree, "target", None)]
    return {name for target in targets if target is not None for name in _names(target)}


def goes_on_from(tree: ast.stmt, name: str) -> bool:
    """Whether a statement changes what a name holds, ``dx += …`` or ``dx[i] = …``."""
    return isinstance(tree, ast.AugAssign) or name not in bound_names((tree,))


def _names(target: ast.expr) -> Iterator[str]:
    while isinstance(target, ast.Subscript | ast.Starred):
        target = target.value
    if isinstance(target, ast.Tuple | ast.List):
        for part in target.elts:
            yield from _names(part)
    elif isinstance(target, ast.Name):
        yield target.id
