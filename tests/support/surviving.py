"""Whether a text ends well: in an answer that says nothing of the server, or in a GraphError."""

from __future__ import annotations

import inspect
import json
import re
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import numpy as np

import graphs
from graphs import GraphError, Limits, TooLarge, Trace
from tests.support.watching import Harm, watched

# What only Python's own objects, and never ours, write about themselves.
TELLING: tuple[str, ...] = (
    "0x7f",
    "<built-in",
    "<module",
    "site-packages",
    "Traceback",
    "object at",
    " at 0x",
)
TELLING += ("<slot wrapper", "<method", "<attribute '", "<member '", "<class 'graphs", "<graphs.")
TELLING += ("graphs.language", "graphs/", "mappingproxy(", "<frame", "<code object", "<cell")
# How the reader writes its own functions and modules; Python has a path or an address in them.
OURS = re.compile(r"<built-in function \w+>|<module '[\w.]+'>|<module \\+'[\w.]+\\+'>")

LONGEST = 120.0  # seconds for one way of reading a text, which only end what hangs
ANSWER, ERROR, LARGE = "answer", "GraphError", "TooLarge"
SMALL = 200  # nodes of a graph whose picture and payload are looked at as well
# Names are filled with values where the reader can do so.
CAN_FILL = "fill" in inspect.signature(graphs.trace).parameters
FILLED: dict[str, Any] = {"fill": True} if CAN_FILL else {}


class Hang(Harm):
    """Reading a text did not end."""


@contextmanager
def ending() -> Iterator[None]:
    """Ends what hangs, where that can be done: in the main thread of a system with signals."""

    def stop(*_: object) -> None:
        raise Hang(f"it did not end in {LONGEST:.0f} seconds")

    if (
        not hasattr(signal, "setitimer")
        or threading.current_thread() is not threading.main_thread()
    ):
        yield
        return
    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, LONGEST, 1.0)  # and again, should it be swallowed
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)


def _reveals(text: str, said: str) -> None:
    said = OURS.sub("", said)
    for telling in TELLING:
        if telling in said and telling not in text:
            place = said.index(telling)
            raise Harm(f"it says {said[max(0, place - 80) : place + 80]!r}")


def _judge_error(text: str, error: GraphError) -> str:
    """What kind of error it is; it must be whole, of this text, and safe to show."""
    _reveals(text, f"{error.message}\n{error.hint}\n{error.mend}\n{error}")
    json.dumps(error.to_dict(), allow_nan=False, ensure_ascii=False).encode()
    if not error.message:
        raise Harm("an error without words")
    lines = len(re.split(r"\r\n|\r|\n", text))
    if error.line is not None and not 1 <= error.line <= lines + 1:
        raise Harm(f"an error in line {error.line} of {lines}")
    return LARGE if isinstance(error, TooLarge) else ERROR


def _judge_answer(text: str, trace: Trace) -> str:
    """Whatever a trace says must be safe to show."""
    said = [trace.warnings, getattr(trace, "notes", []), getattr(trace, "printed", {})]
    _reveals(text, f"{said} {trace.output} {sorted(trace.inputs)}")
    if len(trace.graph) <= SMALL:
        payload = trace.to_dict() | {"program": ""}
        shown = json.dumps(payload, allow_nan=False, ensure_ascii=False)
        shown.encode()
        _reveals(text, shown)
    return ANSWER


def traced(text: str, inputs: Mapping[str, Any] | None = None, *, filled: bool = False) -> str:
    """How tracing a text ends.

    ``filled`` gives values to the names that have none, so that more of the text is read.

    Raises:
        Harm: it says or touches what it may not; any other exception is the reader's own.
    """
    values = dict(inputs or {})
    more = FILLED if filled else {}
    for again in (True, False):
        try:
            trace = graphs.trace(text, values, limits=Limits(), **more)
        except GraphError as error:
            lacking = set(error.missing) - set(values)
            if not (filled and again and lacking):
                return _judge_error(text, error)
            values |= {name: np.full(error.shapes.get(name) or (), 0.5) for name in lacking}
        else:
            return _judge_answer(text, trace)
    raise AssertionError("never here")


def checked(text: str) -> str:
    """How checking a text ends."""
    try:
        report = graphs.check(text, limits=Limits())
    except GraphError as error:
        return _judge_error(text, error)
    _reveals(text, json.dumps(report, ensure_ascii=False, default=str))
    return ANSWER


def called(text: str) -> str:
    """How compiling a text, and calling what was compiled, ends."""
    try:
        graphs.compile(text, limits=Limits())()
    except GraphError as error:
        return _judge_error(text, error)
    return ANSWER


@cache
def warm() -> None:
    """Load what is loaded late, so that no text is blamed for it."""
    for work in (traced, checked, called):
        work("x = 2.0\nf = x * 3\ndx = 3")


def survived(text: str, *works: Callable[[str], str]) -> list[str]:
    """How each way of reading a text ends, while what it touches is watched."""
    warm()
    ends = []
    for work in works or (traced, checked, called):
        with ending(), watched(text, executing=work is called):
            ends.append(work(text))
    return ends
