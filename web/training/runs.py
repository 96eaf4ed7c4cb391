"""The runs of training: started, paused, resumed and cancelled, and their status for the page."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Mapping
from concurrent.futures import CancelledError, Future
from functools import partial
from pathlib import Path
from typing import Any, Literal

from pebble import ProcessExpired, ProcessPool, ThreadPool

from settings import Settings
from web.http.errors import Refused, error_fields
from web.training.run_files import Files, clean
from web.training.series import Logs, series
from web.training.trainer import INTERRUPTED, carry_on, settings_of, with_settings
from web.work.pool import start_pool

Action = Literal["pause", "resume", "step", "cancel"]
AT_WORK = ("queued", "running")
GRACE = 15.0  # seconds past the limit after which a run that does not stop by itself is killed
SILENCE = 30.0  # seconds without a written state after which a run's process counts as dead
LOOK = 0.02  # seconds between two looks at the files, by those who wait
LONGEST_WAIT = 1.0


class Runs:
    """All runs; safe to call from several threads."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.settings = settings
        self.folder = folder
        self.logs = Logs()
        self._pool: ProcessPool | ThreadPool | None = None
        self._jobs: dict[str, Future[None]] = {}
        self._lock = threading.RLock()
        self._stopping = False

    def files(self, run: str) -> Files:
        """A run's files.

        Raises:
            Refused: 404, there is no such run.
        """
        return Files(self.folder, run)

    def start(self, plan: Mapping[str, Any], until: int | None = None) -> Files:
        """A new run, queued; with ``until`` it pauses there.

        Raises:
            Refused: 503, where too many wait.
        """
        with self._lock:
            self._check_room()
            clean(self.folder, self.settings)
            files = Files.create(self.folder, plan, until)
            self._schedule(files)
        return files

    def act(self, run: str, action: Action) -> None:
        """Pause, resume, make one step, or cancel. A run that is over stays as it is.

        Raises:
            Refused: 404, there is no such run; 503, where too many wait.
        """
        with self._lock:
            files = self.files(run)
            state, command = self._state(files), files.read("command")
            if state["state"] not in (*AT_WORK, "paused"):
                return
            starts = action in ("resume", "step") and state["state"] == "paused"
            if starts:
                self._check_room()
            until = None
            if action == "step":
                until = max(state["iteration"], command["until"] or 0) + 1
            word = {"resume": "run", "step": "run"}.get(action, action)
            number = command["number"] + 1
            told = {"number": number, "command": word, "until": until}
            files.write("command", command | told)
            if starts and run not in self._jobs:
                self._schedule(files)
            elif action == "cancel" and state["state"] == "queued" and run in self._jobs:
                self._jobs[run].cancel()

    def change(self, run: str, settings: Mapping[str, Any]) -> None:
        """Go on with another optimizer, other settings of it or another batch, all of them given.

        Raises:
            Refused: 404, there is no such run; 409, it is over.
        """
        with self._lock:
            files = self.files(run)
            state = self._state(files)
            if state["state"] not in (*AT_WORK, "paused"):
                raise Refused(409, "This run is over.", hint="Begin another one.")
            files.write("command", files.read("command") | {"settings": settings})
            if run not in self._jobs:  # who works on it follows by itself
                plan = with_settings(files.read("plan"), state["iteration"], settings)
                files.write("plan", plan)

    def status(self, run: str, after: int | None = None) -> dict[str, Any]:
        """A run's state; with its series after an iteration, where ``after`` is one.

        The program comes with the first of them only.

        Raises:
            Refused: 404, there is no such run.
        """
        files = self.files(run)
        state, plan, command = self._state(files), files.read("plan"), files.read("command")
        iteration, rate = state["iteration"], state.get("rate")
        iterations = plan["train"]["iterations"]
        running = state["state"] == "running"
        program = {
            "program": plan["program"],
            "inputs": plan["posted"],
            "output": plan["output"],
            "seed": plan["seed"],
        }
        return {
            "id": run,
            "state": state["state"],
            "reason": state.get("reason"),
            "iteration": iteration,
            "iterations": iterations,
            "rate": rate if running else None,
            "left": (iterations - iteration) / rate if running and rate else None,
            "error": state.get("error"),
            "train": settings_of(plan, command),
            "changes": plan.get("changes", []),
            "findings": state.get("findings", []),
            **(program if after is None or after < 0 else {}),
            **(series(self.logs.of(files), after) if after is not None else {}),
        }

    def wait(self, run: str, after: int, seconds: float) -> None:
        """Return when a run has news after an iteration, is not at work, or time is over."""
        files = self.files(run)
        end = time.monotonic() + min(seconds, LONGEST_WAIT)
        while time.monotonic() < end:
            working = self._state(files)["state"] in AT_WORK
            if not working or len(self.logs.of(files).losses) - 1 > after:
                return
            time.sleep(LOOK)

    def warm_up(self) -> None:
        """Have the processes there before the first run: a run starts in one that waits, and each
        that has ended is replaced."""
        pool = self._started_pool()
        if isinstance(pool, ProcessPool):
            pool.schedule(os.getpid).result()

    def stop(self) -> None:
        """End the processes; their runs can be gone on with later."""
        with self._lock:
            self._stopping = True
            pool = self._pool
        if pool is not None:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()

    def _state(self, files: Files) -> dict[str, Any]:
        """A run's state, with what its process cannot write itself: that it is gone."""
        state, command = files.read("state"), files.read("command")
        if state["state"] in ("paused", *AT_WORK) and command["command"] == "cancel":
            return state | {"state": "cancelled"}
        if files.id in self._jobs and self._goes_on(state, command):
            return state | {"state": "queued"}
        silence = SILENCE if state["state"] == "running" else self.settings.train_seconds
        lost = state["state"] in AT_WORK and files.id not in self._jobs
        if lost and files.age() > silence:
            return state | {"state": "paused", "reason": INTERRUPTED}
        return state

    def _check_room(self) -> None:
        """Raises:
        Refused: 503, where too many wait.
        """
        settings = self.settings
        if len(self._jobs) >= settings.train_runs + settings.train_waiting:
            raise Refused(
                503,
                f"{len(self._jobs)} runs of training are at work or waiting already.",
                hint="Try again in a minute.",
                retry=60,
            )

    def _schedule(self, files: Files) -> None:
        settings = self.settings
        pool = self._started_pool()
        state = files.read("state")
        files.write("state", state | {"state": "queued"})
        limits, seconds = settings.limits, settings.train_seconds
        bounds = (self.folder, files.id, limits, seconds, settings.train_bytes // 4)
        job: Future[None]
        if isinstance(pool, ProcessPool):
            job = pool.schedule(carry_on, args=bounds, timeout=seconds + GRACE)
        else:
            job = pool.schedule(carry_on, args=bounds)
        self._jobs[files.id] = job
        job.add_done_callback(partial(self._ended, files))

    def _started_pool(self) -> ProcessPool | ThreadPool:
        settings = self.settings
        with self._lock:
            if self._pool is None:
                self._pool = (
                    start_pool(settings.train_runs, 1, settings.train_memory)
                    if settings.workers
                    else ThreadPool(settings.train_runs)
                )
            return self._pool

    def _ended(self, files: Files, job: Future[None]) -> None:
        """A process is done with a run: write what it could not, do what was commanded since."""
        with self._lock:
            try:
                state, command = files.read("state"), files.read("command")
                ending = self._ending(job)
                if ending is not None:
                    files.write("state", state | ending)
                elif self._goes_on(state, command) and not self._stopping:
                    self._schedule(files)
            except (Refused, OSError):  # deleted meanwhile
                return
            finally:  # not before its state is written: until then it is not lost
                if self._jobs.get(files.id) is job:
                    del self._jobs[files.id]

    @staticmethod
    def _goes_on(state: Mapping[str, Any], command: Mapping[str, Any]) -> bool:
        """Whether a run has paused that was to go on by a command it had not read."""
        unread: bool = command["number"] > state["obeyed"]
        return state["state"] == "paused" and command["command"] == "run" and unread

    def _ending(self, job: Future[None]) -> dict[str, Any] | None:
        """The state that a run is left in whose process did not end by itself."""
        if self._stopping or job.cancelled():
            return {"state": "paused", "reason": INTERRUPTED}
        fault = job.exception()
        if fault is None:
            return None
        if isinstance(fault, CancelledError):
            return {"state": "paused", "reason": INTERRUPTED}
        if isinstance(fault, TimeoutError):
            seconds = self.settings.train_seconds
            reason = f"The run took longer than {seconds:g} seconds and was stopped."
            return {"state": "stopped", "reason": reason}
        logging.getLogger("backflow").error("A run of training ended: %r", fault)
        reason = (
            "The process of this run stopped unexpectedly."
            if isinstance(fault, ProcessExpired)
            else "Backflow failed on this run; the fault is ours, not yours."
        )
        return {"state": "failed", "reason": reason, "error": error_fields(reason)}
