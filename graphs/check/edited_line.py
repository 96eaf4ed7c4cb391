"""A line with another text, computed at the sample points without reading the program again."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graphs.autodiff.forward import as_float64, forward, record_faults
from graphs.check.compare import Judgement
from graphs.check.context import PER_NODE
from graphs.check.line_slice import LineSlice
from graphs.check.log import Version
from graphs.check.provenance import Program
from graphs.errors import GraphError
from graphs.gates.shapes import Misfit
from graphs.language.parse import parse
from graphs.model import Value

STEPS = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide}
READING = 2  # nodes that reading a line costs as much as
LONGEST = 400  # characters of a line that is tried


@dataclass(frozen=True)
class EditedLine:
    """The line ``number`` of those that make a wrong value, and what they are to give."""

    program: Program
    judged: Judgement
    number: int

    def gives(self, text: str) -> bool | None:
        """Whether the value is right once the line has this text, at all points; None where that
        cannot be told from the line alone."""
        write = next((one for one in self.judged.stage.writes if one.line == self.number), None)
        if write is None or len(text) > LONGEST or self._runs_often(write):
            return None
        try:
            (tree,) = ast.parse(text.strip()).body
        except (SyntaxError, ValueError):
            return None
        expression = self._expression(tree, write)
        if expression is None:
            return None
        try:
            values = self._values(expression, tree, write)
        except (GraphError, Misfit, ValueError, IndexError, TypeError, np.linalg.LinAlgError):
            return None
        region = LineSlice(self.program, self.judged.stage, self.judged.points)
        return region.gives_with(self.judged.due, {write.node: values}) or region.gives_with(
            self.judged.true, {write.node: values}
        )

    def _runs_often(self, write: Version) -> bool:
        """Whether the line runs in several passes or calls, which change together."""
        statement = write.statement
        return (
            statement is None
            or sum(other.tree is statement.tree for other in self.program.log.statements) > 1
        )

    def _expression(self, tree: ast.stmt, write: Version) -> ast.expr | None:
        """What the line assigns to the variable; None where it assigns otherwise."""
        match tree:
            case (
                ast.Assign(targets=[target], value=value)
                | ast.AugAssign(target=target, value=value)
            ):
                return value if ast.unparse(target) == write.name else None
        return None

    def _values(self, expression: ast.expr, tree: ast.stmt, write: Version) -> list[Value]:
        """The variable's value at each point after the line."""
        renamed = _Renamed(self._known(write))
        text = "f = " + ast.unparse(renamed.visit(expression))
        versions = renamed.versions
        first = self.judged.points[0].values
        size = sum(int(np.size(first[one.node])) for one in versions.values())
        if not self.program.may_search(READING + size * len(self.judged.points) // PER_NODE):
            raise ValueError
        found = []
        graph = None
        for point in self.judged.points:
            given = {name: point.values[one.node] for name, one in versions.items()}
            graph = graph or parse(text, given, limits=self.program.limits)
            with record_faults():
                values, _ = forward(graph, given)
            value = values[graph.output]
            if isinstance(tree, ast.AugAssign):
                step = STEPS.get(type(tree.op))
                if step is None or write.before is None:
                    raise ValueError
                with record_faults():
                    value = step(point.values[write.before.node], value)
            found.append(as_float64(value))
        return found

    def _known(self, write: Version) -> Mapping[str, Version]:
        """What each name stood for when the line ran, the nearest scope last."""
        before = [one for one in self.program.log.versions[: write.order] if not one.shared]
        here = [one for one in before if one.place is write.place]
        return {one.name: one for several in (before, here) for one in several}


class _Renamed(ast.NodeTransformer):
    """Puts a plain name for each variable, entry and attribute that has a value."""

    def __init__(self, known: Mapping[str, Version]) -> None:
        self.known, self.versions = known, dict[str, Version]()

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            version = self.known.get(ast.unparse(node))
            if version is not None:
                name = f"v{version.order}"
                self.versions[name] = version
                return ast.Name(name, ast.Load())
        return self.generic_visit(node)
