"""Runs of training over HTTP: their life, and any iteration of them looked back on."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from tests.support.runs import (
    FALL,
    LINE,
    SLOW,
    X,
    Y,
    ask,
    by_hand,
    end,
    pause,
    reach,
    rest,
    served,
    start,
    tell,
)


def test_a_run_from_start_to_end(trainer: FlaskClient) -> None:
    began = start(trainer, LINE, iterations=60, settings={"lr": 0.1})
    assert began["train"] == {
        "parameters": ["w", "b"],
        "data": ["x", "y"],
        "optimizer": "sgd",
        "settings": {"lr": 0.1},
        "iterations": 60,
        "batch": None,
        "seed": 0,
    }
    status = reach(trainer, began["id"], "done")
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
    later = trainer.get(f"/api/train/{began['id']}?after=57").get_json()
    assert [k for k, _ in later["loss"]] == [58, 59, 60]
    assert "inputs" not in later
    assert later["checkpoint"] == 60
    assert "checkpoint" not in began  # nothing was sent of the series yet


def test_any_iteration_of_a_run_can_be_traced(trainer: FlaskClient) -> None:
    run = start(trainer, LINE, iterations=40, settings={"lr": 0.1})["id"]
    reach(trainer, run, "done")
    expected = by_hand(40, 0.1)
    for iteration in (40, 0, 17, 39, 3):
        response = trainer.post(
            "/api/trace", json={**LINE, "run": {"id": run, "iteration": iteration}}
        )
        payload = response.get_json()
        loss, w, b = expected[iteration]
        assert [payload["inputs"][name] for name in "wb"] == pytest.approx([w, b])
        assert payload["values"][payload["names"]["loss"]] == pytest.approx(loss)
    beyond = trainer.post("/api/trace", json={**LINE, "run": {"id": run, "iteration": 41}})
    assert beyond.status_code == 400
    assert "no iteration 41" in beyond.get_json()["error"]["message"]
    array = {**LINE, "node": payload["names"]["y_hat"], "run": {"id": run, "iteration": 40}}
    found = trainer.post("/api/array", json=array).get_json()["value"]
    assert found == pytest.approx((expected[40][1] * X[:, 0] + expected[40][2]).tolist())


def test_batches_are_laid_over_the_data(trainer: FlaskClient) -> None:
    run = start(trainer, LINE, iterations=9, batch=6, seed=5)["id"]
    status = reach(trainer, run, "done")
    order = np.random.RandomState([5, 0]).permutation(20)
    asked = {**LINE, "run": {"id": run, "iteration": 1}}
    payload = trainer.post("/api/trace", json=asked).get_json()
    assert payload["inputs"]["x"] == X[order[6:12], 0].tolist()
    assert payload["values"][payload["names"]["loss"]] == pytest.approx(status["loss"][1][1])


def test_values_drawn_without_a_seed_are_those_that_the_page_showed(trainer: FlaskClient) -> None:
    body = {
        "program": "x = np.random.randn(5, 3)\nw = np.random.randn(3)\n"
        "loss = np.sum(np.square(x.dot(w) - 1) * np.random.rand(5))",
        "seed": 7,
    }
    shown = trainer.post("/api/trace", json=body).get_json()
    began = start(trainer, body, iterations=4, settings={"lr": 1e-3})
    assert began["train"]["seed"] == 7
    status = reach(trainer, began["id"], "done")
    for iteration, expected in status["loss"]:
        asked = {**body, "run": {"id": began["id"], "iteration": iteration}}
        traced = trainer.post("/api/trace", json=asked).get_json()
        assert traced["values"][traced["names"]["loss"]] == pytest.approx(expected)
        assert traced["inputs"]["x"] == shown["inputs"]["x"]
        assert (traced["inputs"]["w"] == shown["inputs"]["w"]) == (iteration == 0)


def test_pause_step_resume_and_cancel(trainer: FlaskClient) -> None:
    run = start(trainer, FALL, **SLOW)["id"]
    paused = pause(trainer, run)
    assert len(paused["loss"]) <= 2_000
    assert paused["checkpoint"] == paused["iteration"]
    tell(trainer, run, "step")
    stepped = rest(trainer, run)
    assert stepped["iteration"] == paused["iteration"] + 1
    tell(trainer, run, "step")
    tell(trainer, run, "step")
    twice = rest(trainer, run)
    assert twice["iteration"] == paused["iteration"] + 3
    expected = -3 * math.expm1(twice["iteration"] * math.log1p(-2e-9))
    traced = trainer.post(
        "/api/trace", json={**FALL, "run": {"id": run, "iteration": twice["iteration"]}}
    )
    assert traced.get_json()["inputs"]["w"] == pytest.approx(expected, rel=1e-9)
    tell(trainer, run, "resume")
    further = ask(trainer, run, twice["checkpoint"])
    assert further["state"] in ("queued", "running")
    assert tell(trainer, run, "cancel")["state"] == "cancelled"
    cancelled = ask(trainer, run)
    assert cancelled["state"] == "cancelled"
    assert tell(trainer, run, "resume")["state"] == "cancelled"


def test_a_run_outlives_the_page_and_the_server(tmp_path: Path) -> None:
    first = served(tmp_path)
    run = start(first.test_client(), FALL, **SLOW)["id"]
    before = pause(first.test_client(), run)
    second = served(tmp_path)
    there = second.test_client()
    assert ask(there, run) == before
    tell(there, run, "step")
    after = rest(there, run)
    assert after["iteration"] == before["iteration"] + 1
    assert ask(first.test_client(), run)["loss"][-1] == after["loss"][-1]
    end(first)
    end(second)
