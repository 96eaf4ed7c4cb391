"""The text of a function around the lines of its body, and what the names in it mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from keyword import iskeyword
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from graphs.compiled.body import Body
from graphs.compiled.lowering import Lowering
from graphs.compiled.names import Names
from graphs.compiled.operation_code import PYTHON
from graphs.compiled.structure import LACKING
from graphs.gates import Gate
from graphs.model import Graph, Value

# Names that a text uses besides those of values.
WORDS = (
    *("np", "type", "float", "bool", "number", "again", "slow", "more", "take", "give", "result"),
    *("float64", "truths", "lacking", "values", "states", "constants", "Exception"),
)
FILE = "<compiled by Backflow>"
WHY = {True: "NumPy knows inf and nan where Python raises", False: "a trace says what is wrong"}


@dataclass(frozen=True)
class Source:
    """A function: its text, whether Python's floats can compute it, and what its names mean."""

    text: str
    whole: bool
    constants: Mapping[str, Any]
    functions: Mapping[str, Gate]

    @cached_property
    def code(self) -> CodeType:
        """The function, ready to run."""
        module = compile(self.text, FILE, "exec")  # ours: it is written from the graph alone
        return next(it for it in module.co_consts if isinstance(it, CodeType))

    def function(self, space: dict[str, Any], *, python: bool) -> Callable[..., Any]:
        """The function over Python's floats or NumPy's numbers; ``space`` becomes its globals."""
        space |= {
            name: PYTHON[gate.name] if python else gate.forward
            for name, gate in self.functions.items()
        }
        number = np.float64 if self.whole and not python else float
        space |= {"np": np, "number": number, **self.constants}
        space |= {"float64": np.dtype(np.float64), "truths": np.dtype(bool), "lacking": LACKING}
        return FunctionType(self.code, space)


def identifier(name: str) -> str:
    """A name that a text can hold: values that are given for nothing may be called anything."""
    return name if name.isidentifier() and not iskeyword(name) else "unnamed"


def inputs_of(low: Lowering, graph: Graph, names: Names) -> dict[str, int]:
    """An operation for each input, at the shape it has in the graph, under a name of its own."""
    return {
        name: low.input(names.new(identifier(name)), node.shape or (), node.truth)
        for name, entry in graph.inputs.items()
        for node in (graph.nodes[entry.node],)
    }


def tests_of(
    low: Lowering, place: Mapping[str, int], structural: Mapping[str, Value], names: Names
) -> tuple[list[str], dict[str, Value]]:
    """Conditions under which inputs are not what a text is written for, and their constants.

    ``structural`` are the values of inputs that decide what the graph is.
    """
    tests: list[str] = []
    constants: dict[str, Value] = {}
    for given, index in place.items():
        made = low.nodes[index]
        name = made.name
        if made.shape:
            tests.append(f"type({name}) is not np.ndarray")
            tests.append(f"{name}.shape != {made.shape}")
            tests.append(f"{name}.dtype != {'truths' if made.truth else 'float64'}")
        else:
            tests.append(f"type({name}) is not {'bool' if made.truth else 'number'}")
        if given in structural:
            known = names.new(f"{name}_known")
            constants[known] = structural[given]
            equal = f"np.array_equal({name}, {known})"
            tests.append(f"not {equal}" if made.shape else f"{name} != {known}")
    return tests, constants


def numbers_of(body: Body, low: Lowering, place: Mapping[str, int]) -> list[str]:
    """Lines that make numbers NumPy's among arrays, so that 1 / 0 is inf there too."""
    if body.whole:
        return []
    return [
        f"{made.name} = np.float64({made.name})"
        for index in place.values()
        if not ((made := low.nodes[index]).shape or made.truth) and body.uses[index]
    ]


def framed(
    body: Body,
    head: Sequence[str],
    tests: tuple[Sequence[str], Mapping[str, Value]],
    again: str,
    lines: Sequence[str],
    slow: str = "",
) -> Source:
    """The whole text. ``head`` starts it; ``again`` is called where a test holds, ``slow`` where
    something raises; ``lines`` follow those of the body, the last one returns.
    """
    constants = {**body.needs, **tests[1]}
    inside = [*body.lines, *lines]
    if body.buffers.kinds:
        constants |= body.buffers.functions()
        held = "".join(f"{name}, " for name in body.buffers.kinds).rstrip(" ")
        value = lines[-1].removeprefix("return ")
        inside = [f"{held} = take()", *inside[:-1], f"result = {value}", f"give(({held}))"]
        inside.append("return result")
    if not body.whole:
        inside = ['with np.errstate(all="ignore"):', *indented(inside)]
    if slow:
        inside = [
            "try:",
            *indented(inside),
            "except Exception:",
            f"    return {slow}  # {WHY[body.whole]}",
        ]
    first, *rest = head
    guard = (
        [f"if {' or '.join(tests[0])}:", f"    return {again}  # other inputs"] if tests[0] else []
    )
    text = [first, *indented([*rest, *guard, *inside])]
    return Source("\n".join(text) + "\n", body.whole, constants, body.functions)


def indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]
