"""Names in an exported script that neither it, nor Python, nor its library has."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from functools import cache

from tests.support.framework_names import Names, kept

VALUES = {"torch": "torch.Tensor", "jax": "jax.Array"}  # what a script's values are
MODULES = {"torch": "torch", "jax": "jax", "jnp": "jax.numpy"}
AT = {"set", "add"}  # of jax.Array.at[…]


@cache
def known() -> Names:
    return kept()


def lacking(script: str) -> list[str]:
    """Functions, methods and keywords of a PyTorch or JAX script that do not exist, in order."""
    try:
        tree = ast.parse(script)
    except SyntaxError as error:  # a row without any name: torch.(x)
        return [str(error.text).strip()]
    library = "jax" if "import jax" in script else "torch"
    made = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    made |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    made |= {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    made |= {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    return list(_lacking(tree, library, made))


def _lacking(tree: ast.AST, library: str, made: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id not in made and not hasattr(builtins, node.id):
            yield node.id
        elif isinstance(node, ast.Attribute):
            place = _place(node.value)
            if place is not None:
                if node.attr not in known()[place] and f"{place}.{node.attr}" not in known():
                    yield f"{place}.{node.attr}"
            elif not (
                node.attr in known()[VALUES[library]]
                or _is_update(node)
                or isinstance(node.value, ast.Dict)
            ):
                yield f"{VALUES[library]}.{node.attr}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            place = _place(node.func.value)
            taken = known()[place].get(node.func.attr) if place is not None else None
            words = {keyword.arg for keyword in node.keywords if keyword.arg is not None}
            for word in sorted(words - taken) if taken else ():
                yield f"{place}.{node.func.attr}({word}=)"


def _place(node: ast.expr) -> str | None:
    """The module or class of a library that an expression is, if it is one."""
    if isinstance(node, ast.Name):
        return MODULES.get(node.id)
    if isinstance(node, ast.Attribute):
        outer = _place(node.value)
        inner = f"{outer}.{node.attr}"
        return inner if outer is not None and inner in known() else None
    return None


def _is_update(node: ast.Attribute) -> bool:
    """``x.at[0].set``."""
    items = node.value
    return (
        node.attr in AT
        and isinstance(items, ast.Subscript)
        and isinstance(items.value, ast.Attribute)
        and items.value.attr == "at"
    )
