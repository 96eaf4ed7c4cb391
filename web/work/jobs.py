"""The work itself, done in a worker process: a query in, finished bytes out."""

from __future__ import annotations

import json
import logging
import traceback
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import graphs
from graphs.autodiff.forward import checked
from graphs.draw import export
from graphs.errors import TooLarge
from graphs.groups.open_groups import AUTO
from graphs.groups.search import find, found_data
from graphs.limits import Limits
from graphs.payload.page import part
from graphs.payload.partial_trace import partial_trace
from graphs.payload.whole_array import whole_array
from graphs.trace import shown_of
from web.http.errors import Refused, error_fields
from web.http.query import Query
from web.training.jobs import JOBS, overlaid

Kind = Literal[
    "json", "page", "part", "array", "check", "svg", "png", "pdf",
    "plan", "start", "update", "surface", "boundary",
]  # fmt: skip
MIMETYPES: dict[Kind, str] = {
    "array": "application/json",
    "check": "application/json",
    "json": "application/json",
    "part": "application/json",
    "page": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
}

# Programs this process has read lately: a changed value needs no reading and no layout.
_recent: OrderedDict[str, graphs.Trace] = OrderedDict()
RECENT = 32
TRAIN = "train"  # the mode of the page in which values change and the picture stays
RECENT_NODES = 50_000  # of all of them: a node with its steps takes about 4 kB


@dataclass(frozen=True)
class Answer:
    """A finished answer. ``svg`` is the drawing at the asked step, for a page."""

    status: int
    body: bytes
    mimetype: str = "application/json"
    svg: str = ""


def perform(kind: Kind, query: Query, limits: Limits, most_bytes: int, spool: Path) -> Answer:
    """Trace, and draw what is asked for. Never raises: an error is an answer too."""
    try:
        if kind in JOBS:
            answer = _json(JOBS[kind](query, spool, limits))
        else:
            query = _overlaid(kind, query, spool, limits)
            answer = _perform(kind, query, limits)
    except Refused as refusal:
        return failure(refusal.status, **refusal.error)
    except TooLarge as error:
        return failure(413, **error.to_dict())
    except graphs.GraphError as error:
        beside = {} if kind in JOBS else _progress(error, query)
        return failure(400, beside=beside, **error.to_dict())
    except MemoryError:
        return failure(413, "This program needs more memory than there is for one program.")
    except Exception:
        logging.getLogger("backflow").error("%s\n%s", query.program, traceback.format_exc())
        return failure(400, "Backflow failed on this program; the fault is ours, not yours.")
    size = len(answer.body) + len(answer.svg)
    if size > most_bytes:
        message = f"The drawing takes {size:,} bytes; the limit is {most_bytes:,}."
        return failure(413, message, hint="Draw a smaller part of the program.")
    return answer


def _overlaid(kind: Kind, query: Query, spool: Path, limits: Limits) -> Query:
    """The query with the values of the run that it names; a page opens without one that is gone."""
    try:
        return overlaid(query, spool, limits)
    except graphs.GraphError as error:
        error.graph = None  # the run's, not the query's
        raise
    except Refused:
        if kind != "page":
            raise
        return replace(query, run=None)


def _progress(error: graphs.GraphError, query: Query) -> dict[str, Any]:
    """The steps before an evaluation that failed half-way."""
    if error.graph is None:
        return {}
    return partial_trace(error, checked(query.inputs), query.numbers)


def failure(
    status: int, message: object, beside: Mapping[str, Any] | None = None, **fields: Any
) -> Answer:
    """An error as an answer, with what stands beside it."""
    body = json.dumps({"error": error_fields(str(message), **fields), **(beside or {})})
    return Answer(status, body.encode())


def _perform(kind: Kind, query: Query, limits: Limits) -> Answer:
    if kind == "check":
        return _json(graphs.check(query.program, query.inputs, query.loss, limits=limits))
    again = kind in ("json", "part", "array")
    trace = _followed(query, limits) if again else _fresh(query, limits)
    if kind == "array":
        return _json(whole_array(shown_of(trace.with_open(query.open)), query.node))
    if kind == "part" and query.find is not None:
        return _json(found_data(*find(shown_of(trace).groups.outline, query.find)))
    opening = query.open
    if opening is None and kind != "json":
        opening = AUTO
    trace = trace.with_open(opening)
    if kind == "json":
        return _json(trace.to_dict(query.views))
    if kind == "part":
        return _json(part(shown_of(trace)))
    last = (
        len(shown_of(trace).evaluation.raw_steps) - 1
    )  # -1 where nothing is computed: the program 3
    step = None if query.step is None or last < 0 else max(0, min(query.step, last))
    svg = trace.svg(step=step)
    if kind == "page":
        return replace(_json(trace.to_dict()), svg=svg)
    if kind == "svg":
        body = export.standalone(svg).encode()
    elif kind == "png":
        body = export.png(svg)
    else:
        body = export.pdf(svg)
    return Answer(200, body, MIMETYPES[kind])


def _json(data: Mapping[str, Any]) -> Answer:
    return Answer(200, json.dumps(data, allow_nan=False, separators=(",", ":")).encode())


def _fresh(query: Query, limits: Limits) -> graphs.Trace:
    return graphs.trace(
        query.program,
        query.inputs,
        output=query.output,
        wrt=query.wrt,
        limits=limits,
        numbers=query.numbers,
        seed=query.seed,
        fold=query.fold,
        roomy=query.mode == TRAIN,
    )


def _followed(query: Query, limits: Limits) -> graphs.Trace:
    """The query's trace; a program read before only gets the new values, and keeps its layout."""
    structure = repr((query.structure, query.numbers, query.mode == TRAIN))
    known = _recent.get(structure)
    if known is not None:
        _recent.move_to_end(structure)
        return known.with_inputs(query.inputs)
    trace = _recent[structure] = _fresh(query, limits)
    while len(_recent) > RECENT or (len(_recent) > 1 and _nodes() > RECENT_NODES):
        _recent.popitem(last=False)
    return trace


def _nodes() -> int:
    return sum(len(trace.evaluation.model.nodes) for trace in _recent.values())
