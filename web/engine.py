"""Who does the work: worker processes that can be killed, and a memory of finished answers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable

from pebble import ProcessExpired, ProcessPool

from graphs.draw.fonts import static_files
from settings import Settings
from web.errors import Refused
from web.gallery import FIRST
from web.jobs import Answer, Kind, perform
from web.query import Query

Job = Callable[..., Answer]
EXPORTS = ("svg", "png", "pdf")  # with fonts, which a first time has to be cut to size
SEEN = Answer(200, b"")


class Engine:
    """Answers queries; safe to call from several threads."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.answers = Cache(settings.cache_bytes)
        self.structures = Cache(2**20)
        self._waiting = 0
        self._lock = threading.Lock()
        self._pool = start_pool(settings) if settings.workers else None

    def answer(self, kind: Kind, query: Query) -> Answer:
        """The finished answer, from memory where somebody asked the same before."""
        key = f"{kind} {query.key}"
        known = self.answers.get(key)
        if known is not None:
            return known
        settings = self.settings
        seconds = settings.export_seconds if kind in EXPORTS else settings.trace_seconds
        seconds = settings.check_seconds if kind == "check" else seconds
        answer = self.run(
            perform, kind, query, settings.limits, settings.response_bytes, seconds=seconds
        )
        self.answers.put(key, answer, len(answer.body) + len(answer.svg) + len(key))
        if answer.status == 200:
            self.structures.put(query.structure, SEEN, len(query.structure))
        return answer

    def knows_structure(self, query: Query) -> bool:
        """Whether the program was traced lately, so that only values can have changed."""
        return self.structures.get(query.structure) is not None

    def run(self, job: Job, *arguments: object, seconds: float) -> Answer:
        """One job, stopped at its time limit. Over time or over the queue: 503."""
        if self._pool is None:
            return job(*arguments)
        with self._lock:
            if self._waiting >= self.settings.queue:
                raise Refused(
                    503, "The server is busy.", hint="Try again in a few seconds.", retry=5
                )
            self._waiting += 1
        try:
            return self._pool.schedule(job, args=arguments, timeout=seconds).result()
        except TimeoutError:
            message = f"This took longer than the limit of {seconds:g} seconds and was stopped."
            raise Refused(503, message, hint="Try a smaller program.") from None
        except ProcessExpired:
            message = "The worker on this program stopped unexpectedly."
            raise Refused(503, message, hint="Try a smaller program.") from None
        finally:
            with self._lock:
                self._waiting -= 1

    def warm_up(self) -> None:
        """Starts the workers, and makes the fonts, before the first reader waits for them."""
        threading.Thread(target=static_files, name="fonts", daemon=True).start()
        self.answer("page", FIRST)

    def stop(self) -> None:
        """Ends the workers."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()


def start_pool(settings: Settings) -> ProcessPool:
    """Workers started from a clean process, since the server has threads."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(["__main__", "web.jobs"])
    for threads in ("OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):  # one a worker, not one a core
        os.environ.setdefault(threads, "1")
    return ProcessPool(
        max_workers=settings.workers,
        max_tasks=settings.worker_tasks,
        initializer=prepare_worker,
        initargs=(settings.worker_bytes,),
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
