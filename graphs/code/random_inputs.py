"""Large random inputs as the program draws them: ``w1 = np.random.randn(D_in, H)``."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from graphs.autodiff.forward import forward
from graphs.code.literals import MOST_LISTED
from graphs.errors import GraphError
from graphs.evaluation import Evaluation
from graphs.language.parse import parse

ROOTS = ("np", "numpy")


def random_input_lines(evaluation: Evaluation) -> tuple[list[str], set[str], set[str]] | None:
    """The lines that draw the random inputs, the names they assign, and the sizes they use.

    None where no random input is too large to be listed, and where these lines alone would not
    draw the same numbers again.
    """
    graph = evaluation.model
    large = {
        name
        for name, entry in graph.inputs.items()
        if entry.drawn and np.size(evaluation.node_values[entry.node]) > MOST_LISTED
    }
    random = {name for name, entry in graph.inputs.items() if entry.drawn}
    if not large or random & evaluation.input_values.keys():
        return None
    lines, redrawn, sizes = [], set[str](), set[str]()
    if graph.seed is not None:
        lines.append(f"np.random.seed({graph.seed})")
    for statement in _statements(graph.program):
        names = {part.id for part in ast.walk(statement) if isinstance(part, ast.Name)}
        if isinstance(statement, ast.Expr):
            if "seed" not in ast.unparse(statement.value):
                continue
        elif isinstance(statement, ast.Assign):
            targets = {
                part.id
                for target in statement.targets
                for part in ast.walk(target)
                if isinstance(part, ast.Name)
            }
            if not targets & random:
                continue
            redrawn |= targets
            sizes |= names - targets - set(ROOTS)
        else:
            continue
        lines.append(ast.get_source_segment(graph.program, statement) or "")
    return (
        (lines, redrawn, sizes) if _draw_equal_numbers(evaluation, lines, redrawn, sizes) else None
    )


def _statements(program: str) -> Iterator[ast.stmt]:
    try:
        yield from ast.parse(program).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return  # it was read with a mend: the text is not Python


def _draw_equal_numbers(
    evaluation: Evaluation, lines: list[str], redrawn: set[str], sizes: set[str]
) -> bool:
    """Whether the lines, read by themselves, draw just the numbers that the program drew."""
    inputs = evaluation.model.inputs
    size_values = {name: evaluation.inputs[name] for name in sizes if name in inputs}
    integers = all(np.ndim(value) == 0 and value == int(value) for value in size_values.values())
    if sizes - size_values.keys() or redrawn - inputs.keys() or not integers:
        return False
    size_lines = [f"{name} = {int(value)}" for name, value in size_values.items()]
    try:
        graph = parse("\n".join([*size_lines, *lines, min(redrawn)]))
        values, _ = forward(graph, {})
    except GraphError:
        return False
    return all(
        name in graph.inputs
        and np.array_equal(
            values[graph.inputs[name].node], evaluation.node_values[inputs[name].node]
        )
        for name in redrawn
    )
