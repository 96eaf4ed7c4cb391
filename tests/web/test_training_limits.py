"""How many runs work, for how long, who may start them, and which are kept."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from tests.support.runs import FALL, LONG, SLOW, ask, end, reach, served, start, tell


def test_two_run_at_once_a_third_waits_and_a_fifth_is_refused(tmp_path: Path) -> None:
    app = served(tmp_path, train_waiting=2)
    client = app.test_client()
    runs = [start(client, FALL, **SLOW)["id"] for _ in range(4)]
    for run in runs[:2]:
        reach(client, run, "running")
    assert [ask(client, run)["state"] for run in runs[2:]] == ["queued", "queued"]
    refused = client.post("/api/train", json={**FALL, "train": SLOW})
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "60"
    tell(client, runs[3], "cancel")
    tell(client, runs[0], "cancel")
    reach(client, runs[2], "running")
    assert ask(client, runs[3])["state"] == "cancelled"
    end(app)


def test_a_run_is_stopped_at_its_time_limit(tmp_path: Path) -> None:
    app = served(tmp_path, train_seconds=0.1)
    client = app.test_client()
    status = reach(client, start(client, FALL, **SLOW)["id"], "stopped")
    assert "longer than 0.1 seconds" in status["reason"]
    assert 0 < status["iteration"] < LONG
    end(app)


def test_a_run_that_diverges_is_stopped(trainer: FlaskClient) -> None:
    wild = start(trainer, {"program": "loss = w**4", "inputs": {"w": 10}}, settings={"lr": 10})
    diverged = reach(trainer, wild["id"], "stopped")
    assert "diverged" in diverged["reason"]
    assert diverged["loss"][-1][1] in ("NaN", "Infinity")


def test_strangers_start_a_few_runs_and_look_often(tmp_path: Path) -> None:
    limits = {"runs_session": "2/hour", "structures_session": "5/hour"}
    app = served(tmp_path, public=True, **limits, values_session="100/hour")
    client = app.test_client()
    runs = [start(client, FALL, iterations=1)["id"] for _ in range(2)]
    refused = client.post("/api/train", json={**FALL, "train": {"iterations": 1}})
    assert refused.status_code == 429
    assert refused.get_json()["error"]["message"]
    assert [client.get(f"/api/train/{run}").status_code for run in runs * 5] == [200] * 10
    end(app)


def test_old_runs_are_deleted(tmp_path: Path) -> None:
    app = served(tmp_path, train_kept=2)
    client = app.test_client()
    runs = []
    for _ in range(4):
        runs.append(start(client, FALL, iterations=1)["id"])
        reach(client, runs[-1], "done")
    start(client, FALL, iterations=1)
    codes = [client.get(f"/api/train/{run}").status_code for run in runs]
    assert codes == [404, 404, 200, 200]
    gone = {"id": runs[0], "iteration": 0}
    assert client.post("/api/trace", json={**FALL, "run": gone}).status_code == 404
    address = f'/?program=loss=w**2&inputs={{"w":1}}&run={{"id":"{runs[0]}","iteration":0}}'
    assert client.get(address).status_code == 200  # the page opens without it
    end(app)
