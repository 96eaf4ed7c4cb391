"""Slips put into the backward pass of a right program, one at a time, in its text.

Whether a slip matters is decided by running both texts as plain NumPy, at the values given and at
moved ones: one that changes no parameter's gradient is none, nor is one that changes the loss.
"""

from __future__ import annotations

import ast
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.support.right_programs import RightProgram, shifted
from tests.support.slip_edits import Slip, slips
from tests.support.source_text import SourceText

POINTS = (None, 1, 2)  # the values given, and seeds of moved ones


@dataclass(frozen=True)
class Mutant:
    """A wrong text; a fair verdict blames one of ``lines``."""

    program: str
    style: str
    kind: str
    lines: frozenset[int]
    text: str
    before: str  # what stood there
    after: str

    def __str__(self) -> str:
        line = min(self.lines)
        return f"{self.program}: {self.kind}, line {line}: {self.before} → {self.after}"


@dataclass(frozen=True)
class Outcome:
    """What a text computes at one point, or what Python says of it."""

    loss: float
    gradients: tuple[np.ndarray, ...]
    error: str = ""


def outcomes(program: RightProgram, text: str) -> list[Outcome]:
    """What a text computes at the values given and at moved ones."""
    try:
        tree = program.tree(text)
    except (SyntaxError, LookupError) as error:
        return [Outcome(np.nan, (), type(error).__name__)]
    return [_outcome(program, tree, seed) for seed in POINTS]


def _outcome(program: RightProgram, tree: ast.Module, seed: int | None, **more: Any) -> Outcome:
    try:
        names = program.run(tree, None if seed is None else shifted(seed), **more)
        return Outcome(program.value(names), tuple(program.written(names)))
    except Exception as error:  # whatever a student's text may raise
        return Outcome(np.nan, (), type(error).__name__)


def same_gradients(found: list[Outcome], wanted: list[Outcome], within: float = 0.0) -> bool:
    """Whether no gradient of a parameter differs at any point beyond rounding."""
    if len(found) != len(wanted) or any(one.error for one in found):
        return False
    pairs = [
        pair
        for one, other in zip(found, wanted, strict=True)
        for pair in zip(one.gradients, other.gradients, strict=True)
    ]
    return all(_alike(one, other, within) for one, other in pairs)


def _alike(one: np.ndarray, other: np.ndarray, within: float) -> bool:
    if _without_ones(one.shape) != _without_ones(other.shape):
        return False
    one = one.reshape(other.shape)
    if within:  # numbers copied from a slide
        return bool(np.allclose(one, other, rtol=0.1, atol=within))
    scale = np.max(np.abs(other), initial=0.0)
    return bool(np.allclose(one, other, rtol=1e-6, atol=1e-9 * max(scale, 1e-3), equal_nan=True))


def _without_ones(shape: tuple[int, ...]) -> tuple[int, ...]:
    """A shape without the ones in front, which NumPy adds where an array is used."""
    while shape[:1] == (1,):
        shape = shape[1:]
    return shape


def same_loss(found: list[Outcome], wanted: list[Outcome]) -> bool:
    return all(
        one.error or np.isclose(one.loss, other.loss, rtol=1e-9, atol=1e-12)
        for one, other in zip(found, wanted, strict=False)
    )


def backward_statements(program: RightProgram) -> list[ast.stmt]:
    """The statements whose values reach a gradient and not the loss, told by moving each value."""
    source = SourceText(program.text)
    tree = program.tree(program.text)
    wanted = [_outcome(program, tree, None)]
    found = []
    for statement in ast.walk(source.tree):
        if not isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr | ast.Return):
            continue
        probed = _probed(source, statement)
        if probed is None:
            continue
        moved = [_outcome(program, program.tree(probed), None, probe_=probe)]
        if not moved[0].error and same_loss(moved, wanted) and not same_gradients(moved, wanted):
            found.append(statement)
    return sorted(found, key=lambda one: (one.lineno, one.col_offset))


def _probed(source: SourceText, statement: ast.stmt) -> str | None:
    value = getattr(statement, "value", None)
    if isinstance(statement, ast.Expr):
        is_call = isinstance(value, ast.Call) and len(value.args) > 1
        value = value.args[-1] if is_call else None
    if value is None:
        return None
    text = source.of(value)
    if not text.startswith("(") or not text.endswith(")"):
        text = f"({text})"
    return source.with_(source.put(value, f"probe_({text})"))


def probe(value: Any) -> Any:
    """A value a little moved, its parts as well."""
    if isinstance(value, tuple | list) and type(value) in (tuple, list):
        return type(value)(map(probe, value))
    if isinstance(value, dict):
        return {key: probe(one) for key, one in value.items()}
    if isinstance(value, np.ndarray | np.generic) and np.asarray(value).dtype.kind in "iuf":
        return value * 1.03 + 0.01
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value * 1.03 + 0.01
    return value


def mutants(program: RightProgram, each: int | None = None, seed: int = 0) -> Iterator[Mutant]:
    """Slips of one program that change a gradient; at most ``each`` of a kind, drawn by chance."""
    source = SourceText(program.text)
    wanted = outcomes(program, program.text)
    where = [(one.lineno, one.col_offset) for one in backward_statements(program)]
    statements = [
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.stmt) and (node.lineno, node.col_offset) in where
    ]
    found = list(slips(program, source, statements))
    random.Random(f"{seed} {program.name}").shuffle(found)
    counts: Counter[str] = Counter()
    seen = {program.text}
    for slip in found:
        if slip.text in seen or (each is not None and counts[slip.kind] >= each):
            continue
        seen.add(slip.text)
        if matters(program, slip, wanted):
            counts[slip.kind] += 1
            yield Mutant(program.name, program.style, slip.kind, slip.lines, slip.text,
                         slip.before, slip.after)  # fmt: skip


def matters(program: RightProgram, slip: Slip, wanted: list[Outcome]) -> bool:
    found = outcomes(program, slip.text)
    if found[0].error == "SyntaxError" or not same_loss(found, wanted):
        return False
    if slip.kind in ("sign", "factor") and found[0].error == "TypeError":
        return False  # of a dictionary or a tuple
    return not same_gradients(found, wanted, program.within)
