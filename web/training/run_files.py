"""The files of a run of training, which every process of the server reads alike.

A run is a folder: ``plan.json`` (the program and how to train it), ``state.json`` (how far it is,
written by the process that trains), ``command.json`` (run, pause or cancel, written by the server),
``log.jsonl`` (losses and statistics, appended) and a checkpoint now and then.
"""

from __future__ import annotations

import io
import json
import os
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import numpy as np

from graphs.training.history import Checkpoint
from settings import Settings
from web.http.errors import Refused

Name = Literal["plan", "state", "command"]
ID = re.compile(r"[A-Za-z0-9_-]{16,64}")
KEY = "p."  # before a name in a checkpoint, lest it be one of NumPy's own arguments


def runs_folder(settings: Settings) -> Path:
    """The folder of all runs: the one that is set, else one of this user among the temporary files.

    A folder that somebody else made in our place is not used.
    """
    if settings.train_folder:
        folder = Path(settings.train_folder)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder
    own = os.getuid() if hasattr(os, "getuid") else 0
    folder = Path(tempfile.gettempdir()) / f"backflow-runs-{own}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.lstat().st_uid
    if folder.is_symlink() or (hasattr(os, "getuid") and owner != own):
        return Path(tempfile.mkdtemp(prefix="backflow-runs-"))
    folder.chmod(0o700)
    return folder


class Files:
    """One run's folder. Small files are replaced at once, so a reader never meets half of one."""

    def __init__(self, folder: Path, run: str) -> None:
        """Raises:
        Refused: 404, where the id is none or nothing is kept under it.
        """
        self.id = run
        self.folder = folder / run
        if not ID.fullmatch(run) or not (self.folder / "plan.json").is_file():
            raise Refused(
                404, "There is no such run of training.", hint="Old runs are deleted; run it again."
            )

    @classmethod
    def create(cls, folder: Path, plan: Mapping[str, Any], until: int | None = None) -> Files:
        """A new run, under an id that nobody can guess; it pauses at ``until``, an iteration."""
        run = secrets.token_urlsafe(18)
        inside = folder / run
        inside.mkdir(mode=0o700)
        _replace(inside / "plan.json", json.dumps(plan).encode())
        files = cls(folder, run)
        files.write("command", {"number": 1, "command": "run", "until": until})
        files.write("state", {"state": "queued", "iteration": 0, "seconds": 0.0, "obeyed": 0})
        return files

    def read(self, name: Name) -> dict[str, Any]:
        """One of the small files.

        Raises:
            Refused: 404, where the run has been deleted meanwhile.
        """
        try:
            content: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_bytes())
        except FileNotFoundError:
            raise Refused(404, "This run of training has been deleted.") from None
        return content

    def write(self, name: Name, content: Mapping[str, Any]) -> None:
        """Replace one of the small files."""
        _replace(self.folder / f"{name}.json", json.dumps(content).encode())

    def age(self) -> float:
        """Seconds since the state was written."""
        try:
            return time.time() - (self.folder / "state.json").stat().st_mtime
        except FileNotFoundError:
            return 0.0

    def append(self, record: Mapping[str, Any]) -> None:
        """A line of the log."""
        with (self.folder / "log.jsonl").open("ab") as log:
            log.write(json.dumps(record).encode() + b"\n")

    def lines(self, start: int) -> tuple[list[dict[str, Any]], int]:
        """The log's whole lines from a byte on, and the byte behind them."""
        try:
            with (self.folder / "log.jsonl").open("rb") as log:
                log.seek(start)
                content = log.read()
        except FileNotFoundError:
            return [], start
        whole = content[: content.rfind(b"\n") + 1]
        records = []
        for line in whole.splitlines():
            with suppress(ValueError):  # the line at which a process was killed
                records.append(json.loads(line))
        return records, start + len(whole)

    def end_broken_line(self) -> None:
        """End the line at which a process was killed."""
        with (self.folder / "log.jsonl").open("ab") as log:
            log.write(b"\n")

    def keep(self, checkpoint: Checkpoint, most_bytes: int) -> bool:
        """Add a checkpoint. Where they take too many bytes every second one is deleted, and the
        answer is True: from then on half as many will do."""
        content = io.BytesIO()
        np.savez(content, **{KEY + name: value for name, value in checkpoint.as_arrays().items()})
        _replace(self.folder / f"{checkpoint.iteration}.npz", content.getvalue())
        known = self.checkpoints()
        many = len(known) > 2 and len(known) * content.getbuffer().nbytes > most_bytes
        for iteration in known[1:-1:2] if many else ():
            (self.folder / f"{iteration}.npz").unlink(missing_ok=True)
        return many

    def checkpoints(self) -> list[int]:
        """The iterations that have one, in order."""
        return sorted(int(path.stem) for path in self.folder.glob("*.npz"))

    def checkpoint(self, most: int) -> Checkpoint | None:
        """The latest checkpoint at or before an iteration."""
        for iteration in reversed([one for one in self.checkpoints() if one <= most]):
            try:
                with np.load(self.folder / f"{iteration}.npz", allow_pickle=False) as held:
                    flat = {name.removeprefix(KEY): held[name] for name in held.files}
            except FileNotFoundError:  # thinned out just now
                continue
            return Checkpoint.from_arrays(iteration, flat)
        return None

    def size(self) -> int:
        """The bytes that the run takes on the disk."""
        return sum(path.stat().st_size for path in self.folder.iterdir())

    def delete(self) -> None:
        """Remove the run with everything it holds."""
        shutil.rmtree(self.folder, ignore_errors=True)


def clean(folder: Path, settings: Settings) -> None:
    """Delete the runs that are too old, too many or take too many bytes, the oldest first.

    Runs that are at work stay.
    """
    runs = []
    for inside in folder.iterdir():
        try:
            files = Files(folder, inside.name)
            state = files.read("state")["state"]
            runs.append((files.age(), files.size(), state, files))
        except (Refused, FileNotFoundError, ValueError):
            continue
    runs.sort(key=lambda one: one[0])
    total = 0
    for place, (age, size, state, files) in enumerate(runs):
        total += size
        at_work = state in ("queued", "running") and age < settings.train_seconds
        kept = (
            place < settings.train_kept
            and total <= settings.train_bytes
            and age < 3600 * settings.train_hours
        )
        if not kept and not at_work:
            files.delete()


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    beside.write_bytes(content)
    beside.replace(path)
