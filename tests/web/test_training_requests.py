"""Requests of training that are wrong: each is answered in words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.support.runs import FALL, LINE, start


@pytest.mark.parametrize(
    "run", ["plan", "x", "..", "%2e%2e%2fetc", "a" * 24, "A" * 500, "null", "é" * 20]
)
def test_ids_that_nothing_is_kept_under(trainer: FlaskClient, run: str) -> None:
    for response in (
        trainer.get(f"/api/train/{run}"),
        trainer.post(f"/api/train/{run}x", json={"action": "cancel"}),
        trainer.get(f"/api/train/{run}/update?iteration=0"),
        trainer.get(f"/api/train/{run}/log.csv"),
        trainer.post("/api/trace", json={**FALL, "run": {"id": run, "iteration": 0}}),
        trainer.post("/api/train/surface", json={**LINE, "train": {"of": ["w", "b"], "run": run}}),
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
def test_misshapen_requests(trainer: FlaskClient, train: Any) -> None:
    response = trainer.post("/api/train", json={**LINE, "train": train})
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
def test_mistakes_are_told_at_once(trainer: FlaskClient, run_folder: Path, changes: Any) -> None:
    before = sorted(os.listdir(run_folder))
    response = trainer.post("/api/train", json={**LINE, **changes})
    assert response.status_code == 400
    error = response.get_json()["error"]
    assert error["message"]
    assert "fault is ours" not in error["message"]
    assert sorted(os.listdir(run_folder)) == before


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
def test_misshapen_bodies(trainer: FlaskClient, address: str, body: Any) -> None:
    run = start(trainer, FALL, iterations=1)["id"] if "{run}" in address else ""
    response = trainer.post(address.format(run=run), json=body)
    assert response.status_code == 422
    assert response.get_json()["error"]["message"]


def test_addresses_with_words_for_numbers(trainer: FlaskClient) -> None:
    run = start(trainer, FALL, iterations=1)["id"]
    for query in ("?after=all", "?after=1&wait=long"):
        assert trainer.get(f"/api/train/{run}{query}").status_code == 422
    assert trainer.get(f"/api/train/{run}?wait=nan").status_code == 200
    assert trainer.get(f"/api/train/{run}/update?iteration=x").status_code == 422
