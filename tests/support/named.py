"""A program as Python itself runs it over HIPS autograd, with the gradient of every name.

Each assignment at the top level gets a tap: zeros added to the value, whose gradient is the
gradient of that value. Items that are assigned make a new array.
Run as ``python -m tests.support.named`` it writes tests/goldens/gallery anew; the engine has no
part in it.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import autograd.numpy as anp
import numpy as np
from autograd import make_vjp
from autograd.numpy.numpy_boxes import ArrayBox
from autograd.tracer import getval

from tests.support.reference import ARRAYS, NAMESPACE
from web.gallery import EXAMPLES

GOLDENS = Path(__file__).parents[1] / "goldens" / "gallery"


def first(word: str) -> Any:
    """``np.maximum`` and ``np.minimum``: the whole gradient to the first of equal arguments."""
    return lambda x, y: (ARRAYS if anp.ndim(x) + anp.ndim(y) else NAMESPACE)[word](x, y)


# Two methods that autograd's arrays lack.
ArrayBox.dot = anp.dot
ArrayBox.transpose = lambda self, *axes: anp.transpose(self, axes or None)
NUMPY = vars(anp) | {"maximum": first("max"), "minimum": first("min")}
NUMPY |= {"random": np.random, "index_exp": np.index_exp}
WORDS = ARRAYS | {"np": SimpleNamespace(**NUMPY), "max": NAMESPACE["max"]}  # max(x, y)


class Tapped(ast.NodeTransformer):
    """``q = …`` becomes ``q = …; q = tap("q", q)``, and ``a[k] = v`` becomes a call."""

    def visit_Import(self, node: ast.Import) -> None:
        """Dropped: the names are there."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        return node  # names inside are the function's own

    def visit_Assign(self, node: ast.Assign) -> list[ast.stmt]:
        (target,) = node.targets
        if isinstance(target, ast.Subscript):
            return self._item(target, node.value)
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        return [node, *(self._tap(name.id) for name in names if isinstance(name, ast.Name))]

    def visit_AugAssign(self, node: ast.AugAssign) -> list[ast.stmt]:
        old = ast.parse(ast.unparse(node.target), mode="eval").body
        changed = ast.BinOp(old, node.op, node.value)
        return self.visit_Assign(ast.Assign([node.target], changed))

    def _item(self, target: ast.Subscript, value: ast.expr) -> list[ast.stmt]:
        name, key = ast.unparse(target.value), ast.unparse(target.slice)
        call = f"{name} = put({name}, np.index_exp[{key}], {ast.unparse(value)})"
        return [ast.parse(call).body[0], self._tap(name)]

    def _tap(self, name: str) -> ast.stmt:
        return ast.parse(f"{name} = tap({name!r}, {name})").body[0]


def named(
    text: str, inputs: Mapping[str, Any], output: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The latest value of each name, and the gradient of the output's sum for each of them.

    In a program of arrays whole numbers are sizes and labels, and have no gradient.
    """
    tree = Tapped().visit(ast.parse(text))
    code = compile(ast.fix_missing_locations(tree), "program", "exec")
    kinds = "f" if "np." in text else "fi"
    order: list[str] = []
    zeros: list[Any] = []
    values: dict[str, Any] = {}

    def run(deltas: list[Any] | None) -> Any:
        order.clear()

        def tap(name: str, value: Any) -> Any:
            if isinstance(value, list):
                return value
            plain = np.asarray(getval(value))
            values[name] = plain
            if plain.dtype.kind not in kinds:
                return value
            order.append(name)
            if deltas is None:
                zeros.append(np.zeros(plain.shape))
                return value * 1.0
            return value + deltas[len(order) - 1]

        space = WORDS | {"tap": tap}
        for name, value in inputs.items():
            space[name] = tap(name, np.array(value, dtype=np.float64))
        exec(code, space)
        return anp.sum(space[output])

    run(None)
    pull, _ = make_vjp(run)(zeros)
    taps = dict(zip(order, pull(1.0), strict=True))  # the latest of a name wins
    return {name: value for name, value in values.items() if value.dtype != object}, taps


def listed(value: Any) -> Any:
    """Nested lists, to twelve digits."""
    return json.loads(json.dumps(np.asarray(value, dtype=np.float64).tolist()), parse_float=_short)


def _short(text: str) -> float:
    return float(f"{float(text):.12g}")


def golden(entry: Mapping[str, Any], output: str) -> str:
    """A golden file: a line a name."""
    values, grads = named(entry["program"], entry["inputs"], output)

    def block(numbers: Mapping[str, Any]) -> str:
        return ",\n".join(f'  "{name}": {json.dumps(listed(it))}' for name, it in numbers.items())

    return (
        f'{{\n "output": "{output}",\n "values": {{\n{block(values)}\n }},\n'
        f' "grads": {{\n{block(grads)}\n }}\n}}\n'
    )


if __name__ == "__main__":
    for entry in EXAMPLES:
        last = ast.unparse(ast.parse(entry["program"]).body[-1]).split(" = ")[0]
        (GOLDENS / f"{entry['id']}.json").write_text(golden(entry, last))
