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
from graphs.compiled.specialization import MISSING
from graphs.gates import Gate
from graphs.model import Graph, Value

# Names in the generated text that are no values of the program.
RESERVED = (
    *("np", "type", "float", "bool", "number", "again", "slow", "more", "take", "give", "result"),
    *("float64", "truths", "lacking", "values", "states", "constants", "Exception", "tested"),
)
FILE = "<compiled by Backflow>"
WHY = {True: "NumPy knows inf and nan where Python raises", False: "a trace says what is wrong"}


@dataclass(frozen=True)
class Source:
    """A generated function: its text and what its names mean.

    ``floats_only``: it computes with Python's floats alone, without NumPy.
    """

    text: str
    floats_only: bool
    constants: Mapping[str, Any]
    functions: Mapping[str, Gate]

    @cached_property
    def code(self) -> CodeType:
        """The function, ready to run."""
        module = compile(self.text, FILE, "exec")  # ours: it is written from the graph alone
        return next(it for it in module.co_consts if isinstance(it, CodeType))

    def function(self, globals_: dict[str, Any], *, python: bool) -> Callable[..., Any]:
        """The function over Python's floats or NumPy's numbers, with these ``globals_``.

        Where ``tested`` among them is true, the decisions are known to hold."""
        globals_ |= {
            name: PYTHON[gate.name] if python else gate.forward
            for name, gate in self.functions.items()
        }
        number = np.float64 if self.floats_only and not python else float
        globals_ |= {"np": np, "number": number, **self.constants}
        globals_ |= {"float64": np.dtype(np.float64), "truths": np.dtype(bool), "lacking": MISSING}
        globals_.setdefault("tested", False)
        return FunctionType(self.code, globals_)


def keyword_of(graph: Graph, name: str) -> str:
    """What an input is called as a keyword, and in the text: "unnamed" where that cannot be."""
    word = graph.spellings[name]
    return "unnamed" if iskeyword(word) else word


def input_operations(lowering: Lowering, graph: Graph, names: Names) -> dict[str, int]:
    """An operation for each input, at the shape it has in the graph, under a name of its own."""
    return {
        name: lowering.input(names.new(keyword_of(graph, name)), node.shape or (), node.truth)
        for name, entry in graph.inputs.items()
        for node in (graph.nodes[entry.node],)
    }


def guards(
    lowering: Lowering, inputs: Mapping[str, int], structural: Mapping[str, Value], names: Names
) -> tuple[list[str], dict[str, Value]]:
    """Conditions that hold where inputs are not what a text is written for, and their constants.

    ``structural`` are the values of inputs that decide what the graph is.
    """
    conditions: list[str] = []
    constants: dict[str, Value] = {}
    for input_name, index in inputs.items():
        operation = lowering.nodes[index]
        name = operation.name  # in the text
        if operation.shape:
            conditions.append(f"type({name}) is not np.ndarray")
            conditions.append(f"{name}.shape != {operation.shape}")
            conditions.append(f"{name}.dtype != {'truths' if operation.truth else 'float64'}")
        else:
            conditions.append(f"type({name}) is not {'bool' if operation.truth else 'number'}")
        if input_name in structural:
            known = names.new(f"{name}_known")
            constants[known] = structural[input_name]
            equal = f"np.array_equal({name}, {known})"
            conditions.append(f"not {equal}" if operation.shape else f"{name} != {known}")
    return conditions, constants


def number_lines(body: Body, lowering: Lowering, inputs: Mapping[str, int]) -> list[str]:
    """Lines that make numbers NumPy's among arrays, so that 1 / 0 is inf there too."""
    if body.floats_only:
        return []
    return [
        f"{operation.name} = np.float64({operation.name})"
        for index in inputs.values()
        if not ((operation := lowering.nodes[index]).shape or operation.truth) and body.uses[index]
    ]


def assemble(
    body: Body,
    head: Sequence[str],
    guard: tuple[Sequence[str], Mapping[str, Value]],
    again: str,
    lines: Sequence[str],
    slow: str = "",
) -> Source:
    """The whole function: ``head``, the guard, the body's lines, then ``lines``, which return.

    ``guard`` holds conditions and their constants. ``again`` is the call where one is true,
    ``slow`` the call where the body raises.
    """
    conditions, guard_constants = guard
    constants = {**body.constants, **guard_constants}
    inside = [*body.lines, *lines]
    if body.buffers.kinds:
        constants |= body.buffers.functions()
        buffers = "".join(f"{name}, " for name in body.buffers.kinds).rstrip(" ")
        value = lines[-1].removeprefix("return ")
        inside = [f"{buffers} = take()", *inside[:-1], f"result = {value}", f"give(({buffers}))"]
        inside.append("return result")
    if not body.floats_only:
        inside = ['with np.errstate(all="ignore"):', *indented(inside)]
    if slow:
        inside = [
            "try:",
            *indented(inside),
            "except Exception:",
            f"    return {slow}  # {WHY[body.floats_only]}",
        ]
    first, *rest = head
    if conditions:
        rest += [f"if {' or '.join(conditions)}:", f"    return {again}  # other inputs"]
    text = [first, *indented([*rest, *inside])]
    return Source("\n".join(text) + "\n", body.floats_only, constants, body.functions)


def indented(lines: Sequence[str]) -> list[str]:
    return [f"    {line}" for line in lines]
