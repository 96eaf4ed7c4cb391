"""Every gradient line of a student's program, judged: what ``graphs.check`` returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from graphs.autodiff.forward import normalize_inputs, normalize_name
from graphs.check import messages
from graphs.check.assign import Judge
from graphs.check.causes import likely_cause
from graphs.check.compare import Judgement
from graphs.check.forward_part import forward_part
from graphs.check.implied_loss import loss_of_an_error
from graphs.check.log import Undefined
from graphs.check.loss import find_losses
from graphs.check.no_loss import (
    WHICH_LOSS,
    loss_choices,
    no_line_error,
    no_loss_error,
    which_loss_error,
)
from graphs.check.program import program_of, read
from graphs.check.provenance import Program
from graphs.check.reader import StudentReading
from graphs.check.truth import constant_factor
from graphs.check.verdicts import decide_statuses
from graphs.errors import GraphError, TooLarge
from graphs.format.arrays import panel_content
from graphs.gates.einsum import TENSORDOT
from graphs.gates.matrices import MATMUL
from graphs.language.gradient_names import targets
from graphs.limits import UNLIMITED, Limits
from graphs.model import Notice, Value
from graphs.model.generated import check_affordable
from graphs.payload.encode import encode

Verdict = dict[str, Any]
FINE = ("right", "scaled")
SIGN = "sign"  # a cause: it is turned
MOST_CHOICES = 4


def report(
    text: str,
    inputs: Mapping[str, Value] | None,
    loss: str | None,
    limits: Limits | None,
    generate: bool = False,
) -> dict[str, Any]:
    """What ``graphs.check`` returns."""
    limits = limits or UNLIMITED
    check_affordable(inputs or {}, limits)
    given = normalize_inputs(inputs or {})
    best: tuple[int, dict[str, Any]] | None = None
    failed: GraphError | None = None
    reading: StudentReading | None = None
    wanted = None if loss is None else normalize_name(loss)
    for choice in range(MOST_CHOICES):
        try:
            with np.errstate(all="ignore"):
                reading = read(text, given, limits, choice, generate)
                faults, result = _judged(reading, given, wanted, limits)
        except MemoryError:
            raise TooLarge("This program needs more memory than there is.") from None
        except GraphError as error:
            failed, faults = failed or error, 0
        else:
            if best is None or faults < best[0]:
                best = faults, result
        undefined = [] if reading is None else reading.log.undefined
        if not undefined or choice + 1 >= len(undefined[0].near):
            break
        if faults == len({one.name for one in undefined}):
            break
    if best is None:
        assert failed is not None
        raise failed
    return best[1]


def _judged(
    reading: StudentReading, given: Mapping[str, Value], wanted: str | None, limits: Limits
) -> tuple[int, dict[str, Any]]:
    """How many lines are wrong, and the result, with the loss that makes the fewest so."""
    failed: GraphError | None = None
    for losses in find_losses(reading, wanted):
        best: tuple[int, dict[str, Any]] | None = None
        for loss in losses:
            try:
                result = judge(reading, program_of(reading, given, loss, limits))
            except TooLarge:
                raise
            except GraphError as error:
                failed = failed if failed or loss.guessed else error
                continue
            faults = sum(verdict["status"] not in FINE for verdict in result["verdicts"])
            if best is None or faults < best[0]:
                best = faults, result
            if not faults:
                break
        if best is not None:
            return (wanted is None and _by_its_error(reading, given, best, limits)) or best
    raise failed or no_loss_error(reading)


def _by_its_error(
    reading: StudentReading,
    given: Mapping[str, Value],
    best: tuple[int, dict[str, Any]],
    limits: Limits,
) -> tuple[int, dict[str, Any]] | None:
    """The result where all follows from an error, ``l2_error = y - l2``, and no sign is turned: the
    number that was taken for the loss is another measure of it."""
    causes = {one["cause"] for one in best[1]["verdicts"]}
    if not best[0] or SIGN in causes or (loss := loss_of_an_error(reading)) is None:
        return None
    try:
        result = judge(reading, program_of(reading, given, loss, limits))
    except GraphError:
        return None
    is_fine = all(verdict["status"] in FINE for verdict in result["verdicts"])
    return (0, result) if is_fine else None


def judge(reading: StudentReading, program: Program) -> dict[str, Any]:
    """The dictionary that ``graphs.check`` returns."""
    judging = Judge(program)
    judged = judging.run()
    if not (judged or judging.locals or reading.log.undefined):
        for thing in reading.unread:
            raise thing.error
        raise no_line_error(reading)
    judging.complete(judged)
    decide_statuses(judged, program)
    judged = [one for one in judged if one.version not in program.given.values()]
    faults = sum(one.status not in FINE for one in judged)
    fine = len(judged) - faults
    fine += sum(one.equal for one in judging.locals) if program.given else 0
    if program.guessed and program.given and fine <= faults:
        raise no_loss_error(reading)
    if program.guessed and not fine:
        raise which_loss_error(WHICH_LOSS, reading)
    verdicts = [_undefined(one, program, judged) for one in _named_once(reading.log.undefined)]
    for one in judged:
        broken = reading.log.broken
        error = next((broken[it] for it in (one.version, *one.stage.writes) if it in broken), None)
        if error is None:
            verdicts.append(_verdict(one, judging))
        elif error is not reading.lost:
            verdicts.append(_broken(one, error, program))
    for one in judging.locals:
        one.status = "right" if one.equal else "wrong"
        verdicts.append(_verdict(one, judging))
    verdicts = _merged(verdicts)
    wrong = [verdict for verdict in verdicts if verdict["status"] not in FINE]
    first = min(wrong, key=lambda verdict: verdict["line"], default=None)
    return {
        "loss": program.loss.name,
        "losses": loss_choices(reading),
        "verdicts": verdicts,
        "first_wrong": first
        and {word: first[word] for word in ("name", "line", "cause", "message")},
        "forward": forward_part(program),
        "notes": [
            {"message": note.message, "line": note.line, "kind": note.kind}
            for note in (*reading.run.notes, *reading.log.notes, *_notes(program))
        ],
        "lines": [{"line": one["line"], "status": one["status"]} for one in verdicts],
    }


def _notes(program: Program) -> Iterator[Notice]:
    """What the check itself assumed."""
    for line in sorted(program.loops):
        yield Notice(f"Line {line}: the training loop is run once.", line, "reading")
    if program.note:
        yield Notice(program.note, program.loss.line, "reading")


def _verdict(one: Judgement, judging: Judge) -> Verdict:
    program = judging.program
    line, cause, factor = one.version.line, None, None
    if one.status == "right":
        message = messages.right(one, program)
    elif one.status == "scaled":
        message, factor = messages.scaled(one, program), one.tag
    elif one.status == "shape":
        message = messages.shape(one, program)
    elif one in judging.locals:
        cause, message = "local", messages.slope(one, program)
    else:
        judging.pull(one)
        found = likely_cause(one, program)
        line, cause, message = found.line, found.cause, messages.wrong(one, found, program)
        factor = constant_factor(one.values, one.due)
    return {
        "name": one.version.name,
        "of": program.of(one.version, one.target),
        "line": line,
        "status": one.status,
        "cause": cause,
        "message": message,
        "value": encode(one.values[0]),
        "expected": encode(one.due[0]),
        "text": {"value": panel_content(one.values[0]), "expected": panel_content(one.due[0])},
        "ratio": None if factor is None else encode(factor),
    }


def _broken(one: Judgement, error: GraphError, program: Program) -> Verdict:
    """A line that NumPy cannot compute: shapes that do not fit."""
    return {
        "name": one.version.name,
        "of": program.of(one.version, one.target),
        "line": error.line or one.version.line,
        "status": "wrong",
        "cause": "transpose" if error.gate in (MATMUL, TENSORDOT) else None,
        "message": messages.broken(one, error, program),
        "value": None,
        "expected": encode(one.true[0]),
        "ratio": None,
    }


def _named_once(undefined: Sequence[Undefined]) -> list[Undefined]:
    """The first use of each name without a value."""
    found: dict[str, Undefined] = {}
    for one in undefined:
        found.setdefault(one.name, one)
    return list(found.values())


def _undefined(one: Undefined, program: Program, judged: Sequence[Judgement]) -> Verdict:
    """A name without a value; the line to change is the one that stands alone."""
    meant, line = one.meant, one.source.line
    target = None
    if meant is not None:
        target = program.resolved.get(meant)
        uses = sum(other.name == one.name for other in program.log.undefined)
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
        if not others and (belongs == (True, False) or (belongs[0] == belongs[1] and uses > 1)):
            line = meant.line
    return {
        "name": one.name,
        "of": None if target is None else program.name_of(target),
        "line": line,
        "status": "undefined",
        "cause": "name",
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


def _merged(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """One verdict for each variable on each line: the first that is wrong, if one is."""
    found: dict[tuple[str, int], Verdict] = {}
    for verdict in verdicts:
        key = verdict["name"], verdict["line"]
        if key not in found or (found[key]["status"] in FINE and verdict["status"] not in FINE):
            found[key] = verdict
    return sorted(found.values(), key=lambda verdict: int(verdict["line"]))
