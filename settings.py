"""Every limit and option of the web: its default, its environment variable, its reason.

The variable of an option is ``BACKFLOW_`` and its name in capitals: ``BACKFLOW_WORKERS=4``. The
engine's own limits (graphs/limits.py) are set the same way, as ``BACKFLOW_MAX_GATES=500``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from graphs.limits import Limits

OFF = ("", "0", "no", "off", "false")


def option(default: Any, reason: str) -> Any:
    """An option with the reason for its default."""
    return field(default=default, metadata={"reason": reason})


@dataclass(frozen=True)
class Settings:
    """What the web may be told from outside."""

    public: bool = option(False, "Rate limits are on only where strangers reach the server.")
    proxies: int = option(0, "How many proxies of ours stand in front and name the real address.")

    threads: int = option(8, "Requests served at once; the work itself is done by the workers.")
    workers: int = option(
        2, "Processes that trace and draw, killed when over time; 0 works in the server itself."
    )
    worker_tasks: int = option(2_000, "A worker is replaced after this many jobs.")
    worker_bytes: int = option(2**30, "A worker's address space; past it NumPy says MemoryError.")
    trace_seconds: float = option(
        5.0, "Evaluation and layout; a program on the page takes 0.05, 10,000 gates 0.8."
    )
    export_seconds: float = option(6.0, "A PNG or PDF of the largest drawing.")
    check_seconds: float = option(
        6.0, "A backward pass written by hand; an RNN with many wrong lines takes a few."
    )
    queue: int = option(400, "Jobs waiting; past it the answer is 503 with Retry-After.")
    cache_bytes: int = option(64 * 2**20, "Finished answers kept for the next who asks the same.")

    train_seconds: float = option(600.0, "A run of training: the lecture's takes ten.")
    train_iterations: int = option(
        100_000, "Updates in one run; the lecture's program makes 2,000."
    )
    train_runs: int = option(2, "Runs at work at once, each in a process of its own; others wait.")
    train_waiting: int = option(8, "Runs that wait; past it the answer is 503 with Retry-After.")
    train_memory: int = option(2**31, "The address space of a run's process.")
    train_kept: int = option(50, "Runs that can be looked back at; the oldest are deleted.")
    train_hours: float = option(24.0, "How long a run can be looked back at.")
    train_bytes: int = option(2**30, "Checkpoints and logs of all runs; one has a quarter of it.")
    train_folder: str = option("", "Where runs are written; by default among temporary files.")

    body_bytes: int = option(256_000, "A request body; the longest program allowed is 40 kB.")
    inflated_bytes: int = option(256_000, "A link's ?z= once inflated: deflate can hide a bomb.")
    input_names: int = option(300, "Inputs in one request, as many as a program may have.")
    response_bytes: int = option(
        8_000_000, "An answer; one with 500 gates and its steps takes 4 MB."
    )

    structures_session: str = option("60/minute", "New programs from one browser.")
    structures_address: str = option("3000/minute", "New programs from one address: a school's.")
    runs_session: str = option("20/minute", "New runs of training from one browser.")
    runs_address: str = option("300/minute", "New runs of training from one address.")
    values_session: str = option("30/second", "Changed values from one browser: a dragged slider.")
    values_address: str = option("600/second", "Changed values from one address: a class drags.")

    limits: Limits = field(
        default_factory=Limits, metadata={"reason": "What the engine accepts (graphs/limits.py)."}
    )

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """The settings with every variable that is set; a value that cannot be read is an error."""
        found = os.environ if environ is None else environ
        given = _read(cls(), "BACKFLOW_", found)
        return cls(**given, limits=Limits(**_read(Limits(), "BACKFLOW_MAX_", found)))

    def replace(self, **changes: Any) -> Settings:
        """The same settings with some of them changed."""
        return replace(self, **changes)


def _read(defaults: Any, prefix: str, environ: Mapping[str, str]) -> dict[str, Any]:
    """The fields whose variables are set, converted to the type of their default."""
    given: dict[str, Any] = {}
    for entry in fields(defaults):
        variable = prefix + entry.name.upper()
        if variable not in environ or isinstance(getattr(defaults, entry.name), Limits):
            continue
        kind = type(getattr(defaults, entry.name))
        text = environ[variable]
        try:
            given[entry.name] = text.lower() not in OFF if kind is bool else kind(text)
        except ValueError:
            raise ValueError(f"{variable}={text!r} is not a {kind.__name__}") from None
    return given
