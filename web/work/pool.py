"""Worker processes, started from a clean process, with a bound on their memory, which a signal
ends at once."""

from __future__ import annotations

import multiprocessing
import os
import signal

from pebble import ProcessPool

PRELOADED = ["__main__", "web.work.jobs"]  # what a new worker need not import again


def start_pool(workers: int, tasks: int, most_bytes: int) -> ProcessPool:
    """A pool of processes, each replaced after so many tasks, with so much address space.

    They come from a clean process, since the server has threads.
    """
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(PRELOADED)
    for threads in ("OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):  # one a worker, not one a core
        os.environ.setdefault(threads, "1")
    return ProcessPool(
        max_workers=workers,
        max_tasks=tasks,
        initializer=prepare_worker,
        initargs=(most_bytes,),
        context=context,
    )


def prepare_worker(most_bytes: int) -> None:
    """Set up a worker: SIGTERM ends it at once, even inside a C call, and its memory is bounded."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    try:
        import resource  # here, since Windows has none of it
    except ImportError:
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, hard))
