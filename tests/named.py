"""A program as Python itself runs it over HIPS autograd, with the gradient of every name.

Each assignment at the top level gets a tap: zeros added to the value, whose gradient is the
gradient of that value. Items that are assigned become a gate with a rule of its own, written here.
Run as ``python -m tests.named`` it writes tests/goldens/gallery anew; the engine has no part in it.
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
from autograd.extend import defvjp, primitive
from autograd.tracer import getval

from tests.reference import NAMESPACE
from web.gallery import EXAMPLES

GOLDENS = Path(__file__).parent / "goldens" / "gallery"
# Names that are written in the brackets of these stay whole numbers.
SIZES = ("range", "arange", "zeros", "ones", "eye", "full", "randn", "rand", "normal", "reshape")


@primitive
def written(array: Any, value: Any, key: Any) -> Any:
    """``array[key] = value``, as a new array."""
    copy = np.array(array, dtype=np.float64)
    copy[key] = value
    return copy


def _zeroed(g: Any, key: Any) -> Any:
    kept = np.array(g)
    kept[key] = 0.0
    return kept


def _picked(g: Any, key: Any, value: Any) -> Any:
    part = np.asarray(g[key])
    axes = range(part.ndim - np.ndim(value))
    part = part.sum(axis=tuple(axes))
    ones = tuple(axis for axis, size in enumerate(np.shape(value)) if size == 1)
    return part.sum(axis=ones, keepdims=True)


defvjp(
    written,
    lambda ans, array, value, key: lambda g: _zeroed(g, key),
    lambda ans, array, value, key: lambda g: _picked(g, key, value),
    None,
)


def softmax(x: Any, axis: int = -1) -> Any:
    e = anp.exp(x - anp.max(x, axis=axis, keepdims=True))
    return e / anp.sum(e, axis=axis, keepdims=True)


ARRAYS: dict[str, Any] = NAMESPACE | {
    "np": SimpleNamespace(**(vars(anp) | {"random": np.random})),
    "softmax": softmax,
    "log_softmax": lambda x, axis=-1: anp.log(softmax(x, axis)),
    "list": list,
    "len": len,
    "enumerate": enumerate,
    "zip": zip,
    "float": float,
    "written": written,
}


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
        call = f"{name} = written({name}, {ast.unparse(value)}, np.s_[{key}])"
        return [ast.parse(call).body[0], self._tap(name)]

    def _tap(self, name: str) -> ast.stmt:
        return ast.parse(f"{name} = tap({name!r}, {name})").body[0]


def whole_names(tree: ast.AST) -> set[str]:
    """Names that must stay whole numbers, for they are sizes."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    sized = [call for call in calls if ast.unparse(call.func).split(".")[-1] in SIZES]
    return {
        node.id
        for call in sized
        for argument in call.args
        for node in ast.walk(argument)
        if isinstance(node, ast.Name)
    }


def named(
    text: str, inputs: Mapping[str, Any], output: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The latest value of each name, and the gradient of the output's sum for each of them.

    Whole numbers used as sizes, and arrays of whole numbers, have no gradient.
    """
    tree = ast.parse(text)
    whole = whole_names(tree)
    code = compile(ast.fix_missing_locations(Tapped().visit(tree)), "program", "exec")
    order: list[str] = []
    zeros: list[Any] = []
    values: dict[str, Any] = {}

    def run(deltas: list[Any] | None) -> Any:
        order.clear()

        def tap(name: str, value: Any) -> Any:
            plain = np.asarray(getval(value))
            values[name] = plain
            data = plain.dtype.kind != "f" and (plain.ndim or plain.dtype.kind == "b")
            if callable(value) or data or name in whole:
                return value
            order.append(name)
            if deltas is None:
                zeros.append(np.zeros(plain.shape))
                return value * 1.0
            return value + deltas[len(order) - 1]

        space = ARRAYS | {"tap": tap}
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
