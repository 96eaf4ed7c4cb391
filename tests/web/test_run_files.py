"""The files of a run: what a killed process leaves, checkpoints, the log, the folder."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from settings import Settings
from tests.support.runs import FALL, SLOW, ask, pause, reach, rest, start, tell
from web.training.run_files import Files, runs_folder
from web.training.series import thinned


def test_a_run_whose_process_is_gone_can_be_gone_on_with(
    trainer: FlaskClient, run_folder: Path
) -> None:
    run = start(trainer, FALL, **SLOW)["id"]
    before = pause(trainer, run)
    files = Files(run_folder, run)
    files.write("state", files.read("state") | {"state": "running"})  # as a killed one leaves it
    assert trainer.get(f"/api/train/{run}").get_json()["state"] == "running"
    os.utime(run_folder / run / "state.json", (0, 0))
    lost = ask(trainer, run)
    assert (lost["state"], lost["iteration"]) == ("paused", before["iteration"])
    assert "interrupted" in lost["reason"]
    tell(trainer, run, "step")
    assert rest(trainer, run)["iteration"] == before["iteration"] + 1


def test_a_log_killed_in_the_middle_of_a_line_is_read_on(
    trainer: FlaskClient, run_folder: Path
) -> None:
    run = start(trainer, FALL, **SLOW)["id"]
    before = pause(trainer, run)
    with (run_folder / run / "log.jsonl").open("ab") as log:
        log.write(b'{"from": 7, "los')
    tell(trainer, run, "step")
    after = rest(trainer, run)
    assert after["checkpoint"] == before["checkpoint"] + 1


def test_checkpoints_are_thinned_to_their_bytes(run_folder: Path, trainer: FlaskClient) -> None:
    run = start(trainer, FALL, iterations=1)["id"]
    reach(trainer, run, "done")
    files = Files(run_folder, run)
    first = files.checkpoint(0)
    assert first is not None
    size = (run_folder / run / "0.npz").stat().st_size
    for iteration in range(2, 40):
        files.keep(type(first)(iteration, first.values, first.states), 10 * size)
    kept = files.checkpoints()
    assert len(kept) <= 10
    assert (kept[0], kept[-1]) == (0, 39)
    assert files.checkpoint(38) is not None


def test_runs_are_kept_where_nobody_else_can_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = runs_folder(Settings())
    assert folder.parent == tmp_path
    assert folder.stat().st_mode & 0o777 == 0o700
    assert runs_folder(Settings()) == folder
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")  # as somebody else might put in our place
    assert runs_folder(Settings()) != folder


def test_long_series_keep_their_ends_and_extremes() -> None:
    points: list[tuple[int, float | None]] = [(k, float(np.sin(k / 50))) for k in range(10_000)]
    points[1_234], points[8_765], points[5_000] = (1_234, 9.0), (8_765, -9.0), (5_000, np.nan)
    kept = thinned(points)
    assert len(kept) <= 2_000
    assert [0, 0.0] in kept
    assert [9_999, points[-1][1]] in kept
    assert [1_234, 9.0] in kept
    assert [8_765, -9.0] in kept
    assert [5_000, "NaN"] in kept
    assert thinned(points[:3]) == [list(point) for point in points[:3]]
