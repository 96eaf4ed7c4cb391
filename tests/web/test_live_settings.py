"""Settings of a run over HTTP that are changed while it goes on or is paused."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from flask.testing import FlaskClient

from tests.support.runs import LINE, LONG, X, Y, ask, pause, reach, rest, start, tell
from tests.support.waiting import until
from web.training.run_files import Files


def change(client: FlaskClient, run: str, **settings: Any) -> dict[str, Any]:
    """The status of a run that goes on with other settings."""
    response = client.post(f"/api/train/{run}/settings", json=settings)
    assert response.status_code == 200, response.text
    status: dict[str, Any] = response.get_json()
    return status


def by_hand(changes: Sequence[dict[str, Any]], iterations: int) -> list[tuple[float, float, float]]:
    """(loss, w, b) at each iteration of SGD, with the learning rate and batch of each."""
    at = {one["iteration"]: one for one in changes}
    values, found = np.zeros(2), []
    rate, rows = 0.1, None
    for k in range(iterations + 1):
        if k in at:
            rate, rows = at[k]["settings"]["lr"], at[k]["batch"]
        x, y = X[:, 0], Y
        if rows:
            epoch, place = divmod(k, len(x) // rows)
            order = np.random.RandomState([0, epoch]).permutation(len(x))
            chosen = order[place * rows : (place + 1) * rows]
            x, y = x[chosen], y[chosen]
        error = values[0] * x + values[1] - y
        found.append((float(np.mean(error**2)), *values.tolist()))
        values = values - rate * np.array([np.mean(2 * error * x), np.mean(2 * error)])
    return found


def taken(client: FlaskClient, run: str, rate: float) -> bool:
    """Whether a learning rate was taken over."""
    return any(one["settings"]["lr"] == rate for one in ask(client, run, LONG)["changes"])


def traced(client: FlaskClient, run: str, iteration: int) -> list[float]:
    """(w, b) that the circuit shows at an iteration."""
    body = {**LINE, "run": {"id": run, "iteration": iteration}}
    inputs = client.post("/api/trace", json=body).get_json()["inputs"]
    return [inputs["w"], inputs["b"]]


def test_a_paused_run_goes_on_with_other_settings_and_is_looked_back_at(
    trainer: FlaskClient,
) -> None:
    response = trainer.post(
        "/api/train?until=6",
        json={**LINE, "train": {"iterations": 30, "settings": {"lr": 0.1}}},
    )
    run = response.get_json()["id"]
    rest(trainer, run)
    before = traced(trainer, run, 6)
    assert trainer.get(f"/api/train/{run}/update?iteration=6").status_code == 200
    status = change(trainer, run, settings={"lr": 0.02}, batch=5)
    assert (status["train"]["settings"], status["train"]["batch"]) == ({"lr": 0.02}, 5)
    assert (status["state"], status["iteration"]) == ("paused", 6)
    update = trainer.get(f"/api/train/{run}/update?iteration=6").get_json()
    assert "0.02" in update["parameters"]["w"]["numbers"]
    tell(trainer, run, "step")
    rest(trainer, run)
    change(trainer, run, settings={"lr": 0.3}, batch=None)
    tell(trainer, run, "resume")
    done = reach(trainer, run, "done")
    assert [(one["iteration"], one["batch"]) for one in done["changes"]] == [(6, 5), (7, None)]
    expected = by_hand(done["changes"], 30)
    assert [loss for _, loss in done["loss"]] == pytest.approx([one[0] for one in expected])
    for iteration in (30, 6, 7, 8, 0, 19):
        assert traced(trainer, run, iteration) == pytest.approx(expected[iteration][1:])
    assert traced(trainer, run, 6) == before
    refused = trainer.post(f"/api/train/{run}/settings", json={"settings": {"lr": 1}})
    assert refused.status_code == 409


def test_a_run_at_work_takes_other_settings_and_stays_exact(trainer: FlaskClient) -> None:
    run = start(trainer, LINE, iterations=LONG, settings={"lr": 0.1})["id"]
    for rate in (0.01, 0.2):
        change(trainer, run, settings={"lr": rate})
        until(partial(taken, trainer, run, rate))
    status = pause(trainer, run)
    assert status["train"]["settings"] == {"lr": 0.2}
    first, second = (one["iteration"] for one in status["changes"])
    last = min(status["iteration"], second + 50)
    expected = by_hand(status["changes"], last)
    for iteration in (first, first + 1, second, min(second + 1, last), last):
        assert traced(trainer, run, iteration) == pytest.approx(expected[iteration][1:])
    tell(trainer, run, "cancel")


def test_another_optimizer_begins_with_no_state_and_survives_its_process(
    trainer: FlaskClient, run_folder: Path
) -> None:
    response = trainer.post("/api/train?until=4", json={**LINE, "train": {"iterations": 12}})
    run = response.get_json()["id"]
    rest(trainer, run)
    status = change(trainer, run, optimizer="adam", settings={"lr": 0.5})
    assert status["train"]["settings"]["beta1"] == 0.9  # the row's own
    at = np.array(traced(trainer, run, 4))
    tell(trainer, run, "step")
    rest(trainer, run)
    moved = np.abs(np.array(traced(trainer, run, 5)) - at)
    np.testing.assert_allclose(moved, 0.5, rtol=1e-6)  # as Adam's first step is long
    command = Files(run_folder, run).read("command")
    assert command["settings"]["optimizer"] == "adam"  # who goes on reads it again: no change
    tell(trainer, run, "resume")
    assert [one["iteration"] for one in reach(trainer, run, "done")["changes"]] == [4]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"optimizer": "lion"}, 400, "no optimizer lion"),
        ({"settings": {"mu": 1}}, 400, "no setting mu"),
        ({"settings": {"lr": "fast"}}, 422, "finite number"),
        ({"batch": 0}, 422, "whole number"),
        ({"seed": 3}, 422, "no entry"),
        ([], 422, "object"),
    ],
)
def test_what_cannot_be_set_is_refused_and_changes_nothing(
    trainer: FlaskClient, body: Any, status: int, words: str
) -> None:
    made = trainer.post("/api/train?until=1", json={**LINE, "train": {"iterations": 3}})
    run = made.get_json()["id"]
    rest(trainer, run)
    response = trainer.post(f"/api/train/{run}/settings", json=body)
    assert response.status_code == status
    assert words in response.get_json()["error"]["message"]
    assert ask(trainer, run)["changes"] == []
    assert trainer.post(f"/api/train/{'a' * 24}/settings", json={}).status_code == 404
