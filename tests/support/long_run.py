"""Many damaged programs in two processes, with a watchdog that ends and reports what hangs."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from tests.support.surviving import survived, traced
from tests.support.text_mutants import mutant

PROCESSES = 2
LONGEST = 60.0  # seconds for one text
MEMORY = 4 * 2**30  # bytes of one process
EVERY = 5_000  # texts, after which it says how far it is
CONTEXT = get_context("spawn")


def filled(text: str) -> str:
    """Trace a text, with values for the names that have none."""
    return traced(text, filled=True)


def outcome(seed: int) -> tuple[str, str]:
    """How the text of a seed ends, and where it ends badly, the way there."""
    try:
        return survived(mutant(seed), filled)[0], ""
    except Exception as error:
        return f"offender: {type(error).__name__}", "".join(traceback.format_exception(error)[-3:])


def _work(line: Connection) -> None:
    """A process: seeds come in, outcomes go out."""
    with contextlib.suppress(ImportError):  # a system without it has no such bound
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("error")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with contextlib.suppress(EOFError):
            while (seed := line.recv()) is not None:
                line.send(outcome(seed))
        os.chdir("/")


@dataclass
class Worker:
    """A process, the line to it, and the seed it is at."""

    process: BaseProcess
    line: Connection
    seed: int = -1
    since: float = 0.0

    @classmethod
    def started(cls) -> Worker:
        here, there = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_work, args=(there,), daemon=True)
        process.start()
        there.close()
        return cls(process, here)

    def give(self, seed: int) -> None:
        self.seed, self.since = seed, time.monotonic()
        self.line.send(seed)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.line.close()


class Run:
    """The seeds that are left, the workers, and how often a text ended in which way."""

    def __init__(self, first: int, count: int) -> None:
        self.left = iter(range(first, first + count))
        self.ends: Counter[str] = Counter()
        self.busy: list[Worker] = []

    def next(self, worker: Worker) -> None:
        """The next seed, or the end."""
        seed = next(self.left, None)
        if seed is None:
            worker.end()
        else:
            worker.give(seed)
            self.busy.append(worker)

    def note(self, seed: int, end: str, way: str) -> None:
        self.ends[end] += 1
        if end.startswith(("offender", "hang", "crash")):
            text = mutant(seed).encode("utf-8", "backslashreplace").decode()
            print(f"--- {end}, seed {seed}\n{way}\n{text}\n---", flush=True)
        if self.ends.total() % EVERY == 0:
            print(self.ends.total(), dict(self.ends), flush=True)

    def step(self) -> None:
        """Hear what has ended; end what hangs."""
        ready = wait([worker.line for worker in self.busy], timeout=1.0)
        for worker in self.busy[:]:
            if worker.line in ready:
                try:
                    self.note(worker.seed, *worker.line.recv())
                except (EOFError, ConnectionResetError):
                    self.replace(worker, "crash")
                else:
                    self.busy.remove(worker)
                    self.next(worker)
            elif time.monotonic() - worker.since > LONGEST:
                self.replace(worker, "hang")

    def replace(self, worker: Worker, end: str) -> None:
        """Another process in place of one that has come to a bad end."""
        self.busy.remove(worker)
        worker.end()
        self.note(worker.seed, end, f"exit {worker.process.exitcode}")
        self.next(Worker.started())

    def all(self) -> Counter[str]:
        for _ in range(PROCESSES):
            self.next(Worker.started())
        while self.busy:
            self.step()
        return self.ends


def main() -> None:
    """``python -m tests.support.text_mutants COUNT [FIRST SEED]``; exit 1 where a text offends."""
    given = [int(word) for word in sys.argv[1:]]
    count, first = (*given, *(100_000, 0)[len(given) :])
    ends = Run(first, count).all()
    for end, often in ends.most_common():
        print(f"{often:>8} {end}")
    sys.exit(any(end.startswith(("offender", "hang", "crash")) for end in ends))
