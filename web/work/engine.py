"""Who does the work: worker processes that can be killed, and a memory of finished answers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError
from dataclasses import replace

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from graphs.draw.fonts import static_files
from settings import Settings
from web.gallery import FIRST
from web.http.errors import OverTime, Refused
from web.http.query import Query
from web.training.jobs import JOBS
from web.training.run_files import spool
from web.work.jobs import Answer, Kind, perform

Job = Callable[..., Answer]
EXPORTS = ("svg", "png", "pdf")  # with fonts, which a first time has to be cut to size
DRAWN = ("json", "page", "part", *EXPORTS)  # past its time, once more in the cheaper layout
PASSING = ("start", "surface")  # a run may have begun or moved on since
SEEN = Answer(200, b"")


class Engine:
    """Answers queries; safe to call from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.answers = Cache(settings.cache_bytes)
        self.structures = Cache(2**20)
        self._waiting = 0
        # by page: its program, its job
        self.latest: dict[str, tuple[str, ProcessFuture[Answer]]] = {}
        self._lock = threading.Lock()
        self.spool = spool(settings)
        self._pool = (
            start_pool(settings.workers, settings.worker_tasks, settings.worker_bytes)
            if settings.workers
            else None
        )

    def answer(self, kind: Kind, query: Query, page: str | None = None) -> Answer:
        """The finished answer, from memory where somebody asked the same before.

        ``page`` tells the pages of readers apart: a newer program of one stops its older ones.
        """
        key = f"{kind} {query.key}"
        known = self.answers.get(key)
        if known is not None:
            return known
        settings = self.settings
        seconds = settings.export_seconds if kind in EXPORTS else settings.trace_seconds
        slow = kind == "check" or kind in JOBS or query.run is not None
        seconds = settings.check_seconds if slow else seconds
        whose = None if page is None else (page, query.program)
        bounds = (settings.response_bytes, self.spool)
        try:
            job = (kind, query, settings.limits, *bounds)
            answer = self.run(perform, *job, seconds=seconds, whose=whose)
        except OverTime:
            if kind not in DRAWN:
                raise
            job = (kind, query, replace(settings.limits, lanes=0), *bounds)
            answer = self.run(perform, *job, seconds=seconds, whose=whose)
        if kind in PASSING or (query.run is not None and answer.status != 200):
            return answer  # a run goes on: what it lacks now it may have soon
        self.answers.put(key, answer, len(answer.body) + len(answer.svg) + len(key))
        if answer.status == 200:
            self.structures.put(query.structure, SEEN, len(query.structure))
        return answer

    def knows_structure(self, query: Query) -> bool:
        """Whether the program was traced lately, so that only values can have changed."""
        return self.structures.get(query.structure) is not None

    def run(
        self,
        job: Job,
        *arguments: object,
        seconds: float,
        whose: tuple[str, str] | None = None,
    ) -> Answer:
        """One job, stopped at its time limit. Over time or over the queue: 503.

        ``whose``: a page of a reader and its program; its jobs on another program are stopped.
        """
        if self._pool is None:
            return job(*arguments)
        with self._lock:
            if self._waiting >= self.settings.queue:
                raise Refused(
                    503, "The server is busy.", hint="Try again in a few seconds.", retry=5
                )
            self._waiting += 1
        future = None
        try:
            future = self._pool.schedule(job, args=arguments, timeout=seconds)
            if whose is not None:
                self._take_over(whose, future)
            return future.result()
        except CancelledError:
            raise Refused(503, "A newer edit has taken the place of this one.") from None
        except TimeoutError:
            message = f"This took longer than the limit of {seconds:g} seconds and was stopped."
            raise OverTime(503, message, hint="Try a smaller program.") from None
        except ProcessExpired:
            message = "The worker on this program stopped unexpectedly."
            raise Refused(503, message, hint="Try a smaller program.") from None
        finally:
            with self._lock:
                self._waiting -= 1
                if whose is not None and self.latest.get(whose[0], ("", None))[1] is future:
                    self.latest.pop(whose[0], None)

    def _take_over(self, whose: tuple[str, str], future: ProcessFuture[Answer]) -> None:
        """Stop what a page still has at work on another program."""
        page, program = whose
        with self._lock:
            before = self.latest.get(page)
            self.latest[page] = (program, future)
        if before is not None and before[0] != program:
            before[1].cancel()  # type: ignore[no-untyped-call]

    def warm_up(self) -> None:
        """Starts the workers, and makes the fonts, before the first reader waits for them."""
        threading.Thread(target=static_files, name="fonts", daemon=True).start()
        self.answer("page", FIRST)

    def stop(self) -> None:
        """Ends the workers."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()


def start_pool(workers: int, tasks: int, most_bytes: int) -> ProcessPool:
    """Workers started from a clean process, since the server has threads."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["__main__", "web.work.jobs"])
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
    """A worker dies at once when told to, even inside a C call, and has a bounded memory."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most_bytes, hard))


class Cache:
    """The answers used last, up to a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._entries: OrderedDict[str, tuple[Answer, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Answer | None:
        """The answer kept under a key."""
        with self._lock:
            if key not in self._entries:
                return None
            self._entries.move_to_end(key)
            return self._entries[key][0]

    def put(self, key: str, answer: Answer, size: int) -> None:
        """Keeps an answer, forgetting the ones not used for longest."""
        with self._lock:
            if key in self._entries:
                self._bytes -= self._entries.pop(key)[1]
            self._entries[key] = (answer, size)
            self._bytes += size
            while self._bytes > self._most_bytes:
                _, (_, freed) = self._entries.popitem(last=False)
                self._bytes -= freed
