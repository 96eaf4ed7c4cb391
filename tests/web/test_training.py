"""Runs of training over HTTP: their life, their limits, what is told of them, and bad requests."""

from __future__ import annotations

import csv
import math
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask import Flask
from flask.testing import FlaskClient

import web.training.runs
from app import create_app
from graphs.training.data import generate
from settings import Settings
from web.training.run_files import Files, runs_folder
from web.training.series import thinned

X, Y, _ = generate("linear", 20)
LINE: dict[str, Any] = {
    "program": "y_hat = w*x + b\nloss = np.mean((y_hat - y)**2)",
    "inputs": {"x": X[:, 0].tolist(), "y": Y.tolist(), "w": 0, "b": 0},
}
FALL: dict[str, Any] = {"program": "loss = (w - 3)**2", "inputs": {"w": 0}}
LONG = 10**8
SLOW = {"iterations": LONG, "settings": {"lr": 1e-9}}
OVER = ("done", "cancelled", "failed", "stopped", "paused")
Start = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the runs of ``client`` are kept."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[FlaskClient]:
    app = served(folder)
    yield app.test_client()
    end(app)


def served(folder: Path, **settings: Any) -> Flask:
    given = {"workers": 0, "train_iterations": LONG, "train_folder": str(folder)}
    return create_app({**given, **settings})


def end(app: Flask) -> None:
    """Cancel what is at work, and wait until it has heard of it."""
    runs = app.extensions["backflow_runs"]
    for run in os.listdir(runs.folder):
        runs.act(run, "cancel")
    runs.stop()
    app.extensions["backflow"].stop()


def start(client: FlaskClient, body: dict[str, Any], **train: Any) -> dict[str, Any]:
    response = client.post("/api/train", json={**body, "train": train})
    assert response.status_code == 200, response.text
    status: dict[str, Any] = response.get_json()
    return status


def tell(client: FlaskClient, run: str, action: str) -> dict[str, Any]:
    response = client.post(f"/api/train/{run}", json={"action": action})
    assert response.status_code == 200, response.text
    status: dict[str, Any] = response.get_json()
    return status


def ask(client: FlaskClient, run: str, after: int = -1) -> dict[str, Any]:
    """How a run stands, or 404; it waits up to a second for news."""
    response = client.get(f"/api/train/{run}?after={after}&wait=1")
    assert response.status_code == 200, response.text
    status: dict[str, Any] = response.get_json()
    return status


def until(client: FlaskClient, run: str, *states: str) -> dict[str, Any]:
    """The status once a run is in one of these states."""
    after = -1
    for _ in range(400):
        status = ask(client, run, after)
        if status["state"] in states:
            return ask(client, run)
        assert status["state"] not in OVER, status
        after = status["checkpoint"]
    raise AssertionError(status["state"])


def by_hand(iterations: int, rate: float) -> list[tuple[float, float, float]]:
    """(loss, w, b) at each iteration of plain gradient descent."""
    w, b, x, found = 0.0, 0.0, X[:, 0], []
    for _ in range(iterations + 1):
        error = w * x + b - Y
        found.append((float(np.mean(error**2)), w, b))
        w, b = w - rate * np.mean(2 * error * x), b - rate * np.mean(2 * error)
    return found


def test_a_run_from_start_to_end(client: FlaskClient) -> None:
    began = start(client, LINE, iterations=60, settings={"lr": 0.1})
    assert began["state"] in ("queued", "running")
    assert began["train"] == {
        "parameters": ["w", "b"],
        "data": ["x", "y"],
        "optimizer": "sgd",
        "settings": {"lr": 0.1},
        "iterations": 60,
        "batch": None,
        "seed": 0,
    }
    status = until(client, began["id"], "done")
    expected = by_hand(60, 0.1)
    assert [k for k, _ in status["loss"]] == list(range(61))
    assert [loss for _, loss in status["loss"]] == pytest.approx([one[0] for one in expected])
    assert (status["iteration"], status["iterations"], status["checkpoint"]) == (60, 60, 60)
    assert (status["rate"], status["left"], status["reason"]) == (None, None, None)
    assert status["program"] == LINE["program"]
    assert status["inputs"] == LINE["inputs"]
    slope = np.mean(2 * (0 - Y) * X[:, 0])
    assert status["parameters"]["w"]["gradient"][0] == [0, pytest.approx(abs(slope))]
    assert [layer["name"] for layer in status["layers"]] == ["y_hat"]
    first = status["histograms"][0]
    assert first["iteration"] == 0
    assert sum(first["activations"][status["layers"][0]["id"]]["counts"]) == 20
    later = client.get(f"/api/train/{began['id']}?after=57").get_json()
    assert [k for k, _ in later["loss"]] == [58, 59, 60]
    assert "inputs" not in later
    assert later["checkpoint"] == 60
    assert "checkpoint" not in began  # nothing was sent of the series yet


def test_any_iteration_of_a_run_can_be_traced(client: FlaskClient) -> None:
    run = start(client, LINE, iterations=40, settings={"lr": 0.1})["id"]
    until(client, run, "done")
    expected = by_hand(40, 0.1)
    for iteration in (40, 0, 17, 39, 3):
        response = client.post(
            "/api/trace", json={**LINE, "run": {"id": run, "iteration": iteration}}
        )
        payload = response.get_json()
        loss, w, b = expected[iteration]
        assert [payload["inputs"][name] for name in "wb"] == pytest.approx([w, b])
        assert payload["values"][payload["names"]["loss"]] == pytest.approx(loss)
    beyond = client.post("/api/trace", json={**LINE, "run": {"id": run, "iteration": 41}})
    assert beyond.status_code == 400
    assert "no iteration 41" in beyond.get_json()["error"]["message"]
    array = {**LINE, "node": payload["names"]["y_hat"], "run": {"id": run, "iteration": 40}}
    found = client.post("/api/array", json=array).get_json()["value"]
    assert found == pytest.approx((expected[40][1] * X[:, 0] + expected[40][2]).tolist())


def test_batches_are_laid_over_the_data(client: FlaskClient) -> None:
    run = start(client, LINE, iterations=9, batch=6, seed=5)["id"]
    status = until(client, run, "done")
    order = np.random.RandomState([5, 0]).permutation(20)
    asked = {**LINE, "run": {"id": run, "iteration": 1}}
    payload = client.post("/api/trace", json=asked).get_json()
    assert payload["inputs"]["x"] == X[order[6:12], 0].tolist()
    assert payload["values"][payload["names"]["loss"]] == pytest.approx(status["loss"][1][1])


def test_values_drawn_without_a_seed_are_those_that_the_page_showed(client: FlaskClient) -> None:
    body = {
        "program": "x = np.random.randn(5, 3)\nw = np.random.randn(3)\n"
        "loss = np.sum(np.square(x.dot(w) - 1) * np.random.rand(5))",
        "seed": 7,
    }
    shown = client.post("/api/trace", json=body).get_json()
    began = start(client, body, iterations=4, settings={"lr": 1e-3})
    assert began["train"]["seed"] == 7
    status = until(client, began["id"], "done")
    for iteration, expected in status["loss"]:
        asked = {**body, "run": {"id": began["id"], "iteration": iteration}}
        traced = client.post("/api/trace", json=asked).get_json()
        assert traced["values"][traced["names"]["loss"]] == pytest.approx(expected)
        assert traced["inputs"]["x"] == shown["inputs"]["x"]
        assert (traced["inputs"]["w"] == shown["inputs"]["w"]) == (iteration == 0)


def test_pause_step_resume_and_cancel(client: FlaskClient) -> None:
    run = start(client, FALL, **SLOW)["id"]
    tell(client, run, "pause")
    paused = until(client, run, "paused")
    assert len(paused["loss"]) <= 2_000
    assert paused["checkpoint"] == paused["iteration"]
    tell(client, run, "step")
    stepped = until(client, run, "paused")
    assert stepped["iteration"] == paused["iteration"] + 1
    tell(client, run, "step")
    tell(client, run, "step")
    twice = until(client, run, "paused")
    assert twice["iteration"] == paused["iteration"] + 3
    expected = -3 * math.expm1(twice["iteration"] * math.log1p(-2e-9))
    traced = client.post(
        "/api/trace", json={**FALL, "run": {"id": run, "iteration": twice["iteration"]}}
    )
    assert traced.get_json()["inputs"]["w"] == pytest.approx(expected, rel=1e-9)
    tell(client, run, "resume")
    further = ask(client, run, twice["checkpoint"])
    assert further["state"] in ("queued", "running")
    assert tell(client, run, "cancel")["state"] == "cancelled"
    cancelled = ask(client, run)
    assert cancelled["state"] == "cancelled"
    assert tell(client, run, "resume")["state"] == "cancelled"


def test_a_run_outlives_the_page_and_the_server(tmp_path: Path) -> None:
    first = served(tmp_path)
    run = start(first.test_client(), FALL, **SLOW)["id"]
    tell(first.test_client(), run, "pause")
    before = until(first.test_client(), run, "paused")
    second = served(tmp_path)
    there = second.test_client()
    assert ask(there, run) == before
    tell(there, run, "step")
    after = until(there, run, "paused")
    assert after["iteration"] == before["iteration"] + 1
    assert ask(first.test_client(), run)["loss"][-1] == after["loss"][-1]
    end(first)
    end(second)


def test_two_run_at_once_a_third_waits_and_a_fifth_is_refused(tmp_path: Path) -> None:
    app = served(tmp_path, train_waiting=2)
    client = app.test_client()
    runs = [start(client, FALL, **SLOW)["id"] for _ in range(4)]
    for run in runs[:2]:
        status = ask(client, run, 10)
        assert status["state"] == "running"
    assert [ask(client, run)["state"] for run in runs[2:]] == ["queued", "queued"]
    refused = client.post("/api/train", json={**FALL, "train": SLOW})
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "60"
    tell(client, runs[3], "cancel")
    tell(client, runs[0], "cancel")
    assert until(client, runs[2], "running")["state"] == "running"
    assert ask(client, runs[3])["state"] == "cancelled"
    end(app)


def test_a_run_is_stopped_at_its_time_limit_and_when_it_diverges(tmp_path: Path) -> None:
    app = served(tmp_path, train_seconds=0.1)
    client = app.test_client()
    status = until(client, start(client, FALL, **SLOW)["id"], "stopped")
    assert "longer than 0.1 seconds" in status["reason"]
    assert 0 < status["iteration"] < LONG
    wild = start(client, {"program": "loss = w**4", "inputs": {"w": 10}}, settings={"lr": 10})
    diverged = until(client, wild["id"], "stopped")
    assert "diverged" in diverged["reason"]
    assert diverged["loss"][-1][1] in ("NaN", "Infinity")
    end(app)


def test_strangers_start_a_few_runs_and_look_often(tmp_path: Path) -> None:
    limits = {"runs_session": "2/minute", "structures_session": "5/minute"}
    app = served(tmp_path, public=True, **limits, values_session="100/second")
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
        until(client, runs[-1], "done")
    start(client, FALL, iterations=1)
    codes = [client.get(f"/api/train/{run}").status_code for run in runs]
    assert codes == [404, 404, 200, 200]
    gone = {"id": runs[0], "iteration": 0}
    assert client.post("/api/trace", json={**FALL, "run": gone}).status_code == 404
    address = f'/?program=loss=w**2&inputs={{"w":1}}&run={{"id":"{runs[0]}","iteration":0}}'
    assert client.get(address).status_code == 200  # the page opens without it
    end(app)


def test_a_run_whose_process_is_gone_can_be_gone_on_with(client: FlaskClient, folder: Path) -> None:
    run = start(client, FALL, **SLOW)["id"]
    tell(client, run, "pause")
    before = until(client, run, "paused")
    files = Files(folder, run)
    files.write("state", files.read("state") | {"state": "running"})  # as a killed one leaves it
    assert client.get(f"/api/train/{run}").get_json()["state"] == "running"
    os.utime(folder / run / "state.json", (0, 0))
    lost = ask(client, run)
    assert (lost["state"], lost["iteration"]) == ("paused", before["iteration"])
    assert "interrupted" in lost["reason"]
    tell(client, run, "step")
    assert until(client, run, "paused")["iteration"] == before["iteration"] + 1


def test_a_log_killed_in_the_middle_of_a_line_is_read_on(client: FlaskClient, folder: Path) -> None:
    run = start(client, FALL, **SLOW)["id"]
    tell(client, run, "pause")
    before = until(client, run, "paused")
    with (folder / run / "log.jsonl").open("ab") as log:
        log.write(b'{"from": 7, "los')
    tell(client, run, "step")
    after = until(client, run, "paused")
    assert after["checkpoint"] == before["checkpoint"] + 1


def test_the_numbers_of_an_update(client: FlaskClient) -> None:
    run = start(client, FALL, iterations=5, optimizer="momentum", settings={"lr": 0.1})["id"]
    until(client, run, "done")
    update = client.get(f"/api/train/{run}/update?iteration=1").get_json()
    assert update["iteration"] == 1
    plain = start(client, FALL, iterations=5, settings={"lr": 0.1})["id"]
    until(client, plain, "done")
    first = client.get(f"/api/train/{plain}/update?iteration=5").get_json()["parameters"]["w"]
    assert first["text"] == "w = w - lr * dw"
    rule = update["parameters"]["w"]
    v = -0.1 * 2 * (0 - 3)
    w, v = v, 0.9 * v - 0.1 * 2 * (v - 3)
    assert [line["value"] for line in rule["lines"]] == [f"{v:.3g}", f"{w + v:.3g}"]
    assert rule["latex"]
    assert rule["numbers"]
    assert client.get(f"/api/train/{run}/update?iteration=6").status_code == 400


def test_the_log_as_csv(client: FlaskClient) -> None:
    run = start(client, LINE, iterations=20, settings={"lr": 0.1})["id"]
    until(client, run, "done")
    response = client.get(f"/api/train/{run}/log.csv")
    assert response.mimetype == "text/csv"
    rows = list(csv.DictReader(response.text.splitlines()))
    assert [int(row["iteration"]) for row in rows] == list(range(21))
    assert [float(row["loss"]) for row in rows] == pytest.approx(
        [one[0] for one in by_hand(20, 0.1)]
    )
    assert float(rows[0]["w gradient"]) > 0


def test_what_a_program_offers_to_train(client: FlaskClient) -> None:
    plan = client.post("/api/train/plan", json=LINE).get_json()
    assert (plan["parameters"], plan["data"], plan["scalar"]) == (["w", "b"], ["x", "y"], True)
    assert plan["recognised"] is None
    assert [row["name"] for row in plan["optimizers"]][:2] == ["sgd", "momentum"]
    assert all(row["latex"] and row["remark"] and row["settings"] for row in plan["optimizers"])
    own = "for t in range(30):\n    loss = (w - 3)**2\n    dw = 2*(w - 3)\n    w -= 0.1*dw"
    found = client.post("/api/train/plan", json={"program": own, "inputs": {"w": 0}}).get_json()
    recognised = found["recognised"]
    assert (recognised["optimizer"], recognised["iterations"]) == ("sgd", 30)
    assert recognised["settings"] == {"lr": 0.1}
    assert "30 iterations" in recognised["sentence"]


def test_a_surface_with_the_path_of_a_run(client: FlaskClient) -> None:
    run = start(client, LINE, iterations=30, settings={"lr": 0.1})["id"]
    until(client, run, "done")
    asked = {**LINE, "train": {"of": ["w", "b"], "run": run}, "run": {"id": run, "iteration": 30}}
    surface = client.post("/api/train/surface", json=asked).get_json()
    assert surface["names"] == ["w", "b"]
    assert (len(surface["z"]), len(surface["z"][0])) == (len(surface["y"]), len(surface["x"]))
    flat = [number for point in surface["path"] for number in point]
    assert flat == pytest.approx(
        [number for k, (_, w, b) in enumerate(by_hand(30, 0.1)) for number in (k, w, b)]
    )
    w, b = surface["x"][4], surface["y"][9]
    assert surface["z"][9][4] == pytest.approx(np.mean((w * X[:, 0] + b - Y) ** 2))


def test_a_boundary_at_an_iteration_shows_all_points(client: FlaskClient) -> None:
    body = {
        "program": "p = sigmoid(X.dot(w) + b)\nloss = -np.mean(y*np.log(p) + (1-y)*np.log(1-p))",
        "inputs": {"X": [[0, 0], [0, 1], [1, 0], [1, 1]], "y": [0, 1, 1, 1], "w": [0, 0], "b": 0},
    }
    run = start(client, body, iterations=50, batch=2, settings={"lr": 1.0}, data=["X", "y"])["id"]
    until(client, run, "done")
    asked = {**body, "train": {"features": "X", "labels": "y"}, "run": {"id": run, "iteration": 50}}
    found = client.post("/api/train/boundary", json=asked).get_json()
    assert (found["kind"], found["threshold"]) == ("scores", 0.5)
    assert found["points"] == [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    assert {number > 0.5 for row in found["scores"] for number in row} == {False, True}
    measured = {**asked, "inputs": {**body["inputs"], "y": [0.2, 0.7, 0.4, 0.1]}}
    shown = client.post("/api/train/boundary", json={**measured, "run": None}).get_json()
    assert (shown["kind"], shown["threshold"]) == ("scores", None)
    line = {**LINE, "train": {"features": "x", "labels": "y", "scores": "y_hat"}}
    curve = client.post("/api/train/boundary", json=line).get_json()
    assert (curve["kind"], curve["y"], set(curve["scores"])) == ("curve", None, {0.0})


def test_data(client: FlaskClient) -> None:
    xor = client.post("/api/data", json={"generator": "xor"}).get_json()
    assert (xor["columns"], xor["y"]) == (["x1", "x2", "y"], [0, 1, 1, 0])
    assert xor["text"].startswith("X = np.array([[0.0, 0.0], ")
    made = client.post("/api/data", json={"generator": "spirals", "rows": 9, "noise": 0, "seed": 3})
    assert made.get_json()["X"] == generate("spirals", 9, 0.0, 3)[0].tolist()
    table = client.post("/api/data", json={"csv": "a,b,kind\n1,2,cat\n3,4,dog"}).get_json()
    assert (table["X"], table["y"], table["classes"]) == ([[1, 2], [3, 4]], [0, 1], ["cat", "dog"])
    bad = client.post("/api/data", json={"csv": "a,b\n1,2\n3,x"})
    assert bad.status_code == 400
    error = bad.get_json()["error"]
    assert (error["line"], error["column"], error["end_column"]) == (3, 2, 3)
    assert client.post("/api/data", json={"csv": "1,2\n" * 6_000}).status_code == 413
    names = [row["name"] for row in client.get("/api/data").get_json()["generators"]]
    assert names[:2] == ["two_moons", "spirals"]


def test_the_activations_are_kept_by_browsers(client: FlaskClient) -> None:
    response = client.get("/api/activations")
    assert {"sigmoid", "maxout"} < {one["name"] for one in response.get_json()["activations"]}
    again = client.get("/api/activations", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "run", ["plan", "x", "..", "%2e%2e%2fetc", "a" * 24, "A" * 500, "null", "é" * 20]
)
def test_ids_that_nothing_is_kept_under(client: FlaskClient, run: str) -> None:
    for response in (
        client.get(f"/api/train/{run}"),
        client.post(f"/api/train/{run}x", json={"action": "cancel"}),
        client.get(f"/api/train/{run}/update?iteration=0"),
        client.get(f"/api/train/{run}/log.csv"),
        client.post("/api/trace", json={**FALL, "run": {"id": run, "iteration": 0}}),
        client.post("/api/train/surface", json={**LINE, "train": {"of": ["w", "b"], "run": run}}),
    ):
        assert response.status_code == 404
        assert response.get_json()["error"]["message"]


TRAINS: dict[str, Any] = {
    "a list": [],
    "unknown entry": {"epochs": 3},
    "parameters text": {"parameters": "w"},
    "parameters of numbers": {"parameters": [1]},
    "half a character": {"parameters": ["\ud800"]},
    "optimizer a number": {"optimizer": 3},
    "settings a list": {"settings": []},
    "a setting that is text": {"settings": {"lr": "1"}},
    "a setting too large": {"settings": {"lr": 10**400}},
    "no iterations": {"iterations": 0},
    "too many iterations": {"iterations": 10**9},
    "iterations a fraction": {"iterations": 1.5},
    "iterations true": {"iterations": True},
    "batch 0": {"batch": 0},
    "seed negative": {"seed": -1},
}


@pytest.mark.parametrize("train", TRAINS.values(), ids=TRAINS.keys())
def test_misshapen_requests(client: FlaskClient, train: Any) -> None:
    response = client.post("/api/train", json={**LINE, "train": train})
    assert response.status_code == 422
    assert response.get_json()["error"]["message"]


MISTAKES: dict[str, dict[str, Any]] = {
    "no such optimizer": {"train": {"optimizer": "adamw"}},
    "no such setting": {"train": {"settings": {"mu": 0.9}}},
    "no such parameter": {"train": {"parameters": ["v"]}},
    "nothing to train": {"train": {"parameters": []}},
    "both": {"train": {"parameters": ["w"], "data": ["w"]}},
    "data that is a number": {"train": {"parameters": ["w"], "data": ["b"], "batch": 2}},
    "the output an array": {"output": "y_hat"},
    "a mistake in the program": {"program": "loss = w +"},
    "an input without a value": {"inputs": {"w": 1}},
}


@pytest.mark.parametrize("changes", MISTAKES.values(), ids=MISTAKES.keys())
def test_mistakes_are_told_at_once(client: FlaskClient, folder: Path, changes: Any) -> None:
    before = os.listdir(folder)
    response = client.post("/api/train", json={**LINE, **changes})
    assert response.status_code == 400
    error = response.get_json()["error"]
    assert error["message"]
    assert "fault is ours" not in error["message"]
    assert os.listdir(folder) == before


BODIES: dict[str, tuple[str, Any]] = {
    "action unknown": ("/api/train/{run}", {"action": "explode"}),
    "action missing": ("/api/train/{run}", {}),
    "action a list": ("/api/train/{run}", ["pause"]),
    "of one": ("/api/train/surface", {**LINE, "train": {"of": ["w"]}}),
    "of none": ("/api/train/surface", LINE),
    "ranges": ("/api/train/surface", {**LINE, "train": {"of": ["w", "b"], "ranges": [[0, 1], 2]}}),
    "features": ("/api/train/boundary", {**LINE, "train": {"labels": "y"}}),
    "scores": ("/api/train/boundary", {**LINE, "train": {"features": "x", "scores": 3}}),
    "no data": ("/api/data", {}),
    "data a list": ("/api/data", [1]),
    "rows": ("/api/data", {"generator": "xor", "rows": "many"}),
    "noise": ("/api/data", {"generator": "xor", "noise": [1]}),
    "csv": ("/api/data", {"csv": 3}),
    "header": ("/api/data", {"csv": "1,2", "header": "yes"}),
    "run": ("/api/trace", {**FALL, "run": {"id": "x", "iteration": -1}}),
}


@pytest.mark.parametrize(("address", "body"), BODIES.values(), ids=BODIES.keys())
def test_misshapen_bodies(client: FlaskClient, address: str, body: Any) -> None:
    run = start(client, FALL, iterations=1)["id"] if "{run}" in address else ""
    response = client.post(address.format(run=run), json=body)
    assert response.status_code == 422
    assert response.get_json()["error"]["message"]


def test_addresses_with_words_for_numbers(client: FlaskClient) -> None:
    run = start(client, FALL, iterations=1)["id"]
    for query in ("?after=all", "?after=1&wait=long"):
        assert client.get(f"/api/train/{run}{query}").status_code == 422
    assert client.get(f"/api/train/{run}?wait=nan").status_code == 200
    assert client.get(f"/api/train/{run}/update?iteration=x").status_code == 422


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


# In processes of their own


@pytest.fixture(scope="module")
def working(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = served(tmp_path_factory.mktemp("runs"), workers=1)
    yield app
    end(app)


def test_a_process_trains_and_a_worker_looks_back(working: Flask) -> None:
    client = working.test_client()
    run = start(client, LINE, iterations=30, settings={"lr": 0.1})["id"]
    status = until(client, run, "done")
    assert status["loss"][30][1] == pytest.approx(by_hand(30, 0.1)[30][0])
    traced = client.post("/api/trace", json={**LINE, "run": {"id": run, "iteration": 30}})
    assert traced.get_json()["inputs"]["w"] == pytest.approx(by_hand(30, 0.1)[30][1])
    slow = start(client, FALL, **SLOW)["id"]
    assert ask(client, slow, 10)["state"] == "running"
    assert tell(client, slow, "cancel")["state"] == "cancelled"


def crash(folder: Path, run: str, *limits: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def never_listen(folder: Path, run: str, *limits: Any) -> None:
    while True:
        pass


def test_a_process_that_does_not_listen_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = served(tmp_path, workers=1, train_seconds=0.2)
    client = app.test_client()
    with monkeypatch.context() as patch:
        patch.setattr(web.training.runs, "carry_on", never_listen)
        patch.setattr(web.training.runs, "GRACE", 0.1)
        run = start(client, FALL, iterations=3)["id"]
    assert "longer than 0.2 seconds" in until(client, run, "stopped")["reason"]
    end(app)


def test_a_process_that_dies_costs_its_run_alone(
    working: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = working.test_client()
    with monkeypatch.context() as patch:
        patch.setattr(web.training.runs, "carry_on", crash)
        run = start(client, FALL, iterations=3)["id"]
    status = until(client, run, "failed")
    assert "stopped unexpectedly" in status["error"]["message"]
    assert until(client, start(client, FALL, iterations=3)["id"], "done")["iteration"] == 3


def test_checkpoints_are_thinned_to_their_bytes(folder: Path, client: FlaskClient) -> None:
    run = start(client, FALL, iterations=1)["id"]
    until(client, run, "done")
    files = Files(folder, run)
    first = files.checkpoint(0)
    assert first is not None
    size = (folder / run / "0.npz").stat().st_size
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
