"""The traces of a worker process, and the programs it has read lately.

A changed value needs no reading and no layout.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import graphs
from graphs.limits import Limits
from graphs.trace import in_window
from web.http.query import Query

RECENT = 32
RECENT_NODES = 50_000  # of all of them: a node with its steps takes about 4 kB
TRAIN = "train"  # the mode of the page in which values change and the picture stays

_recent: OrderedDict[str, graphs.Trace] = OrderedDict()
_lock = Lock()  # without workers the server's threads do the work


def new_trace(query: Query, limits: Limits) -> graphs.Trace:
    """The query's trace, its program read afresh."""
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
        upstream=query.upstream,
        window=query.room,
        fill=query.fill,
        call=query.call,
        loops=query.loops,
        generate=query.generate,
    )


def recent_trace(query: Query, limits: Limits) -> graphs.Trace:
    """The query's trace; a program read before only gets the new values, and keeps its layouts."""
    structure = repr((query.structure, query.numbers, query.mode == TRAIN))
    with _lock:
        known = _recent.get(structure)
        if known is not None:
            _recent.move_to_end(structure)
    if known is not None:
        return in_window(known, query.room).with_inputs(query.inputs)
    trace = new_trace(query, limits)
    with _lock:
        _recent[structure] = trace
        while len(_recent) > RECENT or (len(_recent) > 1 and _nodes() > RECENT_NODES):
            _recent.popitem(last=False)
    return trace


def _nodes() -> int:
    return sum(len(trace.evaluation.model.nodes) for trace in _recent.values())
