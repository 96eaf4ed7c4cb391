"""Programs that end with an error: the circuit before it is drawn, beside the error."""

from __future__ import annotations

import logging
import traceback
from dataclasses import replace

import graphs
from graphs.autodiff.forward import normalize_inputs
from graphs.errors import TooLarge
from graphs.evaluation import Display
from graphs.groups.open_groups import Opening, ShownEvaluation
from graphs.language.assumptions import Assumptions
from graphs.limits import Limits
from graphs.payload.page import payload
from graphs.payload.partial_trace import Read, partial_evaluation
from graphs.trace import shown_evaluation
from web.http.answer import Answer, error_answer
from web.http.query import Query
from web.work.traces import TRAIN, recent_trace

BEFORE = -1  # the step before the first


def shown_or_partial(query: Query, limits: Limits, opening: Opening) -> ShownEvaluation:
    """What the page draws of a program with these groups open, be it only the part before an error.

    Raises:
        GraphError: there is not even a part of it.
    """
    try:
        return shown_evaluation(recent_trace(query, limits).with_open(opening))
    except graphs.GraphError as error:
        partial = _partial(error, replace(query, open=opening), limits)
        if partial is None:
            raise
        return partial


def told(error: graphs.GraphError) -> Answer:
    """An error as an answer."""
    return error_answer(413 if isinstance(error, TooLarge) else 400, **error.to_dict())


def told_beside_partial(
    error: graphs.GraphError, query: Query, limits: Limits, most_bytes: int
) -> Answer:
    """An error beside the circuit before it, drawn at the step or whole; alone where there is none
    or it cannot be drawn. Never raises."""
    try:
        shown = _partial(error, query, limits)
        if shown is None:
            return told(error)
        answer = error_answer(told(error).status, beside=payload(shown), **error.to_dict())
        svg = shown.evaluation.svg(clamped(shown, query.step))
    except (graphs.GraphError, MemoryError):
        return told(error)
    except Exception:
        logging.getLogger("backflow").error("%s\n%s", query.program, traceback.format_exc())
        return told(error)
    fits = len(answer.body) + len(svg) <= most_bytes
    return replace(answer, svg=svg) if fits else told(error)


def clamped(shown: ShownEvaluation, step: int | None) -> int | None:
    """A step that exists; None where there is none: the program 3 computes nothing."""
    last = len(shown.evaluation.raw_steps) - 1
    return None if step is None or last < 0 else max(BEFORE, min(step, last))


def _partial(error: graphs.GraphError, query: Query, limits: Limits) -> ShownEvaluation | None:
    read = Read(
        Display(query.numbers, limits.lanes, query.mode == TRAIN, query.room),
        query.open,
        Assumptions(query.fill, query.call, query.loops, query.generate),
        limits,
        query.seed,
    )
    return partial_evaluation(error, normalize_inputs(query.inputs), read)
