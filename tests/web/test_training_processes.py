"""Runs in processes of their own: they train, they hang, they die."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

import web.training.runs
from tests.support.runs import FALL, LINE, SLOW, by_hand, end, reach, served, start, tell


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = served(tmp_path_factory.mktemp("runs"), workers=1)
    yield app
    end(app)


def crash(folder: Path, run: str, *limits: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def never_listen(folder: Path, run: str, *limits: Any) -> None:
    while True:
        pass


def test_a_process_trains_and_a_worker_looks_back(working: Flask) -> None:
    client = working.test_client()
    run = start(client, LINE, iterations=30, settings={"lr": 0.1})["id"]
    status = reach(client, run, "done")
    assert status["loss"][30][1] == pytest.approx(by_hand(30, 0.1)[30][0])
    traced = client.post("/api/trace", json={**LINE, "run": {"id": run, "iteration": 30}})
    assert traced.get_json()["inputs"]["w"] == pytest.approx(by_hand(30, 0.1)[30][1])
    slow = start(client, FALL, **SLOW)["id"]
    reach(client, slow, "running")
    assert tell(client, slow, "cancel")["state"] == "cancelled"


def test_a_process_that_does_not_listen_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = served(tmp_path, workers=1, train_seconds=0.2)
    client = app.test_client()
    with monkeypatch.context() as patch:
        patch.setattr(web.training.runs, "carry_on", never_listen)
        patch.setattr(web.training.runs, "GRACE", 0.1)
        run = start(client, FALL, iterations=3)["id"]
    assert "longer than 0.2 seconds" in reach(client, run, "stopped")["reason"]
    end(app)


def test_a_process_that_dies_costs_its_run_alone(
    working: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = working.test_client()
    with monkeypatch.context() as patch:
        patch.setattr(web.training.runs, "carry_on", crash)
        run = start(client, FALL, iterations=3)["id"]
    status = reach(client, run, "failed")
    assert "stopped unexpectedly" in status["error"]["message"]
    assert reach(client, start(client, FALL, iterations=3)["id"], "done")["iteration"] == 3
