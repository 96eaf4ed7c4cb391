"""What a text touches outside the reader: files, processes, modules, streams, shared state."""

from __future__ import annotations

import builtins
import contextlib
import io
import math
import os
import random
import re
import sys
import threading
import warnings
from collections.abc import Iterator
from functools import cache
from types import FrameType
from typing import Any

import numpy as np

# Events of Python's own audit that no text may cause (importing, which also opens files, aside).
WATCHED = (
    *("open", "os.", "subprocess.", "socket.", "ctypes.", "shutil.", "tempfile.", "glob."),
    *("urllib.", "webbrowser.", "pickle.", "builtins.input", "builtins.breakpoint", "time.sleep"),
    *("sys.unraisablehook", "sys.settrace", "sys.setprofile", "gc.", "signal.", "mmap."),
    *("fcntl.", "resource.", "_thread.start_new_thread", "syslog."),
)
RUNNING = ("exec", "code.__new__", "function.__new__")  # only what is compiled runs
SHARED: tuple[Any, ...] = (builtins, math, np, np.linalg, np.random, random, str, os)


class Harm(AssertionError):
    """A text did, showed or reached what none may."""


class _Seen(threading.local):
    """What the audit told of this thread; None while nobody watches."""

    events: list[str] | None = None
    executing = True  # whether running generated code is fine


_seen = _Seen()


def _importing() -> bool:
    """Whether Python is importing a module just now."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _seen.events is None:
        return
    if event == "open" and str(arguments[0]).startswith("<"):
        return  # Python's parser looks for the file of a wrong line; a text has none
    executed = event in RUNNING and not _seen.executing
    if executed or event.startswith(WATCHED):
        events, _seen.events = _seen.events, None  # looking at the stack is an event as well
        if not _importing() and "networkx" not in repr(arguments):  # it writes its decorators
            events.append(f"{event}{arguments!r}"[:200])
        _seen.events = events


@cache
def _listen() -> None:
    """Begin to listen, once: Python's audit has no end."""
    sys.addaudithook(_note)


def _state() -> dict[str, Any]:
    """What a process shares between texts, as it stands."""
    return {
        "NumPy's random numbers": np.random.get_state(legacy=False)["state"]["key"].tobytes(),
        "Python's random numbers": random.getstate(),
        "NumPy's errors": np.geterr(),
        "NumPy's printing": {k: v for k, v in np.get_printoptions().items() if k != "override"},
        "the depth of recursion": sys.getrecursionlimit(),
        "the digits of an int": sys.get_int_max_str_digits(),
        "the filters of warnings": list(warnings.filters),
        "the environment": dict(os.environ),
        "the streams": (sys.stdin, sys.argv[:], sys.path[:]),
    }


@contextlib.contextmanager
def watched(text: str, *, executing: bool = False) -> Iterator[None]:
    """Watch what happens while a text is read.

    ``executing`` allows running generated code, as compiling does.

    Raises:
        Harm: a file, process or stream was used, a module of the text imported, or something
            changed that other texts see.
    """
    _listen()
    modules, files, state = set(sys.modules), set(os.listdir()), _state()
    shared = [dict(vars(holder)) for holder in SHARED]
    said = io.StringIO()
    _seen.events, _seen.executing = [], executing
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            yield
    finally:
        events, _seen.events = _seen.events, None
    if events:
        raise Harm(f"it caused {events[:3]}")
    if said.getvalue():
        raise Harm(f"it wrote {said.getvalue()[:200]!r} to a stream")
    words = set(re.findall(r"\w+", text)) - {"graphs"}
    gained = {name for name in set(sys.modules) - modules if name.rpartition(".")[2] in words}
    if {name for name in gained if not name.startswith("graphs.")}:
        raise Harm(f"it imported {sorted(gained)}")
    if files != set(os.listdir()):
        raise Harm(f"it left {sorted(set(os.listdir()) ^ files)}")
    after = _state()
    if changed := [name for name in state if state[name] != after[name]]:
        raise Harm(f"it changed {changed}")
    for holder, known in zip(SHARED, shared, strict=True):
        now = vars(holder)
        if changed := [name for name in known if now.get(name, now) is not known[name]]:
            raise Harm(f"it changed {changed} of {holder.__name__}")
