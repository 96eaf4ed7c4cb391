"""A text whose gradients are judged under one meaning of its names and one loss."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphs.check import rows
from graphs.check.assign import Judge
from graphs.check.common_causes import blame_common_causes
from graphs.check.compare import FINE, Judgement
from graphs.check.failures import failed, failures, misshapen
from graphs.check.forward_part import forward_part
from graphs.check.implied_loss import Loss
from graphs.check.log import Failure
from graphs.check.no_loss import (
    WHICH_LOSS,
    loss_choices,
    no_line_error,
    no_loss_error,
    which_loss_error,
)
from graphs.check.program import program_of
from graphs.check.provenance import Program
from graphs.check.reader import StudentReading
from graphs.check.set_aside import set_aside, unjudged
from graphs.check.verdicts import decide_statuses
from graphs.limits import Limits
from graphs.model import Notice, Value


@dataclass(frozen=True)
class JudgedText:
    """What was found; ``aside`` are values that get no verdict, with the reason."""

    reading: StudentReading
    program: Program
    judging: Judge
    judged: Sequence[Judgement]
    aside: Mapping[Judgement, str]
    failing: Sequence[Failure]  # lines that cannot be computed

    @property
    def faults(self) -> int:
        """How many lines are wrong, names without a value counted once."""
        wrong = [*self.judged, *self.judging.locals]
        lines = {(one.version.name, one.version.line) for one in wrong if one.status not in FINE}
        return len(lines) + len(self.failing) + len(rows.named_once(self.reading.log.undefined))

    @property
    def unjudged(self) -> int:
        """How many gradients, by their names, have no verdict."""
        told = [{"name": one.version.name} for one in (*self.judged, *self.judging.locals)]
        return len(unjudged(self.program, told, self.aside))

    def result(self, diagnoses: bool) -> dict[str, Any]:
        """The dictionary that ``graphs.check`` returns, with clues to fixes; with ``diagnoses``
        causes are looked for."""
        reading, program = self.reading, self.program
        verdicts = rows.merged(list(self._verdicts(diagnoses)))
        wrong = [verdict for verdict in verdicts if verdict["status"] not in FINE]
        first = min(wrong, key=lambda one: (one["order"], one["line"]), default=None)
        notes = (*reading.run.notes, *reading.log.notes, *_notes(program))
        return {
            "loss": program.loss.name,
            "losses": loss_choices(reading),
            "verdicts": verdicts,
            "first_wrong": first
            and {word: first[word] for word in ("name", "line", "cause", "message")},
            "unjudged": unjudged(program, verdicts, self.aside),
            "forward": forward_part(program),
            "notes": [
                {"message": note.message, "line": note.line, "kind": note.kind} for note in notes
            ],
            "lines": [{"line": one["line"], "status": one["status"]} for one in verdicts],
            "work": (len(program.graph.nodes), program.spent + program.searched),
        }

    def _verdicts(self, diagnoses: bool) -> Iterator[rows.Verdict]:
        log = self.reading.log
        for undefined in rows.named_once(log.undefined):
            yield rows.undefined(undefined, self.program, self.judged)
        for one in self.judged:
            several = (one.version, *one.stage.writes)
            error = next((log.broken[it] for it in several if it in log.broken), None)
            if error is None:
                yield rows.verdict(one, self.judging, diagnoses)
            elif (before := misshapen(one, self.judging)) is not None:
                yield rows.verdict(before, self.judging, diagnoses)
            elif all(error is not one for one in log.lost.values()):
                yield rows.broken(one, error, self.judging)
        for failure in self.failing:
            yield failed(failure, self.reading)
        for one in self.judging.locals:
            yield rows.verdict(one, self.judging, diagnoses)


def judge(
    reading: StudentReading, given: Mapping[str, Value], limits: Limits, loss: Loss
) -> JudgedText:
    """The gradients of a text as those of one loss.

    Raises:
        GraphError: no line computes a gradient, or the loss cannot be told.
    """
    program = program_of(reading, given, loss, limits)
    judging = Judge(program)
    judged = judging.run()
    failing = failures(reading, program)
    if not (judged or judging.locals or reading.log.undefined or failing):
        for thing in reading.unread:
            raise thing.error
        raise no_line_error(reading)
    judging.complete(judged)
    decide_statuses(judged, program)
    for one in judging.locals:
        one.status = "right" if one.equal else "wrong"
    judged = [one for one in judged if one.version not in program.given.values()]
    aside = set_aside(judged, program, judging.is_steady)
    judged = [one for one in judged if one not in aside]
    blame_common_causes(judged, judging)
    faults = sum(one.status not in FINE for one in judged)
    fine = len(judged) - faults
    fine += sum(one.equal for one in judging.locals) if program.given else 0
    if program.guessed and program.given and fine <= faults:
        raise no_loss_error(reading)
    if program.guessed and not fine and (faults or not failing):
        raise which_loss_error(WHICH_LOSS, reading)
    return JudgedText(reading, program, judging, judged, aside, failing)


def _notes(program: Program) -> Iterator[Notice]:
    """What the check itself assumed."""
    for line in sorted(program.loops):
        yield Notice(f"Line {line}: the training loop is run once.", line, "reading")
    if program.note:
        yield Notice(program.note, program.loss.line, "reading")
