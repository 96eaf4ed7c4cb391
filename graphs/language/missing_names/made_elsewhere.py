"""Shapes that another definition of a text gives to names: of an initialisation that nothing
calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from graphs.language.array_makers import LIKE, PLAIN, RANDOM
from graphs.language.text_analysis import called_word

BY_PLACE = frozenset(("rand", "randn"))
MAKES = re.compile(r".*(init|build|create|make|reset|setup).*", re.IGNORECASE)


def made_elsewhere(parts: Iterable[ast.AST]) -> Iterator[tuple[str, list[str]]]:
    """(name, its sizes in words) of ``self.W = np.zeros((1, self.n))`` in a method, and of names
    and entries in a function that makes parameters, ``b = 0`` included."""
    for part in parts:
        if not isinstance(part, ast.FunctionDef):
            continue
        makes = bool(MAKES.fullmatch(part.name))
        for one in ast.walk(part):
            if isinstance(one, ast.Assign) and len(one.targets) == 1:
                name = _name(one.targets[0], makes)
                sizes = _sizes(one.value) if name else None
                if sizes or (sizes is not None and makes):
                    yield name, sizes


def _name(target: ast.expr, makes: bool) -> str:
    match target:
        case ast.Attribute(value=ast.Name(id="self"), attr=name):
            return name
        case ast.Name(id=name) | ast.Subscript(slice=ast.Constant(value=str(name))) if makes:
            return name
    return ""


def _sizes(value: ast.expr) -> list[str] | None:
    """The sizes of what is made, in words; None where they are not written."""
    match value:
        case ast.Constant(value=int() | float()):
            return []
        case ast.BinOp(left=left, right=right):
            made = _sizes(left)
            return made or _sizes(right) or made
        case ast.Call(args=args, keywords=keywords) if (word := called_word(value)) in SHAPED:
            if word in BY_PLACE:
                return [_word(one) for one in args]
            named = [one.value for one in keywords if one.arg in ("size", "shape")]
            last = args[-1:] if word in RANDOM else args[:1]
            for one in named or last:
                return [_word(it) for it in (one.elts if isinstance(one, ast.Tuple) else [one])]
    return None


SHAPED = frozenset((*PLAIN, *RANDOM)) - LIKE - {"linspace", "arange", "eye", "identity"}


def _word(node: ast.expr) -> str:
    """A size as words: ``4 * H`` stays a product, what else is computed is a size of its own."""
    words = re.findall(r"\w+", ast.unparse(node).replace("self.", ""))
    is_product = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
    return " ".join(words if is_product else sorted(words, key=str.isdigit))
