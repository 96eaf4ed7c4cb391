"""Every gradient line of a student's program, judged: what ``graphs.check`` returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graphs.autodiff.forward import normalize_inputs, normalize_name
from graphs.check import rows
from graphs.check.assign import Judge
from graphs.check.fixes import add_fixes
from graphs.check.forward_part import forward_part
from graphs.check.implied_loss import Loss, loss_of_an_error
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
from graphs.check.rows import FINE
from graphs.check.set_aside import set_aside, unjudged
from graphs.check.verdicts import decide_statuses
from graphs.errors import GraphError, TooLarge
from graphs.limits import UNLIMITED, Limits
from graphs.model import Notice, Value
from graphs.model.generated import check_affordable

SIGN = "sign"  # a cause: it is turned
MOST_CHOICES = 4


@dataclass(frozen=True)
class Asked:
    """What a check is asked with its text; ``diagnoses``: whether causes are looked for."""

    given: Mapping[str, Value]
    wanted: str | None  # the loss
    limits: Limits
    generate: bool
    seed: int
    diagnoses: bool = True


def report(
    text: str,
    inputs: Mapping[str, Value] | None,
    loss: str | None,
    limits: Limits | None,
    generate: bool = False,
    seed: int = 0,
) -> dict[str, Any]:
    """What ``graphs.check`` returns."""
    limits = limits or UNLIMITED
    check_affordable(inputs or {}, limits)
    given = normalize_inputs(inputs or {})
    wanted = None if loss is None else normalize_name(loss)
    asked = Asked(given, wanted, limits, generate, seed)

    def again(mended: str) -> dict[str, Any] | None:
        try:
            return _best(mended, replace(asked, diagnoses=False))
        except GraphError:
            return None

    result = _best(text, asked)
    add_fixes(result, text, again)
    return result


def _best(text: str, asked: Asked) -> dict[str, Any]:
    """The result under the meaning of undefined names that leaves the fewest lines wrong."""
    best: tuple[int, dict[str, Any]] | None = None
    failed: GraphError | None = None
    reading: StudentReading | None = None
    for choice in range(MOST_CHOICES):
        try:
            with np.errstate(all="ignore"):
                reading = read(text, asked.given, asked.limits, choice, asked.generate, asked.seed)
                faults, result = _judged(reading, asked)
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


def _judged(reading: StudentReading, asked: Asked) -> tuple[int, dict[str, Any]]:
    """How many lines are wrong, and the result, with the loss that makes the fewest so."""
    failed: GraphError | None = None
    for losses in find_losses(reading, asked.wanted):
        best: tuple[int, dict[str, Any]] | None = None
        for loss in losses:
            try:
                result = judge(reading, asked, loss)
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
            return (asked.wanted is None and _by_its_error(reading, asked, best)) or best
    raise failed or no_loss_error(reading)


def _by_its_error(
    reading: StudentReading, asked: Asked, best: tuple[int, dict[str, Any]]
) -> tuple[int, dict[str, Any]] | None:
    """The result where all follows from an error, ``l2_error = y - l2``, and no sign is turned: the
    number that was taken for the loss is another measure of it."""
    causes = {one["cause"] for one in best[1]["verdicts"]}
    if not best[0] or SIGN in causes or (loss := loss_of_an_error(reading)) is None:
        return None
    try:
        result = judge(reading, asked, loss)
    except GraphError:
        return None
    is_fine = all(verdict["status"] in FINE for verdict in result["verdicts"])
    return (0, result) if is_fine else None


def judge(reading: StudentReading, asked: Asked, loss: Loss) -> dict[str, Any]:
    """The dictionary that ``graphs.check`` returns, with clues to fixes."""
    program = program_of(reading, asked.given, loss, asked.limits)
    judging = Judge(program)
    judged = judging.run()
    if not (judged or judging.locals or reading.log.undefined):
        for thing in reading.unread:
            raise thing.error
        raise no_line_error(reading)
    judging.complete(judged)
    decide_statuses(judged, program)
    judged = [one for one in judged if one.version not in program.given.values()]
    aside = set_aside(judged, program, judging.is_steady)
    judged = [one for one in judged if one not in aside]
    faults = sum(one.status not in FINE for one in judged)
    fine = len(judged) - faults
    fine += sum(one.equal for one in judging.locals) if program.given else 0
    if program.guessed and program.given and fine <= faults:
        raise no_loss_error(reading)
    if program.guessed and not fine:
        raise which_loss_error(WHICH_LOSS, reading)
    verdicts = [
        rows.undefined(one, program, judged) for one in rows.named_once(reading.log.undefined)
    ]
    for one in judged:
        broken = reading.log.broken
        error = next((broken[it] for it in (one.version, *one.stage.writes) if it in broken), None)
        if error is None:
            verdicts.append(rows.verdict(one, judging, asked.diagnoses))
        elif error is not reading.lost:
            verdicts.append(rows.broken(one, error, program))
    for one in judging.locals:
        one.status = "right" if one.equal else "wrong"
        verdicts.append(rows.verdict(one, judging, asked.diagnoses))
    verdicts = rows.merged(verdicts)
    wrong = [verdict for verdict in verdicts if verdict["status"] not in FINE]
    first = min(wrong, key=lambda verdict: verdict["line"], default=None)
    return {
        "loss": program.loss.name,
        "losses": loss_choices(reading),
        "verdicts": verdicts,
        "first_wrong": first
        and {word: first[word] for word in ("name", "line", "cause", "message")},
        "unjudged": unjudged(program, verdicts, aside),
        "forward": forward_part(program),
        "notes": [
            {"message": note.message, "line": note.line, "kind": note.kind}
            for note in (*reading.run.notes, *reading.log.notes, *_notes(program))
        ],
        "lines": [{"line": one["line"], "status": one["status"]} for one in verdicts],
        "work": (len(program.graph.nodes), program.spent + program.searched),
    }


def _notes(program: Program) -> Iterator[Notice]:
    """What the check itself assumed."""
    for line in sorted(program.loops):
        yield Notice(f"Line {line}: the training loop is run once.", line, "reading")
    if program.note:
        yield Notice(program.note, program.loss.line, "reading")
