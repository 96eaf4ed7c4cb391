"""Every gradient line of a student's program, judged: what ``graphs.check`` returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from graphs.autodiff.forward import normalize_inputs, normalize_name
from graphs.check.fixes import add_fixes
from graphs.check.implied_loss import loss_of_an_error
from graphs.check.judged_text import JudgedText, judge
from graphs.check.loss import find_losses
from graphs.check.no_loss import no_loss_error
from graphs.check.program import read
from graphs.check.reader import StudentReading
from graphs.errors import GraphError, TooLarge
from graphs.limits import UNLIMITED, Limits
from graphs.model import Value
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
    best: JudgedText | None = None
    failed: GraphError | None = None
    try:
        with np.errstate(all="ignore"):
            for reading in _readings(text, asked):
                try:
                    found = _judged(reading, asked)
                except TooLarge:
                    raise
                except GraphError as error:
                    failed = failed or error
                    continue
                best = found if best is None or found.faults < best.faults else best
                if best.faults == len({one.name for one in reading.log.undefined}):
                    break
            if best is None:
                raise failed or GraphError("This text cannot be checked.")
            return best.result(asked.diagnoses)
    except MemoryError:
        raise TooLarge("This program needs more memory than there is.") from None


def _readings(text: str, asked: Asked) -> Iterator[StudentReading]:
    """The text as it is read under each meaning of its first undefined name."""
    for choice in range(MOST_CHOICES):
        try:
            reading = read(text, asked.given, asked.limits, choice, asked.generate, asked.seed)
        except GraphError:
            if choice:
                return
            raise
        yield reading
        undefined = reading.log.undefined
        if not undefined or choice + 1 >= len(undefined[0].near):
            break


def _judged(reading: StudentReading, asked: Asked) -> JudgedText:
    """What is found with the loss that makes the fewest lines wrong.

    Raises:
        GraphError: there is no loss, or no gradient of one.
    """
    failed: GraphError | None = None
    for losses in find_losses(reading, asked.wanted):
        best: JudgedText | None = None
        for loss in losses:
            try:
                found = judge(reading, asked.given, asked.limits, loss)
            except TooLarge:
                raise
            except GraphError as error:
                failed = failed if failed or loss.guessed else error
                continue
            best = found if best is None or _ranks(found) < _ranks(best) else best
            if _ranks(best) == (0, 0):
                break
        if best is not None:
            return (asked.wanted is None and _by_its_error(reading, asked, best)) or best
    raise failed or no_loss_error(reading)


def _ranks(found: JudgedText) -> tuple[int, int]:
    """How well a loss explains a text: few lines wrong, then few gradients without a verdict."""
    return found.faults, found.unjudged


def _by_its_error(reading: StudentReading, asked: Asked, best: JudgedText) -> JudgedText | None:
    """What is found where all follows from an error, ``l2_error = y - l2``, and no sign is turned:
    the number that was taken for the loss is another measure of it."""
    if not best.faults or (loss := loss_of_an_error(reading)) is None:
        return None
    if SIGN in {one["cause"] for one in best.result(diagnoses=True)["verdicts"]}:
        return None
    try:
        found = judge(reading, asked.given, asked.limits, loss)
    except GraphError:
        return None
    return None if found.faults else found
