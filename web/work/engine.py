"""Who does the work: worker processes that can be killed, and a memory of finished answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError
from dataclasses import replace

from pebble import ProcessExpired, ProcessFuture

from graphs.draw.fonts import static_files
from graphs.limits import Limits
from settings import Settings
from web.gallery import FIRST_QUERY
from web.gallery.listing import listing
from web.http.answer import Answer
from web.http.errors import OverTime, Refused
from web.http.query import Query
from web.work.cache import Cache
from web.work.jobs import JOBS, Job, perform
from web.work.pool import start_pool

STRUCTURES_BYTES = 2**20
KNOWN = Answer(200, b"")


class Engine:
    """Answers queries; safe to call from several threads."""

    def __init__(self, settings: Settings, jobs: Mapping[str, Job] = JOBS) -> None:
        self.settings = settings
        self.jobs = jobs
        self.answers = Cache(settings.cache_bytes)
        self.structures = Cache(STRUCTURES_BYTES)
        self._waiting = 0
        # by page: its program, its job
        self.latest: dict[str, tuple[str, ProcessFuture[Answer]]] = {}
        self._lock = threading.Lock()
        self._pool = (
            start_pool(settings.workers, settings.worker_tasks, settings.worker_bytes)
            if settings.workers
            else None
        )

    def answer(self, kind: str, query: Query, page: str | None = None) -> Answer:
        """The finished answer of a job, from the cache where the same query was answered before.

        ``page`` tells the pages of readers apart: a newer program of one stops its older ones.

        Raises:
            Refused: 503, over time, over the queue, or overtaken by a newer program.
        """
        key = f"{kind} {query.key}"
        known = self.answers.get(key)
        if known is not None:
            return known
        job, limits = self.jobs[kind], self.settings.limits
        try:
            answer = self._perform(job, query, limits, page)
        except OverTime:
            if not job.cheaper_layout:
                raise
            answer = self._perform(job, query, replace(limits, lanes=0), page)
        if not job.kept or (query.run is not None and answer.status != 200):
            return answer  # a run goes on: what it lacks now it may have soon
        self.answers.put(key, answer, len(answer.body) + len(answer.svg) + len(key))
        if answer.status == 200:
            self.structures.put(query.structure, KNOWN, len(query.structure))
        return answer

    def knows_structure(self, query: Query) -> bool:
        """Whether the program was traced lately, so that only values can have changed."""
        return self.structures.get(query.structure) is not None

    def _perform(self, job: Job, query: Query, limits: Limits, page: str | None) -> Answer:
        """A job on a query; one that looks back on a run may have to train a little first."""
        name = job.seconds if query.run is None else "check_seconds"
        return self.run(
            perform,
            *(job, query, limits, self.settings.response_bytes),
            seconds=getattr(self.settings, name),
            page_program=None if page is None else (page, query.program),
        )

    def run(
        self,
        function: Callable[..., Answer],
        *arguments: object,
        seconds: float,
        page_program: tuple[str, str] | None = None,
    ) -> Answer:
        """One call in a worker, stopped at its time limit. Over time or over the queue: 503.

        ``page_program``: a page of a reader and its program; its jobs on another one are stopped.
        """
        if self._pool is None:
            return function(*arguments)
        with self._lock:
            if self._waiting >= self.settings.queue:
                raise Refused(
                    503, "The server is busy.", hint="Try again in a few seconds.", retry=5
                )
            self._waiting += 1
        future = None
        try:
            future = self._pool.schedule(function, args=arguments, timeout=seconds)
            if page_program is not None:
                self._take_over(page_program, future)
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
                if page_program and self.latest.get(page_program[0], ("", None))[1] is future:
                    self.latest.pop(page_program[0], None)

    def _take_over(self, page_program: tuple[str, str], future: ProcessFuture[Answer]) -> None:
        """Stop what a page still has at work on another program."""
        page, program = page_program
        with self._lock:
            before = self.latest.get(page)
            self.latest[page] = (program, future)
        if before is not None and before[0] != program:
            before[1].cancel()  # type: ignore[no-untyped-call]

    def warm_up(self) -> None:
        """Starts the workers, and makes the fonts and the gallery's pictures, before the first
        reader waits for them."""
        threading.Thread(target=static_files, name="fonts", daemon=True).start()
        threading.Thread(target=listing, name="gallery", daemon=True).start()
        self.answer("page", FIRST_QUERY)

    def stop(self) -> None:
        """Ends the workers."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
