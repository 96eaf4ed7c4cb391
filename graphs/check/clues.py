"""What is known of a wrong line that helps to write it right."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from graphs.check.assign import Judge
from graphs.check.compare import FINE, Judgement
from graphs.check.diagnosis import Diagnosis
from graphs.check.line_edits import Clue
from graphs.check.log import Failure, Statement, Undefined
from graphs.check.provenance import Program
from graphs.check.reader import StudentReading
from graphs.errors import GraphError, Way
from graphs.gates.arithmetic import DIV, MUL
from graphs.gates.functions import EXP, SIGMOID, TANH
from graphs.gates.routing import MAX, RELU
from graphs.model import Node

MOST_SLOPES = 8
MOST_NAMED = 60
MOST_ROWS = 6
SHAPE = "shape"  # no cause, but a status that says as much

# The slope of a gate and its parts, written with the name of what it gives.
SLOPES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys((SIGMOID.name, DIV.name), ("{0} * (1 - {0})", "{0}", "(1 - {0})")),
    TANH.name: ("(1 - {0}**2)",),
    EXP.name: ("{0}",),
}


def clue_of(one: Judgement, judging: Judge, found: Diagnosis | None, factor: float | None) -> Clue:
    """What the diagnosis of a wrong value tells."""
    program = judging.program
    what, _, other = ("" if found is None else found.what).partition("|")
    is_gradient = found is not None and found.cause in ("upstream", "accumulate")
    missing = (_gradients if is_gradient else _slopes)(one, program)
    return Clue(
        one.version.name,
        SHAPE if found is None else found.cause,
        what,
        other,
        factor,
        tuple(dict.fromkeys(missing))[:MOST_SLOPES],
        tuple(dict.fromkeys(other.version.name for other in one.used)),
        _names(one, program),
        _counts(one, program, factor),
        _rows(one, judging),
        (program.of(one.version, one.target),),
        _numbers(program),
    )


def clue_of_broken(one: Judgement, judging: Judge) -> Clue:
    """What is known of a line that NumPy cannot compute."""
    names, rows = _names(one, judging.program), _rows(one, judging)
    return Clue(one.version.name, "transpose", names=names, rows=rows)


def clue_of_failure(failure: Failure, name: str, reading: StudentReading) -> Clue:
    """The same, where no value stands in for what the line writes."""
    before = reversed(reading.log.versions[: failure.order])
    names = tuple(dict.fromkeys(one.name for one in before if one.name != name))
    return Clue(name, "transpose", names=names[:MOST_NAMED], mend=_mended(failure.error, reading))


def _mended(error: GraphError, reading: StudentReading) -> str | None:
    """The line of an error as the error would have it written."""
    if error.mend is None or None in (error.line, error.column, error.end_column):
        return None
    way = Way(error.line or 1, error.column or 0, error.end_column or 0, error.mend)
    return way.on(reading.text).split("\n")[way.line - 1]


def _rows(one: Judgement, judging: Judge) -> tuple[str, ...]:
    """What other lines of the same function compute that are not right either, the nearest
    first."""
    here, program, found = one.version, judging.program, judging.found
    others = [
        other
        for other in program.log.versions
        if other.place is here.place
        and other.line != here.line
        and other.name != here.name
        and other not in program.forward
        and (other not in found or found[other].status not in FINE)
    ]
    others.sort(key=lambda other: abs(other.line - here.line))
    texts = (written_value(other.statement) for other in others if other.statement is not None)
    return tuple(dict.fromkeys(filter(None, texts)))[:MOST_ROWS]


def written_value(statement: Statement) -> str | None:
    """The text of what a statement assigns to one name."""
    match statement.tree:
        case ast.Assign(value=value) | ast.AugAssign(value=value):
            return None if isinstance(value, ast.Tuple | ast.Constant) else ast.unparse(value)
    return None


def _numbers(program: Program) -> tuple[str, ...]:
    """The numbers that are typed in the forward pass."""
    found = (
        f"{float(node.constant):g}"
        for node in program.graph.nodes[: program.graph.output + 1]
        if node.gate is None
        and node.name is None
        and node.shape == ()
        and node.constant is not None
    )
    return tuple(dict.fromkeys(found))[:MOST_ROWS]


def _names(one: Judgement, program: Program) -> tuple[str, ...]:
    """The names that have a value when a line runs."""
    before = program.log.versions[: one.version.order]
    found = (
        other.name
        for other in reversed(before)
        if other.name != one.version.name and other.node != program.graph.output
    )
    return tuple(dict.fromkeys(found))[:MOST_NAMED]


def clue_of_name(one: Undefined, line: int) -> Clue | None:
    """A name without a value: the one that is meant in its place, on whichever line is wrong."""
    if one.meant is None:
        return None
    pair = (one.name, one.meant.name)
    what, other = pair if line == one.source.line else pair[::-1]
    return Clue(one.meant.name, "name", what, other)


def _slopes(one: Judgement, program: Program) -> Iterator[str]:
    """Local factors on the way back to a value, the nearest first."""
    for index in sorted(program.later(one.target)):
        node, name = program.graph.nodes[index], program.titles.get(index)
        if node.gate is None:
            continue
        if node.op in (RELU.name, MAX.name):
            names = [name, *(program.titles.get(argument) for argument in node.args)]
            yield from (f"({one} > 0)" for one in names if one is not None)
        elif name is not None and node.op in SLOPES:
            yield from (slope.format(name) for slope in SLOPES[node.op])
        if node.gate is MUL:
            yield from _others(node, program)


def _others(node: Node, program: Program) -> Iterator[str]:
    """The factors of a product that have names."""
    for argument in node.args:
        if argument in program.titles:
            yield program.titles[argument]


def _gradients(one: Judgement, program: Program) -> Iterator[str]:
    """The gradients that are known before a line, the latest first."""
    for version in reversed(program.gradients):
        if version.order < one.version.order and version.name != one.version.name:
            yield version.name


def _counts(one: Judgement, program: Program, factor: float | None) -> tuple[str, ...]:
    """How the program can write the number of rows, where a factor is that."""
    if factor is None:
        return ()
    many = abs(factor if abs(factor) > 1 else 1 / factor) if factor else 0.0
    found = [
        f"{name}.shape[0]"
        for index, name in program.titles.items()
        if (program.graph.nodes[index].shape or (0,))[0] == round(many)
        and name.isidentifier()
        and program.used[index]
    ]
    return tuple(found[:1]) if abs(many - round(many)) < 1e-9 and many > 2 else ()
