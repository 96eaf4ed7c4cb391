"""Right backward passes in many styles, and their gradients by differences of their losses.

A program begins with ``#### name``; its lines ``#: `` say what its loss is and then, one a line,
``parameter | gradient``, how many passes of a loop are made one (``once 100``) and how exact the
numbers typed in it are (``within 0.01``). A style is a file of the folder.
"""

from __future__ import annotations

import ast
import contextlib
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent.parent / "engine" / "check" / "right"
STEP = 1e-6
MOST_ELEMENTS = 10  # of one parameter that are moved, evenly spread

Move = Callable[[str, Any], Any]  # of a parameter, by its name and its value
Names = dict[str, Any]


@dataclass
class RightProgram:
    """A text with both passes; ``gradients`` are pairs of a parameter and its gradient."""

    name: str
    style: str
    text: str = ""
    loss: str = ""
    once: list[str] = field(default_factory=list)
    gradients: list[tuple[str, str]] = field(default_factory=list)
    within: float = 0.0

    def tree(self, text: str) -> ast.Module:
        """A text, its loops made one pass, each of whose parameters may be moved."""
        for many in self.once:
            text = text.replace(many, "1")
        module = ast.parse(text)
        for parameter, _ in self.gradients:
            body, place = _where_set(module, parameter)
            call = f"{parameter} = moved_({parameter!r}, {parameter})"
            body.insert(place + 1, ast.parse(call).body[0])
        return ast.fix_missing_locations(module)

    def run(self, tree: ast.Module, move: Move | None = None, **more: Any) -> Names:
        """The names of a program that Python has run."""
        names: Names = {"__name__": "__main__", "moved_": move or _unmoved, **more}
        np.random.seed(0)
        with contextlib.redirect_stdout(io.StringIO()), quiet():
            exec(compile(tree, "<program>", "exec"), names)
        return names

    def written(self, names: Names) -> list[np.ndarray]:
        """The gradients that a program has computed."""
        with quiet():
            return [np.array(eval(text, names), dtype=float) for _, text in self.gradients]

    def value(self, names: Names) -> float:
        with quiet():
            return float(np.sum(eval(self.loss, names)))

    def differences(self) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
        """Of each parameter its gradient, as written and by differences, at some elements."""
        if not self.gradients:
            return  # of a text that Python's newest version need not read
        tree = self.tree(self.text)
        written = self.written(self.run(tree))
        for (parameter, _), gradient in zip(self.gradients, written, strict=True):
            size = max(gradient.size, 1)
            places = range(0, size, -(-size // MOST_ELEMENTS))
            slopes = [self._slope(tree, parameter, place) for place in places]
            yield parameter, np.ravel(gradient)[list(places)], np.array(slopes)

    def _slope(self, tree: ast.Module, parameter: str, place: int) -> float:
        ends = []
        for by in (STEP, -STEP):

            def move(name: str, value: Any, by: float = by) -> Any:
                return with_one_moved(value, place, by) if name == parameter else value

            ends.append(self.value(self.run(tree, move)))
        return (ends[0] - ends[1]) / (2 * STEP)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        yield


def _unmoved(name: str, value: Any) -> Any:
    return value


def with_one_moved(value: Any, place: int, by: float) -> Any:
    """A number, or an array in place where it can be, with one element moved."""
    if isinstance(value, np.ndarray):
        if value.dtype != np.float64:
            value = value.astype(float)
        value.flat[place] += by
        return value
    return value + by


def shifted(seed: int) -> Move:
    """Moves every parameter by chance; what is an array is changed in place."""

    def move(name: str, value: Any) -> Any:
        draw = np.random.RandomState(seed + sum(map(ord, name)))
        noise = 0.2 * draw.standard_normal(np.shape(value)) * np.maximum(np.abs(value), 0.3)
        if isinstance(value, np.ndarray) and value.dtype == np.float64:
            value += noise
            return value
        return value + noise if isinstance(value, np.ndarray) else value + float(noise)

    return move


def _where_set(module: ast.Module, parameter: str) -> tuple[list[ast.stmt], int]:
    """The statement outside of functions that first sets a parameter or its first name."""
    base = parameter.split("[")[0].split(".")[0]
    for wanted in (parameter, base):
        for body, place, statement in _statements(module.body):
            targets = _targets(statement)
            if any(ast.unparse(target) == wanted for target in targets):
                return body, place
    raise LookupError(f"{parameter} is nowhere set")


def _statements(body: list[ast.stmt]) -> Iterator[tuple[list[ast.stmt], int, ast.stmt]]:
    for place, statement in enumerate(body):
        yield body, place, statement
        if isinstance(statement, ast.If | ast.For | ast.While | ast.With):
            yield from _statements(statement.body)


def _targets(statement: ast.stmt) -> Iterator[ast.expr]:
    several = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign):
        several = [statement.target]
    for target in several:
        yield from target.elts if isinstance(target, ast.Tuple | ast.List) else [target]


@cache
def right_programs() -> dict[str, RightProgram]:
    """All of them, by name."""
    found: dict[str, RightProgram] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for part in ("\n" + path.read_text(encoding="utf-8")).split("\n#### ")[1:]:
            one = _read(part, path.stem)
            assert one.name not in found, one.name
            found[one.name] = one
    return found


def texts(of: str) -> dict[str, str]:
    """The texts of the styles whose names begin so, by name."""
    several = right_programs().values()
    return {one.name: one.text for one in several if one.style.startswith(of)}


def _read(part: str, style: str) -> RightProgram:
    name, *lines = part.split("\n")
    one = RightProgram(name, style)
    facts = [line[3:] for line in lines if line.startswith("#: ")]
    kept = "\n".join(line for line in lines if not line.startswith("#: "))
    one.text = kept.rstrip("\n") + "\n"
    one.loss = facts[0] if facts else ""
    for fact in facts[1:]:
        if fact.startswith("once "):
            one.once.append(fact[5:])
        elif fact.startswith("within "):
            one.within = float(fact[7:])
        else:
            parameter, gradient = fact.split(" | ")
            one.gradients.append((parameter, gradient))
    return one
