"""What a worker process is asked to do: one row a job, a query in, a finished answer out."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal

import graphs
from graphs.draw.kinds import KINDS, Kind
from graphs.groups.open_groups import AUTO, Opening
from graphs.groups.search import search, search_data
from graphs.limits import Limits
from graphs.payload.page import shown_part
from graphs.payload.whole_array import whole_array
from graphs.trace import shown_evaluation
from web.http.answer import Answer, error_answer, json_answer
from web.http.errors import Refused
from web.http.query import Query
from web.work.partial import BEFORE, clamped, shown_or_partial, told, told_beside_partial
from web.work.traces import new_trace, recent_trace


@dataclass(frozen=True)
class Job:
    """A row. Its functions are pickled on their way to a worker: no lambdas, no closures."""

    work: Callable[[Query, Limits], Answer]
    prepare: Callable[[Query, Limits], Query] | None = None  # the query that ``work`` is done on
    seconds: Literal["trace_seconds", "export_seconds", "check_seconds"] = "trace_seconds"
    cheaper_layout: bool = False  # past its time, once more without the lanes of wires
    partial: bool = False  # an error brings the circuit before it
    kept: bool = True  # the same query has the same answer later


def perform(job: Job, query: Query, limits: Limits, most_bytes: int) -> Answer:
    """Do a job. Never raises: an error is an answer too."""
    try:
        if job.prepare is not None:
            query = job.prepare(query, limits)
        answer = job.work(query, limits)
    except Refused as refusal:
        return error_answer(refusal.status, **refusal.error)
    except graphs.GraphError as error:
        return told_beside_partial(error, query, limits, most_bytes) if job.partial else told(error)
    except MemoryError:
        return error_answer(413, "This program needs more memory than there is for one program.")
    except Exception:
        logging.getLogger("backflow").error("%s\n%s", query.program, traceback.format_exc())
        return error_answer(400, "Backflow failed on this program; the fault is ours, not yours.")
    size = len(answer.body) + len(answer.svg)
    if size > most_bytes:
        message = f"The drawing takes {size:,} bytes; the limit is {most_bytes:,}."
        return error_answer(413, message, hint="Draw a smaller part of the program.")
    return answer


def payload(query: Query, limits: Limits) -> Answer:
    """The payload of the public contract."""
    return json_answer(recent_trace(query, limits).with_open(query.open).to_dict(query.views))


def payload_part(query: Query, limits: Limits) -> Answer:
    """What changes when groups are opened and closed, or where a search finds its words."""
    if query.find is not None:
        outline = shown_or_partial(query, limits, None).groups.outline
        return json_answer(search_data(*search(outline, query.find)))
    return json_answer(shown_part(shown_or_partial(query, limits, _opening(query))))


def array(query: Query, limits: Limits) -> Answer:
    """One node's whole value and gradient."""
    return json_answer(whole_array(shown_or_partial(query, limits, query.open), query.node))


def check(query: Query, limits: Limits) -> Answer:
    """The verdicts on a backward pass written by hand."""
    asked = query.program, query.inputs, query.loss
    seed = query.seed or 0
    return json_answer(graphs.check(*asked, limits=limits, generate=query.generate, seed=seed))


def page(query: Query, limits: Limits) -> Answer:
    """The payload with its drawing at the step, or before the first where the query has none."""
    trace = new_trace(query, limits).with_open(_opening(query))
    svg = trace.svg(step=_step(trace, BEFORE if query.step is None else query.step))
    return Answer(200, json_answer(trace.to_dict()).body, svg=svg)


def drawing(write: Callable[..., bytes], mimetype: str, query: Query, limits: Limits) -> Answer:
    """The drawing at the step, or the whole where the query has none, as a file."""
    trace = new_trace(query, limits).with_open(_opening(query))
    svg = trace.svg(step=_step(trace, query.step))
    return Answer(200, write(svg, query.look), mimetype)


def _opening(query: Query) -> Opening:
    return AUTO if query.open is None else query.open


def _step(trace: graphs.Trace, step: int | None) -> int | None:
    return clamped(shown_evaluation(trace), step)


def _export(kind: Kind) -> Job:
    # with fonts, which a first time has to be cut to size
    work = partial(drawing, kind.writer(), kind.mimetype)
    return Job(work, seconds="export_seconds", cheaper_layout=True)


JOBS: Mapping[str, Job] = {
    "json": Job(payload, cheaper_layout=True, partial=True),
    "part": Job(payload_part, cheaper_layout=True),
    "page": Job(page, cheaper_layout=True, partial=True),
    "array": Job(array),
    "check": Job(check, seconds="check_seconds"),
    **{name: _export(kind) for name, kind in KINDS.items()},
}
