"""Which definition of a text that calls none is the main one."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence

from graphs.language.uncalled_definitions.parameter_uses import uses

Definition = ast.FunctionDef | ast.ClassDef | ast.Lambda

# Words in names of what serves another definition: slopes, updates, plots, tests, files.
HELPERS = frozenset(
    [
        "update",
        "plot",
        "show",
        "draw",
        "print",
        "display",
        "visualize",
        "visualise",
        "save",
        "load",
        "read",
        "write",
        "test",
        "check",
        "init",
        "initialize",
        "seed",
        "shuffle",
        "split",
        "onehot",
        "hot",
        "preprocess",
        "accuracy",
        "numerical",
        "make",
        "generate",
    ]
)
BACKWARD = frozenset(
    [
        "derivative",
        "deriv",
        "prime",
        "grad",
        "grads",
        "gradient",
        "gradients",
        "delta",
        "backward",
        "backprop",
        "back",
        "bwd",
        "get",
    ]
)
MAIN = frozenset(["loss", "cost", "forward", "model", "network", "objective"])
SLOPE = re.compile(r"d_?(sigmoid|tanh|relu|softmax|activation|act|f|g|mse)\w*", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
FORWARD = (
    *("forward", "__call__", "call", "fwd", "forward_pass", "forward_propagation", "feedforward"),
    *("feed_forward", "forward_prop", "forwardprop", "loss", "cost", "fit", "train", "predict"),
    *("step", "fn", "compute"),
)


def definitions(body: Sequence[ast.stmt]) -> dict[str, Definition]:
    """The functions, classes and lambdas with a name, by name, the last of each."""
    found: dict[str, Definition] = {}
    for part in body:
        match part:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found[name] = part
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Lambda() as value):
                found[name] = value
    return found


def main_definition(found: Mapping[str, Definition]) -> str | None:
    """The definition that no other calls and that reaches most others; of several the one with
    most statements, then the last. Definitions that only serve others come last."""
    calls = {name: _words(node) & (found.keys() - {name}) for name, node in found.items()}
    called = {word for words in calls.values() for word in words}
    free = [name for name in found if name not in called] or list(found)
    if not free:
        return None
    order = list(found)
    backward = {other for name in found if (other := partner(name, found)) is not None}

    def rank(name: str) -> tuple[object, ...]:
        node = found[name]
        return (
            not _takes_a_function(node),
            not _is_helper(name) and name not in backward,
            len(_reached(name, calls)),
            _statements(node),
            order.index(name),
        )

    return max(free, key=rank)


def main_method(node: ast.ClassDef) -> str | None:
    """The method of a class that computes: its forward pass, else the main one."""
    methods = {
        part.name: part
        for part in node.body
        if isinstance(part, ast.FunctionDef)
        and (part.name == "__call__" or not part.name.startswith("__"))
    }
    for name in FORWARD:
        if name in methods:
            return name
    return main_definition(methods)


def partner(name: str, found: Mapping[str, Definition] | Sequence[str]) -> str | None:
    """The definition that goes backward where this one goes forward: ``affine_backward`` of
    ``affine_forward``."""
    for before, after in (
        *(("forward", word) for word in ("backward", "backprop", "back", "bwd", "grad")),
        *(
            ("Forward", "Backward"),
            ("fwd", "bwd"),
            ("fw", "bw"),
            ("feed", "back"),
            ("fprop", "bprop"),
        ),
        *(("forward_propagation", "backward_propagation"), ("forward_prop", "back_prop")),
        *(("forward_propagation", "back_propagation"), ("forward_pass", "backward_pass")),
        *(("feedforward", word) for word in ("backprop", "backward", "backpropagation")),
        *(("feed_forward", word) for word in ("backprop", "back_propagation", "backward")),
        *(("__call__", "backward"), ("call", "backward"), ("predict", "backward")),
    ):
        if before in name and (other := name.replace(before, after, 1)) in found:
            return other
    for other in (f"{name}_backward", f"{name}_back", f"{name}_bwd", f"{name}_grad"):
        if other in found:
            return other
    if "forward" in name:  # affine_backward_alt
        start = name.replace("forward", "backward", 1)
        return next((other for other in found if other.startswith(f"{start}_")), None)
    return None


def is_cost(name: str) -> bool:
    """Whether a definition gives the number that is made small, by its name."""
    words = {word.lower() for word in _WORDS.findall(name)}
    return bool(words & {"cost", "loss", "criterion"}) and not words & (BACKWARD | HELPERS)


def _is_helper(name: str) -> bool:
    words = {word.lower() for word in _WORDS.findall(name)}
    if SLOPE.fullmatch(name) or name.startswith("_"):
        return True
    return bool(words & HELPERS) or bool(words & BACKWARD and not words & MAIN)


def _takes_a_function(node: Definition) -> bool:
    if isinstance(node, ast.ClassDef):
        return False
    names = [one.arg for one in node.args.args]
    body = node.body if isinstance(node.body, list) else [node.body]
    return any(use.is_called for use in uses(body, names).values())


def _words(node: ast.AST) -> set[str]:
    """Names that a definition uses, and methods; tanh of ``np.tanh`` is none."""
    words = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
    methods = [part for part in ast.walk(node) if isinstance(part, ast.Attribute)]
    return words | {
        part.attr
        for part in methods
        if not (isinstance(part.value, ast.Name) and part.value.id in ("np", "numpy", "math"))
    }


def _reached(name: str, calls: Mapping[str, set[str]]) -> set[str]:
    stack, met = [name], set[str]()
    while stack:
        for other in calls[stack.pop()] - met:
            met.add(other)
            stack.append(other)
    return met - {name}


def _statements(node: ast.AST) -> int:
    return sum(isinstance(part, ast.stmt) for part in ast.walk(node))
