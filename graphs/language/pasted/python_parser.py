"""Python's own parser, quietly."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Sequence


def to_tree(text: str) -> ast.Module:
    """The syntax tree of a text."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # 2(x) warns "not callable"; the evaluator explains it
        return ast.parse(text)


def fault_of(lines: Sequence[str]) -> SyntaxError | None:
    """What Python says against a text, if it says something."""
    try:
        to_tree("\n".join(lines))
    except SyntaxError as error:
        return error
    return None
