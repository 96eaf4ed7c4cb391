"""Many texts in two processes, with a watchdog that ends and reports what hangs.

``python -m tests.support.long_run`` tries each hostile text in each way of reading; names of kinds
after it (``memory endless``) try those alone. For damaged programs see ``text_mutants``.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import NamedTuple

from tests.support.hostile_texts import FORBIDDEN, HOSTILE
from tests.support.surviving import ANSWER, called, checked, survived, traced

PROCESSES = 2
LONGEST = 60.0  # seconds for one text
SLOW = 5.0  # seconds, past which a text is named
MEMORY = 4 * 2**30  # bytes of one process
EVERY = 5_000  # texts, after which it says how far it is
CONTEXT = get_context("spawn")


class Task(NamedTuple):
    """A text, a way of reading it, and what it is called."""

    name: str
    text: str
    work: str


NOTHING = Task("", "", "")


def filled(text: str) -> str:
    """Trace a text, with values for the names that have none."""
    return traced(text, filled=True)


WORKS: Mapping[str, Callable[[str], str]] = {
    "traced": traced,
    "checked": checked,
    "called": called,
    "filled": filled,
}


def outcome(task: Task) -> tuple[str, str]:
    """How a task ends, and where it ends badly, the way there."""
    try:
        end = survived(task.text, WORKS[task.work])[0]
    except Exception as error:
        way = "".join(traceback.format_exception(error)[-3:])
        return f"offender: {type(error).__name__}", way
    opened = end == ANSWER and task.work != "checked" and task.name.startswith(FORBIDDEN)
    return ("offender: a door", "it has an answer") if opened else (end, "")


def _work(line: Connection) -> None:
    """A process: tasks come in, outcomes go out."""
    with contextlib.suppress(ImportError):  # a system without it has no such bound
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("error")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with contextlib.suppress(EOFError):
            while True:
                line.send(outcome(line.recv()))


@dataclass
class Worker:
    """A process, the line to it, and the task it is at."""

    process: BaseProcess
    line: Connection
    task: Task = NOTHING
    since: float = 0.0

    @classmethod
    def started(cls) -> Worker:
        here, there = CONTEXT.Pipe()
        process = CONTEXT.Process(target=_work, args=(there,), daemon=True)
        process.start()
        there.close()
        return cls(process, here)

    def give(self, task: Task) -> None:
        self.task, self.since = task, time.monotonic()
        self.line.send(task)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.line.close()


class Run:
    """The tasks that are left, the workers, and how often a text ended in which way."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self.left = iter(tasks)
        self.ends: Counter[str] = Counter()
        self.busy: list[Worker] = []

    def next(self, worker: Worker) -> None:
        """The next task, or the end."""
        task = next(self.left, None)
        if task is None:
            worker.end()
        else:
            worker.give(task)
            self.busy.append(worker)

    def note(self, worker: Worker, end: str, way: str) -> None:
        self.ends[end] += 1
        task, took = worker.task, time.monotonic() - worker.since
        if end.startswith(("offender", "hang", "crash")):
            text = task.text.encode("utf-8", "backslashreplace").decode()
            print(f"--- {end}, {task.work}: {task.name}\n{way}\n{text}\n---", flush=True)
        elif took > SLOW:
            print(f"--- {took:.0f} seconds, {task.work}: {task.name}: {end}", flush=True)
        if self.ends.total() % EVERY == 0:
            print(self.ends.total(), dict(self.ends), flush=True)

    def step(self) -> None:
        """Hear what has ended; end what hangs."""
        ready = wait([worker.line for worker in self.busy], timeout=1.0)
        for worker in self.busy[:]:
            if worker.line in ready:
                try:
                    self.note(worker, *worker.line.recv())
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
        self.note(worker, end, f"exit {worker.process.exitcode}")
        self.next(Worker.started())

    def all(self) -> int:
        """Try all, say how they ended; 1 where a text offends, else 0."""
        for _ in range(PROCESSES):
            self.next(Worker.started())
        while self.busy:
            self.step()
        for end, often in self.ends.most_common():
            print(f"{often:>8} {end}")
        return int(any(end.startswith(("offender", "hang", "crash")) for end in self.ends))


def hostile(kinds: Iterable[str]) -> Iterator[Task]:
    """Each hostile text of some kinds, in each way of reading."""
    for kind in kinds:
        for title, text in HOSTILE[kind].items():
            for work in ("traced", "checked", "called"):
                yield Task(f"{kind}: {title}", text, work)


if __name__ == "__main__":
    sys.exit(Run(hostile(sys.argv[1:] or HOSTILE)).all())
