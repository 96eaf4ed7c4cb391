"""The work itself, done in a worker process: a query in, finished bytes out."""

from __future__ import annotations

import json
import logging
import traceback
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import graphs
from graphs.draw import export
from graphs.errors import TooLarge
from graphs.forward import checked
from graphs.limits import Limits
from graphs.part import whole_array
from graphs.progress import progress
from web.errors import error_fields
from web.query import Query

Kind = Literal["json", "page", "array", "check", "svg", "png", "pdf"]
MIMETYPES: dict[Kind, str] = {
    "array": "application/json",
    "check": "application/json",
    "json": "application/json",
    "page": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
}

# Programs this process has read lately: a changed value needs no reading and no layout.
_recent: OrderedDict[str, graphs.Trace] = OrderedDict()
RECENT = 32


@dataclass(frozen=True)
class Answer:
    """A finished answer. ``svg`` is the drawing at the asked step, for a page."""

    status: int
    body: bytes
    mimetype: str = "application/json"
    svg: str = ""


def perform(kind: Kind, query: Query, limits: Limits, most_bytes: int) -> Answer:
    """Trace, and draw what is asked for. Never raises: an error is an answer too."""
    try:
        answer = _perform(kind, query, limits)
    except TooLarge as error:
        return failure(413, **error.to_dict())
    except graphs.GraphError as error:
        return failure(400, beside=_progress(error, query), **error.to_dict())
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


def _progress(error: graphs.GraphError, query: Query) -> dict[str, Any]:
    """The steps before an evaluation that failed half-way."""
    if error.graph is None:
        return {}
    return progress(error, checked(query.inputs), query.numbers)


def failure(
    status: int, message: object, beside: Mapping[str, Any] | None = None, **fields: Any
) -> Answer:
    """An error as an answer, with what stands beside it."""
    body = json.dumps({"error": error_fields(str(message), **fields), **(beside or {})})
    return Answer(status, body.encode())


def _perform(kind: Kind, query: Query, limits: Limits) -> Answer:
    if kind == "json":
        return Answer(200, _payload(_followed(query, limits), query.views))
    if kind == "check":
        found = graphs.check(query.program, query.inputs, query.loss, limits=limits)
        return Answer(200, json.dumps(found, allow_nan=False, separators=(",", ":")).encode())
    if kind == "array":
        part = whole_array(_followed(query, limits), query.node)
        return Answer(200, json.dumps(part, allow_nan=False, separators=(",", ":")).encode())
    trace = _fresh(query, limits)
    last = len(trace.steps) - 1  # -1 where nothing is computed: the program 3
    step = None if query.step is None or last < 0 else max(0, min(query.step, last))
    svg = trace.svg(step=step)
    if kind == "page":
        return Answer(200, _payload(trace), svg=svg)
    if kind == "svg":
        body = export.standalone(svg).encode()
    elif kind == "png":
        body = export.png(svg)
    else:
        body = export.pdf(svg)
    return Answer(200, body, MIMETYPES[kind])


def _payload(trace: graphs.Trace, views: Mapping[str, Mapping[str, Any]] | None = None) -> bytes:
    return json.dumps(trace.to_dict(views), allow_nan=False, separators=(",", ":")).encode()


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
    )


def _followed(query: Query, limits: Limits) -> graphs.Trace:
    """The query's trace; a program read before only gets the new values, and keeps its layout."""
    structure = repr((query.structure, query.numbers))
    known = _recent.get(structure)
    if known is not None:
        _recent.move_to_end(structure)
        return known.with_inputs(query.inputs)
    trace = _recent[structure] = _fresh(query, limits)
    if len(_recent) > RECENT:
        _recent.popitem(last=False)
    return trace
