"""Python's binary operators: their signs, what they do with numbers, their methods."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Operator(NamedTuple):
    """A binary operator: its sign, what Python does with numbers, and its typed methods."""

    sign: str
    python: Callable[[Any, Any], Any]
    method: str


BINARY: Mapping[type[ast.operator], Operator] = {
    ast.Add: Operator("+", operator.add, "add"),
    ast.Sub: Operator("-", operator.sub, "sub"),
    ast.Mult: Operator("*", operator.mul, "mul"),
    ast.Div: Operator("/", operator.truediv, "truediv"),
    ast.Pow: Operator("**", operator.pow, "pow"),
    ast.MatMult: Operator("@", operator.matmul, "matmul"),
    ast.FloorDiv: Operator("//", operator.floordiv, "floordiv"),
    ast.Mod: Operator("%", operator.mod, "mod"),
    ast.LShift: Operator("<<", operator.lshift, "lshift"),
    ast.RShift: Operator(">>", operator.rshift, "rshift"),
    ast.BitAnd: Operator("&", operator.and_, "and"),
    ast.BitOr: Operator("|", operator.or_, "or"),
    ast.BitXor: Operator("^", operator.xor, "xor"),
}


BITS = (ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor)
WHOLE_PARTS = (ast.FloorDiv, ast.Mod)  # of numbers that count Python's own, else gates
