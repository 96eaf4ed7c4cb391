"""Runs of training over HTTP: an application for them, starting, telling, waiting."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from graphs.training.data import generate
from tests.support.waiting import until

X, Y, _ = generate("linear", 20)
LINE: dict[str, Any] = {
    "program": "y_hat = w*x + b\nloss = np.mean((y_hat - y)**2)",
    "inputs": {"x": X[:, 0].tolist(), "y": Y.tolist(), "w": 0, "b": 0},
}
FALL: dict[str, Any] = {"program": "loss = (w - 3)**2", "inputs": {"w": 0}}
LONG = 10**8
SLOW = {"iterations": LONG, "settings": {"lr": 1e-9}}
OVER = ("done", "cancelled", "failed", "stopped", "paused")
HOURS = 1e4  # seconds, so that only a test about limits meets one


def served(folder: Path, **settings: Any) -> Flask:
    """An application whose runs stand in a folder; nothing ends them but a test."""
    given = {"workers": 0, "train_iterations": LONG, "train_folder": str(folder)}
    given |= dict.fromkeys(("trace_seconds", "check_seconds", "train_seconds"), HOURS)
    return create_app({**given, **settings})


def idle(app: Flask, *runs: str) -> None:
    """Waits until no process or thread of the application writes to these runs, or to any."""
    at_work = app.extensions["backflow_runs"]._jobs
    until(lambda: not (at_work.keys() & runs if runs else at_work))


def end(app: Flask) -> None:
    """Cancels what is at work, and waits until it has stopped."""
    runs = app.extensions["backflow_runs"]
    for run in os.listdir(runs.folder):
        runs.act(run, "cancel")
    idle(app)
    runs.stop()
    app.extensions["backflow"].stop()


def start(client: FlaskClient, body: dict[str, Any], **train: Any) -> dict[str, Any]:
    """The status of a new run of a program."""
    response = client.post("/api/train", json={**body, "train": train})
    assert response.status_code == 200, response.text
    status: dict[str, Any] = response.get_json()
    return status


def tell(client: FlaskClient, run: str, action: str) -> dict[str, Any]:
    """The status of a run that is told to pause, resume, step or cancel."""
    response = client.post(f"/api/train/{run}", json={"action": action})
    assert response.status_code == 200, response.text
    status: dict[str, Any] = response.get_json()
    return status


def ask(client: FlaskClient, run: str, after: int = -1) -> dict[str, Any]:
    """The status of a run now, with its series after an iteration."""
    response = client.get(f"/api/train/{run}?after={after}")
    assert response.status_code == 200, response.text
    status: dict[str, Any] = response.get_json()
    return status


def reach(client: FlaskClient, run: str, state: str) -> dict[str, Any]:
    """The status of a run once it is in a state; one that ends in another will not come to it."""

    def found() -> dict[str, Any] | None:
        status = ask(client, run)
        assert status["state"] == state or status["state"] not in OVER, status
        return status if status["state"] == state else None

    status = until(found)
    assert status is not None
    return status


def pause(client: FlaskClient, run: str) -> dict[str, Any]:
    """The status of a run that is told to pause, once it has and nobody writes to it."""
    tell(client, run, "pause")
    return rest(client, run)


def rest(client: FlaskClient, run: str) -> dict[str, Any]:
    """The status of a run once it is paused and its process is done with it."""
    reach(client, run, "paused")
    idle(client.application, run)
    return ask(client, run)


def by_hand(iterations: int, rate: float) -> list[tuple[float, float, float]]:
    """(loss, w, b) of ``LINE`` at each iteration of plain gradient descent."""
    w, b, x, found = 0.0, 0.0, X[:, 0], []
    for _ in range(iterations + 1):
        error = w * x + b - Y
        found.append((float(np.mean(error**2)), w, b))
        w, b = w - rate * np.mean(2 * error * x), b - rate * np.mean(2 * error)
    return found
