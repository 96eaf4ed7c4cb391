"""A line with another text, computed at the sample points without reading the program again."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

import numpy as np

from graphs.autodiff.forward import as_float64, forward, record_faults
from graphs.check.compare import Judgement
from graphs.check.context import PER_NODE
from graphs.check.expectations import expectations
from graphs.check.line_slice import LineSlice
from graphs.check.log import Statement, Version
from graphs.check.provenance import Program
from graphs.check.sample_points import Point
from graphs.check.truth import constant_factor, is_close
from graphs.errors import GraphError
from graphs.gates.shapes import Misfit
from graphs.language.parse import parse
from graphs.language.things import Instance
from graphs.model import Graph, Value

STEPS = {ast.Add: np.add, ast.Sub: np.subtract, ast.Mult: np.multiply, ast.Div: np.divide}
READING = 2  # nodes that reading a line costs as much as
LONGEST = 400  # characters of a line that is tried


class Answer(IntEnum):
    """What is known of a line with another text, the best first."""

    RIGHT = 0
    LIKELY = 1  # its value is the gradient of some value of the program
    OPEN = 2  # that cannot be told from the line alone
    WRONG = 3


@dataclass(frozen=True)
class EditedLine:
    """The line ``number`` of those that make a wrong value, and what they are to give."""

    program: Program
    judged: Judgement
    number: int
    elsewhere: Callable[[], Judgement]  # at points where masks of 0 and 1 stay such
    others: Callable[[], Sequence[Judgement]]  # as the gradient of what else its name may mean

    def answer(self, text: str) -> Answer:
        """Whether the value is right once the line has this text, at all points."""
        if len(text) > LONGEST or (statement := self._statement) is None:
            return Answer.OPEN
        try:
            (tree,) = ast.parse(text.strip()).body
        except (SyntaxError, ValueError):
            return Answer.OPEN
        write = self._write
        target = _target(statement.tree)
        name = ast.unparse(target) if target else ""
        if write is not None and name not in (write.name, self._as_self(write, statement)):
            return Answer.OPEN  # it writes some elements
        value = _value_for(tree, name)
        if value is None:
            return Answer.OPEN
        edit = _Edit(self.program, tree, value, self._known(statement, write), write)
        try:
            if write is not None:
                return self._gives(edit, write)
            return self._is_some_gradient(edit)
        except (Misfit, ValueError, IndexError, TypeError, np.linalg.LinAlgError):
            return Answer.WRONG
        except GraphError as error:
            return Answer.OPEN if error.gate is None else Answer.WRONG

    @cached_property
    def _write(self) -> Version | None:
        """What the line writes on the way to the value."""
        stage = self.judged.stage
        inside = {*stage.nodes}
        others = (one for one in self.program.log.versions if one.node in inside)
        return next((one for one in (*stage.writes, *others) if one.line == self.number), None)

    @cached_property
    def _statement(self) -> Statement | None:
        """The statement of the line, where it runs once: passes and calls change together."""
        several = [one for one in self.program.log.statements if one.line == self.number]
        one = several[0] if len(several) == 1 else None
        return one if one is not None and _target(one.tree) is not None else None

    def _gives(self, edit: _Edit, write: Version) -> Answer:
        """Whether the lines give what is due."""
        others = [other.due for other in self.others()]
        found, number = self._at(self.judged, edit, write, others)
        almost = found is Answer.WRONG and number > 0
        return self._at(self.elsewhere(), edit, write)[0] if almost else found

    def _at(
        self,
        judged: Judgement,
        edit: _Edit,
        write: Version,
        others: Sequence[Sequence[Value]] = (),
    ) -> tuple[Answer, int]:
        """Whether it is so at the points of a judgement; the first where it is not ends it."""
        region = LineSlice(self.program, judged.stage, judged.points)
        wanted: list[Sequence[Value]] = [*expectations(judged, self.program), *others]
        for number, point in enumerate(judged.points):
            value = edit.at(point)
            if value is None:
                return Answer.OPEN, number
            found = region.with_value(number, write.node, value)
            wanted = [one for one in wanted if found is not None and is_close(found, one[number])]
            if not wanted:
                return Answer.WRONG, number
        return Answer.RIGHT if judged.points else Answer.WRONG, len(judged.points)

    def _is_some_gradient(self, edit: _Edit) -> Answer:
        """Whether a line whose value nothing could go on from gives the gradient of a value, or
        a number of times it."""
        points = self.program.points
        values = [edit.at(point) for point in points]
        known = [value for value in values if value is not None]
        if len(known) < len(points):
            return Answer.OPEN
        shape = np.shape(known[0])
        for node, true in points[0].truth.items():
            if np.shape(true) == shape and np.any(true):
                trues = [point.truth[node] for point in points if node in point.truth]
                if len(trues) == len(known) and constant_factor(known, trues) is not None:
                    return Answer.LIKELY
        return Answer.OPEN

    def _owner(self, statement: Statement) -> str | None:
        """How the text calls the object in a method of which a statement stands."""
        method = statement.call
        if method is None:
            return None
        lines = [one for one in self.program.log.statements if one.call is method]
        read = (version for one in lines for version in one.reads)
        names = {one.name.removesuffix(f".{one.key}") for one in read if _is_attribute(one)}
        return names.pop() if len(names) == 1 else None

    def _as_self(self, write: Version, statement: Statement) -> str:
        owner = self._owner(statement)
        return write.name.replace(owner, "self", 1) if owner else write.name

    def _known(self, statement: Statement, write: Version | None) -> Mapping[str, Version]:
        """What each name stood for when the line ran, the nearest scope last."""
        before = [
            one
            for one in self.program.log.versions[: None if write is None else write.order]
            if not one.shared and (one.statement is None or one.statement.order < statement.order)
        ]
        places = [write.place] if write is not None else [one.place for one in statement.reads]
        here = [one for one in before if one.place in places[-1:]]
        known = {one.name: one for several in (before, here) for one in several}
        owner = self._owner(statement)
        own = {name: one for name, one in known.items() if owner and name.startswith(f"{owner}.")}
        return known | {name.replace(str(owner), "self", 1): one for name, one in own.items()}


@dataclass
class _Edit:
    """What a line computes with another text.

    Raises:
        GraphError: the text cannot be read.
        Misfit: its shapes do not fit.
    """

    program: Program
    tree: ast.stmt
    expression: ast.expr
    known: Mapping[str, Version]
    write: Version | None

    def at(self, point: Point) -> Value | None:
        """The variable's value at a point; None where too many lines were tried."""
        text, versions = self._text
        given = {name: point.values[one.node] for name, one in versions.items()}
        size = sum(map(np.size, given.values()))
        if not self.program.may_mend(READING + size // PER_NODE):
            return None
        self._graph = self._graph or parse(text, given, limits=self.program.limits)
        with record_faults():
            values, _ = forward(self._graph, given)
            value = values[self._graph.output]
            if isinstance(self.tree, ast.AugAssign):
                step = STEPS.get(type(self.tree.op))
                before = self.write.before if self.write else None
                if step is None or before is None:
                    return None
                value = step(point.values[before.node], value)
        return as_float64(value)

    _graph: Graph | None = None

    @cached_property
    def _text(self) -> tuple[str, dict[str, Version]]:
        renamed = _Renamed(self.known, self.program.log.numbers)
        return "f = " + ast.unparse(renamed.visit(self.expression)), renamed.versions


def _is_attribute(version: Version) -> bool:
    return isinstance(version.place, Instance) and version.name.endswith(f".{version.key}")


def _target(tree: ast.stmt) -> ast.expr | None:
    match tree:
        case ast.Assign(targets=[target]) | ast.AugAssign(target=target):
            return target
    return None


def _value_for(tree: ast.stmt, name: str) -> ast.expr | None:
    """What a line assigns to a variable; None where it assigns otherwise, or that itself."""
    match tree:
        case ast.Assign(targets=[target], value=value) | ast.AugAssign(target=target, value=value):
            texts = ast.unparse(target), ast.unparse(value)
            return value if texts[0] == name != texts[1] else None
    return None


class _Renamed(ast.NodeTransformer):
    """Puts a plain name for each variable, entry and attribute that has a value, and the number
    for an argument that is one."""

    def __init__(self, known: Mapping[str, Version], numbers: Mapping[str, float]) -> None:
        self.known, self.numbers, self.versions = known, numbers, dict[str, Version]()

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.Name | ast.Attribute | ast.Subscript):
            version = self.known.get(ast.unparse(node))
            if version is not None:
                name = f"v{version.order}"
                self.versions[name] = version
                return ast.Name(name, ast.Load())
            if isinstance(node, ast.Name) and node.id in self.numbers:
                return ast.Constant(self.numbers[node.id])
        return self.generic_visit(node)
