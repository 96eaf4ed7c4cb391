"""A run of training, carried on in a process of its own: the server's commands are read between
two iterations, and everything is written to the run's files as it comes."""

from __future__ import annotations

import logging
import multiprocessing
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

import graphs
from graphs.limits import Limits
from graphs.training import Plan, Record, Training
from graphs.training.stretches import Change
from web.http.errors import Refused, error_fields
from web.training.run_files import Files

LISTEN = 0.05  # seconds between two looks at the server's command, and two writings
KEEP = 0.1  # seconds of work between two checkpoints at first: what a look back computes again
MOST_REDONE = 1.0  # seconds between checkpoints, where keeping one takes long
INTERRUPTED = "The run was interrupted; resume goes on from its last checkpoint."
SMOOTH = 0.3  # the share of the last moment in the rate


def plan_of(written: Mapping[str, Any]) -> Plan:
    """The plan that a run's file holds: program, inputs, output and ``train`` with every entry.

    Raises:
        GraphError: one makes no sense.
    """
    train = written["train"]
    return Plan(
        written["program"],
        written["inputs"],
        written["output"],
        tuple(train["parameters"]),
        tuple(train["data"]),
        train["optimizer"],
        train["settings"],
        train["iterations"],
        train["batch"],
        train["seed"],
        tuple(Change(**change) for change in written.get("changes", ())),
    )


def with_settings(written: Mapping[str, Any], iteration: int, wanted: Any) -> dict[str, Any]:
    """What a run's file holds, with other settings from an iteration on.

    Raises:
        GraphError: one makes no sense.
    """
    plan = plan_of(written).changed(iteration, **wanted)
    return {**written, "changes": [change.to_dict() for change in plan.changes]}


def settings_of(
    written: Mapping[str, Any], command: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """How a run is trained now: its first settings with what was changed last, and what a command
    asks for besides."""
    last = dict(written["changes"][-1]) if written.get("changes") else {}
    last.pop("iteration", None)
    return {**written["train"], **last, **((command or {}).get("settings") or {})}


def carry_on(folder: Path, run: str, limits: Limits, seconds: float, most_bytes: int) -> None:
    """Train until the run is done, commanded to stop, or out of time. Never raises."""
    try:
        files = Files(folder, run)
        state, command = files.read("state"), files.read("command")
    except Refused:  # deleted while it waited
        return
    state |= {"state": "running", "obeyed": command["number"], "reason": None}
    files.write("state", state)
    try:
        with np.errstate(all="ignore"):  # what overflows ends the run, with its reason
            _Trainer(files, state, limits, seconds, most_bytes).work()
        return
    except graphs.GraphError as error:
        fault = error_fields(**error.to_dict())
    except MemoryError:
        fault = error_fields("Training this program needs more memory than there is for one run.")
    except Refused as refusal:  # deleted under our hands
        fault = refusal.error
    except Exception:
        logging.getLogger("backflow").error("%s", traceback.format_exc())
        fault = error_fields("Backflow failed on this program; the fault is ours, not yours.")
    if files.folder.is_dir():
        failed = {"state": "failed", "reason": fault["message"], "error": fault}
        files.write("state", state | failed)


class _Trainer:
    """One sitting of a run: from where it was left to where it is left again."""

    def __init__(
        self, files: Files, state: dict[str, Any], limits: Limits, seconds: float, most_bytes: int
    ) -> None:
        self.files, self.state = files, state
        self.seconds, self.most_bytes = seconds, most_bytes
        self.training = Training(plan_of(files.read("plan")), limits, watch=True, budget=0)
        self.first, self.losses = 0, list[float | None]()  # not written yet, from this iteration on
        self.until: int | None = None
        self.rest = 0.0  # seconds until the next look: the first iteration is told at once
        self.followed: dict[str, Any] | None = None  # the settings that were asked for
        self.kept, self.gap = time.monotonic(), KEEP
        self.judge_from = 0.0
        self.findings: list[dict[str, Any]] = state.get("findings", [])  # of earlier sittings
        start = files.checkpoint(state["iteration"])
        if start is None:
            self.keep()
            self.judge()
            files.append({"layers": [layer.to_dict() for layer in self.training.watch.layers]})
        else:
            self.training.resume(start, [])
            files.end_broken_line()
        self.began = self.looked = time.monotonic()
        self.spent = state["seconds"]
        self.since = self.training.iteration

    def work(self) -> None:
        """Iterate; now and then write, and read the command."""
        training = self.training
        self.follow()
        self.write(self.began)
        if self.obey():
            return
        while not training.over:
            if self.until is not None and training.iteration >= self.until:
                return self.end("paused")
            self.note(training.advance())
            now = time.monotonic()
            if now - self.looked >= self.rest:
                self.rest = LISTEN
                self.follow()
                self.write(now)
                if self.obey():
                    return None
                if self.spent + now - self.began >= self.seconds:
                    return self.end("stopped", self.overtime())
            if now - self.kept >= self.gap:
                self.keep()
        if training.reason is not None:
            return self.end("stopped", training.reason)
        return self.end("done")

    def note(self, record: Record) -> None:
        """Remember an iteration's loss; statistics are written at once."""
        if not self.losses:
            self.first = record.iteration
        self.losses.append(record.loss)
        if record.statistics is not None:
            self.files.append({"statistics": record.statistics.to_dict()})

    def judge(self) -> None:
        """Write how many labels are right; the next time is further off where that takes long."""
        began = time.monotonic()
        if began < self.judge_from:
            return
        if (right := self.training.right) is not None:
            self.files.append({"right": [self.training.iteration, *right]})
        self.judge_from = began + 20 * (time.monotonic() - began)

    def keep(self) -> None:
        """A checkpoint; the next ones stand further apart where many have gone, and where keeping
        them would take more than a twentieth of the time; never so far that looking back would
        redo more than a second's work."""
        began, interval = time.monotonic(), self.state.get("interval", KEEP)
        many = self.files.keep(self.training.checkpoint(), self.most_bytes)
        self.kept = time.monotonic()
        self.state["interval"] = 2 * interval if many else interval
        cost = min(20 * (self.kept - began), MOST_REDONE)
        self.gap = max(self.state["interval"], cost)

    def follow(self) -> None:
        """Go on with the settings that were asked for last. They are in the plan before the state
        tells of this iteration: whoever looks at it meets its own batch."""
        wanted = self.files.read("command").get("settings")
        if wanted is None or wanted == self.followed:
            return
        self.followed = wanted
        written = self.files.read("plan")
        if wanted.items() <= settings_of(written).items():
            return  # since before this sitting
        written = with_settings(written, self.training.iteration, wanted)
        self.training.follow(plan_of(written))
        self.files.write("plan", written)

    def obey(self) -> bool:
        """Read the server's command; whether it ended the work."""
        command = self.files.read("command")
        self.state["obeyed"], self.until = command["number"], command["until"]
        if command["command"] == "cancel":
            self.end("cancelled")
            return True
        if command["command"] == "pause":
            self.end("paused")
            return True
        server = multiprocessing.parent_process()  # None where the server itself is at work
        if server is not None and not server.is_alive():
            self.end("paused", INTERRUPTED)
            return True
        return False

    def overtime(self) -> str:
        """Why a run that took too long was stopped."""
        return (
            f"The run took longer than {self.seconds:g} seconds and was stopped at iteration "
            f"{self.training.iteration:,}. What it reached can be looked at."
        )

    def write(self, now: float) -> None:
        """The losses since, and how far the run is."""
        training, state = self.training, self.state
        if self.losses:
            self.files.append({"from": self.first, "losses": self.losses})
            self.losses = []
        passed = now - self.looked
        if passed > 0:
            rate = (training.iteration - self.since) / passed
            before = state.get("rate") or rate
            state["rate"] = (1 - SMOOTH) * before + SMOOTH * rate
        state["findings"] = self.all_findings()
        state["iteration"], state["seconds"] = training.iteration, self.spent + now - self.began
        self.judge()
        self.looked, self.since = now, training.iteration
        self.files.write("state", state)

    def all_findings(self) -> list[dict[str, Any]]:
        """What went wrong in this sitting and the earlier ones, each thing once."""
        new = [finding.to_dict() for finding in self.training.findings]
        known = {(one["kind"], one["layer"]) for one in self.findings}
        return self.findings + [one for one in new if (one["kind"], one["layer"]) not in known]

    def end(self, state: str, reason: str | None = None) -> None:
        """Leave the run so that it can be gone on with."""
        if self.training.reason is None:  # the loss where it stands
            self.note(self.training.current_record())
        self.keep()
        self.judge_from = 0.0
        self.state |= {"state": state, "reason": reason}
        self.write(time.monotonic())
