"""A verdict as ``graphs.check`` returns it, one for each gradient variable on each line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from graphs.check import messages
from graphs.check.assign import Judge
from graphs.check.causes import likely_cause
from graphs.check.clues import clue_of, clue_of_broken, clue_of_name
from graphs.check.compare import FINE, Judgement
from graphs.check.diagnose import diagnosis_of
from graphs.check.diagnosis import UNKNOWN
from graphs.check.edited_line import Answer, EditedLine
from graphs.check.line_slice import LineSlice
from graphs.check.log import Undefined
from graphs.check.provenance import Program
from graphs.check.repairs import axes, stale_value_edits
from graphs.check.truth import constant_factor
from graphs.errors import GraphError
from graphs.format.arrays import panel_content
from graphs.gates.einsum import TENSORDOT
from graphs.gates.matrices import MATMUL
from graphs.language.gradient_names import targets
from graphs.payload.encode import encode

# Until fixes are tried ``fix`` is a clue to one or None, ``made`` the line of the value,
# ``order`` when that ran,
# ``tries`` tell whether a text of a line makes it right; ``open``: the mend tells the cause,
# and the message is ``plain`` without one.
Verdict = dict[str, Any]
Tries = list[tuple[int, Callable[[str], Answer]]]  # lines, and what is known of a text for each
NAME = "name"  # a cause
MOST_BEFORE = 3  # lines of which texts are tried before that of the value


def verdict(one: Judgement, judging: Judge, diagnoses: bool) -> Verdict:
    """The verdict on a value that could be computed."""
    program = judging.program
    line, cause, factor, fix, is_open = one.version.line, None, None, None, False
    plain = ""
    if one.status == "right":
        message = messages.right(one, program)
    elif one.status == "scaled":
        message, factor = messages.scaled(one, program), one.tag
    elif one.status == "shape":
        message, fix = messages.shape(one, program), clue_of(one, judging, None, None)
        region = LineSlice(program, one.stage, one.points)
        for found in map(diagnosis_of, axes(region, one.true)):
            cause, message = found.cause, messages.wrong(one, found, program)
            break
    elif one in judging.locals:
        cause, message = _cause_of_slope(one, program), messages.slope(one, program)
        fix = clue_of(one, judging, None, constant_factor(one.values, one.due))
    elif not diagnoses:
        message = ""
    else:
        judging.pull(one)
        one, found = likely_cause(one, program, judging.alternatives(one))
        is_open = found.kind == UNKNOWN
        line, cause, message = found.line, found.cause, messages.wrong(one, found, program)
        line = _call_instead(line, one, judging) or line
        factor, plain = constant_factor(one.values, one.due), f"{messages.start(one, program)}."
        fix = clue_of(one, judging, found, factor if found.factor is None else found.factor)
    return {
        "name": one.version.name,
        "of": program.of(one.version, one.target),
        "line": line,
        "made": one.version.line,
        "order": _order(one, line),
        "tries": _tries(one, line, judging, is_open),
        "open": is_open,
        "plain": plain,
        "status": one.status,
        "cause": cause,
        "fix": fix,
        "message": message,
        "value": encode(one.values[0]),
        "expected": encode(one.due[0]),
        "text": {"value": panel_content(one.values[0]), "expected": panel_content(one.due[0])},
        "ratio": None if factor is None else encode(factor),
    }


def _cause_of_slope(one: Judgement, program: Program) -> str:
    region = LineSlice(program, one.stage, one.points)
    stale = next(stale_value_edits(region, one.due), None)
    is_turned = constant_factor(one.values, one.due) == -1.0
    return "sign" if is_turned else "local" if stale is None else stale.cause


def _call_instead(line: int, one: Judgement, judging: Judge) -> int | None:
    """The line that calls the function in which a line stands that gives what is right in another
    call: then the call is to blame."""
    program, version = judging.program, one.version
    nodes = program.graph.nodes
    elsewhere = (
        nodes[index].source
        for other in judging.found.values()
        if other is not one and other.fit_to_true.equal and not _is_in_the_loop(other, one)
        for index in other.stage.nodes
    )
    if not any(source is not None and source.line == line for source in elsewhere):
        return None
    if program.runs[line] > program.runs[version.line]:
        return version.line
    call = None if version.statement is None else version.statement.call
    return None if call is None or program.runs[call.line] > 1 else call.line


def _is_in_the_loop(one: Judgement, other: Judgement) -> bool:
    """Whether two values are of the same call, in passes of a loop."""
    here, there = one.version.statement, other.version.statement
    if here is None or there is None:
        return False
    return here.tree is there.tree and here.call is there.call


def _tries(one: Judgement, line: int, judging: Judge, is_open: bool = False) -> Tries:
    """The lines of which other texts may be tried: that of the value and those before it that make
    it, which come first where nothing tells which is wrong."""
    program = judging.program
    elsewhere = program.marked or program.bare
    other = cache(lambda: judging.assess(one.stage, one.target, elsewhere))
    others = cache(lambda: list(judging.alternatives(one)))
    before = _lines_before(one, line, program)
    lines = [*before, line] if is_open else [line, *before]
    return [(at, EditedLine(program, one, at, other, others).answer) for at in lines]


def _order(one: Judgement, line: int) -> int:
    """When the line that is told ran, where an earlier one of those that gathered the value is."""
    told = [write.order for write in one.stage.writes if write.line == line]
    return one.version.order if line == one.version.line else min(told, default=one.version.order)


def _lines_before(one: Judgement, line: int, program: Program) -> list[int]:
    made = {*one.stage.nodes, *(write.node for write in one.stage.writes)}
    several = {
        version.line
        for version in program.log.versions
        if version.node in made and version not in program.forward and version.statement
    }
    return sorted(at for at in several if at < line)[-MOST_BEFORE:]


def broken(one: Judgement, error: GraphError, judging: Judge) -> Verdict:
    """A line that NumPy cannot compute: shapes that do not fit."""
    program = judging.program
    line = error.line or one.version.line
    call, clue = _call_of(one, program), clue_of_broken(one, judging)
    cause = cause_of_an_error(error)
    if call is not None:
        line, cause, clue = call, NAME, replace(clue, cause=NAME)
    return {
        "name": one.version.name,
        "of": program.of(one.version, one.target),
        "line": line,
        "made": one.version.line,
        "order": one.version.order,
        "status": "wrong",
        "cause": cause,
        "fix": clue,
        "tries": _tries(one, line, judging),
        "open": True,
        "message": messages.broken(one, error, program),
        "value": None,
        "expected": encode(one.true[0]),
        "ratio": None,
    }


def _call_of(one: Judgement, program: Program) -> int | None:
    """The line that called the function in which a line fails that another call has run."""
    statement, broken = one.version.statement, program.log.broken
    call = None if statement is None else statement.call
    if statement is None or call is None:
        return None
    runs = [
        version
        for version in program.log.versions
        if version.statement is not None and version.statement.tree is statement.tree
    ]
    return None if all(version in broken for version in runs) else call.line


def cause_of_an_error(error: GraphError) -> str | None:
    """What is likely wrong on a line that NumPy cannot compute."""
    is_turned = error.gate in (MATMUL, TENSORDOT) or (error.mend or "").endswith(".T")
    return "transpose" if is_turned else NAME if error.kind == "UnboundLocalError" else None


def named_once(undefined: Sequence[Undefined]) -> list[Undefined]:
    """The first use of each name without a value."""
    found: dict[str, Undefined] = {}
    for one in undefined:
        found.setdefault(one.name, one)
    return list(found.values())


def undefined(one: Undefined, program: Program, judged: Sequence[Judgement]) -> Verdict:
    """A name without a value; the line to change is the one that stands alone."""
    meant, line = one.meant, one.source.line
    target = None
    if meant is not None:
        target = program.resolved.get(meant)
        uses = len({it.source.line for it in program.log.undefined if it.name == one.name})
        others = [
            statement
            for version in program.log.versions
            if version.name == meant.name and version.place is meant.place
            for statement in version.readers
            if all(other.statement is not statement for other in program.log.undefined)
        ]
        known = program.by_name
        belongs = bool(targets(one.name, known)), bool(targets(meant.name, known))
        if target is not None:
            belongs = program.means(one.name, target), program.means(meant.name, target)
        if one.is_own:  # dx = dx - mean: there is no other line to change
            line = one.source.line
        elif not others and (belongs == (True, False) or (belongs[0] == belongs[1] and uses > 1)):
            line = meant.line
    return {
        "name": one.name,
        "of": None if target is None else program.name_of(target),
        "line": line,
        "made": one.source.line,
        "order": max((it.order for it in one.statement.reads), default=0) if one.statement else 0,
        "status": "undefined",
        "cause": "name",
        "fix": clue_of_name(one, line),
        "message": messages.undefined(one, line),
        "value": None,
        "expected": next(
            (encode(other.due[0]) for other in judged if other.version is meant), None
        ),
        "text": {
            "value": None,
            "expected": next(
                (panel_content(other.due[0]) for other in judged if other.version is meant), None
            ),
        },
        "ratio": None,
    }


def merged(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """One verdict for each variable on each line: the first that is wrong, if one is."""
    found: dict[tuple[str, int], Verdict] = {}
    for verdict in verdicts:
        key = verdict["name"], verdict["line"]
        if key not in found or (found[key]["status"] in FINE and verdict["status"] not in FINE):
            found[key] = verdict
    return sorted(found.values(), key=lambda verdict: int(verdict["line"]))
