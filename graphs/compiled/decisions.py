"""Decisions of a text, tested in front of what is generated from its graph.

Where one turns out otherwise, the text is read again at the new values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from graphs.compiled.body import Body
from graphs.compiled.lowering import Lowering
from graphs.compiled.names import Names
from graphs.compiled.operation_code import bracketed, literal
from graphs.gates.row import COMPARE, NOT
from graphs.model import Graph, Guard, Value


class Decision(NamedTuple):
    """A guard, and the operation that computes what was decided by."""

    guard: Guard
    operation: int


def lowered_decisions(
    lowering: Lowering, graph: Graph, inputs: Mapping[str, int], structural: Mapping[str, Value]
) -> list[Decision]:
    """The decisions of a graph, as the first operations of a lowering. Those that are fixed by
    ``structural`` inputs alone, which are compared as they are, are left out."""
    if not graph.guards:
        return []
    with_asides = graph.with_nodes((*graph.nodes, *graph.asides))
    values = lowering.add(with_asides, inputs, [guard.node for guard in graph.guards])
    compared = {inputs[name] for name in structural}
    found: dict[tuple[int, bool], Decision] = {}
    for guard in graph.guards:
        index = values[guard.node].index
        operation = lowering.nodes[index]
        is_constant = operation.gate is None and operation.name is None
        if index not in compared and not is_constant:
            found.setdefault((index, guard.is_truth), Decision(guard, index))
    return list(found.values())


def add_tests(
    body: Body,
    lowering: Lowering,
    decisions: list[Decision],
    again: str,
    names: Names,
) -> dict[str, Value]:
    """Put the tests of decisions behind the lines that they need; returns their constants."""
    constants: dict[str, Value] = {}
    conditions = []
    for guard, index in decisions:
        operation, term = lowering.nodes[index], body.tested_terms[index]
        outcome = guard.outcome
        if guard.is_truth or (operation.truth and not operation.shape):
            if operation.shape:
                text = f"np.all({term.text})"
            elif operation.truth:
                text = bracketed(term, NOT)
            else:
                text = f"{bracketed(term, COMPARE + 1)} != 0.0"
            conditions.append(f"not {text}" if outcome else text)
        elif operation.shape:
            known = names.new("decided")
            constants[known] = outcome
            conditions.append(f"not np.array_equal({term.text}, {known})")
        else:
            known_number = literal(float(outcome)).text
            conditions.append(f"{bracketed(term, COMPARE + 1)} != {known_number}")
    if conditions:
        body.lines[body.tests_at : body.tests_at] = [
            f"if not tested and ({' or '.join(conditions)}):",
            f"    return {again}  # a decision turns out otherwise",
        ]
    return constants
