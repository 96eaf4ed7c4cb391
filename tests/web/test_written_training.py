"""Runs of a program's own update, whatever its rule, over HTTP."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from tests.support.runs import reach, start
from tests.support.whole_texts.whole_text import run

# A decaying rate, an object's attributes and a dictionary: no row of the table does this.
TEXT = """class Model:
    def __init__(self):
        np.random.seed(3)
        self.w = np.random.randn(2)
        self.state = {'b': 0.5}

    def step(self, X, y, rate):
        error = X @ self.w + self.state['b'] - y
        loss = np.mean(error**2)
        slope = 2 * error / len(y)
        self.w -= rate * (X.T @ slope)
        self.state['b'] -= rate * slope.sum()
        return loss

X = np.array([[1., 2.], [3., 4.], [0., 1.]])
y = np.array([1., 2., 3.])
model = Model()
losses = []
for i in range(60):
    loss = model.step(X, y, 0.02 / (1 + 0.1 * i))
    losses.append(loss)
"""
BODY: dict[str, Any] = {"program": TEXT}


def shown_at(client: FlaskClient, run_id: str, iteration: int) -> dict[str, Any]:
    """The payload of the program at an iteration of a run."""
    shown = {**BODY, "run": {"id": run_id, "iteration": iteration}}
    payload: dict[str, Any] = client.post("/api/trace", json=shown).get_json()
    return payload


def test_the_offer(trainer: FlaskClient) -> None:
    plan = trainer.post("/api/train/plan", json=BODY).get_json()
    found = plan["recognised"]
    assert found["optimizer"] == "written"
    assert found["program"] == TEXT
    assert (found["iterations"], found["output"]) == (60, "loss")
    assert set(found["parameters"]) == {"model.w", "model.state['b']"}
    assert "trains itself" in found["sentence"]
    assert plan["optimizers"][-1]["name"] == "written"


def test_a_run_has_the_losses_of_real_python(trainer: FlaskClient) -> None:
    found = trainer.post("/api/train/plan", json=BODY).get_json()["recognised"]
    train = {name: found[name] for name in ("parameters", "optimizer", "iterations")}
    status = reach(trainer, start(trainer, BODY, **train)["id"], "done")
    real = run(TEXT, {})
    losses = [loss for _, loss in status["loss"]]
    np.testing.assert_allclose(losses[:60], real["losses"], rtol=1e-9)
    shown = shown_at(trainer, status["id"], 60)
    np.testing.assert_allclose(shown["inputs"]["model.w"], real["model"].w, rtol=1e-9)
    earlier = shown_at(trainer, status["id"], 7)
    assert earlier["values"][earlier["names"]["loss"]] == pytest.approx(real["losses"][7])
    answer = trainer.get(f"/api/train/{status['id']}/update?iteration=3")
    assert answer.status_code == 200
    assert set(answer.get_json()["parameters"]) == {"model.w", "model.state['b']"}


def test_a_loop_that_ends_by_itself(trainer: FlaskClient) -> None:
    text = "w = 2.0\nrate = 0.1\nwhile True:\n    loss = (w - 1)**2\n    if loss < 1e-3:\n"
    text += "        break\n    w = w - rate * 2 * (w - 1)\n    rate = rate * 0.99\n"
    found = trainer.post("/api/train/plan", json={"program": text}).get_json()["recognised"]
    assert found["optimizer"] == "written"
    train = {name: found[name] for name in ("parameters", "optimizer", "iterations")}
    status = reach(trainer, start(trainer, {"program": text}, **train)["id"], "stopped")
    assert "ended" in status["reason"]
    assert status["loss"][-1][1] < 1e-3


NO_LOSS = """X = np.array([[0., 0., 1.], [1., 1., 1.], [1., 0., 1.], [0., 1., 1.]])
y = np.array([[0., 1., 1., 0.]]).T
np.random.seed(1)
w = 2 * np.random.random((3, 1)) - 1
for i in range(50):
    output = 1 / (1 + np.exp(-(X @ w)))
    error = y - output
    w += X.T @ (error * output * (1 - output))
"""
SOMETIMES = """x = np.linspace(0, 1, 5)
y = 2 * x + 1
w = 0.0
costs = []
for i in range(41):
    error = w * x - y
    if i % 20 == 0:
        cost = (error ** 2).mean()
        costs.append(cost)
    w -= 0.1 * 2 * (error * x).mean()
"""


def whole_run(client: FlaskClient, text: str) -> dict[str, Any]:
    """The status of a run as the program offers it, at its end."""
    found = client.post("/api/train/plan", json={"program": text}).get_json()["recognised"]
    assert found["optimizer"] == "written"
    train = {name: found[name] for name in ("parameters", "optimizer", "iterations")}
    return reach(client, start(client, {"program": text}, **train)["id"], "done")


def test_a_loop_that_computes_no_loss_trains_all_the_same(trainer: FlaskClient) -> None:
    status = whole_run(trainer, NO_LOSS)
    assert [loss for _, loss in status["loss"]] == [None] * 51
    of_run = {"program": NO_LOSS, "run": {"id": status["id"], "iteration": 50}}
    shown = trainer.post("/api/trace", json=of_run).get_json()
    np.testing.assert_allclose(shown["inputs"]["w"], run(NO_LOSS, {})["w"], rtol=1e-9)
    update = trainer.get(f"/api/train/{status['id']}/update?iteration=3").get_json()
    assert set(update["parameters"]) == {"w"}
    log = trainer.get(f"/api/train/{status['id']}/log.csv").get_data(as_text=True)
    assert log.splitlines()[:2] == ["iteration,loss", "0,"]


def test_passes_that_compute_no_loss_do_not_end_a_run(trainer: FlaskClient) -> None:
    status = whole_run(trainer, SOMETIMES)
    losses = [loss for at, loss in status["loss"] if loss is not None and at < 41]
    np.testing.assert_allclose(losses, run(SOMETIMES, {})["costs"], rtol=1e-9)
    assert [at for at, loss in status["loss"] if loss is not None and at < 41] == [0, 20, 40]
