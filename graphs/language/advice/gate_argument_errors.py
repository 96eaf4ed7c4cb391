"""Errors of the arguments of gates: too many, too few, unknown, or arrays where an axis stands."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from graphs.errors import GraphError
from graphs.gates import Gate
from graphs.gates.spellings import Spelling
from graphs.language.advice.near_names import did_you_mean
from graphs.language.arguments import count
from graphs.language.positions import Place
from graphs.language.reading import Reading

# What is meant by a second argument that a gate does not take.
TOO_MANY = {"log": "Write {example}; to the base {y} it is {name}({x}) / {name}({y})."}


def _written(run: Reading, node: Place) -> list[str]:
    """The arguments of a call, as they are written."""
    return [run.segment(one) for one in (node.args if isinstance(node, ast.Call) else ())]


def count_error(
    run: Reading, callee: Gate | Spelling, name: str, given: int, node: Place
) -> GraphError:
    """The error for a call with too many arguments or too few."""
    written = _written(run, node)
    if callee.takes_list and len(written) > 1:
        return one_array_error(run, callee, name, node)
    several = callee.variadic or callee.takes_list
    need = f"{callee.arity} or more arguments" if several else count(callee.arity)
    example = name + "(" + ", ".join("xyz"[: callee.arity]) + ")"
    hint = TOO_MANY.get(name.rpartition(".")[2], "Write it as {example}.")
    words = dict(zip("xy", [*written, "x", "y"], strict=False))
    hint = hint.format(example=example, name=name, **words)
    return run.raised("TypeError", f"{name} takes {need}, not {given}.", node, hint)


def one_array_error(run: Reading, callee: Gate | Spelling, name: str, node: Place) -> GraphError:
    """The error for ``np.sum(x, y)`` and ``np.concatenate(x, y)``."""
    written = _written(run, node)
    mend = f"{name}([{', '.join(written)}])"
    what, hint = "list of arrays", f"Write {mend}"
    if not callee.takes_list:
        what, hint = "array", f"Write {mend}, or {' + '.join(written)}."
    error = run.error(f"{name} takes one {what}; what follows is the axis.", node, hint, mend)
    error.kind = "TypeError"
    return error


def unknown_argument_error(
    run: Reading, name: str, word: str, known: Sequence[str], node: Place
) -> GraphError:
    """The error for a keyword that a function does not have."""
    near = did_you_mean(word, known)
    listed = ", ".join(known)
    place: Any = node
    for keyword in node.keywords if isinstance(node, ast.Call) else ():
        if keyword.arg == word:
            place = keyword
    return run.raised(
        "TypeError",
        f"{name} takes no argument called {word}.",
        place,
        f"Did you mean {near}?" if near else f"It takes {listed}." if listed else
        "Give its arguments in order.",
    )  # fmt: skip
